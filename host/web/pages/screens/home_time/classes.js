// SPDX-License-Identifier: GPL-3.0-or-later
// The classes that have something in: how many are still to collect, and one button that calls the class
// to its cabinet. It begins with that member of staff's own card there.
import {html} from '/lib/preact.js';
import {Button, Table} from '/base/parts.js';
import {t} from '/base/text.js';

const names = (list) => list.map((one) => one.name).join(', ');

export function Classes({classes, releases, atOnce, may, ask}) {
	const busy = (bank) => releases.some((one) => one.bank === bank && (one.state === 'running' || one.state === 'waits for the card'));
	// Where there is nothing to press, why.
	const call = (row) => {
		const banks = [...row.banks].filter((bank) => !busy(bank));
		if (row.waiting.length === 0)
			return t('home_time.all_gone');
		if (banks.length === 0)
			return t(row.banks.size > 0 ? 'home_time.called' : 'home_time.at_desk');
		return may('release class') && html`<${Button} data-class=${row.name} aria-label=${t('home_time.release_of', {name: row.name, banks: banks.join(', ')})}
			onClick=${() => ask(banks.map((bank) => ['release class', {class: row.name, bank, at_once: Number(atOnce)}]))}>${t('home_time.release', {banks: banks.join(', ')})}</${Button}>`;
	};
	return html`<${Table} caption=${t('home_time.classes')} empty=${t('home_time.nothing_in')}
		heads=${[t('home_time.class'), t('home_time.waiting'), t('home_time.call'), t('home_time.home'), t('home_time.collected'), t('home_time.who')]}
		rows=${classes.map((row) => [row.name || t('home_time.no_class'), html`<strong class="big" data-waiting=${row.name}>${row.waiting.length}</strong>`,
			call(row), row.home_time, row.out, names(row.waiting)])} />`;
}
