#include "app/table/dump_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/store.h"

/* What is dumped: which tables there are, with which columns. */

const char *
app_dump_format_name(enum app_dump_format format)
{
	static const char *const names[] = {
		[APP_DUMP_JSONL] = "jsonl", [APP_DUMP_CSV] = "csv", [APP_DUMP_XLSX] = "xlsx", [APP_DUMP_GEOJSON] = "geojson"
	};

	_Static_assert(ARRAY_LEN(names) == APP_DUMP_FORMAT_COUNT, "a name for each format");
	return names[format];
}

char *
id_masked(const char *id, enum id_mask mask)
{
	char *masked = mem_strdup(id);
	size_t len = strlen(masked), from = mask == ID_MASK_MIDDLE ? 6 : len > 8 ? len - 8 : 0, count = mask == ID_MASK_MIDDLE ? 6 : 8;

	for (size_t i = from; mask != ID_MASK_WHOLE && i < len && i < from + count; i++)
		masked[i] = '*';
	return masked;
}

/* ---- columns */

void
dump_add_column(struct dumping *dumping, const char *name, const char *label, const struct field *field)
{
	const struct sift_source source = { .name = name, .field = field, .own = -1 };

	MEM_GROW(dumping->columns, dumping->column_count, dumping->column_cap);
	dumping->columns[dumping->column_count++] = (struct dump_column){ .name = mem_strdup(name),
									  .label = mem_strdup(label),
									  .kind = field ? sift_kind(&source) : TABLE_TEXT,
									  .is_id = field && field->type == FIELD_ID_NUMBER };
}

void
dump_forget_columns(struct dumping *dumping)
{
	for (size_t i = 0; i < dumping->column_count; i++) {
		free(dumping->columns[i].name);
		free(dumping->columns[i].label);
	}
	dumping->column_count = 0;
}

static void
add_selected(struct dumping *dumping, const char *name, const char *label, const struct field *field, struct buf *sql)
{
	buf_text_add(sql, dumping->column_count ? ", " : "SELECT ");
	dump_add_column(dumping, name, label, field);
}

/* The code that the other system has for a choice, where its list has one. */
static void
add_record_code(const struct pack *pack, const struct sift_source *source, const char *codes, struct buf *sql)
{
	const struct list *list = source->field->list;
	bool has = false;

	for (size_t c = 0; list && codes && c < list->column_count; c++)
		has |= strcmp(list->columns[c].name, codes) == 0;
	if (!has) {
		sift_add_value(pack, source, sql);
	} else if (source->field->type == FIELD_SELECT_MULTIPLE) {
		buf_printf(sql, "(SELECT group_concat(coalesce(l.\"%s\", l.name), ' ') FROM list_%s l WHERE selected(", codes,
			   source->field->list_name);
		sift_add_value(pack, source, sql);
		buf_text_add(sql, ", l.name))");
	} else {
		buf_printf(sql, "coalesce((SELECT coalesce(l.\"%s\", l.name) FROM list_%s l WHERE l.name = ", codes,
			   source->field->list_name);
		sift_add_value(pack, source, sql);
		buf_text_add(sql, "), ");
		sift_add_value(pack, source, sql);
		buf_char(sql, ')');
	}
}

static void
add_house_column(const char *name, const char *label, struct dumping *dumping)
{
	const struct pack *pack = dumping->pack;
	const struct form *record = dumping->dump->as_record ? pack->record : NULL;
	struct sift_source source;

	if (!sift_find(pack, name, &source))
		return;
	if (source.field && source.field->is_private) {
		if (!dumping->dump->with_private)
			return;
		dumping->private_columns = true;
		sift_add_column(&dumping->sift, name);
	}
	add_selected(dumping, name, label, source.field, &dumping->sql);
	if (record && source.field && source.field->type != FIELD_DIVISION)
		add_record_code(pack, &source, record->copy.codes, &dumping->sql);
	else if (dumping->dump->format == APP_DUMP_JSONL)
		sift_add_value(pack, &source, &dumping->sql);
	else
		sift_add_words(pack, &source, dumping->dump->lang, &dumping->sql);
}

static void
visit_column(const struct sift_column *column, void *ctx)
{
	add_house_column(column->name, column->label, ctx);
}

static bool
visit_record(const struct field *field, void *ctx)
{
	struct dumping *dumping = ctx;
	const char *prefix = dumping->pack->record->copy.prefix;
	size_t len = prefix ? strlen(prefix) : 0;
	const struct field *of = len && strncmp(field->name, prefix, len) == 0 ? pack_field(dumping->pack, field->name + len) : NULL;

	if (of)
		add_house_column(of->name, label_text(&of->label, dumping->dump->lang), dumping);
	return true;
}

