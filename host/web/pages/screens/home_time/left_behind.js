// SPDX-License-Identifier: GPL-3.0-or-later
// Past their home-time, and their phone still here: what somebody has to ring about.
import {html} from '/lib/preact.js';
import {Table} from '/base/parts.js';
import {t} from '/base/text.js';

export function LeftBehind({today}) {
	const left = today.custodies.filter((one) => one.state === 'not collected' || (one.pupil && one.state === 'overdue'));
	return html`<${Table} caption=${t('home_time.left_behind')} empty=${t('home_time.nobody_left')} heads=${[t('home_time.name'), t('home_time.class'), t('home_time.home'), t('home_time.place')]}
		rows=${left.map((one) => [html`<a class="govuk-link" href="#/desk/${encodeURIComponent(one.ref)}">${one.name}</a>`, one.class, one.home_time, one.place])} />`;
}
