// SPDX-License-Identifier: GPL-3.0-or-later
// Giving back what is in: to its person, to a parent or another adult; and, where the policy says no,
// all the same, with a justification that the Headteacher reads.
import {html, useLayoutEffect, useRef, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {schoolNow} from '/base/live.js';
import {Button, Field, Form, Radios, TextArea} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {timeText} from '/base/times.js';
import {PolicyAnswer} from '/screens/desk/answer.js';
import {deviceText} from '/screens/desk/hand_in.js';
import {Hold} from '/screens/desk/hold.js';

export const placeText = (one) => one.bank ? t('desk.in_door', one) : one.safe ? t('desk.in_envelope', one) : t('desk.lent_to_them');

// Who takes it. A parent who is not on the register yet is entered as one who came today.
function Adult({value, onChange}) {
	const [given, setGiven] = useState('');
	const [family, setFamily] = useState('');
	if (value)
		return html`<p class="govuk-body">${t('desk.goes_to', {name: value.name})} <${Button} kind="secondary" onClick=${() => onChange(null)}>${t('desk.somebody_else')}</${Button}></p>`;
	const found = (person) => onChange({ref: person.ref, name: `${person.given} ${person.family}`});
	return html`<${PickPerson} label=${t('desk.adult')} keep=${(person) => person.category !== 'pupil'} onPick=${found} />
		<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('desk.adult_new')}</span></summary>
			<div class="govuk-details__text"><${Form} label=${t('desk.adult_new')} onSend=${async () => {
				const answer = await post('visitor sign-in', {given, family, category: 'parent'});
				onChange({ref: answer.person, name: `${given} ${family}`});
			}}>
				<${Field} label=${t('desk.given')} value=${given} onInput=${setGiven} width="20" />
				<${Field} label=${t('desk.family')} value=${family} onInput=${setFamily} width="20" />
				<button type="submit" class="govuk-button govuk-button--secondary">${t('desk.adult_enter')}</button>
			</${Form}></div></details>`;
}

function Override({page, one, to, onDone}) {
	const [why, setWhy] = useState('');
	return html`<details class="govuk-details" data-part="override"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('desk.override')}</span></summary>
		<div class="govuk-details__text"><${Form} label=${t('desk.override')} onSend=${async () => {
			const answer = await post('override collect', {person: page.person.ref, custody: one.custody, justification: why, to: to?.ref});
			onDone(answer.say);
		}}>
			<${TextArea} label=${t('desk.justification')} hint=${t('desk.justification_hint')} value=${why} onInput=${setWhy} />
			<button type="submit" class="govuk-button govuk-button--warning">${t('desk.override_go')}</button>
		</${Form}></div></details>`;
}

export function GiveBack({page, me, one, focus, onDone}) {
	const go = useRef(null);
	const [whom, setWhom] = useState('');
	const [adult, setAdult] = useState(null);
	const [how, setHow] = useState('');
	const held = one.kind !== 'deposit';
	const allowed = one.collect?.outcome === 'allow';
	const asks = held || whom === 'adult';
	useLayoutEffect(() => {
		if (focus)
			go.current?.focus();
	}, []);

	async function send() {
		if (whom === 'adult' && !adult)
			throw new Error(t('desk.who_takes_it'));
		if (held && !how)
			throw new Error(t('desk.how_identified'));
		const answer = await post('desk collect', {person: page.person.ref, custody: one.custody, to: whom === 'adult' ? adult.ref : undefined, identified: asks ? how : undefined});
		onDone(one.bank ? answer.say : t('desk.out_of_safe', {...one, say: answer.say}));
	}

	const title = `in-${one.custody}`;
	return html`<section class="custody" aria-labelledby=${title} data-custody=${String(one.custody)}>
		<h2 class="govuk-heading-m" id=${title}>${deviceText(one.device)} ${placeText(one)}</h2>
		<p class="govuk-body-s">${t(`desk.kind.${one.kind}`)}, ${t('desk.since', {since: timeText(one.since, schoolNow())})}</p>
		<${PolicyAnswer} answer=${one.collect} about=${t('desk.give_back_them')} />
		<${Radios} legend=${t('desk.whom')} options=${[['', t('desk.whom_them', {name: page.person.given})], ['adult', t('desk.whom_adult')]]} value=${whom} onChange=${setWhom} small />
		${whom === 'adult' && html`<${Adult} value=${adult} onChange=${setAdult} />`}
		${asks && html`<${Radios} legend=${t('desk.identified')} options=${page.identified.map((word) => [word, t(`desk.identified_by.${word.replaceAll(' ', '_')}`)])} value=${how} onChange=${setHow} inline=${false} small />`}
		<${Form} label=${t('desk.give_back')} onSend=${send}>
			<button type="submit" class="govuk-button ${allowed ? '' : 'govuk-button--secondary'}" ref=${go}>${t(one.bank ? 'desk.give_back_open' : 'desk.give_back_go')}</button>
		</${Form}>
		${!allowed && one.kind !== 'evidence' && html`<${Override} page=${page} one=${one} to=${whom === 'adult' ? adult : null} onDone=${onDone} />`}
		<${Hold} page=${page} me=${me} one=${one} onDone=${onDone} />
	</section>`;
}
