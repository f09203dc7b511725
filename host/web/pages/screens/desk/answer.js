// SPDX-License-Identifier: GPL-3.0-or-later
// What the policy says, before anything is pressed: the answer, its rule and where that stands, what
// has to be done with it, and who may decide otherwise. What a locker says to send somebody here is no answer here.
import {html} from '/lib/preact.js';
import {Tag} from '/base/parts.js';
import {t} from '/base/text.js';

const COLOURS = {allow: 'green', refuse: 'red', refer: 'yellow'};
const word = (text) => text.replaceAll('-', '_');

// A medical reason is never shown: the service says "arranged", and no more is said.
function Rule({answer}) {
	if (answer.rule === 'arranged')
		return html`<p class="govuk-body-s">${t('desk.arranged')}</p>`;
	if (answer.rule === 'school')
		return html`<p class="govuk-body-s">${t('desk.silent')}</p>`;
	const source = answer.rule.startsWith('LAW-') ? t('desk.law') : answer.ours || !answer.document ? t('desk.ours') : t('desk.policy_text', {section: answer.section});
	return html`<p class="govuk-body-s"><strong>${answer.rule}</strong> ${answer.title && `${answer.title}.`} ${source}</p>`;
}

export function PolicyAnswer({answer, about}) {
	if (!answer)
		return html`<p class="govuk-body">${t('desk.answer_unknown')}</p>`;
	return html`<div class="answer answer--${answer.outcome}" data-outcome=${answer.outcome} data-rule=${answer.rule}>
		<p class="govuk-body"><${Tag} colour=${COLOURS[answer.outcome]}>${about}: ${t(`desk.outcome.${answer.outcome}`)}</${Tag}> ${answer.say === t('desk.sent_here') ? '' : answer.say}</p>
		<${Rule} answer=${answer} />
		${answer.obligations.length > 0 && html`<ul class="govuk-list govuk-list--bullet">${answer.obligations.map((one) => html`<li>${t(`desk.obligation.${word(one)}`)}</li>`)}</ul>`}
		${answer.outcome !== 'allow' && answer.lifted_by.length > 0 && html`<p class="govuk-body-s">${t('desk.lifted_by', {who: answer.lifted_by.map((role) => t(`desk.role.${role}`)).join(', ')})}</p>`}
	</div>`;
}
