#include "app/roster/roster_read.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/roster/roster_run.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/visible.h"
#include "seal/seal.h"

/* A roster from its first row to its last: which rows are none, and what is said and asked at the end. */

/* ---- what is said */

static void
add_sentence(char ***list, size_t *count, char *sentence)
{
	*list = mem_resize(*list, *count + 1, sizeof(**list));
	(*list)[(*count)++] = sentence;
}

void
roster_note(struct roster_reading *reading, const char *fmt, ...)
{
	struct buf out = { 0 };
	va_list args;

	va_start(args, fmt);
	visible_vprintf(&out, fmt, args);
	va_end(args);
	add_sentence(&reading->notes, &reading->note_count, buf_detach(&out));
}

void
roster_question(struct roster_reading *reading, enum roster_yes yes, const char *fmt, ...)
{
	struct buf out = { 0 };
	struct id name;
	va_list args;

	va_start(args, fmt);
	visible_vprintf(&out, fmt, args);
	va_end(args);
	name = roster_yes_name(yes, buf_text(&out), &reading->table);
	if (reading->agreed & yes || roster_yeses_have(reading->said, &name)) {
		add_sentence(&reading->notes, &reading->note_count, mem_printf(_("%s Yes."), buf_text(&out)));
		buf_release(&out);
		return;
	}
	reading->asked |= yes;
	roster_yeses_add(&reading->open, yes, &name);
	add_sentence(&reading->questions, &reading->question_count, buf_detach(&out));
}

/* ---- rows that are none */

static bool
is_sum_word(const char *text)
{
	static const char *const words[] = { "合计", "小计", "总计", "共计", "total", "sum", "subtotal", "grandtotal" };
	char *key = roster_header_key(text);
	bool found = false;

	key[strcspn(key, ":")] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		found |= strcmp(key, words[i]) == 0;
	free(key);
	return found;
}

