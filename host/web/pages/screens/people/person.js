// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody's page: who they are, their cards, their permission to walk home alone.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Done, Form, Heading, Problem, Submit, Table, Tag} from '/base/parts.js';
import {Asking, CardField, Confirm, Facts} from '/base/house.js';
import {t} from '/base/text.js';
import {dateText} from '/base/times.js';
import {walkingDays, withoutRef} from '/screens/exceptions/words.js';

function Cards({person, cards, done, failed}) {
	const [uid, setUid] = useState('');
	const change = (words, last) => () => post(words, {person: person.ref, last}).then(
		(answer) => done(answer.say), (refusal) => failed(refusal.message));
	// The last four digits: of a card as the desk's list has it.
	const digits = (card) => card.last ?? card;
	return html`<h2 class="govuk-heading-m">${t('people.cards')}</h2>
		<${Table} headed caption=${t('people.cards_in_use')} empty=${t('people.no_card')} heads=${[t('people.ends_in'), t('people.what_happened')]}
			rows=${cards.map((card) => [html`…${digits(card)}`, html`
				<${Confirm} label=${t('people.lost', {last: digits(card)})} sure=${t('people.lost_sure')} yes=${t('people.lost_yes')} onYes=${change('card lost', digits(card))} />
				<${Confirm} label=${t('people.end', {last: digits(card)})} sure=${t('people.end_sure')} yes=${t('people.end_yes')} onYes=${change('card end', digits(card))} />`])} />
		<${Form} label=${t('people.give')} onSend=${async () => {
			done((await post('card add', {uid, person: person.ref})).say);
			setUid('');
		}}>
			<${CardField} label=${t('people.new_card')} value=${uid} onInput=${setUid} />
			<${Submit}>${t('people.give')}</${Submit}>
		</${Form}>`;
}

const WALKER_COLOURS = {running: 'green', coming: 'blue', over: 'grey'};

// The policy's own words for why a walker may bring a phone are on Set-up; here is the permission.
function Walker({person, walker, done, failed}) {
	const end = () => post('grant walker-end', {person: person.ref}).then((answer) => done(answer.say), (refusal) => failed(refusal.message));
	return html`<h2 class="govuk-heading-m">${t('people.walker')}</h2>
		<p class="govuk-body">${walker ? html`<${Tag} colour=${WALKER_COLOURS[walker.state]}>${t(`people.walker_state.${walker.state}`)}</${Tag}> ${t('people.walker_is', {from: dateText(walker.from), until: dateText(walker.until), days: walkingDays(walker.days)})} ${t('people.walker_by', {by: withoutRef(walker.by), on: dateText(walker.at)})}`
			: t('people.walker_none')}</p>
		<p class="govuk-body">${t('people.walker_about')}</p>
		<${Asking} label=${t('people.walker')} words="grant walker" fixed=${{person: person.ref}} go=${t('people.walker_go')} onDone=${done} fields=${[
			['from', t('people.from'), {type: 'date', width: '10'}],
			['until', t('people.until'), {type: 'date', width: '10'}],
			['days', t('people.days'), {hint: t('people.days_hint'), width: '10'}]]} />
		${walker && walker.state !== 'over' && html`<${Confirm} label=${t('people.walker_end')} sure=${t('people.walker_sure')} yes=${t('people.walker_yes')} onYes=${end} />`}`;
}

// When a member of staff is with children: their own times, or the school's sessions where none are entered.
function Contact({person, contact, done}) {
	return html`<h2 class="govuk-heading-m">${t('people.contact')}</h2>
		<p class="govuk-body">${t('people.contact_about')}</p>
		<${Table} headed caption=${t('people.contact_week')} heads=${[t('people.weekday'), t('people.with_children')]} rows=${contact.map((times, i) => [t(`calendar.weekday.${i}`),
			times === '' ? t('people.contact_sessions') : times === 'none' ? t('people.contact_none') : times.replaceAll(',', ', ')]).slice(0, contact.slice(5).some(Boolean) ? 7 : 5)} />
		<${Asking} label=${t('people.contact_go')} words="calendar contact" fixed=${{person: person.ref}} go=${t('people.contact_go')} onDone=${done} fields=${[
			['days', t('people.weekdays'), {hint: t('people.weekdays_hint'), width: '10'}],
			['times', t('people.with_children'), {hint: t('people.contact_hint'), width: '20'}]]} />`;
}

