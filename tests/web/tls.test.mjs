// SPDX-License-Identifier: GPL-3.0-or-later
// The screens at an address of the school's network: only over TLS, with a certificate that the school
// made itself and that Chromium was told to trust; and everything of a session over it.
import assert from 'node:assert/strict';
import {X509Certificate, createHash} from 'node:crypto';
import {networkInterfaces} from 'node:os';
import {after, before, test} from 'node:test';
import {FULL, launch, openStage, totp} from './stage.mjs';

// This machine's own address; where it has no network, every address of it.
const ADDRESS = Object.values(networkInterfaces()).flat().find((one) => one.family === 'IPv4' && !one.internal)?.address ?? '0.0.0.0';
const PASSWORD = 'three plain words';
// A browser that trusts the key of this one certificate and no other, as one does who compared its fingerprint.
const trusting = (pem) => [`--ignore-certificate-errors-spki-list=${createHash('sha256').update(
	new X509Certificate(pem).publicKey.export({type: 'spki', format: 'der'})).digest('base64')}`];
let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '08:40', {address: ADDRESS, trusting, browser: FULL});
	stage.url = stage.url.replace('0.0.0.0', '127.0.0.1');
});
after(() => stage?.close());

async function welcomed(ref) {
	const page = await stage.pageOf(null);
	await page.goto(`${stage.url}/#/welcome/${stage.links[ref]}`);
	await page.getByRole('textbox', {name: 'Password'}).fill(PASSWORD);
	await page.getByLabel('The same again').fill(PASSWORD);
	await page.keyboard.press('Enter');
	await page.getByLabel('Your reference').fill(ref);
	await page.getByLabel('Password').fill(PASSWORD);
	await page.keyboard.press('Enter');
	return page;
}

test('plain http is refused at an address that others can reach, and the sentence says what to do', () => {
	assert.match(stage.plain, /exit 1: .*needs TLS.*--tls-cert.*tls self-signed/s);
});

test('a browser that was not told to trust the certificate shows nothing of the school', async () => {
	const stranger = await launch([], FULL);
	const page = await stranger.newPage();
	await assert.rejects(page.goto(stage.url), /ERR_CERT_AUTHORITY_INVALID/);
	await stranger.close();
});

test('by a link, a password and a session over TLS: cookies for this address alone, and Today is live', async () => {
	const page = await welcomed('O1');
	await page.getByRole('heading', {name: 'Today'}).waitFor();
	const cookies = await page.context().cookies();
	assert.deepEqual(cookies.map(({name, secure, httpOnly, sameSite, path}) => ({name, secure, httpOnly, sameSite, path})).sort((a, b) => a.name < b.name ? -1 : 1),
		['__Host-browser', '__Host-session'].map((name) => ({name, secure: true, httpOnly: true, sameSite: 'Strict', path: '/'})));
	assert.deepEqual(await page.evaluate(() => [isSecureContext, document.cookie]), [true, '']);
	await page.locator('[data-live="true"]').waitFor();
	await page.locator('.number--in dd', {hasText: '0'}).waitFor();
	await stage.words('desk', 'hand-in', 'P057', '--safe', 'Safe', '--envelope', '1', '--by', 'O1');
	await page.locator('.number--in dd', {hasText: '1'}).waitFor();
	// Something is done too, and it is in the record by who is signed in.
	await page.goto(`${stage.url}/#/desk/P058`);
	await page.getByRole('heading', {level: 2, name: 'Hand in'}).waitFor();
	for (const key of ['y', 'y', 'Enter'])
		await page.keyboard.press(key);
	await page.getByText('Write 2 on the envelope').waitFor();
	assert.deepEqual(await stage.rows('SELECT person.ref FROM custody JOIN person ON person.id = custody.began_by WHERE envelope = ?', '2'), [{ref: 'O1'}]);
	assert.deepEqual(page.problems.filter((text) => !/401.*\/api\/me$/.test(text)), []); // asked before anybody was signed in
	await page.getByRole('button', {name: 'Sign out'}).press('Enter');
	await page.getByRole('heading', {name: 'Sign in'}).waitFor();
	assert.deepEqual((await page.context().cookies()).map((one) => one.name), ['__Host-browser']);
	await page.context().close();
});

test('the Headteacher sets up her second factor over it, and is asked for it', async () => {
	const page = await welcomed('H1');
	const secret = (await page.locator('code.secret').innerText()).replaceAll(' ', '');
	await page.getByLabel('The six digits').fill(totp(`secret=${secret}`, Date.UTC(2026, 10, 23, 8, 40) / 1000));
	await page.keyboard.press('Enter');
	await page.getByRole('heading', {name: 'Today'}).waitFor();
	await page.locator('[data-live="true"]').waitFor();
	await page.context().close();
});
