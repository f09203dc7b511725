// SPDX-License-Identifier: GPL-3.0-or-later
// What is live: one stream of changes for the whole page, the doors as they stand, and whether what
// is shown may be believed. A stale state is never shown as a current one: while the stream is
// lost, `live` is false and every screen says so.
import {useEffect, useRef, useState} from '/lib/preact.js';
import {get} from '/base/api.js';
import {mustBeListed} from '/base/readings.js';

const listeners = new Set();
// stream: there is one to lose; an account that is shown no lockers has none.
const state = {stream: false, live: false, since: '', status: null, doors: new Map(), record: 0, card: 0, trouble: ''};
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
		listener({...state});
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
	state.record++;
	tell();
}

// At once, but so many events in a moment are one look at the lists: a steady run of news neither puts
// the look off nor fills the day with looking.
const LOOKS_MS = 100;
function recordSoon() {
	if (timer)
		return;
	timer = setTimeout(() => {
		timer = 0;
		lookedAt = performance.now();
		state.record++;
		tell();
	}, Math.max(0, lookedAt + LOOKS_MS - performance.now()));
}

// What nothing tells one by one (a lock-down, what is overdue, the clock) is read again a moment after the
// record moved, and once for many events.
const STATUS_MS = 2000;
let statusTimer = 0;
function statusSoon() {
	statusTimer ||= setTimeout(async () => {
		statusTimer = 0;
		const status = await get('status', {}, true).catch(() => null);
		if (status && source) {
			state.status = status;
			tell();
		}
	}, STATUS_MS);
}

// The lists anew, now: after something was done, whose event may come later or, for an account
// without the stream, never.
export function lookAgain() {
	state.record++;
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
const SILENT_MS = 45_000, EVENTS = ['reset', 'again', 'bank', 'door', 'record', 'card', 'beat'];
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
	source.addEventListener('record', recordSoon);
	source.addEventListener('record', statusSoon);
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

// {stream, live, since, status, doors, record, card, trouble}; since: the time from which on it is not live; card changes when one is held to the desk's reader; record counts up whenever lists are worth reading again.
export function useLive() {
	const [seen, setSeen] = useState({...state});
	useEffect(() => {
		listeners.add(setSeen);
		setSeen({...state});
		return () => listeners.delete(setSeen);
	}, []);
	return seen;
}

// One at a time, and once more where the record moved meanwhile: under steady news each comes. What is
// the same as before is not shown anew; what was there stays to be seen, with what is wrong beside it.
async function read(on, setResult) {
	on.busy = true;
	while (on.again && on.wanted !== null) {
		const wanted = on.wanted;
		on.again = false;
		try {
			const unasked = on.unasked;
			on.unasked = true; // what makes it go round once more is the record
			const answer = await on.ask(unasked);
			const text = JSON.stringify(answer);
			if (on.wanted === wanted)
				setResult((before) => before.text === text && !before.error ? before : {answer, text});
		} catch (refusal) {
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
	const {record, stream, live} = useLive();
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
		on.ask = (unasked) => ask(words, JSON.parse(asked), unasked);
		on.again = true;
		if (!on.busy)
			read(on, setResult);
	}, [words, asked, turn, once ? 0 : record]);
	useEffect(() => () => {
		way.current.wanted = null;
	}, []);
	// Without the stream nobody tells when it changes.
	return {words, ...result, old: Boolean(result.answer) && (Boolean(result.error) || (stream && !live)), again: () => setTurn(turn + 1)};
}
