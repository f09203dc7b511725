// SPDX-License-Identifier: GPL-3.0-or-later
// Every screen at 200 % zoom, with text alone twice as large, with WCAG's text spacing, and on paper: nothing
// runs out of the page, and what is pressed is not printed.
import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {fill} from './filled.mjs';
import {openStage} from './stage.mjs';

const folder = process.env.SCREENSHOTS;
const WHERE = ['today', 'desk', 'desk/P057', 'desk/-/visitors', 'home-time', 'exceptions', 'exceptions/ask', 'exceptions/walkers', 'tray', 'conduct', 'conduct/bans', 'conduct/holds',
	'incidents', 'incidents/report', 'people', 'people/class/6A', 'people/person/P057', 'people/files/people', 'calendar', 'calendar/hours', 'lockers', 'lockers/cabinet/A', 'lockers/devices',
	'reports/day', 'reports/sheet', 'set-up', 'account'];
let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '10:30');
	await fill(stage);
});
after(() => stage?.close());

async function show(page, at) {
	await page.evaluate((to) => {
		location.hash = `#/${to}`;
	}, at);
	await page.locator('h1:visible').waitFor();
	await page.waitForFunction(() => ![...document.querySelectorAll('[data-reading]')].some((one) => one.dataset.state === 'loading'));
}

// What is cut off, or wider than the page; what may scroll by itself (a table in its frame) is not.
const tooWide = (page) => page.evaluate(() => {
	const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
	const cut = [...document.querySelectorAll('main *, header *')].filter((one) => one.checkVisibility() && !one.closest('.wide, .govuk-visually-hidden') && getComputedStyle(one).overflow === 'hidden'
		&& (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1) && one.clientWidth > 1 && !/^(SELECT|INPUT|svg)$/i.test(one.tagName));
	return wide > 0 ? [`${wide} pixels too wide`] : cut.map((one) => `cut: ${one.outerHTML.slice(0, 80)}`);
});

const SPACING = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }';

test('at 200 %, with twice the text, and with wide spacing nothing runs out of the page', async () => {
	const page = await stage.pageOf('H1', {viewport: {width: 640, height: 450}, deviceScaleFactor: 2, bypassCSP: true});
	await page.goto(`${stage.url}/#/account`);
	await page.locator('[data-live="true"]').waitFor();
	const wrong = [];
	for (const at of WHERE) {
		await show(page, at);
		for (const [how, width, css] of [['zoom', 640, ''], ['text', 1280, 'html { font-size: 200% !important; }'], ['spacing', 1280, SPACING], ['reflow', 320, '']]) {
			await page.setViewportSize({width, height: 900});
			const style = css && await page.addStyleTag({content: css});
			wrong.push(...(await tooWide(page)).map((one) => `${at}, ${how}: ${one}`));
			if (style)
				await style.evaluate((one) => one.remove());
		}
	}
	assert.deepEqual(wrong, []);
	console.log(`reach: ${WHERE.length} views in 4 ways`);
	await page.context().close();
});

test('on paper there is nothing to press, and nothing is cut', async () => {
	const page = await stage.pageOf('H1', {viewport: {width: 794, height: 1123}});
	await page.goto(`${stage.url}/#/account`);
	await page.locator('[data-live="true"]').waitFor();
	const wrong = [];
	for (const at of WHERE.filter((one) => !/account|report$|ask|files/.test(one))) {
		await show(page, at);
		await page.emulateMedia({media: 'print'});
		wrong.push(...await page.evaluate(() => [...document.querySelectorAll('nav, header, .live, .govuk-button, form, .linklike')].filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 90))).then((list) => list.map((one) => `${at} prints ${one}`)));
		wrong.push(...(await tooWide(page)).map((one) => `${at}, print: ${one}`));
		assert.equal(await page.evaluate(() => [...document.querySelectorAll('thead')].every((one) => getComputedStyle(one).display === 'table-header-group')), true, 'heads repeat');
		if (folder) {
			mkdirSync(path.join(folder, 'print'), {recursive: true});
			writeFileSync(path.join(folder, 'print', `${at.replace(/\W+/g, '-')}.pdf`), await page.pdf({format: 'A4'}));
		}
		await page.emulateMedia({media: 'screen'});
	}
	assert.deepEqual(wrong, []);
	await page.context().close();
});
