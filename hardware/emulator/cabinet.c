// SPDX-License-Identifier: GPL-3.0-or-later
// The chip and its time: start, run, sleep, reset, power cut. Everything simavr 1.6 gets wrong
// about them is put right here (avr.md 6: 13 to 15); its peripherals are put right in their own
// files.
#include "core.h"
#include "inside.h"
#include "loading.h"

#include <avr_extint.h>
#include <sim_core.h>

#include <stdlib.h>
#include <string.h>

enum { MCUSR = 0x54, WDTCSR = 0x60, WDE = 0x08, WDCE = 0x10 };
enum cause { CAUSE_POWER, CAUSE_EXTERNAL, CAUSE_BROWN_OUT, CAUSE_WATCHDOG };

uint8_t random_byte(struct cabinet *c)
{
	// splitmix64 (Steele, Lea, Flood 2014)
	uint64_t z = c->random += 0x9E3779B97F4A7C15U;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
	return (uint8_t)(z >> 56);
}

bool chance(struct cabinet *c, double probability)
{
	unsigned draw = (unsigned)random_byte(c) << 16 | (unsigned)random_byte(c) << 8;
	return (draw | random_byte(c)) < probability * 0x1000000;
}

// For flags that are levels on the chip (UDRE, RXC, EE_READY) and edges in simavr: called again
// whenever the flag, its enable bit or the handler's end may have changed something.
void raise_level(struct cabinet *c, avr_int_vector_t *vector, bool level)
{
	if (!level && vector->pending)
		avr_clear_interrupt(c->avr, vector);
	else if (level && avr_regbit_get(c->avr, vector->enable))
		avr_raise_interrupt(c->avr, vector);
}

// Only its address matters: simavr's watchdog replaces avr->run to ask for a reset.
static void run_marker(avr_t *avr)
{
	(void)avr;
}

static void after_reset(struct cabinet *c, enum cause cause)
{
	static const char *const names[] = {"power", "dtr", "brown-out", "watchdog"};
	avr_t *avr = c->avr;
	avr->run = run_marker;
	avr->run_cycle_limit = 1000;
	avr->run_cycle_count = 1;
	avr->state = cpu_Running;
	avr->data[MCUSR] = (uint8_t)(1U << cause);
	for (uint8_t i = 0; i < 8; i++)
		avr_extint_set_strict_lvl_trig(avr, i, 0);
	c->stopped = false;
	c->reset_counts[cause]++;
	c->spi_busy = false;
	alarm_set(c, ALARM_SPI, NEVER);
	uart_reset(c);
	twi_reset(c, cause == CAUSE_POWER);
	wires_settle_all(c);
	if (cause == CAUSE_WATCHDOG) {
		// The chip keeps the watchdog on, at its shortest, until the program turns it off.
		avr_io_write_t write = avr->io[AVR_DATA_TO_IO(WDTCSR)].w.c;
		void *param = avr->io[AVR_DATA_TO_IO(WDTCSR)].w.param;
		write(avr, WDTCSR, WDCE | WDE, param);
		write(avr, WDTCSR, WDE, param);
	}
	note(c, "\"what\":\"reset\",\"cause\":\"%s\"", names[cause]);
}

static void restart(struct cabinet *c, enum cause cause)
{
	avr_t *avr = c->avr;
	eeprom_cut(c, cause == CAUSE_POWER);
	if (cause == CAUSE_POWER)
		for (unsigned i = avr->ioend + 1U; i <= avr->ramend; i++)
			avr->data[i] = random_byte(c);
	avr_reset(avr);
	after_reset(c, cause);
}

static void step(struct cabinet *c, uint64_t until)
{
	avr_t *avr = c->avr;
	uint64_t stop = c->next_alarm < until ? c->next_alarm : until;
	avr_flashaddr_t pc = avr->pc;
	if (avr->state == cpu_Running) {
		uint64_t left = stop > avr->cycle ? stop - avr->cycle : 1;
		if (avr->run_cycle_count > left)
			avr->run_cycle_count = left;
		pc = core_run(c->core, avr);
	}
	uint64_t sleep = avr_cycle_timer_process(avr);
	avr->pc = pc;
	if (avr->state == cpu_Sleeping) {
		uint64_t left = stop > avr->cycle ? stop - avr->cycle : 0;
		sleep = sleep < left ? sleep : left;
		avr->cycle += sleep;
		c->slept += sleep;
	}
	if (c->next_alarm <= avr->cycle)
		alarms_fire(c);
	if (avr->interrupt_state && (avr->state == cpu_Running || avr->state == cpu_Sleeping))
		avr_service_interrupts(avr);
}

