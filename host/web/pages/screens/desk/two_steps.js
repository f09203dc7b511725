// SPDX-License-Identifier: GPL-3.0-or-later
// A form whose sending may first only show what would be done ("preview"): the sentence is read, then
// it is confirmed or left. One without a preview is done at once.
import {html, useLayoutEffect, useRef, useState} from '/lib/preact.js';
import {Form, Warning} from '/base/parts.js';
import {t} from '/base/text.js';

export function TwoSteps({label, go, sure, onSend, button, kind = '', children}) {
	const [shown, setShown] = useState('');
	const confirm = useRef(null), own = useRef(null);
	const first = button ?? own, was = useRef('');
	useLayoutEffect(() => {
		if (shown)
			confirm.current?.focus();
		else if (was.current) // left as it is: back to what was pressed
			first.current?.focus();
		was.current = shown;
	}, [shown]);
	async function send() {
		const answer = await onSend(shown !== '');
		setShown(answer?.preview ? answer.say : '');
	}
	return html`<${Form} label=${label} onSend=${send}>
		<div hidden=${shown !== ''}>${children}</div>
		${shown && html`<${Warning}>${shown}</${Warning}>`}
		<div class="govuk-button-group">
			${shown ? html`<button type="submit" class="govuk-button" ref=${confirm}>${sure}</button>
				<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => setShown('')}>${t('desk.leave')}</button>`
		: html`<button type="submit" class="govuk-button ${kind ? `govuk-button--${kind}` : ''}" ref=${first}>${go}</button>`}
		</div>
	</${Form}>`;
}
