// SPDX-License-Identifier: GPL-3.0-or-later
// GOV.UK Frontend's parts as small functions: their markup and class names are the convention's own.
import {html, useEffect, useLayoutEffect, useRef, useState} from '/lib/preact.js';
import {announce} from '/base/announce.js';
import {stateOf} from '/base/readings.js';
import {t} from '/base/text.js';

let ids = 0;
export function useId(prefix) {
	const ref = useRef(null);
	ref.current ??= `${prefix}-${++ids}`;
	return ref.current;
}

export const Button = ({kind = '', children, ...rest}) =>
	html`<button type="button" class="govuk-button ${kind ? `govuk-button--${kind}` : ''}" data-module="govuk-button" ...${rest}>${children}</button>`;

export function Field({label, hint, error, value, onInput, width = '', type = 'text', ...rest}) {
	const id = useId('field');
	const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
	return html`<div class="govuk-form-group ${error ? 'govuk-form-group--error' : ''}">
		<label class="govuk-label" for=${id}>${label}</label>
		${hint && html`<div id="${id}-hint" class="govuk-hint">${hint}</div>`}
		${error && html`<p id="${id}-error" class="govuk-error-message"><span class="govuk-visually-hidden">${t('parts.error')}</span> ${error}</p>`}
		<input class="govuk-input ${width ? `govuk-input--width-${width}` : ''} ${error ? 'govuk-input--error' : ''}" id=${id} type=${type}
			value=${value} aria-describedby=${described || undefined} onInput=${(event) => onInput(event.currentTarget.value)} ...${rest} />
	</div>`;
}

// focused: it is where the eye goes, as soon as it is there.
export function TextArea({label, hint, error, value, onInput, rows = 3, focused = false}) {
	const id = useId('area');
	const ref = useRef(null);
	useLayoutEffect(() => {
		if (focused)
			ref.current?.focus();
	}, []);
	return html`<div class="govuk-form-group ${error ? 'govuk-form-group--error' : ''}">
		<label class="govuk-label" for=${id}>${label}</label>
		${hint && html`<div id="${id}-hint" class="govuk-hint">${hint}</div>`}
		${error && html`<p id="${id}-error" class="govuk-error-message">${error}</p>`}
		<textarea class="govuk-textarea ${error ? 'govuk-textarea--error' : ''}" id=${id} ref=${ref} rows=${rows} aria-describedby=${hint ? `${id}-hint` : undefined}
			onInput=${(event) => onInput(event.currentTarget.value)}>${value}</textarea>
	</div>`;
}

// options: [value, text] pairs.
export function Select({label, options, value, onChange}) {
	const id = useId('select');
	return html`<div class="govuk-form-group">
		<label class="govuk-label" for=${id}>${label}</label>
		<select class="govuk-select" id=${id} value=${value} onChange=${(event) => onChange(event.currentTarget.value)}>
			${options.map(([key, text]) => html`<option value=${key} selected=${key === value}>${text}</option>`)}
		</select>
	</div>`;
}

// One of several, each one tap. options: [value, text, hint], most without a hint.
export function Radios({legend, options, value, onChange, inline = true, small = false}) {
	const id = useId('radios');
	return html`<div class="govuk-form-group"><fieldset class="govuk-fieldset">
		<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${legend}</legend>
		<div class="govuk-radios ${inline ? 'govuk-radios--inline' : ''} ${small ? 'govuk-radios--small' : ''}">
			${options.map(([key, text, hint], i) => html`<div class="govuk-radios__item">
				<input class="govuk-radios__input" type="radio" id="${id}-${i}" name=${id} value=${key} checked=${key === value} aria-describedby=${hint ? `${id}-${i}-hint` : undefined} onChange=${() => onChange(key)} />
				<label class="govuk-label govuk-radios__label" for="${id}-${i}">${text}</label>${hint && html`<div class="govuk-hint govuk-radios__hint" id="${id}-${i}-hint">${hint}</div>`}
			</div>`)}
		</div>
	</fieldset></div>`;
}

export function Checkbox({label, checked, onChange}) {
	const id = useId('check');
	return html`<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">
		<input class="govuk-checkboxes__input" type="checkbox" id=${id} checked=${checked} onChange=${(event) => onChange(event.currentTarget.checked)} />
		<label class="govuk-label govuk-checkboxes__label" for=${id}>${label}</label>
	</div></div>`;
}

// Something went wrong, or was refused: said once, and where the eye and the focus are. In an element that
// always stands: where a fragment's first child comes and goes, this Preact moves what follows.
// Here as everywhere the focus moves in the turn that brings what it moves to (useLayoutEffect): who types on at once types there.
export function Problem({text}) {
	const ref = useRef(null);
	useLayoutEffect(() => text && ref.current?.focus(), [text]);
	return html`<div>${text && html`<div class="govuk-error-summary" tabindex="-1" ref=${ref} role="alert">
		<h2 class="govuk-error-summary__title">${t('parts.problem')}</h2>
		<div class="govuk-error-summary__body"><p class="govuk-body">${text}</p></div>
	</div>`}</div>`;
}

