// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody's page: who they are, their cards, their permission to walk home alone.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Done, Form, Heading, Problem, Submit, Table, Tag} from '/base/parts.js';
import {Asking, CardField, Confirm, Facts} from '/base/house.js';
import {t} from '/base/text.js';

function Cards({person, cards, done, failed}) {
	const [uid, setUid] = useState('');
	const change = (words, last) => () => post(words, {person: person.ref, last}).then(
		(answer) => done(answer.say), (refusal) => failed(refusal.message));
	// The last four digits: of a card as the desk's list has it.
	const digits = (card) => card.last ?? card;
	return html`<h2 class="govuk-heading-m">${t('people.cards')}</h2>
		<${Table} caption=${t('people.cards_in_use')} empty=${t('people.no_card')} heads=${[t('people.ends_in'), t('people.what_happened')]}
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

// The policy's own words for why a walker may bring a phone are on Set-up; here is the permission.
function Walker({person, done, failed}) {
	const end = () => post('grant walker-end', {person: person.ref}).then((answer) => done(answer.say), (refusal) => failed(refusal.message));
	return html`<h2 class="govuk-heading-m">${t('people.walker')}</h2>
		<p class="govuk-body">${t('people.walker_about')}</p>
		<${Asking} label=${t('people.walker')} words="grant walker" fixed=${{person: person.ref}} go=${t('people.walker_go')} onDone=${done} fields=${[
			['from', t('people.from'), {type: 'date', width: '10'}],
			['until', t('people.until'), {type: 'date', width: '10'}],
			['days', t('people.days'), {hint: t('people.days_hint'), width: '10'}]]} />
		<${Confirm} label=${t('people.walker_end')} sure=${t('people.walker_sure')} yes=${t('people.walker_yes')} onYes=${end} />`;
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
		<${Answer} result=${result} title=${reference}>${({person, cards, in: inside, day, home_time}) => html`
			<${Heading}>${person.given} ${person.family}</${Heading}>
			<${Problem} text=${problem} /><${Done} text=${said} />
			<${Facts} rows=${[
				[t('people.ref'), person.ref],
				[t('people.what'), t(`people.category.${person.category}`)],
				...(person.category === 'pupil' ? [[t('people.class'), person.class], [t('people.year'), person.year]] : []),
				...(person.left_on ? [[t('people.left'), person.left_on]] : []),
				[t('people.today'), html`${t(`today.day.${day}`)}${home_time && `, ${t('people.home_time', {at: home_time})}`}`],
				[t('people.inside'), inside.length === 0 ? t('people.nothing_in') : inside.map((c) => html`<div><${Tag}>${c.kind}</${Tag}> ${c.device}, ${c.door ? t('people.door', {bank: c.bank, door: c.door}) : `${c.safe} ${c.envelope}`}</div>`)],
			]} />
			<p class="govuk-body links"><a class="govuk-link" href="#/desk/${encodeURIComponent(person.ref)}">${t('people.to_desk')}</a>
				${me.may.includes('report person') && html`<a class="govuk-link" href="#/reports/person/${encodeURIComponent(person.ref)}">${t('people.to_report')}</a>`}</p>
			<${Cards} person=${person} cards=${cards} done=${done} failed=${failed} />
			${person.category === 'pupil' && html`<${Walker} person=${person} done=${done} failed=${failed} />`}`}
		</${Answer}>`;
}
