// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody must be told: the Headteacher's tray, the deputy's, the office's and anybody's own.
// Overdue first; each with its justification, until it is acknowledged.
import {html, useState} from '/lib/preact.js';
import {Section} from '/base/cards.js';
import {lookAgain, useAnswer} from '/base/live.js';
import {Answer, Button, Done, Heading} from '/base/parts.js';
import {t} from '/base/text.js';
import {Absence} from '/screens/tray/absence.js';
import {Advise} from '/screens/tray/advise.js';
import {Notice} from '/screens/tray/notice.js';

const order = (a, b) => b.overdue - a.overdue || (a.due ?? '9') .localeCompare(b.due ?? '9') || a.at.localeCompare(b.at);

// A page at a time: each turned to stands in the list of those before it, so that one finds back.
function DoneOnes() {
	const [before, setBefore] = useState([]);
	const [moved, setMoved] = useState(0);
	const result = useAnswer('notice list', {done: true, before: before.at(-1)});
	const turn = (pages) => () => {
		setBefore(pages);
		setMoved(moved + 1);
	};
	return html`<${Answer} result=${result}>${({notices, now, older}) => html`<${Section} title=${t('tray.done_ones')} empty=${t('tray.none_done')} items=${notices} moved=${moved}>
		${notices.map((notice) => html`<${Notice} key=${notice.id} notice=${notice} now=${now} />`)}
		<div class="govuk-button-group">${before.length > 0 && html`<${Button} kind="secondary" onClick=${turn(before.slice(0, -1))}>${t('tray.newer')}</${Button}>`}
			${older && html`<${Button} kind="secondary" onClick=${turn([...before, older])}>${t('tray.older')}</${Button}>`}</div></${Section}>`}</${Answer}>`;
}

export function Tray({me}) {
	const result = useAnswer('notice list');
	const [done, setDone] = useState('');
	const [moved, setMoved] = useState(0);
	const [past, setPast] = useState(false);
	function onDone(sentence) {
		setDone(sentence);
		setMoved(moved + 1);
		lookAgain();
	}
	return html`<${Heading}>${t(me.role === 'headteacher' ? 'tray.title' : 'tray.title_others')}</${Heading}>
		<${Done} text=${done} />
		<${Answer} result=${result}>${(answer) => html`
			<${Absence} answer=${answer} me=${me} onDone=${onDone} />
			<${Section} title=${t('tray.open')} empty=${t('tray.none')} items=${answer.notices} moved=${moved}>
				${[...answer.notices].sort(order).map((notice) => html`<${Notice} key=${notice.id} notice=${notice} now=${answer.now} onDone=${onDone} me=${me} />`)}
			</${Section}>${answer.more > 0 && html`<p class="govuk-body">${t('tray.more', {count: answer.more})}</p>`}`}</${Answer}>
		<${Advise} me=${me} onDone=${onDone} />
		<details class="govuk-details" onToggle=${(event) => setPast(event.currentTarget.open)}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('tray.show_done')}</span></summary>
			${past && html`<${DoneOnes} />`}</details>`;
}
