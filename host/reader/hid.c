// SPDX-License-Identifier: GPL-3.0-or-later
// A keyboard-wedge reader driven through libusb: the kernel's keyboard driver is put aside, so what
// it types reaches nobody else, and given back at the end. For systems without input devices;
// elsewhere evdev knows more (usb.md 5.1).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reader/keys.h"
#include "reader/kind.h"

#define REPORT		 8 // of the boot keyboard protocol
#define FAILURES	 3 // in a row, before it is given up
#define ROLLOVER	 1 // usage that says: too many keys at once
#define HID_SET_IDLE	 0x0A
#define HID_SET_PROTOCOL 0x0B

static const char went_away[] = "The desk reader went away: check its cable.";

struct hid {
	struct reader *reader;
	struct usb_bus bus;
	libusb_device_handle *handle;
	uint8_t interface, endpoint;
	bool claimed;
	struct libusb_transfer *asking, *in;
	unsigned flying;
	bool asking_flies, in_flies;
	uint8_t asked; // of the two requests that begin it
	bool left, halted, failed;
	unsigned failures;
	uint8_t asking_bytes[LIBUSB_CONTROL_SETUP_SIZE];
	uint8_t packet[64], report[REPORT]; // just come; the one before
};

static bool submit(struct hid *hid, struct libusb_transfer *transfer)
{
	bool flies = libusb_submit_transfer(transfer) == 0;

	hid->left = hid->left || !flies;
	hid->flying += flies;
	return flies;
}

static bool was_down(const struct hid *hid, uint8_t usage)
{
	return memchr(hid->report + 2, usage, REPORT - 2) != NULL;
}

// A key is new that is in this report and was not in the one before. The same digit twice has a
// release between.
static void take_report(struct hid *hid, const uint8_t *report)
{
	bool shift = (report[0] & 0x22) != 0;

	if (report[2] == ROLLOVER)
		return;
	for (int i = 2; i < REPORT; i++) {
		if (report[i] > ROLLOVER && !was_down(hid, report[i]))
			wedge_key(&hid->reader->wedge,
				keys_of_code(keys_code_of_usage(report[i]), shift));
	}
	memcpy(hid->report, report, REPORT);
}

static void LIBUSB_CALL in_ended(struct libusb_transfer *transfer)
{
	struct hid *hid = transfer->user_data;

	hid->in_flies = false;
	hid->flying--;
	if (transfer->status == LIBUSB_TRANSFER_COMPLETED) {
		hid->failures = 0;
		if (transfer->actual_length >= REPORT)
			take_report(hid, hid->packet);
		return;
	}
	if (transfer->status == LIBUSB_TRANSFER_NO_DEVICE)
		hid->left = true;
	else if (transfer->status != LIBUSB_TRANSFER_CANCELLED)
		hid->failed = true;
	hid->halted = transfer->status == LIBUSB_TRANSFER_STALL;
}

static void LIBUSB_CALL asked(struct libusb_transfer *transfer)
{
	struct hid *hid = transfer->user_data;

	// A device that stalls one of these knows no other protocol, or repeats itself: both will
	// do.
	hid->asking_flies = false;
	hid->flying--;
	hid->left = hid->left || transfer->status == LIBUSB_TRANSFER_NO_DEVICE;
}

// The boot protocol, so that reports mean the same everywhere, and no report without a change.
static void ask_next(struct hid *hid)
{
	static const uint8_t requests[] = {HID_SET_PROTOCOL, HID_SET_IDLE};

	if (hid->asking_flies || hid->left || hid->asked == sizeof requests)
		return;
	libusb_fill_control_setup(hid->asking_bytes,
		LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE, requests[hid->asked++], 0,
		hid->interface, 0);
	hid->asking->length = LIBUSB_CONTROL_SETUP_SIZE;
	hid->asking_flies = submit(hid, hid->asking);
}

static void settle(void *arg)
{
	struct hid *hid = arg;

	if (hid->reader->lost)
		return;
	if (hid->failed) {
		// Reports were lost with it.
		wedge_break(&hid->reader->wedge);
		hid->failures++;
		hid->failed = false;
	}
	if (hid->halted && hid->failures <= FAILURES && !hid->left)
		libusb_clear_halt(hid->handle, hid->endpoint);
	hid->halted = false;
	ask_next(hid);
	if (!hid->in_flies && !hid->left && hid->failures <= FAILURES)
		hid->in_flies = submit(hid, hid->in);
	if (hid->left || hid->failures > FAILURES)
		reader_lose(hid->reader, went_away);
}

