// SPDX-License-Identifier: GPL-3.0-or-later
// Conduct: breaches and what became of them, bans, and what is held and has to be looked at again.
import {html} from '/lib/preact.js';
import {Pages} from '/base/cards.js';
import {t} from '/base/text.js';
import {Bans} from '/screens/conduct/bans.js';
import {Breaches} from '/screens/conduct/breaches.js';
import {Holds} from '/screens/conduct/holds.js';

export function Conduct({me, rest}) {
	const current = ['bans', 'holds'].includes(rest[0]) ? rest[0] : '';
	const Page = {bans: Bans, holds: Holds}[current] ?? Breaches;
	return html`<${Pages} label=${t('conduct.pages')} screen="conduct" current=${current}
			pages=${[['', t('conduct.breaches')], ['bans', t('conduct.bans')], ['holds', t('conduct.holds')]]} />
		<${Page} key=${current} me=${me} />`;
}
