#ifndef UI_ROSTER_COLUMNS_STATE_H
#define UI_ROSTER_COLUMNS_STATE_H

#include "app/roster/roster_look.h"
#include "ui/page/listview.h"
#include "ui/screen.h"

/* What the page of a table's columns holds, for the files of that page alone. */

/* A line of the page: a column, or a word of it. */
struct columns_line {
	size_t column, word; /* word SIZE_MAX: the column itself */
};

struct columns_state {
	const char *path, *sheet; /* of the page below, as the map */
	struct roster_map *map;
	bool leaves_out;	 /* it was agreed to leave out what means nothing */
	const struct pack *pack; /* of the last look */
	struct roster_look look;
	bool read, choosing; /* choosing: the field or the option of the chosen line */
	bool said, every;    /* said: something here; every: also words that the form knows by itself */
	struct columns_line *lines;
	size_t line_count, unknown_words;
	const struct field **fields;
	size_t field_count, field_cap,
		own_count; /* own_count: of the listing; behind them stands that a column is left out, then the record's */
	struct list_view columns, choices;
};

/* Reads the table, with what was said of it until now. */
void columns_look(struct columns_state *state, struct ui *ui);
/* Lays out its columns and words. */
void columns_make_lines(struct columns_state *state);
/* The column of a line. */
const struct roster_look_column *columns_line_column(const struct columns_state *state, size_t line);
/* The word of a line; NULL: the line is the column's own. */
struct roster_word *columns_line_word(const struct columns_state *state, size_t line);
/* What a column is called: where another one has the same name, with that of the group it stands under. Borrowed. */
const char *columns_name(const struct columns_state *state, const struct roster_look_column *column);
bool columns_line_is_unknown(const struct columns_state *state, size_t line);
struct list_rows columns_rows(const struct columns_state *state);
/* What the chosen line can be: fields and that it is left out, or options and that the cell is left empty. */
struct list_rows columns_choices(const struct columns_state *state);
/* The field of a row of the choice; NULL: the column is left out. */
const struct field *columns_field_at(const struct columns_state *state, size_t index);

#endif
