// SPDX-License-Identifier: GPL-3.0-or-later
// A cabinet's USB chip driven directly through libusb: its bulk endpoints carry the bytes, and DTR
// is never asserted, so that the Mega behind it is not reset. Asynchronous on the one poll loop.
//
// What libusb's callbacks bring is filed and settled after libusb has returned; the owner hears of
// it last.
#include <stdlib.h>
#include <string.h>

#include "port/usb.h"

#define USB_CHUNK     512  // at most so much in one transfer
#define USB_INBOX     4096 // what one turn takes from the device before it delivers
#define USB_FAILURES  3	   // in a row, before the device is given up
#define USB_CODING_MS 1000 // a device that does not take its rate by then is given up

#define CDC_SET_LINE_CODING 0x20
#define CDC_LINE_CODING	    7

struct usb {
	struct port *port;
	struct usb_bus bus;
	struct usb_device device;
	libusb_device_handle *handle;
	libusb_hotplug_callback_handle hotplug;
	bool listening, claimed_control, claimed_data;

	struct libusb_transfer *coding, *in, *out;
	bool coding_flies, in_flies, out_flies;
	unsigned flying; // of them
	bool coded;	 // the device knows its rate; before that it moves no byte
	struct loop_timer patience;
	bool left;		  // a transfer, an ioctl or hotplug said that it is not there
	bool in_halts, out_halts; // stalled, to be cleared
	bool failed, worked;	  // since the last settling
	unsigned failures;	  // in a row

	uint8_t coding_bytes[LIBUSB_CONTROL_SETUP_SIZE + CDC_LINE_CODING];
	uint8_t in_bytes[USB_CHUNK], out_bytes[USB_CHUNK];
	size_t out_len; // of port->queue, in flight
	uint8_t inbox[USB_INBOX];
	size_t inbox_len;
};

static void give_up(struct usb *usb, enum err why)
{
	loop_timer_stop(&usb->patience);
	if (!usb->port->gone)
		port_fail_later(usb->port, why);
}

// True where it flies now. What cannot even be submitted brings no news that could be waited for,
// so it is as good as gone.
static bool submit(struct usb *usb, struct libusb_transfer *transfer)
{
	bool flies = libusb_submit_transfer(transfer) == 0;

	usb->left = usb->left || !flies;
	usb->flying += flies;
	return flies;
}

// One packet at a time: a device that ends on a full packet and sends no empty one after it would
// leave a longer transfer waiting for ever.
static void post_in(struct usb *usb)
{
	if (usb->coded && !usb->in_flies && !usb->in_halts && !usb->left && !usb->port->gone &&
		usb->inbox_len + (size_t)usb->in->length <= sizeof usb->inbox)
		usb->in_flies = submit(usb, usb->in);
}

static void post_out(struct usb *usb)
{
	struct port *port = usb->port;

	if (!usb->coded || usb->out_flies || usb->out_halts || usb->left || port->gone ||
		!port->waiting)
		return;
	usb->out_len = port->waiting < USB_CHUNK ? port->waiting : USB_CHUNK;
	memcpy(usb->out_bytes, port->queue, usb->out_len);
	usb->out->length = (int)usb->out_len;
	usb->out_flies = submit(usb, usb->out);
}

// An error is only suspect: a controller may report one before it knows that the device has gone
// (usb.md 3.5), and a disturbed cable makes them too. So a few in a row are tried again.
static void note_end(struct usb *usb, const struct libusb_transfer *transfer, bool *halts)
{
	switch (transfer->status) {
	case LIBUSB_TRANSFER_COMPLETED:
		usb->worked = true;
		break;
	case LIBUSB_TRANSFER_CANCELLED:
		break;
	case LIBUSB_TRANSFER_NO_DEVICE:
		usb->left = true;
		break;
	case LIBUSB_TRANSFER_STALL:
		*halts = true;
		usb->failed = true;
		break;
	case LIBUSB_TRANSFER_ERROR:
	case LIBUSB_TRANSFER_TIMED_OUT:
	case LIBUSB_TRANSFER_OVERFLOW:
		usb->failed = true;
		break;
	}
}

static void LIBUSB_CALL in_ended(struct libusb_transfer *transfer)
{
	struct usb *usb = transfer->user_data;

	usb->in_flies = false;
	usb->flying--;
	memcpy(usb->inbox + usb->inbox_len, usb->in_bytes, (size_t)transfer->actual_length);
	usb->inbox_len += (size_t)transfer->actual_length;
	note_end(usb, transfer, &usb->in_halts);
	if (transfer->status == LIBUSB_TRANSFER_COMPLETED)
		post_in(usb);
}

