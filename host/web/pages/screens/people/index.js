// SPDX-License-Identifier: GPL-3.0-or-later
// People and cards: the register as a list, somebody's page, and the files it is read from.
import {html, useEffect, useState} from '/lib/preact.js';
import {get} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Field, Heading, Nothing, Problem, Table} from '/base/parts.js';
import {t} from '/base/text.js';
import {Files} from '/screens/people/files.js';
import {Person} from '/screens/people/person.js';

const link = (me, person) => me.may.includes('person show')
	? html`<a class="govuk-link" href="#/people/person/${encodeURIComponent(person.ref)}">${person.given} ${person.family}</a>`
	: `${person.given} ${person.family}`;

const People = ({me, caption, people, empty}) => html`<${Table} caption=${caption} empty=${empty}
	heads=${[t('people.name'), t('people.ref'), t('people.what'), t('people.class')]}
	rows=${people.map((p) => [link(me, p), p.ref, t(`people.category.${p.category}`), p.class])} />`;

function Find({me}) {
	const [text, setText] = useState('');
	const [found, setFound] = useState(null);
	const [problem, setProblem] = useState('');
	useEffect(() => {
		let wanted = true;
		if (!text.trim()) {
			setFound(null);
			return;
		}
		get('people find', {text: text.trim()}).then(
			(answer) => wanted && (setFound(answer.people), setProblem('')),
			(refusal) => wanted && setProblem(refusal.message));
		return () => {
			wanted = false;
		};
	}, [text]);
	return html`<${Field} label=${t('people.find')} hint=${t('house.person_hint')} value=${text} onInput=${setText} width="20" type="search" autocomplete="off" spellcheck="false" />
		<p class="govuk-visually-hidden" role="status">${found && t('house.found', {count: found.length})}</p>
		<${Problem} text=${problem} />
		${found && html`<${People} me=${me} caption=${t('people.found')} people=${found} empty=${t('people.nobody')} />`}`;
}

function Register({me, by, which}) {
	const result = useAnswer('people list', by ? {[by]: which} : {});
	const counts = (kind, entries) => html`<ul class="chips">${Object.entries(entries).sort(([a], [b]) => a.localeCompare(b, 'en', {numeric: true})).map(([name, count]) => html`<li>
		<a class="govuk-link" href="#/people/${kind}/${encodeURIComponent(name)}" aria-current=${by === kind && which === name ? 'true' : undefined}>
			${kind === 'category' ? t(`people.category.${name}`) : name} <span class="count">${count}</span></a></li>`)}</ul>`;
	return html`<${Answer} result=${result}>${(list) => html`
		<h2 class="govuk-heading-m">${t('people.classes')}</h2>
		${Object.keys(list.classes).length > 0 ? counts('class', list.classes) : html`<${Nothing}>${t('people.no_classes')}</${Nothing}>`}
		<h2 class="govuk-heading-m">${t('people.who')}</h2>
		${counts('category', list.categories)}
		${by && html`<${People} me=${me} caption=${by === 'class' ? which : t(`people.category.${which}`)} people=${list.people} empty=${t('people.nobody')} />
			${list.teachers.length > 0 && html`<p class="govuk-body">${t('people.teachers')} ${list.teachers.map((one, i) => html`${i > 0 && ', '}${link(me, one)}`)}</p>`}
			${list.more > 0 && html`<p class="govuk-body">${t('people.more', {count: list.more})}</p>`}`}`}
	</${Answer}>`;
}

export function PeopleScreen({me, rest}) {
	const [what, which] = rest;
	if (what === 'files')
		return html`<${Files} me=${me} kind=${which} />`;
	if (what === 'person' && which && me.may.includes('person show'))
		return html`<${Person} key=${which} me=${me} reference=${which} />`;
	return html`<${Heading}>${t('people.title')}</${Heading}>
		<p class="govuk-body"><a class="govuk-link" href="#/people/files/people">${t('people.files')}</a></p>
		<${Find} me=${me} />
		<${Register} key=${`${what} ${which}`} me=${me} by=${what === 'class' || what === 'category' ? what : ''} which=${which} />`;
}
