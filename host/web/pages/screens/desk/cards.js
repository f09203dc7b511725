// SPDX-License-Identifier: GPL-3.0-or-later
// A card at the desk: held to the desk's reader (told live), or typed by a keyboard-wedge reader, which
// is a keyboard that writes the number and Enter wherever the focus is. It goes to whoever asked last:
// the desk itself, or a panel that waits for a new card.
import {useEffect, useRef, useState} from '/lib/preact.js';
import {get} from '/base/api.js';
import {useLive} from '/base/live.js';

const takers = [];

// A number as a reader types it: 4, 7 or 10 bytes in hexadecimal. A name has no digit in it.
export const isCard = (text) => /^[0-9a-f]+$/i.test(text) && [8, 14, 20].includes(text.length) && /\d/.test(text);

// {uid, ref, person, state, say}; whatever is wrong is a sentence in say.
export async function cardTyped(uid) {
	try {
		give({uid, ...await get('card whose', {uid})});
	} catch (refusal) {
		give({uid: null, ref: null, say: refusal.message});
	}
}

async function cardHeld() {
	try {
		give(await get('desk card'));
	} catch (refusal) {
		give({uid: null, ref: null, say: refusal.message});
	}
}

function give(card) {
	takers.at(-1)?.current(card);
}

// The newest taker gets every card until it goes.
export function useCards(taker) {
	const ref = useRef(taker);
	ref.current = taker;
	useEffect(() => {
		takers.push(ref);
		return () => takers.splice(takers.indexOf(ref), 1);
	}, []);
}

// Once a page: listens to both kinds of reader. Outside a field nobody types a number, and pauses of half a second part two.
const WEDGE_MS = 500;
export function useReaders() {
	const {card} = useLive();
	const [first] = useState(card);
	useEffect(() => {
		if (card !== first)
			cardHeld();
	}, [card]);
	useEffect(() => {
		let typed = '', last = 0;
		const key = (event) => {
			if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && !/^(radio|checkbox)$/.test(event.target.type))
				return;
			if (event.timeStamp - last > WEDGE_MS)
				typed = '';
			last = event.timeStamp;
			if (event.key.length === 1) {
				typed += event.key;
			} else if (event.key === 'Enter' && isCard(typed)) {
				event.preventDefault();
				event.stopPropagation();
				cardTyped(typed);
				typed = '';
			}
		};
		addEventListener('keydown', key, true);
		return () => removeEventListener('keydown', key, true);
	}, []);
}
