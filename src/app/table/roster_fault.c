#include "app/table/roster_run.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"

/* Faults of a roster that is read: kept by row and column, told as lines. */

enum { FAULT_HALF_BYTES = 400, FAULTS_BYTES_MAX = 16 << 20 };

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

void
roster_fault_add(struct roster_reading *reading, size_t row, size_t column, const char *why)
{
	char *text;

	reading->fault_count++;
	if (reading->fault_bytes > FAULTS_BYTES_MAX) /* a file decides how many there are: beyond this they are counted */
		return;
	text = fault_text(why);
	reading->fault_bytes += strlen(text) + sizeof(*reading->faults);
	MEM_GROW(reading->faults, reading->faults_kept, reading->fault_cap);
	reading->faults[reading->faults_kept++] = (struct roster_fault){ row, column, text };
}

void
roster_fault(struct roster_reading *reading, size_t number, const char *field, const char *why)
{
	const struct field *found = field ? roster_map_field(reading->pack, field) : NULL;
	size_t column = roster_column_of(reading, field);
	char *text = column == SIZE_MAX && found ? mem_printf(_("\"%s\": %s"), label_text(&found->label, _("en")), why) : NULL;

	roster_fault_add(reading, number, column, text ? text : why);
	free(text);
}

void
roster_faults_text(const struct roster_reading *reading, size_t limit, struct buf *out)
{
	for (size_t i = 0; i < reading->faults_kept && i < limit; i++) {
		const struct roster_fault *fault = &reading->faults[i];
		char letters[8];

		if (fault->column == SIZE_MAX) {
			visible_printf(out, _("row %zu: %s\n"), fault->row, fault->text);
			continue;
		}
		table_column_letters(fault->column, letters);
		visible_printf(out, _("row %zu, column %s \"%s\": %s\n"), fault->row, letters,
			       fault->column < reading->column_count ? reading->columns[fault->column].header : "", fault->text);
	}
	limit = limit < reading->faults_kept ? limit : reading->faults_kept;
	if (reading->fault_count > limit)
		visible_printf(out, _("and %zu more\n"), reading->fault_count - limit);
}

/* A rule over several columns says which, with what stands there; over one it is a fault of that column. */
static void
add_rule_fault(struct roster_reading *reading, size_t number, const struct value *said, const struct form_problem *problem)
{
	const struct names *fields = &problem->rule->fields;
	size_t column = SIZE_MAX, found = 0;
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
	}
	buf_text_add(&text, found ? _(")") : "");
	roster_fault_add(reading, number, column, buf_text(&text));
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
		roster_fault(reading, number, problem->field ? problem->field->name : problem->name, problem->text);
}
