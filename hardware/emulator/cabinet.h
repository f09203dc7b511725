// SPDX-License-Identifier: GPL-3.0-or-later
// An emulated cabinet: an ATmega2560 image on libsimavr, with the chips, doors and people around
// it, on simulated time. For tests and the demo; bank-emulator is a program around it.
//
// Time is simulated nanoseconds since the cabinet was opened. It moves only in cabinet_run_until
// (or bus_run, bus.h), in steps of the chip's 62.5 ns cycle; a call may overshoot by the few cycles
// of one instruction. Everything else happens at the cabinet's now. The same options and the same
// calls at the same times give the same log, byte for byte. One thread a cabinet.
#ifndef EMULATOR_CABINET_H
#define EMULATOR_CABINET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CABINET_DOORS_MAX     24
#define CABINET_CYCLES_PER_US 16

struct cabinet;
struct json_t;

// The two ways a host reaches the bank: USART1 behind the RS-485 transceiver, UART0 behind the
// 16U2.
enum cabinet_port { CABINET_RS485, CABINET_USB };

// LOCK_EJECT: a pulsed door springs open by itself 40 ms after the pulse began. LOCK_PULL: it can
// be opened during the pulse only.
enum cabinet_lock { LOCK_EJECT, LOCK_PULL };

struct cabinet_options {
	const char *image;	// ELF file for an atmega2560
	const char *bootloader; // Intel HEX put at 0x3E000 and started from there; NULL: none
	unsigned doors;		// 8, 16 or 24: one door board each eight
	enum cabinet_lock lock;
	uint64_t seed;	   // of SRAM after power-up, ADC noise, torn bytes
	const char *state; // folder (made if missing) of eeprom.bin, fram.bin, clock.bin; NULL:
			   // memory only
	int64_t started;   // Unix seconds at simulated 0, for the DS3231

	// What the technician set at the bench (include/bank/bench.h), written into an EEPROM that
	// has none yet; cabinet_open refuses where it differs from what is there. Without `bench`
	// the EEPROM is left as it is.
	bool bench;
	uint8_t address;
	uint32_t serial;    // 0: address + 1 in a new EEPROM, whatever is there in an old one
	uint32_t rate;	    // 0: 38400
	const uint8_t *key; // 16 bytes; NULL: none in a new EEPROM, whatever is there in an old one
};

// Power is on and the chip starts at time 0. 0, or -1 with one sentence in `why`.
int cabinet_open(const struct cabinet_options *options, char *why, size_t why_size,
	struct cabinet **out_cabinet);
void cabinet_close(struct cabinet *cabinet);

// Runs alone to `until_ns`; a time already past does nothing. Not for a cabinet on a bus.
void cabinet_run_until(struct cabinet *cabinet, uint64_t until_ns);
uint64_t cabinet_now_ns(const struct cabinet *cabinet);

// Without a bus: bytes into a port, at the chip's own rate, one after another; and what it sent,
// with the time its stop bit ended. Bytes the transceiver did not drive are lost, as on the wire.
struct cabinet_byte {
	uint64_t at_ns;
	uint8_t value;
};
void cabinet_feed(
	struct cabinet *cabinet, enum cabinet_port port, const uint8_t *bytes, size_t count);
size_t cabinet_take(struct cabinet *cabinet, enum cabinet_port port, struct cabinet_byte *out_bytes,
	size_t room);

// People and faults. Doors are 0..doors-1. Each answers NULL, or one sentence why it cannot be done
// (a door still latched, nothing inside); it never changes anything then.
const char *cabinet_tap(struct cabinet *cabinet, const char *uid, const char *second_uid);
const char *cabinet_untap(struct cabinet *cabinet);
const char *cabinet_open_door(struct cabinet *cabinet, unsigned door);
const char *cabinet_close_door(struct cabinet *cabinet, unsigned door);
const char *cabinet_put(struct cabinet *cabinet, unsigned door);
const char *cabinet_take_out(struct cabinet *cabinet, unsigned door);
const char *cabinet_force(struct cabinet *cabinet, unsigned door);
const char *cabinet_turn_key(struct cabinet *cabinet, unsigned door);
const char *cabinet_jam(struct cabinet *cabinet, unsigned door, bool on);

enum cabinet_sensor { SENSOR_INSIDE, SENSOR_CONTACT };
// level 0 or 1 sticks the sensor there, -1 mends it.
const char *cabinet_stick(
	struct cabinet *cabinet, unsigned door, enum cabinet_sensor sensor, int level);

void cabinet_cut_chain(struct cabinet *cabinet, bool cut);
void cabinet_tamper(struct cabinet *cabinet, bool opened);
void cabinet_press_button(struct cabinet *cabinet); // the commissioning button, for 200 ms
void cabinet_battery(struct cabinet *cabinet, double volts);
void cabinet_mains(struct cabinet *cabinet, bool on);
void cabinet_power(struct cabinet *cabinet, bool on); // mains and battery both: the chip stops
void cabinet_cut_stub(struct cabinet *cabinet, bool cut);
void cabinet_noise(struct cabinet *cabinet, double chance); // of each byte heard or sent

// How a restart looks to the chip: DTR pulls RESET; the watchdog bit as if it had bitten.
enum cabinet_reset { RESET_DTR, RESET_WATCHDOG };
void cabinet_reset(struct cabinet *cabinet, enum cabinet_reset how);

// One line of the control socket (design.md section 6) into its answer, "ok ..." or "error ...".
void cabinet_command(struct cabinet *cabinet, const char *line, char *answer, size_t size);

// What can be seen. State is a new reference; log lines are JSON objects, oldest first.
struct json_t *cabinet_state(struct cabinet *cabinet);
size_t cabinet_log_count(const struct cabinet *cabinet);
const char *cabinet_log_line(const struct cabinet *cabinet, size_t index);
bool cabinet_latch_on(const struct cabinet *cabinet, unsigned door); // current flows in its coil
bool cabinet_door_is_open(const struct cabinet *cabinet, unsigned door);
uint64_t cabinet_longest_pulse_ns(const struct cabinet *cabinet);
uint64_t cabinet_cycles(const struct cabinet *cabinet);	      // since opened, asleep or not
uint64_t cabinet_awake_cycles(const struct cabinet *cabinet); // executed, for the measure of work
uint64_t cabinet_fought(const struct cabinet *cabinet); // bytes driven against another's driving
unsigned cabinet_resets(
	const struct cabinet *cabinet); // power-ups, watchdog and DTR, the first one too
const char *cabinet_display(struct cabinet *cabinet, unsigned line); // 20 characters, lines 0..3
bool cabinet_pin(const struct cabinet *cabinet, char port, unsigned bit);
uint32_t cabinet_edges(const struct cabinet *cabinet, char port, unsigned bit);
uint8_t *cabinet_eeprom(struct cabinet *cabinet); // 4096 bytes
uint8_t *cabinet_fram(struct cabinet *cabinet);	  // 32768 bytes
// Address in the chip's data space of a variable of the image, 0 if it has none; and that memory.
uint16_t cabinet_symbol(const struct cabinet *cabinet, const char *name);
uint8_t *cabinet_ram(struct cabinet *cabinet, uint16_t address);
const char *cabinet_image_sha256(const struct cabinet *cabinet);

#endif
