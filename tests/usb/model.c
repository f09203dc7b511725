// SPDX-License-Identifier: GPL-3.0-or-later
// Standard requests, and transfers cut into packets, after chapters 8 and 9 of the USB 2.0
// specification.
#include "model.h"

#include <errno.h>
#include <string.h>

enum { GET_STATUS = 0, GET_DESCRIPTOR = 6, GET_CONFIGURATION = 8, SET_CONFIGURATION = 9 };
enum { GET_INTERFACE = 10, SET_INTERFACE = 11 };
enum { OF_DEVICE = 1, OF_CONFIG = 2, OF_STRING = 3 };

static int answer(const uint8_t *bytes, size_t len, uint8_t *out_answer, size_t room)
{
	size_t given = len < room ? len : room;

	memcpy(out_answer, bytes, given);
	return (int)given;
}

static int answer_string(
	const struct usb_model *model, uint8_t index, uint8_t *out_answer, size_t room)
{
	static const uint8_t english[] = {4, OF_STRING, 0x09, 0x04};
	const char *strings[] = {NULL, model->manufacturer, model->product, model->serial};
	uint8_t bytes[128] = {0, OF_STRING};
	size_t len = 2;

	if (index == 0)
		return answer(english, sizeof english, out_answer, room);
	if (index >= sizeof strings / sizeof *strings || !strings[index])
		return USB_STALL;
	for (const char *at = strings[index]; *at && len < sizeof bytes; at++, len += 2)
		bytes[len] = (uint8_t)*at;
	bytes[0] = (uint8_t)len;
	return answer(bytes, len, out_answer, room);
}

int usb_control(const struct usb_model *model, const uint8_t setup[8], const uint8_t *data,
	uint8_t *out_answer, size_t room)
{
	static const uint8_t zero[2] = {0}, one[1] = {1};

	if (setup[0] == 0x80 && setup[1] == GET_DESCRIPTOR) {
		if (setup[3] == OF_DEVICE)
			return answer(model->device, 18, out_answer, room);
		if (setup[3] == OF_CONFIG)
			return answer(model->config, model->config_len, out_answer, room);
		if (setup[3] == OF_STRING)
			return answer_string(model, setup[2], out_answer, room);
		return USB_STALL;
	}
	if ((setup[0] & 0xFC) == 0x80 && setup[1] == GET_STATUS)
		return answer(zero, 2, out_answer, room);
	if (setup[0] == 0x80 && setup[1] == GET_CONFIGURATION)
		return answer(one, 1, out_answer, room);
	if (setup[0] == 0x81 && setup[1] == GET_INTERFACE)
		return answer(zero, 1, out_answer, room);
	if ((setup[0] == 0x00 && setup[1] == SET_CONFIGURATION) ||
		(setup[0] == 0x01 && setup[1] == SET_INTERFACE))
		return 0;
	return model->control(model->arg, setup, data, out_answer, room);
}

static void end(struct usb_transfer *transfer, int status)
{
	transfer->over = true;
	transfer->status = status;
}

static void run_control(const struct usb_model *model, struct usb_transfer *transfer)
{
	uint8_t given[512];
	uint8_t *data = transfer->buffer + 8;
	size_t room = transfer->length < sizeof given ? transfer->length : sizeof given;
	int got = usb_control(model, transfer->buffer, data, given, room);

	if (got == USB_BUSY)
		return;
	if (got < 0) {
		end(transfer, got == USB_STALL ? -EPIPE : -EPROTO);
		return;
	}
	if (transfer->buffer[0] & 0x80)
		memcpy(data, given, (size_t)got);
	transfer->done = transfer->buffer[0] & 0x80 ? (size_t)got : transfer->length;
	end(transfer, 0);
}

static int status_of(int answer)
{
	return answer == USB_STALL ? -EPIPE : -EPROTO;
}

static void run_in(const struct usb_model *model, struct usb_transfer *transfer)
{
	uint8_t packet[USB_PACKET];
	int got = model->give(model->arg, transfer->endpoint, packet);
	size_t room = transfer->length - transfer->done;

	if (got < 0) {
		end(transfer, status_of(got));
		transfer->over = got != USB_BUSY;
		return;
	}
	memcpy(transfer->buffer + transfer->done, packet, (size_t)got < room ? (size_t)got : room);
	transfer->done += (size_t)got < room ? (size_t)got : room;
	if ((size_t)got > room)
		end(transfer, -EOVERFLOW);
	else if (got < USB_PACKET || transfer->done == transfer->length)
		end(transfer, 0);
}

static void run_out(const struct usb_model *model, struct usb_transfer *transfer)
{
	size_t left = transfer->length - transfer->done;
	size_t len = left < USB_PACKET ? left : USB_PACKET;
	int took =
		model->take(model->arg, transfer->endpoint, transfer->buffer + transfer->done, len);

	if (took < 0) {
		end(transfer, status_of(took));
		transfer->over = took != USB_BUSY;
		return;
	}
	transfer->done += len;
	if (transfer->done == transfer->length && !(transfer->zero_packet && len == USB_PACKET))
		end(transfer, 0);
}

void usb_transfer_run(const struct usb_model *model, struct usb_transfer *transfer)
{
	size_t before;

	if (transfer->control) {
		run_control(model, transfer);
		return;
	}
	do {
		before = transfer->done;
		if (transfer->endpoint & 0x80)
			run_in(model, transfer);
		else
			run_out(model, transfer);
	} while (!transfer->over && transfer->done != before);
}
