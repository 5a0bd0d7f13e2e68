#include "app/table/dump_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number/number.h"
#include "store/journal.h"
#include "store/report/report.h"
#include "store/store.h"
#include "table/table.h"

/* The rows of a dump, in its format. */

#define XLSX_ROWS_MOST 20000 /* with all columns a book of more takes more memory than a laptop has */

static void
put(struct dumping *dumping, const char *bytes, size_t len)
{
	if (!dumping->failed && !dumping->dump->write(dumping->dump->ctx, bytes, len))
		dumping->failed = true;
}

static void
put_line(struct dumping *dumping)
{
	buf_char(&dumping->line, '\n');
	put(dumping, buf_text(&dumping->line), dumping->line.len);
	buf_clear(&dumping->line);
}

static void
add_json_text(struct buf *out, const char *text)
{
	buf_char(out, '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c < 0x20)
			buf_printf(out, "\\u%04x", c);
		else
			buf_char(out, (char)c);
	}
	buf_char(out, '"');
}

/* ---- a row */

static void
write_json(struct dumping *dumping, const char *const *texts, const bool *is_number)
{
	buf_text_add(&dumping->line, "{\"table\":");
	add_json_text(&dumping->line, dumping->table);
	for (size_t i = 0; i < dumping->column_count; i++) {
		if (!texts[i]) /* absent, not null */
			continue;
		buf_char(&dumping->line, ',');
		add_json_text(&dumping->line, dumping->columns[i].name);
		buf_char(&dumping->line, ':');
		if (is_number && is_number[i])
			buf_text_add(&dumping->line, texts[i]);
		else
			add_json_text(&dumping->line, texts[i]);
	}
	buf_char(&dumping->line, '}');
	put_line(dumping);
}

static void
write_csv(struct dumping *dumping, const char *const *texts)
{
	for (size_t i = 0; i < dumping->column_count; i++) {
		buf_text_add(&dumping->line, i ? "," : "");
		if (texts[i] && table_is_plain(dumping->columns[i].kind, texts[i]))
			buf_text_add(&dumping->line, texts[i]);
		else if (texts[i])
			table_csv_text(&dumping->line, texts[i], ',');
	}
	put_line(dumping);
}

static void
write_sheet(struct dumping *dumping, const char *const *texts, bool strong)
{
	for (size_t i = 0; i < dumping->column_count; i++)
		if (texts[i] && *texts[i])
			table_writer_cell(dumping->book, dumping->row, i, texts[i], strong);
}

/* The labels above the rows, where the format has them. */
static void
begin_table(struct dumping *dumping)
{
	const char **labels = mem_array(dumping->column_count, sizeof(*labels));

	for (size_t i = 0; i < dumping->column_count; i++)
		labels[i] = dumping->columns[i].label;
	dumping->row = 0;
	if (dumping->dump->format == APP_DUMP_CSV) {
		write_csv(dumping, labels);
	} else if (dumping->dump->format == APP_DUMP_XLSX) {
		table_writer_sheet(dumping->book, dumping->table, false);
		write_sheet(dumping, labels, true);
	}
	dumping->row = 1;
	free(labels);
}

/* One row of texts (NULL: nothing); is_number says of which no quotation marks are wanted, NULL: of none. */
static void
dump_row(struct dumping *dumping, const char *const *texts, const bool *is_number)
{
	const char **shown = mem_array(dumping->column_count, sizeof(*shown));
	char **masked = mem_array(dumping->column_count, sizeof(*masked));

	for (size_t i = 0; i < dumping->column_count; i++) {
		if (texts[i] && dumping->columns[i].is_id)
			masked[i] = id_masked(texts[i], dumping->dump->mask);
		shown[i] = masked[i] ? masked[i] : texts[i];
	}
	if (dumping->dump->format == APP_DUMP_JSONL)
		write_json(dumping, shown, is_number);
	else if (dumping->dump->format == APP_DUMP_CSV)
		write_csv(dumping, shown);
	else if (dumping->row <= XLSX_ROWS_MOST)
		write_sheet(dumping, shown, false);
	dumping->row++;
	dumping->written++;
	for (size_t i = 0; i < dumping->column_count; i++)
		free(masked[i]);
	free(masked);
	free(shown);
}

static void
take_row(const struct report_row *row, void *ctx)
{
	struct dumping *dumping = ctx;

	if ((size_t)row->count == dumping->column_count)
		dump_row(dumping, row->texts, row->numbers);
}

static enum status
check_written(const struct dumping *dumping, struct err *err)
{
	if (dumping->failed)
		return err_set(err, STATUS_IO, _("the dump cannot be written; the disk may be full"));
	if (dumping->dump->format == APP_DUMP_XLSX && dumping->row > XLSX_ROWS_MOST + 1)
		return err_set(err, STATUS_CONFLICT,
			       _("the table \"%s\" has more than %d rows, too many for one XLSX: choose an area, or CSV"), dumping->table,
			       XLSX_ROWS_MOST);
	return STATUS_OK;
}

