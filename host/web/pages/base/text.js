// SPDX-License-Identifier: GPL-3.0-or-later
// Every word of the screens comes from texts/, one folder a language, so that Welsh can follow. What
// the service says (rules, sentences, names) comes from the service.
import texts from '/texts/en.js';

// t('today.in', {count: 3}): "{count}" is filled in; a text may be {one, other} chosen by count.
export function t(key, values = {}) {
	let text = key.split('.').reduce((at, part) => at?.[part], texts);
	if (text && typeof text === 'object')
		text = values.count === 1 ? text.one : text.other;
	if (typeof text !== 'string')
		throw new Error(`texts: nothing under ${key}`);
	return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? '');
}
