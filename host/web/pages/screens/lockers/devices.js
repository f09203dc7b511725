// SPDX-License-Identifier: GPL-3.0-or-later
// The school's own devices: where each lives, where it is, and what becomes of it.
import {html, useState} from '/lib/preact.js';
import {post} from '/base/api.js';
import {useAnswer} from '/base/live.js';
import {Answer, Button, Done, Heading, Problem, Table, Tag} from '/base/parts.js';
import {Asking} from '/base/house.js';
import {t} from '/base/text.js';

const KINDS = ['camera', 'tablet', 'phone', 'smart watch', 'recorder', 'console', 'other'];
const COLOURS = {'lent': 'blue', 'in its door': 'green', 'office': 'grey'};

export function Devices({me}) {
	const [said, setSaid] = useState('');
	const [problem, setProblem] = useState('');
	const [ending, setEnding] = useState('');
	const result = useAnswer('device list', {said});
	const place = (label, in_door) => post('device place', {label, in_door}).then((answer) => {
		setProblem('');
		setSaid(answer.say ?? answer.lines?.join(' ') ?? t('house.done'));
	}, (refusal) => setProblem(refusal.message));
	return html`<p class="govuk-body"><a class="govuk-link" href="#/lockers">${t('lockers.back')}</a></p>
		<${Heading}>${t('lockers.devices')}</${Heading}>
		<${Problem} text=${problem} /><${Done} text=${said} />
		<${Answer} result=${result}>${({devices}) => html`<${Table} caption=${t('lockers.devices')} empty=${t('lockers.no_devices')}
			heads=${[t('lockers.device'), t('lockers.home'), t('lockers.where'), t('lockers.do')]}
			rows=${devices.map((device) => [html`${device.label} <span class="govuk-caption-m">${device.kind}</span>`, device.home,
				html`<${Tag} colour=${COLOURS[device.state]}>${t(`lockers.device_state.${device.state.replaceAll(' ', '_')}`)}</${Tag}> ${device.person}`,
				html`${device.state === 'office' && device.bank && html`
					<${Button} kind="secondary" onClick=${() => place(device.label, false)}>${t('lockers.put_in', {label: device.label})}</${Button}>
					<${Button} kind="secondary" onClick=${() => place(device.label, true)}>${t('lockers.lies_in', {label: device.label})}</${Button}>`}
					${device.state !== 'lent' && html`<${Button} kind="secondary" onClick=${() => setEnding(device.label)}>${t('lockers.end_device', {label: device.label})}</${Button}>`}
					${ending === device.label && html`<${Asking} label=${t('lockers.end_device', {label: device.label})} words="device end" fixed=${{label: device.label}} go=${t('lockers.end_go')} onDone=${(text) => {
						setEnding('');
						setSaid(text);
					}} fields=${[['reason', t('lockers.why'), {hint: t('lockers.end_hint'), width: '20'}]]} />`}`])} />`}
		</${Answer}>
		<h2 class="govuk-heading-m">${t('lockers.new_device')}</h2><p class="govuk-body">${t('lockers.new_device_about')}</p>
		<${Asking} label=${t('lockers.new_device')} words="device add" go=${t('lockers.new_device')} onDone=${setSaid} fields=${[
			['label', t('lockers.label'), {hint: t('lockers.label_hint'), width: '20'}],
			['kind', t('lockers.kind'), {value: 'camera', options: KINDS.map((kind) => [kind, kind])}],
			['bank', t('lockers.home_bank'), {width: '5'}], ['door', t('lockers.home_door'), {width: '3'}],
			['shelf', t('lockers.shelf'), {width: '10'}]]} />`;
}
