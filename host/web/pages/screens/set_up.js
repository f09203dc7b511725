// SPDX-License-Identifier: GPL-3.0-or-later
// Set-up: the policy in force with every rule and its source, what the school chose where the policy
// is silent, and what is still to be checked.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Done, Field, Form, Heading, Submit, Table, Tag, Warning} from '/base/parts.js';
import {Choice, Facts} from '/base/house.js';
import {t} from '/base/text.js';
import {dateText} from '/base/times.js';

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

function Name({value, onDone}) {
	const [name, setName] = useState(value);
	return html`<${Form} label=${t('set_up.name')} onSend=${async () => onDone((await post('school set', {name: 'name', value: name})).say)}>
		<${Field} label=${t('set_up.name')} hint=${t('set_up.name_hint')} value=${name} onInput=${setName} width="20" maxlength="60" autocomplete="off" />
		<${Submit} kind="secondary">${t('set_up.enter')}</${Submit}>
	</${Form}>`;
}

// Our own pages are no source for a school: what stands in them is the law, or practice.
const isLaw = (rule) => rule.id.startsWith('LAW-');
const kind = (rule) => isLaw(rule) ? html`<${Tag} colour="purple">${t('rule.law')}</${Tag}>`
	: rule.ours ? html`<${Tag} colour="yellow">${t('rule.ours')}</${Tag}>` : html`<${Tag} colour="blue">${t('rule.policy')}</${Tag}>`;
const source = (rule) => html`${kind(rule)} ${rule.ours || isLaw(rule) ? '' : rule.section}`;

// Whom an answer speaks of, in a word.
function whom({categories}) {
	const only = (...some) => categories.every((one) => some.includes(one));
	return t(`set_up.whom.${only('pupil') ? 'pupils' : only('parent') ? 'parents' : only('visitor', 'parent', 'contractor') ? 'visitors' : categories.includes('pupil') ? 'everybody' : 'adults'}`);
}

// A rule may be the policy's own words and an answer by it school practice: each says which it is.
const Answers = ({rule, answers}) => answers.length > 0 && html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('set_up.answers', {count: answers.length, rule: rule.id})}</span></summary>
	<ul class="govuk-list govuk-details__text">${answers.map((one) => html`<li>${one.actions.map((action) => t(`set_up.action.${action.replaceAll('-', '_')}`)).join(', ')},
		${one.places.length === 1 ? `${t(`set_up.place.${one.places[0]}`)}, ` : ''}${whom(one)}: <strong>${t(`desk.outcome.${one.outcome}`)}</strong>. ${one.say && html`“${plain(one.say)}” `}
		${one.ours && html`<${Tag} colour="yellow">${t('rule.ours')}</${Tag}>`}</li>`)}</ul></details>`;
const plain = (say) => say.replaceAll('{device}', t('set_up.device')).replaceAll('{door}', t('set_up.door')).replaceAll('{home}', t('set_up.home'));

const Rules = ({rules, answers}) => html`<${Table} caption=${t('set_up.rules', {count: rules.length})} empty=${t('set_up.no_rules')}
	heads=${[t('set_up.rule'), t('set_up.says'), t('set_up.source'), t('set_up.enforced')]}
	rows=${rules.map((rule) => [rule.id, html`${rule.title}<${Answers} rule=${rule} answers=${answers.filter((one) => one.rule === rule.id)} />`, source(rule), t(rule.enforced ? 'set_up.by_locker' : 'set_up.recorded')])} />`;

export function SetUp({me}) {
	const [said, setSaid] = useState('');
	const result = useAnswer('policy show', {said});
	const may = me.may.includes('school set');
	return html`<${Heading}>${t('set_up.title')}</${Heading}><${Done} text=${said} />
		<${Answer} result=${result}>${(policy) => html`
			${policy.unchecked && html`<${Warning}>${policy.unchecked}</${Warning}>`}
			<${Facts} rows=${[
				[t('set_up.name'), policy.settings.name || policy.title],
				[t('set_up.policy'), policy.title],
				...Object.keys(SETTINGS).map((name) => [t(`set_up.setting.${name}`), t(`set_up.${name}.${(policy.settings[name] || SETTINGS[name][0]).replaceAll('-', '_')}`)]),
				[t('set_up.reviewed'), policy.settings.reviewed ? dateText(policy.settings.reviewed) : t('set_up.never')],
				[t('set_up.due'), policy.review?.due ? dateText(policy.review.due) : policy.review?.every_months ? t('set_up.every', {count: policy.review.every_months}) : t('set_up.not_said')],
			]} />
			${may ? html`<${Name} value=${policy.settings.name || policy.title} onDone=${setSaid} />
				<h2 class="govuk-heading-m">${t('set_up.silent')}</h2><p class="govuk-body">${t('set_up.silent_about')}</p>
				${Object.keys(SETTINGS).map((name) => html`<${Setting} key=${name} name=${name} value=${policy.settings[name]} onDone=${setSaid} />`)}
				<${Reviewed} value=${policy.settings.reviewed} onDone=${setSaid} />` : html`<p class="govuk-body">${t('set_up.who')}</p>`}
			<h2 class="govuk-heading-m">${t('set_up.policy')}</h2>
			<${Rules} rules=${policy.rules} answers=${policy.answers} />
			${policy.loan.length > 0 && html`<${Table} caption=${t('set_up.loan')} heads=${[t('set_up.rule'), t('set_up.says')]} rows=${policy.loan.map((term) => [term.rule, term.say])} />`}`}
		</${Answer}>`;
}
