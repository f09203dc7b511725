// SPDX-License-Identifier: GPL-3.0-or-later
// What the school holds, for whom, until when, and what somebody has to look at again: those first.
// Evidence goes to the police and is not ended otherwise.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Card} from '/base/cards.js';
import {Button, Field, Form, Problem, Submit, Tag} from '/base/parts.js';
import {t} from '/base/text.js';
import {dateText, timeText} from '/base/times.js';
import {List} from '/screens/conduct/list.js';

function Police({hold, onDone, onLeave}) {
	const [officer, setOfficer] = useState('');
	const [number, setNumber] = useState('');
	const [reference, setReference] = useState('');
	return html`<div onKeyDown=${(event) => event.key === 'Escape' && onLeave()}><${Form} label=${t('holds.police_label', {id: hold.id})} onSend=${async () => onDone((await post('hold police', {id: hold.id, officer, number, reference})).say)}>
		<${Field} label=${t('holds.officer')} value=${officer} onInput=${setOfficer} />
		<${Field} label=${t('holds.number')} width="10" value=${number} onInput=${setNumber} />
		<${Field} label=${t('holds.reference')} width="20" value=${reference} onInput=${setReference} />
		<div class="govuk-button-group"><${Submit}>${t('holds.police_go')}</${Submit}><${Button} kind="secondary" onClick=${onLeave}>${t('conduct.leave')}</${Button}></div>
	</${Form}></div>`;
}

function Hold({hold, me, onDone}) {
	const [doing, setDoing] = useState('');
	const [problem, setProblem] = useState('');
	const evidence = hold.kind === 'evidence';
	const end = () => doing !== 'end' ? setDoing('end') : post('hold end', {id: hold.id}).then((answer) => onDone(answer.say), (refusal) => setProblem(refusal.message));
	return html`<${Card} data-hold=${String(hold.id)} title=${`${t(`holds.kind.${hold.kind}`)}: ${hold.person}`} tag=${hold.look_again ? html`<${Tag} colour="orange">${t('holds.look_again')}</${Tag}>` : ''}
		rows=${[[t('holds.why'), hold.reason], [t('conduct.rule'), hold.rule === 'school' ? t('rule.ours') : hold.rule], [t('holds.since'), timeText(hold.at)], [t('holds.by'), hold.by],
			[t('holds.who_collects'), evidence ? t('holds.the_police') : hold.named.length ? hold.named.join(', ') : t('holds.a_parent')],
			[t('holds.until'), evidence ? '' : hold.until ? timeText(hold.until) : t('holds.until_collected')], [t('holds.look_on'), dateText(hold.look_on)],
			[t('holds.where'), hold.custody === 0 && t('holds.not_in_yet')]]}>
		<${Problem} text=${problem} />
		${hold.incident > 0 && html`<p class="govuk-body"><a class="govuk-link" href="#/incidents/${hold.incident}">${t('tray.incident', {id: hold.incident})}</a></p>`}
		${evidence ? me.may.includes('hold police') && (doing === 'police' ? html`<${Police} hold=${hold} onDone=${onDone} onLeave=${() => setDoing('')} />`
				: html`<${Button} kind="secondary" onClick=${() => setDoing('police')}>${t('holds.to_police')}</${Button}>`)
			: html`<div class="govuk-button-group" onKeyDown=${(event) => event.key === 'Escape' && setDoing('')}><${Button} kind=${doing === 'end' ? 'warning' : 'secondary'} onClick=${end}>${t(doing === 'end' ? 'holds.end_sure' : 'holds.end')}</${Button}>
				${doing === 'end' && html`<${Button} kind="secondary" onClick=${() => setDoing('')}>${t('conduct.leave')}</${Button}>`}</div>`}
	</${Card}>`;
}

export const Holds = ({me}) => html`<${List} title=${t('conduct.holds')} request="hold list" name="holds" empty=${t('holds.none')}>
	${(holds, onDone) => [...holds].sort((a, b) => b.look_again - a.look_again || a.look_on.localeCompare(b.look_on)).map((hold) => html`<${Hold} key=${hold.id} hold=${hold} me=${me} onDone=${onDone} />`)}</${List}>`;