static enum status
ask(struct dumping *dumping, void (*row)(const struct report_row *, void *), struct err *err)
{
	const struct expr expr = { dumping->sql.data, { "louce dump", 1, "sql" } };

	return report_run(dumping->day.store, &expr,
			  &(struct report_ask){ .area = dumping->dump->area,
						.date = dumping->day.date,
						.blind = dumping->day.blind,
						.blind_count = dumping->day.blind_count,
						.opened = dumping->private_columns ? &dumping->opened : NULL },
			  row, dumping, err);
}

static void
make_ready(struct dumping *dumping)
{
	dump_forget_columns(dumping);
	buf_clear(&dumping->sql);
	dumping->private_columns = false;
	dumping->repeat = NULL;
}

static void
take_left_out(const struct report_row *row, void *ctx)
{
	((struct dumping *)ctx)->left_out = row->texts[0] ? strtoul(row->texts[0], NULL, 10) : 0;
}

enum status
dump_run(struct dumping *dumping, struct err *err)
{
	enum status status;

	begin_table(dumping);
	status = ask(dumping, take_row, err);
	if (!status)
		status = check_written(dumping, err);
	make_ready(dumping);
	if (status || !dumping->dump->as_record || !dumping->pack->chain_count)
		return status;
	buf_printf(&dumping->sql,
		   "SELECT count(*) FROM b WHERE coalesce(b.level, 0) < %zu AND substr(b.division, 1, length(:area)) = :area",
		   dumping->pack->chains[0].level_count);
	status = ask(dumping, take_left_out, err);
	make_ready(dumping);
	return status;
}

/* ---- steps */

enum { STEP_ID, STEP_KIND, STEP_HOUSE, STEP_AREA, STEP_AUTHOR, STEP_SEQ, STEP_AT, STEP_SIGNATURE, STEP_BODY, STEP_COLUMNS };

struct step_dumping {
	struct dumping *dumping;
	bool with_body; /* nothing in it is hidden from the person */
};

/* Does what a step is about lie in the area that is dumped, as both are now? */
static bool
is_of_area(const struct dumping *dumping, const char *about)
{
	char area[DIVISION_CODE_LEN + 1], now[DIVISION_CODE_LEN + 1];

	pack_area_now(dumping->pack, dumping->dump->area, area);
	pack_area_now(dumping->pack, about, now);
	return division_covers(area, now);
}

static bool
take_step(const struct store_step *stored, void *ctx)
{
	const struct step_dumping *taking = ctx;
	struct dumping *dumping = taking->dumping;
	const char *texts[STEP_COLUMNS] = { NULL };
	char id[ID_HEX_LEN + 1], house[ID_HEX_LEN + 1], author[ID_HEX_LEN + 1], seq[24], at[24];
	char *signature = mem_alloc((size_t)stored->sig->len * 2 + 1), *body = NULL;
	struct step step = { 0 };
	struct err ignored = { 0 };

	if (step_parse(stored->body, stored->len, &step, &ignored) || !is_of_area(dumping, step.area))
		goto out;
	for (size_t i = 0; i < stored->sig->len; i++)
		snprintf(signature + 2 * i, 3, "%02x", stored->sig->b[i]);
	snprintf(seq, sizeof(seq), "%" PRId64, step.seq);
	snprintf(at, sizeof(at), "%" PRId64, step.at_unix);
	texts[STEP_ID] = id_hex(&stored->id, id);
	texts[STEP_KIND] = step.kind;
	texts[STEP_HOUSE] = step.has_building ? id_hex(&step.building, house) : NULL;
	texts[STEP_AREA] = *step.area ? step.area : NULL;
	texts[STEP_AUTHOR] = step.has_author ? id_hex(&step.author, author) : NULL;
	texts[STEP_SEQ] = seq;
	texts[STEP_AT] = at;
	texts[STEP_SIGNATURE] = signature;
	if (taking->with_body && dumping->dump->format == APP_DUMP_JSONL)
		texts[STEP_BODY] = body = mem_printf("%.*s", (int)stored->len, stored->body);
	dump_row(dumping, texts, (const bool[STEP_COLUMNS]){ [STEP_SEQ] = true, [STEP_AT] = true, [STEP_BODY] = true });
out:
	step_release(&step);
	free(signature);
	free(body);
	return !dumping->failed;
}

