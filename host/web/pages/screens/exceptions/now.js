// SPDX-License-Identifier: GPL-3.0-or-later
// What waits and what holds: asked of me, asked of others, overdue, running, to come.
import {html, useState} from '/lib/preact.js';
import {Section} from '/base/cards.js';
import {lookAgain, useAnswer} from '/base/live.js';
import {Answer, Done, Heading} from '/base/parts.js';
import {t} from '/base/text.js';
import {Asked} from '/screens/exceptions/asked.js';
import {Granted} from '/screens/exceptions/granted.js';

function Lists({list, kinds, me, moved, onDone}) {
	const asked = list.asks.filter((ask) => ask.state === 'asked');
	const mine = asked.filter((ask) => ask.may.includes('agree'));
	const others = asked.filter((ask) => !ask.may.includes('agree'));
	const answered = [...list.asks.filter((ask) => ask.state !== 'asked'), ...list.answered];
	const decides = me.may.includes('grant agree');
	const inState = (...states) => list.grants.filter((grant) => states.includes(grant.state));
	const cards = (grants) => grants.map((grant) => html`<${Granted} key=${grant.id} grant=${grant} now=${list.now} kinds=${kinds} onDone=${onDone} />`);
	const asks = (some) => some.map((ask) => html`<${Asked} key=${ask.id} ask=${ask} now=${list.now} kinds=${kinds} me=${me} onDone=${onDone} />`);
	return html`
		${decides && html`<${Section} title=${t('exceptions.of_me')} empty=${t('exceptions.nothing_of_me')} items=${mine} moved=${moved}>${asks(mine)}</${Section}>`}
		<${Section} title=${t(decides ? 'exceptions.of_others' : 'exceptions.asked_by_you')} empty=${t('exceptions.nothing_asked')} items=${others} moved=${decides ? 0 : moved}>${asks(others)}</${Section}>
		${inState('overdue').length > 0 && html`<${Section} title=${t('exceptions.overdue')} items=${inState('overdue')}>${cards(inState('overdue'))}</${Section}>`}
		<${Section} title=${t('exceptions.running')} empty=${t('exceptions.none_running')} items=${inState('running')}>${cards(inState('running'))}</${Section}>
		<${Section} title=${t('exceptions.coming')} empty=${t('exceptions.none_coming')} items=${inState('coming')}>${cards(inState('coming'))}</${Section}>
		${answered.length > 0 && html`<${Section} title=${t('exceptions.answered')} items=${answered}>${asks(answered)}</${Section}>`}
		${inState('ended', 'over').length > 0 && html`<${Section} title=${t('exceptions.past')} items=${inState('ended', 'over')}>${cards(inState('ended', 'over'))}</${Section}>`}`;
}

export function Now({me}) {
	const kinds = useAnswer('grant kinds', {}, true);
	const result = useAnswer('grant list');
	const [done, setDone] = useState('');
	const [moved, setMoved] = useState(0);
	function onDone(sentence) {
		setDone(sentence);
		setMoved(moved + 1);
		lookAgain();
	}
	return html`<${Heading}>${t('exceptions.title')}</${Heading}>
		<${Done} text=${done} />
		<${Answer} result=${kinds}>${(rules) => html`<${Answer} result=${result}>${(list) => html`<${Lists} list=${list} kinds=${rules.kinds} me=${me} moved=${moved} onDone=${onDone} />`}</${Answer}>`}</${Answer}>`;
}
