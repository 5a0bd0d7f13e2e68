#include "app/roster/roster_run.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/visible.h"

/* Faults of a roster that is read: kept by row and column for the table to correct, and told once where many rows have the same. */

enum { FAULT_HALF_BYTES = 400, FAULTS_BYTES_MAX = 16 << 20, KIND_ROWS = 5, KIND_VALUE_CELLS = 20 };

/* A fault quotes its cell, which may hold thirty thousand letters: of a long one the two ends stay. */
static char *
fault_text(const char *why)
{
	size_t len = strlen(why), head = FAULT_HALF_BYTES, tail = len > FAULT_HALF_BYTES ? len - FAULT_HALF_BYTES : 0;

	if (len <= (size_t)2 * FAULT_HALF_BYTES)
		return mem_strdup(why);
	while (head > 0 && ((unsigned char)why[head] & 0xc0) == 0x80) /* between characters */
		head--;
	while (((unsigned char)why[tail] & 0xc0) == 0x80)
		tail++;
	return mem_printf("%.*s … %s", (int)head, why, why + tail);
}

/* The sentence without what differs from row to row: numbers, and what it quotes. Caller frees. */
static char *
sentence_kind(const char *why)
{
	struct buf out = { 0 };

	while (*why) {
		const char *mark = strncmp(why, "“", strlen("“")) == 0 ? "”" : "\"", *end;

		end = *why == '"' || mark[0] != '"' ? strstr(why + strlen(mark), mark) : NULL;
		if (end)
			why = end + strlen(mark);
		else if (*why >= '0' && *why <= '9')
			why++;
		else
			buf_char(&out, *why++);
	}
	return buf_detach(&out);
}

/* The kind of a fault in its column, whose first one says it for all; SIZE_MAX: a new one, for which there is no room. */
static size_t
kind_of(struct roster_reading *reading, size_t column, const char *kind, const char *why)
{
	char *key = mem_printf("%zu %s", column, kind);
	size_t at = textmap_get(&reading->kind_of, key);

	if (at == IDMAP_NONE && reading->fault_bytes <= FAULTS_BYTES_MAX) {
		at = reading->kind_count;
		MEM_GROW(reading->kinds, reading->kind_count, reading->kind_cap);
		reading->kinds[reading->kind_count++] = (struct roster_fault_kind){ .key = key, .text = fault_text(why) };
		reading->fault_bytes += strlen(reading->kinds[at].text) + strlen(key) + sizeof(*reading->kinds);
		(void)textmap_add(&reading->kind_of, key, at);
		return at;
	}
	free(key);
	return at == IDMAP_NONE ? SIZE_MAX : at;
}

/* The value that a sentence of one cell begins with. Caller frees; NULL: it begins with none. */
static char *
quoted_first(const char *why)
{
	const char *opens = *why == '"' ? "\"" : "“", *end;

	if (strncmp(why, opens, strlen(opens)) != 0)
		return NULL;
	why += strlen(opens);
	end = strstr(why, *opens == '"' ? "\"" : "”");
	return end ? mem_strndup(why, (size_t)(end - why)) : NULL;
}

/* Adds a further row to those of the kind; what stands there (NULL: that is not known), where the first one's sentence is another. */
static void
add_row(struct roster_fault_kind *kind, size_t row, const char *cell, const char *why)
{
	size_t used, fits;

	buf_printf(&kind->rows, "%s%zu", kind->rows.len ? _(", ") : "", row);
	if (!cell || strcmp(kind->text, why) == 0)
		return;
	fits = text_fit(cell, KIND_VALUE_CELLS, &used);
	visible_printf(&kind->rows, _(" \"%.*s%s\""), (int)fits, cell, cell[fits] ? "…" : "");
}

/* `cell`: what stands there; NULL: nothing is quoted of it. */
static void
add_fault(struct roster_reading *reading, size_t row, size_t column, const char *kind, const char *cell, const char *why)
{
	size_t at = kind_of(reading, column, kind, why);
	struct roster_fault_kind *like = at == SIZE_MAX ? NULL : &reading->kinds[at];

	reading->fault_count++;
	if (!like)
		return;
	if (like->count++ && like->count <= KIND_ROWS + 1)
		add_row(like, row, column == SIZE_MAX ? NULL : cell, why);
	if (reading->fault_bytes > FAULTS_BYTES_MAX) /* a file decides how many there are: beyond this they are counted */
		return;
	MEM_GROW(reading->faults, reading->faults_kept, reading->fault_cap);
	reading->faults[reading->faults_kept] = (struct roster_fault){ .row = row, .column = column, .kind = at };
	if (strcmp(like->text, why) != 0) {
		reading->faults[reading->faults_kept].text = fault_text(why);
		reading->fault_bytes += strlen(reading->faults[reading->faults_kept].text);
	}
	like->first = like->count == 1 ? reading->faults_kept : like->first;
	reading->faults_kept++;
	reading->fault_bytes += sizeof(*reading->faults);
}

