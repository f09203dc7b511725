// SPDX-License-Identifier: GPL-3.0-or-later
// English, a file a screen.
import app from '/texts/en/app.js';
import conduct from '/texts/en/conduct.js';
import desk from '/texts/en/desk.js';
import door from '/texts/en/door.js';
import exceptions from '/texts/en/exceptions.js';
import home_time from '/texts/en/home_time.js';
import incidents from '/texts/en/incidents.js';
import sign_in from '/texts/en/sign_in.js';
import today from '/texts/en/today.js';
import tray from '/texts/en/tray.js';

// One a line, so that whoever adds one meets nobody.
export default {
	...app,
	...conduct,
	...desk,
	...door,
	...exceptions,
	...home_time,
	...incidents,
	...sign_in,
	...today,
	...tray,
};
