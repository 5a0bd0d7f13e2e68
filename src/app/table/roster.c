#include "app/table/roster.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/check.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/private.h"
#include "store/store.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text_rule.h"
#include "base/visible.h"
#include "form/check.h"
#include "step/json.h"
#include "table/reader.h"
#include "table/table.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "store/journal.h"
#include "store/blob.h"
#include "store/building.h"

/* The roster: each row of a table becomes a listing. A row that stands already changes nothing. */

struct roster {
	struct app *app;
	const struct pack *pack;
	struct table table;
	size_t *numbers; /* of the table's rows, as a person counts them */
	size_t number_cap;
	const struct field **columns; /* per column of the table */
	struct value *rows;
	struct buf *problems;
	size_t bad, flawed; /* cells that are wrong, and of them for a character that may not stand; mended ones count there as well */
	bool mend;
	struct idmap known; /* listings that stand, private values opened: hash of their values -> 0 */
	const struct progress *progress;
};

static void
wrong(struct roster *roster, size_t row, const char *column, const char *why)
{
	roster->bad++;
	if (roster->bad <= 200)
		visible_printf(roster->problems, _("row %zu, column \"%s\": %s\n"), roster->numbers[row], column, why);
}

struct heading {
	const char *text;
	const struct field *found;
};

static bool
is_heading(const struct field *field, void *ctx)
{
	struct heading *heading = ctx;

	if (field_type_has_value(field->type) &&
	    (strcmp(field->name, heading->text) == 0 || (field->label.zh && strcmp(field->label.zh, heading->text) == 0) ||
	     (field->label.en && strcmp(field->label.en, heading->text) == 0)))
		heading->found = field;
	return !heading->found;
}

static void
match_columns(struct roster *roster)
{
	roster->columns = mem_array(roster->table.column_count, sizeof(*roster->columns));
	for (size_t c = 0; c < roster->table.column_count; c++) {
		size_t left_out;
		char *name = text_mended(roster->table.columns[c].name, strlen(roster->table.columns[c].name), &left_out);
		struct heading heading = { .text = name };

		form_each_field(roster->pack->root, is_heading, &heading);
		roster->columns[c] = heading.found;
		if (!heading.found) {
			roster->bad++;
			visible_printf(roster->problems, _("column \"%s\": the form \"%s\" has no such field; rename it or take it out\n"),
				       heading.text, roster->pack->root->name);
		}
		free(name);
	}
}

/* The code of a village named by its code or its name, which are distinct in a county; with or without 村委会. */
static const char *
village_code(const struct pack *pack, const char *text)
{
	const char *code = NULL;

	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];
		size_t len = strlen(text);

		if (division->level != DIVISION_VILLAGE)
			continue;
		if (strcmp(division->name, text) == 0 || strcmp(division->code, text) == 0)
			return division->code;
		if (len >= 6 && strncmp(division->name, text, len) == 0) {
			if (code)
				return NULL;
			code = division->code;
		}
	}
	return code;
}

/* What a cell holds; without the characters that may not stand, where that was agreed to. */
static char *
cell_text(struct roster *roster, size_t row, size_t column)
{
	const char *cell = roster->table.cells[row * roster->table.column_count + column];
	char *text = text_normalise(cell ? cell : ""), *mended;
	struct text_flaw flaw;
	size_t left_out;

	if (!text_has_flaw(text, strlen(text), &flaw))
		return text;
	roster->flawed++;
	if (!roster->mend)
		return text;
	mended = text_mended(text, strlen(text), &left_out);
	free(text);
	text = text_normalise(mended);
	free(mended);
	return text;
}

static void
read_cell(struct roster *roster, size_t row, size_t column, struct value *values)
{
	const struct field *field = roster->columns[column];
	char *text = cell_text(roster, row, column);
	struct value value = { 0 };
	struct err why = { 0 };

	if (table_kind_of_text(text) == TABLE_CELL_LOST) {
		wrong(roster, row, field->name,
		      _("a spreadsheet turned this number into 4.5E+17 and lost its last digits; "
			"format the column as text and type it again"));
	} else {
		const char *code = field->type == FIELD_DIVISION && *text ? village_code(roster->pack, text) : NULL;

		if (field_value_from_text(roster->pack, field, code ? code : text, &value, &why))
			wrong(roster, row, field->name, why.text);
		else
			value_set_take(values, field->name, value);
	}
	free(text);
}

struct row_checking {
	struct roster *roster;
	size_t row;
};

