// SPDX-License-Identifier: GPL-3.0-or-later
// Asking the service: a request's words and its fields, JSON back. What is refused is a Refusal with
// the service's own sentence, which is made to be read.
import {t} from '/base/text.js';

export class Refusal extends Error {
	constructor(sentence, status, answer) {
		super(sentence);
		this.status = status;
		this.answer = answer;
	}
}

// Called with the sentence when the session has ended.
let onSignedOut = () => {};
export function whenSignedOut(call) {
	onSignedOut = call;
}

// An answer -> the ETag it came with.
const versions = new WeakMap();
export const versionOf = (answer) => versions.get(answer);

function address(words) {
	return '/api/' + words.split(' ').map(encodeURIComponent).join('/');
}

// When this page last asked something for whoever is at it, in its own milliseconds: by that the session goes on.
let usedAt = 0;
export const lastUse = () => usedAt;
// What a page reads again by itself says so, and keeps nobody signed in.
const AGAIN = 'X-Hometime-Again';

async function send(path, options, lost = t('app.gone')) {
	let response, answer;
	try {
		response = await fetch(path, options);
		answer = await response.json();
	} catch (error) {
		throw new Refusal(lost, 0);
	}
	if (!options.headers[AGAIN])
		usedAt = performance.now();
	if (response.ok && answer.ok !== false) {
		versions.set(answer, response.headers.get('ETag')?.replaceAll('"', ''));
		return answer;
	}
	const refusal = new Refusal(answer.error ?? lost, response.status, answer);
	if (response.status === 401 && !path.startsWith('/api/sign-in') && path !== '/api/password') {
		refusal.signedOut = true;
		onSignedOut(answer.error);
	}
	throw refusal;
}

// The service gives up a reading after 20 s; one that nobody answers is told as such, not waited for.
const PATIENCE_MS = 60_000;

// Reads: get('person show', {person: 'P6'}). again: nobody asked for it, the page looks by itself.
export function get(words, fields = {}, again = false) {
	const query = new URLSearchParams(
		Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
	return send(address(words) + (query.size ? '?' + query : ''),
		{headers: {Accept: 'application/json', ...(again ? {[AGAIN]: '1'} : {})}, signal: AbortSignal.timeout(PATIENCE_MS)});
}

// Changes that wait for their answer, or whose answer was lost: by their words and fields, the key under
// which the service does each once, and who waits for it now.
const unanswered = new Map();
const FORGOTTEN_MS = 300_000; // the same again after that is meant anew
// Asked before anybody is signed in, with a password, or of this page alone: nothing of them is kept here.
const PLAIN = /^(sign-in|sign-out|welcome|password|reader)/;
const TRIES = [300, 1200]; // ms between them, where no answer comes

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const posted = (body, headers = {}) => ({method: 'POST', headers: {'Content-Type': 'application/json', 'X-Hometime': '1', ...headers}, body});

async function sendOnce(path, body, key) {
	const options = posted(body, {'Idempotency-Key': key});
	for (const wait of TRIES) {
		try {
			return await send(path, options, t('app.lost'));
		} catch (refusal) {
			if (refusal.status !== 0)
				throw refusal;
		}
		await new Promise((go) => setTimeout(go, wait));
	}
	return send(path, options, t('app.lost'));
}

// Changes something, or asks with more than an address holds. Done once: pressed twice it is one request, and
// one whose answer was lost goes under the same key when it is sent again.
export function post(words, fields = {}) {
	const body = JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')));
	if (PLAIN.test(words))
		return send(address(words), posted(body));
	const asked = `${words} ${body}`;
	const before = unanswered.get(asked);
	const change = before && Date.now() - before.since < FORGOTTEN_MS ? before : {key: newKey(), since: Date.now(), sending: null};
	unanswered.set(asked, change);
	change.sending ??= sendOnce(address(words), body, change.key).finally(() => {
		change.sending = null;
	});
	return change.sending.then((answer) => {
		unanswered.delete(asked);
		return answer;
	}, (refusal) => {
		if (refusal.status !== 0 && refusal.status !== 503)
			unanswered.delete(asked);
		throw refusal;
	});
}
