// SPDX-License-Identifier: GPL-3.0-or-later
// What only the leadership team starts: an emergency release, and a lock-down. Each with a reason, and
// read once more before it is done.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer, useLive} from '/base/live.js';
import {Answer, Field, Form, Nothing, Select, Warning} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {Part} from '/screens/desk/more.js';
import {TwoSteps} from '/screens/desk/two_steps.js';

const sure = (say) => ({preview: true, say});

function Emergencies({banks, classes, atOnce, onDone}) {
	const [bank, setBank] = useState('');
	const [what, setWhat] = useState('bank');
	const [person, setPerson] = useState(null);
	const [reason, setReason] = useState('');
	const at = bank || banks[0];
	async function send(confirmed) {
		if (!reason.trim())
			throw new Error(t('home_time.why'));
		if (what === 'person' && !person)
			throw new Error(t('home_time.whom'));
		const whose = what === 'bank' ? t('home_time.everybody_in', {bank: at}) : what === 'person' ? `${person.given} ${person.family}` : t('home_time.of_class', {name: what});
		if (!confirmed)
			return sure(t(what === 'person' ? 'home_time.emergency_sure_one' : 'home_time.emergency_sure', {whose, bank: at}));
		const fields = {reason, at_once: Number(atOnce)};
		const answer = what === 'bank' ? await post('release bank', {bank: at, ...fields})
			: what === 'person' ? await post('release person', {person: person.ref, ...fields})
			: await post('release class', {bank: at, class: what, emergency: true, ...fields});
		onDone(answer.say);
	}
	return html`${what === 'person' && html`<${PickPerson} label=${t('home_time.person')} value=${person} onPick=${setPerson} />`}
		<${TwoSteps} label=${t('home_time.emergency')} go=${t('home_time.emergency_go')} sure=${t('home_time.emergency_yes')} kind="warning" onSend=${send}>
		<${Select} label=${t('home_time.cabinet')} options=${banks.map((name) => [name, name])} value=${at} onChange=${setBank} />
		<${Select} label=${t('home_time.for')} options=${[['bank', t('home_time.whole_cabinet')], ['person', t('home_time.one_person')], ...classes.filter((row) => row.name).map((row) => [row.name, t('home_time.of_class', row)])]} value=${what} onChange=${setWhat} />
		<${Field} label=${t('home_time.reason')} value=${reason} onInput=${setReason} />
	</${TwoSteps}>`;
}

function LockDown({banks, onDone}) {
	const [bank, setBank] = useState('');
	const [reason, setReason] = useState('');
	async function send(confirmed) {
		if (!reason.trim())
			throw new Error(t('home_time.why'));
		if (!confirmed)
			return sure(t(bank ? 'home_time.lock_sure_one' : 'home_time.lock_sure', {bank}));
		onDone((await post('lockdown start', {bank, reason})).say);
	}
	return html`<${TwoSteps} label=${t('home_time.lock')} go=${t('home_time.lock_go')} sure=${t('home_time.lock_yes')} kind="warning" onSend=${send}>
		<${Select} label=${t('home_time.for')} options=${[['', t('home_time.all_cabinets')], ...banks.map((name) => [name, t('doors.cabinet', {bank: name})])]} value=${bank} onChange=${setBank} />
		<${Field} label=${t('home_time.reason')} value=${reason} onInput=${setReason} />
	</${TwoSteps}>`;
}

// A lock-down that holds is seen by everybody who sees this screen, and lifted by the leadership team. In an
// element of its own, so that its coming and going moves nothing that somebody is working in.
function Locked({lockdowns, may, onDone}) {
	if (lockdowns.length === 0)
		return html`<div><${Nothing}>${t('home_time.no_lock')}</${Nothing}></div>`;
	return html`<div>${lockdowns.map((one) => html`<${Warning}>${t('home_time.locked', {where: one.bank ? t('doors.cabinet', {bank: one.bank}) : t('home_time.all_cabinets'), by: one.by, reason: one.reason, at: one.since.slice(11, 16)})}</${Warning}>
		${may && html`<${Form} label=${t('home_time.lift')} onSend=${async () => onDone((await post('lockdown end', {bank: one.bank})).say)}>
			<button type="submit" class="govuk-button">${t('home_time.lift')}</button></${Form}>`}`)}</div>`;
}

export function Emergency({me, classes, atOnce, onDone}) {
	const {doors} = useLive('doors');
	const result = useAnswer('status');
	const banks = [...new Set([...doors.values()].map((door) => door.bank))];
	const leads = me.may.includes('lockdown start');
	return html`<${Answer} result=${result}>${({lockdowns}) => html`<${Locked} lockdowns=${lockdowns} may=${leads} onDone=${onDone} />`}</${Answer}>
		${leads && banks.length > 0 && html`<section class="not-printed" aria-labelledby="emergency-title"><h2 class="govuk-heading-m" id="emergency-title">${t('home_time.leaders')}</h2>
			<${Part} name="emergency" title=${t('home_time.emergency')}><${Emergencies} banks=${banks} classes=${classes} atOnce=${atOnce} onDone=${onDone} /></${Part}>
			<${Part} name="lock-down" title=${t('home_time.lock')}><${LockDown} banks=${banks} onDone=${onDone} /></${Part}></section>`}`;
}
