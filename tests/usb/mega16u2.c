// SPDX-License-Identifier: GPL-3.0-or-later
// The model of mega16u2.h.
#include "mega16u2.h"

#include <string.h>

enum { CLEAR_FEATURE = 1 };
enum { SET_LINE_CODING = 0x20, GET_LINE_CODING = 0x21, SET_CONTROL_LINE_STATE = 0x22 };

static const uint8_t device[18] = {
	18, 1, 0x10, 0x01, 2, 0, 0, 8, 0x41, 0x23, 0x42, 0x00, 0x01, 0x00, 1, 2, 3, 1};

static const uint8_t config[] = {
	9, 2, 62, 0, 2, 1, 0, 0xC0, 50, // two interfaces, self powered, 100 mA
	9, 4, 0, 0, 1, 2, 2, 1, 0,	// communications, abstract control model
	5, 0x24, 0x00, 0x10, 0x01,	// CDC 1.10
	4, 0x24, 0x02, 0x06,		// line coding and state, send break
	5, 0x24, 0x06, 0, 1,		// union: interface 1 is its data
	7, 5, 0x82, 3, 8, 0, 0xFF,	// notifications
	9, 4, 1, 0, 2, 10, 0, 0, 0,	// data
	7, 5, 0x04, 2, 64, 0, 1,	// from the host
	7, 5, 0x83, 2, 64, 0, 1,	// to the host
};
#define AT_OUT (sizeof config - 14 + 2)
#define AT_IN  (sizeof config - 7 + 2)

static void ring_drop(struct mega16u2_ring *ring, size_t len)
{
	ring->count -= len;
	memmove(ring->bytes, ring->bytes + len, ring->count);
}

static size_t ring_add(struct mega16u2_ring *ring, const uint8_t *bytes, size_t len)
{
	size_t room = MEGA_RING - ring->count;
	size_t took = len < room ? len : room;

	memcpy(ring->bytes + ring->count, bytes, took);
	ring->count += took;
	return took;
}

static void set_lines(struct mega16u2 *mega, bool dtr)
{
	bool rose = dtr && !mega->dtr;

	mega->control_lines++;
	mega->dtr = dtr;
	if (rose && mega->reset)
		mega->reset(mega->arg);
}

static int set_coding(struct mega16u2 *mega, const uint8_t *data)
{
	if (mega->holds_coding)
		return USB_BUSY;
	if (mega->refuses_coding)
		return USB_STALL;
	mega->codings++;
	mega->rate = (uint32_t)(data[0] | data[1] << 8 | data[2] << 16) | (uint32_t)data[3] << 24;
	return 0;
}

static int control(
	void *arg, const uint8_t setup[8], const uint8_t *data, uint8_t *out_answer, size_t room)
{
	struct mega16u2 *mega = arg;
	uint8_t coding[7] = {(uint8_t)mega->rate, (uint8_t)(mega->rate >> 8),
		(uint8_t)(mega->rate >> 16), (uint8_t)(mega->rate >> 24), 0, 0, 8};

	if (setup[0] == 0x21 && setup[1] == SET_LINE_CODING && setup[6] == 7)
		return set_coding(mega, data);
	if (setup[0] == 0x21 && setup[1] == SET_CONTROL_LINE_STATE) {
		set_lines(mega, setup[2] & 1);
		return 0;
	}
	if (setup[0] == 0xA1 && setup[1] == GET_LINE_CODING) {
		memcpy(out_answer, coding, room < 7 ? room : 7);
		return room < 7 ? (int)room : 7;
	}
	if (setup[0] == 0x02 && setup[1] == CLEAR_FEATURE) {
		mega->clearings++;
		if (setup[4] == mega->in)
			mega->halted_in = false;
		if (setup[4] == mega->out)
			mega->halted_out = false;
		return 0;
	}
	return USB_STALL;
}

// Whether this packet meets a fault, which is then used up.
static int fault(unsigned *stalls, bool *halted, unsigned *errors)
{
	if (!*halted && *stalls > 0) {
		--*stalls;
		*halted = true;
	}
	if (*halted)
		return USB_STALL;
	if (*errors > 0) {
		--*errors;
		return USB_ERROR;
	}
	return 0;
}

static int take(void *arg, uint8_t endpoint, const uint8_t *packet, size_t len)
{
	struct mega16u2 *mega = arg;
	int wrong;

	if (endpoint != mega->out)
		return USB_STALL;
	wrong = fault(&mega->stalls_out, &mega->halted_out, &mega->errors_out);
	if (wrong)
		return wrong;
	if (!mega->rate) {
		mega->packets_before_coding++;
		return USB_BUSY;
	}
	if (mega->deaf || MEGA_RING - mega->to_mega.count < len)
		return USB_BUSY;
	ring_add(&mega->to_mega, packet, len);
	return 0;
}

static int give(void *arg, uint8_t endpoint, uint8_t out_packet[USB_PACKET])
{
	struct mega16u2 *mega = arg;
	size_t len = mega->to_host.count < USB_PACKET ? mega->to_host.count : USB_PACKET;
	int wrong;

	if (endpoint != mega->in)
		return USB_BUSY; // it never notifies
	wrong = fault(&mega->stalls_in, &mega->halted_in, &mega->errors_in);
	if (wrong)
		return wrong;
	if (!mega->rate || (!len && !mega->owes_empty))
		return USB_BUSY;
	memcpy(out_packet, mega->to_host.bytes, len);
	ring_drop(&mega->to_host, len);
	mega->owes_empty = len == USB_PACKET && !mega->no_empty;
	return (int)len;
}

void mega16u2_init(struct mega16u2 *mega, const char *serial, void (*reset)(void *arg), void *arg)
{
	*mega = (struct mega16u2){.reset = reset, .arg = arg, .in = 0x83, .out = 0x04};
	memcpy(mega->config, config, sizeof config);
	memcpy(mega->device, device, sizeof device);
	if (!serial)
		mega->device[16] = 0;
	mega->model = (struct usb_model){.device = mega->device,
		.config = mega->config,
		.config_len = sizeof config,
		.manufacturer = "Arduino (www.arduino.cc)",
		.product = "Mega 2560",
		.serial = serial,
		.driver = "cdc_acm",
		.arg = mega,
		.control = control,
		.take = take,
		.give = give};
}

void mega16u2_renumber(struct mega16u2 *mega, uint8_t in, uint8_t out)
{
	mega->config[AT_IN] = mega->in = in;
	mega->config[AT_OUT] = mega->out = out;
}

size_t mega16u2_hear(struct mega16u2 *mega, const uint8_t *bytes, size_t len)
{
	size_t took = ring_add(&mega->to_host, bytes, len);

	mega->lost += (unsigned)(len - took);
	return took;
}

size_t mega16u2_say(struct mega16u2 *mega, uint8_t *out_bytes, size_t room)
{
	size_t len = mega->to_mega.count < room ? mega->to_mega.count : room;

	memcpy(out_bytes, mega->to_mega.bytes, len);
	ring_drop(&mega->to_mega, len);
	return len;
}
