// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever acted, or proposes to act, against the rules or where they are silent, advises the
// Headteacher of the justification (RP-12).
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {inForce} from '/base/cards.js';
import {Form, Radios, Submit, TextArea} from '/base/parts.js';
import {t} from '/base/text.js';

export function Advise({me, onDone}) {
	const [text, setText] = useState('');
	const [when, setWhen] = useState('acted');
	return html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('advise.title')}</span></summary>
		<div class="govuk-details__text"><${Form} label=${t('advise.title')} onSend=${async () => {
			const said = await post('override note', {justification: text, proposed: when === 'proposed' || undefined});
			setText('');
			onDone(said.say);
		}}>
			<${Radios} legend=${t('advise.when')} options=${[['acted', t('advise.acted')], ['proposed', t('advise.proposed')]]} value=${when} onChange=${setWhen} />
			<${TextArea} label=${t('advise.why')} hint=${t('advise.hint', {rule: inForce(me, 'RP-12')})} value=${text} onInput=${setText} />
			<${Submit}>${t('advise.go')}</${Submit}>
		</${Form}></div></details>`;
}
