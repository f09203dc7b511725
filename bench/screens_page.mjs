// SPDX-License-Identifier: GPL-3.0-or-later
// A page of Today with a listener that writes down when each change came to it and when its DOM had it.

// Runs in the page, before its own scripts.
function listen() {
	const here = () => performance.timeOrigin + performance.now();
	window.bench = {came: [], shown: [], reads: 0};
	window.EventSource = class extends EventSource {
		constructor(...words) {
			super(...words);
			// The first to listen: the page's own work comes after.
			for (const kind of ['door', 'record'])
				this.addEventListener(kind, (event) => window.bench.came.push([Number(event.lastEventId.split('-')[1]), here()]));
		}
	};
	const fetched = window.fetch;
	window.fetch = (...words) => (window.bench.reads++, fetched(...words));
	const rows = new Map();
	// A row of a list tells of the person whom its first cell links.
	function look(node, at) {
		const row = (node.nodeType === 1 ? node : node.parentElement)?.closest('tr');
		const ref = row?.querySelector('a')?.hash.split('/').pop();
		const text = row?.textContent; // innerText would lay the page out anew
		if (ref && rows.get(ref) !== text) {
			rows.set(ref, text);
			window.bench.shown.push([ref, row.querySelector('.govuk-tag')?.textContent, at]);
		}
	}
	new MutationObserver((mutations) => {
		const at = here();
		for (const {target, type, attributeName} of mutations) {
			if (type === 'attributes' && attributeName === 'data-state')
				window.bench.shown.push([target.dataset.door, target.dataset.state, at]);
			else
				look(target, at);
		}
	}).observe(document, {subtree: true, attributes: true, characterData: true, childList: true});
}

// Nobody has a debugger at their page: Playwright's, which is told of each event that each page's stream
// brings, hears nothing of the network from here on. (In its version that the lock file pins.)
const leaveAlone = (page) => page._connection.toImpl(page).delegate._mainFrameSession._client.send('Network.disable');

export async function openPage(stage) {
	const page = await stage.pageOf('O1');
	await page.addInitScript(listen);
	await page.goto(stage.url, {timeout: 60_000});
	await page.locator('[data-live="true"]').waitFor();
	await page.locator('[data-door]').first().waitFor();
	await leaveAlone(page);
	return page;
}

// What it has seen, in milliseconds of our own monotonic clock.
export async function seenBy(page) {
	const seen = await page.evaluate(() => window.bench);
	const offset = performance.timeOrigin + performance.now() - Number(process.hrtime.bigint()) / 1e6;
	return {reads: seen.reads, came: new Map(seen.came.map(([number, at]) => [number, at - offset])),
		shown: seen.shown.map(([what, state, at]) => [what, state, at - offset])};
}