// A boot keyboard has interface class 3, subclass 1, protocol 1, and an interrupt endpoint. VID and
// PID are not enough: public dumps of one pair differ in all of this.
static bool find_keyboard(libusb_device *device, struct hid *hid)
{
	struct libusb_config_descriptor *config;
	bool found = false;

	if (libusb_get_active_config_descriptor(device, &config) < 0)
		return false;
	for (int i = 0; i < config->bNumInterfaces && !found; i++) {
		const struct libusb_interface_descriptor *one = config->interface[i].altsetting;

		if (config->interface[i].num_altsetting < 1 ||
			one->bInterfaceClass != LIBUSB_CLASS_HID || one->bInterfaceSubClass != 1 ||
			one->bInterfaceProtocol != 1)
			continue;
		for (int j = 0; j < one->bNumEndpoints && !found; j++) {
			const struct libusb_endpoint_descriptor *end = &one->endpoint[j];

			found = (end->bmAttributes & 3) == LIBUSB_TRANSFER_TYPE_INTERRUPT &&
				(end->bEndpointAddress & LIBUSB_ENDPOINT_IN);
			hid->interface = one->bInterfaceNumber;
			hid->endpoint = end->bEndpointAddress;
		}
	}
	libusb_free_config_descriptor(config);
	return found;
}

static bool is_meant(libusb_device *device, const struct usb_name *wanted)
{
	struct libusb_device_descriptor descriptor;
	char serial[USB_SERIAL];

	if (libusb_get_device_descriptor(device, &descriptor) < 0 ||
		descriptor.idVendor != wanted->vid || descriptor.idProduct != wanted->pid)
		return false;
	usb_serial(device, serial);
	return !wanted->serial[0] || strcmp(serial, wanted->serial) == 0;
}

static int find(struct hid *hid, libusb_device **out_device, char why[READER_WHY])
{
	const struct reader *reader = hid->reader;
	libusb_device **all;
	libusb_device *meant = NULL;
	ssize_t count = libusb_get_device_list(hid->bus.context, &all);
	int code = 0;
	unsigned matches = 0;

	for (ssize_t i = 0; i < count; i++) {
		if (is_meant(all[i], &reader->address.usb)) {
			meant = all[i];
			matches++;
		}
	}
	if (!matches)
		code = reader_refuse_code(why, -ERR_NOT_FOUND, reader);
	else if (matches > 1)
		code = reader_refuse(why, ERR_ARG,
			"%.60s is %u readers: add the serial number of the one meant, or leave one "
			"plugged in",
			reader->name, matches);
	else if (!find_keyboard(meant, hid))
		code = reader_refuse(why, ERR_ARG,
			"%.60s is no keyboard reader: where pcscd knows it, use pcsc",
			reader->name);
	else
		*out_device = libusb_ref_device(meant);
	if (count >= 0)
		libusb_free_device_list(all, 1);
	return code;
}

static bool begin(struct hid *hid)
{
	hid->asking = libusb_alloc_transfer(0);
	hid->in = libusb_alloc_transfer(0);
	if (!hid->asking || !hid->in)
		return false;
	libusb_fill_control_transfer(hid->asking, hid->handle, hid->asking_bytes, asked, hid, 0);
	// Whole packets: a longer report than the boot protocol's must not overflow.
	libusb_fill_interrupt_transfer(hid->in, hid->handle, hid->endpoint, hid->packet,
		sizeof hid->packet, in_ended, hid, 0);
	ask_next(hid);
	hid->in_flies = submit(hid, hid->in);
	return !hid->left;
}

void reader_close_hid(struct reader *reader)
{
	struct hid *hid = reader->own;
	bool ended;

	reader->lost = true; // nothing is posted any more
	if (hid->asking_flies)
		libusb_cancel_transfer(hid->asking);
	if (hid->in_flies)
		libusb_cancel_transfer(hid->in);
	ended = !hid->bus.context || usb_bus_drain(&hid->bus, &hid->flying);
	if (hid->claimed)
		libusb_release_interface(hid->handle, hid->interface);
	// Before the handle, which libusb looks at for its debug log. A transfer the kernel never
	// gave back may still be written to: its memory stays.
	if (ended) {
		libusb_free_transfer(hid->asking);
		libusb_free_transfer(hid->in);
	}
	libusb_close(hid->handle);
	usb_bus_close(&hid->bus);
	reader->lost = false;
	if (ended)
		free(hid);
}

static int open_device(struct hid *hid, char why[READER_WHY])
{
	libusb_device *device = NULL;
	int code = find(hid, &device, why);

	if (code < 0)
		return code;
	code = libusb_open(device, &hid->handle);
	libusb_unref_device(device); // the handle has its own reference
	if (code == 0) {
		libusb_set_auto_detach_kernel_driver(hid->handle, 1);
		code = libusb_claim_interface(hid->handle, hid->interface);
		hid->claimed = code == 0;
	}
	if (code == 0 && (hid->bus.full || !begin(hid)))
		code = hid->left ? LIBUSB_ERROR_NO_DEVICE : LIBUSB_ERROR_NO_MEM;
	return code < 0 ? reader_refuse_code(why, usb_err(code), hid->reader) : 0;
}

int reader_open_hid(struct reader *reader, char why[READER_WHY])
{
	struct hid *hid = calloc(1, sizeof *hid);
	int code;

	if (!hid)
		return reader_refuse_code(why, -ERR_NO_MEMORY, reader);
	hid->reader = reader;
	reader->own = hid;
	code = usb_bus_open(&hid->bus, reader->loop, settle, hid);
	if (code < 0)
		code = reader_refuse_code(why, usb_err(code), reader);
	else
		code = open_device(hid, why);
	if (code < 0)
		reader_close_hid(reader);
	return code;
}
