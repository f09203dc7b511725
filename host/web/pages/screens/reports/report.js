// SPDX-License-Identifier: GPL-3.0-or-later
// One report as it came: its notes, its tables, and a picture beside those that are numbers.
import {html, useLayoutEffect, useRef} from '/lib/preact.js';
import {useAnswer} from '/base/live.js';
import {Answer, Table} from '/base/parts.js';
import {Bars} from '/base/bars.js';
import {t} from '/base/text.js';

// The table's own words are the report's (heads), so nothing here knows what a report is about.
function Part({head, rows}) {
	const label = head.columns[0];
	const number = head.columns.find((column) => column.key === 'all') ?? head.columns.find((column) => column.number);
	const plain = rows.length > 1 && rows.length <= 30 && number && head.columns.length <= 6;
	return html`<section class="part" aria-label=${head.title}>
		<h2 class="govuk-heading-m">${head.title}</h2>
		${plain && html`<${Bars} title=${t('reports.picture', {title: head.title, number: number.title})} rows=${rows.map((row) => [row[label.key], row[number.key]])} />`}
		<${Table} headed caption=${head.title} heads=${head.columns.map((column) => column.title)} empty=${head.empty || t('reports.nothing')}
			rows=${rows.map((row) => head.columns.map((column) => row[column.key] ?? ''))} />
	</section>`;
}

// Focused when it comes: it was asked for.
function Page({name, fields, report}) {
	const ref = useRef(null);
	useLayoutEffect(() => ref.current?.focus(), []);
	const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value)).toString();
	const at = (form) => `/api/report/${name}.${form}${query ? `?${query}` : ''}`;
	return html`<article>
		<h2 class="govuk-heading-l" tabindex="-1" ref=${ref}>${report.title}</h2>
		<p class="govuk-body links not-printed"><a class="govuk-link" href=${at('html')} target="_blank" rel="noopener">${t('reports.print')}</a>
			<a class="govuk-link" href=${at('csv')} download="${name}.csv">${t('reports.csv')}</a></p>
		${report.notes.map((note) => html`<p class="govuk-body">${note}</p>`)}
		${report.heads.map((head) => html`<${Part} key=${head.key} head=${head} rows=${report.tables[head.key]} />`)}
	</article>`;
}

export function Report({name, fields}) {
	const result = useAnswer(`report ${name}`, fields, true);
	return html`<${Answer} result=${result}>${(report) => html`<${Page} name=${name} fields=${fields} report=${report} />`}</${Answer}>`;
}
