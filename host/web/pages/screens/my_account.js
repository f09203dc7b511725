// SPDX-License-Identifier: GPL-3.0-or-later
// My account: who one is here, and one's own password.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Done, Field, Form, Heading, Submit} from '/base/parts.js';
import {Confirm, Facts} from '/base/house.js';
import {t} from '/base/text.js';

export function MyAccount({me}) {
	const [old, setOld] = useState('');
	const [wanted, setWanted] = useState('');
	const [again, setAgain] = useState('');
	const [said, setSaid] = useState('');
	return html`<${Heading}>${t('my_account.title')}</${Heading}>
		<${Done} text=${said} />
		<${Facts} rows=${[[t('people.name'), `${me.given} ${me.family}`], [t('people.ref'), me.person], [t('accounts.as'), t(`accounts.role.${me.role}`)]]} />
		<h2 class="govuk-heading-m">${t('my_account.password')}</h2>
		<${Form} label=${t('my_account.password')} onSend=${async () => {
			setSaid('');
			if (wanted !== again)
				throw new Error(t('welcome.differ'));
			await post('password', {old, new: wanted});
			setOld('');
			setWanted('');
			setAgain('');
			setSaid(t('my_account.changed'));
		}}>
			<input type="text" class="govuk-visually-hidden" autocomplete="username" value=${me.person} readonly tabindex="-1" aria-hidden="true" />
			<${Field} label=${t('my_account.old')} type="password" value=${old} onInput=${setOld} width="20" autocomplete="current-password" />
			<${Field} label=${t('my_account.new')} hint=${t('welcome.hint')} type="password" value=${wanted} onInput=${setWanted} width="20" autocomplete="new-password" />
			<${Field} label=${t('welcome.again')} type="password" value=${again} onInput=${setAgain} width="20" autocomplete="new-password" />
			<${Submit}>${t('my_account.go')}</${Submit}>
		</${Form}>
		${[...me.may, ...me.own].includes('account sign-out') && html`<${Confirm} label=${t('my_account.everywhere')} sure=${t('my_account.everywhere_sure')} yes=${t('my_account.everywhere_yes')} onYes=${async () => {
			await post('account sign-out', {person: me.person});
			location.reload();
		}} />`}
		<p class="govuk-body">${t('my_account.lost')}</p>`;
}
