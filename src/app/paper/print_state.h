#ifndef APP_PAPER_PRINT_STATE_H
#define APP_PAPER_PRINT_STATE_H

#include "app/paper/paper_state.h"
#include "app/paper/print.h"
#include "base/division.h"

/* Papers that are made and not yet written. Internal to the folder. */

/* A step that says that a paper of a house was printed. */
struct print_note {
	struct id building;
	char division[DIVISION_CODE_LEN + 1];
	char serial[PAPER_SERIAL_SIZE];
	char *of;
	char *earlier; /* the print that no act has taken up yet, in words; NULL: there is none */
};

struct printing {
	struct app *app;
	struct app_print ask, given; /* its texts stay the caller's; `given` as it was asked */
	const struct pack *pack;
	const struct pack_paper *paper;
	unsigned generation;	       /* of the file that they were made from */
	const struct printing *before; /* made once more: the papers as they were, whose serials stay; NULL: made first */
	char *path;		       /* of the file */
	struct printed *papers;
	char (*serials)[PAPER_SERIAL_SIZE]; /* drawn for each of them */
	size_t count, unfit;
	struct print_note *notes;
	size_t note_count, note_cap;
	struct id *buildings; /* that it is about */
	size_t building_count;
	char *area;	  /* or the digits of the village */
	const char *file; /* or the path */
	int64_t file_size;
};

/* Finds the paper and what it is about, and makes all papers. */
MUST_CHECK enum status print_find(struct printing *printing, struct err *err);
MUST_CHECK enum status print_make(struct printing *printing, struct err *err);

#endif
