#ifndef EXCHANGE_READER_CHILD_H
#define EXCHANGE_READER_CHILD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/id.h"
#include "exchange/reader/reader.h"

/* What the reading child and its parent agree on, and the child itself. Internal to the floor.
 *
 * Child to parent, all numbers in the machine's own order: struct frame, then `len` bytes.
 * TRAILER: sig, body; nothing when the file has none. Always the first. STEP, REQUEST: sig, body. OFFER: struct offer each; the parent answers with one byte an offer, 1 or 0. BLOB: the bytes of the next offer that
 * was answered 1. PASS: the steps are through. END: the file is. FAULT: struct fault; nothing follows.
 *
 * Where a workspace's truth is read, also of an export, which has nothing of it: PINS, the second frame: struct said_pin each. CARRIER: struct
 * said_carrier, of the STEP or REQUEST that follows; without it strangers brought that. ACK: sig, body, behind the first PASS; a second PASS ends them. */

enum frame_type {
	FRAME_TRAILER = 1,
	FRAME_STEP,
	FRAME_REQUEST,
	FRAME_PASS,
	FRAME_OFFER,
	FRAME_BLOB,
	FRAME_END,
	FRAME_FAULT,
	FRAME_PINS,
	FRAME_CARRIER,
	FRAME_ACK
};

#define PINS_MOST 4096 /* one each time that the county changed its officers, two where a person said so */
struct said_pin {
	uint32_t by_person;
	uint8_t genesis[ID_BYTES];
};

struct said_carrier {
	uint32_t kind; /* enum carrier_kind */
	uint8_t author[ID_BYTES];
};

struct frame {
	uint32_t type, len;
};

#define OFFERS_MAX 512
struct offer {
	uint32_t kind; /* enum blob_kind */
	uint8_t id[ID_BYTES];
};

enum fault_code {
	FAULT_NOT_A_DATABASE,
	FAULT_CUT,     /* shorter than its header says */
	FAULT_TAIL,    /* longer */
	FAULT_FOREIGN, /* another program's file */
	FAULT_NO_VERSION,
	FAULT_NEWER,
	FAULT_OLDER,
	FAULT_WAL,
	FAULT_ENCODING,
	FAULT_TABLE,   /* a table that is no plain one, or that stands in no such file */
	FAULT_TRAILER, /* an export without its trailer, or with several */
	FAULT_TRIGGER,
	FAULT_COLUMNS,
	FAULT_DAMAGED,
	FAULT_ROW,   /* `row` holds what its column may not */
	FAULT_ORDER, /* rows run in circles */
	FAULT_LONG,  /* `row` is longer than anything may be */
	FAULT_MEMORY,
	FAULT_FORBIDDEN, /* reading it asks for what a reader may not do */
	FAULT_PIN,	 /* whom the workspace follows cannot be read */
	/* This machine's faults, before anything of the file was read; `row` holds errno. */
	FAULT_LARGE, /* longer than this machine's addresses reach */
	FAULT_MAP,
	FAULT_DESCRIPTORS, /* what is open cannot be closed */
	FAULT_START,	   /* no memory for the reader */
	FAULT_LOCKDOWN,	   /* seccomp is refused */
	FAULT_COUNT
};

struct fault {
	uint32_t code;
	uint32_t table; /* enum reader_table */
	int64_t row;
};

struct reader_start {
	int fd;		  /* the file */
	uint64_t size;	  /* its bytes */
	uint64_t on_disk; /* those of them that take room there: how much there can be to read */
	enum reader_of of;
	int in, out; /* the child's pipes */
};
/* In the child. Never returns. */
NO_RETURN void reader_child(const struct reader_start *start);

#endif
