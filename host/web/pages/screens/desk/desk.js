// SPDX-License-Identifier: GPL-3.0-or-later
// The desk: somebody is found, by two letters or a card, and has one page. The search box stays on top, so
// that the next in the queue needs no mouse.
import {html, useEffect, useRef, useState} from '/lib/preact.js';
import {Checkbox, Done, Problem} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {cardTyped, isCard, useCards, useReaders} from '/screens/desk/cards.js';
import {Loans} from '/screens/desk/lending.js';
import {Person} from '/screens/desk/person.js';
import {Questions} from '/screens/desk/questions.js';
import {Visitors} from '/screens/desk/visitors.js';

// "-" is nobody's reference: what follows is a page of the desk itself.
const PAGES = {visitors: Visitors, loans: Loans};

const at = (...parts) => `#/${['desk', ...parts].map(encodeURIComponent).join('/')}`;

function Ways({page}) {
	return html`<nav class="ways" aria-label=${t('desk.ways')}><ul>${['', 'visitors', 'loans'].map((name) => html`<li>
		<a class="govuk-link" href=${name ? at('-', name) : at()} aria-current=${page === name ? 'page' : undefined}>${t(`desk.way.${name || 'desk'}`)}</a></li>`)}</ul></nav>`;
}

export function Desk({me, rest}) {
	const box = useRef(null);
	const [queue, setQueue] = useState(true);
	const [done, setDone] = useState('');
	const [problem, setProblem] = useState('');
	const [visit, setVisit] = useState(0); // the same person again is a new page
	const who = rest[0] && rest[0] !== '-' ? rest[0] : '';
	const page = rest[0] === '-' ? rest[1] : '';
	const Shown = PAGES[page];

	function go(person) {
		setDone('');
		setProblem('');
		setVisit((was) => was + 1);
		location.hash = at(person.ref);
	}
	function finished(text) {
		setDone(text);
		setProblem('');
		if (who && queue) {
			location.hash = at();
			box.current?.focus();
		}
	}
	useReaders();
	useCards((card) => {
		if (card.ref && card.state === 'in use')
			return go(card);
		setDone('');
		setProblem(card.say);
	});
	useEffect(() => {
		if (!who && !page)
			box.current?.focus();
	}, [who, page]);

	return html`<${Ways} page=${who ? undefined : page} />
		<div class="desk-top">
			<${PickPerson} label=${t('desk.find')} hint=${t('desk.find_hint')} onPick=${go} onText=${(text) => isCard(text) && (cardTyped(text), true)} box=${box} large />
			<${Checkbox} label=${t('desk.queue')} checked=${queue} onChange=${setQueue} />
		</div>
		<${Done} text=${done} />
		<${Problem} text=${problem} />
		${who ? html`<${Person} key=${`${who} ${visit}`} me=${me} who=${who} onDone=${finished} />`
		: Shown ? html`<${Shown} me=${me} onDone=${finished} />`
		: html`<h1 class="govuk-heading-l">${t('desk.title')}</h1><${Questions} onDone=${finished} /><p class="govuk-body">${t('desk.nobody_yet')}</p>`}`;
}
