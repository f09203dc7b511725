// SPDX-License-Identifier: GPL-3.0-or-later
// Reception: who is here for a visit, signed in and out, with what they leave at the desk.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Button, Field, Form, Heading, Problem, Radios, Table, Tag} from '/base/parts.js';
import {t} from '/base/text.js';

const devices = (list) => list.map((one) => `${one.device}: ${one.place}`).join(', ');

function SignIn({onDone}) {
	const empty = {given: '', family: '', category: 'visitor', about: '', safe: '', envelope: ''};
	const [fields, setFields] = useState(empty);
	const [phone, setPhone] = useState('');
	const set = (name) => (value) => setFields((was) => ({...was, [name]: value}));
	async function send() {
		const {given, family, category, about, safe, envelope} = fields;
		const answer = await post('visitor sign-in', {given, family, category, about,
			...phone === 'left' ? {device: 'phone', safe: safe || t('desk.safe_name'), envelope} : {}});
		setFields(empty);
		setPhone('');
		onDone(answer.say);
	}
	return html`<h2 class="govuk-heading-m">${t('desk.visitor_in')}</h2>
		<${Form} label=${t('desk.visitor_in')} onSend=${send}>
			<div class="side"><${Field} label=${t('desk.given')} value=${fields.given} onInput=${set('given')} width="20" /><${Field} label=${t('desk.family')} value=${fields.family} onInput=${set('family')} width="20" /></div>
			<${Radios} legend=${t('desk.visitor_as')} options=${['visitor', 'contractor', 'parent'].map((word) => [word, t(`desk.category.${word}`)])} value=${fields.category} onChange=${set('category')} small />
			<${Field} label=${t('desk.visitor_about')} value=${fields.about} onInput=${set('about')} />
			<${Radios} legend=${t('desk.visitor_phone')} options=${[['', t('desk.visitor_keeps')], ['left', t('desk.visitor_leaves')]]} value=${phone} onChange=${setPhone} small />
			${phone === 'left' && html`<div class="side"><${Field} label=${t('desk.safe')} value=${fields.safe || t('desk.safe_name')} onInput=${set('safe')} width="20" /><${Field} label=${t('desk.envelope')} value=${fields.envelope} onInput=${set('envelope')} width="5" /></div>`}
			<button type="submit" class="govuk-button">${t('desk.visitor_in_go')}</button>
		</${Form}>`;
}

export function Visitors({onDone}) {
	const [problem, setProblem] = useState('');
	const result = useAnswer('visitor list');
	async function out(visitor, given_back) {
		setProblem('');
		try {
			onDone((await post('visitor sign-out', {person: visitor.person, given_back})).say);
		} catch (refusal) {
			setProblem(refusal.message);
		}
	}
	const leave = (visitor) => visitor.devices.length === 0
		? html`<${Button} kind="secondary" aria-label=${t('desk.visitor_out_of', {name: visitor.name})} onClick=${() => out(visitor)}>${t('desk.visitor_out')}</${Button}>`
		: html`<div class="govuk-button-group"><${Button} kind="secondary" aria-label=${t('desk.visitor_out_given_of', {name: visitor.name})} onClick=${() => out(visitor, 'yes')}>${t('desk.visitor_out_given')}</${Button}>
			<${Button} kind="secondary" aria-label=${t('desk.visitor_out_stays_of', {name: visitor.name})} onClick=${() => out(visitor, 'no')}>${t('desk.visitor_out_stays')}</${Button}></div>`;
	return html`<${Heading}>${t('desk.visitors')}</${Heading}>
		<${Problem} text=${problem} />
		<${Answer} result=${result}>${({here, left_behind}) => html`
			<${Table} caption=${t('desk.here')} empty=${t('desk.nobody_here')} heads=${[t('desk.name'), t('desk.visitor_as'), t('desk.since_head'), t('desk.left_here'), t('desk.visitor_out')]}
				rows=${here.map((v) => [v.name, `${t(`desk.category.${v.category}`)} ${v.about}`, html`${v.since.slice(11, 16)} ${v.from_earlier_day && html`<${Tag} colour="orange">${t('desk.earlier_day')}</${Tag}>`}`, devices(v.devices), leave(v)])} />
			${left_behind.length > 0 && html`<${Table} caption=${t('desk.left_behind')} heads=${[t('desk.name'), t('desk.left_here')]} rows=${left_behind.map((v) => [v.name, devices(v.devices)])} />`}`}</${Answer}>
		<${SignIn} onDone=${onDone} />`;
}
