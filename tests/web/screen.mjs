// SPDX-License-Identifier: GPL-3.0-or-later
// What is looked for on a screen, and what must not have happened on it.
import assert from 'node:assert/strict';

// Nothing may have gone wrong on it but what the service refused.
export async function close(page) {
	assert.deepEqual(page.problems.filter((text) => !/422/.test(text)), []);
	await page.leave();
}
export const card = (page, text) => page.locator('section.govuk-summary-card', {hasText: text});
export const said = (page, text) => page.getByRole('status').getByText(text).waitFor();
