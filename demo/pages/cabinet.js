// SPDX-License-Identifier: GPL-3.0-or-later
// One cabinet, drawn as its control socket tells it: made once, then only changed, so that the focus
// stays where it is while the doors move.
import {ask, element, say, set} from '/parts.js';

const SWITCHES = [
	{is: (c) => c.powered, on: 'cut the power', off: 'restore the power'},
	{is: (c) => c.mains, on: 'take the mains away', off: 'bring the mains back'},
	{is: (c) => c.cable, on: 'pull the cable', off: 'plug the cable in'},
	{is: (c) => !c.housing, on: 'open the housing', off: 'shut the housing'},
	{is: () => true, on: 'press the commissioning button'},
];
const capital = (text) => text[0].toUpperCase() + text.slice(1);

// What a hand does next at an open door: who came with a phone leaves it, who came for one takes it.
function nextAt(door, hadPhone) {
	if (!door.open)
		return null;
	return door.phone === hadPhone ? (door.phone ? 'take' : 'put') : 'shut';
}
const WORDS = {put: 'Put the phone in', take: 'Take the phone out', shut: 'Shut the door'};

const looks = (door) => (door.open ? (door.phone ? 'open, a phone in it' : 'open, empty') : door.phone ? 'shut, a phone in it' : 'shut, empty');

export class CabinetView {
	constructor(letter) {
		this.letter = letter;
		this.chosen = 1;
		this.doors = [];
		this.hadPhone = new Map(); // door -> whether a phone was in it when it opened
		this.display = element('p', {class: 'display', 'data-display': letter});
		this.lines = [0, 1, 2, 3].map(() => this.display.appendChild(element('span', {class: 'display__line'})));
		this.light = element('span', {class: 'reader__light', 'aria-hidden': 'true'});
		this.readerWords = element('span', {class: 'reader__words'});
		this.reader = element('p', {class: 'reader', 'data-reader': letter}, element('span', {class: 'reader__letter', 'aria-hidden': 'true'}, letter),
			this.light, this.readerWords);
		this.trouble = element('p', {class: 'trouble'});
		this.list = element('ul', {class: 'doors'});
		this.switches = element('ul', {class: 'switches'}, ...SWITCHES.map((one) => {
			one = {...one, button: element('button', {type: 'button', onclick: () => this.turn(one)})};
			(this.all ??= []).push(one);
			return element('li', {}, one.button);
		}));
		this.hand = this.makeHand();
		this.node = element('section', {class: 'cabinet', 'aria-labelledby': `cabinet-${letter}`},
			element('h2', {id: `cabinet-${letter}`}, `Cabinet ${letter}`), this.trouble,
			element('div', {class: 'box'}, element('div', {class: 'panel'}, this.display, this.reader), this.list),
			this.hand, element('h3', {}, `Behind cabinet ${letter}`), this.switches);
	}

	// The hand at one door: the door that was chosen, or that moved last.
	makeHand() {
		const verb = (name, text) => element('button', {type: 'button', 'data-verb': name, onclick: () => this.at(this.chosen, name)}, text);
		this.handTitle = element('legend', {});
		this.handSees = element('p', {class: 'sees'});
		this.jam = element('button', {type: 'button', 'data-verb': 'jam', onclick: () => this.at(this.chosen, this.state.doors[this.chosen - 1].jammed ? 'free' : 'jam')});
		this.shutVerbs = [verb('pull', 'Pull it open'), verb('key', 'Turn the mechanical key'), verb('force', 'Force it open')];
		this.openVerbs = [verb('put', WORDS.put), verb('take', WORDS.take), verb('shut', WORDS.shut)];
		return element('fieldset', {class: 'hand'}, this.handTitle, this.handSees, ...this.openVerbs, ...this.shutVerbs, this.jam);
	}

	async at(door, verb) {
		await ask('/hand', {cabinet: this.letter, verb, door});
	}

	async turn(one) {
		const verb = one.is(this.state) ? one.on : one.off;
		if (await ask('/hand', {cabinet: this.letter, verb}))
			say(`Cabinet ${this.letter}: ${verb}. Done.`);
	}

	choose(number) {
		const door = this.state.doors[number - 1];
		this.chosen = number;
		const next = nextAt(door, this.hadPhone.get(number));
		if (next)
			this.at(number, next);
		else
			say(`Door ${this.letter}${number} is ${looks(door)}. Your hand is at it: pull it, turn its key, force or jam it below.`);
		this.draw(this.state);
	}

