// SPDX-License-Identifier: GPL-3.0-or-later
// The list of screens, in the order of the day. Each is shown to whoever may ask what it asks. Its views
// are the addresses under it ('*': somebody, or something, by its name), each with what it reads.
import {Conduct} from '/screens/conduct/conduct.js';
import {Desk} from '/screens/desk/desk.js';
import {Exceptions} from '/screens/exceptions/exceptions.js';
import {HomeTime} from '/screens/home_time.js';
import {MyClass} from '/screens/home_time/my_class.js';
import {Incidents} from '/screens/incidents/incidents.js';
import {Accounts} from '/screens/accounts.js';
import {Calendar} from '/screens/calendar/index.js';
import {Lockers} from '/screens/lockers/index.js';
import {MyAccount} from '/screens/my_account.js';
import {PeopleScreen} from '/screens/people/index.js';
import {Reports} from '/screens/reports/index.js';
import {SetUp} from '/screens/set_up.js';
import {Today} from '/screens/today.js';
import {Tray} from '/screens/tray/tray.js';

const may = (...words) => (me) => words.every((word) => me.may.includes(word) || me.own.includes(word));

export const SCREENS = [
	{path: 'today', show: Today, shows: may('today'), views: {'': ['today', 'question list', 'notice list']}},
	{path: 'desk', show: Desk, shows: may('people find', 'person show', 'desk hand-in'), views: {
		'': ['question list', 'notice list'], '*': ['person show', 'policy show', 'device list', 'hold list', 'grant kinds', 'grant list'], '-/visitors': ['visitor list'], '-/loans': ['loan list']}},
	{path: 'home-time', show: HomeTime, shows: may('today', 'release status'), views: {'': ['question list', 'release status', 'today', 'status']}},
	// Home-time of whoever has a class and not the whole school's.
	{path: 'my-class', show: MyClass, shows: (me) => me.classes.length > 0 && me.own.includes('class mine'), views: {'': ['release status', 'class mine']}},
	{path: 'exceptions', show: Exceptions, shows: may('grant list'), views: {'': ['grant kinds', 'grant list'], 'ask': ['grant kinds'], 'walkers': ['grant walkers']}},
	// One screen by two names: the tray is the Headteacher's and, while she is absent, the deputy's.
	{path: 'tray', show: Tray, shows: (me) => may('notice list')(me) && ['headteacher', 'slt'].includes(me.role), views: {'': ['notice list']}},
	{path: 'notices', show: Tray, shows: (me) => may('notice list')(me) && !['headteacher', 'slt'].includes(me.role), views: {'': ['notice list']}},
	{path: 'conduct', show: Conduct, shows: may('ban list', 'breach list', 'hold list'), views: {'': ['breach list'], 'bans': ['ban list'], 'holds': ['hold list']}},
	{path: 'incidents', show: Incidents, shows: may('incident list'), views: {'': ['incident list'], '*': ['incident show'], 'report': ['incident kinds']}},
	{path: 'people', show: PeopleScreen, shows: may('people list'), views: {
		'': ['people list'], 'class/*': ['people list'], 'category/*': ['people list'], 'person/*': ['person show'],
		'files/people': ['map list', 'map guess', 'map show'], 'files/contact': [], 'files/september': []}},
	{path: 'calendar', show: Calendar, shows: may('calendar month'), views: {'': ['calendar month'], 'hours': ['calendar month'], 'clubs': ['club list'], 'late': [], 'file': []}},
	{path: 'lockers', show: Lockers, shows: may('bank list'), views: {'': ['bank list'], 'cabinet/*': ['bank list', 'bank certificate'], 'devices': ['device list']}},
	{path: 'reports', show: Reports, shows: (me) => [...me.may, ...me.own].some((word) => word.startsWith('report ')), views: {
		'': ['report day', 'report person'], 'day': ['report day'], 'sheet': ['status'], 'governors': ['report governors'],
		'evidence': ['report evidence'], 'person': ['report person'], 'rehearsal': ['report rehearsal']}},
	{path: 'accounts', show: Accounts, shows: may('account list'), views: {'': ['account list']}},
	{path: 'set-up', show: SetUp, shows: may('policy show'), views: {'': ['policy show']}},
	{path: 'account', show: MyAccount, shows: () => true, views: {'': []}},
];

// Shown to who is not signed in.
export const OUTSIDE = {'': [], 'welcome': ['welcome']};
