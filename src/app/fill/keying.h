#ifndef APP_FILL_KEYING_H
#define APP_FILL_KEYING_H

#include "app/session/workspace.h"
#include "base/division.h"
#include "base/id.h"
#include "form/parts/papers.h"

/* A printed list of houses that came back filled in by hand: what stands in its boxes and columns is keyed beside each house, in the order of the paper,
 * and goes through the house's own forms, with their drafts, rules and warnings. What a form does not take stays there to be done, with its reason. */

/* A list that was printed, by the prints of its houses that are in this file. */
struct keying_print {
	char *serial, *paper, *title;
	size_t houses;
};
/* Those of a village, the newest first. For keying_prints_free. */
MUST_CHECK enum status keying_prints(struct app *app, const char *village, const char *lang, struct keying_print **out, size_t *count,
				     struct err *err);
void keying_prints_free(struct keying_print *prints, size_t count);

enum keying_state {
	KEYING_NOT,    /* nothing is keyed */
	KEYING_KEYED,  /* keyed here, and in no form yet */
	KEYING_FILLED, /* its forms hold it, and may be signed */
	KEYING_TODO,   /* a form of it is not to be signed so: `why` */
	KEYING_SIGNED
};

struct keying_row {
	struct id root;
	size_t number; /* on the paper, from 1 */
	char *words;
	char *cells; /* a column each: '\0', or '1' to '9' as written; '1' is a ticked box */
	enum keying_state state;
	char *why; /* NULL: nothing is in the way */
	/* The first form that `why` is about, and the question of it that lacks an answer; NULL: none. Of the pack. */
	const struct form *todo;
	const struct field *lacks;
	struct id *heads; /* of the form of each keyed block, when keying_remember looked; NULL: it did not. Owned */
};

struct keying {
	struct app *app;
	const struct pack_paper *paper;
	const struct paper_block *block;
	struct keyed_column *columns;
	size_t column_count;
	char *serial, village[DIVISION_CODE_LEN + 1];
	char day[11]; /* of the walk; today until another is said */
	const char *lang;
	char *denied;		 /* which of its forms the person may not sign, and who may; NULL: none. Owned */
	struct keying_row *rows; /* as on the paper */
	size_t row_count;
};

/* What was keyed before and is not signed stands in it again. NOT_FOUND: no house of the village was printed under the serial; DENIED with who
 * may: the person signs none of its forms. For keying_free. */
MUST_CHECK enum status keying_open(struct app *app, const struct keying_print *print, const char *village, const char *lang,
				   struct keying **out, struct err *err);
void keying_free(struct keying *keying);

/* '\0' empties it. False: the column has no such digit. */
bool keying_set(struct keying *keying, size_t row, size_t column, char digit);
void keying_set_day(struct keying *keying, const char *day);
/* What a column's digit means; NULL: nothing. */
const char *keying_digit_words(const struct keying *keying, size_t column, char digit);
/* Keeps what is keyed beside the workspace, sealed; false: it is kept nowhere. */
bool keying_keep(const struct keying *keying);

/* Remembers what is signed of the row's forms, before a page of one is opened. */
void keying_remember(struct keying *keying, size_t row);
/* What was signed on such a page since is keyed no more: with nothing left the row is signed. False: nothing was. */
bool keying_look(struct keying *keying, size_t row);

/* Puts what is keyed into the drafts of the forms, and says of each row how they stand; with `sign` those that are complete are signed, each as if it
 * was filled alone. How many forms are complete, or were signed. */
size_t keying_fill(struct keying *keying, bool sign);

#endif
