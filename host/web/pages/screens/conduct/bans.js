// SPDX-License-Identifier: GPL-3.0-or-later
// Bans: the leadership team starts the school's own, only the Headteacher lifts one, and says why.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Card} from '/base/cards.js';
import {Button, Field, Form, Radios, Submit, Tag, TextArea} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';
import {dateText, timeText} from '/base/times.js';
import {List} from '/screens/conduct/list.js';

function Start({onDone}) {
	const [person, setPerson] = useState(null);
	const [kind, setKind] = useState('phone');
	const [until, setUntil] = useState('');
	return html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('bans.start')}</span></summary>
		<div class="govuk-details__text"><${Form} label=${t('bans.start')} onSend=${async () => {
			if (!person)
				throw new Error(t('walkers.nobody'));
			onDone((await post('ban start', {person: person.ref, kind, until})).say);
			setPerson(null);
		}}>
			<p class="govuk-body">${t('bans.practice')}</p>
			<${PickPerson} label=${t('walkers.pupil')} value=${person} onPick=${setPerson} keep=${(one) => one.category === 'pupil'} />
			<${Radios} legend=${t('bans.what')} options=${['phone', 'school-it'].map((one) => [one, t(`bans.kind.${one.replace('-', '_')}`)])} value=${kind} onChange=${setKind} />
			<${Field} label=${t('bans.until')} hint=${t('bans.until_hint')} type="date" width="10" value=${until} onInput=${setUntil} />
			<${Submit}>${t('bans.go')}</${Submit}>
		</${Form}></div></details>`;
}

function Lift({ban, onDone, onLeave}) {
	const [reason, setReason] = useState('');
	return html`<div onKeyDown=${(event) => event.key === 'Escape' && onLeave()}><${Form} label=${t('bans.lift_label', {id: ban.id})} onSend=${async () => onDone((await post('ban lift', {id: ban.id, reason})).say)}>
		<${TextArea} label=${t('bans.lift_why')} value=${reason} onInput=${setReason} rows=${2} focused=${true} />
		<div class="govuk-button-group"><${Submit}>${t('bans.lift_go')}</${Submit}><${Button} kind="secondary" onClick=${onLeave}>${t('conduct.leave')}</${Button}></div>
	</${Form}></div>`;
}

function Ban({ban, me, onDone}) {
	const [lifting, setLifting] = useState(false);
	return html`<${Card} data-ban=${String(ban.id)} title=${`${t(`bans.kind.${ban.kind.replace('-', '_')}`)}: ${ban.person}`} tag=${ban.lifted_at ? html`<${Tag}>${t('bans.lifted')}</${Tag}>` : ''}
		rows=${[[t('conduct.rule'), ban.rule === 'school' ? t('rule.ours') : ban.rule], [t('bans.from'), dateText(ban.from)], [t('bans.until'), ban.until ? dateText(ban.until) : t('bans.until_lifted')],
			[t('bans.by'), ban.by], [t('bans.who_lifts'), !ban.lifted_at && t('bans.headteacher')], [t('bans.lifted_by'), ban.lifted_at && `${ban.lifted_by ?? ''}, ${timeText(ban.lifted_at)}`]]}>
		${!ban.lifted_at && me.may.includes('ban lift') && (lifting ? html`<${Lift} ban=${ban} onDone=${onDone} onLeave=${() => setLifting(false)} />`
			: html`<${Button} kind="secondary" onClick=${() => setLifting(true)}>${t('bans.lift')}</${Button}>`)}
	</${Card}>`;
}

export const Bans = ({me}) => html`<${List} title=${t('conduct.bans')} request="ban list" name="bans" empty=${t('bans.none')} all=${t('bans.all')}
	above=${me.may.includes('ban start') && ((onDone) => html`<${Start} onDone=${onDone} />`)}>
	${(bans, onDone) => bans.map((ban) => html`<${Ban} key=${ban.id} ban=${ban} me=${me} onDone=${onDone} />`)}</${List}>`;
