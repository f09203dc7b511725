// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts: who may sign in, as what, and the one-time link that is shown once and may be printed.
import {html, useLayoutEffect, useRef, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Button, Done, Form, Heading, Problem, Submit, Table, Tag} from '/base/parts.js';
import {Choice, Confirm} from '/base/house.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';

const ROLES = ['office', 'slt', 'headteacher', 'administrator', 'reader', 'staff'];
const role = (word) => t(`accounts.role.${word}`);
const COLOURS = {'in use': 'green', 'link out': 'yellow', 'link too old': 'orange', 'ended': 'grey'};

// On paper as on the screen: nothing else of the page is printed beside it (hometime.css, only-this).
function Link({name, link, onClose}) {
	const ref = useRef(null), code = useRef(null);
	const [copied, setCopied] = useState('');
	useLayoutEffect(() => ref.current?.focus(), [link]);
	const address = `${location.origin}/#/welcome/${link}`;
	// A browser that lets no page copy has it marked, to be copied by hand.
	async function copy() {
		try {
			await navigator.clipboard.writeText(address);
			setCopied(t('accounts.copied'));
		} catch (error) {
			getSelection().selectAllChildren(code.current);
			setCopied(t('accounts.copy_yourself'));
		}
	}
	return html`<section class="panel only-this" aria-label=${t('accounts.link_title', {name})}>
		<h2 class="govuk-heading-m" tabindex="-1" ref=${ref}>${t('accounts.link_title', {name})}</h2>
		<p class="govuk-body">${t('accounts.link_about')}</p>
		<p class="govuk-body"><code class="secret" ref=${code}>${address}</code></p>
		<div class="not-printed">
			<p class="govuk-body" role="status">${copied}</p>
			<${Button} onClick=${copy}>${t('accounts.copy')}</${Button}>
			<${Button} onClick=${() => print()}>${t('accounts.print')}</${Button}>
			<${Button} kind="secondary" onClick=${onClose}>${t('accounts.link_done')}</${Button}>
		</div>
	</section>`;
}

function Make({onLink}) {
	const [person, setPerson] = useState(null);
	const [as, setAs] = useState('office');
	return html`<h2 class="govuk-heading-m">${t('accounts.make')}</h2>
		<p class="govuk-body">${t('accounts.make_about')}</p>
		<${PickPerson} label=${t('accounts.who')} value=${person} onPick=${setPerson} />
		<${Form} label=${t('accounts.make')} onSend=${async () => {
			const answer = await post('account make', {person: person?.ref ?? '', role: as});
			onLink(`${person.given} ${person.family}`, answer);
			setPerson(null);
		}}>
			<${Choice} label=${t('accounts.as')} hint=${t('accounts.as_hint')} value=${as} onChange=${setAs} options=${ROLES.map((one) => [one, role(one)])} />
			<${Submit}>${t('accounts.make_go')}</${Submit}>
		</${Form}>`;
}

function Change({account, change}) {
	const [as, setAs] = useState(account.role);
	const label = {name: account.name};
	return html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('accounts.change', label)}</span></summary>
		<div class="govuk-details__text">
			<${Confirm} label=${t('accounts.new_link')} sure=${t('accounts.new_link_sure')} yes=${t('accounts.new_link_yes')} onYes=${() => change('account link', {})} />
			${account.second && html`<${Confirm} label=${t('accounts.second_off')} sure=${t('accounts.second_sure')} yes=${t('accounts.second_yes')} onYes=${() => change('account link', {second: true})} />`}
			${account.wait_s > 0 && html`<${Button} onClick=${() => change('account let-in', {})}>${t('accounts.let_in')}</${Button}>`}
			${account.sessions > 0 && html`<${Confirm} label=${t('accounts.sign_out')} sure=${t('accounts.sign_out_sure', label)} yes=${t('accounts.sign_out_yes')} onYes=${() => change('account sign-out', {})} />`}
			<${Choice} label=${t('accounts.as')} value=${as} onChange=${setAs} options=${ROLES.map((one) => [one, role(one)])} />
			<${Button} kind="secondary" onClick=${() => change('account role', {role: as})}>${t('accounts.role_go')}</${Button}>
			<${Confirm} label=${t('accounts.end')} sure=${t('accounts.end_sure', label)} yes=${t('accounts.end_yes')} onYes=${() => change('account end', {})} />
		</div></details>`;
}

export function Accounts() {
	const [said, setSaid] = useState('');
	const [problem, setProblem] = useState('');
	const [link, setLink] = useState(null);
	const [count, setCount] = useState(0);
	const result = useAnswer('account list', {count: String(count)});
	function came(name, answer) {
		setProblem('');
		setSaid(answer.say);
		setLink(answer.link ? {name, link: answer.link} : null);
		setCount((n) => n + 1);
	}
	const change = (account) => (words, fields) => post(words, {person: account.person, ...fields}).then(
		(answer) => came(account.name, answer), (refusal) => setProblem(refusal.message));
	return html`<${Heading}>${t('accounts.title')}</${Heading}>
		<${Problem} text=${problem} /><${Done} text=${said} />
		${link && html`<${Link} ...${link} onClose=${() => {
			setLink(null);
			setSaid('');
		}} />`}
		<${Answer} result=${result}>${({accounts}) => html`<${Table} headed caption=${t('accounts.title')} empty=${t('accounts.none')}
			heads=${[t('accounts.who'), t('accounts.as'), t('accounts.state'), t('accounts.second'), t('accounts.change_head')]}
			rows=${accounts.map((account) => [account.name, role(account.role),
				html`<${Tag} colour=${COLOURS[account.state]}>${t(`accounts.is.${account.state.replaceAll(' ', '_')}`)}</${Tag}>
					${account.wait_s > 0 && html` <${Tag} colour="red">${t('accounts.locked', {count: Math.ceil(account.wait_s / 60)})}</${Tag}>`}
					${account.sessions > 0 && html`<div class="govuk-hint">${t('accounts.signed_in', {count: account.sessions})}</div>`}`,
				t(account.second ? 'house.yes' : 'house.no'),
				account.state === 'ended' ? '' : html`<${Change} key=${account.person} account=${account} change=${change(account)} />`])} />`}
		</${Answer}>
		<${Make} onLink=${came} />`;
}
