// SPDX-License-Identifier: GPL-3.0-or-later
// What would be read out: an observer in the page of every live region (status, alert, aria-live), as a
// screen reader treats them. Text that comes into a region which stood there is read once, the whole
// region; an alert is read when it is put in; a status that is put in with its text already in it is not
// read by most, and counts as silent.

function listen() {
	const REGIONS = '[role="status"], [role="alert"], [aria-live]';
	const last = new Map();
	globalThis.heard = [];
	globalThis.silent = [];
	globalThis.listed = [];
	const text = (region) => region.textContent.replace(/\s+/g, ' ').trim();
	const tell = (region, now) => {
		globalThis.heard.push(now);
		if (region.querySelector('li, tr, td, dd') || now.length > 240)
			globalThis.listed.push(now);
	};
	new MutationObserver(() => {
		for (const region of [...last.keys()].filter((one) => !one.isConnected))
			last.delete(region);
		for (const region of document.querySelectorAll(REGIONS)) {
			const now = text(region), before = last.get(region);
			last.set(region, now);
			if (!now || now === before)
				continue;
			if (before === undefined && region.getAttribute('role') !== 'alert')
				globalThis.silent.push(now);
			else
				tell(region, now);
		}
	}).observe(document, {subtree: true, childList: true, characterData: true});
}

export const listenIn = (page) => page.addInitScript(listen);

// {heard, silent, listed} since the last time it was asked.
export const heardSince = (page) => page.evaluate(() => {
	const {heard, silent, listed} = globalThis;
	Object.assign(globalThis, {heard: [], silent: [], listed: []});
	return {heard, silent, listed};
});
