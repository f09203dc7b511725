// SPDX-License-Identifier: GPL-3.0-or-later
// 10 pages of Today and 40 streams watch while 60 children collect at four emulated cabinets: how long
// from what a hand does at a door until every page's DOM shows it, and where that time goes; what the
// service costs, also when nothing happens. Real program, firmware and Chromium, all on this machine:
//	node bench/screens.mjs [build/release]
// (scripts/bench screens). Exit 0: every goal was met. All times are CLOCK_MONOTONIC's of one run.
import {readFileSync} from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {openSchool} from '../tests/web/stage.mjs';
import {cost, pause, table} from './screens_tell.mjs';
import {processes, spent} from './screens_cost.mjs';
import {openPage, seenBy} from './screens_page.mjs';

// Fewer, only to see that it runs: BENCH_PAGES=1 BENCH_STREAMS=4 BENCH_CHILDREN=8.
const {BENCH_PAGES: PAGES = 10, BENCH_STREAMS: STREAMS = 40, BENCH_CHILDREN: CHILDREN = 60} = process.env, QUIET_S = 10, PATIENCE_S = 165;
const here = path.dirname(fileURLToPath(import.meta.url));
const stage = await openSchool(path.join(here, 'screens.py'), [path.resolve(process.argv[2] ?? 'build/release'), '08:35', String(CHILDREN)]);
const pid = stage.pids.hometime;
const banks = Object.keys(stage.cabinets);
const now = () => Number(process.hrtime.bigint()) / 1e6;

// A session lasts hours of the school's clock, and this clock leaps.
async function signIn() {
	const response = await fetch(`${stage.url}/api/sign-in`, {method: 'POST', body: JSON.stringify({person: 'O1', password: stage.people.O1.password}),
		headers: {'Content-Type': 'application/json', 'X-Hometime': '1'}});
	if (!response.ok)
		throw new Error(await response.text());
	Object.assign(stage.people.O1.cookies, Object.fromEntries(response.headers.getSetCookie().map((line) => line.split(';')[0].split('='))));
}

// A stream of changes; onEvent gets what each of them says.
function watch(onEvent = () => {}) {
	const stream = {lost: false, events: 0};
	return new Promise((ready) => {
		stream.request = http.get(`${stage.url}/api/changes`, {agent: false, headers: {Cookie: `session=${stage.people.O1.cookies.session}`}}, (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (part) => {
				text += part;
				for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
					const event = Object.fromEntries(text.slice(0, end).split('\n').map((line) => line.split(/: (.*)/)));
					if (event.event) {
						stream.events++;
						if (event.id) // a beat has none
							onEvent({number: Number(event.id.split('-')[1]), kind: event.event, data: JSON.parse(event.data), at: now()});
					}
				}
			});
			response.on('end', () => (stream.lost = true));
			ready(stream);
		});
		stream.request.on('error', () => (stream.lost = true));
	});
}

const changes = []; // every change of a door that our own stream told
let waiting = [];
function said(event) {
	if (event.kind !== 'door')
		return;
	changes.push(event);
	waiting = waiting.filter((one) => !(one.bank === event.data.bank && one.test(event.data) && (one.done(event), true)));
}
const until = (bank, what, test, patience = 20_000) => Promise.race([
	new Promise((done) => waiting.push({bank, test, done})),
	pause(patience).then(async () => Promise.reject(new Error(`cabinet ${bank}: waited ${patience / 1000} s for ${what}; it shows ${JSON.stringify((await stage.cabinets[bank].state()).display)}`)))]);

// A card that was not read, as on a machine so busy that the cabinet was lost for a while, is laid down again.
async function laidDown(cabinet, bank, uid) {
	let event;
	const told = until(bank, 'a door to open', (one) => one.state === 'open', 40_000).then((one) => (event = one));
	for (let tries = 0; tries < 4 && !event; tries++) {
		const at = now();
		await cabinet.say(`tap ${uid}`);
		await Promise.race([told, pause(8000)]);
		if (event)
			return {at, event};
		await cabinet.say('untap');
		await pass(cabinet, 300);
	}
	return {at: now(), event: await told};
}

// So long in the cabinet's own time, which runs late on a busy machine.
async function pass(cabinet, ms) {
	const end = (await cabinet.state()).cycles + 16_000 * ms;
	while ((await cabinet.state()).cycles < end)
		await pause(20);
}

// One child at a cabinet. acts: what each hand did, when, and what every page must come to show of it.
async function visit(bank, [ref, uid], kind, acts) {
	const cabinet = stage.cabinets[bank];
	const note = (what, at, {number, data}) => acts.push({ref, kind, what, at, number, key: `${bank}:${data.door}`, state: data.state});
	const act = async (command, what, test) => {
		const told = until(bank, what, test), at = now();
		await cabinet.say(command);
		note(what, at, await told);
	};
	const {at, event} = await laidDown(cabinet, bank, uid), {door} = event.data;
	note('opening', at, event);
	await cabinet.say('untap');
	await act(`${kind === 'in' ? 'put' : 'take'} ${door - 1}`, 'moving', (one) => one.door === door && one.inside === (kind === 'in' ? 'yes' : 'no'));
	await pass(cabinet, 150);
	await act(`close ${door - 1}`, 'closing', (one) => one.door === door && one.open === 'no' && !one.intent && Boolean(one.custody) === (kind === 'in'));
	await pass(cabinet, 300); // as long as the reader needs to see that the card has gone
}

// Everybody in turn, at all cabinets at once.
async function queue(children, kind) {
	const acts = [];
	await Promise.all(banks.map(async (bank, lane) => {
		for (let i = lane; i < children.length; i += banks.length)
			await visit(bank, children[i], kind, acts);
	}));
	return acts;
}

async function play() {
	const children = Object.entries(stage.cards).filter(([ref]) => ref.startsWith('P')).slice(-Math.max(24, CHILDREN)).slice(0, Number(CHILDREN));
	await signIn();
	const morning = await watch(said);
	await queue(children, 'in');
	morning.request.destroy();
	await stage.clock('15:16');
	await signIn(); // a stream ends with its session
	const ours = await watch(said);
	const pages = [];
	while (pages.length < PAGES)
		pages.push(await openPage(stage));
	const streams = await Promise.all(Array.from({length: Number(STREAMS)}, () => watch()));
	await pause(3000);
	const still = [cost(pid)], resting = processes();
	await pause(QUIET_S * 1000);
	still.push(cost(pid));
	const rested = processes();
	changes.length = 0;
	const busy = [cost(pid)], load = os.loadavg()[0];
	const acts = await queue(children, 'out');
	busy.push(cost(pid));
	const processor = {still: spent(resting, rested), busy: spent(rested, processes())};
	await pause(2000);
	const seen = await Promise.all(pages.map(seenBy));
	const told = {acts, changes, seen, still, busy, load, processor, writes: readFileSync(stage.streams, 'utf8'), pages: PAGES, streams: STREAMS, children: CHILDREN,
		lost: streams.filter((one) => one.lost).length, problems: pages.flatMap((page) => page.problems)};
	[ours, ...streams].forEach((one) => one.request.destroy());
	return told;
}

let met = false;
try {
	met = table(await Promise.race([play(), pause(PATIENCE_S * 1000).then(() => Promise.reject(new Error(`it took more than ${PATIENCE_S} s`)))]));
} catch (error) {
	console.error(`the benchmark did not come to its end: ${error.stack}`);
}
await stage.close();
process.exit(met ? 0 : 1);
