// SPDX-License-Identifier: GPL-3.0-or-later
// The rows behind a day at the screens: that Today shows them and nothing else, and whom they name.
import assert from 'node:assert/strict';
import {setTimeout} from 'node:timers/promises';

const sorted = (list) => list.map((one) => JSON.stringify(one)).sort();

// A screen follows the record within moments: looked at again until it does.
async function soon(look) {
	for (let tries = 100; ; tries--) {
		try {
			return await look();
		} catch (error) {
			if (tries === 0)
				throw error;
			await setTimeout(50);
		}
	}
}

// What a page of Today shows, against the rows: every door with its state and whose it is, every walker,
// everybody of the staff, everybody refused with the rule, every exception that runs, and the numbers.
export const agrees = (stage, today) => soon(async () => {
	const cells = async (name) => today.getByRole('table', {name, exact: true}).locator('tbody tr').evaluateAll(
		(rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
	const doors = await today.locator('[data-door]').evaluateAll((tiles) => tiles.flatMap((tile) =>
		['free', 'closed'].includes(tile.dataset.state) ? [] : [[tile.dataset.door, tile.dataset.state, tile.querySelector('.door__who').textContent]]));
	const open = await stage.rows(`SELECT bank.name || ':' || door AS door, CASE custody.kind WHEN 'deposit' THEN 'in' ELSE custody.kind END AS state,
		given || ' ' || family AS name, ref, category, safe FROM custody JOIN person ON person.id = custody.person LEFT JOIN bank ON bank.id = custody.bank WHERE ended_at IS NULL`);
	// Past home-time what is in is overdue or not collected; what was closed with the phone inside is asked
	// about, and may be opened again by the same card for a minute.
	const plain = (state) => ['overdue', 'not collected', 'opening', 'question'].includes(state) ? 'in' : state;
	assert.deepEqual(sorted(doors.map(([door, state, name]) => [door, plain(state), name])), sorted(open.filter((one) => one.door).map(({door, state, name}) => [door, state, name])));

	const walkers = await stage.rows(`SELECT given || ' ' || family AS name, (SELECT CASE WHEN ended_at IS NOT NULL THEN 'collected' ELSE 'in' END
		FROM custody WHERE custody.person = person.id AND NOT taken_back ORDER BY custody.id DESC LIMIT 1) AS state
		FROM walker JOIN person ON person.id = walker.person WHERE walker.ended_at IS NULL`);
	assert.deepEqual(sorted((await cells('Walkers expected')).map(([name, , state]) => [name, plain(state.toLowerCase())])), sorted(walkers.map(({name, state}) => [name, state ?? 'not in'])));

	const staff = await stage.rows(`SELECT given || ' ' || family AS name, CASE WHEN custody.ended_at IS NOT NULL THEN 'collected' ELSE 'in' END AS state
		FROM custody JOIN person ON person.id = custody.person WHERE category <> 'pupil' AND custody.kind = 'deposit' AND NOT taken_back`);
	assert.deepEqual(sorted((await cells('Staff')).map(([name, state]) => [name, state.toLowerCase()])), sorted(staff.map(({name, state}) => [name, state])));

	const refused = await stage.rows(`SELECT given || ' ' || family AS name, rule, say FROM decision JOIN person ON person.id = decision.person
		WHERE outcome <> 'allow'`);
	// A rule of the policy's with its title; what is none (a card that is not used any more) by its sentence alone.
	const OLD_CARD = 'An old card of theirs, lost or not used any more, was held to a cabinet.';
	assert.deepEqual(sorted((await cells('Refused, or sent to the office')).map(([, name, rule, say]) => [name, rule.split(' ')[0], say])),
		sorted(refused.map(({name, rule, say}) => rule === 'card' ? [name, '', OLD_CARD] : [name, rule, say])));

	const number = (name) => today.locator(`.number--${name} dd`).innerText().then(Number);
	const ended = await stage.rows(`SELECT count(*) AS n FROM custody WHERE ended_at IS NOT NULL AND kind <> 'loan' AND NOT taken_back`);
	assert.deepEqual([await number('in'), await number('out'), await number('refused')],
		[open.filter((one) => one.state === 'in').length, ended[0].n, refused.length]);
});

const ref = (column) => `coalesce((SELECT ref FROM person WHERE id = ${column}), '-')`;
// Each act of the day: whom its row is about, and whom it names as who did it ('-': nobody, where a card or
// a rule did it by itself).
const ACTS = [
	['custody', `SELECT ${ref('person')}, kind, coalesce(safe || ' ' || envelope, 'a door'), ${ref('began_by')}, ${ref('ended_by')} FROM custody`,
		['P057 | deposit | a door | -', 'P065 | deposit | Office safe 17 | O1 | O1', 'P052 | held | Office safe 1 | O1 | O1', 'P033 | deposit | Office safe 2 | O1 | O1']],
	['intent', `SELECT ${ref('person')}, kind, ${ref('by_person')} FROM intent`,
		['P057 | hand-in | -', 'P064 | hand-in | O1', 'T1 | collect | -', 'P060 | collect | -', 'P057 | collect | O1', 'P069 | collect | O1']],
	['card', `SELECT ${ref('person')}, state, uid FROM card`, ['P066 | active | 04C0FFEE000066', 'P066 | lost']],
	['arrival', `SELECT ${ref('person')}, ${ref('by_person')} FROM arrival`, ['P067 | O1']],
	['question', `SELECT kind, answer, ${ref('answered_by')} FROM question`, ['inside | belongs to | O1']],
	['breach', `SELECT ${ref('person')}, rule, ${ref('by_person')}, state, outcome FROM breach`, ['P052 | RP-4 | ', 'T2 | RP-8 | O1 | closed | a word; it was the time']],
	['hold', `SELECT ${ref('person')}, reason, ${ref('by_person')}, identified, ${ref('identified_by')} FROM hold`, ['P052 | brought twice this week | O1 | seen document | O1']],
	['ask', `SELECT kind, ${ref('asked_by')}, state, ${ref('answered_by')} FROM ask`, ['exceptional | T1 | agreed | L1', 'safekeeping | O1 | agreed | H1']],
	['permission', `SELECT ${ref('person')}, kind, ${ref('by_person')}, by_role, ended_at IS NOT NULL FROM permission`, ['T1 | exceptional | L1 | slt | 1', 'P033 | safekeeping | H1 | headteacher | 0']],
	['incident', `SELECT kind, ${ref('by_person')}, wishes FROM incident`, ['cyber-bullying | T1 | that it stops']],
	['incident_note', `SELECT kind, ${ref('by_person')}, text FROM incident_note`, ['parents contacted | H1 | rang both families']],
	['override', `SELECT ${ref('person')}, ${ref('by_person')}, justification FROM override`, ['P065 | O1 | fetched by his father for a funeral']],
	['notice', `SELECT kind, ${ref('done_by')} FROM notice`, ['lost card | O1', 'override | H1', 'records looked into | T1']],
	['loan', `SELECT ${ref('person')}, (SELECT label FROM device WHERE id = loan.device), images, ${ref('images_by')} FROM loan`, ['T3 | Camera 1 | yes | O1']],
	['sign_in', `SELECT given || ' ' || family, category, ${ref('in_by')}, ${ref('out_by')} FROM sign_in JOIN person ON person.id = sign_in.person`, ['Vic Torr | visitor | O1 | O1', 'Pat Parent | parent | O1 | -']],
	['release', `SELECT class, (SELECT name FROM bank WHERE id = release.bank), ${ref('by_person')}, at_once FROM release`, ['6A | A | O1 | 2', '6A | B | O1 | 2']],
	['hours', 'SELECT class, home_time, reason FROM hours WHERE reason IS NOT NULL', ['6A | 15:05 | the coach is early']],
];

// Every act is in its table by the name of who did it.
export async function whoDidWhat(stage) {
	let count = 0;
	for (const [table, sql, acts] of ACTS) {
		const lines = (await stage.rows(sql)).map((row) => Object.values(row).join(' | '));
		for (const act of acts)
			assert.ok(lines.some((line) => line.startsWith(act)), `${table}: no row "${act}" among ${lines.join('; ')}`);
		count += acts.length;
	}
	// The chain over them all has no gap, and every link is one of its own.
	const [{n, last, links}] = await stage.rows('SELECT count(*) AS n, max(seq) AS last, count(DISTINCT hash) AS links FROM event');
	assert.deepEqual([last, links], [n, n]);
	console.log(`${count} acts found by whom they name, under ${n} events`);
}
