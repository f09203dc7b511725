// SPDX-License-Identifier: GPL-3.0-or-later
// A test image on libsimavr's ATmega2560 at 16 MHz.
#ifndef TESTS_OSDP_RUN_IMAGE_H
#define TESTS_OSDP_RUN_IMAGE_H

// Runs an image of AVR_IMAGES to its end; fails the test where it hangs or crashes. Returns all it
// said, good until the next run; its last line is "N passed, M failed".
const char *run_image(const char *image, unsigned *out_passed, unsigned *out_failed);

#endif
