#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/paper/paper_state.h"
#include "app/table/report_private.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/past.h"
#include "store/report/report.h"

/* The tables of a paper about a division: what is private is left blank where this person cannot open it. */

struct filling_rows {
	struct paper_making *making;
	const struct paper_block *block;
	struct printed_block *table; /* the one that is filled; NULL: none is begun */
	char *group;		     /* whose rows these are; NULL: none yet */
	size_t rows;
	struct keyed_column *keyed; /* boxes and columns that are keyed when the paper comes back */
	size_t keyed_count;
};

/* A column that a row shows under its own name; false: it heads the rows. */
static bool
is_shown(const struct paper_block *block, size_t column)
{
	return !block->group || strcmp(block->rows.columns[column].name, block->group) != 0;
}

static void
begin_table(struct filling_rows *filling)
{
	const struct paper_block *block = filling->block;
	struct printed_block *table = printed_add(filling->making->out, PRINTED_TABLE);
	size_t at = 0;
	char **cells;

	table->tick = block->tick;
	table->writing = block->blank_count + filling->keyed_count;
	table->columns = block->rows.column_count - (block->group ? 1 : 0) + block->blank_count + (block->tick ? 1 : 0) +
			 (filling->keyed_count ? 1 + filling->keyed_count : 0);
	cells = printed_add_row(table);
	if (block->tick)
		cells[at++] = NULL;
	if (filling->keyed_count)
		cells[at++] = mem_strdup(_("No."));
	for (size_t c = 0; c < block->rows.column_count; c++)
		if (is_shown(block, c))
			cells[at++] = mem_strdup(label_text(&block->rows.columns[c].label, filling->making->lang));
	for (size_t k = 0; k < filling->keyed_count; k++)
		cells[at++] = mem_strdup(
			label_text(filling->keyed[k].box ? &filling->keyed[k].of->ticked->label : &filling->keyed[k].field->label,
				   filling->making->lang));
	for (size_t b = 0; b < block->blank_count; b++)
		cells[at++] = mem_strdup(label_text(&block->blanks[b], filling->making->lang));
	filling->table = table;
}

static const char *
text_of(const struct report_row *row, const char *name)
{
	for (int i = 0; i < row->count; i++)
		if (strcmp(row->names[i], name) == 0)
			return row->texts[i];
	return NULL;
}

/* What a cell shows: of a column that is called as a field of one choice, the choice in words. */
static char *
cell_text(const struct filling_rows *filling, const struct report_row *row, const char *name)
{
	const struct field *field = pack_field(filling->making->pack, name);
	const char *text = text_of(row, name);
	char *words = text && field && field->type == FIELD_SELECT_ONE ? list_words(field->list, text, filling->making->lang) : NULL;

	return words ? words : mem_strdup(text);
}

static void
note_root(struct paper_making *making, const struct report_row *row)
{
	const char *hex = text_of(row, "root");
	struct id root;

	if (!hex || !id_from_hex(hex, &root))
		return;
	for (size_t i = 0; i < making->root_count; i++) /* a house may stand in two tables */
		if (id_equal(&making->roots[i], &root))
			return;
	MEM_GROW(making->roots, making->root_count, making->root_cap);
	making->roots[making->root_count++] = root;
}

static void
begin_group(struct filling_rows *filling, const char *group)
{
	if (filling->table && filling->group && strcmp(filling->group, group) == 0)
		return;
	free(filling->group);
	filling->group = mem_strdup(group);
	printed_add_text(filling->making->out, PRINTED_HEAD, *group ? group : "-");
	begin_table(filling);
}

static void
add_row(const struct report_row *row, void *ctx)
{
	struct filling_rows *filling = ctx;
	const struct paper_block *block = filling->block;
	size_t at = block->tick ? 1 : 0;
	char **cells;

	if (block->group) {
		const char *group = text_of(row, block->group);

		begin_group(filling, group ? group : "");
	}
	cells = printed_add_row(filling->table);
	note_root(filling->making, row);
	filling->rows++;
	if (filling->keyed_count) /* by it the row is found again: print_make says it in what is signed */
		cells[at++] = mem_printf("%zu", filling->making->root_count);
	for (size_t c = 0; c < block->rows.column_count; c++)
		if (is_shown(block, c))
			cells[at++] = cell_text(filling, row, block->rows.columns[c].name);
	for (size_t k = 0; k < filling->keyed_count; k++, at++)
		if (filling->keyed[k].box)
			cells[at] = mem_strdup("□");
}

/* What cannot be opened is no value. */
static enum status
give_what_opens(void *ctx, const struct private_place *place, char **out, struct err *err)
{
	const struct report_private *inner = ctx;
	struct err why = { 0 };
	enum status status = inner->value(inner->ctx, place, out, &why);

	if (status == STATUS_DENIED)
		return STATUS_OK;
	return status ? err_set(err, status, "%s", why.text) : status;
}

/* Above the rows: which digits are written into which column. */
static void
add_digits(struct filling_rows *filling)
{
	const char *lang = filling->making->lang;
	struct buf words = { 0 };

	for (size_t k = 0; k < filling->keyed_count; k++) {
		const struct field *field = filling->keyed[k].field;

		if (filling->keyed[k].box)
			continue;
		buf_printf(&words, "%s%s", words.len ? "    " : "", label_text(&field->label, lang));
		if (field->type == FIELD_BOOLEAN)
			buf_printf(&words, "  1 %s  2 %s", _("yes"), _("no"));
		else
			for (size_t c = 0; c < field->list->choice_count; c++)
				buf_printf(&words, "  %zu %s", c + 1, label_text(&field->list->choices[c].label, lang));
	}
	if (words.len)
		printed_add_text(filling->making->out, PRINTED_SMALL, buf_text(&words));
	buf_release(&words);
}

enum status
paper_add_rows(struct paper_making *making, const struct paper_block *block, struct err *err)
{
	struct filling_rows filling = { .making = making, .block = block };
	struct report_ask query = { .area = making->division, .date = making->today };
	struct opened_house house = { 0 };
	struct report_private inner = { 0 }, opened = { give_what_opens, &inner };
	const struct form **blind = blind_forms(making->app, &query.blind_count);
	enum status status = STATUS_OK;

	query.blind = blind;
	filling.keyed_count = paper_keyed_columns(block, NULL);
	filling.keyed = mem_array(filling.keyed_count, sizeof(*filling.keyed));
	paper_keyed_columns(block, filling.keyed);
	add_digits(&filling);
	if (report_is_private(&block->rows)) {
		status = report_private_open(making->app, making->paper->name, &house, &inner, err);
		query.opened = &opened;
	}
	if (!status && !block->group)
		begin_table(&filling);
	if (!status)
		status = report_run(app_store(making->app), &block->rows.sql, &query, add_row, &filling, err);
	if (!status && !filling.rows)
		status = err_set(err, STATUS_NOT_FOUND, _("nothing of this village is for the paper \"%s\""),
				 label_text(&making->paper->title, making->lang));
	report_private_close(&house);
	free(filling.group);
	free(filling.keyed);
	free(blind);
	return status;
}
