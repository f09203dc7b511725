// SPDX-License-Identifier: GPL-3.0-or-later
// Where nobody uses the page, its session ends by itself. Two minutes before, it says so and offers one press
// that goes on; what is typed stays, whichever.
import {html, useEffect, useState} from '/lib/preact.js';
import {get, lastUse} from '/base/api.js';
import {Button} from '/base/parts.js';
import {t} from '/base/text.js';

const WARN_MS = 120_000, LOOK_MS = 5000;

// idle: seconds without use after which the session ends; 0: it lasts through the day.
export function Idle({idle}) {
	const [ends, setEnds] = useState(false);
	useEffect(() => {
		const look = () => setEnds(idle > 0 && performance.now() - lastUse() > idle * 1000 - WARN_MS);
		const ticking = setInterval(look, LOOK_MS);
		return () => clearInterval(ticking);
	}, [idle]);
	return html`<div>${ends && html`<div class="idle" role="alert"><p class="govuk-body">${t('app.idle')}</p>
		<${Button} onClick=${() => get('me').then(() => setEnds(false), () => {})}>${t('app.idle_go_on')}</${Button}></div>`}</div>`;
}
