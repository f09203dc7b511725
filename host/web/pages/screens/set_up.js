// SPDX-License-Identifier: GPL-3.0-or-later
// Set-up: the policy in force with every rule and its source, what the school chose where the policy
// is silent, and what is still to be checked.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Done, Field, Form, Heading, Submit, Table, Tag, Warning} from '/base/parts.js';
import {Choice, day, Facts} from '/base/house.js';
import {t} from '/base/text.js';

// The settings of `hometime school set`, and the words each takes.
const SETTINGS = {pupils: ['unset', 'home-time', 'none', 'own'], staff: ['unset', 'contact', 'sessions', 'day', 'own'], mentions: ['headteacher', 'leadership', 'office']};

function Setting({name, value, onDone}) {
	const words = SETTINGS[name];
	const [chosen, setChosen] = useState(value || words[0]);
	return html`<${Form} label=${t(`set_up.setting.${name}`)} onSend=${async () => onDone((await post('school set', {name, value: chosen})).say)}>
		<${Choice} label=${t(`set_up.setting.${name}`)} hint=${t(`set_up.setting_hint.${name}`)} value=${chosen} onChange=${setChosen} options=${words.map((word) => [word, t(`set_up.${name}.${word.replaceAll('-', '_')}`)])} />
		<${Submit} kind="secondary">${t('set_up.choose')}</${Submit}>
	</${Form}>`;
}

function Reviewed({value, onDone}) {
	const [date, setDate] = useState(value);
	return html`<${Form} label=${t('set_up.reviewed')} onSend=${async () => onDone((await post('school set', {name: 'reviewed', value: date})).say)}>
		<${Field} label=${t('set_up.reviewed')} hint=${t('set_up.reviewed_hint')} type="date" value=${date} onInput=${setDate} width="10" />
		<${Submit} kind="secondary">${t('set_up.enter')}</${Submit}>
	</${Form}>`;
}

const source = (rule) => html`${rule.ours ? html`<${Tag} colour="yellow">${t('set_up.ours')}</${Tag}>` : html`<${Tag} colour="blue">${t('set_up.policy_text')}</${Tag}>`}
	${' '}${[rule.document, rule.section].filter(Boolean).join(', ')}`;

const Rules = ({rules}) => html`<${Table} caption=${t('set_up.rules', {count: rules.length})} empty=${t('set_up.no_rules')}
	heads=${[t('set_up.rule'), t('set_up.says'), t('set_up.source'), t('set_up.enforced')]}
	rows=${rules.map((rule) => [rule.id, rule.title, source(rule), t(rule.enforced ? 'set_up.by_locker' : 'set_up.recorded')])} />`;

export function SetUp({me}) {
	const [said, setSaid] = useState('');
	const result = useAnswer('policy show', {said});
	const may = me.may.includes('school set');
	return html`<${Heading}>${t('set_up.title')}</${Heading}><${Done} text=${said} />
		<${Answer} result=${result}>${(policy) => html`
			${policy.unchecked && html`<${Warning}>${policy.unchecked}</${Warning}>`}
			<${Facts} rows=${[
				[t('set_up.policy'), policy.title],
				...Object.keys(SETTINGS).map((name) => [t(`set_up.setting.${name}`), t(`set_up.${name}.${(policy.settings[name] || SETTINGS[name][0]).replaceAll('-', '_')}`)]),
				[t('set_up.reviewed'), policy.settings.reviewed ? day(policy.settings.reviewed) : t('set_up.never')],
				[t('set_up.due'), policy.review?.due ? day(policy.review.due) : policy.review?.every_months ? t('set_up.every', {count: policy.review.every_months}) : t('set_up.not_said')],
			]} />
			${may ? html`<h2 class="govuk-heading-m">${t('set_up.silent')}</h2><p class="govuk-body">${t('set_up.silent_about')}</p>
				${Object.keys(SETTINGS).map((name) => html`<${Setting} key=${name} name=${name} value=${policy.settings[name]} onDone=${setSaid} />`)}
				<${Reviewed} value=${policy.settings.reviewed} onDone=${setSaid} />` : html`<p class="govuk-body">${t('set_up.who')}</p>`}
			<h2 class="govuk-heading-m">${t('set_up.policy')}</h2>
			<${Rules} rules=${policy.rules} />
			${policy.loan.length > 0 && html`<${Table} caption=${t('set_up.loan')} heads=${[t('set_up.rule'), t('set_up.says')]} rows=${policy.loan.map((term) => [term.rule, term.say])} />`}`}
		</${Answer}>`;
}
