// SPDX-License-Identifier: GPL-3.0-or-later
// What is live: one stream of changes for the whole page, the doors as they stand, and whether what
// is shown may be believed. A stale state is never shown as a current one: while the stream is
// lost, `live` is false and every screen says so.
import {useEffect, useRef, useState} from '/lib/preact.js';
import {get, versionOf} from '/base/api.js';
import {MADE_OF, mustBeListed} from '/base/readings.js';
import {broughtUp, onTold, tellOf, TOLD, toldSoFar} from '/base/told.js';

const listeners = new Set();
// stream: there is one to lose; an account that is shown no lockers has none. record: rows were written;
// of: a table -> how often its were; looks: everything is to be read anew.
const state = {stream: false, live: false, since: '', status: null, doors: new Map(), record: 0, of: new Map(), looks: 0, card: 0, trouble: ''};
const RETRY_MS = 3000;
let source = null, timer = 0, lookedAt = -Infinity, retry = 0, asking = false, again = false;
let heardAt = 0; // this page's own milliseconds, when status came

// The school's clock as the service last said it, and the moments since; '' before it said any.
function schoolTime() {
	if (!state.status)
		return '';
	return new Date(Date.parse(`${state.status.at.slice(0, 19)}Z`) + performance.now() - heardAt).toISOString().slice(11, 16);
}

// The same with its day, for times that are said without theirs where it is today's.
export const schoolNow = () => state.status?.at ?? '';

// Whether what is shown may be believed, and since when it may not.
function setLive(live) {
	if (state.live && !live)
		state.since = schoolTime();
	state.live = live;
}

function tell() {
	for (const listener of listeners)
		listener();
}

let heard = []; // doors, while the status is asked for
const keyOf = (door) => `${door.bank}:${door.door}`;

// Everything anew: at first, after a break, and when a bank as a whole changed.
async function readStatus() {
	if (asking) {
		again = true;
		return;
	}
	asking = true;
	do {
		again = false;
		try {
			heard = [];
			state.status = await get('status', {}, true);
			heardAt = performance.now();
			// What the stream told meanwhile may be newer than the answer; what is newer still comes.
			state.doors = new Map([...state.status.doors, ...heard].map((door) => [keyOf(door), door]));
			setLive(source?.readyState === EventSource.OPEN);
			state.trouble = '';
		} catch (refusal) {
			setLive(false);
			state.trouble = refusal.message;
			// The stream may stand all the while: nobody else would ask again.
			clearTimeout(retry);
			retry = setTimeout(() => source && state.trouble && readStatus(), RETRY_MS);
		}
	} while (again);
	asking = false;
	lookAgain();
}

// At once, but so many events in a moment are one look at the lists: a steady run of news neither puts
// the look off nor fills the day with looking.
const LOOKS_MS = 100;
let moved = [];
function recordSoon(tables) {
	moved.push(...tables);
	if (timer)
		return;
	timer = setTimeout(() => {
		timer = 0;
		lookedAt = performance.now();
		state.record++;
		for (const table of new Set(moved))
			state.of.set(table, (state.of.get(table) ?? 0) + 1);
		moved = [];
		tell();
	}, Math.max(0, lookedAt + LOOKS_MS - performance.now()));
}

// What nothing tells one by one (a lock-down, what is overdue, the clock) is read again a moment after the
// record moved, and once for many events. Where only doors were used it has time: then it is what the
// clock alone changed, and not all the school's pages need ask for it in the same moment.
const STATUS_MS = 2000, STATUS_LATER_MS = 10_000;
const OF_DOORS = new Set(['custody', 'decision', 'device', 'door', 'event', 'intent', 'session']);
let statusTimer = 0, statusAt = 0;
function statusSoon(tables) {
	const wait = tables.length > 0 && tables.every((table) => OF_DOORS.has(table)) ? STATUS_LATER_MS * (1 + Math.random()) : STATUS_MS;
	if (statusTimer && statusAt <= performance.now() + wait)
		return;
	clearTimeout(statusTimer);
	statusAt = performance.now() + wait;
	statusTimer = setTimeout(async () => {
		statusTimer = 0;
		const status = await get('status', {}, true).catch(() => null);
		if (status && source) {
			state.status = status;
			state.of.set(BY_THE_CLOCK, (state.of.get(BY_THE_CLOCK) ?? 0) + 1);
			tell();
		}
	}, wait);
}

// What makes a reading worth reading again, as a number that counts up. What is told of needs none.
const BY_THE_CLOCK = '';
const counted = (words) => words === TOLD ? state.looks
	: MADE_OF[words] ? ['*', BY_THE_CLOCK, ...MADE_OF[words]].reduce((sum, table) => sum + (state.of.get(table) ?? 0), state.looks)
	: state.record;

// The lists anew, now: after something was done, whose event may come later or, for an account
// without the stream, never.
export function lookAgain() {
	state.record++;
	state.looks++;
	tell();
}

// For an account that is shown no lockers and so has no stream: the lists every half minute, and
// when the page is looked at again.
export function startLooking() {
	if (source)
		return;
	source = {close: () => (clearInterval(ticking), removeEventListener('focus', lookAgain))};
	const ticking = setInterval(lookAgain, 30_000);
	addEventListener('focus', lookAgain);
}

// The service sends something every 20 s. Where a cable is pulled the browser notices nothing for
// minutes: two beats missed are a stream that is lost, and another is opened.
const SILENT_MS = 45_000, EVENTS = ['reset', 'again', 'bank', 'door', 'record', 'today', 'card', 'beat'];
let newsAt = 0;
function mindSilence() {
	if (!state.stream || performance.now() - newsAt < SILENT_MS)
		return;
	setLive(false);
	tell();
	open();
}
setInterval(mindSilence, 5000);

