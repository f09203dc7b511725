// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	lockers: {
		title: 'Lockers', cabinets: 'Cabinets', cabinet: 'Cabinet', none: 'No cabinet is entered yet.', back: 'Back to the lockers',
		state: 'State', doors: 'Doors', door: 'Door', key: 'Key', power: 'Power', closed: 'Housing', place: 'Where it stands', firmware: 'Firmware', serial: 'Serial number', why: 'Why',
		is: {online: 'online', offline: 'offline', unknown: 'unknown'},
		keyed: 'proved', not_keyed: 'not proved', battery: 'on its battery', mains: 'mains', open: 'open: tampered with', shut: 'shut',
		into_sight: 'It stands in sight of the desk', out_of_sight: 'It stands out of sight of the desk', sight_yes: 'Yes, change it',
		into_sight_sure: 'Whoever is at the desk opens its doors from there, at once and without a card. Can they see who stands before it?',
		out_of_sight_sure: 'Its doors then open only for whoever holds their own card to it.',
		in_sight: 'in sight of the desk', not_in_sight: 'not in sight of the desk', office: 'counts as the office', loans: 'lends', never_seen: 'not seen yet',
		line: 'Line', line_address: '{line}, address {address}', trouble: 'Trouble on its cable since the program started', counts: 'answers that were not its own: {refused}; connection lost: {lost}; messages repeated: {repeats}',
		lends: 'Lends the school’s devices', make_loans: 'Make it a loan cabinet', no_loans: 'No longer a loan cabinet', loans_sure: 'At a loan cabinet a tap borrows or brings back; no phone is handed in there.', loans_yes: 'Yes, change it',
		release: 'Its controller was replaced', release_sure: 'The next cabinet that answers at this address is taken over as this one. Do this only after a repair.', release_yes: 'Yes, take the next one over',
		out_of_use: 'Doors out of use', all_in_use: 'Every door is in use.',
		certificate: 'Certificate', not_adopted: 'No technician has put this cabinet into service as it is now, so its doors are not proved.', adopted: 'Put into service', adopted_by: '{at} by {by}', fingerprint: 'Fingerprint of its key', proofs: 'Doors proved', no_proofs: 'No door is proved.', proved: 'Found', when: 'When', good: 'good', wired_wrong: 'wired wrong {other}', print: 'Print the certificate',
		adopt_how: 'Putting a cabinet into service is a technician’s work, at the computer beside the lockers: the cabinet gets its key, and each of its doors is tried. The guide “Commissioning” has every step.',
		add: 'Enter a cabinet', add_about: 'It is taken over when it first answers.', name: 'Name', name_hint: 'For example A.', line_hint: 'serial:/dev/ttyUSB0, or usb:2341:0042 for one on its own cable.', address: 'Address', address_hint: '0 to 126, as the technician set it.',
		devices: 'The school’s own devices', no_devices: 'The school lends nothing yet.', device: 'Device', home: 'Lives in', where: 'Is now', do: 'Action',
		device_state: {lent: 'lent', in_its_door: 'in its door', office: 'in the office'},
		put_in: 'Put {label} into its door', lies_in: '{label} lies in its door already', end_device: '{label} is lent no more', end_go: 'End it', end_hint: 'Sold, broken or lost.',
		new_device: 'Enter a device', new_device_about: 'It lives in one door, which nobody else is given, or on a shelf of the office.', label: 'What it is called', label_hint: 'For example Camera 1.', kind: 'Kind', home_bank: 'Cabinet', home_door: 'Door', shelf: 'Or a shelf',
	},
};
