// SPDX-License-Identifier: GPL-3.0-or-later
// English, a file a screen.
import app from '/texts/en/app.js';
import exceptions from '/texts/en/exceptions.js';
import sign_in from '/texts/en/sign_in.js';
import today from '/texts/en/today.js';

export default {...app, ...exceptions, ...sign_in, ...today};
