// SPDX-License-Identifier: GPL-3.0-or-later
// Clubs: when they let their members go, who is in them, and a day on which one does not take place.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Button, Form, Nothing, Problem, Submit} from '/base/parts.js';
import {Asking, Confirm} from '/base/house.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {dateText} from '/base/times.js';
import {walkingDays} from '/screens/exceptions/words.js';

function Club({club, onDone}) {
	const [person, setPerson] = useState(null);
	const [problem, setProblem] = useState('');
	const change = (words, fields) => post(words, {name: club.name, ...fields}).then((answer) => {
		setProblem('');
		onDone(answer.say);
	}, (refusal) => setProblem(refusal.message));
	return html`<section class="panel" aria-label=${club.name}>
		<h3 class="govuk-heading-s">${club.name}</h3>
		<p class="govuk-body">${t('calendar.club_line', {days: walkingDays(club.days), ends: club.ends, from: dateText(club.from), until: dateText(club.until)})}</p>
		<${Problem} text=${problem} />
		<p class="govuk-body">${club.members.length === 0 ? t('calendar.no_members') : html`${t('calendar.members')} ${club.members.map((ref, i) => html`${i > 0 && ', '}<a class="govuk-link" href="#/people/person/${encodeURIComponent(ref)}">${club.member_names[i]}</a>
			<button type="button" class="linklike" onClick=${() => change('club leave', {person: ref})}>${t('calendar.leaves', {name: club.member_names[i]})}</button>`)}`}</p>
		<${PickPerson} label=${t('calendar.new_member')} value=${person} onPick=${setPerson} />
		<${Form} label=${t('calendar.join')} onSend=${async () => {
			onDone((await post('club join', {name: club.name, person: person?.ref ?? ''})).say);
			setPerson(null);
		}}><${Submit} kind="secondary">${t('calendar.join')}</${Submit}></${Form}>
		<${Button} kind="secondary" onClick=${() => change('club cancel', {})}>${t('calendar.cancel_today')}</${Button}>
		<${Button} kind="secondary" onClick=${() => change('club cancel', {back: true})}>${t('calendar.cancel_back')}</${Button}>
		<${Confirm} label=${t('calendar.club_end')} sure=${t('calendar.club_end_sure')} yes=${t('calendar.club_end_yes')} onYes=${() => change('club end', {})} />
	</section>`;
}

export function Clubs({onDone}) {
	const [again, setAgain] = useState(0);
	const result = useAnswer('club list', {again: String(again)});
	const done = (text) => {
		setAgain((n) => n + 1);
		onDone(text);
	};
	return html`<h2 class="govuk-heading-m">${t('calendar.clubs')}</h2>
		<p class="govuk-body">${t('calendar.clubs_about')}</p>
		<${Answer} result=${result}>${({clubs}) => clubs.length === 0 ? html`<${Nothing}>${t('calendar.no_clubs')}</${Nothing}>`
			: clubs.map((club) => html`<${Club} key=${club.name} club=${club} onDone=${done} />`)}</${Answer}>
		<h2 class="govuk-heading-m">${t('calendar.new_club')}</h2>
		<${Asking} label=${t('calendar.new_club')} words="club add" go=${t('calendar.new_club')} onDone=${done} fields=${[
			['name', t('calendar.called'), {width: '20'}],
			['days', t('people.days'), {hint: t('people.days_hint'), width: '10'}],
			['ends', t('calendar.club_ends'), {hint: t('calendar.time_hint'), width: '5'}],
			['from', t('calendar.from'), {hint: t('calendar.today_hint'), type: 'date', width: '10'}],
			['until', t('calendar.until'), {type: 'date', width: '10'}]]} />`;
}
