// SPDX-License-Identifier: GPL-3.0-or-later
// One incident as it was told, its steps, its notices and what its end waits for. Reading a restricted
// one is on the record, so it is read when it is opened and after something was done, not by itself.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Card, Section} from '/base/cards.js';
import {useAnswer} from '/base/live.js';
import {Answer, Done, Heading, Tag} from '/base/parts.js';
import {t} from '/base/text.js';
import {timeText} from '/base/times.js';
import {Acts} from '/screens/incidents/acts.js';
import {AddNote} from '/screens/incidents/note.js';

const Facts = ({incident, readers, now}) => html`<${Section} title=${t('incidents.told')}><${Card} title=${`${incident.kind[0].toUpperCase()}${incident.kind.slice(1)}`}
	tag=${html`<${Tag} colour=${incident.closed_at ? 'grey' : 'yellow'}>${t(`incidents.state.${incident.closed_at ? 'closed' : 'open'}`)}</${Tag}>${incident.preserved && html` <${Tag} colour="blue">${t('incidents.preserved')}</${Tag}>`}`}
	rows=${[
		[t('conduct.rule'), incident.rule === 'school' ? t('rule.ours') : incident.rule],
		[t('incidents.what'), html`<span class="told">${incident.what}</span>`],
		[t('incidents.when'), timeText(incident.happened_at, now)],
		[t('incidents.place'), incident.place],
		[t('incidents.about'), incident.about],
		[t('incidents.reporter'), incident.reporter],
		[t('incidents.wishes'), incident.wishes],
		[t('incidents.reported'), `${incident.by}, ${timeText(incident.at, now)}`],
		[t('incidents.read_by_now'), incident.restricted ? [t('bans.headteacher'), ...readers].join(', ') : t('incidents.leaders_read')],
		[t('incidents.police'), incident.police_at && `${timeText(incident.police_at, now)} (${t(`incidents.choice.${incident.police_choice}`)})`],
		[t('tray.hr_asked'), incident.hr_at && timeText(incident.hr_at, now)],
		[t('conduct.outcome'), incident.outcome && `${incident.outcome} (${incident.closed_by}, ${timeText(incident.closed_at, now)})`],
	]} /></${Section}>`;

// Of FX-7 there are two, and both are done before it is closed.
const Notices = ({notices, now}) => notices.length > 0 && html`<${Section} title=${t('incidents.notices')} items=${notices}><ul class="govuk-list">${notices.map((notice) => html`<li key=${notice.id}>
	<${Tag} colour=${notice.done_at ? 'green' : 'yellow'}>${t(notice.done_at ? 'tray.is_done' : 'incidents.not_done')}</${Tag}> ${notice.kind}, ${t('tray.for').toLowerCase()} ${t(`tray.role.${notice.role}`)}
	${notice.done_at ? ` (${notice.done_by}, ${timeText(notice.done_at, now)})` : ''}</li>`)}</ul></${Section}>`;

const Notes = ({notes, now}) => html`<${Section} title=${t('incidents.steps')} empty=${t('incidents.no_step')} items=${notes}><ol class="govuk-list">${notes.map((note) => html`<li key=${note.id} class="step">
	<strong>${note.kind}</strong> ${note.by}, ${timeText(note.at, now)}
	${note.seen_at && html`<div>${t('incidents.seen', {at: timeText(note.seen_at), place: note.place})}</div>`}
	<div class="told">${note.text}</div></li>`)}</ol></${Section}>`;

export function Show({id, me}) {
	const [turn, setTurn] = useState(0); // what was open to be filled in is closed after it was done
	const [done, setDone] = useState('');
	const result = useAnswer('incident show', {id}, true, post);
	function onDone(sentence) {
		result.again();
		setTurn(turn + 1);
		setDone(sentence);
		document.querySelector('h1')?.focus();
	}
	return html`<${Heading}>${t('incidents.number', {id})}</${Heading}>
		<${Done} text=${done} />
		<${Answer} result=${result}>${(answer) => html`<${Facts} incident=${answer.incident} readers=${answer.readers} now=${answer.now} />
			<${Notices} notices=${answer.notices} now=${answer.now} />
			<${Notes} notes=${answer.notes} now=${answer.now} />
			${answer.may.includes('note') && html`<${AddNote} key=${`note${turn}`} id=${id} now=${answer.now} onDone=${onDone} />`}
			<${Acts} key=${`acts${turn}`} answer=${answer} me=${me} onDone=${onDone} />`}</${Answer}>`;
}
