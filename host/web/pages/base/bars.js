// SPDX-License-Identifier: GPL-3.0-or-later
// A bar for each row, drawn in SVG: a picture of a table that stands beside it, so to a screen reader
// it is one image with a name. What is no number (under 5, nothing) has no bar and its own word.
import {html} from '/lib/preact.js';

const ROW = 28, LABEL = 330, WIDTH = 680, LONGEST = 40;

export function Bars({title, rows}) {
	const most = Math.max(1, ...rows.map(([, value]) => typeof value === 'number' ? value : 0));
	const long = (value) => (typeof value === 'number' ? value : 0) / most * (WIDTH - LABEL - 70);
	return html`<svg class="bars" viewBox="0 0 ${WIDTH} ${rows.length * ROW}" role="img" aria-label=${title}>
		${rows.map(([label, value], i) => html`<g>
			<text class="bars__label" x=${LABEL - 10} y=${i * ROW + 19} text-anchor="end">${String(label).length > LONGEST ? `${String(label).slice(0, LONGEST - 1)}…` : label}</text>
			<rect class="bars__bar" x=${LABEL} y=${i * ROW + 5} width=${Math.max(long(value), 1)} height=${ROW - 9} />
			<text class="bars__value" x=${LABEL + long(value) + 8} y=${i * ROW + 19}>${value ?? ''}</text>
		</g>`)}
	</svg>`;
}
