// SPDX-License-Identifier: GPL-3.0-or-later
// The AVR's instructions after the instruction set manual (Microchip DS40002198): each word of the
// flash is taken apart once, not each time it runs. Simulated school days are nearly nothing else.
// What is rare (sleep, the watchdog, self-programming, whatever is wrong) is left to simavr's own
// core, and so is an I/O register that somebody listens to.
#include "core.h"
#include "core_ops.h"

#include <sim_core.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { SPM = 0x95E8, BEHIND = 3 }; // words behind the flash that may be looked at

struct core {
	size_t words;
	struct decoded at[];
};

struct core *core_new(const avr_t *avr)
{
	// One allocation, of zeros: the system gives its pages only where code is.
	size_t words = (avr->flashend + 1U) / 2;
	struct core *core = calloc(1, sizeof *core + (words + BEHIND) * sizeof core->at[0]);
	if (!core)
		abort();
	core->words = words;
	return core;
}

void core_forget(struct core *core, avr_flashaddr_t pc)
{
	core->at[pc / 2].op = NOT_YET;
}

static unsigned word_at(const avr_t *avr, size_t word)
{
	return (unsigned)avr->flash[word * 2] | (unsigned)avr->flash[word * 2 + 1] << 8;
}

// LDS, STS, JMP and CALL are two words long.
static unsigned length_at(const avr_t *avr, size_t word)
{
	unsigned raw = word_at(avr, word);
	return (raw & 0xFC0F) == 0x9000 || (raw & 0xFE0C) == 0x940C ? 2 : 1;
}

// The flags, one byte each as simavr keeps them.
static inline void sign(uint8_t *flags, unsigned res, unsigned overflow)
{
	flags[S_N] = res >> 7 & 1;
	flags[S_V] = overflow & 1;
	flags[S_S] = flags[S_N] ^ flags[S_V];
}

static inline uint8_t add(uint8_t *flags, unsigned a, unsigned b, unsigned carry)
{
	unsigned res = a + b + carry;
	unsigned carries = (a & b) | ((a | b) & ~res);
	flags[S_H] = carries >> 3 & 1;
	flags[S_C] = res >> 8 & 1;
	flags[S_Z] = !(res & 0xFF);
	sign(flags, res, (a ^ res) >> 7 & (b ^ res) >> 7);
	return (uint8_t)res;
}

// keep: a longer number's Z, which its higher bytes can only take away.
static inline uint8_t subtract(uint8_t *flags, unsigned a, unsigned b, unsigned borrow, bool keep)
{
	unsigned res = a - b - borrow;
	unsigned borrows = (~a & b) | ((~a | b) & res);
	flags[S_H] = borrows >> 3 & 1;
	flags[S_C] = borrows >> 7 & 1;
	flags[S_Z] = !(res & 0xFF) && (!keep || flags[S_Z]);
	sign(flags, res, (a ^ b) >> 7 & (a ^ res) >> 7);
	return (uint8_t)res;
}

static inline uint8_t logic(uint8_t *flags, unsigned res)
{
	flags[S_Z] = !(res & 0xFF);
	sign(flags, res, 0);
	return (uint8_t)res;
}

static inline uint8_t shift_right(uint8_t *flags, unsigned from, unsigned top)
{
	unsigned res = from >> 1 | top << 7;
	flags[S_C] = from & 1;
	flags[S_Z] = !res;
	sign(flags, res, (res >> 7 ^ from) & 1);
	return (uint8_t)res;
}

static inline void word_flags(uint8_t *flags, unsigned res, unsigned overflow, unsigned carry)
{
	flags[S_C] = carry & 1;
	flags[S_Z] = !(res & 0xFFFF);
	sign(flags, res >> 8, overflow);
}

static inline unsigned pair(const uint8_t *data, unsigned at)
{
	return (unsigned)data[at] | (unsigned)data[at + 1] << 8;
}

static inline void set_pair(uint8_t *data, unsigned at, unsigned value)
{
	data[at] = (uint8_t)value;
	data[at + 1] = (uint8_t)(value >> 8);
}

static inline void product(uint8_t *flags, uint8_t *data, int res)
{
	set_pair(data, 0, (unsigned)res);
	flags[S_C] = (unsigned)res >> 15 & 1;
	flags[S_Z] = !(res & 0xFFFF);
}

// Behind the registers of I/O, and there.
static inline bool is_ram(const avr_t *avr, unsigned at)
{
	return at >= 31 + MAX_IOs && at <= avr->ramend;
}

// A register of I/O to which nobody listens but its own module.
static bool is_io(const avr_t *avr, unsigned at)
{
	return at >= 32 && at < 31 + MAX_IOs && !avr->io[AVR_DATA_TO_IO(at)].irq;
}

