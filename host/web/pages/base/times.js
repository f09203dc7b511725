// SPDX-License-Identifier: GPL-3.0-or-later
// The school's times as people read them. They come as the school's own clock has them
// ("2026-11-23T15:15:00"), and no time zone of the browser's is let near them.
import {t} from '/base/text.js';

const day = (text) => new Date(Date.UTC(+text.slice(0, 4), text.slice(5, 7) - 1, +text.slice(8, 10)));
const format = (text, options) => new Intl.DateTimeFormat(t('app.locale'), {timeZone: 'UTC', ...options}).format(day(text)).replace(',', '');

// "Monday 23 November 2026"
const DATE = {weekday: 'long', day: 'numeric', month: 'long'};
export const dateText = (text) => text ? format(text, {...DATE, year: 'numeric'}) : '';
export const clockText = (text) => text ? text.slice(11, 16) : '';
// "15:15", or with its day where that is not now's.
export function timeText(text, now) {
	if (!text)
		return '';
	const clock = clockText(text);
	if (clock === '23:59') // what holds for whole days is said in days
		return dateText(text);
	if (now && text.slice(0, 10) === now.slice(0, 10))
		return clock;
	return clock ? `${format(text, {...DATE, year: text.slice(0, 4) === now?.slice(0, 4) ? undefined : 'numeric'})}, ${clock}` : dateText(text);
}
// Both days for days, both times for times.
export const spanText = (from, until, now) => `${timeText(from, now)} – ${from?.slice(0, 10) === until?.slice(0, 10) && clockText(until) !== '23:59' ? clockText(until) : timeText(until, now)}`;
