// SPDX-License-Identifier: GPL-3.0-or-later
// The files of the register: chosen, looked through by the service, shown as what would change, and
// only then written. A wrong file is explained in the service's own sentence.
import {html, useState} from '/lib/preact.js';
import {Pages} from '/base/cards.js';
import {lookAgain, useAnswer} from '/base/live.js';
import {Answer, Done, Field, Heading, Nothing} from '/base/parts.js';
import {Choice} from '/base/house.js';
import {Import} from '/base/import.js';
import {t} from '/base/text.js';
import {ColumnMap} from '/screens/people/column_map.js';

const KINDS = ['people', 'contact', 'september'];

function PeopleFile() {
	const [map, setMap] = useState('');
	const [file, setFile] = useState('');
	const [said, setSaid] = useState('');
	const result = useAnswer('map list');
	return html`<p class="govuk-body">${t('files.people_about')}</p>
		<${Done} text=${said} />
		<${Import} words="import people" field="csv" accept=".csv,text/csv" fields=${map ? {map} : {}} onFile=${setFile}
			heads=${[t('files.line'), t('people.ref')]} cells=${(row) => [row.line, row.ref]}>
			<${Answer} result=${result}>${({maps}) => html`<${Choice} label=${t('files.map')} hint=${t('files.map_hint')} value=${map} onChange=${setMap} options=${[
				['', t('files.map_none')], ['guess', t('files.map_guess')], ...maps.map((name) => [name, t('files.map_saved', {name})])]} />
				${maps.length === 0 && html`<${Nothing}>${t('files.no_map')}</${Nothing}>`}`}</${Answer}>
			${file && map && html`<${ColumnMap} key=${`${map} ${file.length}`} csv=${file} map=${map} onSaved=${(name, sentence) => {
				setSaid(sentence);
				lookAgain();
				setMap(name);
			}} />`}
		</${Import}>`;
}

function September() {
	const [date, setDate] = useState(`${new Date().getFullYear()}-09-01`);
	return html`<p class="govuk-body">${t('files.september_about')}</p>
		<${Import} words="register roll-over" field="map" optional=${true} accept=".csv,text/csv" fields=${{date}}
			heads=${[t('people.ref')]} cells=${(row) => [row.ref]}>
			<${Field} label=${t('files.september_date')} type="date" value=${date} onInput=${setDate} width="10" />
		</${Import}>`;
}

export function Files({kind}) {
	const what = KINDS.includes(kind) ? kind : 'people';
	return html`<p class="govuk-body"><a class="govuk-link" href="#/people">${t('people.back')}</a></p>
		<${Pages} label=${t('files.which')} screen="people/files" pages=${KINDS.map((one) => [one, t(`files.kind.${one}`)])} current=${what} />
		<${Heading}>${t('files.title')}</${Heading}>
		${what === 'people' && html`<${PeopleFile} />`}
		${what === 'contact' && html`<p class="govuk-body">${t('files.contact_about')}</p>
			<${Import} words="import contact" field="csv" accept=".csv,text/csv" heads=${[t('files.line'), t('people.ref')]} cells=${(row) => [row.line, row.ref]} />`}
		${what === 'september' && html`<${September} />`}`;
}
