// SPDX-License-Identifier: GPL-3.0-or-later
// The calendar: a month as a picture of what kind each day is, and what the office enters to make
// it so.
import {html, useState} from '/lib/preact.js';
import {Pages} from '/base/cards.js';
import {useAnswer} from '/base/live.js';
import {Answer, Done, Heading, Warning} from '/base/parts.js';
import {Import} from '/base/import.js';
import {t} from '/base/text.js';
import {dateText} from '/base/times.js';
import {Clubs} from '/screens/calendar/clubs.js';
import {CloseEarly, Hours, Late, SpecialDay, Terms} from '/screens/calendar/forms.js';
import {Month} from '/screens/calendar/month.js';

const PARTS = ['days', 'hours', 'clubs', 'late', 'file'];

function Days({me, part, date, said, onDone}) {
	const month = useAnswer('calendar month', {date, said});
	return html`<${Answer} result=${month}>${(answer) => html`
		${answer.unchecked && html`<${Warning}>${answer.unchecked}</${Warning}>`}
		${part === 'days' && html`<${Month} answer=${answer} />
			<${SpecialDay} onDone=${onDone} /><${Terms} terms=${answer.terms} onDone=${onDone} />`}
		${part === 'hours' && html`<${Hours} hours=${answer.hours} onDone=${onDone} />
			${me.may.includes('calendar close-early') && html`<${CloseEarly} onDone=${onDone} />`}`}`}
	</${Answer}>`;
}

export function Calendar({me, rest}) {
	const [said, setSaid] = useState('');
	const part = PARTS.includes(rest[0]) ? rest[0] : 'days';
	const date = /^\d{4}-\d{2}-\d{2}$/.test(rest[1] ?? '') ? rest[1] : undefined;
	return html`<${Pages} label=${t('calendar.parts')} screen="calendar" pages=${PARTS.map((one) => [one, t(`calendar.part.${one}`)])} current=${part} onClick=${() => setSaid('')} />
		<${Heading}>${t('calendar.title')}</${Heading}>
		<${Done} text=${said} />
		${(part === 'days' || part === 'hours') && html`<${Days} me=${me} part=${part} date=${date} said=${said} onDone=${setSaid} />`}
		${part === 'clubs' && html`<${Clubs} onDone=${setSaid} />`}
		${part === 'late' && html`<${Late} onDone=${setSaid} />`}
		${part === 'file' && html`<p class="govuk-body">${t('calendar.file_about')}</p>
			<${Import} words="import terms" field="ics" accept=".ics,text/calendar" heads=${[t('calendar.from'), t('calendar.until'), t('calendar.called')]}
				cells=${(row) => [dateText(row.from), row.until === row.from ? '' : dateText(row.until), row.summary]} />`}`;
}
