// SPDX-License-Identifier: GPL-3.0-or-later
// The releases under way, one a cabinet: how far, until when, and what did not go as it should.
import {html} from '/lib/preact.js';
import {Button, Nothing, Tag} from '/base/parts.js';
import {t} from '/base/text.js';

const COLOURS = {'running': 'green', 'stands still': 'orange', 'waits for the card': 'yellow'};
const word = (text) => text.replaceAll(' ', '_');

const whose = (release) => release.class ? t('home_time.of_class', {name: release.class}) : release.person || t('home_time.of_cabinet');

function Doors({release}) {
	const numbers = (doors) => doors.map((door) => door.door).join(', ');
	const list = (states) => numbers(release.doors.filter((door) => states.includes(door.state)));
	const inside = release.doors.filter((door) => door.state === 'left inside');
	const left = numbers(inside.filter((door) => !door.waits_until)), shut = list(['not opened']), kept = list(['kept', 'evidence']);
	return html`<ul class="govuk-list govuk-list--bullet">
		${inside.filter((door) => door.waits_until).map((door) => html`<li class="no" data-waits=${String(door.door)}>${t('home_time.waits', {door: door.door, at: door.waits_until.slice(11, 19)})}</li>`)}
		${left && html`<li class="no">${t('home_time.left_in', {doors: left})}</li>`}
		${shut && html`<li class="no">${t('home_time.shut', {doors: shut})}</li>`}
		${kept && html`<li>${t('home_time.kept', {doors: kept})}</li>`}</ul>`;
}

function Release({release, may, ask}) {
	const waiting = release.of - release.collected - release.left_inside - release.not_opened - release.kept - release.evidence;
	const title = `release-${release.bank}`;
	return html`<section class="release" aria-labelledby=${title} data-release=${release.bank} data-state=${release.state} data-collected=${String(release.collected)}>
		<h2 class="govuk-heading-m" id=${title}>${t('doors.cabinet', {bank: release.bank})}: ${whose(release)} <${Tag} colour=${COLOURS[release.state]}>${t(`home_time.state.${word(release.state)}`)}</${Tag}>
			${release.emergency && html` <${Tag} colour="red">${t('home_time.emergency_tag')}</${Tag}>`}</h2>
		${release.state === 'waits for the card' && html`<p class="govuk-body-l">${t('home_time.hold_card', release)}</p>`}
		<p class="govuk-body-l"><strong>${t('home_time.progress', release)}</strong> ${t('home_time.by', release)} ${release.why}</p>
		<progress class="progress" max=${release.of || 1} value=${release.collected} aria-label=${t('home_time.progress', release)}></progress>
		<p class="govuk-body">${release.last_served ? t('home_time.last_served', {at: release.last_served.slice(11, 16), count: waiting}) : release.state === 'running' && waiting > 0 ? t('home_time.last_unknown', {count: waiting}) : ''}</p>
		<${Doors} release=${release} />
		<div class="govuk-button-group">
			${release.state !== 'stands still' && may('release stop') && html`<${Button} kind="warning" aria-label=${t('home_time.stop_of', release)} onClick=${() => ask([['release stop', {bank: release.bank}]])}>${t('home_time.stop')}</${Button}>`}
			${release.state === 'stands still' && may('release go-on') && html`<${Button} aria-label=${t('home_time.go_on_of', release)} onClick=${() => ask([['release go-on', {bank: release.bank}]])}>${t('home_time.go_on')}</${Button}>`}
		</div>
	</section>`;
}

export function Releases({releases, live, may, ask}) {
	if (releases.length > 0 && !live)
		return html`<p class="govuk-body">${t('home_time.not_live')}</p>`;
	if (releases.length === 0)
		return html`<${Nothing}>${t('home_time.no_release')}</${Nothing}>`;
	return html`<div class="releases">${releases.map((release) => html`<${Release} key=${release.bank} release=${release} may=${may} ask=${ask} />`)}</div>`;
}
