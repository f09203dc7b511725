// SPDX-License-Identifier: GPL-3.0-or-later
// Today: the lockers as a picture of doors; who is expected, in, out, late, refused and why; alarms.
// Read at arm's length at 08:45.
import {html, useState} from '/lib/preact.js';
import {Alarms} from '/base/alarms.js';
import {Cabinets} from '/base/doors.js';
import {useAnswer, useLive} from '/base/live.js';
import {Answer, Done, Heading, Kept, Table, Tag} from '/base/parts.js';
import {t} from '/base/text.js';
import {dateText} from '/base/times.js';
import {Door} from '/screens/desk/door.js';
import {OfficeNotices} from '/screens/desk/notices.js';
import {kindText} from '/screens/exceptions/words.js';

const person = (row) => html`<a class="govuk-link" href="#/desk/${encodeURIComponent(row.ref)}">${row.name}</a>`;

function Numbers({today}) {
	const count = (state) => today.custodies.filter((c) => c.state === state).length;
	const numbers = [
		['not_in', today.expected.filter((e) => e.state === 'not in').length],
		['in', count('in') + count('not collected')],
		['out', count('out')],
		['late', today.custodies.filter((c) => c.late).length],
		['overdue', count('overdue')],
		['refused', today.refused.length + today.refused_more],
	];
	return html`<dl class="numbers">${numbers.map(([name, number]) => html`<div class="number number--${name} ${number ? '' : 'number--none'}">
		<dt>${t(`today.number.${name}`)}</dt><dd>${number}</dd></div>`)}</dl>`;
}

const STATE_COLOURS = {'in': 'green', 'out': 'grey', 'not in': 'yellow', 'overdue': 'red', 'not collected': 'orange', 'held': 'purple', 'lent': 'blue', 'arranged': 'grey', 'taken back': 'grey'};
// What sends somebody to the office and is no rule of the policy's (a card, a jam) is told by its sentence alone.
const ruleOf = (row) => /^(\w+-\d+|school|arranged)$/.test(row.rule) ? row.rule : '';
const toldOf = (row) => row.rule === 'card' ? t(row.ref ? 'today.old_card' : 'today.strange_card') : row.say;

const State = ({state}) => html`<${Tag} colour=${STATE_COLOURS[state]}>${t(`today.state.${state.replaceAll(' ', '_')}`)}</${Tag}>`;

function Lists({today}) {
	const staff = today.custodies.filter((c) => !c.pupil);
	return html`<div class="lists"><div>
		<${Table} caption=${t('today.expected')} empty=${t('today.nobody_expected')} heads=${[t('today.walker'), t('today.class'), t('today.state_head'), t('today.home_time')]}
			rows=${today.expected} cells=${(e) => [person(e), e.class, html`<${State} state=${e.state} />`, e.home_time]} />
		</div><div>
		<${Table} caption=${t('today.refused')} empty=${t('today.nobody_refused')} heads=${[t('today.at'), t('today.person'), t('today.rule'), t('today.said')]}
			rows=${today.refused} cells=${(r) => [r.at, r.ref ? person(r) : t('today.unknown_card'), html`<strong>${ruleOf(r)}</strong> ${r.title}`, toldOf(r)]} />
		<${Table} caption=${t('today.staff')} empty=${t('today.no_staff')} heads=${[t('today.person'), t('today.state_head'), t('today.place'), t('today.since')]}
			rows=${staff} cells=${(c) => [person(c), html`<${State} state=${c.state} />`, c.place, c.out || c.in]} />
		<${Table} caption=${t('today.exceptions')} empty=${t('today.no_exceptions')} heads=${[t('today.person'), t('today.kind'), t('today.until'), t('today.agreed_by')]}
			rows=${today.exceptions} cells=${(e) => [person(e), html`${kindText(e.kind)} ${e.overdue && html`<${Tag} colour="red">${t('today.state.overdue')}</${Tag}>`}`, e.until, e.by]} />
		</div></div>`;
}

// The cabinets by themselves, and the door that was chosen: the rest of the page is not made anew for a door.
function Doors({onChoose}) {
	const {live, doors} = useLive('live', 'doors');
	return html`<${Cabinets} doors=${doors} live=${live} onChoose=${onChoose} />`;
}

function Chosen({chosen, me, onClose}) {
	const {live, doors} = useLive('live', 'doors');
	return doors.has(chosen) && html`<${Door} key=${chosen} door=${doors.get(chosen)} live=${live} me=${me} onClose=${onClose} />`;
}

export function Today({me}) {
	const [chosen, setChosen] = useState('');
	const [done, setDone] = useState('');
	const keyOf = (door) => `${door.bank}:${door.door}`;
	const choose = (door) => setChosen(keyOf(door));
	// Back to the tile that was pressed.
	function close() {
		document.querySelector(`[data-door="${chosen}"] button`)?.focus();
		setChosen('');
	}
	const result = useAnswer('today');
	return html`<${Heading}>${t('today.title')}</${Heading}>
		<${Answer} result=${result}>${(today) => html`
			<p class="govuk-body-l day-line">${dateText(today.date)}. ${t(`today.day.${today.day}`)}${today.day_name && ` (${today.day_name})`}.</p>
			<${Alarms} onDoor=${choose} />
			<${Done} text=${done} />
			${chosen && html`<${Chosen} chosen=${chosen} me=${me} onClose=${close} />`}
			<${Numbers} today=${today} />
			${me.may.includes('notice done') && html`<${OfficeNotices} me=${me} onDone=${setDone} />`}
			<${Doors} onChoose=${choose} />
			<${Kept} of=${today} show=${() => html`<${Lists} today=${today} />`} />`}
		</${Answer}>`;
}
