// SPDX-License-Identifier: GPL-3.0-or-later
// What the three pages share: a list read live, what was done said once, closed ones on request.
import {html, useState} from '/lib/preact.js';
import {Section} from '/base/cards.js';
import {lookAgain, useAnswer} from '/base/live.js';
import {Answer, Checkbox, Done, Heading} from '/base/parts.js';
import {t} from '/base/text.js';

// request: what is listed; name: its key in the answer; all: the text of "closed ones too", or none.
// children(items, onDone, answer) draws them.
export function List({title, request, name, empty, all, above, children}) {
	const [past, setPast] = useState(false);
	const [done, setDone] = useState('');
	const [moved, setMoved] = useState(0);
	const result = useAnswer(request, past ? {all: true} : {});
	function onDone(sentence) {
		setDone(sentence);
		setMoved(moved + 1);
		lookAgain();
	}
	return html`<${Heading}>${title}</${Heading}>
		<${Done} text=${done} />
		${above && above(onDone)}
		${all && html`<${Checkbox} label=${all} checked=${past} onChange=${setPast} />`}
		<${Answer} result=${result}>${(answer) => html`<${Section} title=${t('conduct.list')} empty=${empty} items=${answer[name]} moved=${moved}>
			${children(answer[name], onDone)}</${Section}>`}</${Answer}>`;
}
