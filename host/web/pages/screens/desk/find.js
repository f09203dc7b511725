// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody found in two keystrokes: the beginning of a name or reference, the list by arrow keys, Enter.
// A reader that types may type here too.
import {html, useEffect, useRef, useState} from '/lib/preact.js';
import {get} from '/base/api.js';
import {useId} from '/base/parts.js';
import {t} from '/base/text.js';
import {cardTyped, isCard} from '/screens/desk/cards.js';

const ENOUGH = 2; // letters

const adult = (person) => person.category !== 'pupil';

export function Find({label, hint, onChoose, adults = false, box}) {
	const id = useId('find');
	const [text, setText] = useState('');
	const [found, setFound] = useState(null); // {text, people} or {text, error}
	const [at, setAt] = useState(0);
	const asked = useRef(0);

	async function look(wanted) {
		const number = ++asked.current;
		let answer;
		try {
			const {people} = await get('people find', {text: wanted});
			answer = {text: wanted, people: adults ? people.filter(adult) : people};
		} catch (refusal) {
			answer = {text: wanted, people: [], error: refusal.message};
		}
		if (number === asked.current) {
			setFound(answer);
			setAt(0);
		}
		return answer;
	}

	function typed(value) {
		setText(value);
		if (value.trim().length >= ENOUGH && !isCard(value.trim()))
			look(value.trim());
		else
			setFound(null);
	}

	function choose(person) {
		setText('');
		setFound(null);
		onChoose(person);
	}

	async function enter() {
		const wanted = text.trim();
		if (isCard(wanted)) {
			setText('');
			setFound(null);
			return cardTyped(wanted);
		}
		if (!wanted)
			return;
		// Enter may be quicker than the list.
		const answer = found?.text === wanted ? found : await look(wanted);
		const person = answer.people[Math.min(at, answer.people.length - 1)];
		if (person)
			choose(person);
	}

	function key(event) {
		const people = found?.people ?? [];
		if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
			event.preventDefault();
			if (people.length)
				setAt((at + (event.key === 'ArrowDown' ? 1 : people.length - 1)) % people.length);
		} else if (event.key === 'Enter') {
			event.preventDefault();
			enter();
		} else if (event.key === 'Escape') {
			setText('');
			setFound(null);
		}
	}

	const people = found?.people ?? [];
	const open = people.length > 0;
	return html`<div class="govuk-form-group find">
		<label class="govuk-label govuk-label--m" for=${id}>${label}</label>
		${hint && html`<div class="govuk-hint" id="${id}-hint">${hint}</div>`}
		<input class="govuk-input" id=${id} ref=${box} type="text" role="combobox" autocomplete="off" spellcheck="false" aria-autocomplete="list"
			aria-expanded=${String(open)} aria-controls="${id}-list" aria-activedescendant=${open ? `${id}-${at}` : undefined}
			aria-describedby=${hint ? `${id}-hint` : undefined} value=${text} onInput=${(event) => typed(event.currentTarget.value)} onKeyDown=${key} />
		<ul class="find__list" id="${id}-list" role="listbox" aria-label=${t('desk.found')} hidden=${!open}>
			${people.map((person, i) => html`<li class="find__one" id="${id}-${i}" role="option" key=${person.ref} aria-selected=${String(i === at)} data-ref=${person.ref} onClick=${() => choose(person)}>
				<span class="find__name">${person.given} ${person.family}</span>
				<span>${person.class || t(`desk.category.${person.category}`)}, ${person.ref}</span>
				<span>${person.in ? t('desk.something_in') : ''}</span>
			</li>`)}
		</ul>
		<p class="govuk-body find__said" role="status">${found?.error ?? (found && !open ? t('desk.nobody', {text: found.text}) : '')}</p>
	</div>`;
}
