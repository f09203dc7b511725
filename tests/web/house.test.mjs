// SPDX-License-Identifier: GPL-3.0-or-later
// The screens of the house: people and cards, calendar, lockers, accounts, reports, set-up. Files
// read in with a preview, links made and used, pages for paper; each screen looked at by axe with
// no rule left out, at three widths, light and dark; and worked without a mouse.
import assert from 'node:assert/strict';
import {mkdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {allRead, axePath, openStage} from './stage.mjs';

const axe = readFileSync(axePath, 'utf8');
const shots = process.env.SCREENSHOTS;
let stage;
before(async () => {
	stage = await openStage(process.env.BUILD);
	if (shots)
		mkdirSync(shots, {recursive: true});
});
after(() => stage?.close());

async function look(page, name) {
	if (!await page.evaluate(() => 'axe' in globalThis))
		await page.evaluate(axe);
	const {violations} = await page.evaluate(() => window.axe.run(document));
	assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target.join(' ')).join(', ')}`), [], `axe on ${name}`);
}

async function shoot(page, name) {
	const before = page.viewportSize();
	for (const width of [360, 1280, 1920]) {
		await page.setViewportSize({width, height: 900});
		const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		assert.ok(wider <= 0, `${name} is ${wider} px wider than a screen of ${width}`);
		if (shots)
			await page.screenshot({path: path.join(shots, `house-${name}-${width}.png`), fullPage: true});
	}
	await page.setViewportSize(before);
}

async function open(ref, address, heading, options) {
	const page = await stage.open(ref, address, options);
	await page.getByRole('heading', {name: heading, exact: true}).first().waitFor();
	return page;
}

const file = (name, text) => ({name, mimeType: 'text/plain', buffer: Buffer.isBuffer(text) ? text : Buffer.from(text)});
const HEADS = 'ref,given,family,category,year,class,left,walker_from,walker_until,walker_days,card\n';

test('a register is looked through row by row, and written only when somebody says so', async () => {
	const page = await open('O1', 'people/files/people', 'Read a file');
	const register = file('register.csv', `${HEADS}P900,Zoe,Zander,pupil,6,6A,,2026-09-01,2027-07-21,mon-fri,04A1B2C3D4E5F6\n`);
	await page.getByLabel('Choose a file').setInputFiles(register);
	await page.getByRole('button', {name: 'Show what it would change'}).click();
	await page.getByRole('heading', {name: 'register.csv: nothing is written yet'}).waitFor();
	assert.match(await page.locator('tr', {hasText: 'P900'}).innerText(), /add.*Zoe Zander, pupil/s);
	assert.match(await stage.words('people', 'find', 'Zander'), /^\s*$/);
	await look(page, 'import, preview');
	await shoot(page, 'import');
	await page.getByRole('button', {name: 'Write it'}).click();
	await page.getByText('Written: 1 people added, changed or ended.').waitFor();
	assert.match(await stage.words('people', 'find', 'Zander'), /P900/);

	// The same file again changes nothing; a changed row says what was and what will be.
	await page.getByRole('button', {name: 'Show what it would change'}).click();
	await page.getByText('It would change nothing.').waitFor();
	assert.equal(await page.getByRole('button', {name: 'Write it'}).count(), 0);
	await page.getByLabel('Choose a file').setInputFiles(file('moved.csv', `${HEADS}P900,Zoe,Zander,pupil,6,6B,,,,,\n`));
	await page.getByRole('button', {name: 'Show what it would change'}).click();
	assert.match(await page.locator('tr', {hasText: 'P900'}).innerText(), /6A.*6B/s);
	assert.deepEqual(page.problems, []);
	await page.leave();
});

test('a wrong file is explained in the service’s own sentence and a refused row by its line', async () => {
	const page = await open('O1', 'people/files/people', 'Read a file');
	for (const [name, bytes, sentence] of [
		['register.xlsx', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0xff, 0xfe]), /spreadsheet|workbook|Excel/i],
		['latin.csv', Buffer.from(`${HEADS}P901,Zo\xeb,Zander,pupil,6,6A,,,,,\n`, 'latin1'), /UTF-8/],
		['empty.csv', Buffer.alloc(0), /empty/i],
	]) {
		await page.getByLabel('Choose a file').setInputFiles(file(name, bytes));
		const alert = page.getByRole('alert');
		await alert.getByText(name).waitFor();
		assert.match(await alert.innerText(), sentence);
		assert.ok(await page.getByRole('button', {name: 'Show what it would change'}).isDisabled());
	}
	await look(page, 'import, wrong file');
	await page.getByLabel('Choose a file').setInputFiles(file('bad.csv', `${HEADS}P902,Zoe,Zander,pupil,9,6A,,,,,\n`));
	await page.getByRole('button', {name: 'Show what it would change'}).click();
	await page.getByText('1 row cannot be read, so nothing would be written; put it right in the file.').waitFor();
	assert.match(await page.locator('tbody tr').first().innerText(), /refused.*year/is);
	assert.equal(await page.getByRole('button', {name: 'Write it'}).count(), 0);
	await look(page, 'import, refused');
	await page.leave();
});

test('the school’s own export comes in by a map that is guessed, checked and kept', async () => {
	const page = await open('O1', 'people/files/people', 'Read a file');
	await page.getByLabel('Choose a file').setInputFiles(file('sims.csv',
		'UPN,Chosen Forename,Legal Surname,Year Group,Reg Group\nP903,Yara,Young,Year 5,5A\n'));
	await page.getByLabel('Columns', {exact: true}).selectOption('guess');
	await page.getByLabel('Family name', {exact: true}).waitFor();
	assert.equal(await page.getByLabel('Family name', {exact: true}).inputValue(), 'Legal Surname');
	await page.getByLabel('Always, for What they are here').fill('pupil');
	await look(page, 'column map');
	await shoot(page, 'column-map');
	await page.getByLabel('Name of this map').fill('sims');
	await page.getByRole('button', {name: 'Save the map and use it'}).click();
	await page.getByText('The map is saved.').waitFor();
	await page.getByRole('button', {name: 'Show what it would change'}).click();
	assert.match(await page.locator('tr', {hasText: 'P903'}).innerText(), /Yara Young, pupil/);
	await page.leave();
});

test('a lost card is dead and a new one theirs, without a mouse', async () => {
	const page = await open('O1', 'people', 'People and cards');
	await look(page, 'people');
	await shoot(page, 'people');
	await page.getByLabel('Find somebody').focus();
	await page.keyboard.type('Zander');
	await page.getByRole('link', {name: 'Zoe Zander'}).waitFor();
	await look(page, 'people, found');
	const link = page.getByRole('link', {name: 'Zoe Zander'});
	for (let i = 0; i < 60 && !await link.evaluate((one) => one === document.activeElement); i++)
		await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.waitForURL(/person\/P900$/);
	const lost = page.getByRole('button', {name: 'Card E5F6 is lost'});
	await lost.waitFor();
	await look(page, 'person');
	await shoot(page, 'person');
	await lost.focus();
	await page.keyboard.press('Enter');
	await page.getByRole('button', {name: 'Yes, it is lost'}).waitFor();
	await page.keyboard.press('Escape');
	await lost.waitFor(); // Escape leaves it as it is, and the focus where it was
	assert.ok(await lost.evaluate((one) => one === document.activeElement));
	await page.keyboard.press('Enter');
	await page.getByRole('button', {name: 'Yes, it is lost'}).waitFor();
	await look(page, 'person, asked twice');
	await page.keyboard.press('Enter');
	await page.getByText('The card opens nothing from now on.').waitFor();
	assert.match(await stage.words('card', 'whose', '04A1B2C3D4E5F6'), /reported lost/);
	await page.getByLabel('A new card').focus();
	await page.keyboard.type('04:11:22:33:44:55:66');
	await page.keyboard.press('Enter');
	await page.getByText('The card is theirs.').waitFor();
	assert.deepEqual(page.problems, []);
	await page.leave();
});

test('the month shows what kind each day is, and a calendar file changes it after a preview', async () => {
	const page = await open('O1', 'calendar/days/2027-02-15', 'Calendar');
	const kind = (date) => page.locator(`[data-date="${date}"]`).getAttribute('data-kind');
	await page.locator('[data-date="2027-02-15"]').waitFor();
	assert.equal(await kind('2027-02-13'), 'weekend');
	const was = await kind('2027-02-16');
	await look(page, 'calendar');
	await shoot(page, 'calendar');
	await page.getByRole('link', {name: 'Read a calendar file'}).click();
	await page.getByLabel('Choose a file').setInputFiles(file('terms.ics', ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//School//EN',
		'BEGIN:VEVENT', 'UID:1@school', 'DTSTAMP:20261101T000000Z', 'DTSTART;VALUE=DATE:20270216', 'SUMMARY:INSET day', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')));
	await page.getByRole('button', {name: 'Show what it would change'}).click();
	await page.getByRole('heading', {name: 'terms.ics: nothing is written yet'}).waitFor();
	await look(page, 'calendar, file');
	await page.getByRole('button', {name: 'Write it'}).click();
	await page.getByText('Written: 1 terms and days.').waitFor();
	await page.goto(`${stage.url}/#/calendar/days/2027-02-15`);
	await page.locator('[data-date="2027-02-16"][data-kind="inset"]').waitFor();
	assert.notEqual(was, 'inset');
	for (const part of ['hours', 'clubs', 'late']) {
		await page.goto(`${stage.url}/#/calendar/${part}`);
		await page.locator(`nav [aria-current="page"][href$="${part}"]`).waitFor();
		await allRead(page);
		await look(page, `calendar, ${part}`);
		await shoot(page, `calendar-${part}`);
	}
	assert.deepEqual(page.problems, []);
	await page.leave();
});

