#ifndef APP_PAPER_PAPER_STATE_H
#define APP_PAPER_PAPER_STATE_H

#include <stdint.h>

#include "app/session/workspace.h"
#include "base/value.h"
#include "form/parts/papers.h"
#include "paper/printed.h"
#include "store/dossier/dossier.h"

/* A paper while it is made. Internal to the folder. */

#define PAPER_SERIAL_SIZE 19 /* YYYYMMDD-xxxx-xxxx and its NUL */

struct paper_making {
	struct app *app;
	const struct pack *pack;
	const struct pack_paper *paper;
	const char *lang;
	char serial[PAPER_SERIAL_SIZE], today[11];
	const char *division; /* of the house, or of the paper; NULL: of none */
	struct dossier *dossier;
	const struct flow_slot *from; /* that the texts read beside the other forms; NULL: there is none, or it is still to come */
	struct value from_values;     /* of it, private ones too where they can be opened */
	bool from_open;
	const char *file;   /* of a paper about one, or one that goes with a house's: its path; NULL: of none */
	int64_t file_size;  /* of it, where the paper says it */
	const char *hidden; /* what this person must not see yet, in words, borrowed; NULL: nothing of the paper is such */
	char *of;	    /* what the printed step says that it is of; owned */
	char *earlier;	    /* the print that no act has taken up yet, and what becomes of this one, in words; owned; NULL: there is none */
	bool again;	    /* a copy: of an act that stands, or of that print */
	struct id *roots;   /* of a paper about a division: the houses on it */
	size_t root_count, root_cap;
	size_t row; /* of the house that is noted, where the paper is keyed later; 0: it is not */
	struct printed *out;
};

/* The value of a field or fact in words; NULL: there is none that this person may read. The caller frees. */
char *paper_value(struct paper_making *making, const char *name);
/* A text of the pack with what is known in place of {NAME}, and a line to write on where nothing is; [parts] only where there is something for each of their names.
 * The caller frees. */
char *paper_fill(struct paper_making *making, const char *with_parts);
/* Is the condition true of the house, the slot that the paper is from among its forms? No condition is. */
bool paper_holds(struct paper_making *making, const struct expr *expr);

/* Loads the house and the slot. */
MUST_CHECK enum status paper_house_open(struct paper_making *making, const struct id *building, struct err *err);
void paper_house_close(struct paper_making *making);
/* The act that stands and is called so is what the paper is from. NOT_FOUND: none is. */
MUST_CHECK enum status paper_take_copy(struct paper_making *making, const char *copy, struct err *err);
/* The number of the print that no act has taken up is this one's, too, if it was printed today; `earlier` tells of it. */
void paper_take_printed(struct paper_making *making);
/* When the act of this slot was done, by its form, else when it was signed. The caller frees. */
char *paper_slot_day(const struct paper_making *making, const struct flow_slot *slot);
MUST_CHECK enum status paper_add_rows(struct paper_making *making, const struct paper_block *block, struct err *err);
/* The whole history with its proofs; the digits by which it is compared. */
MUST_CHECK enum status paper_add_history(struct paper_making *making, struct err *err);
MUST_CHECK enum status paper_add_proof(struct paper_making *making, struct err *err);
void paper_add_record(struct paper_making *making, const struct paper_block *block);
/* Each row of a repeat that the house has one of, in one line. */
void paper_add_repeat(struct paper_making *making, struct printed_block *pairs, const struct field *repeat);
void paper_add_photos(struct paper_making *making, const struct paper_block *block);
void paper_add_signatures(struct paper_making *making, const struct paper_block *block);
void paper_add_code(struct paper_making *making, const struct paper_block *block);
/* The file must be whole and signed before anybody puts his name to it. */
MUST_CHECK enum status paper_prove_file(const char *path, int64_t *size, struct err *err);
MUST_CHECK enum status paper_add_block(struct paper_making *making, const struct paper_block *block, struct err *err);

#endif
