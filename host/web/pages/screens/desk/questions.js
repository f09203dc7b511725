// SPDX-License-Identifier: GPL-3.0-or-later
// Doors in doubt: a sentence, and the two or three answers that whoever looked may give.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Button, Nothing, Problem} from '/base/parts.js';
import {PickPerson} from '/base/pick.js';
import {t} from '/base/text.js';

const NAMES = 'belongs to'; // the answer that needs a person
export const answerText = (word) => t(`desk.question_answer.${word.replaceAll(' ', '_')}`);

export function Question({question, onDone}) {
	const [problem, setProblem] = useState('');
	const [whose, setWhose] = useState(false);
	async function ask(words, fields) {
		setProblem('');
		try {
			onDone((await post(words, fields)).say);
		} catch (refusal) {
			setProblem(refusal.message);
		}
	}
	const answer = (word, person) => ask('question answer', {id: question.id, answer: word, person});
	return html`<li class="question" data-question=${String(question.id)}>
		<${Problem} text=${problem} />
		<p class="govuk-body"><strong>${t('doors.cabinet', {bank: question.bank})}:</strong> ${question.sentence} ${question.person && t('desk.about', {person: question.person})}</p>
		<div class="govuk-button-group">
			<${Button} kind="secondary" aria-label=${t('desk.open_look_of', question)} onClick=${() => ask('desk open', {bank: question.bank, door: question.door})}>${t('desk.open_look')}</${Button}>
			${question.answers.map((word) => html`<${Button} kind="secondary" aria-label=${t('desk.answer_of', {...question, word: answerText(word)})} onClick=${() => word === NAMES ? setWhose(true) : answer(word)}>${answerText(word)}</${Button}>`)}
		</div>
		${whose && html`<${PickPerson} label=${t('desk.whose')} onPick=${(person) => answer(NAMES, person.ref)} />`}
	</li>`;
}

// All of them, or those of one door.
export function Questions({bank, door, onDone}) {
	const result = useAnswer('question list');
	return html`<${Answer} result=${result}>${({questions}) => {
		const list = questions.filter((one) => !bank || (one.bank === bank && one.door === door));
		return list.length === 0 ? html`<${Nothing}>${t(bank ? 'desk.no_question_here' : 'desk.no_question')}</${Nothing}>`
			: html`<section aria-labelledby="questions-title"><h2 class="govuk-heading-m" id="questions-title">${t('desk.questions', {count: list.length})}</h2>
				<ul class="questions">${list.map((question) => html`<${Question} key=${question.id} question=${question} onDone=${onDone} />`)}</ul></section>`;
	}}</${Answer}>`;
}
