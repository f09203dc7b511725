// SPDX-License-Identifier: GPL-3.0-or-later
// One exception that holds, comes, is overdue or is over; ended before its time, or looked at again.
import {html, useState} from '/lib/preact.js';
import {Card, RuleText} from '/base/cards.js';
import {post} from '/base/api.js';
import {Button, Field, Form, Problem, Submit, Tag} from '/base/parts.js';
import {t} from '/base/text.js';
import {spanText, timeText} from '/base/times.js';
import {kindText, ruleOf} from '/screens/exceptions/words.js';

const COLOURS = {overdue: 'red', running: 'green', coming: 'blue', ended: 'grey', over: 'grey'};

function Review({grant, onDone}) {
	const [review, setReview] = useState('');
	return html`<${Form} label=${t('exceptions.review_label', {id: grant.id})} onSend=${async () => onDone((await post('grant review', {id: grant.id, review})).say)}>
		<${Field} label=${t('exceptions.next_review')} type="date" width="10" value=${review} onInput=${setReview} />
		<${Submit} kind="secondary">${t('exceptions.review_go')}</${Submit}>
	</${Form}>`;
}

export function Granted({grant, now, kinds, onDone}) {
	const [sure, setSure] = useState(false);
	const [problem, setProblem] = useState('');
	const arranged = grant.kind === 'arranged';
	async function end() {
		if (!sure)
			return setSure(true);
		try {
			onDone((await post('grant end', {id: grant.id})).say);
		} catch (refusal) {
			setProblem(refusal.message);
		}
	}
	return html`<${Card} data-grant=${String(grant.id)} title=${`${kindText(grant.kind)}: ${grant.person}`} tag=${html`<${Tag} colour=${COLOURS[grant.state]}>${t(`exceptions.state.${grant.state}`)}</${Tag}>`}
		rows=${[
			[t('exceptions.when'), spanText(grant.from, grant.until, now)],
			[t('exceptions.overdue_since'), grant.overdue_since && timeText(grant.overdue_since, now)],
			[t('exceptions.why'), grant.reason],
			[t('exceptions.rooms'), grant.rooms],
			[t('exceptions.review'), grant.review],
			[t('exceptions.missing'), grant.missing.join(', ')],
			[t('exceptions.agreed_by'), grant.agreed_by],
			[t('exceptions.entered_by'), grant.by !== grant.agreed_by && grant.by],
			[t('exceptions.rule'), !arranged && html`<${RuleText} rule=${ruleOf(kinds, grant.kind)} />`],
		]}>
		<${Problem} text=${problem} />
		${grant.may.includes('review') && html`<${Review} grant=${grant} onDone=${onDone} />`}
		${grant.may.includes('end') && html`<div class="govuk-button-group" onKeyDown=${(event) => event.key === 'Escape' && setSure(false)}>
			<${Button} kind=${sure ? 'warning' : 'secondary'} onClick=${end}>${t(sure ? 'exceptions.end_sure' : 'exceptions.end')}</${Button}>
			${sure && html`<${Button} kind="secondary" onClick=${() => setSure(false)}>${t('exceptions.leave')}</${Button}>`}</div>`}
	</${Card}>`;
}
