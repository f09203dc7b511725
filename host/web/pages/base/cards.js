// SPDX-License-Identifier: GPL-3.0-or-later
// One thing to decide or to know, as GOV.UK's summary card: what it is, its facts, what may be done;
// readable at 360 px. And the rule behind it, said as what it is.
import {html, useLayoutEffect, useRef} from '/lib/preact.js';
import {Nothing, useId} from '/base/parts.js';
import {t} from '/base/text.js';

// rows: [name, value] pairs; those without a value are left out. No landmark: two may have one title.
export function Card({title, tag, rows = [], children, ...rest}) {
	const id = useId('card');
	return html`<section class="govuk-summary-card" role="group" aria-labelledby=${id} ...${rest}>
		<div class="govuk-summary-card__title-wrapper">
			<h3 class="govuk-summary-card__title" id=${id}>${title}</h3>
			${tag && html`<div>${tag}</div>`}
		</div>
		<div class="govuk-summary-card__content">
			<dl class="govuk-summary-list govuk-summary-list--no-border">${rows.filter(([, value]) => value).map(([name, value]) => html`<div class="govuk-summary-list__row">
				<dt class="govuk-summary-list__key">${name}</dt><dd class="govuk-summary-list__value">${value}</dd></div>`)}</dl>
			${children}
		</div>
	</section>`;
}

// rule: {rule, title, section, ours} as the service tells it.
export const RuleText = ({rule}) => rule && html`<span class="rule"><strong>${rule.rule === 'school' ? t('rule.school') : rule.rule}</strong>${rule.title ? `: ${rule.title}` : ''}
	<span class="rule__source"> (${rule.ours ? t('rule.ours') : rule.rule.startsWith('LAW') ? t('rule.law') : t('rule.policy')})</span></span>`;

// A rule is cited where the policy in force has it; elsewhere it is the school's own practice.
export const inForce = (me, rule) => me.rules.includes(rule) ? rule : t('rule.ours');

// A list under its heading, or the sentence of none. The heading takes the focus after something of
// the list was dealt with and is gone from it: moved counts up each time.
export function Section({title, empty, items, moved = 0, children}) {
	const ref = useRef(null);
	useLayoutEffect(() => {
		if (moved)
			ref.current?.focus();
	}, [moved]);
	return html`<section aria-label=${title} class="section">
		<h2 class="govuk-heading-m" tabindex="-1" ref=${ref}>${title}${items && items.length > 0 ? ` (${items.length})` : ''}</h2>
		${items && items.length === 0 ? html`<${Nothing}>${empty}</${Nothing}>` : children}
	</section>`;
}

// Screens within a screen. pages: [path, text] pairs; current by its path.
export const Pages = ({label, screen, pages, current, onClick}) => html`<nav class="pages" aria-label=${label}><ul class="pages__list">
	${pages.map(([path, text]) => html`<li><a class="pages__link" href="#/${screen}${path ? `/${path}` : ''}" aria-current=${path === current ? 'page' : undefined} onClick=${onClick}>${text}</a></li>`)}
</ul></nav>`;
