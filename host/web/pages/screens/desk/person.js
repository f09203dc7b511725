// SPDX-License-Identifier: GPL-3.0-or-later
// One page for one person: what of theirs is in, what the policy says now, and what may be done.
import {html, useState} from '/lib/preact.js';
import {useAnswer} from '/base/live.js';
import {Answer, Heading} from '/base/parts.js';
import {t} from '/base/text.js';
import {PolicyAnswer} from '/screens/desk/answer.js';
import {GiveBack} from '/screens/desk/give_back.js';
import {HandIn} from '/screens/desk/hand_in.js';
import {Lending} from '/screens/desk/lending.js';
import {Cards, More} from '/screens/desk/more.js';

function About({page}) {
	const notes = [
		page.person.left_on && t('desk.left', {day: page.person.left_on}),
		page.day !== 'school' ? t(`today.day.${page.day}`) : page.home_time && t('desk.home_time', page),
		page.signed_in_late && t('desk.signed_in_late'),
		page.last_collected && t('desk.last_collected', {at: page.last_collected.replace('T', ' ').slice(0, 16)}),
	].filter(Boolean);
	return html`<p class="govuk-body">${page.person.ref}, ${t(`desk.category.${page.person.category}`)} ${page.person.class}${notes.length ? `. ${notes.join('. ')}.` : ''}</p>`;
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
		<${Cards} page=${page} onDone=${onDone} />
		<${Lending} page=${page} me=${me} onDone=${onDone} />
		<${More} page=${page} me=${me} onDone=${onDone} />
		</div></div>`;
}

export function Person({me, who, onDone}) {
	const [asked, setAsked] = useState({device: 'phone'});
	const result = useAnswer('person show', {person: who, ...asked});
	return html`<${Answer} result=${result} title=${who}>${(page) => html`<${Page} page=${page} me=${me} asked=${asked} setAsked=${setAsked} onDone=${onDone} />`}</${Answer}>`;
}
