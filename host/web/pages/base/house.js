// SPDX-License-Identifier: GPL-3.0-or-later
// Parts that the screens of the house share: what is asked twice before it is done, a row of facts,
// a card's number, and a form that says what came of it.
import {html, useLayoutEffect, useRef, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Button, Field, Form, Submit, useId} from '/base/parts.js';
import {useReader} from '/base/reader.js';
import {t} from '/base/text.js';

// A button that asks once more: what it does cannot be taken back. Escape leaves it undone.
export function Confirm({label, sure, yes, onYes, kind = 'secondary'}) {
	const [open, setOpen] = useState(null); // null: not asked yet, so the focus is elsewhere
	const box = useRef(null);
	// To what is asked, and back to what was pressed.
	useLayoutEffect(() => {
		if (open !== null)
			box.current?.querySelector('button')?.focus();
	}, [open]);
	if (!open)
		return html`<span ref=${box}><${Button} kind=${kind} onClick=${() => setOpen(true)}>${label}</${Button}></span>`;
	return html`<div class="confirm" role="group" aria-label=${sure} ref=${box} onKeyDown=${(event) => event.key === 'Escape' && setOpen(false)}>
		<p class="govuk-body">${sure}</p>
		<${Button} kind="warning" onClick=${async () => {
			await onYes();
			setOpen(false);
		}}>${yes}</${Button}>
		<${Button} kind="secondary" onClick=${() => setOpen(false)}>${t('house.leave')}</${Button}>
	</div>`;
}

// rows: [name, value] pairs; what is empty is said to be.
export const Facts = ({rows}) => html`<dl class="govuk-summary-list">${rows.map(([name, value]) => html`<div class="govuk-summary-list__row">
	<dt class="govuk-summary-list__key">${name}</dt><dd class="govuk-summary-list__value">${value === '' || value === null || value === undefined ? t('house.nothing') : value}</dd>
</div>`)}</dl>`;

// A select with its label, for one of many. options: [value, text] pairs.
export const ask = (words, fields, setDone) => async () => {
	const answer = await post(words, typeof fields === 'function' ? fields() : fields);
	setDone(answer.say ?? t('house.done'));
	return answer;
};

// A form of plain fields: [name, label, {hint, type, width, options}]; sends them as a request.
export function Asking({label, words, fields, fixed = {}, go, onDone, children}) {
	const empty = () => Object.fromEntries(fields.map(([name, , more]) => [name, more?.value ?? '']));
	const [values, setValues] = useState(empty);
	const set = (name) => (value) => setValues((was) => ({...was, [name]: value}));
	return html`<${Form} label=${label} onSend=${async () => {
		const answer = await post(words, {...values, ...fixed});
		setValues(empty());
		onDone(answer.say ?? t('house.done'));
	}}>
		<div class="fields">${fields.map(([name, text, more = {}]) => more.options
			? html`<${Choice} key=${name} label=${text} hint=${more.hint} options=${more.options} value=${values[name]} onChange=${set(name)} />`
			: html`<${Field} key=${name} label=${text} hint=${more.hint} type=${more.type ?? 'text'} width=${more.width ?? ''} value=${values[name]} onInput=${set(name)} autocomplete="off" />`)}</div>
		${children}
		<${Submit}>${go}</${Submit}>
	</${Form}>`;
}

// As parts.js Select, with a hint.
export function Choice({label, hint, options, value, onChange}) {
	const id = useId('choice');
	return html`<div class="govuk-form-group">
		<label class="govuk-label" for=${id}>${label}</label>
		${hint && html`<div id="${id}-hint" class="govuk-hint">${hint}</div>`}
		<select class="govuk-select" id=${id} value=${value} aria-describedby=${hint ? `${id}-hint` : undefined} onChange=${(event) => onChange(event.currentTarget.value)}>
			${options.map(([key, text]) => html`<option value=${key} selected=${key === value}>${text}</option>`)}
		</select>
	</div>`;
}

// The number of a card: typed, or of whatever is held to the desk's reader while the field is there.
export function CardField({label, value, onInput}) {
	const [wrong, setWrong] = useState('');
	useReader((held) => {
		setWrong(held.uid ? '' : held.say);
		if (held.uid)
			onInput(held.uid);
	});
	return html`<${Field} error=${wrong} label=${label} hint=${t('house.card_hint')} value=${value} onInput=${onInput} width="20" autocomplete="off" spellcheck="false" />`;
}
