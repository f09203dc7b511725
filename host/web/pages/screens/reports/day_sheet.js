// SPDX-License-Identifier: GPL-3.0-or-later
// The day sheet: what is in, on paper, for the hour in which nothing works. A printer has no power
// then either, so the paper must be there before: this screen knows when it was last printed here and
// what has come and gone since, and says when it is time for a new one.
import {html, useState} from '/lib/preact.js';
import {useAnswer} from '/base/live.js';
import {Answer, Table, Warning} from '/base/parts.js';
import {t} from '/base/text.js';
import {timeText} from '/base/times.js';

const KEY = 'hometime.day_sheet';

// Numbers of custodies only: no name is kept in the browser.
function lastPrinted() {
	try {
		return JSON.parse(localStorage.getItem(KEY));
	} catch (error) {
		return null;
	}
}

// The page that the box keeps by itself (serve --day-sheet).
const Plain = ({children}) => html`<p class="govuk-body">${children}</p>`;
const kept = ({at, day_sheet: {written, failed}}) => t(failed ? written ? 'reports.kept_old' : 'reports.kept_never' : written ? 'reports.kept' : 'reports.kept_soon', {at: timeText(written, at)});

function Sheet({status}) {
	const [printed, setPrinted] = useState(lastPrinted);
	const now = status.in.map((one) => one.custody);
	const came = printed ? now.filter((id) => !printed.in.includes(id)).length : now.length;
	const went = printed ? printed.in.filter((id) => !now.includes(id)).length : 0;
	function keep() {
		const mark = {at: status.at, in: now};
		localStorage.setItem(KEY, JSON.stringify(mark));
		setPrinted(mark);
	}
	return html`${came + went > 0 ? html`<${Warning}>${printed ? t('reports.sheet_old', {at: timeText(printed.at, status.at), came, went}) : t('reports.sheet_never')}</${Warning}>`
			: html`<p class="govuk-body">${printed ? t('reports.sheet_current', {at: timeText(printed.at, status.at)}) : t('reports.sheet_empty')}</p>`}
		<p class="govuk-body"><a class="govuk-button" role="button" draggable="false" data-module="govuk-button" href="/api/report/sheet.html" target="_blank" rel="noopener" onClick=${keep}>${t('reports.sheet_print')}</a></p>
		<${Table} caption=${t('reports.sheet_now', {count: status.in.length})} empty=${t('reports.sheet_none')} heads=${[t('reports.sheet_where'), t('reports.sheet_whose'), t('reports.sheet_what'), t('reports.sheet_since')]}
			rows=${[...status.in].sort((a, b) => a.place.localeCompare(b.place, 'en', {numeric: true})).map((one) => [one.place, one.person, one.device, timeText(one.since, status.at)])} />
		${status.day_sheet ? html`<${status.day_sheet.failed ? Warning : Plain}>${kept(status)}</${status.day_sheet.failed ? Warning : Plain}>` : ''}
		<p class="govuk-body">${t('reports.sheet_file')}</p>`;
}

export function DaySheet() {
	const result = useAnswer('status');
	return html`<${Answer} result=${result}>${(status) => html`<${Sheet} status=${status} />`}</${Answer}>`;
}
