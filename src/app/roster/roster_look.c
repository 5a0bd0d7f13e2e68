#include "app/roster/roster_look.h"

#include <stdlib.h>
#include <string.h>

#include "app/roster/roster_run.h"
#include "base/mem.h"
#include "base/text.h"
#include "form/answer/meant.h"

/* The head of a table. */

struct head_row {
	char **cells;
	bool *filled; /* of a merged cell, not in its first row */
	size_t count, number;
	bool names; /* it holds names that are known, and nothing else */
};

struct head_looking {
	struct app *app;
	const struct pack *pack;
	struct roster_map map;
	struct roster_look *out;
	struct head_row rows[ROSTER_HEAD_ROWS];
	size_t row_count, header; /* header: the row that names the columns */
	size_t known;		  /* names in it that are known */
	char *under;		  /* the name of the column that was named last, with that of its group; NULL: it stands under none */
};

static void
forget_rows(struct head_looking *looking)
{
	for (size_t r = 0; r < looking->row_count; r++) {
		for (size_t c = 0; c < looking->rows[r].count; c++)
			free(looking->rows[r].cells[c]);
		free(looking->rows[r].cells);
		free(looking->rows[r].filled);
	}
	looking->row_count = 0;
}

static enum status
read_rows(struct head_looking *looking, struct table_reader *table, size_t sheet, struct err *err)
{
	enum status status = table_reader_start(table, sheet, err);
	struct roster_head head = { 0 };
	struct table_row row;
	bool more = true;

	forget_rows(looking);
	looking->header = 0;
	while (!status && more && looking->row_count < ROSTER_HEAD_ROWS && !(status = table_reader_next(table, &row, &more, err))) {
		struct head_row *to = &looking->rows[looking->row_count];

		if (!more || !row.count)
			continue;
		*to = (struct head_row){ mem_array(row.count, sizeof(*to->cells)), mem_array(row.count, sizeof(*to->filled)), row.count,
					 row.number, roster_head_goes_on(&looking->map, looking->pack, &row) };
		for (size_t c = 0; c < row.count; c++) {
			to->cells[c] = mem_strdup(row.cells[c].text);
			to->filled[c] = row.cells[c].filled;
		}
		if (roster_head_weigh(&head, &looking->map, looking->pack, &row))
			looking->header = looking->row_count;
		looking->row_count++;
	}
	looking->known = head.known;
	return status;
}

/* ---- guessing */

#define LIKELY 50

/* Does the header hold the label's word, before the bracket or in it? More than that of a longer word. */
static size_t
holds_word(const char *header, const char *label)
{
	char *word = mem_strdup(label), *bracket = strchr(word, '('), *inside = bracket ? bracket + 1 : NULL;
	size_t holds = 0;

	if (bracket)
		*bracket = '\0';
	if (inside)
		inside[strcspn(inside, ")")] = '\0';
	if (*word && strstr(header, word))
		holds = LIKELY + text_chars(word);
	else if (inside && *inside && strstr(header, inside))
		holds = LIKELY + text_chars(inside);
	free(word);
	return holds;
}

/* The characters of the header that stand in the label, of a hundred. */
static size_t
likeness(const char *header, const char *label)
{
	size_t same = 0, all = 0, holds = holds_word(header, label), left = strlen(header);

	while (left > 0) {
		size_t len = text_cluster(header, left, &(size_t){ 0 });
		char *one = mem_strndup(header, len);

		all++;
		same += strstr(label, one) != NULL;
		free(one);
		header += len;
		left -= len;
	}
	same = all ? same * 100 / all : 0;
	return same > holds ? same : holds;
}

struct guessing {
	const struct pack *pack;
	const struct roster_look *look;
	const char *key, *example; /* of the column */
	const struct field *best;
	size_t most;
};

/* Could what stands below the header be an answer to this question? */
static bool
takes_example(const struct guessing *guessing, const struct field *field)
{
	struct value value = { 0 };
	struct err ignored = { 0 };
	bool otherwise, takes = !*guessing->example;

	if (!takes && field->type == FIELD_DIVISION)
		takes = roster_village_named(guessing->pack, NULL, guessing->example, &otherwise) != NULL;
	else if (!takes)
		takes = !field_value_from_text(guessing->pack, field, guessing->example, &value, &ignored);
	value_release(&value);
	return takes;
}