/* Where the house stands and whose it is: what every roster begins with, and no record repeats. */
static bool
visit_roster(const struct field *field, void *ctx)
{
	struct dumping *dumping = ctx;

	if (field_type_has_value(field->type) && !field->by_act)
		add_house_column(field->name, label_text(&field->label, dumping->dump->lang), dumping);
	return true;
}

static enum status
dump_houses(struct dumping *dumping, struct err *err)
{
	const struct pack *pack = dumping->pack;
	enum status status;

	dumping->table = "houses";
	if (dumping->dump->as_record) {
		add_house_column(sift_own_name(OWN_NUMBER), _("House"), dumping);
		add_house_column(sift_own_name(OWN_TOWNSHIP), _("Township"), dumping);
		form_each_field(pack->root, visit_roster, dumping);
		form_each_field(pack->record, visit_record, dumping);
	} else {
		add_selected(dumping, "house", _("Record"), NULL, &dumping->sql);
		buf_text_add(&dumping->sql, "b.root");
		sift_each_column(dumping->app, dumping->dump->lang, false, visit_column, dumping);
	}
	status = sift_add_from(pack, &dumping->sift, &dumping->sql, err);
	if (dumping->dump->as_record && pack->chain_count)
		buf_printf(&dumping->sql, " AND b.level >= %zu", pack->chains[0].level_count);
	buf_text_add(&dumping->sql, " ORDER BY b.division, b.root");
	return status ? status : dump_run(dumping, err);
}

/* ---- rows of repeats, and of forms that repeat */

static bool
add_row_column(const struct field *field, void *ctx)
{
	struct dumping *dumping = ctx;

	if (field->is_private || !(field_type_has_value(field->type) || field->type == FIELD_PHOTO) ||
	    field->parent != (dumping->repeat ? dumping->repeat : field->parent) ||
	    (!dumping->repeat && field->parent && field->parent->type == FIELD_REPEAT))
		return true;
	add_selected(dumping, field->name, label_text(&field->label, dumping->dump->lang), field, &dumping->sql);
	buf_printf(&dumping->sql, "r.\"%s\"", field->name);
	return true;
}

static enum status
dump_rows(struct dumping *dumping, const struct form *form, const struct field *repeat, struct err *err)
{
	const char *name = repeat ? repeat->name : form->name;

	if (dumping->dump->table && strcmp(dumping->dump->table, name) != 0)
		return STATUS_OK;
	dumping->table = name;
	dumping->repeat = repeat;
	add_selected(dumping, "house", _("Record"), NULL, &dumping->sql);
	buf_text_add(&dumping->sql, "b.root");
	add_selected(dumping, "row", _("No."), NULL, &dumping->sql);
	buf_text_add(&dumping->sql, repeat ? "r.row" : "r.nth");
	form_each_field(form, add_row_column, dumping);
	buf_printf(
		&dumping->sql,
		" FROM %s r JOIN b ON b.building = r.building WHERE substr(b.division, 1, length(:area)) = :area ORDER BY b.division, b.root, 2",
		name);
	return dump_run(dumping, err);
}

struct repeat_visiting {
	struct dumping *dumping;
	const struct form *form;
	struct buf *names; /* not NULL: they are named, not dumped */
	enum status status;
	struct err *err;
};

static bool
visit_repeat(const struct field *field, void *ctx)
{
	struct repeat_visiting *visiting = ctx;

	if (field->type != FIELD_REPEAT || field->is_private)
		return true;
	if (visiting->names)
		buf_printf(visiting->names, " %s", field->name);
	else
		visiting->status = dump_rows(visiting->dumping, visiting->form, field, visiting->err);
	return !visiting->status;
}

static enum status
each_rows(struct dumping *dumping, const struct pack *pack, struct buf *names, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < pack->form_count && !status; i++) {
		const struct form *form = &pack->forms[i];
		struct repeat_visiting visiting = { dumping, form, names, STATUS_OK, err };

		if (form->of_division)
			continue;
		if (!form->repeat)
			form_each_field(form, visit_repeat, &visiting);
		else if (names)
			buf_printf(names, " %s", form->name);
		else
			visiting.status = dump_rows(dumping, form, NULL, err);
		status = visiting.status;
	}
	return status;
}