static void
on_problem(const struct form_problem *problem, void *ctx)
{
	struct row_checking *checking = ctx;

	if (problem->kind != FORM_WARNING) /* a row is listed without reasons: a warning is answered when its house is visited */
		wrong(checking->roster, checking->row, problem->rule ? problem->rule->id : problem->name, problem->text);
}

static void
read_row(struct roster *roster, size_t row)
{
	struct row_checking checking = { roster, row };
	struct form_check check = { .form = roster->pack->root, .values = &roster->rows[row], .problem = on_problem, .ctx = &checking };
	struct value *values = &roster->rows[row];
	const char *division;
	size_t before = roster->bad;

	*values = value_object();
	for (size_t c = 0; c < roster->table.column_count; c++)
		if (roster->columns[c])
			read_cell(roster, row, c, values);
	if (roster->bad != before)
		return;
	house_check_form(roster->app, &check);
	division = value_get_text(values, roster->pack->root_division->name);
	if (division)
		act_in_role(roster->app, &roster->pack->root->by, division);
	if (division && !credential_covers(app_credential(roster->app), division))
		wrong(roster, row, roster->pack->root_division->name, _("the village lies outside the signer's area"));
}

struct canonical {
	const struct value *values;
	struct buf text;
};

static bool
add_canonical(const struct field *field, void *ctx)
{
	struct canonical *canonical = ctx;
	const struct value *value = field->parent && field->parent->type == FIELD_REPEAT ? NULL : value_get(canonical->values, field->name);

	if (value) {
		buf_printf(&canonical->text, "%s ", field->name);
		json_write(value, &canonical->text);
		buf_char(&canonical->text, '\n');
	}
	return true;
}

/* A name for what a listing says: equal for equal values, in whichever order they stand. */
static void
name_values(const struct roster *roster, const struct value *values, struct id *out)
{
	struct canonical canonical = { .values = values };

	form_each_field(roster->pack->root, add_canonical, &canonical);
	hash_bytes(buf_text(&canonical.text), canonical.text.len, out);
	if (canonical.text.len)
		secret_zero(canonical.text.data, canonical.text.cap);
	buf_release(&canonical.text);
}

static void
note_known(struct roster *roster, const struct value *values)
{
	struct id name;

	name_values(roster, values, &name);
	idmap_put(&roster->known, &name, 0);
}

static bool
note_listing(const struct building_row *row, void *ctx)
{
	struct roster *roster = ctx;
	struct private_reader reader = vault_reader(roster->app);
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };

	if (!store_get_step(app_store(roster->app), &row->root, &body, NULL, &ignored) &&
	    !step_parse(buf_text(&body), body.len, &step, &ignored)) {
		struct value values = value_copy(&step.data);

		if (step.has_private)
			reader.open(reader.ctx, &step, &values);
		note_known(roster, &values);
		value_release(&values);
	}
	step_release(&step);
	buf_release(&body);
	return true;
}

static bool
is_known(const struct roster *roster, const struct value *values)
{
	struct id name;

	name_values(roster, values, &name);
	return idmap_get(&roster->known, &name) != IDMAP_NONE;
}

static enum status
add_rows(struct roster *roster, struct app_roster_result *out, struct err *err)
{
	struct app *app = roster->app;
	enum status status = STATUS_OK;

	for (size_t r = 0; r < roster->table.row_count && !status; r++) {
		const char *village = value_get_text(&roster->rows[r], roster->pack->root_division->name);
		struct data_key key = { 0 };
		struct buf box = { 0 };
		struct step step = { .data = value_object() };
		struct id id, blob;

		if (is_known(roster, &roster->rows[r])) {
			out->known++;
			value_release(&step.data);
			continue;
		}
		act_in_role(app, &roster->pack->root->by, village); /* rows may be of villages under several rights */
		strcpy(step.kind, roster->pack->root->name);
		step_set_area(&step, village);
		if (private_has_values(roster->pack, &roster->rows[r]))
			status = vault_key(app, village, &key, err);
		if (!status)
			status = private_split(roster->pack, roster->pack->root, &roster->rows[r], &key, &step, &box, err);
		if (!status && step.has_private)
			status = store_put_blob(app_store(app), BLOB_BOX, box.data, box.len, &blob, err);
		if (!status)
			status = act_put(app_store(app), app_signer(app), &step, &id, err);
		secret_zero(&key, sizeof(key));
		buf_release(&box);
		step_release(&step);
		note_known(roster, &roster->rows[r]); /* twice in one file is once */
		out->added++;
		progress_tell(roster->progress, _("Signing the rows"), (int64_t)r + 1, (int64_t)roster->table.row_count);
	}
	return status;
}

