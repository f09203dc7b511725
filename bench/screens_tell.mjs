// SPDX-License-Identifier: GPL-3.0-or-later
// What the screens' benchmark makes of its times: the goals, and where the time goes.
import {readFileSync} from 'node:fs';
import os from 'node:os';

const GOAL_MS = 300, GOAL_CORES = 1, GOAL_MIB = 64, GOAL_STILL = 0.02;

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Processor time in ms, the most memory ever resident in MiB.
export function cost(pid) {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ');
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return {at: performance.now(), cpu: (Number(stat[11]) + Number(stat[12])) * 10,
		peak: Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024};
}

const share = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? NaN;

function line(name, list) {
	const sorted = [...list].sort((a, b) => a - b);
	const cell = (value) => value.toFixed(1).padStart(9);
	console.log(`  ${name.padEnd(46)} ${String(list.length).padStart(6)} ${cell(share(sorted, 0.5))} ${cell(share(sorted, 0.99))} ${cell(sorted.at(-1) ?? NaN)}`);
	return share(sorted, 0.99);
}

// The processor's seconds by whom: all of them are on the same cores as what is measured.
function processors({still, busy}, seconds, resting) {
	const quiet = new Map(still), sum = (list) => list.reduce((all, [, ms]) => all + ms, 0) / 1000;
	console.log(`  the processor's seconds, collecting (${seconds.toFixed(1)} s) and at rest (${resting.toFixed(1)} s)`);
	for (const [name, ms] of busy.filter(([, used]) => used >= 50))
		console.log(`    ${name.padEnd(44)} ${(ms / 1000).toFixed(2).padStart(9)} ${((quiet.get(name) ?? 0) / 1000).toFixed(2).padStart(9)}`);
	console.log(`    ${'all'.padEnd(44)} ${sum(busy).toFixed(2).padStart(9)} ${sum(still).toFixed(2).padStart(9)}`);
}

// Number of a change -> {synced, written: [ms]}, from bench-streams.so.
function written(text) {
	const all = new Map();
	for (const row of text.split('\n').filter(Boolean)) {
		const [number, , synced, at] = row.split(' ').map(Number);
		const change = all.get(number) ?? {synced: synced / 1e6, written: []};
		change.written.push(at / 1e6);
		all.set(number, change);
	}
	return all;
}

// What a page must come to show: a door as the change says, or a later one where that overtook it.
function doorShown(changes, seen) {
	const found = [];
	const shows = new Map(); // door -> state
	for (const [i, {number, data}] of changes.entries()) {
		const key = `${data.bank}:${data.door}`, before = shows.get(key) ?? null;
		shows.set(key, data.state);
		if (before === data.state || before === null)
			continue; // nothing to see in a tile's state
		const came = seen.came.get(number);
		const later = changes.slice(i).filter((one) => one.data.bank === data.bank && one.data.door === data.door).map((one) => one.data.state);
		const shown = came && seen.shown.find(([what, state, at]) => what === key && at >= came && later.includes(state));
		found.push({number, came, at: shown?.[2]});
	}
	return found;
}

// The list's row of each child who has collected: "out" where it was "in".
function rowShown(acts, seen) {
	return acts.filter((act) => act.kind === 'out' && act.what === 'moving').map(({ref, number, at: acted}) => {
		const shown = seen.shown.find(([what, , at]) => what === ref && at >= acted);
		return {number, acted, at: shown?.[2]};
	});
}

