// SPDX-License-Identifier: GPL-3.0-or-later
// The school of stage.py for a test in JavaScript, with Debian's own Chromium beside it.
import {spawn} from 'node:child_process';
import {createHmac} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {createConnection} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, '../../build/npm/tests/web/node_modules');
export const {chromium} = await import(path.join(modules, 'playwright-core/index.mjs'));
export const axePath = path.join(modules, 'axe-core/axe.min.js');

// Six digits of an otpauth URI, as a phone makes them.
export function totp(uri, at) {
	const secret = /secret=([A-Z2-7]+)/.exec(uri)[1];
	const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
	const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
	const step = Buffer.alloc(8);
	step.writeBigUInt64BE(BigInt(Math.floor(at / 30)));
	const digest = createHmac('sha1', key).update(step).digest();
	const from = digest[19] & 15;
	return String((digest.readUInt32BE(from) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// One cabinet's control socket: say('tap 04...') -> 'ok ...'. Doors count from 0 there.
class Control {
	constructor(socket) {
		this.socket = createConnection(socket);
		this.lines = readline.createInterface({input: this.socket});
		this.waiting = [];
		this.lines.on('line', (line) => this.waiting.shift()?.(line));
	}
	say(command) {
		return new Promise((answer) => {
			this.waiting.push(answer);
			this.socket.write(command + '\n');
		});
	}
	async state() {
		return JSON.parse((await this.say('state')).replace(/^ok /, ''));
	}
	// Takes the card away for as long as the reader needs to see that it is gone.
	async untap() {
		await this.say('untap');
		const gone = (await this.state()).cycles + 16_000 * 400;
		// Looked at now and then: whoever asks all the time has a core to themselves.
		while ((await this.state()).cycles < gone)
			await pause(20);
	}
	// What somebody does there. UID: of the card. The number, from 0, of the door that springs open to
	// it; a door among not stood open before.
	async tapOpens(uid, not = new Set()) {
		await this.say(`tap ${uid}`);
		const door = await this.opens(not);
		await this.untap();
		return door;
	}
	async opens(not = new Set()) {
		for (;;) {
			const door = (await this.state()).doors.findIndex((one, i) => one.open && !not.has(i));
			if (door >= 0)
				return door;
			await pause(20);
		}
	}
	close() {
		this.socket.destroy();
	}
}

const SIZE = {width: 1280, height: 900};
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
export const SHELL = '/usr/bin/chromium-headless-shell';
export const FULL = '/usr/bin/chromium';
export const launch = (args = [], browser = SHELL) => chromium.launch({executablePath: browser, headless: true, args: [...QUIET, ...args]});

// build: the build folder (build/debug); at: the school's time. Close it in the end. address: of the
// network, over TLS and without cabinets; then trusting gives Chromium's words for a certificate.
// policy: of db/policies. cabinets: their letters; '' where they are nothing to the test. browser: FULL where it is to be the one that people have.
export const openStage = (build, at = '08:40', {address = '', trusting = () => [], policy = 'roby-park', cabinets = 'AB', browser} = {}) =>
	openSchool(path.join(here, 'stage.py'), [path.resolve(build), at, policy, address, cabinets], {trusting, browser});

// The school of any script that speaks as stage.py does.
export async function openSchool(script, words, {trusting = () => [], browser = SHELL} = {}) {
	const folder = mkdtempSync(path.join(tmpdir(), 'hometime-web-'));
	const child = spawn('python3', [script, ...words],
		{cwd: folder, stdio: ['pipe', 'pipe', 'inherit'], env: {...process.env, PYTHONDONTWRITEBYTECODE: '1', TZ: 'UTC'}});
	const lines = readline.createInterface({input: child.stdout})[Symbol.asyncIterator]();
	const first = await lines.next();
	if (first.done)
		throw new Error('the stage did not open');
	const stage = JSON.parse(first.value);
	stage.folder = folder;
	stage.cabinets = Object.fromEntries(Object.entries(stage.controls ?? {}).map(([letter, socket]) => [letter, new Control(socket)]));
	stage.browser = await launch(trusting(stage.certificate), browser);

	const ask = async (line) => {
		child.stdin.write(line + '\n');
		return JSON.parse((await lines.next()).value);
	};
	stage.clock = async (text) => {
		stage.offset = await ask(`clock ${text}`);
	};
	// The school's clock, in seconds: what a phone with somebody's second factor goes by.
	stage.now = () => Date.now() / 1000 + stage.offset;
	stage.restart = async () => {
		stage.pids.hometime = await ask('restart');
	};
	stage.rows = (sql, ...values) => ask(`rows ${JSON.stringify([sql, ...values])}`);
	stage.words = (...words) => ask(`words ${JSON.stringify(words)}`);

	// A page of somebody signed in, with their cookies; contextOptions as Playwright has them.
	stage.pageOf = async (ref, contextOptions = {}) => {
		const context = await stage.browser.newContext({viewport: SIZE, ...contextOptions});
		if (ref)
			await context.addCookies(Object.entries(stage.people[ref].cookies).map(([name, value]) => (
				{name, value, url: stage.url, httpOnly: true, sameSite: 'Strict'})));
		return stage.watched(await context.newPage());
	};
	// The same at an address, once all that it reads is there. Whoever has done with it leaves it (page.leave), and
	// the next to open one for that person goes on with it, as people do: a page loaded anew is a second of this machine.
	const left = new Map();
	stage.open = async (ref, address, contextOptions) => {
		const own = contextOptions ? undefined : left.get(ref)?.pop();
		const page = own ?? await stage.pageOf(ref, contextOptions);
		if (own) {
			Object.assign(page, {problems: [], failed: []});
			await page.setViewportSize(SIZE);
			await page.emulateMedia({media: null, colorScheme: null, reducedMotion: null});
		} else if (!contextOptions) {
			page.leave = async () => {
				await page.evaluate(() => {
					location.hash = '#/account';
				});
				await page.getByRole('heading', {level: 1, name: 'My account'}).waitFor();
				left.set(ref, [...left.get(ref) ?? [], page]);
			};
		}
		await page.goto(`${stage.url}/#/${address}`);
		await allRead(page);
		return page;
	};
	// problems: what a page says went wrong; failed: its requests that were refused or got no answer.
	stage.watched = (page) => {
		page.problems = [];
		page.failed = [];
		page.leave = () => page.context().close();
		page.on('pageerror', (error) => page.problems.push(String(error)));
		page.on('console', (message) => message.type() === 'error' && page.problems.push(`${message.text()} ${message.location().url}`));
		const named = (request) => `${request.method()} ${new URL(request.url()).pathname}`;
		page.on('response', (response) => response.status() >= 400 && page.failed.push(`${named(response.request())} ${response.status()}`));
		page.on('requestfailed', (request) => page.failed.push(`${named(request)} ${request.failure().errorText}`));
		return page;
	};
	stage.close = async () => {
		await stage.browser.close();
		Object.values(stage.cabinets).forEach((cabinet) => cabinet.close());
		const ended = new Promise((done) => child.once('exit', done));
		child.stdin.end();
		await ended;
		rmSync(folder, {recursive: true, force: true});
	};
	return stage;
}

// The screen at the page's address is there and all that it reads has come: so for a dozen frames, in which
// an address that has just changed begins to be read. (Nothing is ever idle here: the stream stays open.)
export const allRead = (page) => page.evaluate(async () => {
	for (let frames = 0; frames < 12; frames++) {
		await new Promise(requestAnimationFrame);
		if (!document.querySelector('h1') || document.querySelector('[data-state="loading"]'))
			frames = 0;
	}
});
