// SPDX-License-Identifier: GPL-3.0-or-later
// The cabinets as they stand: every door a tile with its number, a mark, a word and whose it is;
// never a colour alone. The states are those of host/api/door_states.def, and a test counts them.
import {html, useRef} from '/lib/preact.js';
import {t} from '/base/text.js';

// A mark for each state, drawn so that its shape alone tells it; and which of the few looks it has.
export const STATES = {
	'unknown': {mark: '?', look: 'unknown'},
	'alarm': {mark: '!', look: 'alarm'},
	'question': {mark: '?!', look: 'question'},
	'open': {mark: '◧', look: 'open'},
	'jammed': {mark: '✕', look: 'broken'},
	'out of use': {mark: '—', look: 'broken'},
	'opening': {mark: '…', look: 'open'},
	'held': {mark: '■', look: 'held'},
	'overdue': {mark: '▲', look: 'overdue'},
	'school device': {mark: '◆', look: 'school'},
	'lent': {mark: '◇', look: 'school'},
	'in': {mark: '●', look: 'in'},
	'set aside': {mark: '◔', look: 'question'},
	'free': {mark: '○', look: 'free'},
	'closed': {mark: '·', look: 'free'},
};

export const stateText = (state) => t(`doors.${state.replaceAll(' ', '_')}`);

// "Ann Able (P6)" without the reference: what is read at arm's length.
export const nameOnly = (person) => person.replace(/ \([^)]*\)$/, '');

// A tile is made anew only when its door changed: there are many, and each event is of one.
function Tile({door, live, onChoose}) {
	const kept = useRef({});
	if (kept.current.door !== door || kept.current.live !== live)
		kept.current = {door, live, tile: tileOf(door, live, onChoose)};
	return kept.current.tile;
}

function tileOf(door, live, onChoose) {
	// What was last heard is not what is: without the stream every door is unknown.
	const state = live ? door.state : 'unknown';
	const {mark, look} = STATES[state] ?? STATES.unknown;
	const who = live && door.person ? nameOnly(door.person) : '';
	const label = t('doors.label', {door: door.door, state: stateText(state), who});
	const inner = html`<span class="door__number">${door.door}</span><span class="door__mark" aria-hidden="true">${mark}</span>
		<span class="door__state">${stateText(state)}</span><span class="door__who">${who}</span>`;
	return html`<li class="door door--${look}" data-door="${door.bank}:${door.door}" data-state=${state}>
		${onChoose ? html`<button type="button" class="door__button" onClick=${() => onChoose(door)}><span class="govuk-visually-hidden">${t('doors.door')}</span>${inner}</button>`
			: html`<div class="door__button" role="img" aria-label=${label}>${inner}</div>`}
	</li>`;
}

// banks: the names in order; doors: a Map of "bank:door".
export function Cabinets({doors, live, onChoose}) {
	const banks = Map.groupBy ? Map.groupBy(doors.values(), (door) => door.bank) : grouped(doors.values());
	if (doors.size === 0)
		return html`<p class="govuk-body">${t('doors.none')}</p>`;
	return html`<div class="cabinets">${[...banks].map(([bank, list]) => html`<section class="cabinet" aria-label=${t('doors.cabinet', {bank})}>
		<h2 class="govuk-heading-m cabinet__title">${t('doors.cabinet', {bank})} <span class="govuk-caption-m">${live && list.some((d) => d.online) ? t('doors.free_count', {count: list.filter((d) => d.state === 'free').length}) : t('doors.free_unknown')}</span></h2>
		<ul class="doors">${list.map((door) => html`<${Tile} key=${door.door} door=${door} live=${live && door.online} onChoose=${onChoose} />`)}</ul>
	</section>`)}</div>`;
}

function grouped(doors) {
	const banks = new Map();
	for (const door of doors)
		banks.set(door.bank, [...(banks.get(door.bank) ?? []), door]);
	return banks;
}
