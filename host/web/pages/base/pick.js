// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a person as one types, everywhere alike: two letters of a name or reference, an arrow, Enter.
// Enter may be quicker than the list. The pattern is ARIA's combobox with a list.
import {html, useEffect, useRef, useState} from '/lib/preact.js';
import {get} from '/base/api.js';
import {useId} from '/base/parts.js';
import {t} from '/base/text.js';

const ENOUGH = 2; // letters

const named = (person) => `${person.given} ${person.family} (${person.ref})`;
const last = (list) => Math.max(0, list.length - 1);

// The people that begin with a text, and only the latest asked for: {text, people} or {text, people, error}.
function useFound(keep) {
	const [found, setFound] = useState(null); // null: the list is closed
	const asked = useRef(0);
	async function look(text) {
		const mine = ++asked.current;
		const answer = await get('people find', {text}).then(
			({people}) => ({text, people: people.filter(keep)}),
			(refusal) => ({text, people: [], error: refusal.message}));
		if (mine === asked.current)
			setFound(answer);
		return answer;
	}
	const close = () => {
		asked.current++;
		setFound(null);
	};
	return {found, look, close};
}

// value: the person picked, or null, which onPick(null) asks for when it is typed over. Without a value the
// box is empty again for the next. keep(person) says who is offered; onText(text) may take what is no name (a
// card's number) and says so. box: a ref to the input; large: what a page is about.
export function PickPerson({label, hint, value, onPick, keep = () => true, onText = () => false, box, large = false}) {
	const id = useId('pick');
	const [text, setText] = useState(value ? named(value) : '');
	const [at, setAt] = useState(0);
	const {found, look, close} = useFound(keep);
	// Only where somebody else is picked or nobody any more: what was typed before the first look stays.
	const shown = useRef(value?.ref);
	useEffect(() => {
		if (shown.current !== value?.ref)
			setText(value ? named(value) : '');
		shown.current = value?.ref;
	}, [value?.ref]);

	function typed(now) {
		setText(now);
		setAt(0);
		if (value)
			onPick(null);
		const wanted = now.trim();
		// Seven hexadecimal digits are no name: a card's number on its way.
		if (wanted.length >= ENOUGH && !/^[0-9a-f]{7,}$/i.test(wanted))
			look(wanted);
		else
			close();
	}
	function pick(person) {
		close();
		setText(value === undefined ? '' : named(person));
		onPick(person);
	}
	async function enter() {
		const wanted = text.trim();
		if (!wanted || (value && wanted === named(value)))
			return;
		if (onText(wanted)) {
			setText('');
			return close();
		}
		const {people} = found?.text === wanted ? found : await look(wanted);
		const person = people[Math.min(at, last(people))];
		if (person)
			pick(person);
	}
	function key(event) {
		const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
		const count = found?.people.length ?? 0;
		if (step && count) {
			event.preventDefault();
			setAt((at + step + count) % count);
		} else if (event.key === 'Enter' && !(value && text === named(value))) {
			event.preventDefault();
			enter();
		} else if (event.key === 'Escape' && (found || (value === undefined && text))) {
			event.stopPropagation();
			close();
			if (value === undefined)
				setText('');
		}
	}
	const people = found?.people ?? [], open = people.length > 0;
	const said = !found ? '' : found.error ?? (open ? t('pick.found', {count: people.length}) : t('pick.nobody', {text: found.text}));
	return html`<div class="govuk-form-group pick">
		<label class="govuk-label ${large ? 'govuk-label--m' : ''}" for=${id}>${label}</label>
		<div id="${id}-hint" class="govuk-hint">${hint ?? t('pick.hint')}</div>
		<input class="govuk-input" id=${id} ref=${box} type="text" role="combobox" autocomplete="off" spellcheck="false" value=${text}
			aria-autocomplete="list" aria-expanded=${String(open)} aria-controls="${id}-list" aria-describedby="${id}-hint"
			aria-activedescendant=${open ? `${id}-${at}` : undefined}
			onInput=${(event) => typed(event.currentTarget.value)} onKeyDown=${key} onBlur=${close} />
		<ul class="pick__list" id="${id}-list" role="listbox" aria-label=${t('pick.list')} hidden=${!open}>
			${people.map((person, i) => html`<li key=${person.ref} id="${id}-${i}" role="option" aria-selected=${String(i === at)} class="pick__one" data-ref=${person.ref}
				onMouseDown=${(event) => { event.preventDefault(); pick(person); }}>
				<span class="pick__name">${person.given} ${person.family}</span> <span>${person.class || t(`desk.category.${person.category}`)}, ${person.ref}</span>
				<span>${person.in ? t('desk.something_in') : ''}</span></li>`)}
		</ul>
		<p role="status" class=${found && !open ? 'govuk-body pick__said' : 'govuk-visually-hidden'}>${said}</p>
	</div>`;
}