void
roster_fault_add(struct roster_reading *reading, size_t row, size_t column, const char *kind, const char *why)
{
	char *own = kind ? NULL : sentence_kind(why), *cell = kind ? NULL : quoted_first(why);

	add_fault(reading, row, column, kind ? kind : own, cell, why);
	free(own);
	free(cell);
}

const char *
roster_fault_text(const struct roster_reading *reading, const struct roster_fault *fault)
{
	return fault->text ? fault->text : reading->kinds[fault->kind].text;
}

void
roster_fault(struct roster_reading *reading, size_t number, const char *field, const char *kind, const char *why)
{
	const struct field *found = field ? roster_map_field(reading->pack, field) : NULL;
	size_t column = roster_column_of(reading, field);
	char *text = column == SIZE_MAX && found ? mem_printf(_("\"%s\": %s"), label_text(&found->label, _("en")), why) : NULL;
	char *own = kind ? NULL : sentence_kind(why), *whole = mem_printf("%s %s", text ? field : "", kind ? kind : own);
	char *cell = kind ? NULL : quoted_first(why);

	add_fault(reading, number, column, whole, cell, text ? text : why);
	free(cell);
	free(whole);
	free(own);
	free(text);
}

void
roster_others_add(size_t others, bool more, const char *rows, struct buf *out)
{
	if (others)
		/* Translators: behind a sentence about one row: of how many other rows it is true, and the first of them by number. */
		buf_printf(out,
			   more ? n_(" (the same in %zu more row: %s and so on)", " (the same in %zu more rows: %s and so on)", others)
				: n_(" (the same in %zu more row: %s)", " (the same in %zu more rows: %s)", others),
			   others, rows);
}

void
roster_faults_text(const struct roster_reading *reading, size_t limit, struct buf *out)
{
	size_t told = 0;

	for (size_t i = 0; i < reading->kind_count && i < limit; i++) {
		const struct roster_fault_kind *kind = &reading->kinds[i];
		const struct roster_fault *fault = &reading->faults[kind->first];
		char letters[8];

		told += kind->count;
		if (fault->column == SIZE_MAX) {
			visible_printf(out, _("row %zu: %s"), fault->row, kind->text);
		} else {
			table_column_letters(fault->column, letters);
			visible_printf(out, _("row %zu, column %s \"%s\": %s"), fault->row, letters,
				       fault->column < reading->column_count ? reading->columns[fault->column].header : "", kind->text);
		}
		roster_others_add(kind->count - 1, kind->count - 1 > KIND_ROWS, buf_text(&kind->rows), out);
		buf_char(out, '\n');
	}
	if (reading->fault_count > told)
		visible_printf(out, _("and %zu more\n"), reading->fault_count - told);
}

void
roster_faults_release(struct roster_reading *reading)
{
	for (size_t i = 0; i < reading->faults_kept; i++)
		free(reading->faults[i].text);
	for (size_t i = 0; i < reading->kind_count; i++) {
		free(reading->kinds[i].key);
		free(reading->kinds[i].text);
		buf_release(&reading->kinds[i].rows);
	}
	free(reading->faults);
	free(reading->kinds);
	textmap_release(&reading->kind_of);
}

/* A rule over several columns says which, with what stands there; over one it is a fault of that column. */
static void
add_rule_fault(struct roster_reading *reading, size_t number, const struct value *said, const struct form_problem *problem)
{
	const struct names *fields = &problem->rule->fields;
	size_t column = SIZE_MAX, found = 0;
	const char *cell = NULL;
	struct buf text = { 0 };

	buf_text_add(&text, problem->text);
	for (size_t i = 0; i < fields->count; i++) {
		size_t at = roster_column_of(reading, fields->items[i]);
		const char *value = value_get_text(said, fields->items[i]);
		char letters[8];

		if (at == SIZE_MAX || !value)
			continue;
		table_column_letters(at, letters);
		buf_text_add(&text, found ? _("; ") : _(" ("));
		/* Translators: the letters of a column, its name, what stands there. */
		buf_printf(&text, _("column %s \"%s\": \"%s\""), letters, reading->columns[at].header, value);
		column = found++ ? SIZE_MAX : at;
		cell = value;
	}
	buf_text_add(&text, found ? _(")") : "");
	add_fault(reading, number, column, problem->text, cell, buf_text(&text));
	buf_release(&text);
}

void
roster_fault_of_form(struct roster_reading *reading, size_t number, const struct value *said, const struct form_problem *problem)
{
	if (problem->kind == FORM_WARNING) /* asked about once a file (roster_doubt.c), and where its house is visited */
		return;
	if (problem->rule)
		add_rule_fault(reading, number, said, problem);
	else
		roster_fault(reading, number, problem->field ? problem->field->name : problem->name, NULL, problem->text);
}
