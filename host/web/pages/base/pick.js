// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a person as one types: two keys, an arrow, Enter. The pattern is ARIA's combobox with a list.
import {html, useEffect, useRef, useState} from '/lib/preact.js';
import {get} from '/base/api.js';
import {useId} from '/base/parts.js';
import {t} from '/base/text.js';

const named = (person) => `${person.given} ${person.family} (${person.ref})`;

// value: the person picked, or null; keep(person) says who is offered. onPick(null) when it is typed over.
export function PickPerson({label, hint, value, onPick, keep = () => true}) {
	const id = useId('pick');
	const asked = useRef(0);
	const [text, setText] = useState(value ? named(value) : '');
	const [found, setFound] = useState(null); // null: the list is closed
	const [at, setAt] = useState(0);
	const [wrong, setWrong] = useState('');
	useEffect(() => setText(value ? named(value) : ''), [value?.ref]);

	async function look(typed) {
		setText(typed);
		if (value)
			onPick(null);
		const mine = ++asked.current;
		setWrong('');
		if (!typed.trim())
			return setFound(null);
		try {
			const {people} = await get('people find', {text: typed.trim()});
			if (mine === asked.current) {
				setFound(people.filter(keep));
				setAt(0);
			}
		} catch (refusal) {
			if (mine === asked.current) {
				setFound(null);
				setWrong(refusal.message);
			}
		}
	}
	function pick(person) {
		asked.current++;
		setFound(null);
		setText(named(person));
		onPick(person);
	}
	function key(event) {
		const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
		if (step && found?.length) {
			event.preventDefault();
			setAt((at + step + found.length) % found.length);
		} else if (event.key === 'Enter' && found?.length) {
			event.preventDefault();
			pick(found[at]);
		} else if (event.key === 'Escape' && found) {
			event.stopPropagation();
			setFound(null);
		}
	}
	const open = Boolean(found?.length);
	return html`<div class="govuk-form-group pick">
		<label class="govuk-label" for=${id}>${label}</label>
		<div id="${id}-hint" class="govuk-hint">${hint ?? t('pick.hint')}</div>
		<input class="govuk-input" id=${id} type="text" role="combobox" autocomplete="off" spellcheck="false" value=${text}
			aria-autocomplete="list" aria-expanded=${String(open)} aria-controls="${id}-list" aria-describedby="${id}-hint"
			aria-activedescendant=${open ? `${id}-${at}` : undefined}
			onInput=${(event) => look(event.currentTarget.value)} onKeyDown=${key} onBlur=${() => setFound(null)} />
		<ul class="pick__list" id="${id}-list" role="listbox" aria-label=${t('pick.list')} hidden=${!open}>
			${(found ?? []).map((person, i) => html`<li key=${person.ref} id="${id}-${i}" role="option" aria-selected=${String(i === at)} class="pick__one"
				onMouseDown=${(event) => { event.preventDefault(); pick(person); }}>
				${named(person)} <span class="pick__more">${person.class || person.category}</span></li>`)}
		</ul>
		<div role="status" class=${wrong || (found && !open) ? 'govuk-body-s' : 'govuk-visually-hidden'}>${wrong || (found && (open ? t('pick.found', {count: found.length}) : t('pick.nobody')))}</div>
	</div>`;
}
