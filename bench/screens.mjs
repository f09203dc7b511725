// SPDX-License-Identifier: GPL-3.0-or-later
// 10 pages of Today and 40 streams watch while 60 children collect at two emulated cabinets: how long
// from a child's act at the door until every page shows it, what the service costs, and whether a tap
// takes longer than with nobody watching. Real program, firmware and Chromium, all on this machine:
//	node bench/screens.mjs [build/release]
// (scripts/bench screens). Every figure is from one run; the two tap medians are measured in turn.
import {readFileSync} from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import {openStage} from '../tests/web/stage.mjs';

const PAGES = 10, STREAMS = 40, CHILDREN = 60;
const stage = await openStage(process.argv[2] ?? 'build/release', '08:40');
const pid = stage.pids.hometime;

const share = (list, p) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * p))];
const ms = (value) => `${value.toFixed(0)} ms`;

function cost() {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ');
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return {at: performance.now(), cpu: (Number(stat[11]) + Number(stat[12])) * 10,
		peak: Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024};
}

// A session lasts hours of the school's clock, and this clock leaps: signed in anew each day.
async function signIn() {
	const response = await fetch(`${stage.url}/api/sign-in`, {method: 'POST', body: JSON.stringify({person: 'O1', password: stage.people.O1.password}),
		headers: {'Content-Type': 'application/json', 'X-Hometime': '1'}});
	if (!response.ok)
		throw new Error(await response.text());
	stage.people.O1.cookies = Object.fromEntries(response.headers.getSetCookie().map((line) => line.split(';')[0].split('=')));
}

// A stream of changes, read and thrown away but for doors.
function watch(onDoor) {
	return new Promise((ready) => {
		const request = http.get(`${stage.url}/api/changes`, {headers: {Cookie: `session=${stage.people.O1.cookies.session}`}}, (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (part) => {
				text += part;
				for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
					const data = /^event: door\ndata: (.*)$/m.exec(text.slice(0, end));
					if (data && onDoor)
						onDoor(JSON.parse(data[1]));
				}
			});
			ready(request);
		});
		request.on('error', () => {});
	});
}

let waiting = [];
function doorSaid(door) {
	waiting = waiting.filter((one) => !(one.bank === door.bank && one.test(door) && (one.done(door), true)));
}
const until = (bank, test) => new Promise((done) => waiting.push({bank, test, done}));

// One child at a cabinet; the time from the card to the door seen open.
async function visit(bank, uid, kind, acts) {
	const cabinet = stage.cabinets[bank];
	const opened = until(bank, (door) => door.state === 'open');
	const tapped = Date.now();
	await cabinet.say(`tap ${uid}`);
	const door = await opened;
	const took = Date.now() - tapped;
	await cabinet.untap();
	await cabinet.say(`${kind === 'in' ? 'put' : 'take'} ${door.door - 1}`);
	const settled = until(bank, (one) => one.door === door.door && one.state === (kind === 'in' ? 'in' : 'free'));
	acts?.push({key: `${bank}:${door.door}`, at: Date.now(), state: kind === 'in' ? 'in' : 'free'});
	await cabinet.say(`close ${door.door - 1}`);
	await settled;
	return took;
}

// Children in turn at both cabinets at once.
async function queue(children, kind, acts) {
	const took = [];
	await Promise.all(['A', 'B'].map(async (bank, lane) => {
		for (let i = lane; i < children.length; i += 2)
			took.push(await visit(bank, children[i], kind, acts));
	}));
	return took;
}

const walkers = Object.entries(stage.cards).filter(([ref]) => /^P0(5[7-9]|6\d|7[0-4])$/.test(ref)).map(([, uid]) => uid);
const alone = [], watched = [], acts = [], delays = [], costs = [];
let missed = 0;

async function openPage() {
	const page = await stage.pageOf('O1');
	await page.goto(stage.url);
	await page.locator('[data-live="true"]').waitFor();
	await page.evaluate(() => {
		window.seen = [];
		new MutationObserver((changes) => {
			for (const {target} of changes)
				window.seen.push([target.dataset.door, target.dataset.state, Date.now()]);
		}).observe(document.body, {subtree: true, attributes: true, attributeFilter: ['data-state']});
	});
	return page;
}

async function count(page, todays) {
	const seen = await page.evaluate(() => window.seen);
	for (const act of todays) {
		const shown = seen.find(([key, state, at]) => key === act.key && state === act.state && at >= act.at);
		if (shown)
			delays.push(shown[2] - act.at);
		else
			missed++;
	}
	await page.context().close();
}

// One day: everybody in by 15:10 with nobody watching but the bench, out from 15:16 with all.
for (let day = 23; acts.length < CHILDREN; day += day === 27 ? 3 : 1) {
	await stage.clock(`15:10 2026-11-${day}`);
	await signIn();
	const ours = await watch(doorSaid);
	alone.push(...await queue(walkers, 'in'));
	const pages = await Promise.all(Array.from({length: PAGES}, openPage));
	const streams = await Promise.all(Array.from({length: STREAMS}, () => watch()));
	const todays = [];
	await stage.clock(`15:16 2026-11-${day}`);
	const before = cost();
	watched.push(...await queue(walkers, 'out', todays));
	costs.push([before, cost()]);
	for (const page of pages)
		await count(page, todays);
	acts.push(...todays);
	[ours, ...streams].forEach((request) => request.destroy());
}

const cores = Math.max(...costs.map(([from, to]) => (to.cpu - from.cpu) / (to.at - from.at)));
const tapRatio = share(watched, 0.5) / share(alone, 0.5);
console.log(`${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}; ${PAGES} pages and ${STREAMS} streams, ${acts.length} collections`);
console.log(`door shut to every page's DOM: p50 ${ms(share(delays, 0.5))}, p99 ${ms(share(delays, 0.99))}, ${delays.length} of ${delays.length + missed} seen (goal: p99 at most 300 ms)`);
console.log(`the service: ${cores.toFixed(2)} of a core, ${costs.at(-1)[1].peak.toFixed(0)} MiB at the most (goals: 1 core, 64 MiB)`);
console.log(`card to open door seen: p50 ${ms(share(alone, 0.5))} with nobody watching, ${ms(share(watched, 0.5))} with all: ${tapRatio.toFixed(2)} x (goal: 1.2 x)`);
await stage.close();
process.exit(missed ? 1 : 0);
