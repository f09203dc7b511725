// SPDX-License-Identifier: GPL-3.0-or-later
// Today's answer is told by the stream (docs/api.md): what became of it, from one ETag to the next, so that
// nobody reads all of it anew for each tap at a locker. What is put together here is what the service
// would answer, and nothing besides; where what is told does not lead on from what is here, it is read.

export const TOLD = 'today';

const KEPT = 32;
let events = [], count = 0;
const listeners = new Set();

// How many were told so far: what is asked for now is at least as new as all of them.
export const toldSoFar = () => count;

export function tellOf(event) {
	events = [...events, event].slice(-KEPT);
	count++;
	for (const listener of listeners)
		listener();
}

export function onTold(listener) {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

function spliced(list, splices) {
	const next = [...list];
	for (const [at, gone, items] of splices)
		next.splice(at, gone, ...items);
	return next;
}

// What did not change stays the very same objects: nobody shows them anew.
export function patched(answer, {set = {}, gone = [], lists = {}}) {
	const next = {...answer, ...set};
	for (const name of gone)
		delete next[name];
	for (const [name, splices] of Object.entries(lists))
		next[name] = spliced(answer[name], splices);
	return next;
}

// have: {answer, version, at: how many were told when it was asked for}. The same as of now, and whether
// it is to be read anew: too much became of it to be told, or it is not (yet) what was told last.
export function broughtUp({answer, version, at}) {
	const news = count - at;
	let cut = news > events.length;
	for (const {from, to, patch} of cut ? [] : events.slice(events.length - news)) {
		if (from !== version)
			continue;
		if (!patch) {
			cut = true;
			break;
		}
		answer = patched(answer, patch);
		version = to;
	}
	return {answer, version, at: count, cut, last: news === 0 || events.at(-1).to === version};
}
