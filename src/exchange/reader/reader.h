#ifndef EXCHANGE_READER_H
#define EXCHANGE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"
#include "seal/seal.h"
#include "store/blob.h"
#include "store/carrier.h"
#include "store/store.h"

/* Reading a file that may be anything. A child process maps the file privately, gives up every right but reading and writing two pipes, and
 * only then looks inside; what the child says is checked again here. The file is never opened in place: a journal laid beside it has no effect.
 *
 * One reader, one file: first its trailer, then its steps and requests, then its photos and boxes. Every failure is a sentence about the file, INVALID or TAMPERED; IO
 * when this machine failed. */

struct file_reader;

enum reader_of {
	READER_EXPORT, /* what travels: a trailer ends the file, and no other table stands in it */
	READER_SAVED,  /* the same, to save what is whole of it */
	READER_BACK,   /* the same, right after it was written: its steps come as their rows stand */
	/* An export, or a workspace whose truth goes into a new file: it has no trailer; triggers in it and columns that louce does not write are
	 * passed over, and read as well are whom it follows, steps that wait, who brought what waits, and the trailers that it took in last. */
	READER_WORKSPACE,
};
/* `fd`: a regular file open for reading; stays the caller's. `name`: how messages call it (copied). */
MUST_CHECK enum status reader_open(int fd, const char *name, enum reader_of of, struct file_reader **out, struct err *err);
void reader_close(struct file_reader *reader);

struct read_step {
	char *body; /* followed by a NUL */
	size_t len;
	struct signature sig;
	bool request;		   /* stands among the file's requests */
	enum carrier_kind carrier; /* of a workspace, of what waits: who brought it */
	struct id carried_by;	   /* of CARRIER_KNOWN */
};
/* The trailer as it lies in the file, before everything else; len 0: a workspace, which has none. */
MUST_CHECK enum status reader_trailer(struct file_reader *reader, struct arena *arena, struct read_step *out, struct err *err);
/* Of READER_WORKSPACE, next: the foundings that the file follows, in that order. Caller frees. */
struct read_pin {
	struct id genesis;
	bool by_person;
};
MUST_CHECK enum status reader_pins(struct file_reader *reader, struct read_pin **out, size_t *count, struct err *err);
/* The next step or request as it lies in the file, its body in `arena`. Geneses and credentials come first, wherever
 * their rows stand. Nothing about it is checked but sizes. *more false: that was all. */
MUST_CHECK enum status reader_step(struct file_reader *reader, struct arena *arena, struct read_step *out, bool *more, struct err *err);

/* Of READER_WORKSPACE, after the last step: the next trailer that the file took in, the oldest first. *more false: that was all. */
MUST_CHECK enum status reader_ack(struct file_reader *reader, struct arena *arena, struct read_step *out, bool *more, struct err *err);

/* Photos and boxes, after the last step. `wants` is asked by the id that the file claims; `takes` gets the bytes, whose hash nobody has
 * looked at yet. */
struct reader_blobs {
	enum status (*wants)(enum blob_kind kind, const struct id *claimed, bool *wanted, void *ctx, struct err *err);
	enum status (*takes)(enum blob_kind kind, const struct id *claimed, const void *bytes, size_t len, void *ctx, struct err *err);
	void *ctx;
};
MUST_CHECK enum status reader_blobs(struct file_reader *reader, const struct reader_blobs *blobs, struct err *err);

/* Of an export in which all is as it was signed: its head is what a writer leaves (file-format E1). Nothing that is taken hangs on it, but what one who
 * verifies a file refuses the other refuses, and no byte that can be told is altered. */
MUST_CHECK enum status reader_check_head(int fd, const char *name, struct err *err);

#endif
