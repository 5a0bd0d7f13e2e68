#ifndef TESTS_FAULT_RECORD_H
#define TESTS_FAULT_RECORD_H

#include <stdint.h>

/* What record.c writes of every change that a program makes to files under LOUCE_RECORD_ROOT, in order, into the file LOUCE_RECORD: a head,
 * the path (for RECORD_RENAME both, with a NUL between), the bytes. LOUCE_RECORD_KILL=N ends the program by SIGKILL before its n-th change. */

enum record_op {
	RECORD_OPEN = 1,    /* handle; created: it was not there */
	RECORD_WRITE,	    /* handle, at, bytes */
	RECORD_TRUNCATE,    /* handle, at: new length */
	RECORD_SYNC,	    /* handle */
	RECORD_SYNC_FOLDER, /* path */
	RECORD_UNLINK,
	RECORD_RENAME,
	RECORD_EXCHANGE, /* two names change places */
	RECORD_MARK,	 /* at: a number that the program wrote into LOUCE_RECORD_MARK with record_mark */
};

struct record_head {
	uint32_t op, created;
	uint64_t handle;
	int64_t at;
	uint32_t path_len, data_len;
};

#endif
