// SPDX-License-Identifier: GPL-3.0-or-later
// Home-time now, for a class or the school, with a reason: every rule goes by it from then on.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Field, Form, Select} from '/base/parts.js';
import {t} from '/base/text.js';

export function Now({me, classes, onDone}) {
	const [who, setWho] = useState('');
	const [reason, setReason] = useState('');
	if (!me.may.includes('calendar close-early'))
		return html`<p class="govuk-body">${t('home_time.now_who')}</p>`;
	return html`<details class="govuk-details" data-part="now"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('home_time.now')}</span></summary>
		<div class="govuk-details__text"><${Form} label=${t('home_time.now')} onSend=${async () => {
			const answer = await post('calendar close-early', {time: 'now', class: who, reason});
			setReason('');
			onDone(answer.say);
		}}>
			<${Select} label=${t('home_time.for')} options=${[['', t('home_time.school')], ...classes.filter((row) => row.name).map((row) => [row.name, t('home_time.of_class', row)])]} value=${who} onChange=${setWho} />
			<${Field} label=${t('home_time.reason')} value=${reason} onInput=${setReason} />
			<button type="submit" class="govuk-button govuk-button--warning">${t('home_time.now_go')}</button>
		</${Form}></div></details>`;
}
