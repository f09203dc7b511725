// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents: a list in which others' are a number and nothing more, one to read, one to report.
import {html, useState} from '/lib/preact.js';
import {Pages, Section} from '/base/cards.js';
import {useAnswer} from '/base/live.js';
import {Answer, Checkbox, Heading, Tag} from '/base/parts.js';
import {t} from '/base/text.js';
import {timeText} from '/base/times.js';
import {Report} from '/screens/incidents/report.js';
import {Show} from '/screens/incidents/show.js';

function Row({one}) {
	if (!one.may_read)
		return html`<li class="incident" data-incident=${String(one.id)}>${t('incidents.number', {id: one.id})} <${Tag}>${t('incidents.for_readers')}</${Tag}></li>`;
	return html`<li class="incident" data-incident=${String(one.id)}><a class="govuk-link" href="#/incidents/${one.id}">${t('incidents.number', {id: one.id})}: ${one.kind}</a>
		${' '}<${Tag} colour=${one.state === 'open' ? 'yellow' : 'grey'}>${t(`incidents.state.${one.state}`)}</${Tag}>
		${one.restricted && html` <${Tag} colour="purple">${t('incidents.restricted')}</${Tag}>`}${one.preserved && html` <${Tag} colour="blue">${t('incidents.preserved')}</${Tag}>`}
		<div class="govuk-hint">${[one.rule === 'school' ? t('rule.ours') : one.rule, timeText(one.at), one.about, one.notices_open > 0 && t('incidents.notices_open', {count: one.notices_open})].filter(Boolean).join(' · ')}</div></li>`;
}

function List() {
	const [all, setAll] = useState(false);
	const result = useAnswer('incident list', all ? {all: true} : {});
	return html`<${Heading}>${t('incidents.title')}</${Heading}>
		<${Checkbox} label=${t('incidents.all')} checked=${all} onChange=${setAll} />
		<${Answer} result=${result}>${({incidents}) => html`<${Section} title=${t('incidents.list')} empty=${t('incidents.none')} items=${incidents}>
			<ul class="govuk-list">${incidents.map((one) => html`<${Row} key=${one.id} one=${one} />`)}</ul></${Section}>`}</${Answer}>`;
}

export function Incidents({me, rest}) {
	const id = /^[1-9]\d*$/.test(rest[0] ?? '') ? Number(rest[0]) : 0;
	const current = rest[0] === 'report' ? 'report' : id ? null : '';
	return html`<${Pages} label=${t('incidents.pages')} screen="incidents" current=${current} pages=${[['', t('incidents.title')], ['report', t('incidents.report')]]} />
		${id ? html`<${Show} key=${id} id=${id} me=${me} />` : current === 'report' ? html`<${Report} key="report" me=${me} />` : html`<${List} key="list" />`}`;
}
