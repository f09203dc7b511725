// SPDX-License-Identifier: GPL-3.0-or-later
// Whom an exception is for, and from when until when.
import {html} from '/lib/preact.js';
import {Button, Field} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';

const OUTSIDE = ['pupil', 'parent', 'visitor'];
const fits = (kind) => (person) => kind.for === 'anybody' || (kind.for === 'pupils') === (person.category === 'pupil') && (kind.for === 'pupils' || !OUTSIDE.includes(person.category));

// One person; of a visit several, each of whom may be taken off again.
export function People({kind, people, onPeople}) {
	if (kind.kind !== 'visit')
		return html`<${PickPerson} label=${t(`ask.person.${kind.for}`)} value=${people[0] ?? null} onPick=${(person) => onPeople(person ? [person] : [])} keep=${fits(kind)} />`;
	return html`<${PickPerson} key=${people.length} label=${t('ask.staff')} hint=${t('ask.staff_hint')} value=${null}
			onPick=${(person) => person && !people.some((one) => one.ref === person.ref) && onPeople([...people, person])} keep=${fits(kind)} />
		${people.length > 0 && html`<ul class="govuk-list" aria-label=${t('ask.going')}>${people.map((person) => html`<li key=${person.ref}>${person.given} ${person.family}
			<${Button} kind="secondary" aria-label=${t('ask.not_going', {name: `${person.given} ${person.family}`})} onClick=${() => onPeople(people.filter((one) => one !== person))}>${t('ask.take_off')}</${Button}></li>`)}</ul>`}`;
}

// Whole days where it is not a matter of hours.
const byDays = (kind) => ['medical', 'safekeeping'].includes(kind.kind);
const oneDay = (kind) => ['early-leave', 'emergency-release'].includes(kind.kind);

export function moments(kind, times) {
	if (byDays(kind))
		return {from: times.from_day, until: times.until_day && `${times.until_day}T23:59`};
	const day = oneDay(kind) ? times.from_day : times.until_day;
	return {from: `${times.from_day}T${times.from}`, until: times.until && `${day}T${times.until}`};
}

export function WhenFields({kind, times, onTimes}) {
	const put = (name) => (value) => onTimes({...times, [name]: value});
	const date = (name, label) => html`<${Field} label=${label} type="date" width="10" value=${times[name]} onInput=${put(name)} />`;
	const clock = (name, label) => html`<${Field} label=${label} type="time" width="5" value=${times[name]} onInput=${put(name)} />`;
	if (byDays(kind))
		return html`<div class="when">${date('from_day', t('ask.first_day'))}${date('until_day', t('ask.last_day'))}</div>`;
	return html`<div class="when">${date('from_day', t(oneDay(kind) ? 'ask.day' : 'ask.from_day'))}${clock('from', t('ask.from'))}
		${!oneDay(kind) && date('until_day', t('ask.until_day'))}${clock('until', t('ask.until'))}</div>`;
}
