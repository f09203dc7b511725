// SPDX-License-Identifier: GPL-3.0-or-later
// What is done about an incident: police, HR, readers, kept from deletion, evidence, its end. Only
// what whoever reads it may do is offered, and what the end still waits for is said.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Button, Field, Form, Problem, Radios, Submit, Warning} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';

function Police({answer, onDone}) {
	const {incident, now} = answer, own = incident.rule === 'RP-13';
	const [day, setDay] = useState(now.slice(0, 10));
	const [clock, setClock] = useState(now.slice(11, 16));
	const [choice, setChoice] = useState('theirs');
	return html`<${Form} label=${t('incidents.police')} onSend=${async () => onDone((await post('incident police', {id: incident.id, at: `${day}T${clock}`, choice})).say)}>
		${own ? html`<p class="govuk-body">${t('incidents.police_own', {rule: incident.rule})}</p>`
			: html`<${Radios} legend=${t('incidents.whose_choice')} options=${['theirs', 'school'].map((one) => [one, t(`incidents.choice.${one}`)])} value=${choice} onChange=${setChoice} />`}
		<div class="when"><${Field} label=${t('incidents.told_day')} type="date" width="10" value=${day} onInput=${setDay} /><${Field} label=${t('incidents.told_clock')} type="time" width="5" value=${clock} onInput=${setClock} /></div>
		<${Submit}>${t('incidents.police_go')}</${Submit}>
	</${Form}>`;
}

function Readers({answer, onDone}) {
	const [person, setPerson] = useState(null);
	const [problem, setProblem] = useState('');
	const off = (reader) => post('incident reader-end', {id: answer.incident.id, person: /\(([^()]*)\)$/.exec(reader)[1]}).then((said) => onDone(said.say), (refusal) => setProblem(refusal.message));
	return html`<${Form} label=${t('incidents.readers')} onSend=${async () => {
			if (!person)
				throw new Error(t('incidents.reader_nobody'));
			onDone((await post('incident reader', {id: answer.incident.id, person: person.ref})).say);
		}}>
		<${Problem} text=${problem} />
		<ul class="govuk-list">${answer.readers.map((reader) => html`<li key=${reader}>${reader} <${Button} kind="secondary" aria-label=${t('ask.not_going', {name: reader})} onClick=${() => off(reader)}>${t('ask.take_off')}</${Button}></li>`)}</ul>
		<${PickPerson} label=${t('incidents.readers')} value=${person} onPick=${setPerson} keep=${(one) => one.category !== 'pupil'} />
		<${Submit} kind="secondary">${t('incidents.reader_go')}</${Submit}>
	</${Form}>`;
}

// Shown first and confirmed after: evidence goes to the police and to nobody else, whatever is decided.
function Evidence({answer, onDone}) {
	const [person, setPerson] = useState(null);
	const [reason, setReason] = useState('');
	const [shown, setShown] = useState('');
	return html`<${Form} label=${t('incidents.evidence')} onSend=${async () => {
			if (!person)
				throw new Error(t('incidents.evidence_nobody'));
			const said = await post('hold evidence', {person: person.ref, reason, incident: answer.incident.id, confirm: shown ? true : undefined});
			shown ? onDone(said.say) : setShown(said.say);
		}}>
		<${PickPerson} label=${t('incidents.evidence_whose')} value=${person} onPick=${(one) => { setPerson(one); setShown(''); }} />
		<${Field} label=${t('holds.why')} value=${reason} onInput=${(text) => { setReason(text); setShown(''); }} />
		<div role="status">${shown && html`<${Warning}>${shown}</${Warning}>`}</div>
		<${Submit} kind=${shown ? 'warning' : 'secondary'}>${t(shown ? 'incidents.evidence_sure' : 'incidents.evidence_go')}</${Submit}>
	</${Form}>`;
}

function Sentence({label, ask, go, onSend}) {
	const [text, setText] = useState('');
	return html`<${Form} label=${label} onSend=${() => onSend(text)}><${Field} label=${ask} value=${text} onInput=${setText} maxlength="250" /><${Submit}>${go}</${Submit}></${Form}>`;
}

const Fold = ({title, children}) => html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${title}</span></summary><div class="govuk-details__text">${children}</div></details>`;

export function Acts({answer, onDone}) {
	const [problem, setProblem] = useState('');
	const {id} = answer.incident, may = (act) => answer.may.includes(act);
	const send = (words, fields = {}) => post(words, {id, ...fields}).then((said) => onDone(said.say));
	const press = (words) => send(words).catch((refusal) => setProblem(refusal.message));
	return html`<section aria-label=${t('incidents.acts')} class="section"><h2 class="govuk-heading-m">${t('incidents.acts')}</h2>
		<${Problem} text=${problem} />
		${answer.waits.length > 0 && html`<p class="govuk-body">${t('incidents.waits')}</p><ul class="govuk-list govuk-list--bullet">${answer.waits.map((one) => html`<li>${t(`incidents.wait.${one}`, {rule: answer.incident.rule === 'school' ? t('rule.ours') : answer.incident.rule})}</li>`)}</ul>`}
		${may('police') && html`<${Fold} title=${t('incidents.police_fold')}><${Police} answer=${answer} onDone=${onDone} /></${Fold}>`}
		${may('readers') && html`<${Fold} title=${t('incidents.readers_fold')}><${Readers} answer=${answer} onDone=${onDone} /></${Fold}>`}
		${may('evidence') && html`<${Fold} title=${t('incidents.evidence')}><${Evidence} answer=${answer} onDone=${onDone} /></${Fold}>`}
		${may('release') && html`<${Fold} title=${t('incidents.release')}><${Sentence} label=${t('incidents.release')} ask=${t('incidents.release_why')} go=${t('incidents.release_go')} onSend=${(reason) => send('incident release', {reason})} /></${Fold}>`}
		${may('close') && html`<${Fold} title=${t('incidents.close')}><${Sentence} label=${t('incidents.close')} ask=${t('conduct.outcome_ask')} go=${t('conduct.close_go')} onSend=${(outcome) => send('incident close', {outcome})} /></${Fold}>`}
		<div class="govuk-button-group">${may('hr') && html`<${Button} kind="secondary" onClick=${() => press('incident hr')}>${t('incidents.hr_go')}</${Button}>`}
			${may('preserve') && html`<${Button} kind="secondary" onClick=${() => press('incident preserve')}>${t('incidents.preserve')}</${Button}>`}</div>
	</section>`;
}
