#ifndef APP_ROSTER_ROSTER_READ_H
#define APP_ROSTER_ROSTER_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "app/house/check.h"
#include "app/session/workspace.h"
#include "app/roster/roster_map.h"
#include "app/roster/roster_yes.h"
#include "base/buf.h"
#include "base/machine/progress.h"
#include "base/map.h"
#include "base/value.h"
#include "form/pack.h"

/* A roster while it is read: from the rows of a table, of whatever format, to the values of the form that starts a building. Finds the row that names the columns,
 * passes over titles, sums and blank rows, gives merged villages to the rows below them; says what it passed over; asks where a person must say yes; and
 * keeps what is wrong by row and column, so that it can be written beside the rows in a table to correct. Signs nothing. */

struct roster_fault {
	size_t row, column; /* from 1 as a person counts; from 0, SIZE_MAX: of the row as a whole */
	size_t kind;
	char *text; /* a sentence; the value stands in it. NULL: that of its kind */
};

/* Faults of a column that say the same, but for numbers and what they quote: told once. */
struct roster_fault_kind {
	char *key, *text; /* by which it is known; the sentence of the first one */
	size_t first;	  /* its place among the faults */
	size_t count;	  /* of them all */
	struct buf rows;  /* numbers of the next rows that have it */
};

/* A word in a column of codes. */
struct roster_word {
	char *text;
	enum roster_word_is { ROSTER_WORD_UNKNOWN, ROSTER_WORD_OWN, ROSTER_WORD_SAID } is; /* own: the form's; said: by a person */
	const struct choice *choice; /* NULL: the cell is left empty, or the word is unknown */
	size_t rows;		     /* that have it */
};

struct roster_reading {
	/* given */
	struct app *app;
	const struct pack *pack;
	const char *path, *sheet;	 /* sheet NULL: the one that names the form's columns */
	const struct roster_map *map;	 /* NULL: none */
	unsigned agreed;		 /* enum roster_yes: to whatever is asked of these kinds */
	const struct roster_yeses *said; /* and to these questions; NULL: none */
	bool mend;			 /* take out of cells the characters that no step may hold */
	bool words_only;		 /* count the words of columns of codes; no row is checked, and no fault says anything */
	const struct progress *progress;
	/* found: a row of values each, and its number in the table as a person counts; none are kept once a fault was found */
	struct value *rows;
	struct value *records; /* beside each row: what it says of the record of another system; no members: nothing */
	size_t *numbers;
	size_t count, kept, cap;
	const char *format;	  /* of the file: an encoding, or XLSX */
	size_t flawed;		  /* cells with characters that no step may hold, refused or mended */
	unsigned asked;		  /* enum roster_yes that were not agreed to */
	struct roster_yeses open; /* the questions of these */
	struct id table;	  /* of all rows of the sheet, as they stand in it */
	char **questions;	  /* a sentence each, one at least for each of `asked` */
	size_t question_count;
	char **notes; /* what was passed over or understood */
	size_t note_count;
	struct roster_fault *faults; /* the first of them, as many as there is room for */
	size_t fault_count, faults_kept, fault_cap, fault_bytes, faults_of_flaws;
	struct roster_fault_kind *kinds; /* told once each */
	size_t kind_count, kind_cap;
	struct textmap kind_of; /* the place of a kind, by column and sentence */
	/* the table */
	size_t header_row, sheet_index, width; /* width: cells of the longest row */
	struct roster_column {
		char *header;		   /* as it stands in the table */
		const struct field *field; /* NULL: left out */
		bool used;		   /* a cell below is not empty */
		bool of_record;		   /* of another system's record, not of the listing */
		bool within;		   /* holds the division above the row's: compared with it */
		bool address;		   /* holds a whole address, which is taken apart */
		bool from_above;	   /* an empty cell below has the value of the row above it */
		struct roster_word *words; /* of a column of codes, as they were met */
		size_t word_count, word_cap, word_last;
	} * columns;
	size_t column_count;
	size_t unknown_columns, unknown_words; /* that mean nothing yet */
};

/* INVALID: not a table, or one whose columns cannot be known; faults of rows are no failure. */
MUST_CHECK enum status roster_read(struct roster_reading *reading, struct err *err);
/* Adds a fault of a row that was read: of a field by its name, or NULL; `kind` as roster_fault_add has it (roster_run.h). */
void roster_fault(struct roster_reading *reading, size_t number, const char *field, const char *kind, const char *why);
/* Adds what the form says of a row's values. `said`: what stands in the row, which alone is quoted. */
void roster_fault_of_form(struct roster_reading *reading, size_t number, const struct value *said, const struct form_problem *problem);
/* The first `limit` kinds of faults as lines "row 3, column F "door": ... (the same in 49 more rows: 5, 7 ...)", and how many more faults there are. */
void roster_faults_text(const struct roster_reading *reading, size_t limit, struct buf *out);
/* Adds " (the same in 49 more rows: 5, 7 ...)" behind a sentence about one row; 0 others: nothing. `more`: `rows` names the first of them. */
void roster_others_add(size_t others, bool more, const char *rows, struct buf *out);
/* What a fault says of its own row. Borrowed. */
const char *roster_fault_text(const struct roster_reading *reading, const struct roster_fault *fault);
void roster_faults_release(struct roster_reading *reading);
/* Is this the column of problems that a table to correct has? */
bool roster_is_problem_column(const char *header);
void roster_words_release(struct roster_word *words, size_t count);
void roster_reading_release(struct roster_reading *reading);

#endif
