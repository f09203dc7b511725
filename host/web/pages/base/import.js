// SPDX-License-Identifier: GPL-3.0-or-later
// One way for every file: choose it, see row by row what it would add, change, end or is refused,
// and only then write it. Nothing is written by looking.
import {html, useEffect, useLayoutEffect, useRef, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Button, Done, Loading, Problem, Table, Tag, useId} from '/base/parts.js';
import {t} from '/base/text.js';

const LOOKED = 120 << 10; // of what is no text: enough to say what it is
const MOST = 900 << 10;

// The text of a file. What is none is explained by the service, which says how to save the right one.
async function textOf(file) {
	const bytes = new Uint8Array(await file.arrayBuffer());
	if (bytes.length > MOST)
		throw new Error(t('files.too_long', {size: MOST >> 10}));
	let text = null;
	try {
		text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch (error) {
		text = null;
	}
	if (text === null || text === '' || text.includes('\0')) {
		await post('file check', {hex: Array.from(bytes.subarray(0, LOOKED), (byte) => byte.toString(16).padStart(2, '0')).join('')});
		throw new Error(t('files.no_text'));
	}
	return text;
}

const COLOURS = {add: 'green', change: 'blue', end: 'orange', moves: 'blue', leaves: 'orange', refused: 'red', same: 'grey', 'left out': 'grey'};
const act = (word) => html`<${Tag} colour=${COLOURS[word] ?? 'grey'}>${t(`files.act.${word.replaceAll(' ', '_')}`)}</${Tag}>`;

function Rows({rows, heads, cells}) {
	const [all, setAll] = useState(false);
	const order = ['refused', 'end', 'leaves', 'add', 'change', 'moves'];
	const counts = rows.reduce((sum, row) => ({...sum, [row.act]: (sum[row.act] ?? 0) + 1}), {});
	const rank = (row) => (order.indexOf(row.act) + order.length + 1) % (order.length + 1);
	const shown = rows.filter((row) => all || order.includes(row.act)).sort((a, b) => rank(a) - rank(b));
	return html`<dl class="numbers">${Object.entries(counts).map(([word, count]) => html`<div class="number" data-act=${word}>
			<dt>${t(`files.act.${word.replaceAll(' ', '_')}`)}</dt><dd>${count}</dd></div>`)}</dl>
		<${Table} caption=${t('files.preview')} empty=${t('files.no_change')} heads=${[...heads, t('files.would'), t('files.what')]}
			rows=${shown.slice(0, 500).map((row) => [...cells(row), act(row.act), row.what])} />
		${shown.length > 500 && html`<p class="govuk-body">${t('files.and_more', {count: shown.length - 500})}</p>`}
		${!all && rows.length > shown.length && html`<${Button} kind="secondary" onClick=${() => setAll(true)}>${t('files.show_same', {count: rows.length - shown.length})}</${Button}>`}`;
}

// words: the request; field: what carries the text; optional: it may be asked without a file.
export function Import({words, field, accept, fields = {}, heads, cells, onFile = () => {}, optional = false, children}) {
	const id = useId('file');
	const [text, setText] = useState(null);
	const [name, setName] = useState('');
	const [looked, setLooked] = useState(null); // {rows, say} or {rows, refused}
	const [problem, setProblem] = useState('');
	const [said, setSaid] = useState('');
	const [busy, setBusy] = useState(false);
	const result = useRef(null);
	const asked = JSON.stringify(fields);
	useEffect(() => setLooked(null), [asked]);
	useLayoutEffect(() => looked?.say && result.current?.focus(), [looked]);

	async function choose(event) {
		const file = event.currentTarget.files[0];
		setLooked(null);
		setSaid('');
		setProblem('');
		setText(null);
		onFile('');
		if (!file)
			return;
		setName(file.name);
		try {
			const read = await textOf(file);
			setText(read);
			onFile(read);
		} catch (refusal) {
			setProblem(`${file.name}: ${refusal.message}`);
		}
	}
	async function send(apply) {
		setBusy(true);
		setProblem('');
		setSaid('');
		try {
			const answer = await post(words, {...fields, ...(text === null ? {} : {[field]: text}), ...(apply ? {apply: true} : {})});
			if (apply)
				setSaid(answer.say);
			setLooked(apply ? null : {rows: answer.rows ?? [], lines: answer.lines ?? [], say: answer.say});
		} catch (refusal) {
			setProblem(refusal.message);
			setLooked(refusal.answer?.rows?.length ? {rows: refusal.answer.rows, refused: true} : null);
		}
		setBusy(false);
	}
	const changes = looked && !looked.refused && looked.rows.some((row) => !['same', 'left out'].includes(row.act));
	return html`<${Problem} text=${problem} /><${Done} text=${said} />
		<div class="govuk-form-group">
			<label class="govuk-label" for=${id}>${t(optional ? 'files.choose_table' : 'files.choose')}</label>
			<input class="govuk-file-upload" type="file" id=${id} accept=${accept} onChange=${choose} />
		</div>
		${children}
		<${Button} onClick=${() => send(false)} disabled=${busy || (text === null && !optional)}>${t('files.look')}</${Button}>
		${busy && html`<${Loading} />`}
		${looked && html`<section aria-label=${t('files.preview')}>
			${looked.say && html`<h2 class="govuk-heading-m" tabindex="-1" ref=${result}>${name || t('files.preview')}: ${t('files.nothing_written')}</h2>`}
			<${Rows} rows=${looked.rows} heads=${heads} cells=${cells} />
			${looked.say && html`<p class="govuk-body">${looked.say}</p>`}
			${changes && html`<p class="govuk-body">${t('files.no_undo')}</p>`}
			${changes && html`<${Button} kind="warning" onClick=${() => send(true)} disabled=${busy}>${t('files.apply')}</${Button}>`}
		</section>`}`;
}