test('what each cabinet says of itself is on the lockers’ screen, and unknown is said to be unknown', async () => {
	const page = await open('L2', 'lockers', 'Lockers');
	await page.getByRole('link', {name: 'Cabinet A'}).waitFor();
	assert.match(await page.locator('tr', {hasText: 'Cabinet A'}).innerText(), /online.*16.*proved.*mains.*shut/s);
	await look(page, 'lockers');
	await shoot(page, 'lockers');
	await stage.cabinets.A.say('tamper on');
	await page.locator('tr', {hasText: 'Cabinet A'}).getByText('open: tampered with').waitFor();
	await stage.cabinets.A.say('tamper off');
	await page.getByRole('link', {name: 'Cabinet A'}).click();
	await page.getByRole('heading', {name: 'Cabinet A', exact: true}).first().waitFor();
	await look(page, 'cabinet');
	await shoot(page, 'cabinet');
	await page.goto(`${stage.url}/#/lockers/devices`);
	await page.getByRole('heading', {name: 'The school’s own devices', exact: true}).first().waitFor();
	await allRead(page);
	await look(page, 'devices');
	await shoot(page, 'devices');
	assert.deepEqual(page.problems, []);
	await page.leave();
});

test('a link is made, shown once and used; an account’s own password is changed', async () => {
	const page = await open('L2', 'accounts', 'Accounts');
	await look(page, 'accounts');
	await shoot(page, 'accounts');
	await page.getByLabel('Who', {exact: true}).fill('T2');
	await page.getByRole('option', {name: /, T2/}).click();
	await page.getByLabel('May sign in as').last().selectOption('staff');
	await page.getByRole('button', {name: 'Make the account'}).click();
	const shown = page.locator('code.secret');
	await shown.waitFor();
	const link = await shown.innerText();
	assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/#\/welcome\/\S{20,}$/);
	await look(page, 'accounts, link');
	await shoot(page, 'accounts-link');
	await page.emulateMedia({media: 'print'});
	assert.ok(await shown.isVisible());
	assert.ok(!await page.getByRole('button', {name: 'Print the link'}).isVisible());
	await page.emulateMedia({media: 'screen'});
	await page.reload();
	await page.getByRole('heading', {name: 'Accounts', exact: true}).first().waitFor();
	assert.equal(await page.locator('code.secret').count(), 0, 'shown once');

	const tara = await stage.pageOf(null);
	await tara.goto(link);
	await tara.getByRole('textbox', {name: 'Password'}).fill('four quite plain words');
	await tara.getByLabel('The same again').fill('four quite plain words');
	await tara.keyboard.press('Enter');
	await tara.getByLabel('Your reference').fill('T2');
	await tara.getByLabel('Password').fill('four quite plain words');
	await tara.keyboard.press('Enter');
	await tara.getByRole('link', {name: 'My account'}).click();
	await tara.getByRole('heading', {name: 'My account', exact: true}).waitFor();
	await look(tara, 'my account');
	await shoot(tara, 'my-account');
	await tara.getByLabel('Password now').fill('four quite plain words');
	await tara.getByLabel('New password').fill('five other quite plain words');
	await tara.getByLabel('The same again').fill('five other quite plain words');
	await tara.keyboard.press('Enter');
	await tara.getByText('Your password is changed.').waitFor();
	await tara.context().close();
	await page.leave();
});

