// SPDX-License-Identifier: GPL-3.0-or-later
// Who may walk home alone, by a parent's written word: its dates and weekdays; given and withdrawn.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {RuleText, Section} from '/base/cards.js';
import {lookAgain, useAnswer} from '/base/live.js';
import {Answer, Button, Done, Field, Form, Heading, Problem, Submit, Table, Tag} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {dateText} from '/base/times.js';
import {walkingDays, withoutRef} from '/screens/exceptions/words.js';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri'];

function Add({today, onDone}) {
	const [person, setPerson] = useState(null);
	const [from, setFrom] = useState(today);
	const [until, setUntil] = useState('');
	const [days, setDays] = useState(DAYS);
	const flip = (day) => setDays(DAYS.filter((one) => (one === day) !== days.includes(one)));
	return html`<${Form} label=${t('walkers.add')} onSend=${async () => {
		if (!person)
			throw new Error(t('walkers.nobody'));
		if (!days.length)
			throw new Error(t('walkers.no_day'));
		onDone((await post('grant walker', {person: person.ref, from, until, days: days.length === 5 ? 'mon-fri' : days.join(',')})).say);
		setPerson(null);
	}}>
		<${PickPerson} label=${t('walkers.pupil')} value=${person} onPick=${setPerson} keep=${(one) => one.category === 'pupil'} />
		<${Field} label=${t('walkers.from')} type="date" width="10" value=${from} onInput=${setFrom} />
		<${Field} label=${t('walkers.until')} type="date" width="10" value=${until} onInput=${setUntil} />
		<fieldset class="govuk-fieldset govuk-form-group"><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${t('walkers.days')}</legend>
			<div class="govuk-checkboxes govuk-checkboxes--small days">${DAYS.map((day) => html`<div class="govuk-checkboxes__item">
				<input class="govuk-checkboxes__input" type="checkbox" id="walks-${day}" checked=${days.includes(day)} onChange=${() => flip(day)} />
				<label class="govuk-label govuk-checkboxes__label" for="walks-${day}">${t(`walkers.day.${day}`)}</label></div>`)}</div>
		</fieldset>
		<${Submit}>${t('walkers.go')}</${Submit}>
	</${Form}>`;
}

function End({walker, onDone}) {
	const [sure, setSure] = useState(false);
	const [problem, setProblem] = useState('');
	const end = () => sure ? post('grant walker-end', {person: walker.ref}).then((answer) => onDone(answer.say), (refusal) => setProblem(refusal.message)) : setSure(true);
	return html`<${Problem} text=${problem} /><${Button} kind=${sure ? 'warning' : 'secondary'} aria-label=${t(sure ? 'walkers.end_sure_of' : 'walkers.end_of', {name: walker.name})}
		onClick=${end} onBlur=${() => setSure(false)} onKeyDown=${(event) => event.key === 'Escape' && setSure(false)}>${t(sure ? 'walkers.end_sure' : 'walkers.end')}</${Button}>`;
}

export function Walkers() {
	const result = useAnswer('grant walkers');
	const [done, setDone] = useState('');
	const [moved, setMoved] = useState(0);
	function onDone(sentence) {
		setDone(sentence);
		setMoved(moved + 1);
		lookAgain();
	}
	return html`<${Heading}>${t('walkers.title')}</${Heading}>
		<${Done} text=${done} />
		<${Answer} result=${result}>${(answer) => html`
			<p class="govuk-body"><${RuleText} rule=${answer.rule} /></p>
			<details class="govuk-details" open=${answer.walkers.length === 0}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('walkers.add')}</span></summary>
				<div class="govuk-details__text"><${Add} today=${answer.today} onDone=${onDone} /></div></details>
			<${Section} title=${t('walkers.list')} empty=${t('walkers.none')} items=${answer.walkers} moved=${moved}>
				<${Table} caption=${t('walkers.list')} empty=${t('walkers.none')} heads=${[t('walkers.pupil'), t('walkers.class'), t('walkers.days'), t('walkers.from'), t('walkers.until'), t('walkers.by'), t('walkers.act')]}
					rows=${answer.walkers.map((walker) => [walker.name, walker.class, walkingDays(walker.days), html`${dateText(walker.from)} ${walker.coming && html`<${Tag} colour="blue">${t('exceptions.state.coming')}</${Tag}>`}`, dateText(walker.until), t('walkers.by_on', {by: withoutRef(walker.by), on: dateText(walker.at)}), html`<${End} walker=${walker} onDone=${onDone} />`])} />
			</${Section}>`}</${Answer}>`;
}
