// SPDX-License-Identifier: GPL-3.0-or-later
// The lockers: what each cabinet says of itself, and what is wrong with it in its own words.
import {html, useState} from '/lib/preact.js';
import {useAnswer} from '/base/live.js';
import {Answer, Done, Heading, Table, Tag, Warning} from '/base/parts.js';
import {Asking} from '/base/house.js';
import {t} from '/base/text.js';
import {Cabinet, said} from '/screens/lockers/cabinet.js';
import {Devices} from '/screens/lockers/devices.js';

const COLOURS = {online: 'green', offline: 'red', unknown: 'grey'};

function Add({onDone}) {
	return html`<h2 class="govuk-heading-m">${t('lockers.add')}</h2><p class="govuk-body">${t('lockers.add_about')}</p>
		<${Asking} label=${t('lockers.add')} words="bank add" go=${t('lockers.add')} onDone=${onDone} fields=${[
			['name', t('lockers.name'), {hint: t('lockers.name_hint'), width: '5'}],
			['line', t('lockers.line'), {hint: t('lockers.line_hint'), width: '20'}],
			['address', t('lockers.address'), {hint: t('lockers.address_hint'), width: '3'}]]} />`;
}

const List = ({banks}) => html`<${Table} caption=${t('lockers.cabinets')} empty=${t('lockers.none')}
	heads=${[t('lockers.cabinet'), t('lockers.state'), t('lockers.doors'), t('lockers.key'), t('lockers.power'), t('lockers.closed'), t('lockers.place')]}
	rows=${banks.map((bank) => [
		html`<a class="govuk-link" href="#/lockers/cabinet/${encodeURIComponent(bank.name)}">${t('doors.cabinet', {bank: bank.name})}</a>`,
		html`<${Tag} colour=${COLOURS[bank.state]}>${t(`lockers.is.${bank.state}`)}</${Tag}>`,
		bank.doors || t('house.unknown'),
		said(bank.keyed, 'lockers.keyed', 'lockers.not_keyed'),
		said(bank.on_battery, 'lockers.battery', 'lockers.mains'),
		said(bank.tamper, 'lockers.open', 'lockers.shut'),
		[t(bank.in_sight ? 'lockers.in_sight' : 'lockers.not_in_sight'), bank.office && t('lockers.office'), bank.loans && t('lockers.loans')].filter(Boolean).join(', ')])} />`;

function Banks({me, what, which}) {
	const [said, setSaid] = useState('');
	const result = useAnswer('bank list', {said});
	return html`${what === 'cabinet' && html`<p class="govuk-body"><a class="govuk-link" href="#/lockers">${t('lockers.back')}</a></p>`}
		<${Answer} result=${result} title=${what === 'cabinet' ? t('doors.cabinet', {bank: which}) : t('lockers.title')}>${({banks}) => {
			const bank = what === 'cabinet' && banks.find((one) => one.name === which);
			if (bank)
				return html`<${Cabinet} key=${which} me=${me} bank=${bank} onDone=${setSaid} said=${said} />`;
			return html`<${Heading}>${t('lockers.title')}</${Heading}><${Done} text=${said} />
				<p class="govuk-body"><a class="govuk-link" href="#/lockers/devices">${t('lockers.devices')}</a></p>
				${banks.filter((one) => one.saying).map((one) => html`<${Warning}>${t('doors.cabinet', {bank: one.name})}: ${one.saying}</${Warning}>`)}
				<${List} banks=${banks} />
				${me.may.includes('bank add') && html`<${Add} onDone=${setSaid} />`}`;
		}}</${Answer}>`;
}

export function Lockers({me, rest}) {
	const [what, which] = rest;
	return what === 'devices' ? html`<${Devices} me=${me} />` : html`<${Banks} me=${me} what=${what} which=${which} />`;
}
