// SPDX-License-Identifier: GPL-3.0-or-later
// What every screen's test asks of a page: axe with no rule disabled in light and in dark, pictures at
// three widths, and presses and taps counted by a listener in the page on trusted events only.
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import {axePath} from './stage.mjs';

const WIDTHS = [360, 1280, 1920];
const folder = process.env.SCREENSHOTS;

async function violations(page) {
	if (!await page.evaluate(() => 'axe' in globalThis))
		await page.evaluate(await (await import('node:fs/promises')).readFile(axePath, 'utf8'));
	const found = await page.evaluate(async () => (await globalThis.axe.run(document, {runOnly: undefined})).violations
		.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ') + ' ' + node.failureSummary).join(' | ')}`));
	return found;
}

export async function looksRight(page, name) {
	for (const colorScheme of ['light', 'dark']) {
		await page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
		assert.deepEqual(await violations(page), [], `${name} in ${colorScheme}`);
	}
	await page.emulateMedia({colorScheme: 'light', reducedMotion: 'reduce'});
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