function open() {
	source?.close();
	state.stream = true;
	source = new EventSource('/api/changes');
	newsAt = performance.now();
	for (const event of EVENTS)
		source.addEventListener(event, () => {
			newsAt = performance.now();
		});
	source.addEventListener('reset', readStatus);
	source.addEventListener('again', () => {
		if (state.trouble) // the doors were not read when they should have been
			return readStatus();
		setLive(true);
		lookAgain(); // what failed meanwhile
	});
	source.addEventListener('bank', readStatus);
	source.addEventListener('door', (event) => {
		const door = JSON.parse(event.data);
		state.doors = new Map(state.doors).set(keyOf(door), door);
		if (asking)
			heard.push(door);
		tell();
	});
	source.addEventListener('record', (event) => {
		const {moved: tables} = JSON.parse(event.data);
		recordSoon(tables);
		statusSoon(tables);
	});
	source.addEventListener('today', (event) => tellOf(JSON.parse(event.data)));
	// Whose card it is, only whoever may know asks: the stream carries its number of the day.
	source.addEventListener('card', (event) => {
		state.card = JSON.parse(event.data).number;
		tell();
	});
	source.addEventListener('error', () => {
		setLive(false);
		tell();
		// The browser comes again by itself unless it was told to go.
		if (source.readyState === EventSource.CLOSED)
			setTimeout(() => source && (open(), readStatus()), RETRY_MS);
	});
}

// A network that goes away need not end a stream that stands: asked, it shows.
for (const change of ['offline', 'online'])
	addEventListener(change, () => state.stream && readStatus());

export function startLive() {
	if (!source) {
		open();
		readStatus();
	}
}

export function stopLive() {
	source?.close();
	source = null;
	state.stream = false;
	state.live = false;
	state.since = '';
	state.status = null;
	state.doors = new Map();
}

// What is chosen of the state, as it is now: who shows it is shown anew when that is another, and only then.
function useChosen(choose) {
	const [, again] = useState(0);
	const way = useRef({});
	way.current.choose = choose;
	way.current.seen = choose();
	useEffect(() => {
		const hear = () => {
			const {seen, choose: now} = way.current, is = now();
			if (Object.keys(is).some((name) => is[name] !== seen[name]))
				again((turn) => turn + 1);
		};
		listeners.add(hear);
		hear();
		return () => listeners.delete(hear);
	}, []);
	return way.current.seen;
}

// Those of {stream, live, since, status, doors, card, trouble} that are named, or all of it; since: the time from which on it is not live; card changes when one is held to the desk's reader.
export const useLive = (...names) => useChosen(() => Object.fromEntries((names.length ? names : Object.keys(state)).map((name) => [name, state[name]])));

// One at a time, and once more where the record moved meanwhile: under steady news each comes. What is
// the same as before is not shown anew; what was there stays to be seen, with what is wrong beside it.
async function read(on, setResult) {
	on.busy = true;
	while (on.again && on.wanted !== null) {
		const wanted = on.wanted, at = toldSoFar();
		on.again = false;
		try {
			const unasked = on.unasked;
			on.unasked = true; // what makes it go round once more is the record
			let answer = await on.ask(unasked), text = on.told ? versionOf(answer) : JSON.stringify(answer);
			if (on.told) {
				on.have = broughtUp({answer, version: text, at});
				({answer, version: text} = on.have);
				on.again ||= on.have.cut;
			}
			if (on.wanted === wanted)
				setResult((before) => before.text === text && !before.error ? before : {answer, text});
		} catch (refusal) {
			on.have = null;
			if (on.wanted === wanted)
				setResult((before) => ({...before, error: refusal.message}));
		}
	}
	on.busy = false;
}

// The answer of a reading request, read again whenever the record moves on (once: only when it is asked
// otherwise). It must be in the list of readings; ask is post where reading is itself on the record.
// {words, answer, error, old, again}: old says that what is there may not be what is.
export function useAnswer(words, fields = {}, once = false, ask = get) {
	const {record, stream, live} = useChosen(() => ({record: once ? 0 : counted(words), stream: state.stream, live: state.live}));
	const [turn, setTurn] = useState(0);
	const [result, setResult] = useState({});
	const asked = JSON.stringify(fields);
	const way = useRef({});
	// What is set aside and not shown goes on reading what it began with.
	if (way.current.listed !== words)
		mustBeListed(words);
	way.current.listed = words;
	useEffect(() => {
		const on = way.current;
		on.wanted = `${words} ${asked}`;
		// Asked for by who looks, or read again because the record moved.
		const of = `${words} ${asked} ${turn}`;
		on.unasked = on.of === of && (on.unasked ?? true);
		on.of = of;
		on.told = words === TOLD && asked === '{}';
		on.ask = (unasked) => ask(words, JSON.parse(asked), unasked);
		on.again = true;
		if (!on.busy)
			read(on, setResult);
	}, [words, asked, turn, record]);
	useEffect(() => onTold(() => {
		const on = way.current, before = on.have;
		if (!on.told || on.busy) // what is being read is brought up when it comes
			return;
		on.have = before && broughtUp(before);
		if (before && on.have.answer !== before.answer)
			setResult((was) => ({...was, answer: on.have.answer, text: on.have.version}));
		if (!before || on.have.cut || !on.have.last) {
			on.again = true;
			read(on, setResult);
		}
	}), []);
	useEffect(() => () => {
		way.current.wanted = null;
	}, []);
	// Without the stream nobody tells when it changes.
	return {words, ...result, old: Boolean(result.answer) && (Boolean(result.error) || (stream && !live)), again: () => setTurn(turn + 1)};
}
