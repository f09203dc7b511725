// SPDX-License-Identifier: GPL-3.0-or-later
// What else is done with somebody at the desk: another card, late, early, a breach. Each is closed until
// it is wanted.
import {html, useLayoutEffect, useRef, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Button, Field, Form, Problem, Select} from '/base/parts.js';
import {t} from '/base/text.js';
import {isCard, useCards} from '/screens/desk/cards.js';

export const Part = ({name, title, children}) => html`<details class="govuk-details" data-part=${name}>
	<summary class="govuk-details__summary"><span class="govuk-details__summary-text">${title}</span></summary>
	<div class="govuk-details__text">${children}</div></details>`;

// Waits for the new card: at the desk's reader, from a reader that types, or typed by hand.
function NewCard({page, words, onDone, onLeave}) {
	const box = useRef(null);
	const [uid, setUid] = useState('');
	const [problem, setProblem] = useState('');
	useLayoutEffect(() => box.current?.focus(), []);
	async function take(number) {
		setUid('');
		setProblem('');
		try {
			onDone((await post(words, {uid: number, person: page.person.ref})).say);
		} catch (refusal) {
			setProblem(refusal.message);
		}
	}
	// A card that is somebody else's is not the new one: they are the next in the queue.
	useCards((card) => card.ref && card.ref !== page.person.ref && card.state === 'in use' ? 'next' : card.uid ? take(card.uid) : setProblem(card.say));
	return html`<${Problem} text=${problem} />
		<form aria-label=${t('desk.new_card')} novalidate onSubmit=${(event) => {
			event.preventDefault();
			isCard(uid.trim()) ? take(uid.trim()) : setProblem(t('desk.card_form'));
		}} onKeyDown=${(event) => event.key === 'Escape' && onLeave()}>
			<div class="govuk-form-group"><label class="govuk-label" for="new-card">${t('desk.new_card')}</label>
			<input class="govuk-input govuk-input--width-20" id="new-card" data-cards="true" ref=${box} autocomplete="off" spellcheck="false" value=${uid} onInput=${(event) => setUid(event.currentTarget.value)} /></div>
			<div class="govuk-button-group"><button type="submit" class="govuk-button govuk-button--secondary">${t('desk.card_go')}</button>
			<${Button} kind="secondary" onClick=${onLeave}>${t('desk.leave')}</${Button}></div>
		</form>`;
}

export function Cards({page, onDone}) {
	const [waits, setWaits] = useState('');
	const done = (text) => {
		setWaits('');
		onDone(text);
	};
	return html`<section aria-labelledby="cards-title"><h2 class="govuk-heading-m" id="cards-title">${t('desk.cards')}</h2>
		<p class="govuk-body">${page.cards.length ? t('desk.card_ends', {count: page.cards.length, ends: page.cards.join(', ')}) : t('desk.no_card')}</p>
		${waits ? html`<${NewCard} page=${page} words=${waits} onDone=${done} onLeave=${() => setWaits('')} />`
		: html`<div class="govuk-button-group">
			${page.cards.length > 0 && html`<${Button} kind="secondary" onClick=${() => setWaits('card replace')}>${t('desk.card_replace')}</${Button}>`}
			<${Button} kind="secondary" onClick=${() => setWaits('card add')}>${t('desk.card_add')}</${Button}></div>
			<p class="govuk-body-s">${t('desk.without_card')}</p>`}
	</section>`;
}

function Late({page, onDone}) {
	return html`<${Form} label=${t('desk.late')} onSend=${async () => onDone((await post('calendar sign-in', {person: page.person.ref})).say)}>
		<p class="govuk-body">${t(page.signed_in_late ? 'desk.late_already' : 'desk.late_about')}</p>
		<button type="submit" class="govuk-button govuk-button--secondary">${t('desk.late_go')}</button></${Form}>`;
}

function Early({page, onDone}) {
	const [reason, setReason] = useState('');
	return html`<${Form} label=${t('desk.early')} onSend=${async () => onDone((await post('grant early-leave', {person: page.person.ref, reason, until: page.home_time})).say)}>
		<p class="govuk-body">${t('desk.early_about', {home_time: page.home_time})}</p>
		<${Field} label=${t('desk.reason')} value=${reason} onInput=${setReason} />
		<button type="submit" class="govuk-button govuk-button--secondary">${t('desk.early_go')}</button></${Form}>`;
}

function Breach({page, onDone}) {
	const [rule, setRule] = useState('');
	const [happened, setHappened] = useState('');
	const result = useAnswer('policy show', {}, true);
	return html`<${Answer} result=${result}>${({rules}) => html`<${Form} label=${t('desk.breach')} onSend=${async () => {
			if (!rule)
				throw new Error(t('desk.breach_which'));
			onDone((await post('breach record', {person: page.person.ref, rule, happened})).say);
		}}>
		<${Select} label=${t('desk.breach_rule')} options=${[['', t('desk.choose')], ...rules.map((one) => [one.id, `${one.id}: ${one.title}${one.ours ? ` (${t('desk.ours')})` : ''}`])]} value=${rule} onChange=${setRule} />
		<${Field} label=${t('desk.breach_when')} hint=${t('desk.breach_when_hint')} type="time" value=${happened} onInput=${setHappened} width="5" />
		<button type="submit" class="govuk-button govuk-button--warning">${t('desk.breach_go')}</button></${Form}>`}</${Answer}>`;
}

export function More({page, me, onDone}) {
	const pupil = page.person.category === 'pupil';
	const school = page.day === 'school' && page.home_time;
	return html`
		${pupil && school && html`<${Part} name="late" title=${t('desk.late')}><${Late} page=${page} onDone=${onDone} /></${Part}>`}
		${pupil && school && html`<${Part} name="early" title=${t('desk.early')}><${Early} page=${page} onDone=${onDone} /></${Part}>`}
		${me.may.includes('breach record') && html`<${Part} name="breach" title=${t('desk.breach')}><${Breach} page=${page} onDone=${onDone} /></${Part}>`}`;
}
