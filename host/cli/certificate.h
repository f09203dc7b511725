// SPDX-License-Identifier: GPL-3.0-or-later
// The certificate of a bank: which controller, under which key, and each door's proof.
#ifndef CLI_CERTIFICATE_H
#define CLI_CERTIFICATE_H

#include "cli/command.h"

// Prints it, or writes it as an HTML page of A4 to a file. Returns an exit status: EXIT_REFUSED,
// said, where the bank was not adopted as it is now; where a door is not proved the certificate
// says so and the status is EXIT_REFUSED too.
int certificate_print(const struct call *call, const char *bank, const char *html);

// `bank certificate NAME [--html FILE]`
int certificate_run(const struct call *call);

#endif