static uint8_t read_io(avr_t *avr, unsigned at)
{
	unsigned io = AVR_DATA_TO_IO(at);
	if (at == R_SREG) {
		unsigned all = 0;
		for (unsigned i = 0; i < 8; i++)
			all |= (unsigned)avr->sreg[i] << i;
		avr->data[at] = (uint8_t)all;
	}
	if (avr->io[io].r.c)
		avr->data[at] = avr->io[io].r.c(avr, (avr_io_addr_t)at, avr->io[io].r.param);
	return avr->data[at];
}

static void write_io(avr_t *avr, unsigned at, uint8_t value)
{
	unsigned io = AVR_DATA_TO_IO(at);
	if (at == R_SREG) {
		avr->data[at] = value;
		for (uint8_t i = 0; i < 8; i++)
			avr_sreg_set(avr, i, value >> i & 1);
	}
	if (avr->io[io].w.c)
		avr->io[io].w.c(avr, (avr_io_addr_t)at, value, avr->io[io].w.param);
	else
		avr->data[at] = value;
}

// One instruction by simavr's own core, which stops behind it as if for an interrupt.
static avr_flashaddr_t one_of_simavr(struct core *core, avr_t *avr)
{
	const int8_t marked = 99, before = avr->interrupt_state;
	bool writes_flash = word_at(avr, avr->pc / 2) == SPM;
	avr_flashaddr_t next;
	avr->interrupt_state = marked;
	next = avr_run_one(avr);
	if (avr->interrupt_state == marked && before)
		avr->interrupt_state = before;
	else if (avr->interrupt_state == marked)
		avr->interrupt_state = avr->sreg[S_I] && avr_has_pending_interrupts(avr);
	if (writes_flash)
		memset(core->at, 0, core->words * sizeof core->at[0]);
	return next;
}

// Whether all of `count` bytes lie in SRAM, that many pushed or popped from here.
static bool stack_holds(const avr_t *avr, unsigned lowest, unsigned count)
{
	return is_ram(avr, lowest) && is_ram(avr, lowest + count - 1);
}

// The chip as it stands in front of the instruction at `word`.
static void hand_over(avr_t *avr, size_t word, uint64_t limit, uint64_t left)
{
	avr->pc = (avr_flashaddr_t)word * 2;
	avr->cycle = limit - left;
	avr->run_cycle_count = left;
}

