// SPDX-License-Identifier: GPL-3.0-or-later
// What every screen's test asks of a page: axe with no rule disabled, its colours in the dark too, pictures at
// three widths, and presses and taps counted by a listener in the page on trusted events only.
import assert from 'node:assert/strict';
import {mkdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {axePath} from './stage.mjs';

const WIDTHS = [360, 1280, 1920];
const folder = process.env.SCREENSHOTS;
const axe = readFileSync(axePath, 'utf8');

const ALL = {rules: {'target-size': {enabled: true}}};
async function violations(page, rules = ALL, within = null) {
	if (!await page.evaluate(() => 'axe' in globalThis))
		await page.evaluate(axe);
	// No rule disabled, and 2.2's target size, which axe leaves off by itself, enabled. Only violations are described.
	const found = await page.evaluate(async ([parts, options]) => (await globalThis.axe.run(parts ? {include: parts} : document, {...options, resultTypes: ['violations'], preload: false})).violations
		.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ') + ' ' + node.failureSummary).join(' | ')}`),
		[within, rules]);
	return found;
}

// In the dark, where the document is the same, what looks at colours.
const COLOURS = {runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}};

export async function looksRight(page, name) {
	for (const [colorScheme, rules] of [['dark', COLOURS], ['light', ALL]]) {
		await page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
		assert.deepEqual(await violations(page, rules), [], `${name} in ${colorScheme}`);
	}
	const size = page.viewportSize();
	for (const width of folder ? WIDTHS : []) {
		mkdirSync(folder, {recursive: true});
		await page.setViewportSize({width, height: 900});
		await page.screenshot({path: path.join(folder, `${name}-${width}.png`), fullPage: true});
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		assert.ok(wide <= 0, `${name} at ${width}: ${wide} pixels too wide`);
	}
	await page.setViewportSize(size);
}

// The same for one state of many, and what is wrong as a list; where the screen itself is there, a picture at
// each width and in the dark. Once it is old the rest is the document that was looked at when it was there.
// within: selectors of what is new on a page that was looked at.
export async function looksFine(page, name, state, within = state === 'old' ? ['.reading__wrong', '.live'] : null) {
	const wrong = [], there = state === 'there';
	for (const colorScheme of ['dark', 'light']) {
		await page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
		wrong.push(...(await (colorScheme === 'dark' ? violations(page, COLOURS, within ?? (there ? null : ['[data-reading]'])) : violations(page, ALL, within))).map((one) => `${name} in ${colorScheme}: ${one}`));
		if (folder && there && colorScheme === 'dark')
			await shoot(page, `states/${name}-dark`);
	}
	const size = page.viewportSize();
	for (const width of there ? WIDTHS : WIDTHS.slice(0, 1)) {
		await page.setViewportSize({width, height: 900});
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		if (wide > 0)
			wrong.push(`${name} at ${width}: ${wide} pixels too wide`);
		if (folder && there)
			await shoot(page, `states/${name}-${width}`);
	}
	await page.setViewportSize(size);
	return wrong;
}

async function shoot(page, name) {
	const file = path.join(folder, `${name}.png`);
	mkdirSync(path.dirname(file), {recursive: true});
	await page.screenshot({path: file, fullPage: true});
}

// Counts from now on: {keys, taps} of trusted events only.
export async function count(page) {
	await page.evaluate(() => {
		globalThis.counted = {keys: 0, taps: 0};
		if (globalThis.counting)
			return;
		globalThis.counting = true;
		addEventListener('keydown', (event) => event.isTrusted && globalThis.counted.keys++, true);
		addEventListener('click', (event) => event.isTrusted && event.detail > 0 && globalThis.counted.taps++, true);
	});
	return () => page.evaluate(() => globalThis.counted);
}
