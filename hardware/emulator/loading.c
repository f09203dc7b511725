// SPDX-License-Identifier: GPL-3.0-or-later
// Loads the ELF image and the bootloader, and maps EEPROM, FRAM and clock cell to files: each byte
// is in its file as soon as the chip has it, so killing the process is a power cut.
#include "loading.h"

#include <sim_elf.h>
#include <sim_hex.h>
#include <sodium.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOOTLOADER_AT 0x3E000
#define CLOCK_SIZE    (2 * sizeof(int64_t))

// libsimavr 1.6 never frees its IRQ names and hooks. Asked for by the leak sanitizer, by this name.
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libsimavr";
}

const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}

static void quiet(struct avr_t *avr, const int level, const char *format, va_list args)
{
	(void)avr, (void)level, (void)format, (void)args;
}

static int hash_image(struct cabinet *c, const char *path, char *why, size_t size)
{
	uint8_t block[4096], digest[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;
	FILE *file = fopen(path, "rb");
	size_t count = file ? fread(block, 1, sizeof block, file) : 0;
	if (!file || count < 52) {
		snprintf(why, size, "cannot read the image %s: %s", path,
			file ? "it is too short" : strerror(errno));
		if (file)
			fclose(file);
		return -1;
	}
	if (memcmp(block, "\177ELF\1\1", 6) || block[18] != 83) {
		snprintf(why, size, "%s is not an ELF image for an AVR: build it with avr-gcc",
			path);
		fclose(file);
		return -1;
	}
	crypto_hash_sha256_init(&state);
	for (; count; count = fread(block, 1, sizeof block, file))
		crypto_hash_sha256_update(&state, block, count);
	fclose(file);
	crypto_hash_sha256_final(&state, digest);
	sodium_bin2hex(c->sha256, sizeof c->sha256, digest, sizeof digest);
	return 0;
}

static void keep_symbols(struct cabinet *c, const elf_firmware_t *image)
{
	c->symbols = calloc(image->symbolcount + 1, sizeof *c->symbols);
	if (!c->symbols)
		abort();
	for (uint32_t i = 0; i < image->symbolcount; i++) {
		c->symbols[c->symbol_count].name = strdup(image->symbol[i]->symbol);
		c->symbols[c->symbol_count++].address = image->symbol[i]->addr;
		free(image->symbol[i]);
	}
	free(image->symbol);
}

static int load_bootloader(struct cabinet *c, const char *path, char *why, size_t size)
{
	uint32_t length = 0, at = 0;
	uint8_t *code = read_ihex_file(path, &length, &at);
	if (!code || BOOTLOADER_AT + length > c->avr->flashend + 1) {
		free(code);
		snprintf(why, size, "%s is not an Intel HEX bootloader of at most 8 KiB", path);
		return -1;
	}
	avr_loadcode(c->avr, code, length, BOOTLOADER_AT);
	free(code);
	c->avr->reset_pc = BOOTLOADER_AT;
	c->avr->codeend = c->avr->flashend;
	return 0;
}

int load_image(struct cabinet *c, const struct cabinet_options *o, char *why, size_t size)
{
	elf_firmware_t image = {0};
	avr_global_logger_set(quiet);
	if (o->doors != 8 && o->doors != 16 && o->doors != 24) {
		snprintf(why, size, "a cabinet has 8, 16 or 24 doors, not %u", o->doors);
		return -1;
	}
	if (hash_image(c, o->image, why, size))
		return -1;
	c->avr = avr_make_mcu_by_name("atmega2560");
	if (!c->avr) {
		snprintf(why, size, "this libsimavr knows no atmega2560");
		return -1;
	}
	c->avr->custom.data = c;
	avr_init(c->avr);
	if (elf_read_firmware(o->image, &image)) {
		snprintf(why, size, "libsimavr cannot load %s", o->image);
		return -1;
	}
	avr_load_firmware(c->avr, &image);
	c->avr->frequency = 16000000;
	keep_symbols(c, &image);
	free(image.flash);
	free(image.eeprom);
	free(image.fuse);
	free(image.lockbits);
	return o->bootloader ? load_bootloader(c, o->bootloader, why, size) : 0;
}

static void *map_file(const char *folder, const char *name, size_t length, uint8_t blank)
{
	char path[4096];
	struct stat status;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || fstat(fd, &status)) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	bool fresh = (size_t)status.st_size != length;
	void *memory = NULL;
	if (!fresh || !ftruncate(fd, (off_t)length))
		memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (memory == MAP_FAILED)
		memory = NULL;
	if (memory && fresh)
		memset(memory, blank, length);
	return memory;
}

static void *map_blank(size_t length, uint8_t blank)
{
	void *memory =
		mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		abort();
	return memset(memory, blank, length);
}

int load_memories(struct cabinet *c, const struct cabinet_options *o, char *why, size_t size)
{
	int64_t *cell;
	if (o->state && mkdir(o->state, 0700) && errno != EEXIST) {
		snprintf(why, size, "cannot make the state folder %s: %s", o->state,
			strerror(errno));
		return -1;
	}
	if (o->state) {
		c->eeprom = map_file(o->state, "eeprom.bin", EEPROM_SIZE, 0xFF);
		c->fram = map_file(o->state, "fram.bin", FRAM_SIZE, 0x00);
		cell = map_file(o->state, "clock.bin", CLOCK_SIZE, 0xFF);
	} else {
		c->eeprom = map_blank(EEPROM_SIZE, 0xFF);
		c->fram = map_blank(FRAM_SIZE, 0x00);
		cell = map_blank(CLOCK_SIZE, 0xFF);
	}
	if (cell) {
		c->clock.offset = &cell[0];
		c->clock.stopped = &cell[1];
		if (cell[0] == -1 && cell[1] == -1)
			cell[0] = 946684800 - o->started; // a new clock shows 2000-01-01
	}
	if (c->eeprom && c->fram && cell)
		return 0;
	snprintf(why, size, "cannot keep the cabinet's memories in %s: %s", o->state,
		strerror(errno));
	return -1;
}

void unload(struct cabinet *c)
{
	if (c->eeprom)
		munmap(c->eeprom, EEPROM_SIZE);
	if (c->fram)
		munmap(c->fram, FRAM_SIZE);
	if (c->clock.offset)
		munmap(c->clock.offset, CLOCK_SIZE);
	for (size_t i = 0; i < c->symbol_count; i++)
		free(c->symbols[i].name);
	free(c->symbols);
	if (c->avr) {
		avr_terminate(c->avr);
		free(c->avr);
	}
}
