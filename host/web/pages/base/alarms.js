// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong now, and what to do about each: doors by their state, and what the service warns of.
import {html, useEffect, useRef} from '/lib/preact.js';
import {announce} from '/base/announce.js';
import {useLive} from '/base/live.js';
import {Button, Warning} from '/base/parts.js';
import {t} from '/base/text.js';

// Door states that somebody has to go and see.
const WRONG = {'alarm': 'alarm', 'jammed': 'jammed', 'question': 'question'};

const wrongOnes = (doors) => [...doors.values()].filter((door) => WRONG[door.state]);
const sentence = (door) => `${t('alarms.door', door)} ${t(`alarms.${WRONG[door.state]}`)}`;

// On every screen: how many doors wait for somebody, and each told once when it begins to; those that
// stood when the page was opened are no news.
export function AlarmMark() {
	const {live, status, doors} = useLive('live', 'status', 'doors');
	const known = useRef(null);
	const wrong = live && status ? wrongOnes(doors) : [];
	useEffect(() => {
		if (!live || !status)
			return;
		const now = wrong.map(sentence);
		now.filter((one) => known.current && !known.current.includes(one)).forEach(announce);
		known.current = now;
	}, [live, status, doors]);
	return wrong.length > 0 && html`<a class="live__alarms govuk-link" href="#/today">${t('alarms.count', {count: wrong.length})}</a>`;
}

export function Alarms({onDoor}) {
	const {live, status, doors} = useLive('live', 'status', 'doors');
	const warnings = status?.warnings ?? [];
	const wrong = live ? wrongOnes(doors) : [];
	if (wrong.length + warnings.length === 0)
		return '';
	return html`<section aria-labelledby="alarms-title"><h2 class="govuk-heading-m" id="alarms-title">${t('alarms.title')}</h2>
		<ul class="alarms">
			${wrong.map((door) => html`<li class="alarm alarm--${WRONG[door.state]}" data-alarm="${door.bank}:${door.door}">
				<p class="govuk-body"><strong>${t('alarms.door', door)}</strong> ${t(`alarms.${WRONG[door.state]}`)}</p>
				<${Button} kind="secondary" aria-label=${t('alarms.see_of', door)} onClick=${() => onDoor(door)}>${t('alarms.see')}</${Button}></li>`)}
		</ul>
		${warnings.map((warning) => html`<${Warning}>${warning}</${Warning}>`)}</section>`;
}
