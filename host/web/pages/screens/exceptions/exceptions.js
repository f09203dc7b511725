// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptions: what is asked of whoever looks first, then what runs, comes, is overdue; asking; walkers.
import {html} from '/lib/preact.js';
import {Pages} from '/base/cards.js';
import {t} from '/base/text.js';
import {Ask} from '/screens/exceptions/ask.js';
import {Now} from '/screens/exceptions/now.js';
import {Walkers} from '/screens/exceptions/walkers.js';

export function Exceptions({me, rest}) {
	const pages = [['', t('exceptions.page.now')], ['ask', t('exceptions.page.ask')],
		...(me.may.includes('grant walkers') ? [['walkers', t('exceptions.page.walkers')]] : [])];
	const current = pages.some(([path]) => path === rest[0]) ? rest[0] : '';
	return html`<${Pages} label=${t('exceptions.pages')} screen="exceptions" pages=${pages} current=${current} />
		${current === 'ask' ? html`<${Ask} key="ask" me=${me} kind=${rest[1]} />`
			: current === 'walkers' ? html`<${Walkers} key="walkers" />`
			: html`<${Now} key="now" me=${me} />`}`;
}
