// SPDX-License-Identifier: GPL-3.0-or-later
// What the office must be told and see to: a leaver's device still here, a lost card that was held to a
// cabinet, a review that is due. Overdue first, each with its person and its end.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {lookAgain, useAnswer} from '/base/live.js';
import {Answer, Button, Nothing, Problem, Tag} from '/base/parts.js';
import {t} from '/base/text.js';
import {timeText} from '/base/times.js';
import {AboutIncident} from '/screens/tray/notice.js';

const FIRST = 6; // more are on the screen of notices
const order = (a, b) => b.overdue - a.overdue || (a.due ?? '9').localeCompare(b.due ?? '9') || a.at.localeCompare(b.at);
// "Ann Able (P6)" to its parts.
const person = (text) => /^(.*) \(([^)]*)\)$/.exec(text) ?? [text, text, ''];

function Notice({notice, now, onDone, failed}) {
	const [, name, ref] = person(notice.person);
	// What an incident waits for is done in the incident.
	const elsewhere = notice.incident && notice.kind === 'tell the police';
	const done = () => post('notice done', {id: notice.id}).then((answer) => {
		lookAgain();
		onDone(answer.say);
	}, (refusal) => failed(refusal.message));
	return html`<li class="notice" data-notice=${String(notice.id)}>
		<p class="govuk-body">${notice.overdue && html`<${Tag} colour="red">${t('tray.overdue')}</${Tag}> `}<strong>${notice.kind[0].toUpperCase()}${notice.kind.slice(1)}</strong>${ref && html`, <a class="govuk-link" href="#/desk/${encodeURIComponent(ref)}">${name}</a>`}: ${notice.text}
			${notice.due && ` ${t('today.notice_due', {at: timeText(notice.due, now)})}`}</p>
		${notice.incident && html`<${AboutIncident} notice=${notice} />`}
		${!elsewhere && html`<${Button} kind="secondary" aria-label=${t('today.notice_done_of', {kind: notice.kind, name})} onClick=${done}>${t('tray.done')}</${Button}>`}</li>`;
}

export function OfficeNotices({me, onDone}) {
	const [problem, setProblem] = useState('');
	const result = useAnswer('notice list');
	const tray = ['headteacher', 'slt'].includes(me.role) ? 'tray' : 'notices';
	return html`<${Problem} text=${problem} /><${Answer} result=${result}>${({notices, now}) => {
		const mine = notices.filter((one) => one.role === 'office').sort(order);
		if (mine.length === 0)
			return html`<${Nothing}>${t('today.no_notice')}</${Nothing}>`;
		return html`<section aria-labelledby="notices-title"><h2 class="govuk-heading-m" id="notices-title">${t('today.notices', {count: mine.length})}</h2>
			<ul class="notices">${mine.slice(0, FIRST).map((one) => html`<${Notice} key=${one.id} notice=${one} now=${now} onDone=${onDone} failed=${setProblem} />`)}</ul>
			${mine.length > FIRST && html`<p class="govuk-body"><a class="govuk-link" href="#/${tray}">${t('today.notices_more', {count: mine.length - FIRST})}</a></p>`}</section>`;
	}}</${Answer}>`;
}
