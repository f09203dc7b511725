// SPDX-License-Identifier: GPL-3.0-or-later
// Every report on paper: A4, nothing of it past the edge, its pictures in black beside their numbers.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {openStage} from './stage.mjs';

const shots = process.env.SCREENSHOTS;
let stage, page;
before(async () => {
	stage = await openStage(process.env.BUILD, '10:30', {cabinets: ''});
	for (const [ref, envelope] of [['P057', '1'], ['P058', '2'], ['P030', '3']])
		await stage.words('desk', 'hand-in', ref, '--safe', 'Office safe', '--envelope', envelope, '--by', 'O1');
	await stage.words('grant', 'exceptional', 'T1', '--until', '11:40', '--reason', 'his mother is ill', '--rooms', 'staff room', '--by', 'L1');
	await stage.words('breach', 'record', 'P030', 'RP-4', '--by', 'O1');
	page = await stage.pageOf('H1');
	await page.goto(stage.url);
	await page.getByRole('heading', {level: 1}).waitFor();
});
after(() => stage?.close());

// A PDF's sheets as grey pictures (pdftoppm): {width, height, at(x, y)}.
function sheets(pdf, name) {
	const folder = path.join(stage.folder, name);
	mkdirSync(folder, {recursive: true});
	writeFileSync(path.join(folder, 'it.pdf'), pdf);
	execFileSync('pdftoppm', ['-r', '50', '-gray', 'it.pdf', 'sheet'], {cwd: folder});
	if (shots) {
		mkdirSync(shots, {recursive: true});
		execFileSync('pdftoppm', ['-r', '80', '-png', 'it.pdf', path.join(path.resolve(shots), `paper-${name}`)], {cwd: folder});
	}
	const all = readdirSync(folder).filter((one) => one.endsWith('.pgm')).sort().map((one) => {
		const bytes = readFileSync(path.join(folder, one));
		const [, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1')).map(Number);
		const from = bytes.length - width * height;
		return {width, height, at: (x, y) => bytes[from + y * width + x]};
	});
	rmSync(folder, {recursive: true});
	return all;
}
function ink({width, height, at}, left, right) {
	let count = 0;
	for (let y = 0; y < height; y++) {
		for (let x = Math.round(left * width); x < Math.round(right * width); x++)
			count += at(x, y) < 128;
	}
	return count;
}

const REPORTS = ['day', 'sheet', 'governors', 'evidence', 'person?person=P057', 'rehearsal?policy=flixton'];
// Those whose numbers are looked at rather than read.
const PICTURES = {day: true, sheet: false, governors: true, evidence: true, person: false, rehearsal: true};

test('each report is A4, with every word on the sheet and its pictures in ink', async () => {
	const paper = await page.context().newPage();
	for (const report of REPORTS) {
		const [name, query] = report.split('?');
		await paper.goto(`${stage.url}/api/report/${name}.html${query ? `?${query}` : ''}`);
		await paper.locator('h1').waitFor();
		if (name !== 'person' && name !== 'rehearsal' && name !== 'sheet')
			assert.match(await paper.locator('h1').innerText(), /^Roby Park Primary School: /, name);
		assert.doesNotMatch(await paper.locator('h1').innerText(), /[0-9a-f]{16}/, `${name} is not called by a number`);
		const bars = await paper.locator('svg rect').count();
		assert.equal(bars > 0, PICTURES[name], `${name} has ${bars} bars`);
		// A bar stands beside its number, and is no news to who listens.
		assert.equal(await paper.locator('svg:not([aria-hidden])').count(), 0);
		const pdf = await paper.pdf({preferCSSPageSize: true});
		assert.match(pdf.toString('latin1'), /MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/, name);
		const pictures = sheets(pdf, name);
		assert.ok(pictures.length >= 1 && pictures.length <= 6, `${name}: ${pictures.length} sheets`);
		for (const sheet of pictures) {
			assert.ok(ink(sheet, 0.05, 0.95) > 100, `${name} has something on it`);
			assert.equal(ink(sheet, 0.95, 1) + ink(sheet, 0, 0.05), 0, `${name} is inside its margins`);
		}
	}
	await paper.close();
});

test('the screen of a report prints too: its table and its bars, without the buttons', async () => {
	await page.goto(`${stage.url}/#/reports/day`);
	await page.locator('svg.bars').first().waitFor();
	await page.emulateMedia({media: 'print'});
	assert.ok(await page.locator('svg.bars').first().isVisible());
	assert.ok(!await page.getByRole('link', {name: 'For a spreadsheet (CSV)'}).isVisible());
	assert.ok(!await page.locator('.top__screens').isVisible());
	for (const sheet of sheets(await page.pdf({format: 'A4'}), 'screen-day'))
		assert.equal(ink(sheet, 0.985, 1), 0, 'nothing is cut off at the edge');
	await page.emulateMedia({media: 'screen'});
});
