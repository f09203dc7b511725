// SPDX-License-Identifier: GPL-3.0-or-later
// An instruction taken apart: between core_decode.c, which does it, and core.c, which runs it.
#ifndef EMULATOR_CORE_OPS_H
#define EMULATOR_CORE_OPS_H

#include <stdint.h>

enum op {
	NOT_YET, // not taken apart yet
	SIMAVR,	 // simavr's
	NOP,
	MOVW,
	MUL,
	MULS,
	MULSU,
	CPC,
	SBC,
	ADD,
	CPSE,
	CP,
	SUB,
	ADC,
	AND,
	EOR,
	OR,
	MOV,
	CPI,
	SBCI,
	SUBI,
	ORI,
	ANDI,
	LDI,
	LOAD, // by a pointer and a displacement
	STORE,
	LOAD_AFTER, // ... the pointer then counts up
	STORE_AFTER,
	LOAD_BEFORE, // the pointer counts down, then ...
	STORE_BEFORE,
	LDS,
	STS,
	POP,
	PUSH,
	LPM,
	LPM_AFTER,
	COM,
	NEG,
	SWAP,
	INC,
	DEC,
	ASR,
	LSR,
	ROR,
	BSET,
	BCLR,
	BST,
	BLD,
	ADIW,
	SBIW,
	IN,
	OUT,
	SBI,
	CBI,
	SBIC,
	SBIS,
	SBRC,
	SBRS,
	BRBS,
	BRBC,
	RJMP,
	RCALL,
	JMP,
	CALL,
	IJMP,
	ICALL,
	RET,
};

struct decoded {
	uint8_t op;
	uint8_t d;  // the register that is written, or stored
	uint8_t r;  // the other register, a pointer's low half, a mask, a flag, or an address's
		    // upper bits
	uint16_t k; // a constant, a displacement, an address, or words to jump by
};

// The instruction in `raw`; `second` is the word behind it, which some have.
void core_decode(struct decoded *out, unsigned raw, unsigned second);

#endif
