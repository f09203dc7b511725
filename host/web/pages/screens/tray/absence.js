// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the Headteacher is here; who deputises and until when; what waits for her.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {inForce} from '/base/cards.js';
import {Button, Field, Form, Problem, Submit} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {timeText} from '/base/times.js';

const whatGoes = (me) => t('absence.what_goes', {goes: inForce(me, 'RP-15'), waits: inForce(me, 'RP-3')});

function Mark({now, me, onDone}) {
	const [deputy, setDeputy] = useState(null);
	const [day, setDay] = useState(now.slice(0, 10));
	const [clock, setClock] = useState('');
	return html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('absence.mark')}</span></summary>
		<div class="govuk-details__text"><${Form} label=${t('absence.mark')} onSend=${async () => {
			if (!deputy)
				throw new Error(t('absence.nobody'));
			if (!clock)
				throw new Error(t('absence.no_end'));
			onDone((await post('headteacher absent', {deputy: deputy.ref, until: `${day}T${clock}`})).say);
		}}>
			<p class="govuk-body">${whatGoes(me)}</p>
			<${PickPerson} label=${t('absence.deputy')} value=${deputy} onPick=${setDeputy} keep=${(person) => person.category === 'slt'} />
			<div class="when"><${Field} label=${t('absence.until_day')} type="date" width="10" value=${day} onInput=${setDay} />
				<${Field} label=${t('absence.until')} type="time" width="5" value=${clock} onInput=${setClock} /></div>
			<${Submit}>${t('absence.go')}</${Submit}>
		</${Form}></div></details>`;
}

export function Absence({answer, me, onDone}) {
	const [problem, setProblem] = useState('');
	const may = me.may.includes('headteacher absent');
	const {absence} = answer;
	const back = () => post('headteacher back').then((said) => onDone(said.say), (refusal) => setProblem(refusal.message));
	if (!absence)
		return may ? html`<${Mark} now=${answer.now} me=${me} onDone=${onDone} />` : '';
	return html`<div class="govuk-inset-text" data-absence="true">
		<p class="govuk-body"><strong>${t('absence.is', {deputy: absence.deputy, until: timeText(absence.until, answer.now)})}</strong></p>
		<p class="govuk-body">${whatGoes(me)}</p>
		${answer.deputising && html`<p class="govuk-body">${t('absence.waiting', {count: answer.headteacher_waiting ?? 0})}</p>`}
		<${Problem} text=${problem} />
		${may && html`<${Button} kind="secondary" onClick=${back}>${t('absence.back')}</${Button}>`}
	</div>`;
}
