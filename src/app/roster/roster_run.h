#ifndef APP_ROSTER_ROSTER_RUN_H
#define APP_ROSTER_ROSTER_RUN_H

#include <stddef.h>

#include "app/house/unread.h"
#include "app/roster/roster_read.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/value.h"
#include "table/read/reader.h"

/* A roster while it is read: what the files of app/table that read one share. Included by no other file. */

#define ROSTER_EXAMPLES 3 /* places named in a question */

/* What a text in the column of villages was taken for. */
struct roster_named {
	char *text;
	const struct division *township, *village; /* township: that the row names beside it; NULL: none */
	bool otherwise;
};

/* One reading while it runs. */
struct roster_run {
	struct roster_reading *reading;
	struct table_reader *table;
	size_t rounded, above, sums, remarks, headers, suffixes, beyond, apostrophes, fractions, nones, gaps, hidden, villages, addresses;
	struct buf rounded_at, above_at, sums_at, remarks_at, headers_at, suffixes_at, beyond_at, apostrophes_at, fractions_at, nones_at,
		gaps_at, hidden_at, villages_at, addresses_at; /* the first of them */
	char **above_head;				       /* the cells of the row above the one that names the columns */
	size_t above_head_count, above_head_row;
	struct roster_named last;    /* the village that was looked for last */
	struct value before;	     /* the row above */
	struct value unread;	     /* the questions of the row whose cells are no values (house/unread.h) */
	struct roster_doubt *doubts; /* roster_doubt.c */
	size_t doubt_count, doubt_cap;
};

/* ---- roster_read.c */
/* A sentence about what was passed over or understood. */
void roster_note(struct roster_reading *reading, const char *fmt, ...) PRINTF_FMT(2, 3);
/* A sentence that a person must say yes to; a note, once that was agreed to. */
void roster_question(struct roster_reading *reading, enum roster_yes yes, const char *fmt, ...) PRINTF_FMT(3, 4);

/* ---- roster_fault.c */
/* A fault of a cell; column SIZE_MAX: of the row as a whole. Faults of one `kind` are told once; NULL: those whose sentence differs in numbers and in what it
 * quotes alone. */
void roster_fault_add(struct roster_reading *reading, size_t row, size_t column, const char *kind, const char *why);

/* ---- roster_doubt.c */
/* Notes that a rule, which is no error, found something in the row. */
void roster_doubt_add(struct roster_run *run, size_t number, const struct value *values, const struct rule *rule);
/* Asks about what was noted, once a rule. */
void roster_doubts_ask(struct roster_run *run);
void roster_doubts_release(struct roster_run *run);

/* ---- roster_columns.c */
/* The column that a field is read from; SIZE_MAX: none. */
size_t roster_column_of(const struct roster_reading *reading, const char *field);
/* The sheet to read, and the row that names its columns. */
MUST_CHECK enum status roster_find_sheet(struct roster_run *run, struct err *err);
/* A row above the one that names the columns; of the last of them its names count where that one has none. */
void roster_keep_above(struct roster_run *run, const struct table_row *row);
MUST_CHECK enum status roster_name_columns(struct roster_run *run, const struct table_row *row, struct err *err);
/* The row below it, where that names what was without a name. *named: it did, and is no house. */
MUST_CHECK enum status roster_name_more(struct roster_run *run, const struct table_row *row, bool *named, struct err *err);
/* Asks about columns that mean nothing here, and says which are taken for what an earlier table taught. */
void roster_tell_columns(struct roster_run *run);
void roster_tell_kept(struct roster_run *run);

/* ---- roster_village.c */
/* The village of a text, its code, its name, or the name otherwise written: with the names of what it lies in before it, with another ending or none; of
 * `township`, or NULL: of any. NULL: none, or there are two. *otherwise: it is not the name as it stands in the list. */
const struct division *roster_village_named(const struct pack *pack, const struct division *township, const char *text, bool *otherwise);
/* The names that begin most alike, with their codes; none where none does. */
void roster_suggest_village(const struct pack *pack, const char *text, struct buf *out);
/* How many bytes of a text are the name of the village, or one that ends otherwise, that it begins with; 0: it does not. */
size_t roster_village_begins(const struct division *village, const char *text);
/* The one village that an address names, behind the names of what it lies in; NULL: none, or several. */
const struct division *roster_village_at(const struct pack *pack, const char *text);
/* An address without what is put between the names of places. Caller frees. */
char *roster_address_plain(const char *text);
/* The township of that name or code; NULL: none. */
const struct division *roster_township_named(const struct pack *pack, const char *text);

/* ---- roster_address.c */
/* Takes apart the address in that column of the row, into the values that the row's own columns leave open; a fault where it cannot be. */
void roster_take_address(struct roster_run *run, const struct table_row *row, size_t column, struct value *values);

/* ---- roster_word.c */
/* What was said of the words of a cell, by the place of the options in their list. */
struct roster_said {
	bool *chosen; /* NULL: nothing was said of any */
};
/* Counts the words of a cell in a column of codes, and takes out of its text those of which a person said what they mean; what is left is the form's to read. */
char *roster_words_take(struct roster_run *run, size_t column, char *text, struct roster_said *said);
/* Adds to a value of the field what the words were said to mean. */
void roster_said_add(const struct roster_said *said, const struct field *field, struct value *value);
void roster_said_release(struct roster_said *said);
/* Says which words are taken for what a person said, and counts those that mean nothing yet. */
void roster_tell_words(struct roster_run *run);

/* ---- roster_cell.c */
/* Adds a place to the first ones of a note. */
void roster_note_place(struct buf *out, size_t count, size_t row, size_t column, const char *text);
/* The value of a cell, put among those of its row; or a fault. */
void roster_read_cell(struct roster_run *run, const struct table_row *row, size_t column, struct value *values);
/* Counts the words of a cell, and does nothing else. */
void roster_count_words(struct roster_run *run, const struct table_row *row, size_t column);

/* ---- roster_row.c */
/* Has the field a value from the row above: by a cell that says so, or that is empty as the village's is? */
bool roster_is_from_above(const struct roster_run *run, const struct table_row *row, const struct field *field);
void roster_read_row(struct roster_run *run, const struct table_row *row);

#endif
