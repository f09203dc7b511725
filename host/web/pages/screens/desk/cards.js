// SPDX-License-Identifier: GPL-3.0-or-later
// A card at the desk: held to the desk's reader (told live), or typed by a keyboard-wedge reader, which
// is a keyboard that writes the number and Enter wherever the focus is. It goes to whoever asked last:
// the desk itself, or a panel that waits for a new card.
import {useEffect, useRef} from '/lib/preact.js';
import {get} from '/base/api.js';
import {useReader} from '/base/reader.js';

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

// To the newest taker; one that answers 'next' leaves it to the one before.
function give(card) {
	for (let i = takers.length - 1; i >= 0; i--) {
		if (takers[i].current(card) !== 'next')
			return;
	}
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

// What a reader that types has written into a field is taken out of it again.
function restore(field, value) {
	field.value = value;
	field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));
}
const isField = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(radio|checkbox)$/.test(target.type);

// Once a page: listens to both kinds of reader; {by, take} as base/reader.js has them. Outside a field nobody
// types a number, and pauses of half a second part two; in a field only a reader is so quick.
const WEDGE_MS = 500, WEDGE_FIELD_MS = 60;
export function useReaders() {
	useEffect(() => {
		let typed = '', last = 0, before = '', at = null;
		const key = (event) => {
			const field = isField(event.target) ? event.target : null;
			// The search box knows a number by itself, and a box that waits for one takes it.
			if (field?.dataset.cards || field?.getAttribute('role') === 'combobox')
				return;
			if (event.timeStamp - last > (field ? WEDGE_FIELD_MS : WEDGE_MS) || event.target !== at)
				typed = '';
			if (!typed)
				before = field?.value ?? '';
			last = event.timeStamp;
			at = event.target;
			if (event.key.length === 1) {
				typed += event.key;
			} else if (event.key === 'Enter' && isCard(typed)) {
				event.preventDefault();
				event.stopPropagation();
				if (field)
					restore(field, before);
				cardTyped(typed);
				typed = '';
			} else if (event.key === 'Enter') {
				typed = '';
			}
		};
		addEventListener('keydown', key, true);
		return () => removeEventListener('keydown', key, true);
	}, []);
	return useReader(give);
}
