// SPDX-License-Identifier: GPL-3.0-or-later
// Asking for an exception: first which, with the rule it rests on and who decides; then only the
// fields of that kind. Who may give it enters it at once where they say that they agree.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {RuleText} from '/base/cards.js';
import {lookAgain, useAnswer} from '/base/live.js';
import {Answer, Button, Checkbox, Done, Field, Form, Heading, Radios, Submit, TextArea} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {People, WhenFields, moments} from '/screens/exceptions/ask_fields.js';
import {ROOMS, deciders, kindText} from '/screens/exceptions/words.js';

const GIVEN_BY = {'emergency-release': 'grant emergency'};

// Who agrees: it is asked of them, I do, or somebody did and I write it down.
function WhoAgrees({kind, value, onChange, by, onBy, me}) {
	const options = [...(kind.asked ? [['ask', t('ask.ask_of', {who: deciders(kind.given_by)})]] : []), ...(kind.may_give ? [['me', t('ask.i_agree')]] : []),
		...(me.may.includes('grant exceptional') ? [['other', t('ask.other_agreed')]] : [])];
	if (options.length < 2)
		return '';
	return html`<${Radios} legend=${t('ask.who_agrees')} options=${options} value=${value} onChange=${onChange} inline=${false} />
		${value === 'other' && html`<${PickPerson} label=${t('exceptions.who_agreed')} value=${by} onPick=${onBy} keep=${(person) => kind.given_by.includes(person.category)} />`}`;
}

function KindForm({kind, now, me, onDone}) {
	const alone = !me.may.includes('grant ask'); // for themselves only
	const [people, setPeople] = useState([]);
	const [times, setTimes] = useState({from_day: now.slice(0, 10), from: now.slice(11, 16), until_day: now.slice(0, 10), until: ''});
	const [reason, setReason] = useState('');
	const [rooms, setRooms] = useState('');
	const [review, setReview] = useState('');
	const [parent, setParent] = useState(false);
	const [who, setWho] = useState(kind.asked && !kind.may_give ? 'ask' : 'me');
	const [by, setBy] = useState(null);
	const visit = kind.kind === 'visit';

	async function send() {
		if (!alone && people.length === 0)
			throw new Error(t('ask.nobody'));
		if (who === 'other' && !by)
			throw new Error(t('exceptions.who_agreed_missing'));
		const fields = {...moments(kind, times), [visit ? 'visit' : 'reason']: reason, rooms, review, parent_request: parent || undefined,
			agreed_by: who === 'other' ? by.ref : undefined,
			...(alone ? {person: me.person} : visit ? {staff: people.map((one) => one.ref)} : {person: people[0].ref})};
		onDone((await (who === 'ask' ? post('grant ask', {...fields, kind: kind.kind}) : post(GIVEN_BY[kind.kind] ?? `grant ${kind.kind}`, fields))).say);
	}
	return html`<${Form} label=${kindText(kind.kind)} onSend=${send}>
		<p class="govuk-body"><${RuleText} rule=${kind} /></p>
		<p class="govuk-body">${t('ask.decided_by', {who: deciders(kind.given_by)})}</p>
		${alone ? html`<p class="govuk-body">${t('ask.for_yourself', {name: `${me.given} ${me.family}`})}</p>`
			: html`<${People} kind=${kind} people=${people} onPeople=${setPeople} />`}
		<${WhenFields} kind=${kind} times=${times} onTimes=${setTimes} />
		${visit ? html`<${Field} label=${t('ask.visit')} value=${reason} onInput=${setReason} maxlength="200" />`
			: kind.needs_reason ? html`<${TextArea} label=${t('ask.reason')} hint=${t(`ask.reason_hint.${kind.for}`)} value=${reason} onInput=${setReason} />`
			: html`<p class="govuk-body">${t('ask.no_reason')}</p>`}
		${kind.needs_room && html`<${Radios} legend=${t('exceptions.which_room')} options=${[...ROOMS.map((room) => [room, t(`exceptions.room.${room.replaceAll(' ', '_').toLowerCase()}`)]), ...(who === 'ask' ? [['', t('ask.room_later')]] : [])]} value=${rooms} onChange=${setRooms} />`}
		${kind.needs_review && html`<${Field} label=${t('exceptions.review')} hint=${t('exceptions.review_hint')} type="date" width="10" value=${review} onInput=${setReview} />`}
		${kind.needs_parent && html`<${Checkbox} label=${t('exceptions.parent_asked')} checked=${parent} onChange=${setParent} />`}
		<${WhoAgrees} kind=${kind} value=${who} onChange=${setWho} by=${by} onBy=${setBy} me=${me} />
		<${Submit}>${t(who === 'ask' ? 'ask.go' : 'ask.enter')}</${Submit}>
	</${Form}>`;
}

export function Ask({me, kind}) {
	const result = useAnswer('grant kinds', {}, true);
	const [done, setDone] = useState('');
	const alone = !me.may.includes('grant ask');
	const offered = (one) => alone ? one.asked && one.for !== 'pupils' : one.asked || one.may_give;
	function onDone(sentence) {
		setDone(sentence);
		location.hash = '#/exceptions/ask';
		document.querySelector('h1')?.focus();
		lookAgain();
	}
	return html`<${Heading}>${t('ask.title')}</${Heading}>
		<${Done} text=${done} />
		${done && html`<p class="govuk-body"><a class="govuk-link" href="#/exceptions">${t('ask.see')}</a></p>`}
		<${Answer} result=${result}>${({kinds, now}) => {
			const chosen = kinds.filter(offered).find((one) => one.kind === kind);
			return html`<${Radios} legend=${t('ask.which')} options=${kinds.filter(offered).map((one) => [one.kind, kindText(one.kind), t(`ask.kind_hint.${one.kind.replaceAll('-', '_')}`)])} value=${kind ?? ''}
					onChange=${(value) => { setDone(''); location.hash = `#/exceptions/ask/${value}`; }} inline=${false} />
				${chosen && html`<${KindForm} key=${chosen.kind} kind=${chosen} now=${now} me=${me} onDone=${onDone} />`}`;
		}}</${Answer}>`;
}
