// SPDX-License-Identifier: GPL-3.0-or-later
// What the screens read, each by its request's words, and which lists of its answer may be empty
// together (none: it is one thing, which is there or is refused). Every reading is shown by Answer in
// one of the same five states. What is not in here, or not in its view (screens.js), is not read:
// useAnswer refuses, so that this is the list and not another one beside it. tests/web/states walks
// all of it.
export const READINGS = {
	'account list': ['accounts'],
	'ban list': ['bans'],
	'bank certificate': [],
	'bank list': ['banks'],
	'breach list': ['breaches'],
	'calendar month': [],
	'class mine': ['children'],
	'club list': ['clubs'],
	'device list': ['devices'],
	'grant kinds': [],
	'grant list': ['asks', 'answered', 'grants'],
	'grant walkers': ['walkers'],
	'hold list': ['holds'],
	'incident kinds': [],
	'incident list': ['incidents'],
	'incident show': [],
	'loan list': ['loans', 'to_attest'],
	'map guess': [],
	'map list': ['maps'],
	'map show': [],
	'notice list': ['notices'],
	'people list': ['people', 'classes', 'categories'],
	'person show': [],
	'policy show': [],
	'question list': ['questions'],
	'release status': ['releases'],
	'report day': [],
	'report evidence': [],
	'report governors': [],
	'report person': [],
	'report rehearsal': [],
	'status': ['in', 'lockdowns'],
	'today': ['custodies', 'expected', 'refused', 'exceptions'],
	'visitor list': ['here', 'left_behind'],
	'welcome': [],
};

// The tables that a reading is made of (docs/api.md, the event "record"), where others leave it as it is.
// What it says by the clock alone is read again with the status.
export const MADE_OF = {
	'notice list': ['absence', 'hold', 'incident', 'notice', 'override', 'person'],
};

// loading: nothing came yet; error: refused, and why; old: what came before is not what is; empty; there.
export const STATES = ['loading', 'error', 'old', 'empty', 'there'];

export function stateOf({words, answer, error, old}) {
	if (!answer)
		return error ? 'error' : 'loading';
	if (old)
		return 'old';
	const lists = READINGS[words];
	return lists.length > 0 && lists.every((name) => Object.keys(answer[name]).length === 0) ? 'empty' : 'there';
}

// The view that is shown: its readings, by its screen's list.
let view = {name: '', reads: []};
export function nowShown(name, reads) {
	view = {name, reads};
}
export function mustBeListed(words) {
	if (!(words in READINGS) || !view.reads.includes(words))
		throw new Error(`readings: "${words}" is not in the list of ${view.name || 'any screen'}`);
}

// The longest of a screen's views that an address is under: 'person/*' for person/P6.
export function viewOf(views, rest) {
	const fits = (pattern) => pattern === '' || pattern.split('/').every((part, i) => part === '*' ? rest[i] : part === rest[i]);
	const depth = (pattern) => pattern === '' ? 0 : pattern.split('/').reduce((sum, part) => sum + (part === '*' ? 2 : 3), 0);
	return Object.keys(views).filter(fits).sort((a, b) => depth(b) - depth(a))[0];
}