function parts(run, changes) {
	const goal = [];
	const streams = [], firsts = [], ways = [], works = [], rows = [], whole = [], hands = [], tiles = [];
	let missed = 0;
	const acted = new Map(run.acts.map((act) => [act.number, act.at]));
	for (const [number, {synced, written: times}] of changes) {
		for (const at of times)
			streams.push(at - synced);
		if (acted.has(number))
			hands.push(synced - acted.get(number));
		firsts.push(Math.min(...times) - synced);
	}
	for (const seen of run.seen) {
		for (const {number, came, at} of doorShown(run.changes, seen)) {
			const change = changes.get(number);
			if (!at || !change) {
				missed++;
				continue;
			}
			ways.push(came - Math.min(...change.written));
			works.push(at - came);
			tiles.push(at - change.synced);
			if (acted.has(number))
				whole.push(at - acted.get(number));
		}
		for (const {number, acted: from, at} of rowShown(run.acts, seen)) {
			const change = changes.get(number);
			if (!at || !change) {
				missed++;
				continue;
			}
			rows.push(at - change.synced);
			goal.push(at - from);
		}
	}
	return {streams, firsts, ways, works, tiles, rows, whole, goal, hands, missed};
}

// Prints it all; true where every goal was met.
export function table(run) {
	const numbers = new Set(run.changes.map((one) => one.number));
	const changes = new Map([...written(run.writes)].filter(([number]) => numbers.has(number)));
	const p = parts(run, changes);
	const [from, to] = run.busy, [quiet, noisy] = run.still;
	const cores = (to.cpu - from.cpu) / (to.at - from.at), still = (noisy.cpu - quiet.cpu) / (noisy.at - quiet.at);
	const reads = run.seen.reduce((sum, seen) => sum + seen.reads, 0);

	console.log(`${os.cpus().length} cores, load ${run.load.toFixed(1)}; ${run.pages} pages, ${run.streams} streams, ${run.children} collections in ${((to.at - from.at) / 1000).toFixed(1)} s, ${run.changes.length} changes of doors`);
	console.log(`  ${'ms'.padEnd(46)} ${'n'.padStart(6)} ${'p50'.padStart(9)} ${'p99'.padStart(9)} ${'max'.padStart(9)}`);
	line('hand at the door to a tile in a page\'s DOM', p.whole);
	line('hand at the door to a row in a page\'s DOM', p.goal);
	console.log('  where it goes');
	line('  hand to durable: cabinet, wire, commit', p.hands);
	line('  durable to the first stream\'s bytes: service', p.firsts);
	line('  durable to every stream\'s bytes: service', p.streams);
	line('  first bytes to the event in a page: Chromium', p.ways);
	line('  event to a tile in the DOM: page', p.works);
	const tileP99 = line('  durable to a tile in a page\'s DOM', p.tiles);
	const rowP99 = line('  durable to a row in a page\'s DOM (a list read)', p.rows);
	processors(run.processor, (to.at - from.at) / 1000, (noisy.at - quiet.at) / 1000);
	console.log(`  lists and statuses read by the pages: ${reads}`);
	const goals = [
		[`a tile within ${GOAL_MS} ms of being durable at p99`, tileP99 <= GOAL_MS, `${tileP99.toFixed(0)} ms`],
		[`a row within ${GOAL_MS} ms of being durable at p99`, rowP99 <= GOAL_MS, `${rowP99.toFixed(0)} ms`],
		['every change seen in every page', p.missed === 0 && p.tiles.length > 0, `${p.missed} missed`],
		['every stream still there', run.lost === 0, `${run.lost} lost`],
		[`the service under ${GOAL_CORES} core`, cores < GOAL_CORES, `${cores.toFixed(3)} of a core`],
		[`the service under ${GOAL_MIB} MiB`, to.peak < GOAL_MIB, `${to.peak.toFixed(1)} MiB at the most`],
		[`the service at rest when nothing happens (${GOAL_STILL * 100} % of a core)`, still <= GOAL_STILL, `${(still * 100).toFixed(2)} %`],
		['nothing said on the pages\' consoles', run.problems.length === 0, run.problems[0] ?? 'nothing'],
	];
	for (const [what, holds, measured] of goals)
		console.log(`${holds ? 'met   ' : 'MISSED'}  ${what}: ${measured}`);
	return goals.every(([, holds]) => holds);
}
