// SPDX-License-Identifier: GPL-3.0-or-later
// One notice: what, whom it is about, why somebody acted as they did, and that it was read.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Card} from '/base/cards.js';
import {Checkbox, Form, Submit, Tag} from '/base/parts.js';
import {t} from '/base/text.js';
import {timeText} from '/base/times.js';

const WITH_HR = ['override', 'unsuitable material'];

function Acknowledge({notice, onDone}) {
	const [hr, setHr] = useState(false);
	return html`<${Form} label=${t('tray.done_label', {id: notice.id})} onSend=${async () => onDone((await post('notice done', {id: notice.id, hr: hr || undefined})).say)}>
		${WITH_HR.includes(notice.kind) && html`<${Checkbox} label=${t('tray.hr')} checked=${hr} onChange=${setHr} />`}
		<${Submit}>${t(notice.override ? 'tray.acknowledge' : 'tray.done')}</${Submit}>
	</${Form}>`;
}

// A link for whoever may read it, and for anybody else whom to ask.
export const AboutIncident = ({notice}) => html`<p class="govuk-body">${notice.incident_read
	? html`<a class="govuk-link" href="#/incidents/${notice.incident}">${t('tray.incident', {id: notice.incident})}</a>`
	: t(`tray.incident_ask.${notice.incident_ask}`, {id: notice.incident})}</p>`;

export function Notice({notice, now, onDone, me}) {
	const against = notice.override;
	const title = `${notice.kind[0].toUpperCase()}${notice.kind.slice(1)}${notice.person ? `: ${notice.person}` : ''}`;
	// The police are told in the incident itself, which asks when and by whose choice.
	const elsewhere = notice.incident && notice.kind === 'tell the police';
	return html`<${Card} data-notice=${String(notice.id)} title=${title} tag=${notice.overdue ? html`<${Tag} colour="red">${t('tray.overdue')}</${Tag}>` : notice.done_at ? html`<${Tag} colour="green">${t('tray.is_done')}</${Tag}>` : ''}
		rows=${[
			[t('tray.what'), notice.text],
			[t('tray.justification'), against && against.justification],
			[t('tray.acted_by'), against && against.by],
			[t('tray.against'), against?.rule && `${against.rule} (${t(`tray.outcome.${against.outcome}`)})`],
			[t('tray.written'), timeText(notice.at, now)],
			[t('tray.due'), notice.due && timeText(notice.due, now)],
			[t('tray.for'), t(`tray.role.${notice.role}`)],
			[t('tray.done_by'), notice.done_at && `${notice.done_by ?? ''}, ${timeText(notice.done_at, now)}`],
			[t('tray.hr_asked'), notice.hr_at && timeText(notice.hr_at, now)],
		]}>
		${notice.incident && html`<${AboutIncident} notice=${notice} />`}
		${notice.hold && me?.may.includes('hold list') && html`<p class="govuk-body"><a class="govuk-link" href="#/conduct/holds">${t('tray.hold', {id: notice.hold})}</a></p>`}
		${!notice.done_at && (elsewhere ? html`<p class="govuk-body">${t('tray.police_first')}</p>` : html`<${Acknowledge} notice=${notice} onDone=${onDone} />`)}
	</${Card}>`;
}