// Which classes a member of staff has: they see who of them is still to collect.
function Classes({person, classes, done, failed}) {
	const end = (name) => () => post('class teacher-end', {person: person.ref, class: name}).then((answer) => done(answer.say), (refusal) => failed(refusal.message));
	return html`<h2 class="govuk-heading-m">${t('people.own_classes')}</h2>
		<p class="govuk-body">${t('people.own_classes_about')}</p>
		<${Table} headed caption=${t('people.own_classes')} empty=${t('people.own_none')} heads=${[t('people.class'), t('people.own_end')]}
			rows=${classes.map((name) => [name, html`<${Confirm} label=${t('people.own_end_of', {name})} sure=${t('people.own_sure', {name})} yes=${t('people.own_yes')} onYes=${end(name)} />`])} />
		<${Asking} label=${t('people.own_give')} words="class teacher" fixed=${{person: person.ref}} go=${t('people.own_give')} onDone=${done} fields=${[['class', t('people.class'), {width: '10', hint: t('people.own_hint')}]]} />`;
}

export function Person({me, reference}) {
	const [said, setSaid] = useState('');
	const [problem, setProblem] = useState('');
	const result = useAnswer('person show', {person: reference, said});
	const done = (text) => {
		setProblem('');
		setSaid(text);
	};
	const failed = (text) => {
		setSaid('');
		setProblem(text);
	};
	return html`<p class="govuk-body"><a class="govuk-link" href="#/people">${t('people.back')}</a></p>
		<${Answer} result=${result} title=${reference}>${({person, cards, in: inside, day, home_time, walker, contact, classes}) => html`
			<${Heading}>${person.given} ${person.family}</${Heading}>
			<${Problem} text=${problem} /><${Done} text=${said} />
			<${Facts} rows=${[
				[t('people.ref'), person.ref],
				[t('people.what'), t(`people.category.${person.category}`)],
				...(person.category === 'pupil' ? [[t('people.class'), person.class], [t('people.year'), person.year]] : []),
				...(classes?.length > 0 ? [[t('people.class'), classes.join(', ')]] : []),
				...(person.left_on ? [[t('people.left'), dateText(person.left_on)]] : []),
				[t('people.today'), html`${t(`today.day.${day}`)}${home_time && `, ${t('people.home_time', {at: home_time})}`}`],
				[t('people.inside'), inside.length === 0 ? t('people.nothing_in') : inside.map((c) => html`<div><${Tag}>${c.kind}</${Tag}> ${c.device}, ${c.door ? t('people.door', {bank: c.bank, door: c.door}) : `${c.safe} ${c.envelope}`}</div>`)],
			]} />
			<p class="govuk-body links"><a class="govuk-link" href="#/desk/${encodeURIComponent(person.ref)}">${t('people.to_desk')}</a>
				${me.may.includes('report person') && html`<a class="govuk-link" href="#/reports/person/${encodeURIComponent(person.ref)}">${t('people.to_report')}</a>`}</p>
			<${Cards} person=${person} cards=${cards} done=${done} failed=${failed} />
			${person.category === 'pupil' && html`<${Walker} person=${person} walker=${walker} done=${done} failed=${failed} />`}
			${classes && me.may.includes('class teacher') && html`<${Classes} person=${person} classes=${classes} done=${done} failed=${failed} />`}
			${contact && me.may.includes('calendar contact') && html`<${Contact} person=${person} contact=${contact} done=${done} />`}`}
		</${Answer}>`;
}
