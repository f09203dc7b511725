// SPDX-License-Identifier: GPL-3.0-or-later
// English, a file a screen.
import app from '/texts/en/app.js';
import accounts from '/texts/en/accounts.js';
import calendar from '/texts/en/calendar.js';
import conduct from '/texts/en/conduct.js';
import desk from '/texts/en/desk.js';
import door from '/texts/en/door.js';
import exceptions from '/texts/en/exceptions.js';
import home_time from '/texts/en/home_time.js';
import house from '/texts/en/house.js';
import incidents from '/texts/en/incidents.js';
import lockers from '/texts/en/lockers.js';
import people from '/texts/en/people.js';
import reports from '/texts/en/reports.js';
import set_up from '/texts/en/set_up.js';
import sign_in from '/texts/en/sign_in.js';
import today from '/texts/en/today.js';
import tray from '/texts/en/tray.js';

export default {...app, ...accounts, ...calendar, ...conduct, ...desk, ...door, ...exceptions, ...home_time, ...house, ...incidents, ...lockers, ...people, ...reports, ...set_up, ...sign_in, ...today, ...tray};
