// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	accounts: {
		title: 'Accounts', none: 'Nobody has an account yet.',
		role: {office: 'office', slt: 'leadership', headteacher: 'Headteacher', administrator: 'administrator', reader: 'governor: reads the counts', staff: 'staff: asks for themselves'},
		is: {in_use: 'in use', link_out: 'link not used yet', link_too_old: 'link too old', ended: 'ended'},
		who: 'Who', as: 'May sign in as', as_hint: 'What they may decide about phones goes by what they are on the register.', state: 'State', second: 'Second factor', change_head: 'Change',
		make: 'Somebody new', make_about: 'They choose their own password with a link that is shown here once. There are no shared accounts: every change is on record with who made it.', make_go: 'Make the account',
		link_title: 'The link of {name}', link_about: 'Give it to them and to nobody else. It is good for one password, for three days, and is shown only now.', print: 'Print the link', copy: 'Copy the link', copied: 'The link is copied.', copy_yourself: 'This browser lets no page copy: the link is marked, press Ctrl and C.',
		locked: {one: 'too many tries: waits {count} minute', other: 'too many tries: waits {count} minutes'}, let_in: 'Let them try again now',
		signed_in: {one: 'signed in on {count} browser', other: 'signed in on {count} browsers'}, sign_out: 'Sign them out everywhere', sign_out_sure: '{name} is signed out wherever they are; their password stays.', sign_out_yes: 'Yes, sign them out', link_done: 'They have it: hide it',
		change: 'Change the account of {name}',
		new_link: 'New link', new_link_sure: 'The old password ends now; they choose a new one with a link that is shown once.', new_link_yes: 'Yes, make a new link',
		second_off: 'Second factor off', second_sure: 'For a phone that is lost: a new link, and a new second factor when they sign in.', second_yes: 'Yes, take it off',
		role_go: 'Change what they may do', end: 'End the account', end_sure: '{name} can no longer sign in, and is signed out wherever they are.', end_yes: 'Yes, end it',
	},
	my_account: {
		title: 'My account', password: 'Change my password', old: 'Password now', new: 'New password', go: 'Change it', everywhere: 'Sign out everywhere', everywhere_sure: 'You are signed out here too, and on every other browser where you were left signed in.', everywhere_yes: 'Yes, sign me out', changed: 'Your password is changed. You are signed out everywhere, here too: sign in with the new one.',
		lost: 'A lost phone with your second factor: ask an administrator, who takes it off and gives you a new link.',
	},
};
