// SPDX-License-Identifier: GPL-3.0-or-later
// What nobody sees in a text. A name with such a character reads as another's, or turns the
// direction of the list it stands in. Pure.
#ifndef BASE_PLAINTEXT_H
#define BASE_PLAINTEXT_H

#include <stddef.h>

// The first character of text that is not seen: one that turns the direction of the text, has no
// width, is a filler or a control character. NULL: there is none. Tab and line ends count as seen,
// and so does the joiner within an emoji. text is UTF-8; what is not is left to whoever reads it.
const char *text_unseen(const char *text, size_t len);

#endif
