// SPDX-License-Identifier: GPL-3.0-or-later
// The model of wedge.h.
#include "wedge.h"

#include <string.h>

static const uint8_t device[18] = {
	18, 1, 0x10, 0x01, 0, 0, 0, 8, 0xFF, 0xFF, 0x35, 0x00, 0x00, 0x01, 1, 2, 3, 1};

static const uint8_t config[34] = {
	9, 2, 34, 0, 1, 1, 0, 0xA0, 50,		// one interface, bus powered
	9, 4, 0, 0, 1, 3, 1, 1, 0,		// HID, boot, keyboard
	9, 0x21, 0x10, 0x01, 0, 1, 0x22, 63, 0, // HID 1.10, a report descriptor nobody asks for
	7, 5, 0x81, 3, 8, 0, 4,			// 8 bytes every 4 ms
};

static int control(
	void *arg, const uint8_t setup[8], const uint8_t *data, uint8_t *out_answer, size_t room)
{
	struct wedge_reader *reader = arg;

	(void)data;
	(void)out_answer;
	(void)room;
	if (setup[0] == 0x21 && setup[1] == 0x0B)
		reader->protocols++;
	else if (setup[0] == 0x21 && setup[1] == 0x0A)
		reader->idles++;
	else if (!(setup[0] == 0x02 && setup[1] == 1)) // CLEAR_FEATURE
		return USB_STALL;
	return reader->stalls_requests ? USB_STALL : 0;
}

static int take(void *arg, uint8_t endpoint, const uint8_t *packet, size_t len)
{
	(void)arg;
	(void)endpoint;
	(void)packet;
	(void)len;
	return USB_STALL;
}

static int give(void *arg, uint8_t endpoint, uint8_t out_packet[USB_PACKET])
{
	struct wedge_reader *reader = arg;

	if (endpoint != 0x81 || !reader->count)
		return USB_BUSY;
	memcpy(out_packet, reader->reports[0], 8);
	reader->count--;
	memmove(reader->reports, reader->reports + 1, reader->count * 8);
	if (reader->errors > 0) {
		reader->errors--;
		return USB_ERROR; // and the report is lost
	}
	return 8;
}

void wedge_reader_init(struct wedge_reader *reader, const char *serial)
{
	*reader = (struct wedge_reader){0};
	memcpy(reader->device, device, sizeof device);
	memcpy(reader->config, config, sizeof config);
	if (!serial)
		reader->device[16] = 0;
	reader->model = (struct usb_model){.device = reader->device,
		.config = reader->config,
		.config_len = sizeof config,
		.manufacturer = "Sycreader RFID Technology Co., Ltd",
		.product = "SYC ID&IC USB Reader",
		.serial = serial,
		.driver = "usbhid",
		.arg = reader,
		.control = control,
		.take = take,
		.give = give};
}

void wedge_reader_type(struct wedge_reader *reader, const char *text)
{
	for (; *text && reader->count + 2 <= WEDGE_REPORTS; text++) {
		uint8_t *down = reader->reports[reader->count++];
		uint8_t *up = reader->reports[reader->count++];

		memset(down, 0, 8);
		memset(up, 0, 8);
		down[2] = *text == '\n'	 ? 0x28
			  : *text == '0' ? 0x27
			  : *text <= '9' ? (uint8_t)(0x1E + (*text - '1'))
					 : (uint8_t)(0x04 + (*text - 'A'));
		down[0] = *text >= 'A' ? 0x02 : 0; // left shift
	}
}
