// SPDX-License-Identifier: GPL-3.0-or-later
// The page: the tray of cards, the cabinets, the school's clock, and the way to the office.
import {CabinetView} from '/cabinet.js';
import {showOffice} from '/office.js';
import {ask, element, say, set} from '/parts.js';

const TIMES = [['08:41', 'hand-in'], ['10:10', 'a lesson'], ['12:05', 'dinner'], ['14:50', 'before home-time'], ['15:16', 'home-time'], ['15:45', 'everybody has gone']];
const place = (id) => document.getElementById(id);
const views = new Map();
let reader = null;

function chooseReader(letter) {
	reader = letter;
}

function view(letter) {
	if (!views.has(letter)) {
		const made = new CabinetView(letter);
		views.set(letter, made);
		place('cabinets').append(made.node);
		const radio = element('input', {type: 'radio', name: 'reader', id: `reader-${letter}`, value: letter, onchange: () => chooseReader(letter)});
		place('readers').append(element('span', {class: 'readers__one'}, radio, element('label', {for: `reader-${letter}`}, `Cabinet ${letter}`)));
		if (!reader) {
			radio.checked = true;
			chooseReader(letter);
		}
	}
	return views.get(letter);
}

function draw(picture) {
	for (const cabinet of picture.cabinets)
		view(cabinet.letter).draw(cabinet);
	set(place('clock'), 'text', picture.clock ?? '');
	set(place('clock'), 'hidden', !picture.clock);
}

async function tap(card, name) {
	const at = reader;
	say(`${name}: card held to cabinet ${at}.`);
	await ask('/hand', {cabinet: at, verb: 'tap', card});
}

function watch() {
	const stream = new EventSource('/state');
	stream.onmessage = (event) => {
		place('lost').hidden = true;
		draw(JSON.parse(event.data));
	};
	stream.onerror = () => {
		place('lost').hidden = false;
		views.forEach((one) => set(one.node, 'data-there', 'false'));
	};
}

const tray = await (await fetch('/tray')).json();
for (const one of tray.tray)
	place('tray').append(element('li', {}, element('button', {type: 'button', class: 'card', 'data-card': one.ref, onclick: () => tap(one.ref, one.name)},
		element('span', {class: 'card__name'}, one.name), ' ', element('span', {class: 'card__words'}, one.words))));
for (const one of tray.everybody)
	place('who').append(element('option', {value: one.ref}, `${one.name} (${one.ref}), ${one.words}`));
place('somebody').addEventListener('submit', (event) => {
	event.preventDefault();
	tap(place('who').value, place('who').selectedOptions[0].textContent);
});
if (tray.clock) {
	place('day').hidden = false;
	for (const [at, what] of TIMES)
		place('times').append(element('li', {}, element('button', {type: 'button', 'data-time': at, onclick: () => ask('/clock', {at})},
			element('strong', {}, at), ` ${what}`)));
}
if (tray.office)
	await showOffice(place);
watch();
