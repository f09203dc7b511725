// SPDX-License-Identifier: GPL-3.0-or-later
// English, a file a screen.
import app from '/texts/en/app.js';
import desk from '/texts/en/desk.js';
import door from '/texts/en/door.js';
import exceptions from '/texts/en/exceptions.js';
import home_time from '/texts/en/home_time.js';
import sign_in from '/texts/en/sign_in.js';
import today from '/texts/en/today.js';

export default {...app, ...desk, ...door, ...exceptions, ...home_time, ...sign_in, ...today};
