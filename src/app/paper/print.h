#ifndef APP_PAPER_PRINT_H
#define APP_PAPER_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "form/parts/papers.h"

/* Printing a paper of the form pack: the PDF, and for each house on it a signed step that says what was printed, under which serial, and of what. A
 * paper is written and signed, or neither. It is made first, and read in words by who signs. */

struct app_print {
	const char *paper; /* its name in the pack */
	const char *lang;
	const struct id *building; /* that it is about; or NULL: */
	const struct id *listed;   /* the houses of a list, those left out that the paper is not for; or NULL: */
	size_t listed_count;
	const char *const *words; /* what it is about as a person names it: houses, one village, or one file */
	size_t word_count;
	const char *file; /* of a house: the file that the paper goes with; NULL: none */
	const char *
		copy; /* of a paper that goes with an act which repeats: the act that stands, by its day, a value of it or its own number, of which
			     the paper is printed again; NULL: the paper of the next act */
	const char *folder; /* where the PDF goes, under a name of its own; NULL: beside the workspace */
	const char *path;   /* or its whole path */
	bool replace;	    /* over an older one of this path */
};

struct app_print_done {
	char *path;    /* owned */
	size_t papers; /* in the file */
	size_t unfit;  /* houses of the list that the paper is not for */
	size_t houses; /* whose history tells of it */
	char *serial;  /* of the first; owned */
};

struct printing;
/* Makes the papers; nothing is written or signed. What `ask` points at outlives them. *out: app_print_drop.
 * DENIED: nobody is unlocked, or may not sign that a paper of this house was printed, or must not see yet what stands on it. INVALID: the paper is not for
 * this house, or this louce was built without printing. CONFLICT: the path is taken. NOT_FOUND: no such paper, or no act that it is a copy of. */
MUST_CHECK enum status app_print_prepare(struct app *app, const struct app_print *ask, struct printing **out, struct err *err);
/* Makes them again, by what the file holds now, under the serials that were drawn. When that fails they are as they were. */
MUST_CHECK enum status app_print_prepare_anew(struct printing **printing, struct err *err);
/* What stands on the papers, where they go and what is signed, in words; the caller frees. */
char *app_print_words(const struct printing *printing);
/* Writes and signs them. CONFLICT, DENIED: as above, by what the file holds now. */
MUST_CHECK enum status app_print_sign(struct printing *printing, struct app_print_done *out, struct err *err);
void app_print_drop(struct printing *printing);
/* The same at once, where who signs was told before. */
MUST_CHECK enum status app_print(struct app *app, const struct app_print *ask, struct app_print_done *out, struct err *err);
void app_print_done_release(struct app_print_done *done);

#define APP_PRINT_LISTED_MOST 500
/* A paper that may be printed. */
struct app_print_choice {
	char *name, *title;
	char *copy; /* of the act with this number; NULL: a new one */
};
/* Those about houses (`building`: about this one as it stands; NULL: about any), about divisions or about files, in the pack's order; for
 * app_print_choices_free. */
MUST_CHECK enum status app_print_choices(struct app *app, enum paper_about about, const struct id *building, const char *lang,
					 struct app_print_choice **out, size_t *count, struct err *err);
/* All papers of the pack and, in words, what each is about. */
void app_print_each(const struct app *app, const char *lang, void (*visit)(const char *name, const char *title, const char *about));
void app_print_choices_free(struct app_print_choice *choices, size_t count);
/* This louce was built without printing: INVALID, with the sentence. */
MUST_CHECK enum status app_print_can(struct err *err);

#endif
