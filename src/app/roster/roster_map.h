#ifndef APP_ROSTER_ROSTER_MAP_H
#define APP_ROSTER_ROSTER_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "base/buf.h"
#include "form/pack.h"
#include "table/read/reader.h"

/* What the columns of another system mean: its headers, each with the field it is, or none; and of a column of codes its words, each with the option it is,
 * or none. Given once, kept with this laptop's settings. */

struct roster_map {
	struct roster_map_line {
		char *header; /* as it is compared: roster_header_key */
		char *field;  /* "": to be left out */
		bool kept;    /* from a table before: the form's own names go before it */
	} * lines;
	size_t count, cap;
	struct roster_map_word {
		char *header, *field; /* the column, as it is compared, and what it was when the word was said */
		char *text;	      /* the word as a cell has it, normalised */
		char *choice;	      /* name of the option; "": the cell is left empty */
		bool kept;	      /* from a table before */
	} * words;
	size_t word_count, word_cap;
};

/* How headers are compared: without blanks, line breaks and the width of brackets. Caller frees. */
char *roster_header_key(const char *header);
/* The field a header means, by the form's names and labels (whole, before the bracket, or within it), or by the name of a field of the record; NULL: none,
 * or more than one. */
const struct field *roster_header_field(const struct pack *pack, const char *header);

/* Does a column of that name hold the division above the row's (`within`)? */
bool roster_header_is_within(const struct pack *pack, const char *header);
/* Is it the column of a whole address? */
bool roster_header_is_address(const struct pack *pack, const char *header);
/* Does the column only number the rows of the table? */
bool roster_header_is_number(const char *header);

const struct roster_map_line *roster_map_find(const struct roster_map *map, const char *header); /* NULL: not named */
/* Adds what a header means, or says it anew; field "" leaves the column out. */
struct roster_map_line *roster_map_set(struct roster_map *map, const char *header, const char *field);
/* Forgets what a header means. */
void roster_map_unset(struct roster_map *map, const char *header);

/* What was said of a word in a column that is this field; NULL: nothing. `text`: normalised. */
const struct roster_map_word *roster_map_word(const struct roster_map *map, const char *header, const struct field *field,
					      const char *text);
/* Adds what a word means, or says it anew; choice "" leaves the cell empty. */
struct roster_map_word *roster_map_set_word(struct roster_map *map, const char *header, const char *field, const char *text,
					    const char *choice);
/* Adds all that was said. `said` NULL: nothing. */
void roster_map_add(struct roster_map *map, const struct roster_map *said);
/* Has a column of this field (NULL: none) words, each of which means an option? */
bool roster_map_has_words(const struct field *field);
/* The column of lists with the codes that may stand in a table for this field; NULL: ours. */
const char *roster_map_codes(const struct pack *pack, const struct field *field);
/* The options of a field, with the codes that may stand in a table. */
void roster_map_options(const struct pack *pack, const struct field *field, struct buf *out);

/* The field that a column of a table is, by the map (NULL: none) and the form's own names; NULL: none. *left_out: the map says that it is none. What was kept goes
 * before the form's own name, unless that one's field must be filled: it may be the only column of another table that has it. */
const struct field *roster_map_column(const struct roster_map *map, const struct pack *pack, const char *header, bool *left_out);
/* Does the map say something else of a header than its own name? Then *field is that; NULL: it is left out. */
bool roster_map_other(const struct roster_map *map, const struct pack *pack, const char *header, const struct field **field);
/* May a column be this field? */
bool roster_map_takes(const struct field *field);
/* The field of the form that starts a building, or of the record of another system (form/pack.h), that has just this name; NULL: none. */
const struct field *roster_map_field(const struct pack *pack, const char *name);

/* The row of a table's head that names its columns: the first of those that hold most names known here; where no row holds one, the first of those
 * with most cells. */
#define ROSTER_HEAD_ROWS 30 /* so many rows from the top it is looked for */
struct roster_head {
	size_t rows, known, filled; /* weighed; names that are known in the best of them, and its cells */
};
/* Is the row better than those that were weighed before? */
bool roster_head_weigh(struct roster_head *head, const struct roster_map *map, const struct pack *pack, const struct table_row *row);
/* A head may have two rows. What names a column: its own cell, or, where that is empty, the one above when that is known. */
const char *roster_head_cell(const struct roster_map *map, const struct pack *pack, const char *own, const char *above);
/* The text that stands over a cell of a head's lower row as the head of a group, which may reach over columns to the right; "": none does. A title is none. */
const char *roster_head_group(const char *const *above, size_t above_count, const char *const *own, size_t own_count, size_t column);
/* What a column under a group's head is called where its own name is that of a person, a number or a phone: both together, since it may be another's than the
 * form asks for, and the own name alone would say nothing of that. NULL: its own name says it, or a map that was given. Caller frees. */
char *roster_head_under(const struct roster_map *map, const struct pack *pack, const char *own, const char *group);
/* Is the row below a head its second one: names that are known, and nothing else? */
bool roster_head_goes_on(const struct roster_map *map, const struct pack *pack, const struct table_row *row);

/* ---- roster_map_file.c */
/* A file of lines "header: field" (field "-": left out). Below a header, indented: lines "word: option" (by code or label; "-": the cell is left empty);
 * the header then needs no field where it is one's name. INVALID with file and line: a field that the form does not have, or an option that the field
 * does not have. */
MUST_CHECK enum status roster_map_read(struct roster_map *map, const struct pack *pack, const char *path, struct err *err);
/* The lines kept with this laptop, and keeping them. */
MUST_CHECK enum status roster_map_kept(struct roster_map *map, struct app *app, struct err *err);
MUST_CHECK enum status roster_map_keep(const struct roster_map *map, struct app *app, struct err *err);
void roster_map_release(struct roster_map *map);

#endif
