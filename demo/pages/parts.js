// SPDX-License-Identifier: GPL-3.0-or-later
// Elements, requests, and what is said aloud.

// element('button', {type: 'button', onclick}, 'text', child ...): attributes, but for handlers.
export function element(name, attributes = {}, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) {
		if (key.startsWith('on'))
			made.addEventListener(key.slice(2), value);
		else
			set(made, key, value);
	}
	made.append(...children);
	return made;
}

// Touches the page only where something changed: a reader is not told the same twice.
export function set(node, key, value) {
	if (key === 'text') {
		if (node.textContent !== value)
			node.textContent = value;
	} else if (value === undefined || value === null || value === false) {
		node.removeAttribute(key);
	} else if (node.getAttribute(key) !== String(value)) {
		node.setAttribute(key, String(value));
	}
}

const said = document.getElementById('said');
let waiting = [], timer = null;

// Sentences that come within a moment of each other are one announcement.
export function say(sentence) {
	if (!waiting.includes(sentence))
		waiting.push(sentence);
	clearTimeout(timer);
	timer = setTimeout(() => {
		said.textContent = waiting.join(' ');
		waiting = [];
	}, 250);
}

export async function ask(path, body) {
	const response = await fetch(path, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)})
		.catch(() => null);
	const answer = await response?.json().catch(() => null);
	if (!response?.ok)
		say(answer?.error ?? 'The locker does not answer. Is the demo still running?');
	return Boolean(response?.ok);
}