static bool
try_field(const struct field *field, void *ctx)
{
	const char *const labels[] = { field->name, field->label.zh, field->label.en };
	struct guessing *guessing = ctx;

	if (!roster_map_takes(field))
		return true;
	for (size_t c = 0; c < guessing->look->count; c++)
		if (guessing->look->columns[c].field == field)
			return true;
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		char *key = labels[i] ? roster_header_key(labels[i]) : NULL;
		size_t like = key ? likeness(guessing->key, key) : 0;

		if (like > guessing->most && takes_example(guessing, field)) {
			guessing->most = like;
			guessing->best = field;
		}
		free(key);
	}
	return true;
}

static const struct field *
guess_field(const struct head_looking *looking, const struct roster_look_column *column)
{
	const struct field *village = looking->pack->root_division;
	struct guessing guessing = {
		.pack = looking->pack, .look = looking->out, .example = column->example ? column->example : "", .most = LIKELY - 1
	};
	char *key = roster_header_key(column->header);
	bool known = false;

	guessing.key = key;
	if (*key)
		form_each_field(looking->pack->root, try_field, &guessing);
	free(key);
	for (size_t c = 0; c < looking->out->count; c++)
		known |= looking->out->columns[c].field == village || looking->out->columns[c].guess == village;
	if (!guessing.best && !known && *guessing.example &&
	    takes_example(&guessing, village)) /* whatever it is called: a village stands there */
		return village;
	return guessing.best;
}

/* ---- all of it */

static char *
name_below(struct head_looking *looking, const struct head_row *row, const struct head_row *above, size_t c)
{
	const char *own = c < row->count ? row->cells[c] : "";
	const char *const *heads = above ? (const char *const *)above->cells : NULL;
	const char *group = roster_head_group(heads, above ? above->count : 0, (const char *const *)row->cells, row->count, c);
	char *under = roster_head_under(&looking->map, looking->pack, own, group);

	free(looking->under);
	looking->under = *group ? mem_printf("%s%s", group, own) : NULL;
	return under ? under
		     : mem_strdup(roster_head_cell(&looking->map, looking->pack, own, above && c < above->count ? above->cells[c] : ""));
}

/* What names a column, in a head of one row or two. Caller frees. */
static char *
head_cell(struct head_looking *looking, size_t c, bool goes_on)
{
	const struct head_row *row = &looking->rows[looking->header], *above = looking->header ? row - 1 : NULL;
	char *cell = name_below(looking, row, above && above->number + 1 == row->number ? above : NULL, c);
	bool left_out;

	if (!goes_on || c >= row[1].count || !*row[1].cells[c] || row[1].filled[c] || roster_header_is_within(looking->pack, cell) ||
	    roster_header_is_address(looking->pack, cell) || (*cell && roster_map_column(&looking->map, looking->pack, cell, &left_out)))
		return cell;
	free(cell);
	return name_below(looking, &row[1], row, c);
}

static void
take_column(struct head_looking *looking, size_t c, const char *header, size_t below)
{
	struct roster_look_column *column = &looking->out->columns[looking->out->count++];

	column->header = mem_strdup(header);
	column->under = looking->under && strcmp(looking->under, header) != 0 ? mem_strdup(looking->under) : NULL;
	column->field = roster_map_column(&looking->map, looking->pack, header, &column->left_out);
	column->left_out |= roster_is_problem_column(header) || (!column->field && roster_header_is_number(header));
	column->within = !column->field && !column->left_out && roster_header_is_within(looking->pack, header);
	column->address = !column->field && !column->left_out && roster_header_is_address(looking->pack, header);
	for (size_t r = below; r < looking->row_count && !column->example; r++)
		if (c < looking->rows[r].count && *looking->rows[r].cells[c])
			column->example = mem_strdup(looking->rows[r].cells[c]);
	if (!column->example)
		column->example = mem_strdup("");
}

static bool
is_another(const struct roster_look *look, size_t c, const struct field *field)
{
	bool is = false;

	for (size_t i = 0; i < look->count && field; i++)
		is |= i != c && look->columns[i].field == field;
	return is;
}

/* A column that shares its field with another one, and of which something else was said once, is that. */
static void
give_way(struct head_looking *looking, size_t c)
{
	struct roster_look_column *column = &looking->out->columns[c];
	const struct field *said;

	if (!is_another(looking->out, c, column->field) || !roster_map_other(&looking->map, looking->pack, column->header, &said) ||
	    is_another(looking->out, c, said))
		return;
	column->field = said;
	column->left_out = !said;
}

