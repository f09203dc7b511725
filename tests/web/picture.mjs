// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the README's picture from the real screens: the demo is started, a morning is played on the
// virtual locker's page, and both windows are photographed side by side.
//
//	node tests/web/picture.mjs BUILD FILE.png	(scripts/picture)
import {writeFileSync} from 'node:fs';
import {openDemo} from './demo.mjs';

const [build, file] = process.argv.slice(2);
const OFFICE = {width: 900, height: 985}, LOCKER = {width: 620, height: 985};
const MORNING = [['A', 'P059'], ['A', 'P060'], ['B', 'P061'], ['A', 'P062'], ['B', 'P063'], ['A', 'P064'], ['A', 'T1']];

const demo = await openDemo(build);
const context = await demo.browser.newContext({viewport: LOCKER, reducedMotion: 'reduce'});
const page = await context.newPage();
const next = (words) => page.locator('button.next', {hasText: words});

async function tap(bank, ref) {
	await page.locator(`#reader-${bank}`).check();
	await page.locator('#who').selectOption(ref);
	await page.getByRole('button', {name: 'Tap it'}).click();
}

await page.goto(demo.address);
const office = await context.newPage();
await office.setViewportSize(OFFICE);
await office.goto(await page.locator('#open-office').getAttribute('href'));
for (const [bank, ref] of MORNING) {
	await tap(bank, ref);
	await next('Put the phone in').click();
	await next('Shut the door').click();
	await page.locator('[data-open="true"]').waitFor({state: 'detached'});
}
await tap('A', 'P057');
await next('Put the phone in').click();
await page.locator('[data-display="A"]').getByText('then close').waitFor();
await office.locator('[data-door^="A:"][data-state="open"]').waitFor();
await page.locator('#said', {hasText: 'The display says: Phone off'}).waitFor(); // drawn to its end
await page.evaluate(() => {
	document.activeElement?.blur();
	scrollTo(0, document.getElementById('somebody').offsetTop - 8);
});
const picture = await demo.browser.newPage({viewport: {width: OFFICE.width + LOCKER.width + 60, height: OFFICE.height + 40}});
const shot = async (of) => `data:image/png;base64,${(await of.screenshot()).toString('base64')}`;
await picture.setContent(`<style>
body { margin: 20px; display: flex; gap: 20px; background: #c9d3da } img { box-shadow: 0 2px 12px #0008; border-radius: 6px }
</style><img src="${await shot(office)}"><img src="${await shot(page)}">`);
await picture.waitForFunction(() => [...document.images].every((image) => image.complete));
writeFileSync(file, await picture.screenshot());
await demo.close();
