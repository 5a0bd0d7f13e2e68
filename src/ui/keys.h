#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Bytes from a terminal become keys. UTF-8 is decoded strictly; sequences that are not known are swallowed whole, so that
 * nothing of them is ever typed into a field. Pure: it reads no terminal and knows no clock. */

enum key_kind {
	KEY_NONE,
	KEY_CHAR, /* c */
	KEY_CTRL, /* c is 'A' to 'Z' */
	KEY_ENTER,
	KEY_TAB,
	KEY_BACKTAB,
	KEY_BACKSPACE,
	KEY_DELETE,
	KEY_ESC,
	KEY_UP,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_WORD_LEFT, /* with Ctrl or Alt */
	KEY_WORD_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_PASTE,   /* text */
	KEY_INVALID, /* bytes that are no UTF-8 */
	KEY_KIND_COUNT
};

struct key {
	enum key_kind kind;
	uint32_t c;
	const char *text; /* KEY_PASTE: borrowed until the next call */
	size_t len;
};

#define PASTE_MAX_BYTES 65536 /* what is pasted beyond it is left out */

struct decoder {
	struct buf bytes; /* not decoded yet */
	size_t used;	  /* of them, decoded already */
	bool pasting;	  /* between the marks of a bracketed paste */
	struct buf paste;
	size_t replies;		  /* cursor position reports seen */
	int reply_row, reply_col; /* the last one, from 1 */
};

void decoder_init(struct decoder *decoder);
void decoder_release(struct decoder *decoder);
void decoder_feed(struct decoder *decoder, const void *bytes, size_t len);
/* The next key, if there is one. `no_more`: nothing follows for now (the wait for the rest of a sequence is over), so an ESC that
 * stands alone is the Esc key, half a sequence is dropped, and a paste whose end never came is handed out. */
bool decoder_next(struct decoder *decoder, bool no_more, struct key *out);
/* Is something waiting that only time can settle? */
bool decoder_is_waiting(const struct decoder *decoder);

#endif
