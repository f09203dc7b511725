// SPDX-License-Identifier: GPL-3.0-or-later
// Who has the processor while the screens' benchmark runs: every process that this one began, by what
// it is. A process that came or went meanwhile counts for what it used while it was there.
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

const TICK_MS = 10;

function read(pid) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ');
		return {parent: Number(stat[1]), ms: (Number(stat[11]) + Number(stat[12])) * TICK_MS,
			words: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/)}; // Chromium's own have blanks
	} catch {
		return null; // it has ended
	}
}

function nameOf(pid, words) {
	const program = path.basename(words[0]), type = /^--type=(.*)$/.exec(words.find((word) => word.startsWith('--type=')) ?? '')?.[1];
	if (pid === process.pid)
		return 'the benchmark itself, with 40 streams';
	if (/chrom/.test(program))
		return `Chromium: ${words.some((word) => /NetworkService/.test(word)) ? 'network' : type === 'renderer' ? 'pages' : type ?? 'browser'}`;
	if (program === 'hometime' || words[1] === '--job')
		return words[1] === '--job' ? `the service's child "${words[2]}"` : 'the service';
	return program === 'bank-emulator' ? 'four emulated cabinets' : words.some((word) => /screens\.py$/.test(word)) ? 'the stage (python)' : program;
}

// pid -> {name, ms} of this process and all that it began.
export function processes() {
	const all = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => [Number(pid), read(pid)]).filter(([, one]) => one));
	const ours = (pid) => pid === process.pid || (all.has(pid) && all.get(pid).parent !== pid && ours(all.get(pid).parent));
	return new Map([...all].filter(([pid]) => ours(pid)).map(([pid, {ms, words}]) => [pid, {name: nameOf(pid, words), ms}]));
}

// [name, ms] between two looks, the most first.
export function spent(before, after) {
	const sums = new Map();
	for (const [pid, {name, ms}] of after)
		sums.set(name, (sums.get(name) ?? 0) + ms - (before.get(pid)?.ms ?? 0));
	return [...sums].sort(([, a], [, b]) => b - a);
}