/* What a template has below the names: what each column wants. */
static bool
is_note(const struct table_row *row)
{
	static const char *const words[] = { "说明：", "示例：", "Note: ", "Example: " };

	size_t first = 0;

	while (first < row->count && row->cells[first].kind == TABLE_CELL_EMPTY)
		first++;
	for (size_t i = 0; i < ARRAY_LEN(words) && first < row->count; i++)
		if (strncmp(row->cells[first].text, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

/* Who made and checked the table, or a page of it, in however many cells: 制表：李四 | 审核：王五 | 2022年9月1日, 第 1 页 共 3 页. */
static bool
is_signature(const char *text, size_t filled)
{
	static const char *const words[] = { "填表",   "制表", "填报", "填写",	 "审核", "审批", "复核", "校核",   "核对",
					     "负责人", "单位", "经办", "联系人", "排查", "调查", "录入", "登记人", "签字",
					     "签名",   "盖章", "日期", "时间",	 "备注", "注",	 "说明", "村干部" };
	char *key = text_normalise(text);
	bool found = filled == 1 && strncmp(key, "第", strlen("第")) == 0 && strstr(key, "页");

	for (size_t i = 0; i < ARRAY_LEN(words) && !found; i++)
		found = strncmp(key, words[i], strlen(words[i])) == 0 && (strstr(key, "：") || strchr(key, ':'));
	free(key);
	return found;
}

static bool
is_remark_text(const char *text)
{
	return strstr(text, "：") || strchr(text, ':');
}

/* What the columns that must be filled say of a house: an honest one may have an owner "负责人：..." or a remark in a column of its own. */
struct house_cells {
	bool village;		    /* a village of the list stands in its column */
	bool other;		    /* or something else than a remark or a sum, or nothing: it may be that of the row above */
	size_t wanted, held, clean; /* columns beside it; those that hold something; and of these neither a remark nor a sum */
};

static struct house_cells
house_cells(const struct roster_reading *reading, const struct table_row *row)
{
	const struct field *division = reading->pack->root_division;
	struct house_cells cells = { .other = true };
	bool otherwise;

	for (size_t c = 0; c < reading->column_count; c++) {
		const struct roster_column *column = &reading->columns[c];
		const char *text = c < row->count && row->cells[c].kind != TABLE_CELL_EMPTY ? row->cells[c].text : NULL;
		bool clean = text && !is_remark_text(text) && !is_sum_word(text);

		if (column->field == division) {
			cells.village = text && roster_village_named(reading->pack, NULL, text, &otherwise);
			cells.other = !text || clean;
		} else if (column->address || (column->field && column->field->required && !column->of_record)) {
			cells.wanted++;
			cells.held += text != NULL;
			cells.clean += clean;
		}
	}
	return cells;
}

/* Is a row that looks like a remark, or like one of sums, a house all the same? Of sums the village and one cell more may stand, in a remark hardly. */
static bool
is_house(const struct roster_run *run, const struct table_row *row, bool sums)
{
	struct house_cells cells = house_cells(run->reading, row);
	bool all = cells.wanted > 1 && cells.held == cells.wanted && cells.clean + 1 >= cells.wanted;

	if (cells.village)
		return all || (!sums && cells.held > 0);
	return all && cells.other && !sums;
}

static void
note_row(struct buf *out, size_t count, size_t number)
{
	if (count < ROSTER_EXAMPLES)
		buf_printf(out, "%s%zu", out->len ? _(", ") : "", number);
}

/* A row of sums, a remark below the table ("填表人：..."), or the columns' names once more at the top of a printed page. */
static bool
is_no_row(struct roster_run *run, const struct table_row *row)
{
	const struct roster_reading *reading = run->reading;
	size_t filled = 0, same = 0, sums = 0;
	const char *only = "", *first = "";

	for (size_t c = 0; c < row->count; c++) {
		if (row->cells[c].kind == TABLE_CELL_EMPTY)
			continue;
		filled++;
		only = row->cells[c].text;
		first = filled == 1 ? only : first;
		same += c < reading->column_count && strcmp(reading->columns[c].header, only) == 0;
		sums += filled <= 3 && is_sum_word(only);
	}
	if (sums && !is_house(run, row, true)) {
		note_row(&run->sums_at, run->sums++, row->number);
		return true;
	}
	if ((is_note(row) || (filled == 1 && is_remark_text(only)) || is_signature(first, filled)) && !is_house(run, row, false)) {
		note_row(&run->remarks_at, run->remarks++, row->number);
		return true;
	}
	if (filled < 2 || same < filled)
		return false;
	note_row(&run->headers_at, run->headers++, row->number);
	return true;
}

/* ---- all of it */

/* The name of the table grows by a row. */
static void
name_row(struct roster_reading *reading, const struct table_row *row, struct buf *all)
{
	buf_clear(all);
	buf_add(all, &reading->table, sizeof(reading->table));
	buf_printf(all, "%zu %d", row->number, row->hidden);
	for (size_t c = 0; c < row->count; c++) {
		buf_printf(all, " %d %d ", (int)row->cells[c].kind, row->cells[c].filled);
		buf_add(all, row->cells[c].text, strlen(row->cells[c].text) + 1);
	}
	hash_bytes(buf_text(all), all->len, &reading->table);
}

/* Which columns were filled from above, by their names. */
static void
ask_above(struct roster_run *run)
{
	struct roster_reading *reading = run->reading;
	struct buf names = { 0 };

	for (size_t c = 0; c < reading->column_count; c++)
		if (reading->columns[c].from_above)
			buf_printf(&names, _("%s\"%s\""), names.len ? _(", ") : "", reading->columns[c].header);
	if (run->above)
		roster_question(
			reading, ROSTER_YES_ABOVE,
			n_("%zu row leaves the village empty or says that something is as above (%s). Is what it leaves out that of the row above: %s?",
			   "%zu rows leave the village empty or say that something is as above (%s). Is what they leave out that of the row above: %s?",
			   run->above),
			run->above, buf_text(&run->above_at), buf_text(&names));
	buf_release(&names);
}

static void
tell(struct roster_run *run)
{
	struct roster_reading *reading = run->reading;

	roster_tell_columns(run);
	roster_tell_kept(run);
	roster_tell_words(run);
	if (reading->header_row > 1)
		roster_note(reading, _("the columns are named in row %zu; the rows above it were passed over"), reading->header_row);
	if (run->sums)
		roster_note(reading,
			    n_("%zu row of sums was passed over (row %s)", "%zu rows of sums were passed over (row %s)", run->sums),
			    run->sums, buf_text(&run->sums_at));
	if (run->remarks)
		roster_note(reading,
			    n_("%zu row that holds a remark alone was passed over (row %s)",
			       "%zu rows that hold a remark alone were passed over (row %s)", run->remarks),
			    run->remarks, buf_text(&run->remarks_at));
	if (run->headers)
		roster_note(reading,
			    n_("%zu row that names the columns once more was passed over (row %s)",
			       "%zu rows that name the columns once more were passed over (row %s)", run->headers),
			    run->headers, buf_text(&run->headers_at));
	if (run->suffixes)
		roster_note(reading,
			    n_("%zu ending that the form adds itself was taken off (%s)",
			       "%zu endings that the form adds itself were taken off (%s)", run->suffixes),
			    run->suffixes, buf_text(&run->suffixes_at));
	if (run->gaps)
		roster_note(reading,
			    n_("%zu name is set wide; it is taken without its blanks (%s)",
			       "%zu names are set wide; they are taken without their blanks (%s)", run->gaps),
			    run->gaps, buf_text(&run->gaps_at));
	if (run->beyond)
		roster_note(reading,
			    n_("%zu number cannot be (%s); it is kept as what the other system holds",
			       "%zu numbers cannot be (%s); they are kept as what the other system holds", run->beyond),
			    run->beyond, buf_text(&run->beyond_at));
	if (run->rounded)
		roster_question(reading, ROSTER_YES_ROUNDED,
				n_("%zu number ends in zeros as if a spreadsheet had lost its last digits (%s). Is it right?",
				   "%zu numbers end in zeros as if a spreadsheet had lost their last digits (%s). Are they right?",
				   run->rounded),
				run->rounded, buf_text(&run->rounded_at));
	if (run->apostrophes)
		roster_note(reading,
			    n_("%zu apostrophe that an export puts before a text was taken off (%s)",
			       "%zu apostrophes that an export puts before a text were taken off (%s)", run->apostrophes),
			    run->apostrophes, buf_text(&run->apostrophes_at));
	if (run->fractions)
		roster_note(reading,
			    n_("%zu whole number is written with .0 and was taken without it (%s)",
			       "%zu whole numbers are written with .0 and were taken without it (%s)", run->fractions),
			    run->fractions, buf_text(&run->fractions_at));
	if (run->nones)
		roster_note(reading,
			    n_("%zu cell says that there is none and is taken as empty (%s)",
			       "%zu cells say that there is none and are taken as empty (%s)", run->nones),
			    run->nones, buf_text(&run->nones_at));
	if (run->villages)
		roster_note(reading,
			    n_("%zu cell names a village otherwise than the list does (%s)",
			       "%zu cells name a village otherwise than the list does (%s)", run->villages),
			    run->villages, buf_text(&run->villages_at));
	ask_above(run);
	if (run->addresses)
		roster_question(reading, ROSTER_YES_ADDRESS,
				n_("%zu address is taken apart (%s). Is that right?", "%zu addresses are taken apart (%s). Is that right?",
				   run->addresses),
				run->addresses, buf_text(&run->addresses_at));
	if (run->hidden)
		roster_question(reading, ROSTER_YES_HIDDEN,
				n_("%zu row is hidden in the spreadsheet, by a filter or by hand (row %s). Is it to be taken too?",
				   "%zu rows are hidden in the spreadsheet, by a filter or by hand (row %s). Are they to be taken too?",
				   run->hidden),
				run->hidden, buf_text(&run->hidden_at));
	roster_doubts_ask(run);
}

static enum status
read_rows(struct roster_run *run, struct err *err)
{
	struct roster_reading *reading = run->reading;
	enum status status = table_reader_start(run->table, reading->sheet_index, err);
	struct buf all = { .secret = true };
	struct table_row row;
	bool more = true, named;

	while (!status && more && !(status = table_reader_next(run->table, &row, &more, err))) {
		if (!more || !row.count)
			continue;
		name_row(reading, &row, &all);
		if (row.number < reading->header_row) {
			roster_keep_above(run, &row);
			continue;
		}
		if (row.number == reading->header_row)
			status = roster_name_columns(run, &row, err);
		else if (!(status = roster_name_more(run, &row, &named, err)) && !named && !is_no_row(run, &row))
			roster_read_row(run, &row);
		if (reading->count && reading->count % 1000 == 0)
			progress_tell(reading->progress, _("Checking the rows"), (int64_t)reading->count, 0);
	}
	buf_release(&all);
	return status;
}

enum status
roster_read(struct roster_reading *reading, struct err *err)
{
	struct roster_run run = { .reading = reading };
	enum status status = table_reader_open(reading->path, &run.table, err);

	if (!status) {
		reading->format = table_reader_format(run.table);
		status = roster_find_sheet(&run, err);
	}
	if (!status)
		status = read_rows(&run, err);
	if (!status)
		tell(&run);
	if (status == STATUS_INVALID || status == STATUS_NOT_FOUND)
		err_context(err, "%s", reading->path);
	table_reader_close(run.table);
	value_release(&run.before);
	value_release(&run.unread);
	buf_release(&run.rounded_at);
	buf_release(&run.above_at);
	buf_release(&run.sums_at);
	buf_release(&run.remarks_at);
	buf_release(&run.headers_at);
	buf_release(&run.suffixes_at);
	buf_release(&run.beyond_at);
	buf_release(&run.apostrophes_at);
	buf_release(&run.fractions_at);
	buf_release(&run.nones_at);
	buf_release(&run.gaps_at);
	buf_release(&run.hidden_at);
	buf_release(&run.villages_at);
	buf_release(&run.addresses_at);
	for (size_t c = 0; c < run.above_head_count; c++)
		free(run.above_head[c]);
	free(run.above_head);
	free(run.last.text);
	roster_doubts_release(&run);
	return status;
}

void
roster_words_release(struct roster_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(words[i].text);
	free(words);
}

void
roster_reading_release(struct roster_reading *reading)
{
	for (size_t i = 0; i < reading->kept; i++)
		value_release(&reading->rows[i]);
	for (size_t i = 0; i < reading->kept; i++)
		value_release(&reading->records[i]);
	for (size_t i = 0; i < reading->question_count; i++)
		free(reading->questions[i]);
	for (size_t i = 0; i < reading->note_count; i++)
		free(reading->notes[i]);
	roster_faults_release(reading);
	for (size_t i = 0; i < reading->column_count; i++) {
		free(reading->columns[i].header);
		roster_words_release(reading->columns[i].words, reading->columns[i].word_count);
	}
	free(reading->rows);
	free(reading->records);
	free(reading->numbers);
	free(reading->questions);
	free(reading->notes);
	free(reading->columns);
	roster_yeses_release(&reading->open);
	*reading = (struct roster_reading){ 0 };
}
