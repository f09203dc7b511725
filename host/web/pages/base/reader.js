// SPDX-License-Identifier: GPL-3.0-or-later
// One desk, one reader, perhaps several computers: a card that is held to it opens somebody at one of them,
// or it would take a colleague's page away. The first that asks has it, until another takes it.
import {useEffect, useState} from '/lib/preact.js';
import {get, post} from '/base/api.js';
import {useLive} from '/base/live.js';

// This computer's browser, whichever of its pages asks.
function screen() {
	let name = localStorage.getItem('screen');
	if (!name) {
		name = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
		localStorage.setItem('screen', name);
	}
	return name;
}
const reader = (take) => post('reader', {screen: screen(), take});

// onCard(card) for each card that is held to the reader while this page has it and is looked at:
// {uid, ref, person, state, say}; whatever is wrong is a sentence in say. Returns {by, take}: by is who
// has the reader elsewhere, "" where it is here.
export function useReader(onCard) {
	const {card} = useLive('card');
	const [first] = useState(card);
	const [by, setBy] = useState('');
	const told = (answer) => setBy(answer.mine || !answer.used ? '' : answer.by);
	useEffect(() => {
		reader('free').then(told, () => {});
	}, []);
	useEffect(() => {
		if (card === first || document.visibilityState !== 'visible')
			return;
		reader('free').then(async (answer) => {
			told(answer);
			if (answer.mine)
				onCard(await get('desk card'));
		}).catch((refusal) => onCard({uid: null, ref: null, say: refusal.message}));
	}, [card]);
	return {by, take: () => reader('yes').then(told, (refusal) => onCard({uid: null, ref: null, say: refusal.message}))};
}
