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
export const withoutRef = (text) => text?.replace(/ \([^)]*\)$/, '');
