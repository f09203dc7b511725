// SPDX-License-Identifier: GPL-3.0-or-later
// The child behind a PC/SC reader: waits for cards through pcscd and says what it finds (pcsc.c).
// Every wait is finite, so that it notices the end of its input; every answer of pcscd's that means
// "gone" begins again from nothing, since after pcscd died nothing that was opened is any good.
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <winscard.h>

#include "reader/reader.h"

#define READERS	     8
#define WAIT_MS	     500 // for a card or a reader; also how long a service's end may take to be seen
#define AGAIN_MS     1000
#define NAMES	     1024
#define NOTIFICATION "\\\\?PnP?\\Notification"

struct job {
	const char *wanted; // part of a reader's name
	SCARDCONTEXT context;
	bool open;
	char names[NAMES];
	SCARD_READERSTATE states[READERS + 1]; // the last stands for readers coming and going
	DWORD count;			       // of readers that are meant
	DWORD all;
	char said[READER_WHY];
};

static void say_once(struct job *job, const char *line)
{
	if (strcmp(job->said, line) == 0)
		return;
	snprintf(job->said, sizeof job->said, "%s", line);
	puts(line);
}

// True where standard input has ended within that time. Nothing else is ever said on it.
static bool told_to_end(int wait_ms)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
	char byte;

	return poll(&input, 1, wait_ms) > 0 && read(STDIN_FILENO, &byte, 1) <= 0;
}

static void let_go(struct job *job)
{
	if (job->open)
		SCardReleaseContext(job->context);
	job->open = false;
}

static bool list(struct job *job)
{
	DWORD room = sizeof job->names;
	LONG code = SCardListReaders(job->context, NULL, job->names, &room);

	job->count = job->all = 0;
	if (code != SCARD_S_SUCCESS && code != SCARD_E_NO_READERS_AVAILABLE)
		return false;
	for (const char *name = job->names; code == SCARD_S_SUCCESS && *name;
		name += strlen(name) + 1) {
		job->all++;
		if (job->count < READERS && strstr(name, job->wanted))
			job->states[job->count++] = (SCARD_READERSTATE){
				.szReader = name, .dwCurrentState = SCARD_STATE_UNAWARE};
	}
	job->states[job->count] =
		(SCARD_READERSTATE){.szReader = NOTIFICATION, .dwCurrentState = job->all << 16};
	if (job->count)
		say_once(job, "right");
	else if (job->all)
		say_once(job,
			"trouble No PC/SC reader has that in its name: see the list of readers.");
	else
		say_once(job,
			"trouble No PC/SC reader is plugged in: check its cable, and that the "
			"kernel has not taken it (hardware/udev/hometime-nfc.conf).");
	return true;
}

static const char *ask_uid(SCARDHANDLE card, DWORD protocol, uint8_t *out, DWORD *len)
{
	static const uint8_t get_data[] = {0xFF, 0xCA, 0x00, 0x00, 0x00};
	const SCARD_IO_REQUEST *how = protocol == SCARD_PROTOCOL_T1 ? SCARD_PCI_T1 : SCARD_PCI_T0;
	LONG code = SCardTransmit(card, how, get_data, sizeof get_data, NULL, out, len);

	if (code != SCARD_S_SUCCESS)
		return "The card was taken away too soon: hold it still until it is read.";
	if (*len < 2 || out[*len - 2] != 0x90 || out[*len - 1] != 0x00)
		return "The reader cannot tell this card's number: use another card, or a "
		       "contactless reader.";
	*len -= 2;
	return NULL;
}

static void read_card(struct job *job, const char *reader)
{
	uint8_t answer[64];
	DWORD len = sizeof answer;
	DWORD protocol;
	SCARDHANDLE card;
	LONG code = SCardConnect(job->context, reader, SCARD_SHARE_SHARED,
		SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card, &protocol);
	const char *trouble;

	if (code != SCARD_S_SUCCESS) {
		puts(code == SCARD_E_SHARING_VIOLATION
				? "unread Another program has the card to itself: end that one."
				: "unread The card was taken away too soon: hold it still until it "
				  "is read.");
		return;
	}
	trouble = ask_uid(card, protocol, answer, &len);
	SCardDisconnect(card, SCARD_LEAVE_CARD);
	if (trouble) {
		printf("unread %s\n", trouble);
		return;
	}
	printf("card ");
	for (DWORD i = 0; i < len; i++)
		printf("%02X", answer[i]);
	putchar('\n');
}

// False where nothing that is open is any good any more.
static bool wait(struct job *job)
{
	LONG code = SCardGetStatusChange(job->context, WAIT_MS, job->states, job->count + 1);

	if (code == SCARD_E_TIMEOUT)
		return true;
	if (code == SCARD_E_UNKNOWN_READER || code == SCARD_E_READER_UNAVAILABLE)
		return list(job);
	if (code != SCARD_S_SUCCESS)
		return false;
	for (DWORD i = 0; i < job->count; i++) {
		SCARD_READERSTATE *state = &job->states[i];
		bool was = (state->dwCurrentState & SCARD_STATE_PRESENT) != 0;
		bool is = (state->dwEventState & SCARD_STATE_PRESENT) != 0;
		// The upper half counts insertions: one card after another within one wait.
		bool another = was && (state->dwCurrentState ^ state->dwEventState) >> 16;

		if (is && !(state->dwEventState & SCARD_STATE_MUTE) && (!was || another))
			read_card(job, state->szReader);
		state->dwCurrentState = state->dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
	}
	return !(job->states[job->count].dwEventState & SCARD_STATE_CHANGED) || list(job);
}

int reader_pcsc_run(const char *name)
{
	struct job job = {.wanted = name};

	setvbuf(stdout, NULL, _IOLBF, 0);
	while (!told_to_end(0) && !ferror(stdout)) {
		if (!job.open) {
			job.open = SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL,
					   &job.context) == SCARD_S_SUCCESS;
			if (job.open && list(&job))
				continue;
			let_go(&job);
			say_once(&job,
				"trouble The smart card service does not answer: install and "
				"start pcscd (apt install pcscd).");
			if (told_to_end(AGAIN_MS))
				break;
		} else if (!wait(&job)) {
			let_go(&job);
		}
	}
	let_go(&job);
	return 0;
}
