// SPDX-License-Identifier: GPL-3.0-or-later
// The desk: somebody is found, by two letters or a card, and has one page. The search box stays on top, so
// that the next in the queue needs no mouse.
import {html, useEffect, useLayoutEffect, useRef, useState} from '/lib/preact.js';
import {Pages} from '/base/cards.js';
import {Button, Checkbox, Done, Problem} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {cardTyped, isCard, useCards, useReaders} from '/screens/desk/cards.js';
import {Loans} from '/screens/desk/lending.js';
import {OfficeNotices} from '/screens/desk/notices.js';
import {Person} from '/screens/desk/person.js';
import {Questions} from '/screens/desk/questions.js';
import {Visitors} from '/screens/desk/visitors.js';

// "-" is nobody's reference: what follows is a page of the desk itself.
const PAGES = {visitors: Visitors, loans: Loans};

const at = (...parts) => `#/${['desk', ...parts].map(encodeURIComponent).join('/')}`;

const Ways = ({page}) => html`<${Pages} label=${t('desk.ways')} screen="desk" current=${page && `-/${page}`}
	pages=${[['', t('desk.way.desk')], ['-/visitors', t('desk.way.visitors')], ['-/loans', t('desk.way.loans')]]} />`;

// Somebody whose page was left half done: the next in the queue came first. One press goes back to it.
function Aside({pages, onBack, onDrop}) {
	return pages.length > 0 && html`<section class="aside" aria-label=${t('desk.aside')}><ul>${pages.map((one) => html`<li key=${one.visit} data-aside=${one.ref}>
		<span>${t('desk.aside_of', {name: one.name || one.ref})}</span>
		<${Button} kind="secondary" aria-label=${t('desk.aside_go_of', {name: one.name || one.ref})} onClick=${() => onBack(one)}>${t('desk.aside_go')}</${Button}>
		<${Button} kind="secondary" aria-label=${t('desk.aside_drop_of', {name: one.name || one.ref})} onClick=${() => onDrop(one)}>${t('desk.aside_drop')}</${Button}></li>`)}</ul></section>`;
}

const ASIDE_MOST = 4;

// The pages of persons that are open: the one of the address, and those set aside with something typed.
function usePages(who) {
	const [pages, setPages] = useState([]);
	const visits = useRef(0), dirty = useRef(new Set());
	const shown = pages.find((one) => one.ref === who);
	useEffect(() => {
		if (who && !shown)
			setPages((was) => [...was.filter((one) => dirty.current.has(one.visit)).slice(-ASIDE_MOST), {ref: who, name: '', visit: ++visits.current}]);
		else if (!who)
			setPages((was) => was.filter((one) => dirty.current.has(one.visit)));
	}, [who]);
	return {
		pages,
		touched: (one) => dirty.current.add(one.visit),
		named: (one, name) => one.name !== name && setPages((was) => was.map((each) => each === one ? {...one, name} : each)),
		drop: (ref) => setPages((was) => was.filter((one) => one.ref !== ref)),
		// What was typed has been sent: nothing of it is to be kept.
		sent: (ref, leave) => setPages((was) => was.filter((one) => {
			if (one.ref === ref)
				dirty.current.delete(one.visit);
			return one.ref !== ref || !leave;
		})),
		// A new page where nothing was typed on the old one.
		fresh: (ref) => setPages((was) => was.map((one) => one.ref === ref && !dirty.current.has(one.visit) ? {ref, name: '', visit: ++visits.current} : one)),
	};
}

export function Desk({me, rest}) {
	const box = useRef(null);
	const [queue, setQueue] = useState(true);
	const [done, setDone] = useState('');
	const [note, setNote] = useState('');
	const [problem, setProblem] = useState({text: '', turn: 0}); // the same sentence again is said again
	const who = rest[0] && rest[0] !== '-' ? rest[0] : '';
	const page = rest[0] === '-' ? rest[1] : '';
	const Shown = PAGES[page];
	const {pages, touched, named, drop, sent, fresh} = usePages(who);
	const say = (text) => setProblem((was) => ({text, turn: was.turn + 1}));

	function go(person, about = '') {
		setDone('');
		setNote(about);
		say('');
		fresh(person.ref);
		location.hash = at(person.ref);
	}
	function finished(text, ref) {
		setDone(text);
		setNote('');
		say('');
		if (!ref)
			return;
		sent(ref, queue);
		if (queue) {
			location.hash = at();
			box.current?.focus();
		}
	}
	// One sentence for a card that is not the next child's.
	const about = (card) => card.ref === me.person ? t('desk.own_card') : card.category && card.category !== 'pupil' ? t('desk.staff_card', {name: card.person, category: t(`desk.category.${card.category}`)}) : '';
	const reader = useReaders();
	useCards((card) => {
		if (card.ref && card.state === 'in use')
			return go(card, about(card));
		setDone('');
		say(card.say);
	});
	// Gone back to, a page has the focus again.
	const back = useRef(0);
	useLayoutEffect(() => {
		if (!who && !page)
			box.current?.focus();
		if (who && back.current)
			document.querySelector(`[data-visit="${back.current}"] h1`)?.focus();
		back.current = 0;
	}, [who, page]);

	return html`<${Ways} page=${who ? undefined : page} />
		<div class="desk-top">
			<${PickPerson} label=${t('desk.find')} hint=${t('desk.find_hint')} onPick=${(person) => go(person)} onText=${(text) => isCard(text) && (cardTyped(text), true)} box=${box} large />
			<div class="desk-queue"><${Checkbox} label=${t('desk.queue')} checked=${queue} onChange=${setQueue} /></div>
			${reader.by && html`<p class="govuk-body" data-reader="elsewhere">${t('desk.reader_elsewhere', {by: reader.by})} <${Button} kind="secondary" onClick=${reader.take}>${t('desk.reader_here')}</${Button}></p>`}
		</div>
		<${Aside} pages=${pages.filter((one) => one.ref !== who)} onBack=${(one) => {
			location.hash = at(one.ref);
			back.current = one.visit;
		}} onDrop=${(one) => drop(one.ref)} />
		<${Done} text=${done} />
		<div role="status">${note && html`<p class="govuk-inset-text">${note}</p>`}</div>
		<${Problem} key=${problem.turn} text=${problem.text} />
		${pages.map((one) => html`<div key=${one.visit} data-visit=${String(one.visit)} hidden=${one.ref !== who} onInput=${() => touched(one)} onChange=${() => touched(one)}>
			<${Person} me=${me} who=${one.ref} onTouched=${() => touched(one)} onNamed=${(name) => named(one, name)} onDone=${(text) => finished(text, one.ref)} /></div>`)}
		${who ? '' : Shown ? html`<${Shown} me=${me} onDone=${finished} />`
		: html`<h1 class="govuk-heading-l">${t('desk.title')}</h1><${Questions} onDone=${finished} /><${OfficeNotices} me=${me} onDone=${finished} /><p class="govuk-body">${t('desk.nobody_yet')}</p>`}`;
}