test('reports are read as pictures and tables, and printed on A4', async () => {
	await stage.words('desk', 'hand-in', 'P057', '--safe', 'Safe', '--envelope', '3', '--by', 'O1');
	const page = await open('H1', 'reports/day', 'Reports');
	await page.getByRole('heading', {name: 'The day in numbers'}).waitFor();
	assert.ok(await page.locator('svg.bars').count() > 0);
	await look(page, 'report, day');
	await shoot(page, 'report-day');
	for (const [name, title] of [['governors', 'The period in numbers'], ['evidence', 'Rules']]) {
		await page.goto(`${stage.url}/#/reports/${name}`);
		await page.locator('article h2').first().waitFor();
		assert.ok(title);
		await look(page, `report, ${name}`);
		await shoot(page, `report-${name}`);
	}
	await page.goto(`${stage.url}/#/reports/rehearsal`);
	await page.getByLabel('Policy to try').selectOption('flixton');
	await page.getByRole('button', {name: 'Show the report'}).click();
	await page.locator('article h2').first().waitFor();
	await look(page, 'report, rehearsal');
	await shoot(page, 'report-rehearsal');

	await page.goto(`${stage.url}/#/reports/sheet`);
	await page.getByText('No day sheet was printed from this computer yet. Print one now.').waitFor();
	await look(page, 'day sheet');
	await shoot(page, 'day-sheet');
	const [paper] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', {name: 'Print the day sheet'}).click()]);
	await paper.getByRole('heading', {name: /^Day sheet: Monday 23 November 2026 at 08:4\d$/}).waitFor();
	assert.match(await paper.locator('table').innerText(), /Safe envelope 3.*Finn Shah/s);
	const pdf = (await paper.pdf({preferCSSPageSize: true})).toString('latin1');
	assert.match(pdf, /MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
	assert.equal([...pdf.matchAll(/\/Type\s*\/Page\b/g)].length, 1, 'one page');
	await page.getByText(/^The paper printed here .* is current\.$/).waitFor();
	await stage.words('desk', 'hand-in', 'P058', '--safe', 'Safe', '--envelope', '4', '--by', 'O1');
	await page.getByText(/since then 1 came/).waitFor();

	const csv = await page.request.get(`${stage.url}/api/report/day.csv`);
	assert.match(csv.headers()['content-type'], /^text\/csv/);
	assert.match(await csv.text(), /Walkers expected/);
	await page.leave();
});

test('set-up shows every rule with its source, and the leadership chooses where the policy is silent', async () => {
	const page = await open('H1', 'set-up', 'Set-up');
	const rows = page.locator('table', {hasText: 'RP-1'}).first().locator('tbody tr');
	await rows.first().waitFor();
	const {rules, answers} = JSON.parse(await stage.words('policy', 'show', '--json'));
	assert.equal(await rows.count(), rules.length);
	// Each rule, and each answer by it, is marked where it is ours; the law is no school's, and our own pages are no source.
	const ours = (list) => list.filter((one) => one.ours).length, ids = rules.map((rule) => rule.id);
	const practice = page.getByText('school practice', {exact: true});
	assert.equal(await practice.count(), ours(rules) + ours(answers.filter((answer) => ids.includes(answer.rule))));
	assert.ok(ours(answers) > 0);
	assert.doesNotMatch(await page.locator('main').evaluate((main) => main.textContent), /\.(txt|md)\b/);
	const nine = page.locator('summary', {hasText: /^RP-9:/});
	await nine.press('Enter');
	await page.locator('details[open] li', {hasText: 'pupils'}).getByText('school practice', {exact: true}).first().waitFor();
	await look(page, 'set-up');
	await shoot(page, 'set-up');
	await page.getByRole('combobox', {name: 'Who is told of mentions'}).selectOption('leadership');
	await page.getByRole('form', {name: 'Who is told of mentions'}).getByRole('button', {name: 'Choose'}).click();
	await page.getByText('Chosen; every screen shows it as the school’s choice.'.replace('’', '\'')).waitFor();
	assert.equal(JSON.parse(await stage.words('policy', 'show', '--json')).settings.mentions, 'leadership');
	await page.getByRole('textbox', {name: 'The school’s name'}).fill('St Julian’s');
	await page.getByRole('form', {name: 'The school’s name'}).getByRole('button').press('Enter');
	await page.getByText('Entered; reports begin with it.').waitFor();
	await page.goto(`${stage.url}/#/reports/day`);
	await page.getByRole('heading', {name: /^St Julian’s: Monday 23 November 2026$/}).waitFor();
	await page.leave();
});

test('in the dark every screen of the house keeps its contrast', async () => {
	const page = await open('H1', 'people', 'People and cards', {colorScheme: 'dark'});
	for (const address of ['people', 'people/person/P900', 'people/files/people', 'calendar/days/2026-11-23', 'lockers', 'lockers/cabinet/A', 'reports/day', 'reports/sheet', 'set-up', 'account']) {
		await page.goto(`${stage.url}/#/${address}`);
		await allRead(page);
		await page.locator('h1').waitFor();
		await look(page, `${address}, dark`);
		if (shots)
			await page.screenshot({path: path.join(shots, `house-dark-${address.replaceAll('/', '-')}.png`), fullPage: true});
	}
	await page.leave();
});

test('every control of every screen of the house is reached by Tab alone, and the focus is seen', async () => {
	const page = await open('H1', 'people', 'People and cards');
	for (const address of ['people', 'people/person/P900', 'people/files/people', 'people/files/september', 'calendar/days/2026-11-23', 'calendar/hours', 'calendar/clubs', 'calendar/late', 'lockers', 'lockers/cabinet/A', 'lockers/devices', 'reports/governors', 'reports/sheet', 'set-up', 'account']) {
		await page.goto(`${stage.url}/#/${address}`);
		await allRead(page);
		await page.locator('h1').waitFor();
		await page.evaluate(() => {
			document.activeElement?.blur();
			document.body.tabIndex = -1;
			document.body.focus();
		});
		const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((one) =>
			!one.disabled && one.tabIndex >= 0 && one.checkVisibility({checkOpacity: false}) && !one.classList.contains('govuk-skip-link')).length);
		// A date field has several stops, the last of which shows its own ring.
		const reached = new Map();
		for (let i = 0; i < 6 * wanted && reached.size < wanted; i++) {
			await page.keyboard.press('Tab');
			const now = await page.evaluate(() => {
				const one = document.activeElement;
				if (!one.matches('a[href], button, input, select, textarea, summary') || one.classList.contains('govuk-skip-link'))
					return null;
				const look = getComputedStyle(one);
				one.dataset.reached ??= String(window.reachedCount = (window.reachedCount ?? 0) + 1);
				return {number: one.dataset.reached, name: one.outerHTML.slice(0, 80), seen: (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none'};
			});
			if (!now)
				continue;
			reached.set(now.number, {name: now.name, seen: now.seen || reached.get(now.number)?.seen});
		}
		assert.equal(reached.size, wanted, `${address}: Tab reaches ${reached.size} of ${wanted} controls`);
		assert.deepEqual([...reached.values()].filter((one) => !one.seen).map((one) => one.name), [], `${address}: the focus is not seen`);
	}
	await page.leave();
});
