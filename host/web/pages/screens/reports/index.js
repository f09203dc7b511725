// SPDX-License-Identifier: GPL-3.0-or-later
// Reports: read on the screen with a picture where people would rather look than read, printed on
// A4, or taken into a spreadsheet. Each is made by a child of the service, so none delays a door.
import {html, useState} from '/lib/preact.js';
import {Pages} from '/base/cards.js';
import {Heading, Submit, Form, Field} from '/base/parts.js';
import {Choice} from '/base/house.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {Report} from '/screens/reports/report.js';
import {DaySheet} from '/screens/reports/day_sheet.js';

const REPORTS = ['day', 'sheet', 'governors', 'evidence', 'person', 'rehearsal'];
const POLICIES = ['roby-park', 'flixton', 'balfour', 'helsby', 'christ-church'];
const may = (me, name) => me.may.includes(`report ${name}`) || me.own.includes(`report ${name}`);

// Fields are only taken over when the report is asked for: each is a look through the record.
function Asked({name, me, first}) {
	const [fields, setFields] = useState(first);
	const [asked, setAsked] = useState(name === 'rehearsal' || (name === 'person' && !first.person) ? null : first);
	const [person, setPerson] = useState(null);
	const set = (field) => (value) => setFields((was) => ({...was, [field]: value}));
	const others = POLICIES.filter((one) => one !== me.policy);
	return html`<${Form} label=${t(`reports.kind.${name}`)} onSend=${() => setAsked({...fields, ...(person ? {person: person.ref} : {})})}>
		<div class="fields">
			${name === 'day' && html`<${Field} label=${t('reports.date')} hint=${t('reports.today')} type="date" value=${fields.date ?? ''} onInput=${set('date')} width="10" />`}
			${['governors', 'evidence', 'rehearsal'].includes(name) && html`
				<${Field} label=${t('reports.from')} type="date" value=${fields.from ?? ''} onInput=${set('from')} width="10" />
				<${Field} label=${t('reports.until')} hint=${t('reports.today')} type="date" value=${fields.until ?? ''} onInput=${set('until')} width="10" />`}
			${name === 'rehearsal' && html`<${Choice} label=${t('reports.policy')} value=${fields.policy ?? others[0]} onChange=${set('policy')} options=${others.map((one) => [one, t(`reports.policies.${one.replaceAll('-', '_')}`)])} />`}
		</div>
		${name === 'person' && me.may.includes('people find') && html`<${PickPerson} label=${t('reports.whose')} value=${person} onPick=${setPerson} />`}
		<${Submit} kind="secondary">${t('reports.show')}</${Submit}>
	</${Form}>
	${asked && html`<${Report} key=${JSON.stringify(asked)} name=${name} fields=${asked} />`}`;
}

export function Reports({me, rest}) {
	const mine = REPORTS.filter((name) => may(me, name));
	const name = mine.includes(rest[0]) ? rest[0] : mine[0];
	const first = name === 'person' ? {person: rest[1] ?? (me.may.includes('report person') ? '' : me.person)}
		: name === 'rehearsal' ? {policy: POLICIES.find((one) => one !== me.policy)} : {};
	return html`<${Pages} label=${t('reports.which')} screen="reports" pages=${mine.map((one) => [one, t(`reports.kind.${one}`)])} current=${name} />
		<${Heading}>${t('reports.title')}</${Heading}>
		<p class="govuk-body">${t(`reports.about.${name}`)}</p>
		${name === 'sheet' ? html`<${DaySheet} />` : html`<${Asked} key=${`${name} ${rest[1] ?? ''}`} name=${name} me=${me} first=${first} />`}`;
}
