// SPDX-License-Identifier: GPL-3.0-or-later
// Where the focus goes when what had it is gone (a form was sent, a row dealt with, a question left): to the
// nearest heading before it that still stands, and never to the top of the page. A screen that knows better
// moves it itself, and is waited for.
const WAITED_MS = 120; // longer than a screen's own effects take
let last = null, before = [], timer = 0; // what had the focus, and the headings before it, the nearest first

const nowhere = () => !document.activeElement || document.activeElement === document.body;
const stands = (element) => element.isConnected && element.checkVisibility();

function land() {
	timer = 0;
	if (!last || stands(last) || !nowhere())
		return;
	const place = before.find(stands) ?? document.getElementById('main');
	last = null;
	place?.setAttribute('tabindex', '-1');
	place?.focus();
}

export function keepFocus(page) {
	addEventListener('focusin', ({target}) => {
		last = target;
		before = [...page.querySelectorAll('h1, h2, h3')].filter((one) => one.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING).reverse();
	});
	// Somebody who clicked beside everything has left it on purpose; a button that waits for its answer was not left.
	addEventListener('focusout', ({target}) => setTimeout(() => {
		if (nowhere() && last === target && stands(target) && !target.disabled)
			last = null;
	}));
	new MutationObserver(() => {
		if (last && nowhere())
			timer ||= setTimeout(land, WAITED_MS);
	}).observe(page, {childList: true, subtree: true, attributes: true, attributeFilter: ['hidden']});
}
