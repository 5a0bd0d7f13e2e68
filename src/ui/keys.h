#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* The key decoder: bytes from a terminal become keys. UTF-8 is decoded strictly; unknown sequences are swallowed whole, so that no part of
 * them is typed into a field. The decoder reads no terminal and knows no clock. */

enum ui_key_kind {
	UI_KEY_NONE,
	UI_KEY_CHAR, /* c */
	UI_KEY_CTRL, /* c is 'A' to 'Z' */
	UI_KEY_ENTER,
	UI_KEY_TAB,
	UI_KEY_BACKTAB,
	UI_KEY_BACKSPACE,
	UI_KEY_DELETE,
	UI_KEY_ESC,
	UI_KEY_UP,
	UI_KEY_DOWN,
	UI_KEY_LEFT,
	UI_KEY_RIGHT,
	UI_KEY_WORD_LEFT, /* with Ctrl or Alt */
	UI_KEY_WORD_RIGHT,
	UI_KEY_HOME,
	UI_KEY_END,
	UI_KEY_PAGE_UP,
	UI_KEY_PAGE_DOWN,
	UI_KEY_PASTE,	/* text */
	UI_KEY_INVALID, /* bytes that are no UTF-8 */
	UI_KEY_KIND_COUNT
};

struct ui_key {
	enum ui_key_kind kind;
	uint32_t c;
	const char *text; /* UI_KEY_PASTE: borrowed until the next call */
	size_t len;
};

/* The character typed, a full-width one of an input method as the ASCII one; 0: the key is no character. */
uint32_t ui_key_ascii(const struct ui_key *key);

#define PASTE_MAX_BYTES 65536 /* text beyond it is left out */

struct decoder {
	struct buf bytes; /* not decoded yet */
	size_t used;	  /* bytes decoded already */
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
bool decoder_next(struct decoder *decoder, bool no_more, struct ui_key *out);
/* True while something waits that only time can settle. */
bool decoder_is_waiting(const struct decoder *decoder);

#endif
