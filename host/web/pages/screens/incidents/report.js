// SPDX-License-Identifier: GPL-3.0-or-later
// Something is reported: the kinds of the policy in force with their rule and who will read it, what,
// when, where, and the reporter's wishes (RP-13). Screen prints are appended to what was reported.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {RuleText} from '/base/cards.js';
import {lookAgain, useAnswer} from '/base/live.js';
import {Answer, Button, Checkbox, Done, Field, Form, Heading, Radios, Submit, TextArea} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';

function WhoSees({me, about, onAbout, reporter, onReporter, readers, onReaders}) {
	// Finding somebody is not for every account; what happened names them then.
	if (!me.may.includes('people find'))
		return '';
	return html`<${PickPerson} label=${t('incidents.about')} value=${about} onPick=${onAbout} />
		<${PickPerson} label=${t('incidents.reporter')} hint=${t('incidents.reporter_hint')} value=${reporter} onPick=${onReporter} />
		<${PickPerson} key=${readers.length} label=${t('incidents.readers')} hint=${t('incidents.readers_hint')} value=${null} keep=${(one) => one.category !== 'pupil'}
			onPick=${(one) => one && !readers.some((other) => other.ref === one.ref) && onReaders([...readers, one])} />
		${readers.length > 0 && html`<ul class="govuk-list" aria-label=${t('incidents.readers_named')}>${readers.map((one) => html`<li key=${one.ref}>${one.given} ${one.family}
			<${Button} kind="secondary" aria-label=${t('ask.not_going', {name: `${one.given} ${one.family}`})} onClick=${() => onReaders(readers.filter((other) => other !== one))}>${t('ask.take_off')}</${Button}></li>`)}</ul>`}`;
}

function ReportForm({kinds, now, me, onDone}) {
	const [kind, setKind] = useState('');
	const [what, setWhat] = useState('');
	const [day, setDay] = useState(now.slice(0, 10));
	const [clock, setClock] = useState(now.slice(11, 16));
	const [place, setPlace] = useState('');
	const [wishes, setWishes] = useState('');
	const [about, setAbout] = useState(null);
	const [reporter, setReporter] = useState(null);
	const [readers, setReaders] = useState([]);
	const [restricted, setRestricted] = useState(false);
	const chosen = kinds.find((one) => one.kind === kind);
	return html`<${Form} label=${t('incidents.report')} onSend=${async () => {
		if (!chosen)
			throw new Error(t('incidents.no_kind'));
		onDone(await post('incident record', {kind, what, happened: `${day}T${clock}`, place, wishes, about: about?.ref, reporter: reporter?.ref,
			restricted: restricted || undefined, reader: readers.length ? readers.map((one) => one.ref) : undefined}));
	}}>
		<${Radios} legend=${t('incidents.which')} options=${kinds.map((one) => [one.kind, `${one.about[0].toUpperCase()}${one.about.slice(1)}`])} value=${kind} onChange=${setKind} inline=${false} small=${true} />
		${chosen && html`<p class="govuk-body"><${RuleText} rule=${chosen} /></p><p class="govuk-body"><strong>${t(`incidents.read_by.${chosen.readers}`)}</strong></p>`}
		<${TextArea} label=${t('incidents.what')} hint=${t('incidents.what_hint')} value=${what} onInput=${setWhat} rows=${5} />
		<div class="when"><${Field} label=${t('incidents.day')} type="date" width="10" value=${day} onInput=${setDay} /><${Field} label=${t('incidents.clock')} type="time" width="5" value=${clock} onInput=${setClock} /></div>
		<${Field} label=${t('incidents.place')} value=${place} onInput=${setPlace} />
		<${WhoSees} me=${me} about=${about} onAbout=${setAbout} reporter=${reporter} onReporter=${setReporter} readers=${readers} onReaders=${setReaders} />
		<${Field} label=${t('incidents.wishes')} hint=${t('incidents.wishes_hint')} value=${wishes} onInput=${setWishes} />
		${chosen?.readers === 'leadership' && html`<${Checkbox} label=${t('incidents.restrict')} checked=${restricted} onChange=${setRestricted} />`}
		<${Submit}>${t('incidents.report_go')}</${Submit}>
	</${Form}>`;
}

export function Report({me}) {
	const result = useAnswer('incident kinds', {}, true);
	const [done, setDone] = useState(null);
	function onDone(answer) {
		setDone(answer);
		document.querySelector('h1')?.focus();
		lookAgain();
	}
	return html`<${Heading}>${t('incidents.report')}</${Heading}>
		<${Done} text=${done?.say ?? ''} />
		${done ? html`<p class="govuk-body"><a class="govuk-link" href="#/incidents/${done.id}">${t('incidents.see', {id: done.id})}</a></p>`
			: html`<${Answer} result=${result}>${({kinds, now}) => html`<${ReportForm} kinds=${kinds} now=${now} me=${me} onDone=${onDone} />`}</${Answer}>`}`;
}
