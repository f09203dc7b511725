// SPDX-License-Identifier: GPL-3.0-or-later
// The school's own devices: lent to one person, brought back, and what is still to be asked of a loan.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Button, Checkbox, Field, Form, Heading, Nothing, Problem, Radios, Select, Table, Tag} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {Part} from '/screens/desk/more.js';

// What is asked of a loan is what the policy in force asks: consent where photographs need it (RP-17), who stays
// with a pupil (FX-9), who allows social media (CC-2).
function Lend({page, me, onDone}) {
	const empty = {label: '', until: '', adult: null, leader: null, consent: '', taken: false};
	const [fields, setFields] = useState(empty);
	const set = (name) => (value) => setFields((was) => ({...was, [name]: value}));
	const pupil = page.person.category === 'pupil';
	const result = useAnswer('device list');
	return html`<${Answer} result=${result}>${({devices}) => {
		const there = devices.filter((device) => device.state !== 'lent');
		if (there.length === 0)
			return html`<${Nothing}>${t('desk.nothing_to_lend')}</${Nothing}>`;
		return html`<${Form} label=${t('desk.lend')} onSend=${async () => {
			if (!fields.label)
				throw new Error(t('desk.lend_which'));
			const answer = await post('loan borrow', {person: page.person.ref, label: fields.label, until: fields.until,
				supervised_by: fields.adult?.ref, authorised_by: fields.leader?.ref, consent: fields.consent, taken: fields.taken || undefined});
			setFields(empty);
			onDone([answer.say, ...(answer.terms ?? []).map((term) => term.say)].join(' '));
		}}>
			<${Select} label=${t('desk.lend_which')} options=${[['', t('desk.choose')], ...there.map((device) => [device.label, `${device.label} (${device.kind}), ${device.home}`])]} value=${fields.label} onChange=${set('label')} />
			<${Field} label=${t('desk.lend_until')} hint=${t('desk.lend_until_hint')} type="time" value=${fields.until} onInput=${set('until')} width="5" />
			${me.rules.includes('RP-17') && html`<${Radios} legend=${t('desk.lend_consent')} options=${[['', t('desk.not_asked')], ['yes', t('desk.yes')], ['no', t('desk.no')]]} value=${fields.consent} onChange=${set('consent')} small />`}
			${pupil && html`<${PickPerson} label=${t('desk.lend_adult')} hint=${t('desk.lend_adult_hint')} value=${fields.adult} onPick=${set('adult')} keep=${(person) => person.category !== 'pupil'} />`}
			${me.rules.includes('CC-2') && html`<${PickPerson} label=${t('desk.lend_leader')} hint=${t('desk.lend_leader_hint')} value=${fields.leader} onPick=${set('leader')} keep=${(person) => ['slt', 'headteacher'].includes(person.category)} />`}
			<${Checkbox} label=${t('desk.lend_taken')} checked=${fields.taken} onChange=${set('taken')} />
			<button type="submit" class="govuk-button govuk-button--secondary">${t('desk.lend_go')}</button>
		</${Form}>`;
	}}</${Answer}>`;
}

export const Lending = ({page, me, onDone}) => me.may.includes('loan borrow') &&
	html`<${Part} name="lend" title=${t('desk.lend')}><${Lend} page=${page} me=${me} onDone=${onDone} /></${Part}>`;

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
		<${Button} kind="secondary" aria-label=${t('desk.back_door_of', {label: loan.device})} onClick=${() => ask('loan return', {label: loan.device, open: true})}>${t('desk.back_door')}</${Button}>
		<${Button} kind="secondary" aria-label=${t('desk.back_lies_of', {label: loan.device})} onClick=${() => ask('loan return', {label: loan.device, in_door: true})}>${t('desk.back_lies')}</${Button}></div>`;
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