enum status
dump_steps(struct dumping *dumping, struct err *err)
{
	static const struct {
		const char *name, *label;
	} columns[STEP_COLUMNS] = {
		[STEP_ID] = { "step", N_("Step") },
		[STEP_KIND] = { "kind", N_("Kind") },
		[STEP_HOUSE] = { "house", N_("Record") },
		[STEP_AREA] = { "area", N_("Area") },
		[STEP_AUTHOR] = { "author", N_("Signed by") },
		[STEP_SEQ] = { "seq", N_("No.") },
		[STEP_AT] = { "at", N_("Seconds since 1970") },
		[STEP_SIGNATURE] = { "signature", N_("Signature") },
		[STEP_BODY] = { "body", N_("What was signed") },
	};
	struct step_dumping taking = { .dumping = dumping };
	size_t blind;
	enum status status;

	if (dumping->dump->table && strcmp(dumping->dump->table, "steps") != 0)
		return STATUS_OK;
	free(blind_forms(dumping->app, &blind));
	taking.with_body = blind == 0;
	dumping->table = "steps";
	for (size_t i = 0; i < STEP_COLUMNS; i++)
		dump_add_column(dumping, columns[i].name, _(columns[i].label), NULL);
	begin_table(dumping);
	status = store_each_step(dumping->day.store, take_step, &taking, err);
	if (!status)
		status = check_written(dumping, err);
	make_ready(dumping);
	return status;
}

/* ---- places */

/* The digits of a number as they were signed, but for zeros in front, which JSON knows none of. False: they are no number. */
static bool
json_digits(const char *text, size_t len, struct buf *out)
{
	char *digits = mem_printf("%.*s", (int)len, text);
	const char *at = digits + (*digits == '-');
	double number;
	bool fine = number_read(digits, &number);

	while (*at == '0' && at[1] >= '0' && at[1] <= '9')
		at++;
	if (fine)
		buf_printf(out, "%s%s", *digits == '-' ? "-" : "", at);
	free(digits);
	return fine;
}

static void
take_place(const struct report_row *row, void *ctx)
{
	struct dumping *dumping = ctx;
	const char *text = row->texts[0], *lon = text ? strchr(text, ' ') : NULL, *system = lon ? strchr(lon + 1, ' ') : NULL;
	struct buf place = { 0 };

	if (!system || !json_digits(lon + 1, (size_t)(system - lon) - 1, &place) ||
	    (buf_char(&place, ','), !json_digits(text, (size_t)(lon - text), &place))) {
		dumping->left_out++;
		buf_release(&place);
		return;
	}
	buf_printf(&dumping->line,
		   "%s{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[%s]},\"properties\":{\"system\":",
		   dumping->written++ ? "," : "", buf_text(&place));
	buf_release(&place);
	add_json_text(&dumping->line, system + 1);
	for (int i = 1; i < row->count; i++) {
		if (!row->texts[i])
			continue;
		buf_printf(&dumping->line, ",\"%s\":", row->names[i]);
		add_json_text(&dumping->line, row->texts[i]);
	}
	buf_text_add(&dumping->line, "}}");
	put_line(dumping);
}

static bool
find_geopoint(const struct field *field, void *ctx)
{
	const struct field **found = ctx;

	if (field->type == FIELD_GEOPOINT && !(field->parent && field->parent->type == FIELD_REPEAT))
		*found = field;
	return !*found;
}

enum status
dump_places(struct dumping *dumping, struct err *err)
{
	static const char begin[] = "{\"type\":\"FeatureCollection\",\"features\":[\n", end[] = "]}\n";
	const struct pack *pack = dumping->pack;
	const struct field *point = NULL, *summary = pack->chain_count ? pack->chains[0].summary : NULL;
	struct sift_source source;
	enum status status;

	for (size_t i = 0; i < pack->form_count && !point; i++)
		if (!pack->forms[i].repeat && !pack->forms[i].of_division)
			form_each_field(&pack->forms[i], find_geopoint, &point);
	if (!point || !sift_find(pack, point->name, &source))
		return err_set(err, STATUS_INVALID, _("the form pack asks for no coordinates"));
	if (point->is_private && !dumping->dump->with_private)
		return err_set(err, STATUS_DENIED,
			       _("coordinates are private: they are written for who may read them and asks for them by name"));
	dumping->private_columns = point->is_private;
	sift_add_column(&dumping->sift, point->name);
	buf_text_add(&dumping->sql, "SELECT ");
	sift_add_value(pack, &source, &dumping->sql);
	for (size_t i = 0; i < 3; i++) { /* number, township, village */
		static const char *const names[] = { "number", "township", "village" };

		buf_text_add(&dumping->sql, ", ");
		if (sift_find(pack, sift_own_name(i), &source))
			sift_add_words(pack, &source, dumping->dump->lang, &dumping->sql);
		buf_printf(&dumping->sql, " AS \"%s\"", names[i]);
	}
	if (summary && sift_find(pack, summary->name, &source)) {
		buf_text_add(&dumping->sql, ", ");
		sift_add_words(pack, &source, dumping->dump->lang, &dumping->sql);
		buf_printf(&dumping->sql, " AS \"%s\"", summary->name);
	}
	status = sift_add_from(pack, &dumping->sift, &dumping->sql, err);
	buf_text_add(&dumping->sql, " ORDER BY b.division, b.root");
	put(dumping, begin, strlen(begin));
	if (!status)
		status = ask(dumping, take_place, err);
	put(dumping, end, strlen(end));
	make_ready(dumping);
	return status ? status : check_written(dumping, err);
}
