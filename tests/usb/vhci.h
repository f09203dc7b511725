// SPDX-License-Identifier: GPL-3.0-or-later
// Carries a device model to the kernel it runs on, as a device on the virtual host controller
// vhci_hcd: the server's half of USB/IP over a socket pair, no network and no usbip tools. For the
// deep stage, inside its virtual machine, as root.
//
// What it is believed from: Linux's Documentation/usb/usbip_protocol.rst and drivers/usb/usbip;
// there the kernel itself is the judge.
#ifndef USB_VHCI_H
#define USB_VHCI_H

#include "model.h"

struct vhci;

// Exits where the kernel has no vhci_hcd. One device at a time, on its port 0.
struct vhci *vhci_open(void);
// Full speed. The model is borrowed until unplugged.
void vhci_plug(struct vhci *vhci, const struct usb_model *model);
// Pulled out: the kernel sees the device vanish with whatever flies.
void vhci_unplug(struct vhci *vhci);
// Readable when the kernel asks for something; -1 while unplugged. vhci_serve then answers, and
// lets waiting transfers go on; to be called also when the model has something new.
int vhci_fd(const struct vhci *vhci);
void vhci_serve(struct vhci *vhci);

#endif
