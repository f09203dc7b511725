// SPDX-License-Identifier: GPL-3.0-or-later
// One exception asked for: who asks, for whom, what is missing, by which rule it may be given and who
// decides; agreed, declined with a reason, or withdrawn. What is missing is given in the same place,
// so that agreeing is a tap for the room and a tap for yes.
import {html, useState} from '/lib/preact.js';
import {Card, RuleText} from '/base/cards.js';
import {post} from '/base/api.js';
import {Button, Checkbox, Field, Form, Problem, Radios, Submit, Tag, TextArea} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {spanText, timeText} from '/base/times.js';
import {ROOMS, deciders, kindText, ruleOf} from '/screens/exceptions/words.js';

const COLOURS = {asked: 'yellow', agreed: 'green', declined: 'red', withdrawn: 'grey', lapsed: 'grey'};

function Agree({ask, kind, agreedBy, onDone}) {
	const [rooms, setRooms] = useState('');
	const [review, setReview] = useState('');
	const [parent, setParent] = useState(false);
	const [by, setBy] = useState(null);
	const lacksRoom = kind?.needs_room && !ask.rooms, lacksReview = kind?.needs_review && !ask.review;
	const lacksParent = kind?.needs_parent && !ask.parent_request;
	return html`<${Form} label=${t('exceptions.agree_label', {id: ask.id})} onSend=${async () => {
		if (agreedBy && !by)
			throw new Error(t('exceptions.who_agreed_missing'));
		onDone((await post('grant agree', {id: ask.id, rooms, review, parent_request: parent || undefined, agreed_by: by?.ref})).say);
	}}>
		${agreedBy && html`<${PickPerson} label=${t('exceptions.who_agreed')} value=${by} onPick=${setBy} keep=${(person) => kind?.given_by.includes(person.category)} />`}
		${lacksRoom && html`<${Radios} legend=${t('exceptions.which_room')} options=${ROOMS.map((room) => [room, t(`exceptions.room.${room.replaceAll(' ', '_').toLowerCase()}`)])} value=${rooms} onChange=${setRooms} />`}
		${lacksReview && html`<${Field} label=${t('exceptions.review')} hint=${t('exceptions.review_hint')} type="date" width="10" value=${review} onInput=${setReview} />`}
		${lacksParent && html`<${Checkbox} label=${t('exceptions.parent_asked')} checked=${parent} onChange=${setParent} />`}
		<${Submit}>${t(agreedBy ? 'exceptions.write_agreed' : kind?.given_by.length === 1 ? 'exceptions.consent' : 'exceptions.agree')}</${Submit}>
	</${Form}>`;
}

function Decline({ask, onDone, onLeave}) {
	const [reason, setReason] = useState('');
	return html`<div onKeyDown=${(event) => event.key === 'Escape' && onLeave()}>
		<${Form} label=${t('exceptions.decline_label', {id: ask.id})} onSend=${async () => onDone((await post('grant decline', {id: ask.id, reason})).say)}>
			<${TextArea} label=${t('exceptions.why_not')} value=${reason} onInput=${setReason} rows=${2} focused=${true} />
			<div class="govuk-button-group"><${Submit} kind="warning">${t('exceptions.decline_go')}</${Submit}>
				<${Button} kind="secondary" onClick=${onLeave}>${t('exceptions.leave')}</${Button}></div>
		</${Form}></div>`;
}

export function Asked({ask, now, kinds, me, onDone}) {
	const [doing, setDoing] = useState('');
	const [problem, setProblem] = useState('');
	const kind = ruleOf(kinds, ask.kind);
	const people = ask.people.map((one) => one.person).join(', ');
	// Taken back by who asked, or by the office for them; who only decides says no instead.
	const takesBack = ask.may.includes('withdraw') && (!ask.may.includes('agree') || me.role === 'office' || ask.asked_by.endsWith(`(${me.person})`));
	const open = ask.state === 'asked', mayAgree = ask.may.includes('agree');
	async function withdraw() {
		setProblem('');
		try {
			onDone((await post('grant withdraw', {id: ask.id})).say);
		} catch (refusal) {
			setProblem(refusal.message);
		}
	}
	return html`<${Card} data-ask=${String(ask.id)} title=${`${kindText(ask.kind)}: ${people}`} tag=${html`<${Tag} colour=${COLOURS[ask.state]}>${t(`exceptions.ask_state.${ask.state}`)}</${Tag}>`}
		rows=${[
			[t('exceptions.when'), spanText(ask.from, ask.until, now)],
			[t('exceptions.why'), ask.reason],
			[t('exceptions.rooms'), ask.rooms],
			[t('exceptions.review'), ask.review],
			[t('exceptions.asked_by'), `${ask.asked_by}, ${timeText(ask.asked, now)}`],
			[t('exceptions.missing'), open && ask.missing.length > 0 && html`<ul class="govuk-list govuk-list--bullet">${ask.missing.map((one) => html`<li>${one}</li>`)}</ul>`],
			[t('exceptions.rule'), kind && ask.kind !== 'arranged' && html`<${RuleText} rule=${kind} />`],
			[t('exceptions.who_decides'), open && deciders(ask.asked_of)],
			[t('exceptions.answer'), ask.answered && `${[ask.answered_by, timeText(ask.answered, now)].filter(Boolean).join(', ')}${ask.answer ? `: ${ask.answer}` : ''}`],
		]}>
		<${Problem} text=${problem} />
		${open && mayAgree && doing === '' && html`<${Agree} ask=${ask} kind=${kind} onDone=${onDone} />`}
		${open && doing === 'agreed' && html`<${Agree} ask=${ask} kind=${kind} agreedBy=${true} onDone=${onDone} />`}
		${doing === 'decline' && html`<${Decline} ask=${ask} onDone=${onDone} onLeave=${() => setDoing('')} />`}
		${open && doing !== 'decline' && html`<div class="govuk-button-group">
			${ask.may.includes('decline') && html`<${Button} kind="secondary" onClick=${() => setDoing('decline')}>${t('exceptions.decline')}</${Button}>`}
			${!mayAgree && me.may.includes('grant agree') && doing === '' && html`<${Button} kind="secondary" onClick=${() => setDoing('agreed')}>${t('exceptions.agreed_already')}</${Button}>`}
			${takesBack && html`<${Button} kind="secondary" onClick=${withdraw}>${t('exceptions.withdraw')}</${Button}>`}
		</div>`}
	</${Card}>`;
}