static void LIBUSB_CALL out_ended(struct libusb_transfer *transfer)
{
	struct usb *usb = transfer->user_data;
	struct port *port = usb->port;

	usb->out_flies = false;
	usb->flying--;
	note_end(usb, transfer, &usb->out_halts);
	// What failed is not sent again: part of it may have arrived, and whoever speaks over the
	// line repeats what is not answered.
	port->waiting -= usb->out_len;
	memmove(port->queue, port->queue + usb->out_len, port->waiting);
}

static void LIBUSB_CALL coding_ended(struct libusb_transfer *transfer)
{
	struct usb *usb = transfer->user_data;
	bool halts = false; // EP0 recovers by itself

	usb->coding_flies = false;
	usb->flying--;
	note_end(usb, transfer, &halts);
	usb->coded = transfer->status == LIBUSB_TRANSFER_COMPLETED;
	if (usb->coded)
		loop_timer_stop(&usb->patience);
}

// libusb tells of arrivals twice and of departures without arrival; only our own departure counts,
// and the device is referenced, so that its pointer is nobody else's.
static int LIBUSB_CALL left(
	libusb_context *context, libusb_device *device, libusb_hotplug_event event, void *arg)
{
	struct usb *usb = arg;

	(void)context;
	(void)event;
	if (device == usb->device.device)
		usb->left = true;
	return 0;
}

// The one call that waits for the device: a control transfer, under a millisecond where it lives.
// Bounded by USB_FAILURES, since a device that stalls for ever is given up.
static void clear_halt(struct usb *usb, bool *halts, uint8_t endpoint)
{
	int code;

	if (!*halts || usb->left)
		return;
	*halts = false;
	code = libusb_clear_halt(usb->handle, endpoint);
	if (code == LIBUSB_ERROR_NO_DEVICE || code == LIBUSB_ERROR_NOT_FOUND)
		usb->left = true;
}

static void settle(struct usb *usb)
{
	if (usb->worked)
		usb->failures = 0;
	else if (usb->failed)
		usb->failures++;
	usb->failed = usb->worked = false;
	if (!usb->coded && !usb->coding_flies && !usb->left && usb->failures) {
		give_up(usb, ERR_IO);
		return;
	}
	if (usb->failures <= USB_FAILURES) {
		clear_halt(usb, &usb->in_halts, usb->device.function.in);
		clear_halt(usb, &usb->out_halts, usb->device.function.out);
		post_in(usb);
		post_out(usb);
	}
	if (usb->left)
		give_up(usb, ERR_GONE);
	else if (usb->failures > USB_FAILURES)
		give_up(usb, ERR_IO);
}

static void take(void *arg)
{
	struct usb *usb = arg;
	struct port *port = usb->port;
	uint8_t data[USB_INBOX];
	size_t len = usb->inbox_len;

	memcpy(data, usb->inbox, len);
	usb->inbox_len = 0;
	settle(usb);
	if (len > 0 && !port->told)
		port->events->bytes(port->arg, data, len);
}

static void run_out_of_patience(void *arg, struct mono_time now)
{
	(void)now;
	give_up(arg, ERR_IO);
}

static int usb_send(struct port *port, const uint8_t *data, size_t len)
{
	struct usb *usb = port->own;

	if (len > PORT_QUEUE - port->waiting)
		return -ERR_FULL;
	memcpy(port->queue + port->waiting, data, len);
	port->waiting += len;
	post_out(usb);
	if (usb->left)
		give_up(usb, ERR_GONE);
	return usb->left ? -ERR_GONE : 0;
}

// Cancels what flies and lets libusb bring it back, a frame's time as a rule; then everything is
// given up in reverse. The kernel's own driver gets the interfaces back, the data interface first:
// cdc_acm takes both when it is offered the control interface.
static bool end_transfers(struct usb *usb)
{
	if (usb->coding_flies)
		libusb_cancel_transfer(usb->coding);
	if (usb->in_flies)
		libusb_cancel_transfer(usb->in);
	if (usb->out_flies)
		libusb_cancel_transfer(usb->out);
	return usb_bus_drain(&usb->bus, &usb->flying);
}

static void release(struct port *port)
{
	struct usb *usb = port->own;
	bool ended;

	loop_timer_stop(&usb->patience);
	port->gone = port->gone ? port->gone : ERR_GONE; // nothing is posted any more
	ended = end_transfers(usb);
	if (usb->claimed_data)
		libusb_release_interface(usb->handle, usb->device.function.data);
	if (usb->claimed_control)
		libusb_release_interface(usb->handle, usb->device.function.control);
	if (usb->listening)
		libusb_hotplug_deregister_callback(usb->bus.context, usb->hotplug);
	// Before the handle, which libusb looks at for its debug log. A transfer the kernel never
	// gave back may still be written to: its memory stays.
	if (ended) {
		libusb_free_transfer(usb->coding);
		libusb_free_transfer(usb->in);
		libusb_free_transfer(usb->out);
	}
	libusb_close(usb->handle);
	if (usb->device.device)
		libusb_unref_device(usb->device.device);
	usb_bus_close(&usb->bus);
	if (ended)
		free(usb);
}

