// SPDX-License-Identifier: GPL-3.0-or-later
// Beeps: see buzzer.h.
#include "buzzer.h"

void buzzer_init(struct buzzer *buzzer)
{
	*buzzer = (struct buzzer){0};
}

bool buzzer_set(struct buzzer *buzzer, const struct osdp_buz *buz)
{
	if (buz->reader != 0 || buz->tone > OSDP_TONE_DEFAULT)
		return false;
	if (buz->tone != OSDP_TONE_DEFAULT) {
		buzzer_init(buzzer);
		return true;
	}
	if (buz->on == 0)
		return false;
	*buzzer = (struct buzzer){
		.on = buz->on,
		.off = buz->off,
		.left = buz->count,
		.phase = buz->on,
		.for_ever = buz->count == 0,
		.sounding = true,
	};
	return true;
}

void buzzer_step(struct buzzer *buzzer)
{
	if (!buzzer->for_ever && buzzer->left == 0)
		return;
	if (buzzer->phase > 1) {
		buzzer->phase--;
		return;
	}
	if (buzzer->sounding) { // this beep is over
		if (!buzzer->for_ever && --buzzer->left == 0) {
			buzzer->sounding = false;
			return;
		}
		if (buzzer->off) {
			buzzer->sounding = false;
			buzzer->phase = buzzer->off;
			return;
		}
	}
	buzzer->sounding = true;
	buzzer->phase = buzzer->on;
}
