// SPDX-License-Identifier: GPL-3.0-or-later
// Every state a door can be shown in, counted against door_states.def: as a tile and opened, by axe in light
// and dark. Those that a hand makes in a moment are made at the emulated cabinet; the others are the
// service's own answer with one door's state changed on the way.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {fill} from './filled.mjs';
import {looksFine} from './looks.mjs';
import {openStage} from './stage.mjs';

const STATES = [...readFileSync(new URL('../../host/api/door_states.def', import.meta.url), 'utf8').matchAll(/^DOOR_STATE\(\w+, "([^"]+)"\)/gm)].map((match) => match[1]);
let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '10:30');
	await fill(stage);
});
after(() => stage?.close());

const tile = (page, state, bank = '') => page.locator(`[data-door*="${bank}:"][data-state="${state}"]`);

test('each state as a tile and with its door opened, in light and in dark, at three widths', async () => {
	const page = await stage.pageOf('O1', {reducedMotion: 'reduce'});
	await page.route('**/api/status', async (route) => {
		const response = await route.fetch();
		const answer = await response.json();
		answer.doors.filter((door) => door.bank === 'B').forEach((door, i) => {
			if (STATES[i])
				Object.assign(door, {state: STATES[i], online: STATES[i] !== 'unknown', in_use: STATES[i] !== 'out of use', out_reason: STATES[i] === 'out of use' ? 'its hinge is broken' : ''},
					/held|overdue|in$/.test(STATES[i]) ? {person: 'Grace Young (P058)', since: '2026-11-23T08:41:00'} : {});
		});
		await route.fulfill({response, json: answer});
	});
	await page.goto(`${stage.url}/#/today`);
	await tile(page, 'lent', 'B').waitFor();
	const seen = new Set(), wrong = await looksFine(page, 'doors-all', 'there');
	for (const state of STATES) {
		await tile(page, state, 'B').first().getByRole('button').click();
		await page.locator('[data-panel]').waitFor();
		await page.waitForFunction(() => ![...document.querySelectorAll('[data-reading]')].some((one) => one.dataset.state === 'loading'));
		wrong.push(...await looksFine(page, `doors-${state.replaceAll(' ', '-')}`, 'empty'));
		seen.add(state);
		await page.keyboard.press('Escape');
		await page.locator('[data-panel]').waitFor({state: 'detached'});
		assert.equal(await page.evaluate(() => document.activeElement.closest('[data-door]')?.dataset.state), state, 'the focus is back on the tile');
	}
	assert.deepEqual(wrong, []);
	assert.deepEqual([...seen], STATES);
	console.log(`doors: ${seen.size} of ${STATES.length} states, as tile and opened`);
	await page.context().close();
});

test('what hands do at the cabinet is what the tiles show', async () => {
	const page = await stage.pageOf('O1');
	await page.goto(`${stage.url}/#/today`);
	for (const state of ['free', 'in', 'question', 'alarm'])
		await tile(page, state).first().waitFor();
	await stage.cabinets.B.say('power cut');
	await page.locator('[data-door^="B:"][data-state="unknown"]').nth(15).waitFor();
	await stage.cabinets.B.say('power restore');
	await page.context().close();
});
