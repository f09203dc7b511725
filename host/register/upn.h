// SPDX-License-Identifier: GPL-3.0-or-later
// Unique pupil numbers (England): a letter that checks twelve characters after it.
#ifndef REGISTER_UPN_H
#define REGISTER_UPN_H

#include <stdbool.h>

// Has the shape of one: a letter, eleven digits, and a digit or (a temporary one) a letter.
bool upn_looks_like(const char *text);

// The check letter that upper-case text of that shape should begin with: the sum of digit times
// position (2 to 13) modulo 23, in the alphabet without I, O and S; a temporary number's last
// letter counts as its index there. 0 where that last letter is I, O or S, which no number has.
char upn_check_letter(const char *text);

#endif
