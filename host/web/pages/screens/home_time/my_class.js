// SPDX-License-Identifier: GPL-3.0-or-later
// Home-time for whoever has a class: who of it is still to collect, whether they are called, and asking the
// office for an early leave of one of them. Names and where the phone is; why somebody's stays in is the
// office's to say.
import {html, useEffect, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {lookAgain, useAnswer} from '/base/live.js';
import {Answer, Button, Done, Field, Form, Heading, Nothing, Problem, Radios, Submit, Table, Tag, TextArea} from '/base/parts.js';
import {t} from '/base/text.js';
import {Releases} from '/screens/home_time/releases.js';

// This account has no stream: looked at anew, and often while a class is on its way.
const CALLED_MS = 3000, QUIET_MS = 15_000;
function useLooking(called) {
	useEffect(() => {
		const ticking = setInterval(lookAgain, called ? CALLED_MS : QUIET_MS);
		return () => clearInterval(ticking);
	}, [called]);
}

const LEAVE_COLOURS = {asked: 'yellow', agreed: 'green', declined: 'red'};
const inCabinet = (child) => /^(.+) door \d+$/.exec(child.place)?.[1];

function AskLeave({child, now, onDone, onLeave}) {
	const [reason, setReason] = useState('');
	const [from, setFrom] = useState(now.slice(11, 16));
	const [until, setUntil] = useState(child.home_time);
	const day = now.slice(0, 10);
	return html`<section aria-label=${t('my_class.ask_of', child)} data-asking=${child.ref} onKeyDown=${(event) => event.key === 'Escape' && onLeave()}>
		<${Form} label=${t('my_class.ask_of', child)} onSend=${async () => onDone((await post('grant ask', {
			kind: 'early-leave', person: child.ref, reason, from: `${day}T${from}`, until: until && `${day}T${until}`})).say)}>
			<h2 class="govuk-heading-m">${t('my_class.ask_of', child)}</h2>
			<p class="govuk-body">${t('my_class.decides')}</p>
			<${TextArea} label=${t('my_class.why')} hint=${t('my_class.why_hint')} value=${reason} onInput=${setReason} rows=${2} focused=${true} />
			<div class="when"><${Field} label=${t('my_class.from')} type="time" width="5" value=${from} onInput=${setFrom} />
				<${Field} label=${t('my_class.until')} type="time" width="5" value=${until} onInput=${setUntil} /></div>
			<div class="govuk-button-group"><${Submit}>${t('my_class.ask_go')}</${Submit}>
				<${Button} kind="secondary" onClick=${onLeave}>${t('exceptions.leave')}</${Button}></div>
		</${Form}></section>`;
}

// Asked for until it is their home-time anyway.
function Leave({child, now, onAsk}) {
	if (child.early_leave === 'asked' || child.early_leave === 'agreed')
		return html`<${Tag} colour=${LEAVE_COLOURS[child.early_leave]}>${t(`my_class.leave.${child.early_leave}`)}</${Tag}>`;
	return html`${child.early_leave && html`<${Tag} colour="red">${t('my_class.leave.declined')}</${Tag}> `}
		${child.state === 'in' && now.slice(11, 16) < child.home_time && html`<${Button} kind="secondary" data-leave=${child.ref} aria-label=${t('my_class.ask_of', child)} onClick=${onAsk}>${t('my_class.ask')}</${Button}>`}`;
}

function Class({own, now, children, releases, atOnce, ask, onAsk}) {
	const busy = (bank) => releases.some((one) => one.bank === bank && (one.state === 'running' || one.state === 'waits for the card'));
	const banks = [...new Set(children.filter((child) => child.state === 'in').map(inCabinet).filter(Boolean))].filter((bank) => !busy(bank));
	const state = (child) => child.called ? html`<${Tag} colour="green">${t('my_class.called')}</${Tag}>` : t(`my_class.state.${child.state.replaceAll(' ', '_')}`);
	return html`<section aria-label=${t('my_class.of', {name: own.class})}>
		<h2 class="govuk-heading-m">${t('my_class.of', {name: own.class})}</h2>
		<p class="govuk-body-l"><strong data-waiting=${own.class}>${t('my_class.waiting', {count: own.waiting})}</strong> ${t('my_class.collected', {count: own.collected})}</p>
		${banks.length > 0 && html`<${Button} data-class=${own.class} aria-label=${t('home_time.release_of', {name: own.class, banks: banks.join(', ')})}
			onClick=${() => ask(banks.map((bank) => ['release class', {class: own.class, bank, at_once: Number(atOnce)}]))}>${t('home_time.release', {banks: banks.join(', ')})}</${Button}>`}
		<${Table} caption=${t('my_class.children', {name: own.class})} empty=${t('my_class.none', {name: own.class})}
			heads=${[t('home_time.name'), t('my_class.phone'), t('home_time.place'), t('home_time.home'), t('my_class.early')]}
			rows=${children.map((child) => [child.name, state(child), child.place, child.home_time, html`<${Leave} child=${child} now=${now} onAsk=${() => onAsk(child.ref)} />`])} />
	</section>`;
}

export function MyClass({me}) {
	const [atOnce, setAtOnce] = useState('2');
	const [asking, setAsking] = useState('');
	const [done, setDone] = useState('');
	const [problem, setProblem] = useState('');
	const mine = useAnswer('class mine');
	const releases = useAnswer('release status');
	const theirs = (releases.answer?.releases ?? []).filter((one) => me.classes.includes(one.class));
	useLooking(theirs.length > 0);

	async function ask(list) {
		setProblem('');
		const said = [];
		for (const [words, fields] of list) {
			try {
				const answer = await post(words, fields);
				if (!answer.pending || words === 'release go-on')
					said.push(answer.say);
			} catch (refusal) {
				setProblem(refusal.message);
			}
		}
		setDone(said.join(' '));
		lookAgain();
	}
	function asked(sentence) {
		setAsking('');
		setDone(`${sentence} ${t('my_class.answer_there')}`);
		document.querySelector('h1')?.focus();
		lookAgain();
	}
	function left() {
		document.querySelector(`[data-leave="${asking}"]`)?.focus();
		setAsking('');
	}
	return html`<${Heading}>${t('my_class.title')}</${Heading}>
		<${Done} text=${done} />
		<${Problem} text=${problem} />
		<${Answer} result=${releases}>${() => theirs.length > 0 ? html`<${Releases} releases=${theirs} live=${true} may=${(words) => me.own.includes(words)} ask=${ask} />` : html`<${Nothing}>${t('my_class.not_called')}</${Nothing}>`}</${Answer}>
		<${Answer} result=${mine}>${(answer) => {
			const child = answer.children.find((one) => one.ref === asking);
			return html`<div>${child && html`<${AskLeave} key=${child.ref} child=${child} now=${answer.now} onDone=${asked} onLeave=${left} />`}</div>
				<${Radios} legend=${t('home_time.at_once')} options=${['1', '2', '3', '4'].map((n) => [n, n])} value=${atOnce} onChange=${setAtOnce} small />
				${answer.classes.map((own) => html`<${Class} key=${own.class} own=${own} now=${answer.now} children=${answer.children.filter((one) => one.class === own.class)}
					releases=${releases.answer?.releases ?? []} atOnce=${atOnce} ask=${ask} onAsk=${setAsking} />`)}`;
		}}</${Answer}>`;
}
