// SPDX-License-Identifier: GPL-3.0-or-later
// One month: each day with its number, the word of its kind, what it is called and, where they are
// not the usual ones, its hours.
import {html} from '/lib/preact.js';
import {t} from '/base/text.js';

const MARKS = {school: '●', inset: '◆', holiday: '○', weekend: '·'};
const WEEK = [0, 1, 2, 3, 4, 5, 6];

function moved(month, by) {
	const [year, number] = month.split('-').map(Number);
	return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 10);
}

const title = (month) => new Date(`${month}-01T12:00:00Z`).toLocaleDateString('en-GB', {month: 'long', year: 'numeric', timeZone: 'UTC'});

function Day({day, today}) {
	const hours = day.hours?.reason || day.hours?.closed_early ? t('calendar.goes_home', {at: day.hours.home_time}) : '';
	return html`<td class="day day--${day.kind} ${day.date === today ? 'day--today' : ''}" data-date=${day.date} data-kind=${day.kind} aria-current=${day.date === today ? 'date' : undefined}>
		<span class="day__number">${Number(day.date.slice(8))}</span> <span class="day__mark" aria-hidden="true">${MARKS[day.kind]}</span>
		<span class="day__kind">${t(`calendar.kind.${day.kind}`)}</span>
		<span class="day__name">${day.special ? day.name : ''} ${hours} ${day.hours?.reason ?? ''}</span></td>`;
}

export function Month({answer}) {
	const cells = [...Array(answer.days[0].weekday).fill(null), ...answer.days];
	const weeks = [];
	while (cells.length)
		weeks.push(cells.splice(0, 7));
	const many = (kind) => answer.days.filter((d) => d.kind === kind).length;
	const counts = Object.keys(MARKS).filter(many).map((kind) => `${many(kind)} ${t(`calendar.count.${kind}`)}`).join(', ');
	return html`<div class="wide" tabindex="0" role="group" aria-label=${title(answer.month)}><table class="month">
		<caption class="govuk-table__caption govuk-table__caption--m">${title(answer.month)} <span class="govuk-caption-m">${counts}</span></caption>
		<thead><tr>${WEEK.map((weekday) => html`<th scope="col">${t(`calendar.weekday.${weekday}`)}</th>`)}</tr></thead>
		<tbody>${weeks.map((week) => html`<tr>${WEEK.map((i) => week[i] ? html`<${Day} day=${week[i]} today=${answer.today} />` : html`<td class="day day--none"></td>`)}</tr>`)}</tbody>
	</table></div>
	<p class="govuk-body links"><a class="govuk-link" href="#/calendar/days/${moved(answer.month, -1)}">${t('calendar.before')}</a>
		<a class="govuk-link" href="#/calendar/days/${answer.today}">${t('calendar.this_month')}</a>
		<a class="govuk-link" href="#/calendar/days/${moved(answer.month, 1)}">${t('calendar.after')}</a></p>`;
}
