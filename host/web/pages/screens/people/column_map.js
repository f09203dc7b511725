// SPDX-License-Identifier: GPL-3.0-or-later
// Which column of the school's own export feeds which field: begun with the service's guess or with
// a saved map, edited here, and kept under a name (docs/people.md, Column maps).
import {html, useState} from '/lib/preact.js';
import {get, post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Field, Form, Submit} from '/base/parts.js';
import {Choice} from '/base/house.js';
import {t} from '/base/text.js';

const COLUMNS = ['ref', 'given', 'family', 'category', 'year', 'class', 'left', 'walker_from', 'walker_until', 'walker_days', 'card'];

// The headings of a CSV's first line; a quoted one may hold a comma.
export function headings(csv) {
	const line = csv.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0];
	return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)].map((match) => match[1].replace(/^"|"$/g, '').replaceAll('""', '"').trim()).filter(Boolean);
}

function Edit({csv, guess, given, map, onSaved}) {
	const [edited, setEdited] = useState({columns: {}, values: {}, always: {}, ...given});
	const [name, setName] = useState(guess ? '' : map);
	const heads = headings(csv);
	const put = (part, column, value) => setEdited((was) => {
		const next = {...was, [part]: {...was[part]}};
		if (value)
			next[part][column] = value;
		else
			delete next[part][column];
		return next;
	});
	return html`<details class="govuk-details" open=${guess}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('files.columns')}</span></summary>
		<div class="govuk-details__text"><${Form} label=${t('files.columns')} onSend=${async () => {
			const answer = await post('map save', {name, map: JSON.stringify(edited)});
			onSaved(name, answer.say);
		}}>
			<p class="govuk-body">${t('files.columns_about')}</p>
			<div class="fields">${COLUMNS.map((column) => html`<div class="map__column" key=${column}>
				<${Choice} label=${t(`files.column.${column}`)} value=${edited.columns[column] ?? ''} onChange=${(value) => put('columns', column, value)}
					options=${[['', t('files.no_column')], ...[...new Set([...heads, ...(edited.columns[column] ? [edited.columns[column]] : [])])].map((head) => [head, head])]} />
				${!edited.columns[column] && html`<${Field} label=${t('files.always', {column: t(`files.column.${column}`)})} value=${edited.always[column] ?? ''} onInput=${(value) => put('always', column, value)} width="10" />`}
			</div>`)}</div>
			<${Choice} label=${t('files.dates')} value=${edited.dates ?? 'day/month/year'} onChange=${(dates) => setEdited((was) => ({...was, dates}))} options=${[
				['day/month/year', t('files.day_first')], ['month/day/year', t('files.month_first')]]} />
			<${Field} label=${t('files.map_name')} value=${name} onInput=${setName} width="10" />
			<${Submit} kind="secondary">${t('files.map_save')}</${Submit}>
		</${Form}></div>
	</details>`;
}

export function ColumnMap({csv, map, onSaved}) {
	const guess = map === 'guess';
	const result = useAnswer(guess ? 'map guess' : 'map show', guess ? {csv} : {name: map}, true, guess ? post : get);
	return html`<${Answer} result=${result}>${(answer) => html`<${Edit} csv=${csv} guess=${guess} given=${answer.map} map=${map} onSaved=${onSaved} />`}</${Answer}>`;
}
