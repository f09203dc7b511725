// SPDX-License-Identifier: GPL-3.0-or-later
// A step or note, appended and never edited; a screen print has its own time, date and place (RP-13).
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {Field, Form, Select, Submit, TextArea} from '/base/parts.js';
import {t} from '/base/text.js';

const KINDS = ['note', 'step', 'screen print', 'copy kept', 'parents contacted', 'advice'];

export function AddNote({id, now, onDone}) {
	const [kind, setKind] = useState('note');
	const [text, setText] = useState('');
	const [day, setDay] = useState(now.slice(0, 10));
	const [clock, setClock] = useState('');
	const [place, setPlace] = useState('');
	const print = kind === 'screen print';
	return html`<${Form} label=${t('incidents.add')} onSend=${async () => onDone((await post('incident note', {id, kind, text,
			seen: print && clock ? `${day}T${clock}` : undefined, place: print ? place : undefined})).say)}>
		<h2 class="govuk-heading-s">${t('incidents.add')}</h2>
		<${Select} label=${t('incidents.note_kind')} options=${KINDS.map((one) => [one, t(`incidents.note.${one.replaceAll(' ', '_')}`)])} value=${kind} onChange=${setKind} />
		${print && html`<div class="when"><${Field} label=${t('incidents.seen_day')} type="date" width="10" value=${day} onInput=${setDay} /><${Field} label=${t('incidents.seen_clock')} type="time" width="5" value=${clock} onInput=${setClock} /></div>
			<${Field} label=${t('incidents.seen_place')} value=${place} onInput=${setPlace} />`}
		<${TextArea} label=${t('incidents.note_text')} hint=${t('incidents.stays')} value=${text} onInput=${setText} />
		<${Submit}>${t('incidents.add_go')}</${Submit}>
	</${Form}>`;
}
