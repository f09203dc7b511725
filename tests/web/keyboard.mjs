// SPDX-License-Identifier: GPL-3.0-or-later
// Hands that have a keyboard and nothing else: Tab and Shift+Tab, arrows, Enter, Space, Escape and what
// is typed. They go by what has the focus and what it is called, as who cannot use a mouse does, and
// note of every stop whether its focus could be seen.
import assert from 'node:assert/strict';
import {setTimeout as pause} from 'node:timers/promises';

const STOPS = 300; // more than any screen has

// In the page: what has the focus, what it is called, what stands around it, and whether one sees that.
function stop() {
	const one = document.activeElement;
	if (!one || one === document.body)
		return {name: '', body: true};
	const text = (element) => (element?.innerText ?? element?.textContent ?? '').replace(/\s+/g, ' ').trim();
	const label = one.labels?.length ? text(one.labels[0]) : '';
	const ring = (element, part) => {
		const look = getComputedStyle(element, part);
		const drawn = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0 && !/^rgba.*, 0\)$/.test(look.outlineColor);
		return drawn || look.boxShadow !== 'none';
	};
	const marked = /^(radio|checkbox)$/.test(one.type);
	const look = marked ? ring(one.labels[0], '::before') || ring(one) : ring(one);
	const box = (marked && one.labels[0] ? one.labels[0] : one).getBoundingClientRect();
	const card = one.closest('section.govuk-summary-card');
	const around = card ? [card] : ['tr', 'fieldset', 'form', 'details', 'section'].map((kind) => one.closest(kind)).filter(Boolean);
	one.dataset.stop ??= String(globalThis.stops = (globalThis.stops ?? 0) + 1);
	return {name: one.getAttribute('aria-label') || label || text(one) || one.id, key: one.dataset.stop, type: one.type ?? '', tag: one.tagName,
		around: around.map((element) => `${element.getAttribute('aria-label') ?? ''} ${text(element)}`), checked: one.checked,
		group: one.type === 'radio' ? [...document.getElementsByName(one.name)].map((radio) => text(radio.labels[0])) : [],
		ring: look, seen: look && box.bottom > 0 && box.top < innerHeight};
}

const like = (wanted, name) => wanted instanceof RegExp ? wanted.test(name) : wanted === name;

export class Hands {
	constructor(page) {
		this.page = page;
		this.stops = new Map(); // by a stop's number: {name, seen}
	}
	async press(key, times = 1) {
		for (; times > 0; times--)
			await this.page.keyboard.press(key);
	}
	async type(text) {
		await this.page.keyboard.type(text);
	}
	// came: just now, by Tab; it is in sight then, whatever moves it later.
	async at(came = true) {
		let now = await this.page.evaluate(stop);
		// What comes live may push it out of sight for a moment.
		for (let looks = 3; looks > 0 && came && now.key && !now.seen; looks--) {
			await pause(50);
			now = await this.page.evaluate(stop);
		}
		// A date has several stops; one of them shows the ring of them all.
		if (now.key && !/^H\d$/.test(now.tag)) // a heading is read, not used
			this.stops.set(now.key, {name: now.name, seen: now.seen || (!came && now.ring) || this.stops.get(now.key)?.seen});
		return now;
	}
	// On, until what has the focus is called that; within: only in what has that text.
	async to(wanted, within = '') {
		const passed = [];
		for (let i = 0; i < STOPS; i++) {
			const now = await this.at(i > 0);
			if (!now.body && (like(wanted, now.name) || now.group?.some((name) => like(wanted, name))) && (!within || now.around.some((text) => text.includes(within))))
				return now;
			passed.push(now.name);
			await this.press('Tab');
		}
		assert.fail(`Tab does not come to ${wanted}${within && ` within ${within}`}; it passed ${[...new Set(passed)].join(', ')}`);
	}
	async enter(wanted, within) { // a button, a link, what unfolds
		await this.to(wanted, within);
		await this.press('Enter');
	}
	async write(wanted, text, within) {
		await this.to(wanted, within);
		await this.press('ControlOrMeta+a');
		await this.type(text);
	}
	// A date, a time: in the order in which this browser has their parts.
	async date(wanted, date, within) {
		await this.to(wanted, within);
		await this.type(`${date.slice(5, 7)}${date.slice(8, 10)}${date.slice(0, 4)}`);
	}
	async time(wanted, clock, within) {
		const [hour, minute] = clock.split(':').map(Number);
		await this.to(wanted, within);
		await this.type(`${String(hour % 12 || 12).padStart(2, '0')}${String(minute).padStart(2, '0')}${hour < 12 ? 'AM' : 'PM'}`);
	}
	// One of several: to the group, then by arrows; Space where none is chosen yet.
	async choose(wanted, within) {
		let now = await this.to(wanted, within);
		for (let i = now.group.length; !like(wanted, now.name); i--) {
			assert.ok(i > 0, `no arrow leads to ${wanted}`);
			await this.press('ArrowDown');
			now = await this.at();
		}
		if (!now.checked)
			await this.press('Space');
	}
	async tick(wanted, within) {
		await this.to(wanted, within);
		await this.press('Space');
	}
	// Of a list that is closed: by the beginning of what is wanted.
	async select(wanted, beginning, within) {
		await this.to(wanted, within);
		await this.type(beginning);
	}
	// Somebody by their reference, in a field that offers whom it finds.
	async find(wanted, ref, within) {
		await this.write(wanted, ref, within);
		await this.page.locator('[role="option"]:visible', {hasText: ref}).first().waitFor();
		await this.press('Enter');
	}
	// A file: the browser asks for it by a window of its own, which is the keyboard's too.
	async file(wanted, name, text) {
		await this.to(wanted);
		const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.press('Enter')]);
		await chooser.setFiles({name, mimeType: 'text/plain', buffer: Buffer.from(text)});
	}
	unseen() {
		const list = [...this.stops.values()].filter((one) => !one.seen).map((one) => one.name);
		this.stops.clear();
		return list;
	}
}

const POINTING = ['check', 'click', 'dblclick', 'dispatchEvent', 'dragTo', 'fill', 'focus', 'hover', 'press', 'pressSequentially',
	'selectOption', 'selectText', 'setChecked', 'setInputFiles', 'tap', 'type', 'uncheck', 'clear'];
// From now on whatever of a page is not the keyboard's fails who calls it; page: any of the browser's.
export function keyboardAlone(page) {
	const refuse = (name) => () => {
		throw new Error(`by keyboard alone: no ${name}`);
	};
	for (const kind of [page, page.locator('body'), page.mainFrame()].map(Object.getPrototypeOf))
		for (const name of POINTING.filter((one) => one in kind))
			kind[name] = refuse(name);
	for (const kind of [page.mouse, page.touchscreen].map(Object.getPrototypeOf))
		for (const name of Object.getOwnPropertyNames(kind).filter((one) => one !== 'constructor'))
			kind[name] = refuse(name);
}
// What a page saw of a mouse or a finger all the same; asked of a page that watchPointer has watched.
export const watchPointer = (context) => context.addInitScript(() => {
	globalThis.pointed = [];
	for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
		addEventListener(kind, (event) => globalThis.pointed.push(event.type), true);
	addEventListener('click', (event) => event.detail > 0 && globalThis.pointed.push('click'), true);
	globalThis.print = () => {
		globalThis.printed = (globalThis.printed ?? 0) + 1; // nobody is here to close the window of a printer
	};
});
