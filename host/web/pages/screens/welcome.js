// SPDX-License-Identifier: GPL-3.0-or-later
// A one-time link was opened: its person chooses a password.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Field, Form, Heading, Submit} from '/base/parts.js';
import {t} from '/base/text.js';

function Choose({link, whose, onDone}) {
	const [password, setPassword] = useState('');
	const [again, setAgain] = useState('');
	async function choose() {
		if (password !== again)
			throw new Error(t('welcome.differ'));
		await post('welcome', {link, password});
		location.hash = '#/';
		onDone();
	}
	return html`<h2 class="govuk-heading-m">${t('welcome.for', {name: `${whose.given} ${whose.family}`})}</h2>
		<p class="govuk-body">${t('welcome.your_reference', {ref: whose.person})}</p>
		<${Form} label=${t('welcome.title')} onSend=${choose}>
			<input type="text" class="govuk-visually-hidden" autocomplete="username" value=${whose.person} readonly tabindex="-1" aria-hidden="true" />
			<${Field} label=${t('welcome.password')} hint=${t('welcome.hint')} type="password" value=${password} onInput=${setPassword} width="20" autocomplete="new-password" />
			<${Field} label=${t('welcome.again')} type="password" value=${again} onInput=${setAgain} width="20" autocomplete="new-password" />
			<${Submit}>${t('welcome.go')}</${Submit}>
		</${Form}>`;
}

export function Welcome({link, onDone}) {
	const result = useAnswer('welcome', {link}, true);
	return html`<${Heading}>${t('welcome.title')}</${Heading}>
		<${Answer} result=${result}>${(whose) => html`<${Choose} link=${link} whose=${whose} onDone=${onDone} />`}</${Answer}>`;
}