static enum status
dump_signatures(struct dumping *dumping, struct err *err)
{
	static const struct {
		const char *name, *label;
	} columns[] = {
		{ "house", N_("Record") },	{ "chain", N_("Chain") }, { "level", N_("Level") },
		{ "decision", N_("Decision") }, { "step", N_("Step") },
	};

	if (dumping->dump->table && strcmp(dumping->dump->table, "signatures") != 0)
		return STATUS_OK;
	dumping->table = "signatures";
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		dump_add_column(dumping, columns[i].name, _(columns[i].label), NULL);
	buf_text_add(
		&dumping->sql,
		"SELECT b.root, s.chain, s.level, 'approve', lower(hex(s.step)) FROM signed s JOIN b ON b.building = s.building"
		" WHERE substr(b.division, 1, length(:area)) = :area"
		" UNION ALL SELECT b.root, s.chain, s.level, 'return', lower(hex(s.step)) FROM returned s JOIN b ON b.building = s.building"
		" WHERE substr(b.division, 1, length(:area)) = :area ORDER BY 1, 2, 3");
	return dump_run(dumping, err);
}

/* What may be asked for, one after the other with spaces between. Caller frees. */
static char *
dump_tables(const struct app *app)
{
	struct buf names = { 0 };
	struct err ignored = { 0 };

	buf_text_add(&names, "houses");
	if (app_pack(app) && each_rows(NULL, app_pack(app), &names, &ignored))
		buf_clear(&names); /* names nothing: naming does not fail */
	buf_text_add(&names, " signatures steps");
	return buf_detach(&names);
}

static bool
is_table(const struct app *app, const char *table)
{
	char *names = dump_tables(app), *rest = names, *name;
	bool is = false;

	while ((name = strsep(&rest, " ")) && !is)
		is = strcmp(name, table) == 0;
	free(names);
	return is;
}

static enum status
check(struct app *app, const struct app_dump *dump, struct err *err)
{
	char *names = NULL;
	enum status status = app_check_area(app, dump->area, err);

	if (!status && !app_pack(app))
		return err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status && dump->as_record && !(app_pack(app)->record && app_pack(app)->record->copy.prefix))
		return err_set(err, STATUS_INVALID, _("the form pack knows no record of another system"));
	if (!status && dump->as_record && (dump->format == APP_DUMP_GEOJSON || dump->table))
		return err_set(err, STATUS_INVALID, _("the columns of another system are written of houses, as jsonl, csv or xlsx"));
	if (!status && dump->table && dump->format != APP_DUMP_CSV)
		return err_set(err, STATUS_INVALID, _("one table is chosen of CSV; the other formats hold all"));
	if (!status && dump->table && !is_table(app, dump->table)) {
		names = dump_tables(app);
		status = err_set(err, STATUS_NOT_FOUND, _("there is no table \"%s\"; there are: %s"), dump->table, names);
		free(names);
	}
	return status;
}

/* The tables that were asked for. */
static enum status
dump_all(struct dumping *dumping, struct err *err)
{
	const struct app_dump *dump = dumping->dump;
	bool houses = !dump->table || strcmp(dump->table, "houses") == 0;
	bool others = !dump->as_record && (dump->format != APP_DUMP_CSV || !houses);
	enum status status = STATUS_OK;

	if (dump->format == APP_DUMP_GEOJSON)
		return dump_places(dumping, err);
	if (houses)
		status = dump_houses(dumping, err);
	if (!status && others)
		status = each_rows(dumping, dumping->pack, NULL, err);
	if (!status && others)
		status = dump_signatures(dumping, err);
	if (!status && others)
		status = dump_steps(dumping, err);
	return status;
}

enum status
app_dump(struct app *app, const struct app_dump *dump, size_t *written, size_t *left_out, struct err *err)
{
	struct dumping dumping = { .app = app, .dump = dump };
	enum status status = check(app, dump, err);

	*written = *left_out = 0;
	if (!status)
		status = report_day_open(app, NULL, &dumping.day, err);
	if (status)
		return status;
	dumping.pack = store_pack(dumping.day.store);
	if (dump->with_private)
		status = report_private_open(app, _("dump"), &dumping.house, &dumping.opened, err);
	if (!status && dump->format == APP_DUMP_XLSX)
		dumping.book = table_writer_new(dump->path, ',', false);
	if (!status)
		status = dump_all(&dumping, err);
	status = report_day_close(&dumping.day, status, err);
	if (!status && dumping.book)
		status = table_writer_close(dumping.book, err);
	else if (dumping.book)
		table_writer_drop(dumping.book);
	*written = dumping.written;
	*left_out = dumping.left_out;
	report_private_close(&dumping.house);
	dump_forget_columns(&dumping);
	free(dumping.columns);
	sift_release(&dumping.sift);
	buf_release(&dumping.sql);
	buf_release(&dumping.line);
	return status;
}
