// SPDX-License-Identifier: GPL-3.0-or-later
// The screens' files, built into the program: pages/ here and the two libraries of package.json.
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "http/http.h"

extern const struct http_asset web_assets[]; // ended by a NULL path

#endif
