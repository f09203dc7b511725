// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in: reference and password, then the second factor where the account has one.
import {html, useEffect, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Field, Form, Heading, Problem, Submit} from '/base/parts.js';
import {t} from '/base/text.js';

function Password({onNext}) {
	const [person, setPerson] = useState('');
	const [password, setPassword] = useState('');
	return html`<${Heading}>${t('sign_in.title')}</${Heading}>
	<${Form} label=${t('sign_in.title')} onSend=${async () => onNext((await post('sign-in', {person, password})).next)}>
		<${Field} label=${t('sign_in.person')} hint=${t('sign_in.person_hint')} value=${person} onInput=${setPerson} width="10" autocomplete="username" autocapitalize="characters" spellcheck="false" />
		<${Field} label=${t('sign_in.password')} type="password" value=${password} onInput=${setPassword} width="20" autocomplete="current-password" />
		<${Submit}>${t('sign_in.go')}</${Submit}>
		<p class="govuk-body-s">${t('sign_in.forgotten')}</p>
	</${Form}>`;
}

function Code({setUp, onNext}) {
	const [code, setCode] = useState('');
	const [uri, setUri] = useState('');
	const [problem, setProblem] = useState('');
	useEffect(() => {
		if (setUp)
			post('sign-in/set-up').then((answer) => setUri(answer.uri), (refusal) => setProblem(refusal.message));
	}, []);
	const secret = /secret=([A-Z2-7]+)/.exec(uri)?.[1] ?? '';
	return html`<${Heading}>${t(setUp ? 'sign_in.set_up' : 'sign_in.code_title')}</${Heading}>
	<${Problem} text=${problem} />
	${setUp && uri && html`<p class="govuk-body">${t('sign_in.set_up_how')}</p>
		<p class="govuk-body"><a class="govuk-link" href=${uri}>${t('sign_in.set_up_open')}</a></p>
		<p class="govuk-body">${t('sign_in.set_up_secret')}<br /><code class="secret">${secret.replace(/(.{4})/g, '$1 ').trim()}</code></p>`}
	<${Form} label=${t('sign_in.code_title')} onSend=${async () => onNext((await post('sign-in/code', {code})).next)}>
		<${Field} label=${t('sign_in.code')} hint=${t('sign_in.code_hint')} value=${code} onInput=${setCode} width="5" inputmode="numeric" autocomplete="one-time-code" maxlength="6" />
		<${Submit}>${t('sign_in.go')}</${Submit}>
	</${Form}>`;
}

export function SignIn({me, said, onDone}) {
	const [next, setNext] = useState(me?.next ?? '');
	useEffect(() => setNext(me?.next ?? ''), [me?.next]);
	const done = (step) => step === 'in' ? onDone() : setNext(step);
	return html`<${Problem} text=${said} />
		${next === 'code' || next === 'set-up' ? html`<${Code} key=${next} setUp=${next === 'set-up'} onNext=${done} />` : html`<${Password} onNext=${done} />`}`;
}