// The whole of the chip is bytes, and flags are bytes beside it: what the loop needs all the time
// is kept in variables, and handed to the chip before anybody else looks at it.
avr_flashaddr_t core_run(struct core *core, avr_t *avr)
{
	uint8_t *const data = avr->data;
	uint8_t *const flags = avr->sreg;
	const unsigned address_size = avr->address_size;
	const size_t words = core->words;
	size_t word = avr->pc / 2;
	uint64_t left = avr->interrupt_state ? 1 : avr->run_cycle_count;
	uint64_t limit = avr->cycle + left;

	if (word >= words)
		return avr_run_one(avr);
	for (;;) {
		struct decoded *e = &core->at[word];
		size_t next = word + 1;
		unsigned cycles = 1, at, value;
		switch ((enum op)e->op) {
		case NOT_YET:
			if (word >= words)
				goto leave;
			core_decode(e, word_at(avr, word), word_at(avr, next));
			continue;
		case SIMAVR:
			goto simavr;
		case NOP:
			break;
		case MOVW:
			data[e->d] = data[e->r];
			data[e->d + 1] = data[e->r + 1];
			break;
		case MUL:
			product(flags, data, data[e->d] * data[e->r]);
			cycles = 2;
			break;
		case MULS:
			product(flags, data, (int8_t)data[e->d] * (int8_t)data[e->r]);
			cycles = 2;
			break;
		case MULSU:
			product(flags, data, (int8_t)data[e->d] * data[e->r]);
			cycles = 2;
			break;
		case CPC:
			subtract(flags, data[e->d], data[e->r], flags[S_C], true);
			break;
		case SBC:
			data[e->d] = subtract(flags, data[e->d], data[e->r], flags[S_C], true);
			break;
		case ADD:
			data[e->d] = add(flags, data[e->d], data[e->r], 0);
			break;
		case CPSE:
			if (data[e->d] == data[e->r])
				goto skip;
			break;
		case CP:
			subtract(flags, data[e->d], data[e->r], 0, false);
			break;
		case SUB:
			data[e->d] = subtract(flags, data[e->d], data[e->r], 0, false);
			break;
		case ADC:
			data[e->d] = add(flags, data[e->d], data[e->r], flags[S_C]);
			break;
		case AND:
			data[e->d] = logic(flags, data[e->d] & data[e->r]);
			break;
		case EOR:
			data[e->d] = logic(flags, data[e->d] ^ data[e->r]);
			break;
		case OR:
			data[e->d] = logic(flags, data[e->d] | data[e->r]);
			break;
		case MOV:
			data[e->d] = data[e->r];
			break;
		case CPI:
			subtract(flags, data[e->d], e->k, 0, false);
			break;
		case SBCI:
			data[e->d] = subtract(flags, data[e->d], e->k, flags[S_C], true);
			break;
		case SUBI:
			data[e->d] = subtract(flags, data[e->d], e->k, 0, false);
			break;
		case ORI:
			data[e->d] = logic(flags, data[e->d] | e->k);
			break;
		case ANDI:
			data[e->d] = logic(flags, data[e->d] & e->k);
			break;
		case LDI:
			data[e->d] = (uint8_t)e->k;
			break;
		case LOAD:
			at = (pair(data, e->r) + e->k) & 0xFFFF;
			goto load;
		case LOAD_AFTER:
			at = pair(data, e->r);
			if (!is_ram(avr, at))
				goto simavr;
			set_pair(data, e->r, at + 1);
			goto load;
		case LOAD_BEFORE:
			at = (pair(data, e->r) - 1) & 0xFFFF;
			if (!is_ram(avr, at))
				goto simavr;
			set_pair(data, e->r, at);
			goto load;
		case LDS:
			at = e->k;
			next++;
		load:
			cycles = 2;
			if (is_ram(avr, at)) {
				data[e->d] = data[at];
				break;
			}
			if (!is_io(avr, at))
				goto simavr;
			hand_over(avr, word, limit, left);
			data[e->d] = read_io(avr, at);
			goto heard;
		case STORE:
			at = (pair(data, e->r) + e->k) & 0xFFFF;
			goto store;
		case STORE_AFTER:
			at = pair(data, e->r);
			if (!is_ram(avr, at))
				goto simavr;
			set_pair(data, e->r, at + 1);
			goto store;
		case STORE_BEFORE:
			at = (pair(data, e->r) - 1) & 0xFFFF;
			if (!is_ram(avr, at))
				goto simavr;
			set_pair(data, e->r, at);
			goto store;
		case STS:
			at = e->k;
			next++;
		store:
			cycles = 2;
			if (is_ram(avr, at)) {
				data[at] = data[e->d];
				break;
			}
			if (!is_io(avr, at))
				goto simavr;
			hand_over(avr, word, limit, left);
			write_io(avr, at, data[e->d]);
			goto heard;
		case POP:
			at = (pair(data, R_SPL) + 1) & 0xFFFF;
			if (!is_ram(avr, at))
				goto simavr;
			set_pair(data, R_SPL, at);
			data[e->d] = data[at];
			cycles = 2;
			break;
		case PUSH:
			at = pair(data, R_SPL);
			if (!is_ram(avr, at))
				goto simavr;
			data[at] = data[e->d];
			set_pair(data, R_SPL, at - 1);
			cycles = 2;
			break;
		case LPM:
			data[e->d] = avr->flash[pair(data, e->r)];
			cycles = 3;
			break;
		case LPM_AFTER:
			at = pair(data, e->r);
			set_pair(data, e->r, at + 1);
			data[e->d] = avr->flash[at];
			cycles = 3;
			break;
		case COM:
			data[e->d] = logic(flags, 0xFFU ^ data[e->d]);
			flags[S_C] = 1;
			break;
		case NEG:
			data[e->d] = subtract(flags, 0, data[e->d], 0, false);
			break;
		case SWAP:
			data[e->d] = (uint8_t)(data[e->d] >> 4 | data[e->d] << 4);
			break;
		case INC:
			value = data[e->d] + 1U;
			data[e->d] = logic(flags, value);
			sign(flags, value, (value & 0xFF) == 0x80);
			break;
		case DEC:
			value = data[e->d] - 1U;
			data[e->d] = logic(flags, value);
			sign(flags, value, (value & 0xFF) == 0x7F);
			break;
		case ASR:
			data[e->d] = shift_right(flags, data[e->d], data[e->d] >> 7);
			break;
		case LSR:
			data[e->d] = shift_right(flags, data[e->d], 0);
			break;
		case ROR:
			data[e->d] = shift_right(flags, data[e->d], flags[S_C]);
			break;
		case BSET:
		case BCLR:
			if (e->r != S_I) {
				flags[e->r] = e->op == BSET;
				break;
			}
			hand_over(avr, word, limit, left);
			avr_sreg_set(avr, S_I, e->op == BSET);
			goto heard;
		case BST:
			flags[S_T] = (data[e->d] & e->r) != 0;
			break;
		case BLD:
			data[e->d] = (uint8_t)((data[e->d] & ~e->r) | (flags[S_T] ? e->r : 0));
			break;
		case ADIW:
			at = pair(data, e->d);
			value = at + e->k;
			set_pair(data, e->d, value);
			word_flags(flags, value, (~at & value) >> 15, (at & ~value) >> 15);
			cycles = 2;
			break;
		case SBIW:
			at = pair(data, e->d);
			value = at - e->k;
			set_pair(data, e->d, value);
			word_flags(flags, value, (at & ~value) >> 15, (~at & value) >> 15);
			cycles = 2;
			break;
		case IN:
			if (!is_io(avr, e->k))
				goto simavr;
			hand_over(avr, word, limit, left);
			data[e->d] = read_io(avr, e->k);
			goto heard;
		case OUT:
			if (!is_io(avr, e->k))
				goto simavr;
			hand_over(avr, word, limit, left);
			write_io(avr, e->k, data[e->d]);
			goto heard;
		case SBI:
		case CBI:
			if (!is_io(avr, e->k))
				goto simavr;
			hand_over(avr, word, limit, left);
			value = read_io(avr, e->k);
			value = e->op == SBI ? value | e->r : value & ~(unsigned)e->r;
			write_io(avr, e->k, (uint8_t)value);
			cycles = 2;
			goto heard;
		case SBIC:
		case SBIS:
			if (!is_io(avr, e->k))
				goto simavr;
			hand_over(avr, word, limit, left);
			if (!(read_io(avr, e->k) & e->r) == (e->op == SBIC)) {
				cycles += length_at(avr, next);
				next += length_at(avr, next);
			}
			goto heard;
		case SBRC:
			if (!(data[e->d] & e->r))
				goto skip;
			break;
		case SBRS:
			if (data[e->d] & e->r)
				goto skip;
			break;
		case BRBS:
			if (!flags[e->r])
				break;
			next += (size_t)(int16_t)e->k;
			cycles = 2;
			goto jump;
		case BRBC:
			if (flags[e->r])
				break;
			next += (size_t)(int16_t)e->k;
			cycles = 2;
			goto jump;
		case RJMP:
			next += (size_t)(int16_t)e->k;
			cycles = 2;
			goto jump;
		case JMP:
			next = (size_t)e->r << 16 | e->k;
			cycles = 3;
			goto jump;
		case IJMP:
			next = pair(data, 30);
			cycles = 2;
			goto jump;
		case CALL:
			value = (unsigned)e->r << 16 | e->k;
			next++;
			cycles = 2;
			goto call;
		case RCALL:
			value = (unsigned)(next + (size_t)(int16_t)e->k);
			goto call;
		case ICALL:
			value = pair(data, 30);
		call:
			at = pair(data, R_SPL);
			if (!stack_holds(avr, at - address_size + 1, address_size))
				goto simavr;
			for (unsigned i = 0; i < address_size; i++, next >>= 8)
				data[at--] = (uint8_t)next;
			set_pair(data, R_SPL, at);
			next = value;
			cycles += address_size;
			goto jump;
		case RET:
			at = pair(data, R_SPL);
			if (!stack_holds(avr, at + 1, address_size))
				goto simavr;
			next = 0;
			for (unsigned i = 0; i < address_size; i++)
				next = next << 8 | data[++at];
			set_pair(data, R_SPL, at);
			cycles = 2 + address_size;
			goto jump;
		}
		goto done;
	skip:
		cycles += length_at(avr, next);
		next += length_at(avr, next);
		goto done;
	jump:
		if (next >= words) {
			// simavr's to find that nothing is there.
			word = next;
			left -= cycles;
			goto leave;
		}
	done:
		word = next;
		if (left <= cycles) {
			avr->cycle = limit - left + cycles;
			return (avr_flashaddr_t)word * 2;
		}
		left -= cycles;
		continue;
	simavr:
		hand_over(avr, word, limit, left);
		next = one_of_simavr(core, avr) / 2;
		cycles = 0;
		left = avr->cycle - (limit - left);
		avr->run_cycle_count =
			avr->run_cycle_count > left ? avr->run_cycle_count - left : 0;
	heard:
		// Whoever was asked may have set another time to look up.
		avr->cycle += cycles;
		word = next;
		if (avr->state != cpu_Running || avr->interrupt_state ||
			avr->run_cycle_count <= cycles || word >= words)
			return (avr_flashaddr_t)word * 2;
		left = avr->run_cycle_count - cycles;
		limit = avr->cycle + left;
	}
leave:
	avr->cycle = limit - left;
	return (avr_flashaddr_t)word * 2;
}
