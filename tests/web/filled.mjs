// SPDX-License-Identifier: GPL-3.0-or-later
// A school in the middle of a day in which everything happens at once: each list of the screens has
// something in it, entered by the program as the office would or done at the cabinet as a child would.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';

// Each a command as it is typed.
const ENTERED = [
	'desk hand-in P057 --safe Safe --envelope 1 --switched-off yes --internet-off yes --by O1',
	'hold place P057 --reason loud --confirm --by O1',
	'desk hand-in T2 --safe Safe --envelope 2 --switched-off yes --internet-off yes --by O1',
	'breach record T2 RP-8 --by O1',
	'ban start P060 --kind phone --by L1',
	['incident', 'record', 'unsuitable material', '--what', 'A picture on a school tablet.', '--about', 'T2', '--by', 'L1'],
	'override note --justification rang --by T1',
	'grant ask exceptional --person T1 --until 15:00 --reason child --by T1',
	'grant ask early-leave --person P057 --until 15:00 --reason dentist --by O1',
	'grant exceptional T3 --until 15:00 --reason surgery --rooms office --by L1',
	'club add Chess --days mon-fri --ends 16:15 --until 2027-03-31 --by O1',
	'club join Chess P062 --by O1',
	'device add Camera-1 --kind camera --shelf Office --by L1',
	'device add Camera-2 --kind camera --shelf Office --by L1',
	'loan borrow T4 Camera-1 --until 15:00 --by O1',
	'visitor sign-in Vera Lund --about plumbing --device phone --safe Safe --envelope 3 --by O1',
	'class teacher T1 6A --by O1',
	'map save sims sims.json --by O1',
];

// A child's hand-in at cabinet A; the door, from 0.
export async function handsIn(stage, ref) {
	const {A} = stage.cabinets;
	await A.say(`tap ${stage.cards[ref]}`);
	for (;;) {
		const at = (await A.state()).doors.findIndex((door) => door.open);
		if (at < 0)
			continue;
		await A.untap();
		await A.say(`put ${at}`);
		await A.say(`close ${at}`);
		return at;
	}
}

// Waits until the rows say so: what a cabinet did is known a moment after.
async function until(stage, sql, ...values) {
	while ((await stage.rows(sql, ...values)).length === 0)
		await pause(50);
}

// It waits two minutes for its card.
export const RELEASE = 'release class 6A --bank A --emergency --reason smoke --by H1'.split(' ');

export async function fill(stage) {
	writeFileSync(path.join(stage.folder, 'sims.json'), JSON.stringify({columns: {ref: 'UPN', given: 'Forename', family: 'Surname', year: 'Year'}, values: {}, always: {category: 'pupil'}}));
	for (const line of ENTERED) {
		const said = await stage.words(...typeof line === 'string' ? line.split(' ') : line);
		assert.doesNotMatch(said, /^refused/, `${line}: ${said}`);
	}
	await handsIn(stage, 'P058');
	await until(stage, "SELECT 1 FROM custody JOIN person ON person.id = custody.person WHERE ref = 'P058' AND custody.door IS NOT NULL");
	// A lost card, held to the reader: the office is told whose it was.
	assert.doesNotMatch(await stage.words('card', 'lost', stage.cards.P063, '--by', 'O1'), /^refused/);
	await stage.cabinets.A.say(`tap ${stage.cards.P063}`);
	await until(stage, "SELECT 1 FROM notice WHERE role = 'office'");
	await stage.cabinets.A.untap();
	// Nobody's card opened it: what lies inside is in doubt. The next one stands open still.
	for (const command of ['force 10', 'put 10', 'close 10', 'force 12'])
		await stage.cabinets.A.say(command);
	await until(stage, 'SELECT 1 FROM question WHERE answered_at IS NULL');
	assert.doesNotMatch(await stage.words(...RELEASE), /^refused/);
}