static void pass_time(struct cabinet *c, uint64_t until)
{
	uint64_t to = c->next_alarm < until ? c->next_alarm : until;
	if (to > c->avr->cycle) {
		c->slept += to - c->avr->cycle;
		c->avr->cycle = to;
	}
	alarms_fire(c);
}

void run_to(struct cabinet *c, uint64_t until)
{
	avr_t *avr = c->avr;
	while (avr->cycle < until) {
		if (!c->powered || c->stopped) {
			pass_time(c, until);
		} else if (avr->run != run_marker) {
			eeprom_cut(c, false);
			avr->run(avr); // simavr's own avr_reset
			after_reset(c, CAUSE_WATCHDOG);
		} else {
			step(c, until);
			if (avr->state == cpu_Crashed || avr->state == cpu_Stopped) {
				c->stopped = true;
				note(c, "\"what\":\"crash\",\"pc\":%u", avr->pc);
			}
		}
	}
}

void cabinet_run_until(struct cabinet *c, uint64_t until_ns)
{
	run_to(c, until_ns * 2 / 125);
}

uint64_t cabinet_now_ns(const struct cabinet *c)
{
	return cycles_to_ns(now_of(c));
}

static void power_up(struct cabinet *c)
{
	c->powered = true;
	c->reader.powered = false;
	c->armed = false;
	c->lights = c->lights_shift = 0;
	hd44780_power(&c->display);
	restart(c, CAUSE_POWER);
}

void cabinet_power(struct cabinet *c, bool on)
{
	if (on == c->powered)
		return;
	note(c, "\"what\":\"power\",\"on\":%s", on ? "true" : "false");
	if (on) {
		power_up(c);
		return;
	}
	eeprom_cut(c, true);
	c->powered = false;
	// Pull-downs at the gates: nothing is driven once the chip is dark.
	for (unsigned i = 0; i < sizeof c->ports / sizeof *c->ports; i++)
		if (c->ports[i].name)
			c->avr->data[c->ports[i].r_port] = c->avr->data[c->ports[i].r_ddr] = 0;
	uart_reset(c);
	alarm_set(c, ALARM_SPI, NEVER);
	c->spi_busy = false;
	twi_reset(c, true);
	wires_settle_all(c);
	mfrc522_power(c, false);
	hc123_end(c);
}

void cabinet_reset(struct cabinet *c, enum cabinet_reset how)
{
	if (c->powered)
		restart(c, how == RESET_DTR ? CAUSE_EXTERNAL : CAUSE_WATCHDOG);
}

static void attach(struct cabinet *c)
{
	for (unsigned i = 0; i < ALARM_COUNT; i++)
		c->alarms[i] = NEVER;
	c->next_alarm = NEVER;
	for (unsigned i = 0; i < CABINET_DOORS_MAX; i++)
		c->door[i].stuck[SENSOR_INSIDE] = c->door[i].stuck[SENSOR_CONTACT] = -1;
	c->core = core_new(c->avr);
	wires_attach(c);
	uart_attach(c);
	spi_attach(c);
	twi_attach(c);
	eeprom_attach(c);
	adc_attach(c);
}

int cabinet_open(
	const struct cabinet_options *o, char *why, size_t why_size, struct cabinet **out_cabinet)
{
	struct cabinet *c = calloc(1, sizeof *c);
	if (!c)
		abort();
	c->doors = o->doors;
	c->lock = o->lock;
	c->random = o->seed;
	c->battery = 13.2;
	c->clock.started = o->started;
	if (load_memories(c, o, why, why_size) || load_image(c, o, why, why_size)) {
		cabinet_close(c);
		return -1;
	}
	attach(c);
	if (bench_check(c, o, why, why_size)) {
		cabinet_close(c);
		return -1;
	}
	power_up(c);
	*out_cabinet = c;
	return 0;
}

void cabinet_close(struct cabinet *c)
{
	if (!c)
		return;
	unload(c);
	for (size_t i = 0; i < c->log_count; i++)
		free(c->log[i]);
	free(c->log);
	free(c->uarts[0].taken);
	free(c->uarts[1].taken);
	free(c->core);
	free(c);
}
