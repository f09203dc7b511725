// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	sign_in: {
		title: 'Sign in',
		person: 'Your reference',
		person_hint: 'What the school calls you in its register, like O1',
		password: 'Password',
		go: 'Sign in',
		forgotten: 'Forgotten your password? Ask the school’s administrator of Hometime for a new link.',
		code_title: 'Your code',
		code: 'The six digits from your authenticator app',
		code_hint: 'They change every 30 seconds',
		set_up: 'Set up your second factor',
		set_up_how: 'Whoever can decide about phones or accounts signs in with a second factor: an authenticator app on a phone of your own or of the school.',
		set_up_open: 'Open it in the authenticator on this device',
		set_up_secret: 'or type this key into it:',
	},
	welcome: {
		title: 'Choose a password',
		for: 'Welcome, {name}',
		your_reference: 'You sign in with your reference {ref} and a password that you choose now.',
		password: 'Password',
		hint: 'At least 12 characters: three or four words are easy to keep',
		again: 'The same again',
		differ: 'The two passwords differ.',
		go: 'Keep it',
	},
};
