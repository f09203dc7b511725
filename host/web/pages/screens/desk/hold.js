// SPDX-License-Identifier: GPL-3.0-or-later
// Holding what is in for a parent: until when is shown, with its date, before it is confirmed (LAW-3).
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Field, Form, Nothing, Radios} from '/base/parts.js';
import {t} from '/base/text.js';
import {dateText} from '/base/times.js';
import {TwoSteps} from '/screens/desk/two_steps.js';

function Place({page, one, onDone}) {
	const [reason, setReason] = useState('');
	const [until, setUntil] = useState('');
	const [date, setDate] = useState('');
	async function send(confirm) {
		const answer = await post('hold place', {person: page.person.ref, custody: one.custody, reason, confirm: confirm || undefined,
			...{'': {}, days: {school_days: 1}, date: {until: date && `${date}T${page.home_time || '15:00'}`}}[until]});
		if (!answer.preview)
			onDone(answer.say);
		return answer;
	}
	return html`<${TwoSteps} label=${t('desk.hold')} go=${t('desk.hold_look')} sure=${t('desk.hold_sure')} kind="secondary" onSend=${send}>
		<${Field} label=${t('desk.reason')} value=${reason} onInput=${setReason} />
		<${Radios} legend=${t('desk.hold_until')} options=${[['', t('desk.hold_parent')], ['days', t('desk.hold_next_day')], ['date', t('desk.hold_date')]]} value=${until} onChange=${setUntil} inline=${false} small />
		${until === 'date' && html`<${Field} label=${t('desk.hold_day')} type="date" value=${date} onInput=${setDate} width="10" />`}
	</${TwoSteps}>`;
}

function Held({hold, onDone}) {
	return html`<p class="govuk-body">${t('desk.held_for', {by: hold.by, reason: hold.reason, day: dateText(hold.look_on), who: hold.named.join(', ') || t('desk.a_parent')})}</p>
		<${Form} label=${t('desk.hold_end')} onSend=${async () => onDone((await post('hold end', {id: hold.id})).say)}>
			<button type="submit" class="govuk-button govuk-button--secondary">${t('desk.hold_end')}</button></${Form}>`;
}

function Holding({one, onDone}) {
	const result = useAnswer('hold list');
	return html`<${Answer} result=${result}>${({holds}) => {
		const hold = holds.find((row) => row.custody === one.custody);
		return hold ? html`<${Held} hold=${hold} onDone=${onDone} />` : html`<${Nothing}>${t('desk.hold_unknown')}</${Nothing}>`;
	}}</${Answer}>`;
}

export function Hold({page, me, one, onDone}) {
	if (one.kind === 'held')
		return html`<${Holding} one=${one} onDone=${onDone} />`;
	if (one.kind !== 'deposit' || !me.may.includes('hold place'))
		return '';
	return html`<details class="govuk-details" data-part="hold"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('desk.hold')}</span></summary>
		<div class="govuk-details__text"><${Place} page=${page} one=${one} onDone=${onDone} /></div></details>`;
}