	makeDoor(number) {
		const aloud = (text) => element('span', {class: 'aloud'}, text);
		const parts = {lamp: element('span', {class: 'lamp', 'aria-hidden': 'true'}), state: element('span', {class: 'door__state'}),
			more: aloud(''), act: element('span', {class: 'door__act'}), phone: element('span', {class: 'phone', 'aria-hidden': 'true'})};
		parts.button = element('button', {type: 'button', class: 'door', 'data-door': `${this.letter}${number}`, onclick: () => this.choose(number)},
			aloud(`Door ${this.letter}`), element('span', {class: 'door__number'}, String(number)), ' ', parts.lamp, parts.state, parts.phone, parts.more, parts.act);
		this.list.append(element('li', {}, parts.button));
		return parts;
	}

	notice(was, now) {
		if (!was?.there)
			return;
		now.doors.forEach((door, i) => {
			const before = was.doors[i];
			if (door.open && !before.open) {
				this.hadPhone.set(door.number, door.phone);
				this.chosen = door.number;
				this.doors[i].button.scrollIntoView({block: 'nearest'});
				say(`Door ${this.letter}${door.number} opens, ${door.phone ? 'a phone in it' : 'empty'}.`);
			} else if (before.open && !door.open) {
				say(`Door ${this.letter}${door.number} is shut, ${door.phone ? 'a phone in it' : 'empty'}.`);
			} else if (door.phone !== before.phone) {
				say(`Door ${this.letter}${door.number}: the phone is ${door.phone ? 'in' : 'out'}.`);
			}
		});
		// Drawn letter by letter, it is read out when it stands still.
		if (sentence(now.display) === sentence(was.display))
			return;
		clearTimeout(this.drawing);
		this.drawing = setTimeout(() => {
			const text = this.state.powered && sentence(this.state.display);
			if (text)
				say(`The display says: ${text}${/[.?!]$/.test(text) ? '' : '.'}`);
		}, DRAWN_MS);
	}

	draw(state) {
		const was = this.state;
		this.state = state;
		set(this.node, 'data-there', String(state.there));
		if (!state.there) {
			set(this.trouble, 'text', `Cabinet ${this.letter} is not there: its emulator does not answer.`);
			return;
		}
		this.doors = this.doors.length ? this.doors : state.doors.map((door) => this.makeDoor(door.number));
		if (!was)
			state.doors.forEach((door) => door.open && this.hadPhone.set(door.number, door.phone));
		this.notice(was, state);
		const troubles = [!state.powered && 'no power', state.powered && !state.mains && 'on its battery', !state.cable && 'the cable is pulled',
			state.housing && 'the housing is open'].filter(Boolean);
		set(this.trouble, 'text', capital(troubles.join(', ') || (state.buzzer ? 'the buzzer sounds' : 'all is well')) + '.');
		set(this.node, 'data-powered', String(state.powered));
		this.lines.forEach((line, i) => set(line, 'text', state.powered ? state.display[i] : ' '));
		set(this.reader, 'data-light', state.reader);
		set(this.readerWords, 'text', state.card ? 'a card is held here' : state.powered ? `reader: ${state.reader}` : 'reader: dark');
		state.doors.forEach((door, i) => this.drawDoor(this.doors[i], door));
		this.drawHand(state.doors[this.chosen - 1]);
		for (const one of this.all)
			set(one.button, 'text', capital(one.is(state) ? one.on : one.off));
	}

	drawDoor(parts, door) {
		const next = nextAt(door, this.hadPhone.get(door.number));
		set(parts.button, 'class', `door ${door.open ? 'door--open' : 'door--shut'} ${next ? 'next' : ''} ${door.jammed ? 'door--jammed' : ''}`);
		set(parts.button, 'data-open', String(door.open));
		set(parts.button, 'data-phone', String(door.phone));
		set(parts.more, 'text', `, ${door.jammed ? looks(door) : door.phone ? 'a phone in it' : 'empty'}, its light ${door.light}. `);
		set(parts.lamp, 'data-light', door.light);
		set(parts.lamp, 'text', {red: 'R', green: 'G', amber: 'A'}[door.light] ?? '');
		set(parts.state, 'text', door.jammed ? 'jammed' : door.open ? 'open' : 'shut');
		set(parts.act, 'text', next ? WORDS[next] : '');
	}

	drawHand(door) {
		set(this.handTitle, 'text', `Your hand at door ${this.letter}${door.number}`);
		set(this.handSees, 'text', `It is ${looks(door)}${door.jammed ? ', jammed' : ''}. Its contact says ${door.contact ? 'open' : 'shut'}, ` +
			`its sensor ${door.sees ? 'something inside' : 'nothing inside'}; the latch is ${door.latch ? 'drawn' : 'at rest'}.`);
		this.openVerbs.forEach((button) => set(button, 'hidden', !door.open));
		this.shutVerbs.forEach((button) => set(button, 'hidden', door.open));
		set(this.jam, 'text', door.jammed ? 'Free the jammed door' : 'Jam the door');
	}
}

const DRAWN_MS = 500;
const sentence = (display) => display.map((line) => line.trim()).filter(Boolean).join(' ');
