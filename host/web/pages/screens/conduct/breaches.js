// SPDX-License-Identifier: GPL-3.0-or-later
// Breaches: reported, under investigation, closed with an outcome, never back (RP-11).
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Card, RuleText} from '/base/cards.js';
import {Button, Checkbox, Form, Problem, Submit, Tag, TextArea} from '/base/parts.js';
import {t} from '/base/text.js';
import {timeText} from '/base/times.js';
import {List} from '/screens/conduct/list.js';

const COLOURS = {'reported': 'yellow', 'under investigation': 'blue', 'closed': 'grey'};

function Close({breach, onDone, onLeave}) {
	const [outcome, setOutcome] = useState('');
	const [disciplinary, setDisciplinary] = useState(false);
	return html`<div onKeyDown=${(event) => event.key === 'Escape' && onLeave()}><${Form} label=${t('conduct.close_label', {id: breach.id})}
			onSend=${async () => onDone((await post('breach close', {id: breach.id, outcome, disciplinary: disciplinary || undefined})).say)}>
		<${TextArea} label=${t('conduct.outcome_ask')} value=${outcome} onInput=${setOutcome} rows=${2} focused=${true} />
		${!breach.pupil && html`<${Checkbox} label=${t('conduct.disciplinary')} checked=${disciplinary} onChange=${setDisciplinary} />`}
		<div class="govuk-button-group"><${Submit}>${t('conduct.close_go')}</${Submit}><${Button} kind="secondary" onClick=${onLeave}>${t('conduct.leave')}</${Button}></div>
	</${Form}></div>`;
}

function Breach({breach, me, onDone}) {
	const [closing, setClosing] = useState(false);
	const [problem, setProblem] = useState('');
	const may = me.may.includes('breach close') && breach.state !== 'closed';
	const investigate = () => post('breach investigate', {id: breach.id}).then((answer) => onDone(answer.say), (refusal) => setProblem(refusal.message));
	return html`<${Card} data-breach=${String(breach.id)} title=${breach.person} tag=${html`<${Tag} colour=${COLOURS[breach.state]}>${t(`conduct.state.${breach.state.replaceAll(' ', '_')}`)}</${Tag}>`}
		rows=${[[t('conduct.rule'), html`<${RuleText} rule=${breach} />`], [t('conduct.happened'), breach.happened_at && timeText(breach.happened_at)], [t('conduct.told'), timeText(breach.at)],
			[t('conduct.outcome'), breach.outcome], [t('conduct.procedure'), breach.disciplinary && t('conduct.disciplinary')]]}>
		<${Problem} text=${problem} />
		${may && (closing ? html`<${Close} breach=${breach} onDone=${onDone} onLeave=${() => setClosing(false)} />` : html`<div class="govuk-button-group">
			${breach.state === 'reported' && html`<${Button} onClick=${investigate}>${t('conduct.investigate')}</${Button}>`}
			<${Button} kind="secondary" onClick=${() => setClosing(true)}>${t('conduct.close')}</${Button}></div>`)}
	</${Card}>`;
}

export const Breaches = ({me}) => html`<${List} title=${t('conduct.breaches')} request="breach list" name="breaches" empty=${t('conduct.no_breach')} all=${t('conduct.all_breaches')}>
	${(breaches, onDone) => breaches.map((breach) => html`<${Breach} key=${breach.id} breach=${breach} me=${me} onDone=${onDone} />`)}</${List}>`;
