// SPDX-License-Identifier: GPL-3.0-or-later
// The service's words of exceptions, as the screens say them.
import {t} from '/base/text.js';

// A medical one comes as "arranged" wherever it is somebody's (LAW-1).
export const kindText = (kind) => t(`exceptions.kind.${kind.replaceAll('-', '_')}`);
export const roleText = (role) => t(`exceptions.role.${role}`);
// "the leadership team", "the Headteacher", "the office"
export const deciders = (roles) => t(`exceptions.decides.${roles.includes('office') ? 'office' : roles.includes('slt') ? 'slt' : 'headteacher'}`);
export const ruleOf = (kinds, kind) => kinds?.find((one) => one.kind === (kind === 'arranged' ? 'medical' : kind));
export const ROOMS = ['staff room', 'office', 'PPA room'];
// The register writes three days in a row as a range: "mon-thu", "mon,wed-fri".
const dayText = (day) => t(`walkers.day.${day}`);
export const walkingDays = (days) => days === 'mon-fri' ? t('walkers.every_day')
	: days.split(',').map((part) => part.includes('-') ? t('walkers.days_from_to', {from: dayText(part.split('-')[0]), to: dayText(part.split('-')[1])}) : dayText(part)).join(', ');
export const withoutRef = (text) => text?.replace(/ \([^)]*\)$/, '');
