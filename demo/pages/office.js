// SPDX-License-Identifier: GPL-3.0-or-later
// The way to the office's screens. Its pages may be framed by nobody, so they come in a window of their
// own; on a wide screen it takes the right half and this page keeps to the left.
import {element, set} from '/parts.js';

const WIDE = 1000; // CSS pixels of a screen that two windows have room on

async function accounts() {
	return (await fetch('/accounts')).json();
}

// An ordinary link where the window is not to be had: the browser then opens it in a tab.
function beside(event) {
	if (screen.availWidth < WIDE)
		return;
	const half = Math.floor(screen.availWidth / 2);
	const left = (screen.availLeft ?? 0) + half;
	const office = window.open(event.currentTarget.href, '_blank',
		`popup,left=${left},top=${screen.availTop ?? 0},width=${screen.availWidth - half},height=${screen.availHeight - 60}`);
	if (!office)
		return;
	event.preventDefault();
	document.body.classList.add('half');
	document.getElementById('beside').hidden = false;
}

function row(account) {
	const code = element('td', {class: 'code'}, account.code ?? 'none');
	return {account, code, node: element('tr', {}, element('th', {scope: 'row'},
		element('a', {href: account.open, target: '_blank', onclick: beside}, `${account.name}, ${account.title}`)),
	element('td', {}, account.ref), element('td', {class: 'code'}, account.password), code)};
}

export async function showOffice(place) {
	const all = await accounts();
	const first = all.find((one) => one.ref === 'O1') ?? all[0];
	const go = place('open-office');
	set(go, 'href', first.open);
	set(go, 'target', '_blank');
	set(go, 'text', `Open the office beside this, as ${first.name} of ${first.title}`);
	go.addEventListener('click', beside);
	const rows = all.map(row);
	place('accounts').append(...rows.map((one) => one.node));
	place('whole').addEventListener('click', () => {
		document.body.classList.remove('half');
		place('beside').hidden = true;
		go.focus();
	});
	// A phone's code changes twice a minute; nobody is told aloud.
	setInterval(async () => {
		if (!place('others').open)
			return;
		const now = await accounts().catch(() => []);
		now.forEach((account, i) => set(rows[i].code, 'text', account.code ?? 'none'));
	}, 5000);
	place('office').hidden = false;
}