static void
take_columns(struct head_looking *looking)
{
	struct roster_look *out = looking->out;
	const struct head_row *row = looking->row_count ? &looking->rows[looking->header] : NULL;
	size_t width = row ? row->count : 0, next = looking->header + 1;
	bool goes_on = next < looking->row_count && looking->rows[next].names && looking->rows[next].number == row->number + 1 &&
		       looking->rows[next].count <= width;

	if (row && looking->header && row[-1].count > width)
		width = row[-1].count;
	out->columns = mem_array(width, sizeof(*out->columns));
	for (size_t c = 0; c < width; c++) {
		char *header = head_cell(looking, c, goes_on);

		if (*header)
			take_column(looking, c, header, goes_on ? next + 1 : next);
		free(header);
	}
	for (size_t c = 0; c < out->count; c++)
		give_way(looking, c);
	for (size_t c = 0; c < out->count; c++)
		if (!out->columns[c].field && !out->columns[c].left_out && !out->columns[c].within && !out->columns[c].address) {
			out->columns[c].guess = guess_field(looking, &out->columns[c]);
			out->unknown++;
		}
}

static enum status
look_at(struct head_looking *looking, struct table_reader *table, const char *wanted, struct err *err)
{
	size_t count, first = SIZE_MAX, chosen = SIZE_MAX;
	const struct table_sheet *sheets = table_reader_sheets(table, &count);
	struct roster_look *out = looking->out;
	enum status status = STATUS_OK;

	out->sheets = mem_array(count, sizeof(*out->sheets));
	for (size_t i = 0; i < count && !status; i++) {
		if (sheets[i].hidden)
			continue;
		if (*sheets[i].name)
			out->sheets[out->sheet_count++] = mem_strdup(sheets[i].name);
		first = first == SIZE_MAX ? i : first;
		if (chosen != SIZE_MAX || (wanted && strcmp(wanted, sheets[i].name) != 0))
			continue;
		status = read_rows(looking, table, i, err);
		if (!status && (wanted || looking->known)) {
			chosen = i;
			out->sheet = out->sheet_count ? out->sheet_count - 1 : 0;
			take_columns(looking);
		}
	}
	if (!status && chosen == SIZE_MAX && first != SIZE_MAX && !(status = read_rows(looking, table, first, err)))
		take_columns(looking);
	return status;
}

enum status
app_roster_look(struct app *app, const char *path, const char *sheet, const struct roster_map *given, struct roster_look *out,
		struct err *err)
{
	struct head_looking looking = { .app = app, .pack = app_pack(app), .out = out };
	struct table_reader *table = NULL;
	enum status status;

	*out = (struct roster_look){ 0 };
	if (!looking.pack)
		return STATUS_OK;
	roster_map_add(&looking.map, given);
	status = roster_map_kept(&looking.map, app, err);
	if (!status)
		status = table_reader_open(path, &table, err);
	if (!status)
		status = look_at(&looking, table, sheet, err);
	table_reader_close(table);
	forget_rows(&looking);
	free(looking.under);
	roster_map_release(&looking.map);
	return status;
}

/* What was read of a column. */
static void
take_words(struct roster_look *look, struct roster_reading *reading)
{
	for (size_t i = 0; i < look->count; i++) {
		struct roster_look_column *column = &look->columns[i];

		for (size_t c = 0; c < reading->column_count; c++) {
			struct roster_column *read = &reading->columns[c];

			if (strcmp(read->header, column->header) != 0 || read->field != column->field || column->words)
				continue;
			column->empty = !read->used;
			column->words = read->words;
			column->word_count = read->word_count;
			read->words = NULL;
			read->word_count = 0;
			break;
		}
		look->unknown -= column->empty && !column->field && !column->left_out && !column->within && !column->address;
	}
}

void
app_roster_words(struct app *app, const char *path, const char *sheet, const struct roster_map *given, struct roster_look *look)
{
	struct roster_map map = { 0 };
	struct roster_reading reading = {
		.app = app, .pack = app_pack(app), .path = path, .sheet = sheet, .map = &map, .words_only = true
	};
	struct err ignored = { 0 };

	if (!reading.pack)
		return;
	roster_map_add(&map, given);
	if (!roster_map_kept(&map, app, &ignored) && !roster_read(&reading, &ignored))
		take_words(look, &reading);
	roster_reading_release(&reading);
	roster_map_release(&map);
}

void
roster_look_release(struct roster_look *look)
{
	for (size_t i = 0; i < look->sheet_count; i++)
		free(look->sheets[i]);
	for (size_t i = 0; i < look->count; i++) {
		free(look->columns[i].header);
		free(look->columns[i].example);
		free(look->columns[i].under);
		roster_words_release(look->columns[i].words, look->columns[i].word_count);
	}
	free(look->sheets);
	free(look->columns);
	*look = (struct roster_look){ 0 };
}
