#ifndef UI_FIND_H
#define UI_FIND_H

#include "base/text/line.h"
#include "ui/keys.h"
#include "ui/screen.h"

/* Searching among lines: `/` begins, what is typed is looked for at once, Down and Up go to the next and the one before, Enter ends it and
 * stays, Esc goes back to where the search began. After Enter `n` goes to the next line with the words and `N` to the one before, until a
 * key of the page is pressed. Words or first letters in pinyin fit, as everywhere. On a page where
 * letters are typed ^F begins, and n is a letter. Owns the words. */

/* Keys that a list or a text reads itself: `also` of its page. On a page where letters are typed, with and without searching: the other two. */
extern const struct binding move_bindings[], move_text_bindings[];
#define MOVE_ONLY_BINDINGS (move_bindings + 2)

struct find {
	struct line words;
	bool typing;
	bool held;    /* the words are kept for `n` */
	bool in_text; /* begun by ^F */
	bool missed;  /* no line fits the words */
	size_t begun; /* where the search began */
};

/* What is searched: `count` lines, and whether one of them has the words. */
struct findable {
	size_t count;
	const void *ctx;
	bool (*fits)(const void *ctx, size_t index, const char *words);
};

void find_release(struct find *find);
/* True when the key belonged to the search; *at is the line to go to then. */
bool find_key(struct find *find, const struct ui_key *key, const struct findable *in, size_t *at);
/* True for ^F. */
bool find_begins_in_text(const struct ui_key *key);
/* True while a line was found that is to be marked. */
bool find_has_hit(const struct find *find);
/* Writes what stands above the keys: the words searched for, or the place and how to search. */
void find_note(const struct find *find, const char *place, char *note, size_t size);

#endif
