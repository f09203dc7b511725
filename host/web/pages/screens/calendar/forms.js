// SPDX-License-Identifier: GPL-3.0-or-later
// What the office enters: a day by itself, a term, hours, a late child; and the Headteacher, who
// closes early.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Form, Submit, Table} from '/base/parts.js';
import {Asking, Confirm} from '/base/house.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {dateText} from '/base/times.js';

export const SpecialDay = ({onDone}) => html`<h2 class="govuk-heading-m">${t('calendar.one_day')}</h2>
	<p class="govuk-body">${t('calendar.one_day_about')}</p>
	<${Asking} label=${t('calendar.one_day')} words="calendar day" go=${t('calendar.one_day_go')} onDone=${onDone} fields=${[
		['date', t('calendar.date'), {type: 'date', width: '10'}],
		['kind', t('calendar.kind_of'), {value: 'inset', options: ['inset', 'holiday', 'school', 'ordinary'].map((kind) => [kind, t(`calendar.enter.${kind}`)])}],
		['name', t('calendar.called'), {hint: t('calendar.called_hint'), width: '20'}]]} />`;

export const Terms = ({terms, onDone}) => html`<section class="part"><h2 class="govuk-heading-m">${t('calendar.terms')}</h2>
	<${Table} caption=${t('calendar.terms')} empty=${t('calendar.no_terms')} heads=${[t('calendar.called'), t('calendar.from'), t('calendar.until'), t('calendar.take_out_head')]}
		rows=${terms.map((term) => [term.name, dateText(term.from), dateText(term.until), html`<${Confirm} label=${t('calendar.take_out', {name: term.name})} sure=${t('calendar.take_out_sure')} yes=${t('calendar.take_out_yes')}
			onYes=${() => post('calendar term', {name: term.name, from: term.from, remove: true}).then((answer) => onDone(answer.say), (refusal) => onDone(refusal.message))} />`])} />
	<${Asking} label=${t('calendar.new_term')} words="calendar term" go=${t('calendar.new_term')} onDone=${onDone} fields=${[
		['name', t('calendar.called'), {width: '20'}],
		['from', t('calendar.from'), {type: 'date', width: '10'}],
		['until', t('calendar.until'), {type: 'date', width: '10'}]]} /></section>`;

export const Hours = ({hours, onDone}) => html`<section class="part"><h2 class="govuk-heading-m">${t('calendar.hours')}</h2>
	<${Table} caption=${t('calendar.hours')} empty=${t('calendar.no_hours')} heads=${[t('calendar.class'), t('calendar.hand_in'), t('calendar.sessions'), t('calendar.home_time')]}
		rows=${hours.map((row) => [row.class || t('calendar.everybody'), row.hours.hand_in, row.hours.sessions.replaceAll(',', ', '), row.hours.home_time])} />
	<p class="govuk-body">${t('calendar.hours_about')}</p>
	<${Asking} label=${t('calendar.hours_go')} words="calendar hours" go=${t('calendar.hours_go')} onDone=${onDone} fields=${[
		['sessions', t('calendar.sessions'), {value: hours[0]?.hours.sessions ?? '', width: '20'}],
		['hand_in', t('calendar.hand_in'), {value: hours[0]?.hours.hand_in ?? '', width: '10'}],
		['home_time', t('calendar.home_time'), {value: hours[0]?.hours.home_time ?? '', width: '5'}],
		['class', t('calendar.only_class'), {hint: t('calendar.only_class_hint'), width: '10'}],
		['date', t('calendar.only_date'), {hint: t('calendar.only_date_hint'), type: 'date', width: '10'}],
		['reason', t('calendar.reason'), {width: '20'}]]} /></section>`;

export const CloseEarly = ({onDone}) => html`<h2 class="govuk-heading-m">${t('calendar.close')}</h2>
	<p class="govuk-body">${t('calendar.close_about')}</p>
	<${Asking} label=${t('calendar.close')} words="calendar close-early" go=${t('calendar.close_go')} onDone=${onDone} fields=${[
		['time', t('calendar.close_time'), {hint: t('calendar.close_hint'), width: '5'}],
		['reason', t('calendar.reason'), {width: '20'}],
		['class', t('calendar.only_class'), {hint: t('calendar.only_class_hint'), width: '10'}],
		['date', t('calendar.date'), {hint: t('calendar.today_hint'), type: 'date', width: '10'}]]} />`;

export function Late({onDone}) {
	const [person, setPerson] = useState(null);
	return html`<h2 class="govuk-heading-m">${t('calendar.late')}</h2><p class="govuk-body">${t('calendar.late_about')}</p>
		<${PickPerson} label=${t('calendar.who')} value=${person} onPick=${setPerson} />
		<${Form} label=${t('calendar.late')} onSend=${async () => {
			onDone((await post('calendar sign-in', {person: person?.ref ?? ''})).say);
			setPerson(null);
		}}><${Submit}>${t('calendar.late_go')}</${Submit}></${Form}>`;
}
