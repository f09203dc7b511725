// SPDX-License-Identifier: GPL-3.0-or-later
// Who a device is: what the kernel shows of it, and what people type to mean it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "usb/bus.h"

#define PORTS_DEEP 7 // hubs in a row, by the USB specification

// libusb would ask the device for its serial number and wait for the answer; the kernel did so once
// and shows it.
void usb_serial(libusb_device *device, char out_serial[USB_SERIAL])
{
	uint8_t ports[PORTS_DEEP];
	int count = libusb_get_port_numbers(device, ports, PORTS_DEEP);
	char path[128];
	int len = snprintf(path, sizeof path, "/sys/bus/usb/devices/%u",
		(unsigned)libusb_get_bus_number(device));
	FILE *file;

	out_serial[0] = '\0';
	for (int i = 0; i < count; i++)
		len += snprintf(path + len, sizeof path - (size_t)len, "%c%u", i ? '.' : '-',
			(unsigned)ports[i]);
	snprintf(path + len, sizeof path - (size_t)len, "/serial");
	file = count > 0 ? fopen(path, "re") : NULL;
	if (!file)
		return;
	if (!fgets(out_serial, USB_SERIAL, file))
		out_serial[0] = '\0';
	out_serial[strcspn(out_serial, "\r\n")] = '\0';
	fclose(file);
}

void usb_node(libusb_device *device, char out_node[USB_NODE])
{
	snprintf(out_node, USB_NODE, "/dev/bus/usb/%03u/%03u",
		(unsigned)libusb_get_bus_number(device),
		(unsigned)libusb_get_device_address(device));
}

int usb_err(int libusb_code)
{
	switch (libusb_code) {
	case LIBUSB_ERROR_ACCESS:
		return -ERR_DENIED;
	case LIBUSB_ERROR_BUSY:
		return -ERR_BUSY;
	case LIBUSB_ERROR_NO_DEVICE:
	case LIBUSB_ERROR_NOT_FOUND:
		return -ERR_NOT_FOUND;
	case LIBUSB_ERROR_NO_MEM:
		return -ERR_NO_MEMORY;
	default:
		return -ERR_IO;
	}
}

static bool four_digits(const char *text, uint16_t *out_number)
{
	char digits[5] = {0};

	if (strspn(text, "0123456789abcdefABCDEF") != 4)
		return false;
	memcpy(digits, text, 4);
	*out_number = (uint16_t)strtoul(digits, NULL, 16);
	return true;
}

int usb_name_parse(struct usb_name *out_name, const char *text)
{
	struct usb_name name = {0};

	if (!four_digits(text, &name.vid) || text[4] != ':' || !four_digits(text + 5, &name.pid) ||
		(text[9] && (text[9] != ':' || !text[10])))
		return -ERR_FORMAT;
	if (text[9] && strlen(text + 10) >= sizeof name.serial)
		return -ERR_FULL;
	if (text[9])
		strcpy(name.serial, text + 10);
	*out_name = name;
	return 0;
}
