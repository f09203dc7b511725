# SPDX-License-Identifier: GPL-3.0-or-later
"""A virtual machine with Debian's own kernel, in plain emulation (TCG): no root, no /dev/kvm, no disk.

The kernel's package is fetched and unpacked, never installed. What runs in it is an initramfs: busybox, Debian's
udevd with our rules, and the programs under test as they were built. The tests type at its serial console."""
import os
import re
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).parents[2]
CACHE = SOURCE / "build" / "deep"
LIMIT = 120  # seconds of one machine's life

# What the scenarios load, with all they depend on.
MODULES = ("vhci-hcd", "dummy_hcd", "libcomposite", "usb_f_acm", "usb_f_hid", "cdc-acm", "usbhid", "hid-generic", "evdev",
           "xhci-pci", "ftdi_sio", "configfs")
RULES = ("50-udev-default.rules", "60-persistent-input.rules", "60-serial.rules")

INIT = """#!/bin/sh
export PATH=/bin
/bin/busybox --install -s /bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
mkdir -p /dev/pts
mount -t tmpfs none /run
mount -t tmpfs none /tmp
chmod 1777 /tmp
echo /bin/modprobe > /proc/sys/kernel/modprobe
modprobe configfs && mount -t configfs none /sys/kernel/config
/lib/systemd/systemd-udevd --daemon
udevadm trigger
udevadm settle
set +m
export PS1= PS2= SYSTEMD_PAGER=cat SYSTEMD_COLORS=0
stty -F /dev/ttyS0 -echo -onlcr
setsid sh -c 'exec sh <>/dev/ttyS0 >&0 2>&1'
poweroff -f
"""
# as USER COMMAND ...: in that user's group and no other.
AS = """#!/bin/sh
id=$(id -u "$1")
shift
exec /bin/util-linux-setpriv --reuid="$id" --regid="$id" --clear-groups "$@"
"""
PASSWD = """root:x:0:0:root:/:/bin/sh
hometime:x:990:990::/var/lib/hometime:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/sh
"""
# udev's own rules name most of these; hometime is what docs/operating.md has made.
GROUPS = "root:0 hometime:990 nobody:65534 tty:5 disk:6 lp:7 kmem:15 dialout:20 cdrom:24 tape:26 audio:29 video:44 " \
         "sgx:103 input:104 kvm:105 render:106 plugdev:46"


def run(*words, **more):
    return subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE, **more).stdout


def fetch_kernel():
    """The folder of Debian's kernel for amd64: vmlinuz and the modules we need. Fetched once."""
    folder = CACHE / "kernel"
    if (folder / "ready").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    depends = run("apt-cache", "depends", "linux-image-amd64", text=True)
    # The name has the version in it, which changes with every update.
    package = re.search(r"Depends: (linux-image-\S+)", depends)[1]
    run("apt-get", "download", package, cwd=folder, stderr=subprocess.STDOUT)
    deb = next(folder.glob("*.deb"))
    parts = [f"./lib/modules/*/{part}" for part in (
        "kernel/drivers/usb/*", "kernel/drivers/hid/hid*", "kernel/drivers/hid/usbhid/*", "kernel/drivers/input/*",
        "kernel/fs/configfs/*", "modules.*")]
    tar = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE)
    run("tar", "-x", "--wildcards", "./boot/vmlinuz*", *parts, cwd=folder, stdin=tar.stdout)
    tar.wait()
    deb.unlink()
    version = next((folder / "lib/modules").iterdir()).name
    run("depmod", "-b", folder, version, stderr=subprocess.DEVNULL)
    (folder / "ready").write_text(version)
    return folder


def libraries(program):
    """The shared objects a program needs, as the loader finds them here."""
    listed = subprocess.run(["ldd", program], capture_output=True, text=True).stdout
    return {Path(path) for path in re.findall(r"(/\S+) \(0x", listed)}


