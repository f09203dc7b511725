// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptions, notices, conduct and incidents: each reading while it loads, refused, empty, there, and not current any more; counted
// against the screens' own list (states.mjs).
import {everyState} from './states.mjs';

everyState('leaders');
