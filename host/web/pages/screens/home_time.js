// SPDX-License-Identifier: GPL-3.0-or-later
// Home-time: the last half hour. Who is still to collect, class by class; a class called to its cabinet;
// what is left at the end.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer, useLive} from '/base/live.js';
import {Answer, Done, Heading, Problem, Radios} from '/base/parts.js';
import {t} from '/base/text.js';
import {Questions} from '/screens/desk/questions.js';
import {Classes} from '/screens/home_time/classes.js';
import {Emergency} from '/screens/home_time/emergency.js';
import {LeftBehind} from '/screens/home_time/left_behind.js';
import {Now} from '/screens/home_time/now.js';
import {Releases} from '/screens/home_time/releases.js';

// What one class still has in, and where; the classes by the name, those who are nobody's class last.
export function classesOf(today) {
	const classes = new Map();
	for (const one of today.custodies.filter((c) => c.pupil)) {
		const row = classes.get(one.class) ?? {name: one.class, home_time: one.home_time, waiting: [], out: 0, banks: new Set()};
		if (one.state === 'out' || one.state === 'taken back') {
			row.out += one.state === 'out';
		} else {
			row.waiting.push(one);
			const bank = /^(.+) door \d+$/.exec(one.place)?.[1];
			if (bank && one.state !== 'held')
				row.banks.add(bank);
		}
		classes.set(one.class, row);
	}
	return [...classes.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', {numeric: true}));
}

// Every class that has somebody expected or something in: whose home-time may be brought forward.
const classNames = (today) => [...new Set([...today.expected, ...today.custodies].map((one) => one.class).filter(Boolean))].sort((a, b) => a.localeCompare(b, 'en', {numeric: true})).map((name) => ({name}));

export function HomeTime({me}) {
	const [atOnce, setAtOnce] = useState('2');
	const [done, setDone] = useState('');
	const [problem, setProblem] = useState('');
	const {live} = useLive('live');
	const today = useAnswer('today');
	const releases = useAnswer('release status');
	const may = (words) => me.may.includes(words);

	// Every request of this screen: what came of it is said at one place.
	async function ask(list) {
		setProblem('');
		const said = [], refused = [];
		for (const [words, fields] of list) {
			try {
				const answer = await post(words, fields);
				// What waits for a card is said beside its release for as long as it waits.
				if (!answer.pending || words === 'release go-on')
					said.push(answer.say);
			} catch (refusal) {
				refused.push(refusal.message);
			}
		}
		setDone(said.join(' '));
		setProblem(refused.join(' '));
	}

	return html`<${Heading}>${t('home_time.title')}</${Heading}>
		<${Done} text=${done} />
		<${Problem} text=${problem} />
		<${Questions} onDone=${setDone} />
		<${Answer} result=${releases}>${(answer) => html`<${Releases} releases=${answer.releases} live=${live} may=${may} ask=${ask} />`}</${Answer}>
		${may('release class') && html`<${Radios} legend=${t('home_time.at_once')} options=${['1', '2', '3', '4'].map((n) => [n, n])} value=${atOnce} onChange=${setAtOnce} small />`}
		<${Answer} result=${today}>${(day) => html`
			<${Classes} classes=${classesOf(day)} releases=${releases.answer?.releases ?? []} atOnce=${atOnce} may=${may} ask=${ask} />
			<${LeftBehind} today=${day} releases=${releases.answer?.releases ?? []} />`}</${Answer}>
		<${Now} me=${me} classes=${today.answer ? classNames(today.answer) : []} onDone=${setDone} />
		<${Emergency} me=${me} classes=${today.answer ? classesOf(today.answer) : []} atOnce=${atOnce} onDone=${setDone} />`;
}
