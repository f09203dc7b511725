// SPDX-License-Identifier: GPL-3.0-or-later
// Asking the service: a request's words and its fields, JSON back. What is refused is a Refusal with
// the service's own sentence, which is made to be read.

export class Refusal extends Error {
	constructor(sentence, status, answer) {
		super(sentence);
		this.status = status;
		this.answer = answer;
	}
}

const GONE = 'The service does not answer. What you see may be old; nothing was changed.';

// Called with the sentence when the session has ended.
let onSignedOut = () => {};
export function whenSignedOut(call) {
	onSignedOut = call;
}

function address(words) {
	return '/api/' + words.split(' ').map(encodeURIComponent).join('/');
}

async function send(path, options) {
	let response, answer;
	try {
		response = await fetch(path, options);
		answer = await response.json();
	} catch (error) {
		throw new Refusal(GONE, 0);
	}
	if (response.ok && answer.ok !== false)
		return answer;
	if (response.status === 401 && !path.startsWith('/api/sign-in') && path !== '/api/password')
		onSignedOut(answer.error);
	throw new Refusal(answer.error ?? GONE, response.status, answer);
}

// Reads: get('person show', {person: 'P6'}).
export function get(words, fields = {}) {
	const query = new URLSearchParams(
		Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
	return send(address(words) + (query.size ? '?' + query : ''), {headers: {Accept: 'application/json'}});
}

// Changes something, or asks with more than an address holds.
export function post(words, fields = {}) {
	const body = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
	return send(address(words), {
		method: 'POST',
		headers: {'Content-Type': 'application/json', 'X-Hometime': '1'},
		body: JSON.stringify(body),
	});
}
