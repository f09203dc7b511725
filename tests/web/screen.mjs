// SPDX-License-Identifier: GPL-3.0-or-later
// A screen opened for somebody and closed again, and what is looked for on it.
import assert from 'node:assert/strict';

export async function openScreen(stage, ref, path) {
	const page = await stage.pageOf(ref);
	await page.goto(`${stage.url}/#/${path}`);
	await page.getByRole('heading', {level: 1}).waitFor();
	return page;
}
// Nothing may have gone wrong on it but what the service refused.
export async function close(page) {
	assert.deepEqual(page.problems.filter((text) => !/422/.test(text)), []);
	await page.context().close();
}
export const card = (page, text) => page.locator('section.govuk-summary-card', {hasText: text});
export const said = (page, text) => page.getByRole('status').getByText(text).waitFor();
