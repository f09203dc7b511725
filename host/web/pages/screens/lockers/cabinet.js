// SPDX-License-Identifier: GPL-3.0-or-later
// One cabinet: everything it says of itself, its doors, and the certificate of whoever adopted it.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Cabinets} from '/base/doors.js';
import {useAnswer, useLive} from '/base/live.js';
import {Answer, Button, Done, Heading, Problem, Table, Warning} from '/base/parts.js';
import {Confirm, Facts} from '/base/house.js';
import {t} from '/base/text.js';
import {timeText} from '/base/times.js';

// What a cabinet says is known while it is online only.
export const said = (what, yes, no) => what === null ? t('house.unknown') : t(what ? yes : no);

function Adopted({answer}) {
	return html`<section aria-label=${t('lockers.certificate')}>
		<h2 class="govuk-heading-m">${t('lockers.certificate')}</h2>
		<${Facts} rows=${[
			[t('lockers.adopted'), t('lockers.adopted_by', {at: timeText(answer.at), by: answer.by})],
			[t('lockers.serial'), answer.serial], [t('lockers.firmware'), answer.firmware], [t('lockers.fingerprint'), html`<code>${answer.fingerprint}</code>`],
			[t('lockers.doors'), answer.doors]]} />
		<${Table} caption=${t('lockers.proofs')} empty=${t('lockers.no_proofs')} heads=${[t('lockers.door'), t('lockers.proved'), t('lockers.when')]}
			rows=${answer.proofs.map((proof) => [proof.door, proof.faults ? t('lockers.wired_wrong', {other: proof.other || ''}) : t('lockers.good'), timeText(proof.at)])} />
		<${Button} kind="secondary" onClick=${() => print()}>${t('lockers.print')}</${Button}>
	</section>`;
}

function Certificate({bank}) {
	const result = useAnswer('bank certificate', {name: bank.name}, true);
	return html`<${Answer} result=${result}>${(answer) => html`<${Adopted} answer=${answer} />`}</${Answer}>`;
}

function Doors({bank}) {
	const {doors, live} = useLive('doors', 'live');
	const mine = new Map([...doors].filter(([, door]) => door.bank === bank.name));
	const out = [...mine.values()].filter((door) => !door.in_use);
	return html`<${Cabinets} doors=${mine} live=${live} />
		<${Table} caption=${t('lockers.out_of_use')} empty=${t('lockers.all_in_use')} heads=${[t('lockers.door'), t('lockers.why')]}
			rows=${out.map((door) => [door.door, door.out_reason])} />`;
}

export function Cabinet({me, bank, onDone, said: done}) {
	const [problem, setProblem] = useState('');
	const change = (words, fields) => post(words, {name: bank.name, ...fields}).then((answer) => {
		setProblem('');
		onDone(answer.say);
	}, (refusal) => setProblem(refusal.message));
	return html`<div><${Heading}>${t('doors.cabinet', {bank: bank.name})}</${Heading}>
		<${Problem} text=${problem} /><${Done} text=${done} />
		${bank.saying && html`<${Warning}>${bank.saying}</${Warning}>`}
		<${Facts} rows=${[
			[t('lockers.state'), t(`lockers.is.${bank.state}`)],
			[t('lockers.firmware'), bank.firmware || t('house.unknown')],
			[t('lockers.serial'), bank.serial || t('lockers.never_seen')],
			[t('lockers.line'), t('lockers.line_address', bank)],
			[t('lockers.key'), said(bank.keyed, 'lockers.keyed', 'lockers.not_keyed')],
			[t('lockers.closed'), said(bank.tamper, 'lockers.open', 'lockers.shut')],
			[t('lockers.power'), said(bank.on_battery, 'lockers.battery', 'lockers.mains')],
			[t('lockers.place'), [t(bank.in_sight ? 'lockers.in_sight' : 'lockers.not_in_sight'), bank.office && t('lockers.office')].filter(Boolean).join(', ')],
			[t('lockers.lends'), t(bank.loans ? 'house.yes' : 'house.no')],
			[t('lockers.trouble'), t('lockers.counts', bank)]]} />
		${me.may.includes('bank place') && html`<${Confirm} label=${t(bank.in_sight ? 'lockers.out_of_sight' : 'lockers.into_sight')} sure=${t(bank.in_sight ? 'lockers.out_of_sight_sure' : 'lockers.into_sight_sure')} yes=${t('lockers.sight_yes')}
			onYes=${() => change('bank place', {in_sight: bank.in_sight ? 'no' : 'yes'})} />`}
		${me.may.includes('loan cabinet') && html`<${Confirm} label=${t(bank.loans ? 'lockers.no_loans' : 'lockers.make_loans')} sure=${t('lockers.loans_sure')} yes=${t('lockers.loans_yes')}
			onYes=${() => change('loan cabinet', {bank: bank.name, lends: bank.loans ? 'no' : 'yes'})} />`}
		${me.may.includes('bank release') && html`<${Confirm} label=${t('lockers.release')} sure=${t('lockers.release_sure')} yes=${t('lockers.release_yes')} onYes=${() => change('bank release', {})} />`}
		<${Doors} bank=${bank} />
		${bank.adopted ? html`<${Certificate} bank=${bank} />` : html`<h2 class="govuk-heading-m">${t('lockers.certificate')}</h2><p class="govuk-body">${t('lockers.not_adopted')}</p>`}
		<p class="govuk-body">${t('lockers.adopt_how', {bank: bank.name})}</p></div>`;
}
