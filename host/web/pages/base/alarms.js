// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong now, and what to do about each: doors by their state, and what the service warns of.
import {html} from '/lib/preact.js';
import {Button, Warning} from '/base/parts.js';
import {t} from '/base/text.js';

// Door states that somebody has to go and see.
const WRONG = {'alarm': 'alarm', 'jammed': 'jammed', 'question': 'question'};

export function Alarms({warnings, doors, live, onDoor}) {
	const wrong = live ? [...doors.values()].filter((door) => WRONG[door.state]) : [];
	if (wrong.length + warnings.length === 0)
		return '';
	return html`<section aria-labelledby="alarms-title"><h2 class="govuk-heading-m" id="alarms-title">${t('alarms.title')}</h2>
		<ul class="alarms">
			${wrong.map((door) => html`<li class="alarm" data-alarm="${door.bank}:${door.door}">
				<p class="govuk-body"><strong>${t('alarms.door', door)}</strong> ${t(`alarms.${WRONG[door.state]}`)}</p>
				<${Button} kind="secondary" aria-label=${t('alarms.see_of', door)} onClick=${() => onDoor(door)}>${t('alarms.see')}</${Button}></li>`)}
		</ul>
		${warnings.map((warning) => html`<${Warning}>${warning}</${Warning}>`)}</section>`;
}
