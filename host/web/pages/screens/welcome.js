// SPDX-License-Identifier: GPL-3.0-or-later
// A one-time link was opened: its person chooses a password.
import {html, useEffect, useState} from '/lib/preact.js';
import {get, post} from '/base/api.js';
import {Field, Form, Heading, Loading, Problem, Submit} from '/base/parts.js';
import {t} from '/base/text.js';

export function Welcome({link, onDone}) {
	const [whose, setWhose] = useState(null);
	const [problem, setProblem] = useState('');
	const [password, setPassword] = useState('');
	const [again, setAgain] = useState('');
	useEffect(() => {
		get('welcome', {link}).then(setWhose, (refusal) => setProblem(refusal.message));
	}, [link]);
	async function choose() {
		if (password !== again)
			throw new Error(t('welcome.differ'));
		await post('welcome', {link, password});
		location.hash = '#/';
		onDone();
	}
	if (!whose)
		return problem ? html`<${Heading}>${t('welcome.title')}</${Heading}><${Problem} text=${problem} />` : html`<${Loading} />`;
	return html`<${Heading}>${t('welcome.for', {name: `${whose.given} ${whose.family}`})}</${Heading}>
		<p class="govuk-body">${t('welcome.your_reference', {ref: whose.person})}</p>
		<${Form} label=${t('welcome.title')} onSend=${choose}>
			<input type="text" class="govuk-visually-hidden" autocomplete="username" value=${whose.person} readonly tabindex="-1" aria-hidden="true" />
			<${Field} label=${t('welcome.password')} hint=${t('welcome.hint')} type="password" value=${password} onInput=${setPassword} width="20" autocomplete="new-password" />
			<${Field} label=${t('welcome.again')} type="password" value=${again} onInput=${setAgain} width="20" autocomplete="new-password" />
			<${Submit}>${t('welcome.go')}</${Submit}>
		</${Form}>`;
}
