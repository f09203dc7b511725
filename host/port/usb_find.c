// SPDX-License-Identifier: GPL-3.0-or-later
// Which USB device an address means. Everything here is read from what the kernel remembers of a
// device since it was plugged in, so nothing is asked of the device and nothing waits.
#include <stdio.h>
#include <string.h>

#include "port/usb.h"

#define CDC_ACM	  2 // bInterfaceSubClass of a communications interface
#define CDC_UNION 6 // bDescriptorSubtype that names the data interface

int usb_refuse(char why[PORT_WHY], int libusb_code, const struct port_address *address)
{
	switch (usb_err(libusb_code)) {
	case -ERR_DENIED:
		return port_refuse(why, ERR_DENIED,
			"usb:%s may not be opened by this user: install "
			"hardware/udev/60-hometime.rules, add the user to the group hometime and "
			"plug it in again",
			address->name);
	case -ERR_BUSY:
		return port_refuse(why, ERR_BUSY,
			"usb:%s is in use by another program: end that one first", address->name);
	case -ERR_NOT_FOUND:
		return port_refuse(why, ERR_NOT_FOUND,
			"usb:%s is not plugged in: check the cable, and the numbers with lsusb",
			address->name);
	case -ERR_NO_MEMORY:
		return port_refuse(why, ERR_NO_MEMORY, "usb:%s: out of memory", address->name);
	default:
		return port_refuse(why, ERR_IO,
			"usb:%s cannot be opened (%s): unplug it, plug it in and try again",
			address->name, libusb_strerror(libusb_code));
	}
}

static void identify(libusb_device *device, const struct libusb_device_descriptor *descriptor,
	struct port_identity *out_identity)
{
	*out_identity =
		(struct port_identity){.vid = descriptor->idVendor, .pid = descriptor->idProduct};
	usb_serial(device, out_identity->serial);
	usb_node(device, out_identity->name);
}

// The data interface that the control interface's union descriptor names; -1: it names none.
static int union_data(const struct libusb_interface_descriptor *control)
{
	const uint8_t *at = control->extra;
	int left = control->extra_length;

	while (left >= 3 && at[0] >= 3 && at[0] <= left) {
		if (at[1] == LIBUSB_DT_INTERFACE + 0x20 && at[2] == CDC_UNION && at[0] >= 5)
			return at[4];
		left -= at[0];
		at += at[0];
	}
	return -1;
}

static bool find_endpoints(
	const struct libusb_interface_descriptor *data, struct usb_function *function)
{
	for (int i = 0; i < data->bNumEndpoints; i++) {
		const struct libusb_endpoint_descriptor *end = &data->endpoint[i];

		if ((end->bmAttributes & 3) != LIBUSB_TRANSFER_TYPE_BULK)
			continue;
		if (end->bEndpointAddress & LIBUSB_ENDPOINT_IN) {
			function->in = end->bEndpointAddress;
			function->packet = end->wMaxPacketSize & 0x7FF;
		} else {
			function->out = end->bEndpointAddress;
		}
	}
	function->data = data->bInterfaceNumber;
	return function->in && function->out && function->packet > 0;
}

// The first CDC-ACM function of the configuration. Addresses differ between makers, and even a
// kernel's own gadget renumbers them (usb.md 3.5), so nothing is assumed.
static bool find_function(
	const struct libusb_config_descriptor *config, struct usb_function *out_function)
{
	for (int i = 0; i < config->bNumInterfaces; i++) {
		const struct libusb_interface_descriptor *control = config->interface[i].altsetting;
		int wanted;

		if (config->interface[i].num_altsetting < 1 ||
			control->bInterfaceClass != LIBUSB_CLASS_COMM ||
			control->bInterfaceSubClass != CDC_ACM)
			continue;
		*out_function = (struct usb_function){.control = control->bInterfaceNumber};
		wanted = union_data(control);
		for (int j = 0; j < config->bNumInterfaces; j++) {
			const struct libusb_interface *data = &config->interface[j];

			if (data->num_altsetting > 0 &&
				data->altsetting->bInterfaceClass == LIBUSB_CLASS_DATA &&
				(wanted < 0 || data->altsetting->bInterfaceNumber == wanted) &&
				find_endpoints(data->altsetting, out_function))
				return true;
		}
	}
	return false;
}

static bool describe(libusb_device *device, struct usb_function *out_function)
{
	struct libusb_config_descriptor *config;
	bool found;

	if (libusb_get_active_config_descriptor(device, &config) < 0)
		return false;
	found = find_function(config, out_function);
	libusb_free_config_descriptor(config);
	return found;
}

struct search {
	const struct port_address *address;
	const char *known; // serial number it had before, or ""
	struct usb_device best;
	unsigned count;
	bool again;	 // best is the one known
	char names[128]; // serial numbers of those that match
};

static void note_name(struct search *search, const char *serial)
{
	size_t len = strlen(search->names);

	snprintf(search->names + len, sizeof search->names - len, "%s%s", len ? ", " : "",
		serial[0] ? serial : "one without");
}

static void consider(struct search *search, libusb_device *device)
{
	const struct port_address *address = search->address;
	struct libusb_device_descriptor descriptor;
	struct port_identity identity;
	bool again;

	if (libusb_get_device_descriptor(device, &descriptor) < 0 ||
		descriptor.idVendor != address->usb.vid || descriptor.idProduct != address->usb.pid)
		return;
	identify(device, &descriptor, &identity);
	if (address->usb.serial[0] && strcmp(address->usb.serial, identity.serial))
		return;
	search->count++;
	note_name(search, identity.serial);
	again = search->known[0] && !strcmp(search->known, identity.serial);
	if (search->count > 1 && !again)
		return;
	search->again = again;
	search->best.device = device;
	search->best.identity = identity;
}

int usb_find(struct usb_device *out_found, libusb_context *context,
	const struct port_address *address, const struct port_identity *known, char why[PORT_WHY])
{
	struct search search = {.address = address, .known = known ? known->serial : ""};
	libusb_device **all;
	ssize_t count = libusb_get_device_list(context, &all);
	int code = 0;

	if (count < 0)
		return usb_refuse(why, (int)count, address);
	for (ssize_t i = 0; i < count; i++)
		consider(&search, all[i]);
	if (!search.count)
		code = usb_refuse(why, LIBUSB_ERROR_NO_DEVICE, address);
	else if (search.count > 1 && !search.again)
		code = address->usb.serial[0]
			       ? port_refuse(why, ERR_ARG,
					 "usb:%s is what %u devices call themselves: leave one "
					 "plugged in, or give the others as serial:/dev/NAME",
					 address->name, search.count)
			       : port_refuse(why, ERR_ARG,
					 "usb:%s is %u devices: add the serial number of the one "
					 "meant, usb:%04x:%04x:SERIAL (%s)",
					 address->name, search.count, address->usb.vid,
					 address->usb.pid, search.names);
	else if (!describe(search.best.device, &search.best.function))
		code = port_refuse(why, ERR_ARG,
			"usb:%s has no CDC-ACM interface, so its chip needs a driver: give it as "
			"serial:/dev/NAME",
			address->name);
	if (code == 0) {
		libusb_ref_device(search.best.device);
		*out_found = search.best;
	}
	libusb_free_device_list(all, 1);
	return code;
}
