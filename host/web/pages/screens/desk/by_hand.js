// SPDX-License-Identifier: GPL-3.0-or-later
// What was done with the mechanical key or on paper, while the cabinet or the power was gone: written down
// afterwards, with the time when it was done.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Field, Form, Radios, Submit} from '/base/parts.js';
import {t} from '/base/text.js';
import {deviceText} from '/screens/desk/hand_in.js';
import {placeText} from '/screens/desk/give_back.js';

export function ByHand({page, onDone}) {
	const care = page.in.filter((one) => one.kind !== 'loan');
	const [what, setWhat] = useState('');
	const [at, setAt] = useState('');
	const [door, setDoor] = useState('');
	const [place, setPlace] = useState('safe');
	const options = [...care.map((one) => [String(one.custody), t('desk.by_hand_out', {what: `${deviceText(one.device)} ${placeText(one)}`})]), ['in', t('desk.by_hand_in')]];
	const chosen = options.some(([value]) => value === what) ? what : options[0][0];
	async function send() {
		if (!at)
			throw new Error(t('desk.by_hand_no_time'));
		const where = place === 'safe' ? {safe: page.places.safe || t('desk.safe_name')} : {bank: place, door: Number(door)};
		const answer = await post('desk by-hand', {person: page.person.ref, at,
			...(chosen === 'in' ? {did: 'hand-in', ...where} : {did: 'collect', custody: Number(chosen)})});
		onDone(answer.envelope ? t('desk.in_safe', {...where, envelope: answer.envelope, say: answer.say}) : answer.say);
	}
	return html`<${Form} label=${t('desk.by_hand')} onSend=${send}>
		<${Radios} legend=${t('desk.by_hand_what')} options=${options} value=${chosen} onChange=${setWhat} inline=${false} small />
		${chosen === 'in' && html`<${Radios} legend=${t('desk.where')} options=${[['safe', t('desk.by_hand_safe')], ...page.places.banks.map((bank) => [bank.bank, t('doors.cabinet', bank)])]} value=${place} onChange=${setPlace} small />
			${place !== 'safe' && html`<${Field} label=${t('doors.door')} value=${door} onInput=${setDoor} width="3" inputmode="numeric" />`}`}
		<${Field} label=${t('desk.by_hand_when')} type="time" value=${at} onInput=${setAt} width="5" />
		<${Submit} kind="secondary">${t('desk.by_hand_go')}</${Submit}>
	</${Form}>`;
}
