// SPDX-License-Identifier: GPL-3.0-or-later
// One page for one person: what of theirs is in, what the policy says now, and what may be done.
import {html, useEffect, useState} from '/lib/preact.js';
import {schoolNow, useAnswer} from '/base/live.js';
import {Answer, Heading, Tag} from '/base/parts.js';
import {t} from '/base/text.js';
import {dateText, timeText} from '/base/times.js';
import {PolicyAnswer} from '/screens/desk/answer.js';
import {ByHand} from '/screens/desk/by_hand.js';
import {Exceptions} from '/screens/desk/exceptions.js';
import {GiveBack} from '/screens/desk/give_back.js';
import {HandIn} from '/screens/desk/hand_in.js';
import {Lending} from '/screens/desk/lending.js';
import {Cards, More, Part} from '/screens/desk/more.js';
import {walkingDays, withoutRef} from '/screens/exceptions/words.js';

const WALKS = {running: 'green', coming: 'yellow', over: 'red'};

// Who they are, and what a parent's word lets them do: where the policy's word about them stands.
function About({page}) {
	const notes = [
		page.person.left_on && t('desk.left', {day: dateText(page.person.left_on)}),
		page.day !== 'school' ? t(`today.day.${page.day}`) : page.home_time && t('desk.home_time', page),
		page.signed_in_late && t('desk.signed_in_late'),
		page.last_collected && t('desk.last_collected', {at: timeText(page.last_collected, schoolNow())}),
	].filter(Boolean);
	const {person, walker} = page;
	const who = person.category === 'pupil' ? t('desk.pupil_of', {year: person.year, class: person.class || t('home_time.no_class')}) : t(`desk.category.${person.category}`);
	return html`<p class="govuk-body">${person.ref}, ${who}${notes.length ? `. ${notes.join('. ')}.` : ''}</p>
		${person.category === 'pupil' && html`<p class="govuk-body desk-walks" data-walker=${walker?.state ?? 'none'}>${walker ? html`<${Tag} colour=${WALKS[walker.state]}>${t(`people.walker_state.${walker.state}`)}</${Tag}> ${t('desk.walks', {from: dateText(walker.from), until: dateText(walker.until), days: walkingDays(walker.days)})} ${t('people.walker_by', {by: withoutRef(walker.by), on: dateText(walker.at)})}` : t('people.walker_none')}</p>`}`;
}

function Page({page, me, asked, setAsked, onDone}) {
	const care = page.in.filter((one) => one.kind !== 'loan');
	const here = !page.person.left_on;
	return html`<${Heading}>${page.person.given} ${page.person.family}</${Heading}>
		<${About} page=${page} />
		<div class="desk-page"><div>
		${care.map((one, i) => html`<${GiveBack} key=${one.custody} page=${page} me=${me} one=${one} focus=${i === 0} onDone=${onDone} />`)}
		${here && (care.length === 0 ? html`<${HandIn} page=${page} asked=${asked} setAsked=${setAsked} focus onDone=${onDone} />`
		: html`<details class="govuk-details" data-part="another"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('desk.another')}</span></summary>
			<div class="govuk-details__text"><${HandIn} page=${page} asked=${asked} setAsked=${setAsked} onDone=${onDone} /></div></details>`)}
		</div><div>
		<section aria-labelledby="keep-title"><h2 class="govuk-heading-m" id="keep-title">${t('desk.keep')}</h2>
			<${PolicyAnswer} answer=${page.keep} about=${t('desk.keep')} /></section>
		${me.may.includes('grant list') && html`<${Exceptions} page=${page} me=${me} />`}
		<${Cards} page=${page} onDone=${onDone} />
		<div class="folded"><${Lending} page=${page} me=${me} onDone=${onDone} />
		<${More} page=${page} me=${me} onDone=${onDone} />
		${me.may.includes('desk by-hand') && html`<${Part} name="by-hand" title=${t('desk.by_hand')}><${ByHand} page=${page} onDone=${onDone} /></${Part}>`}</div>
		</div></div>`;
}

export function Person({me, who, onTouched, onNamed, onDone}) {
	const [asked, setAsked] = useState({device: 'phone'});
	const result = useAnswer('person show', {person: who, ...asked});
	const person = result.answer?.person;
	useEffect(() => {
		if (person)
			onNamed(`${person.given} ${person.family}`);
	}, [person?.ref]);
	const ask = (next) => {
		onTouched();
		setAsked(next);
	};
	return html`<${Answer} result=${result} title=${who}>${(page) => html`<${Page} page=${page} me=${me} asked=${asked} setAsked=${ask} onDone=${onDone} />`}</${Answer}>`;
}
