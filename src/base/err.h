#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/attr.h"

/* How a failure travels: a code that callers act on, and a sentence that a person reads.
 * The sentence is written once, where the facts are; callers may put context in front and pass the
 * code on. Only ui and cli show it. */

enum status {
	STATUS_OK = 0,
	STATUS_NOT_FOUND, /* what was asked for is not here */
	STATUS_INVALID,	  /* the input is wrong */
	STATUS_CONFLICT,  /* it clashes with what is there (out of date, already done) */
	STATUS_DENIED,	  /* no right to it: wrong role, area, passphrase */
	STATUS_TAMPERED,  /* bytes that are not what was signed */
	STATUS_IO,	  /* the machine failed: disk full, read-only, unreadable */
	STATUS_BUG,	  /* our own mistake */
};

struct err {
	enum status status;
	char text[768]; /* lower case first, no full stop; UTF-8, cut at a character */
};

/* Sets code and sentence (already translated) and returns the code. A NULL `err` is allowed. */
enum status err_set(struct err *err, enum status status, const char *fmt, ...) PRINTF_FMT(3, 4);

/* Puts context in front: "CONTEXT: what was there". Returns the code that stands in `err`. */
enum status err_context(struct err *err, const char *fmt, ...) PRINTF_FMT(2, 3);

/* What the system calls an error, in the language of messages: the C library has it in the locale's alone. Borrowed. */
const char *err_system_words(int errnum);

/* The same from errno, as STATUS_IO: "SENTENCE: what the system calls it". A full or read-only disk gets its own
 * advice. */
enum status err_errno(struct err *err, int errnum, const char *fmt, ...) PRINTF_FMT(3, 4);

#endif
