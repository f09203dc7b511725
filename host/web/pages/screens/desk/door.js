// SPDX-License-Identifier: GPL-3.0-or-later
// One door, come to from its tile: what is known of it, whose it is, and what may be done: open it to look,
// say what was seen, answer its question.
import {html, useLayoutEffect, useRef, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {nameOnly, stateText} from '/base/doors.js';
import {schoolNow} from '/base/live.js';
import {Button, Done, Problem} from '/base/parts.js';
import {t} from '/base/text.js';
import {timeText} from '/base/times.js';
import {Questions} from '/screens/desk/questions.js';

// "Ann Able (P6)" to P6.
const refOf = (person) => /\(([^)]*)\)$/.exec(person)?.[1] ?? '';

const Fact = ({name, value}) => html`<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">${t(`door.${name}`)}</dt><dd class="govuk-summary-list__value">${value}</dd></div>`;

export function Door({door, live, me, onClose}) {
	const title = useRef(null);
	const [done, setDone] = useState('');
	const [problem, setProblem] = useState('');
	const may = (words) => me.may.includes(words);
	useLayoutEffect(() => title.current?.focus(), [door.bank, door.door]);
	async function ask(words, fields = {}) {
		setProblem('');
		setDone('');
		try {
			setDone((await post(words, {bank: door.bank, door: door.door, ...fields})).say);
		} catch (refusal) {
			setProblem(refusal.message);
		}
	}
	const asked = live && door.state === 'question'; // its question asks to look, and has the answers
	const known = (word) => live && door.online ? t(`door.reading.${word}`) : t('door.reading.unknown');
	return html`<section class="custody" aria-labelledby="door-title" data-panel="${door.bank}:${door.door}" onKeyDown=${(event) => event.key === 'Escape' && onClose()}>
		<h2 class="govuk-heading-m" id="door-title" tabindex="-1" ref=${title}>${t('door.title', door)}</h2>
		<${Done} text=${done} /><${Problem} text=${problem} />
		<dl class="govuk-summary-list">
			<${Fact} name="state" value=${stateText(live && door.online ? door.state : 'unknown')} />
			<${Fact} name="stands_open" value=${known(door.open)} />
			<${Fact} name="something" value=${known(door.inside)} />
			${door.person && html`<${Fact} name="whose" value=${html`<a class="govuk-link" href="#/desk/${encodeURIComponent(refOf(door.person))}">${nameOnly(door.person)}</a>`} />`}
			${door.since && html`<${Fact} name="since" value=${timeText(door.since, schoolNow())} />`}
			${!door.in_use && html`<${Fact} name="out_of_use" value=${door.out_reason} />`}
		</dl>
		<${Questions} bank=${door.bank} door=${door.door} onDone=${setDone} />
		<div class="govuk-button-group">
			${may('desk open') && !asked && html`<${Button} kind="secondary" onClick=${() => ask('desk open')}>${t('door.open')}</${Button}>`}
			${may('desk looked') && !asked && html`<${Button} kind="secondary" onClick=${() => ask('desk looked', {something: 'no'})}>${t('door.looked_empty')}</${Button}>
				<${Button} kind="secondary" onClick=${() => ask('desk looked', {something: 'yes'})}>${t('door.looked_something')}</${Button}>`}
			<button type="button" class="linklike" onClick=${onClose}>${t('door.close')}</button>
		</div>
	</section>`;
}
