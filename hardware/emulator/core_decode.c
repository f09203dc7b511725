// SPDX-License-Identifier: GPL-3.0-or-later
// What an instruction is, by the opcodes of the instruction set manual (Microchip DS40002198).
#include "core_ops.h"

#include <stdbool.h>

// Two registers of all 32, and registers of the upper half with a constant.
static bool decode_pair(struct decoded *e, unsigned raw)
{
	static const uint8_t pairs[16] = {NOT_YET, CPC, SBC, ADD, CPSE, CP, SUB, ADC, AND, EOR, OR,
		MOV, NOT_YET, NOT_YET, NOT_YET, NOT_YET};
	static const uint8_t constants[16] = {[3] = CPI, SBCI, SUBI, ORI, ANDI, [14] = LDI};
	if (constants[raw >> 12]) {
		e->op = constants[raw >> 12];
		e->d = (uint8_t)(16 + (raw >> 4 & 0x0F));
		e->k = (uint16_t)((raw >> 4 & 0xF0) | (raw & 0x0F));
		return true;
	}
	if (raw >> 10 > 11 || !pairs[raw >> 10])
		return false;
	e->op = pairs[raw >> 10];
	e->d = raw >> 4 & 0x1F;
	e->r = (uint8_t)((raw & 0x0F) | (raw >> 5 & 0x10));
	return true;
}

static bool decode_product(struct decoded *e, unsigned raw)
{
	if (raw == 0) {
		e->op = NOP;
	} else if (raw >> 8 == 0x01) {
		e->op = MOVW;
		e->d = (raw >> 4 & 0x0F) * 2;
		e->r = (raw & 0x0F) * 2;
	} else if (raw >> 8 == 0x02) {
		e->op = MULS;
		e->d = 16 + (raw >> 4 & 0x0F);
		e->r = 16 + (raw & 0x0F);
	} else if ((raw & 0xFF88) == 0x0300) {
		e->op = MULSU;
		e->d = 16 + (raw >> 4 & 7);
		e->r = 16 + (raw & 7);
	} else if (raw >> 10 == 0x27) {
		e->op = MUL;
		e->d = raw >> 4 & 0x1F;
		e->r = (uint8_t)((raw & 0x0F) | (raw >> 5 & 0x10));
	} else {
		return false;
	}
	return true;
}

// Loads and stores of SRAM, by X (r 26), Y (28) or Z (30), or by an address that follows.
static bool decode_memory(struct decoded *e, unsigned raw, unsigned second)
{
	static const struct {
		uint8_t load, store, pointer;
	} ways[16] = {{LDS, STS, 0}, {LOAD_AFTER, STORE_AFTER, 30},
		{LOAD_BEFORE, STORE_BEFORE, 30}, [4] = {LPM, 0, 30}, [5] = {LPM_AFTER, 0, 30},
		[9] = {LOAD_AFTER, STORE_AFTER, 28}, [10] = {LOAD_BEFORE, STORE_BEFORE, 28},
		[12] = {LOAD, STORE, 26}, [13] = {LOAD_AFTER, STORE_AFTER, 26},
		[14] = {LOAD_BEFORE, STORE_BEFORE, 26}, [15] = {POP, PUSH, 0}};
	bool store = raw & 0x0200;
	e->d = raw >> 4 & 0x1F;
	if ((raw & 0xD000) == 0x8000) {
		e->op = store ? STORE : LOAD;
		e->r = raw & 0x08 ? 28 : 30;
		e->k = (uint16_t)((raw & 0x07) | (raw >> 7 & 0x18) | (raw >> 8 & 0x20));
		return true;
	}
	if ((raw & 0xFC00) != 0x9000)
		return false;
	e->op = store ? ways[raw & 15].store : ways[raw & 15].load;
	e->r = ways[raw & 15].pointer;
	e->k = raw & 15 ? 0 : (uint16_t)second;
	// A register that is loaded or stored while it points is undefined.
	return e->op &&
	       !(e->r && (e->d & 0x1E) == e->r && e->op != LPM && e->op != LOAD && e->op != STORE);
}

static bool decode_one(struct decoded *e, unsigned raw)
{
	static const uint8_t ops[16] = {COM, NEG, SWAP, INC, [5] = ASR, LSR, ROR, [10] = DEC};
	if (raw == 0x95C8) {
		*e = (struct decoded){.op = LPM, .r = 30};
		return true;
	}
	if ((raw & 0xFF0F) == 0x9408) {
		e->op = raw & 0x80 ? BCLR : BSET;
		e->r = raw >> 4 & 7;
		return true;
	}
	if ((raw & 0xFE00) == 0x9400 && ops[raw & 15]) {
		e->op = ops[raw & 15];
		e->d = raw >> 4 & 0x1F;
		return true;
	}
	if ((raw & 0xFE00) == 0x9600) {
		e->op = raw & 0x0100 ? SBIW : ADIW;
		e->d = (uint8_t)(24 + (raw >> 4 & 3) * 2);
		e->k = (uint16_t)((raw & 0x0F) | (raw >> 2 & 0x30));
		return true;
	}
	return false;
}

static bool decode_io(struct decoded *e, unsigned raw)
{
	static const uint8_t bits[4] = {CBI, SBIC, SBI, SBIS};
	static const uint8_t copies[4] = {BLD, BST, SBRC, SBRS};
	if (raw >> 12 == 0x0B) {
		e->op = raw & 0x0800 ? OUT : IN;
		e->d = raw >> 4 & 0x1F;
		e->k = (uint16_t)(32 + ((raw & 0x0F) | (raw >> 5 & 0x30)));
	} else if (raw >> 10 == 0x26) {
		e->op = bits[raw >> 8 & 3];
		e->r = (uint8_t)(1U << (raw & 7));
		e->k = (uint16_t)(32 + (raw >> 3 & 0x1F));
	} else if ((raw & 0xF808) == 0xF800) {
		e->op = copies[raw >> 9 & 3];
		e->d = raw >> 4 & 0x1F;
		e->r = (uint8_t)(1U << (raw & 7));
	} else {
		return false;
	}
	return true;
}

static bool decode_jump(struct decoded *e, unsigned raw, unsigned second)
{
	if (raw >> 12 == 0x0C || raw >> 12 == 0x0D) {
		e->op = raw & 0x1000 ? RCALL : RJMP;
		e->k = (uint16_t)((raw & 0x0FFF) | (raw & 0x0800 ? 0xF000 : 0));
	} else if (raw >> 11 == 0x1E) {
		e->op = raw & 0x0400 ? BRBC : BRBS;
		e->r = raw & 7;
		e->k = (uint16_t)((raw >> 3 & 0x7F) | (raw & 0x0200 ? 0xFF80 : 0));
	} else if ((raw & 0xFE0C) == 0x940C) {
		e->op = raw & 2 ? CALL : JMP;
		e->r = (uint8_t)((raw & 1) | (raw >> 3 & 0x3E));
		e->k = (uint16_t)second;
	} else if (raw == 0x9409 || raw == 0x9509) {
		e->op = raw & 0x0100 ? ICALL : IJMP;
	} else if (raw == 0x9508) {
		e->op = RET;
	} else {
		return false;
	}
	return true;
}

void core_decode(struct decoded *out, unsigned raw, unsigned second)
{
	*out = (struct decoded){0};
	if (!decode_pair(out, raw) && !decode_jump(out, raw, second) && !decode_io(out, raw) &&
		!decode_memory(out, raw, second) && !decode_one(out, raw) &&
		!decode_product(out, raw))
		*out = (struct decoded){.op = SIMAVR};
}