// True: the interface is ours, its driver put aside until we let go.
static bool claim(struct usb *usb, uint8_t interface, bool *out_claimed, int *out_code)
{
	*out_code = libusb_claim_interface(usb->handle, interface);
	*out_claimed = *out_code == 0;
	return *out_claimed;
}

static bool make_transfers(struct usb *usb)
{
	const struct usb_function *function = &usb->device.function;
	int packet = function->packet < USB_CHUNK ? function->packet : USB_CHUNK;

	usb->coding = libusb_alloc_transfer(0);
	usb->in = libusb_alloc_transfer(0);
	usb->out = libusb_alloc_transfer(0);
	if (!usb->coding || !usb->in || !usb->out)
		return false;
	libusb_fill_bulk_transfer(
		usb->in, usb->handle, function->in, usb->in_bytes, packet, in_ended, usb, 0);
	libusb_fill_bulk_transfer(
		usb->out, usb->handle, function->out, usb->out_bytes, 0, out_ended, usb, 0);
	libusb_fill_control_transfer(
		usb->coding, usb->handle, usb->coding_bytes, coding_ended, usb, 0);
	return true;
}

// 8N1 at the line's rate. The first word to the device: the Mega's chip moves no byte before it.
static bool send_coding(struct usb *usb)
{
	const struct env *env = loop_env(usb->port->loop);
	uint8_t *coding = usb->coding_bytes + LIBUSB_CONTROL_SETUP_SIZE;
	unsigned long rate = (unsigned long)usb->port->rate;

	libusb_fill_control_setup(usb->coding_bytes,
		LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE, CDC_SET_LINE_CODING, 0,
		usb->device.function.control, CDC_LINE_CODING);
	for (int i = 0; i < 4; i++)
		coding[i] = (uint8_t)(rate >> (8 * i));
	coding[4] = 0; // one stop bit
	coding[5] = 0; // no parity
	coding[6] = 8;
	usb->coding->length = LIBUSB_CONTROL_SETUP_SIZE + CDC_LINE_CODING;
	usb->coding_flies = submit(usb, usb->coding);
	return usb->coding_flies && loop_timer_set(usb->port->loop, &usb->patience,
					    mono_after_ms(env->mono(env->context), USB_CODING_MS),
					    run_out_of_patience, usb) == 0;
}

static int open_device(struct usb *usb, const struct port_address *address,
	const struct port_identity *identity, char why[PORT_WHY])
{
	int code = usb_find(&usb->device, usb->bus.context, address, identity, why);
	int asked;

	if (code < 0)
		return code;
	usb->listening =
		libusb_hotplug_register_callback(usb->bus.context, LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
			0, address->usb.vid, address->usb.pid, LIBUSB_HOTPLUG_MATCH_ANY, left, usb,
			&usb->hotplug) == 0;
	asked = libusb_open(usb->device.device, &usb->handle);
	if (asked < 0)
		return usb_refuse(why, asked, address);
	libusb_set_auto_detach_kernel_driver(usb->handle, 1);
	if (!claim(usb, usb->device.function.control, &usb->claimed_control, &asked) ||
		!claim(usb, usb->device.function.data, &usb->claimed_data, &asked))
		return usb_refuse(why, asked, address);
	if (usb->bus.full)
		return port_refuse(why, ERR_FULL, "usb:%s: too many lines are open", address->name);
	if (!make_transfers(usb))
		return usb_refuse(why, LIBUSB_ERROR_NO_MEM, address);
	if (!send_coding(usb))
		return usb_refuse(
			why, usb->left ? LIBUSB_ERROR_NO_DEVICE : LIBUSB_ERROR_IO, address);
	return 0;
}

int port_open_usb(struct port *port, const struct port_address *address,
	struct port_identity *identity, char why[PORT_WHY])
{
	struct usb *usb = calloc(1, sizeof *usb);
	int code;

	if (!usb)
		return usb_refuse(why, LIBUSB_ERROR_NO_MEM, address);
	usb->port = port;
	port->own = usb;
	port->send = usb_send;
	port->release = release;
	code = usb_bus_open(&usb->bus, port->loop, take, usb);
	if (code < 0)
		return usb_refuse(why, code, address);
	code = open_device(usb, address, identity, why);
	if (code == 0 && identity)
		*identity = usb->device.identity;
	return code;
}
