// SPDX-License-Identifier: GPL-3.0-or-later
// The list of screens, in the order of the day. Each is shown to whoever may ask what it asks.
import {Desk} from '/screens/desk/desk.js';
import {Exceptions} from '/screens/exceptions/exceptions.js';
import {HomeTime} from '/screens/home_time.js';
import {Today} from '/screens/today.js';

const may = (...words) => (me) => words.every((word) => me.may.includes(word) || me.own.includes(word));

export const SCREENS = [
	{path: 'today', show: Today, shows: may('today')},
	{path: 'desk', show: Desk, shows: may('people find', 'person show', 'desk hand-in')},
	{path: 'home-time', show: HomeTime, shows: may('today', 'release status')},
	{path: 'exceptions', show: Exceptions, shows: may('grant list')},
];
