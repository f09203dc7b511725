// SPDX-License-Identifier: GPL-3.0-or-later
// What happened without anybody pressing anything (an alarm, the stream lost, a list refused) is told to
// who does not see it: each sentence once, in one region of the page, never a list and never the same
// sentence again while it still stands there. What was pressed is answered where it was pressed (parts.js).
import {html, useEffect, useState} from '/lib/preact.js';

const REST_MS = 150; // what comes in one moment is one announcement
const STANDS_MS = 5000; // after which the same sentence is news again
let waiting = [], timer = 0, tell = () => {};

export function announce(sentence) {
	if (!waiting.includes(sentence))
		waiting.push(sentence);
	clearTimeout(timer);
	timer = setTimeout(() => {
		tell(waiting.join(' '));
		waiting = [];
		timer = setTimeout(() => tell(''), STANDS_MS);
	}, REST_MS);
}

export function Announcer() {
	const [said, setSaid] = useState('');
	useEffect(() => {
		tell = setSaid;
	}, []);
	return html`<div class="govuk-visually-hidden" role="status" data-announcer="true">${said}</div>`;
}