static enum status
take_row(struct roster *roster, const struct table_row *row, struct err *err)
{
	struct table *table = &roster->table;
	char **cells;

	if (!table->column_count) {
		table->columns = mem_array(row->count, sizeof(*table->columns));
		table->column_count = row->count;
		for (size_t c = 0; c < row->count; c++)
			table->columns[c] = (struct table_column){ .name = text_normalise(row->cells[c].text),
								   .label = mem_strdup(row->cells[c].text) };
		return STATUS_OK;
	}
	if (row->count > table->column_count) {
		char letters[8];

		table_column_letters(row->count - 1, letters);
		return err_set(err, STATUS_INVALID, _("row %zu: there are more cells than columns; column %s has no name"), row->number,
			       letters);
	}
	if (table->row_count == roster->number_cap) {
		roster->number_cap = roster->number_cap ? roster->number_cap * 2 : 64;
		roster->numbers = mem_resize(roster->numbers, roster->number_cap, sizeof(*roster->numbers));
	}
	roster->numbers[table->row_count] = row->number;
	cells = table_add_row(table);
	for (size_t c = 0; c < row->count; c++)
		cells[c] = mem_strdup(row->cells[c].text);
	return STATUS_OK;
}

static enum status
read_file(struct roster *roster, const char *path, struct app_roster_result *out, struct err *err)
{
	struct table_reader *reader = NULL;
	enum status status = table_reader_open(path, &reader, err);
	const struct table_sheet *sheets;
	size_t count, sheet = 0;
	struct table_row row;
	bool more = true;

	if (!status) {
		sheets = table_reader_sheets(reader, &count);
		while (sheet + 1 < count && sheets[sheet].hidden)
			sheet++;
		status = table_reader_start(reader, sheet, err);
	}
	while (!status && more && !(status = table_reader_next(reader, &row, &more, err)))
		if (more && row.count)
			status = take_row(roster, &row, err);
	if (reader)
		out->encoding = table_reader_format(reader);
	table_reader_close(reader);
	if (status == STATUS_INVALID)
		err_context(err, "%s", path);
	return status;
}

enum status
app_roster_import(struct app *app, const struct app_roster *ask, struct app_roster_result *out, struct buf *problems, struct err *err)
{
	struct roster roster = {
		.app = app, .mend = ask->mend, .progress = ask->progress, .pack = store_pack(app_store(app)), .problems = problems
	};
	enum status status = act_needs_person(app, err);

	*out = (struct app_roster_result){ 0 };
	if (!status && !store_eval(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status)
		act_in_role(app, &roster.pack->root->by, NULL);
	if (!status && !names_has(&roster.pack->root->by, app_credential(app)->role))
		status = err_set(err, STATUS_DENIED, _("your role may not list buildings"));
	if (!status)
		status = read_file(&roster, ask->path, out, err);
	if (status)
		goto out;
	out->rows = roster.table.row_count;
	roster.rows = mem_array(roster.table.row_count, sizeof(*roster.rows));
	match_columns(&roster);
	for (size_t r = 0; r < roster.table.row_count && !(roster.bad && r == 0 && roster.bad > 100); r++) {
		read_row(&roster, r);
		progress_tell(roster.progress, _("Checking the rows"), (int64_t)r + 1, (int64_t)roster.table.row_count);
	}
	out->flawed = roster.flawed;
	out->only_flawed = !roster.mend && roster.bad > 0 && roster.bad == roster.flawed;
	if (roster.bad)
		status = err_set(err, STATUS_INVALID, _("nothing was added: %zu cells must be corrected first"), roster.bad);
	if (!status)
		status = store_each_building(app_store(app), "", note_listing, &roster, err);
	if (status)
		goto out;
	if (ask->dry_run) {
		for (size_t r = 0; r < roster.table.row_count; r++)
			out->known += is_known(&roster, &roster.rows[r]);
		out->added = out->rows - out->known;
		goto out;
	}
	status = act_begin(app, err);
	if (!status) {
		store_expect_many(app_store(app), true);
		store_set_progress(app_store(app), roster.progress);
		status = act_end(app, add_rows(&roster, out, err), err);
		store_set_progress(app_store(app), NULL);
		store_expect_many(app_store(app), false);
	}
out:
	for (size_t r = 0; roster.rows && r < roster.table.row_count; r++)
		value_release(&roster.rows[r]);
	free(roster.rows);
	free(roster.columns);
	free(roster.numbers);
	table_release(&roster.table);
	idmap_release(&roster.known);
	return status;
}