// What was done, said once to who does not see it.
export function Done({text}) {
	return html`<div role="status" aria-live="polite">${text && html`<div class="govuk-notification-banner govuk-notification-banner--success">
		<div class="govuk-notification-banner__content"><p class="govuk-notification-banner__heading">${text}</p></div>
	</div>`}</div>`;
}

export const Tag = ({colour = 'grey', children}) => html`<strong class="govuk-tag govuk-tag--${colour}">${children}</strong>`;

export const Warning = ({children}) => html`<div class="govuk-warning-text">
	<span class="govuk-warning-text__icon" aria-hidden="true">!</span>
	<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">${t('parts.warning')}</span> ${children}</strong>
</div>`;

// What is shown of one thing, made anew only when that is another: most news change little of a page.
export function Kept({of, show}) {
	const kept = useRef({});
	if (kept.current.of !== of || !kept.current.shown)
		kept.current = {of, shown: show(of)};
	return kept.current.shown;
}

const Row = ({cells}) => html`<tr class="govuk-table__row">${cells.map((cell, i) => i === 0
	? html`<th scope="row" class="govuk-table__header">${cell}</th>`
	: html`<td class="govuk-table__cell">${cell}</td>`)}</tr>`;

// heads: texts; rows: arrays of cells, or with cells a function of each row, which is made anew only where
// that row is another. Empty: the sentence of nothing. headed: a heading above says what the caption says,
// which is then only read out.
export const Table = ({caption, heads, rows, empty, cells, headed = false}) => rows.length === 0
	? html`<div class="none">${caption && !headed && html`<h2 class="govuk-heading-m">${caption}</h2>`}<${Nothing}>${empty}</${Nothing}></div>`
	: html`<div class="wide"><table class="govuk-table">
		<caption class=${headed ? 'govuk-visually-hidden' : 'govuk-table__caption govuk-table__caption--m'}>${caption}</caption>
		<thead class="govuk-table__head"><tr class="govuk-table__row">${heads.map((head) => html`<th scope="col" class="govuk-table__header">${head}</th>`)}</tr></thead>
		<tbody class="govuk-table__body">${rows.map((row) => cells
			? html`<${Kept} of=${row} show=${() => html`<${Row} cells=${cells(row)} />`} />`
			: html`<${Row} cells=${row} />`)}</tbody>
	</table></div>`;

// A form that is sent by Enter and never twice at once. onSend may throw a Refusal: it is shown.
export function Form({onSend, children, label}) {
	const [problem, setProblem] = useState({text: '', turn: 0}); // the same sentence after another press is said again
	const busy = useRef(false);
	async function send(event) {
		event.preventDefault();
		if (busy.current)
			return;
		busy.current = true;
		try {
			await onSend();
			setProblem({text: '', turn: 0});
		} catch (refusal) {
			const text = refusal.signedOut ? t('app.not_done') : refusal.message;
			setProblem(({turn}) => ({text, turn: turn + 1}));
		}
		busy.current = false;
	}
	return html`<form onSubmit=${send} aria-label=${label} novalidate>
		<${Problem} key=${`problem ${problem.turn}`} text=${problem.text} />
		${children}
	</form>`;
}

export const Submit = ({children, kind = ''}) => html`<button type="submit" class="govuk-button ${kind ? `govuk-button--${kind}` : ''}">${children}</button>`;

export const Loading = () => html`<p class="govuk-body">${t('parts.loading')}</p>`;

// The sentence of a list with nothing in it.
export const Nothing = ({children}) => html`<p class="govuk-body" data-nothing="true">${children}</p>`;

// A screen's heading: focused when the screen is come to, so that a keyboard and a voice begin there.
export function Heading({children}) {
	const ref = useRef(null);
	useLayoutEffect(() => ref.current?.focus(), []);
	return html`<h1 class="govuk-heading-l" tabindex="-1" ref=${ref}>${children}</h1>`;
}

// What is read, in whichever state it is (base/readings.js): loading; refused, with the service's sentence
// and a way to ask again; there, or empty, which the children say; and old: what came before stays to be
// read, and is said not to be what is. None of it moves the focus: nobody pressed anything. title: the
// heading for as long as the answer, which has its own, is not there.
export function Answer({result, title, children}) {
	const state = stateOf(result);
	useEffect(() => {
		if (result.error)
			announce(result.error);
	}, [result.error]);
	const again = html`<${Button} kind="secondary" onClick=${result.again}>${t('parts.again')}</${Button}>`;
	return html`<div class="reading" data-reading=${result.words} data-state=${state}>
		${title && !result.answer && html`<${Heading}>${title}</${Heading}>`}
		${state === 'loading' && html`<${Loading} />`}
		${state === 'error' && html`<div class="reading__wrong"><p class="govuk-body"><strong>${t('parts.unread')}</strong> ${result.error}</p>${again}</div>`}
		${state === 'old' && html`<div class="reading__wrong"><p class="govuk-body"><strong>${t('parts.old')}</strong> ${result.error ?? t('parts.old_stream')}</p>${result.error && again}</div>`}
		${result.answer && html`<div class=${state === 'old' ? 'reading__old' : ''}>${children(result.answer)}</div>`}
	</div>`;
}
