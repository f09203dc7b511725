// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked, answered or holds for this person today: read at the desk, with who answered and why, and
// withdrawn or ended where it was a mistake.
import {html, useState} from '/lib/preact.js';
import {lookAgain, useAnswer} from '/base/live.js';
import {Answer, Done, Nothing} from '/base/parts.js';
import {t} from '/base/text.js';
import {Asked} from '/screens/exceptions/asked.js';
import {Granted} from '/screens/exceptions/granted.js';

const HOLDS = ['running', 'coming', 'overdue'];

export function Exceptions({page, me}) {
	const [done, setDone] = useState('');
	const kinds = useAnswer('grant kinds', {}, true);
	const result = useAnswer('grant list', {person: page.person.ref});
	const onDone = (sentence) => {
		setDone(sentence);
		lookAgain();
	};
	return html`<section aria-labelledby="exceptions-title"><h2 class="govuk-heading-m" id="exceptions-title">${t('desk.exceptions')}</h2>
		<${Done} text=${done} />
		<${Answer} result=${kinds}>${(rules) => html`<${Answer} result=${result}>${({asks, grants, now}) => {
			const asked = asks.filter((ask) => ask.state === 'asked' || ask.answered?.slice(0, 10) === now.slice(0, 10));
			const held = grants.filter((grant) => HOLDS.includes(grant.state));
			if (asked.length + held.length === 0)
				return html`<${Nothing}>${t('desk.no_exception')}</${Nothing}>`;
			return html`${asked.map((ask) => html`<${Asked} key=${`ask ${ask.id}`} ask=${ask} now=${now} kinds=${rules.kinds} me=${me} onDone=${onDone} />`)}
				${held.map((grant) => html`<${Granted} key=${grant.id} grant=${grant} now=${now} kinds=${rules.kinds} onDone=${onDone} />`)}`;
		}}</${Answer}>`}</${Answer}></section>`;
}
