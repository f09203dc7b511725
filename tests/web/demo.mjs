// SPDX-License-Identifier: GPL-3.0-or-later
// The demo as a newcomer starts it, scripts/demo --screens without its building: for its test and for
// the README's picture (scripts/picture).
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import {fileURLToPath} from 'node:url';
import {launch} from './stage.mjs';

const play = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../demo/play.py');

// build: the build folder. address: of the virtual locker. Close it in the end.
export async function openDemo(build) {
	const folder = mkdtempSync(path.join(tmpdir(), 'hometime-demo-'));
	const child = spawn('python3', [play, '--screens', '--build', path.resolve(build), '--folder', path.join(folder, 'school')],
		{stdio: ['pipe', 'pipe', 'inherit'], env: {...process.env, PYTHONDONTWRITEBYTECODE: '1', TZ: 'UTC'}});
	const demo = {};
	const output = readline.createInterface({input: child.stdout});
	const told = new Promise((done) => {
		output.on('line', (line) => /http:\/\/localhost:\d+\//.test(line) && done(line.match(/http:\/\/localhost:\d+\//)[0]));
		output.on('close', () => done(null));
	});
	demo.address = await told;
	assert.ok(demo.address, 'the demo named no address');
	demo.browser = await launch();
	demo.close = async () => {
		await demo.browser.close();
		const ended = new Promise((done) => child.once('exit', done));
		child.stdin.end();
		await ended;
		rmSync(folder, {recursive: true, force: true});
	};
	return demo;
}
