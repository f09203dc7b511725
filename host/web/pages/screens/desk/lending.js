// SPDX-License-Identifier: GPL-3.0-or-later
// The school's own devices: lent to one person, brought back, and what is still to be asked of a loan.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Button, Field, Form, Heading, Nothing, Problem, Select, Table, Tag} from '/base/parts.js';
import {t} from '/base/text.js';
import {Part} from '/screens/desk/more.js';

function Lend({page, onDone}) {
	const [label, setLabel] = useState('');
	const [until, setUntil] = useState('');
	const [adult, setAdult] = useState('');
	const result = useAnswer('device list');
	return html`<${Answer} result=${result}>${({devices}) => {
		const there = devices.filter((device) => device.state !== 'lent');
		if (there.length === 0)
			return html`<${Nothing}>${t('desk.nothing_to_lend')}</${Nothing}>`;
		return html`<${Form} label=${t('desk.lend')} onSend=${async () => {
			if (!label)
				throw new Error(t('desk.lend_which'));
			const answer = await post('loan borrow', {person: page.person.ref, label, until, supervised_by: adult});
			onDone([answer.say, ...(answer.terms ?? []).map((term) => term.say)].join(' '));
		}}>
			<${Select} label=${t('desk.lend_which')} options=${[['', t('desk.choose')], ...there.map((device) => [device.label, `${device.label} (${device.kind}), ${device.home}`])]} value=${label} onChange=${setLabel} />
			<${Field} label=${t('desk.lend_until')} hint=${t('desk.lend_until_hint')} type="time" value=${until} onInput=${setUntil} width="5" />
			<${Field} label=${t('desk.lend_adult')} hint=${t('desk.lend_adult_hint')} value=${adult} onInput=${setAdult} width="10" />
			<button type="submit" class="govuk-button govuk-button--secondary">${t('desk.lend_go')}</button>
		</${Form}>`;
	}}</${Answer}>`;
}

export const Lending = ({page, me, onDone}) => me.may.includes('loan borrow') &&
	html`<${Part} name="lend" title=${t('desk.lend')}><${Lend} page=${page} onDone=${onDone} /></${Part}>`;

// All that is lent, for whoever brings something back.
export function Loans({onDone}) {
	const [problem, setProblem] = useState('');
	const result = useAnswer('loan list');
	async function ask(words, fields) {
		setProblem('');
		try {
			onDone((await post(words, fields)).say);
		} catch (refusal) {
			setProblem(refusal.message);
		}
	}
	const back = (loan) => html`<div class="govuk-button-group">
		<${Button} kind="secondary" aria-label=${t('desk.back_counter_of', {label: loan.device})} onClick=${() => ask('loan return', {label: loan.device})}>${t('desk.back_counter')}</${Button}>
		<${Button} kind="secondary" aria-label=${t('desk.back_door_of', {label: loan.device})} onClick=${() => ask('loan return', {label: loan.device, open: true})}>${t('desk.back_door')}</${Button}></div>`;
	const attest = (loan) => html`<div class="govuk-button-group">${['yes', 'no'].map((said) => html`<${Button} kind="secondary" aria-label=${t('desk.images_of', {label: loan.device, said: t(`desk.${said}`)})}
		onClick=${() => ask('loan attest', {id: loan.id, images_moved: said, consent: loan.consent === 'not asked' ? said : undefined})}>${t(`desk.${said}`)}</${Button}>`)}</div>`;
	return html`<${Heading}>${t('desk.loans')}</${Heading}>
		<${Problem} text=${problem} />
		<${Answer} result=${result}>${({loans, to_attest}) => html`
			<${Table} caption=${t('desk.lent_now')} empty=${t('desk.nothing_lent')} heads=${[t('desk.what'), t('desk.borrower'), t('desk.back_by'), t('desk.it_comes_back')]}
				rows=${loans.map((loan) => [loan.device, loan.person, html`${loan.return_by.slice(11, 16)} ${loan.overdue && html`<${Tag} colour="red">${t('desk.overdue')}</${Tag}>`}`, back(loan)])} />
			<${Table} caption=${t('desk.to_attest')} empty=${t('desk.nothing_to_attest')} heads=${[t('desk.what'), t('desk.borrower'), t('desk.images')]}
				rows=${to_attest.map((loan) => [loan.device, loan.person, attest(loan)])} />`}</${Answer}>`;
}
