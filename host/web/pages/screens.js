// SPDX-License-Identifier: GPL-3.0-or-later
// The list of screens, in the order of the day. Each is shown to whoever may ask what it asks.
import {Conduct} from '/screens/conduct/conduct.js';
import {Desk} from '/screens/desk/desk.js';
import {Exceptions} from '/screens/exceptions/exceptions.js';
import {HomeTime} from '/screens/home_time.js';
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
	{path: 'today', show: Today, shows: may('today')},
	{path: 'desk', show: Desk, shows: may('people find', 'person show', 'desk hand-in')},
	{path: 'home-time', show: HomeTime, shows: may('today', 'release status')},
	{path: 'exceptions', show: Exceptions, shows: may('grant list')},
	// One screen by two names: the tray is the Headteacher's and, while she is absent, the deputy's.
	{path: 'tray', show: Tray, shows: (me) => may('notice list')(me) && ['headteacher', 'slt'].includes(me.role)},
	{path: 'notices', show: Tray, shows: (me) => may('notice list')(me) && !['headteacher', 'slt'].includes(me.role)},
	{path: 'conduct', show: Conduct, shows: may('ban list', 'breach list', 'hold list')},
	{path: 'incidents', show: Incidents, shows: may('incident list')},
	{path: 'people', show: PeopleScreen, shows: may('people list')},
	{path: 'calendar', show: Calendar, shows: may('calendar month')},
	{path: 'lockers', show: Lockers, shows: may('bank list')},
	{path: 'reports', show: Reports, shows: (me) => [...me.may, ...me.own].some((word) => word.startsWith('report '))},
	{path: 'accounts', show: Accounts, shows: may('account list')},
	{path: 'set-up', show: SetUp, shows: may('policy show')},
	{path: 'account', show: MyAccount, shows: () => true},
];
