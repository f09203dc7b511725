// SPDX-License-Identifier: GPL-3.0-or-later
// The page: who is signed in, which screen is shown, and what is always seen (whether it is live).
import {html, render, useEffect, useLayoutEffect, useRef, useState} from '/lib/preact.js';
import {AlarmMark} from '/base/alarms.js';
import {announce, Announcer} from '/base/announce.js';
import {get, post, whenSignedOut} from '/base/api.js';
import {keepFocus} from '/base/focus.js';
import {Idle} from '/base/idle.js';
import {startLive, startLooking, stopLive, useLive} from '/base/live.js';
import {nowShown, viewOf} from '/base/readings.js';
import {t} from '/base/text.js';
import {OUTSIDE, SCREENS} from '/screens.js';
import {SignIn} from '/screens/sign_in.js';
import {Welcome} from '/screens/welcome.js';

// An address that somebody typed, or was sent: whatever it holds, there is a page.
function decoded(part) {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

function useAddress() {
	const [address, setAddress] = useState(location.hash);
	useEffect(() => {
		const moved = () => setAddress(location.hash);
		addEventListener('hashchange', moved);
		return () => removeEventListener('hashchange', moved);
	}, []);
	return address.replace(/^#\/?/, '').split('/').map(decoded);
}

// Live, or not, and since when: in words, at the top of every screen. Told once when it changes.
function LiveMark() {
	const {live, since, trouble} = useLive('live', 'since', 'trouble');
	const was = useRef(null);
	const lost = `${since ? t('app.not_live_since', {since}) : t('app.not_live')} ${trouble || t('app.may_be_old')}`;
	useEffect(() => {
		if (was.current !== null || (!live && trouble))
			announce(live ? t('app.live_again') : lost);
		if (live || trouble)
			was.current = live;
	}, [live, Boolean(trouble)]);
	return html`<section aria-label=${t('app.liveness')}><p class="live ${live ? 'live--yes' : 'live--no'}" data-live=${String(live)}>
		<span aria-hidden="true">${live ? '●' : '▲'}</span> ${live ? t('app.live') : lost} <${AlarmMark} />
	</p></section>`;
}

// On a phone only the first screens stand there, or they would take the page: the others are behind one button.
function Header({me, screen, onSignOut}) {
	const [open, setOpen] = useState(false);
	useEffect(() => setOpen(false), [screen, me?.person]);
	return html`<a href="#main" class="govuk-skip-link" data-module="govuk-skip-link" onClick=${(event) => {
		event.preventDefault();
		document.getElementById('main')?.focus();
	}}>${t('app.skip')}</a>
	<header class="top ${open ? 'top--open' : ''}">
		<div class="top__line">
			<a class="top__name" href="#/${me ? SCREENS.find((s) => s.shows(me))?.path : ''}">Hometime</a>
			${me && html`<span class="top__school">${me.school}</span>
				<button type="button" class="top__out top__menu" aria-expanded=${String(open)} aria-controls="screens" onClick=${() => setOpen(!open)}>${t('app.menu')}</button>
				<span class="top__who">${me.given} ${me.family}</span>
				<button type="button" class="top__out" onClick=${onSignOut}>${t('app.sign_out')}</button>`}
		</div>
		${me && html`<nav aria-label=${t('app.screens')}><ul class="top__screens" id="screens">${SCREENS.filter((s) => s.shows(me)).map((s) => html`<li>
			<a href="#/${s.path}" aria-current=${s.path === screen ? 'page' : undefined}>${t(`app.screen.${s.path.replaceAll('-', '_')}`)}</a></li>`)}</ul></nav>`}
	</header>`;
}

function App() {
	const [path, ...rest] = useAddress();
	const [me, setMe] = useState(undefined); // undefined: not known yet; null: nobody
	const [said, setSaid] = useState('');
	const [left, setLeft] = useState(null); // whose session ended by itself, and where their focus was

	async function look() {
		try {
			setMe(await get('me'));
			setSaid('');
		} catch (refusal) {
			setMe(null);
			setSaid(refusal.status === 401 ? '' : refusal.message);
		}
	}
	useEffect(() => {
		whenSignedOut((sentence) => {
			stopLive();
			setMe((was) => {
				if (was)
					setSaid(sentence ?? '');
				if (was?.next === 'in')
					setLeft({me: was, focus: document.activeElement});
				return null;
			});
		});
		look();
	}, []);
	useEffect(() => {
		if (me?.next === 'in')
			(me.may.includes('changes') ? startLive : startLooking)();
	}, [me]);

	async function signOut() {
		await post('sign-out').catch(() => {});
		stopLive();
		setMe(null);
		setLeft(null);
		setSaid('');
		location.hash = '#/';
	}

	const inside = me?.next === 'in';
	// Whoever signs in again finds their screen as they left it, with all that they had typed; anybody else none of it.
	const whose = inside ? me : left?.me;
	const mine = whose ? SCREENS.filter((s) => s.shows(whose)) : [];
	const screen = mine.find((s) => s.path === path) ?? mine[0];
	// What is not a view of the screen is its first one; each reads what its list says and no more.
	const views = path === 'welcome' || !screen ? OUTSIDE : screen.views;
	const view = viewOf(views, path === 'welcome' ? ['welcome'] : screen?.path === path ? rest : []);
	nowShown(`${screen?.path ?? ''}/${view}`, views[view] ?? []);
	useLayoutEffect(() => {
		if (inside && left?.me.person === me.person && left.focus?.isConnected)
			left.focus.focus();
		if (inside)
			setLeft(null);
	}, [inside]);
	useEffect(() => {
		document.title = `${screen && inside ? t(`app.screen.${screen.path.replaceAll('-', '_')}`) : t('app.sign_in')} – Hometime`;
	}, [screen?.path, inside]);

	return html`<${Header} me=${inside ? me : null} screen=${inside ? screen?.path : undefined} onSignOut=${signOut} />
		<div class="govuk-width-container page page--${screen?.path ?? 'outside'}">
			${inside && me.may.includes('changes') && html`<${LiveMark} />`}
			<${Announcer} />
			${inside && html`<${Idle} idle=${me.idle} />`}
			<main class="govuk-main-wrapper" id="main" tabindex="-1">
				${path === 'welcome' ? html`<${Welcome} link=${rest[0]} onDone=${look} />`
					: me === undefined ? ''
					: !inside ? html`<${SignIn} me=${me} said=${said} onDone=${look} />`
					: ''}
				${path !== 'welcome' && screen && html`<div hidden=${!inside}><${screen.show} key=${`${whose.person} ${screen.path}`} me=${whose} rest=${rest} /></div>`}
			</main>
		</div>`;
}

keepFocus(document.getElementById('app'));
render(html`<${App} />`, document.getElementById('app'));
