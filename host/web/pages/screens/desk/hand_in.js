// SPDX-License-Identifier: GPL-3.0-or-later
// Taking a device in at the desk: what it is, the two things asked, where it goes. With a queue: y, y,
// Enter.
import {html, useLayoutEffect, useRef, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Field, Radios, Select, useId} from '/base/parts.js';
import {t} from '/base/text.js';
import {PolicyAnswer} from '/screens/desk/answer.js';
import {TwoSteps} from '/screens/desk/two_steps.js';

const DEVICES = ['phone', 'smart watch', 'tablet', 'camera', 'recorder', 'console', 'other'];
export const deviceText = (kind) => t(`desk.device.${kind.replaceAll(' ', '_')}`);

// One thing asked: a tap, or y and n while the focus is in it; then on to what comes next.
function Asked({legend, value, onChange, next, first}) {
	const id = useId('asked');
	const key = (event) => {
		const said = {y: 'yes', n: 'no'}[event.key.toLowerCase()];
		if (!said || event.ctrlKey || event.altKey || event.metaKey)
			return;
		event.preventDefault();
		onChange(said);
		next.current?.focus();
	};
	return html`<fieldset class="govuk-fieldset asked" onKeyDown=${key}>
		<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${legend}</legend>
		<div class="govuk-radios govuk-radios--inline">${['yes', 'no'].map((said, i) => html`<div class="govuk-radios__item">
			<input class="govuk-radios__input" type="radio" ref=${i === 0 ? first : undefined} id="${id}-${said}" name=${id} value=${said} checked=${value === said} onChange=${() => onChange(said)} />
			<label class="govuk-label govuk-radios__label" for="${id}-${said}">${t(`desk.${said}`)}</label>
		</div>`)}</div>
	</fieldset>`;
}

function placesOf(places) {
	const usable = places.banks.filter((bank) => bank.online && bank.free > 0);
	const options = usable.filter((bank) => bank.in_sight).map((bank) => [`bank ${bank.bank}`, t('desk.place_in_sight', bank)]);
	options.push(['safe', t('desk.place_safe', {safe: places.safe || t('desk.safe_name'), envelope: places.envelope})]);
	options.push(...usable.filter((bank) => !bank.in_sight).map((bank) => [`bank ${bank.bank}`, t('desk.place_own_card', bank)]));
	return options;
}

// asked: {device, switched_off, internet_off} and its setter, kept by the page so that the policy is
// asked with them.
export function HandIn({page, asked, setAsked, focus, onDone}) {
	const off = useRef(null), internet = useRef(null), go = useRef(null);
	const options = placesOf(page.places);
	const [chosen, setChosen] = useState('');
	const [safe, setSafe] = useState('');
	const [envelope, setEnvelope] = useState('');
	const [hold, setHold] = useState('');
	const [holding, setHolding] = useState(false);
	const place = options.some(([value]) => value === chosen) ? chosen : options[0][0];

	useLayoutEffect(() => {
		if (focus)
			off.current?.focus();
	}, []);

	async function send(confirm) {
		const obliged = page.hand_in?.obligations ?? [];
		if (obliged.includes('attest-off') && !asked.switched_off)
			throw new Error(t('desk.ask_off'));
		if (obliged.includes('attest-internet-off') && !asked.internet_off)
			throw new Error(t('desk.ask_internet'));
		if (holding && !hold.trim())
			throw new Error(t('desk.hold_why'));
		const where = place === 'safe'
			// Where no number was typed the service takes the next free one: a colleague may have been quicker.
			? {safe: safe || page.places.safe || t('desk.safe_name'), envelope}
			: {bank: place.slice('bank '.length)};
		const answer = await post('desk hand-in', {person: page.person.ref, ...asked, ...where, in: page.in.map((one) => one.custody),
			hold: holding ? hold : undefined, confirm: holding && confirm ? true : undefined});
		if (!answer.preview)
			onDone(place === 'safe' ? t('desk.in_safe', {...where, envelope: answer.envelope ?? envelope, say: answer.say}) : answer.say);
		return answer;
	}

	return html`<section aria-labelledby="hand-in-title">
		<h2 class="govuk-heading-m" id="hand-in-title">${t('desk.hand_in')}</h2>
		<${PolicyAnswer} answer=${page.hand_in} about=${t('desk.hand_in')} />
		<${TwoSteps} label=${t('desk.hand_in')} go=${t('desk.hand_in_go')} sure=${t('desk.hold_sure')} onSend=${send} button=${go}>
			<div class="side"><${Asked} legend=${t('desk.switched_off')} value=${asked.switched_off} onChange=${(said) => setAsked((was) => ({...was, switched_off: said}))} first=${off} next=${internet} />
			<${Asked} legend=${t('desk.internet_off')} value=${asked.internet_off} onChange=${(said) => setAsked((was) => ({...was, internet_off: said}))} first=${internet} next=${go} /></div>
			<${Radios} legend=${t('desk.where')} options=${options} value=${place} onChange=${setChosen} inline=${false} small />
			${place === 'safe' && html`<div class="side">
				<${Field} label=${t('desk.safe')} value=${safe || page.places.safe || t('desk.safe_name')} onInput=${setSafe} width="20" />
				<${Field} label=${t('desk.envelope')} hint=${t('desk.envelope_hint')} value=${envelope || page.places.envelope} onInput=${setEnvelope} width="5" />
			</div>`}
			<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('desk.other_device')}</span></summary>
				<div class="govuk-details__text">
					<${Select} label=${t('desk.what')} options=${DEVICES.map((kind) => [kind, deviceText(kind)])} value=${asked.device} onChange=${(device) => setAsked((was) => ({...was, device}))} />
					<${Radios} legend=${t('desk.keep_for')} options=${[['', t('desk.keep_until_home')], ['hold', t('desk.keep_for_parent')]]} value=${holding ? 'hold' : ''} onChange=${(value) => setHolding(value === 'hold')} small />
					${holding && html`<${Field} label=${t('desk.reason')} value=${hold} onInput=${setHold} />`}
				</div></details>
		</${TwoSteps}>
	</section>`;
}