class Image:
    """An initramfs in the making."""

    def __init__(self):
        self.root = Path(tempfile.mkdtemp(prefix="hometime-deep-"))
        self.root.chmod(0o755)  # it becomes / of the machine
        self.kernel = fetch_kernel()
        for folder in ("bin", "proc", "sys", "dev", "run", "tmp", "etc/udev/rules.d", "lib/udev/rules.d", "var/lib/hometime"):
            (self.root / folder).mkdir(parents=True)
        for link, to in (("sbin", "bin"), ("usr", "."), ("var/run", "/run")):
            (self.root / link).symlink_to(to)
        self.program("/bin/busybox", "bin/busybox")
        (self.root / "bin/sh").symlink_to("busybox")
        self.program("/bin/udevadm", "bin/udevadm")
        self.program("/lib/systemd/systemd-udevd", "lib/systemd/systemd-udevd")
        for rule in RULES:
            self.file(f"/lib/udev/rules.d/{rule}", f"lib/udev/rules.d/{rule}")
        for rule in (SOURCE / "hardware/udev").glob("*.rules"):
            self.file(rule, f"etc/udev/rules.d/{rule.name}")
        self.file("/usr/share/zoneinfo/Europe/London", "usr/share/zoneinfo/Europe/London")
        (self.root / "etc/passwd").write_text(PASSWD)
        (self.root / "etc/group").write_text(
            "".join("{}:x:{}:\n".format(*group.split(":")) for group in GROUPS.split()))
        self.modules()
        self.program("/usr/bin/setpriv", "bin/util-linux-setpriv")
        for name, text in (("init", INIT), ("bin/as", AS)):
            (self.root / name).write_text(text)
            (self.root / name).chmod(0o755)

    def file(self, source, target):
        path = self.root / target
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, path)

    def program(self, source, target):
        """A program with all it needs; what is only for a debugger stays behind."""
        self.file(source, target)
        run("strip", "--strip-debug", self.root / target)
        for library in libraries(source):
            self.file(library, str(library).lstrip("/").removeprefix("usr/"))

    def modules(self):
        version = (self.kernel / "ready").read_text()
        wanted = set()
        for module in MODULES:
            shown = run("modprobe", "-d", self.kernel, "-S", version, "--show-depends", module, text=True)
            wanted |= set(re.findall(r"insmod (\S+)", shown))
        for path in wanted:
            self.file(path, Path(path).relative_to(self.kernel))
        run("depmod", "-b", self.root, version, stderr=subprocess.DEVNULL)

    def pack(self, path):
        listing = run("find", ".", "-print0", cwd=self.root)
        packed = run("cpio", "--null", "-o", "-H", "newc", "-R", "0:0", "--quiet", cwd=self.root, input=listing)
        path.write_bytes(packed)
        shutil.rmtree(self.root)


class Machine:
    """A running machine. Commands are typed at its console, as root; `line` is a Unix socket behind its second serial
    port, /dev/ttyS1."""

    def __init__(self, case, image, line=None, devices=()):
        self.case = case
        self.born = time.monotonic()
        initramfs = case.folder / "initramfs"
        image.pack(initramfs)
        kernel = next((image.kernel / "boot").glob("vmlinuz*"))
        second = ["-chardev", f"socket,id=line,path={line}", "-serial", "chardev:line"] if line else []
        self.process = subprocess.Popen(
            ["timeout", "-k", "5", str(LIMIT), "qemu-system-x86_64", "-accel", "tcg", "-M", "pc", "-nodefaults", "-no-user-config",
             "-no-reboot", "-m", "768", "-display", "none", "-rtc", "base=utc", "-kernel", kernel, "-initrd", initramfs,
             "-append", "console=ttyS0 quiet panic=-1", "-serial", "stdio", *second, *devices],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        os.set_blocking(self.process.stdout.fileno(), False)
        case.addCleanup(self.stop)
        self.heard = ""
        self.typed = 0
        self.type("echo up")
        self.wait_for("up\n", 60)

    def type(self, text):
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()

    def wait_for(self, text, seconds):
        """What the console showed before text; it and text are used up."""
        until = time.monotonic() + seconds
        while text not in self.heard:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                self.case.fail(f"no {text!r} on the console within {seconds} s:\n{self.heard[-3000:]}")
            more = os.read(self.process.stdout.fileno(), 65536)
            if not more:
                self.case.fail(f"the machine ended without {text!r}:\n{self.heard[-3000:]}")
            self.heard += more.decode(errors="replace").replace("\r", "")
        before, self.heard = self.heard.split(text, 1)
        return before

    def ask(self, command, seconds=30):
        """Types a command; (its exit status, what it printed)."""
        self.typed += 1
        mark = f"=={self.typed}=="
        # The mark is typed apart, so that an echo of the command would not end it.
        self.type(f"{{ {command}\n}} 2>&1; echo \"==\"{self.typed}\"==\"$?==")
        printed = self.wait_for(mark, seconds)
        return int(self.wait_for("==", 5)), printed.strip("\n")

    def ok(self, command, seconds=30):
        status, printed = self.ask(command, seconds)
        self.case.assertEqual(status, 0, f"{command}: {printed}")
        return printed

    def becomes(self, command, seconds):
        """Asks again until the command succeeds; what it printed, or None where it never did."""
        give_up = time.monotonic() + seconds
        while True:
            status, printed = self.ask(command)
            if status == 0:
                return printed
            if time.monotonic() > give_up:
                return None

    def until(self, command, seconds=30):
        printed = self.becomes(command, seconds)
        if printed is None:
            self.case.fail(f"never true within {seconds} s: {command}\n{self.ask('cat /tmp/*.log')[1]}")
        return printed

    def stop(self):
        if self.process.poll() is None:
            try:
                self.type("poweroff -f")
                self.process.wait(timeout=10)
            except (OSError, subprocess.TimeoutExpired):
                self.process.terminate()  # `timeout` hands it on; killed, it would leave the machine running
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        print(f"  a machine for {time.monotonic() - self.born:.1f} s", flush=True)
