#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/yaml/read.h"

/* What a township tells by telephone, and in which fields. */

void
read_tally(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "form", KEY_NAME, offsetof(struct tally_words, form_name), true },
		{ "report", KEY_NAME, offsetof(struct tally_words, report_name), true },
		{ "day", KEY_NAME, offsetof(struct tally_words, day_name), true },
		{ "told", KEY_NAME, offsetof(struct tally_words, told_name), true },
		{ "counts", KEY_NAMES, offsetof(struct tally_words, count_names), true },
	};
	const struct node *node = node_get(root, "tally");

	if (!node)
		return;
	reader->pack->tally.place = (struct place){ reader->file, node_key_line(node, "tally"), "tally" };
	read_map(reader, node, keys, sizeof(keys) / sizeof(*keys), &reader->pack->tally);
}

/* A public field of the type at the top of the form; NULL: there is none. */
static const struct field *
find_field(struct reader *reader, const struct form *form, const char *key, const char *name, enum field_type type)
{
	for (size_t i = 0; name && i < form->field_count; i++)
		if (strcmp(form->fields[i].name, name) == 0 && form->fields[i].type == type && !form->fields[i].is_private)
			return &form->fields[i];
	problem(reader, reader->pack->tally.place.file, reader->pack->tally.place.line, key,
		_("\"%s\" is no field that can stand here: its type, its form or the repeat it stands in is another, or it is private"),
		name ? name : "");
	return NULL;
}

/* Each count is a column of the report by the field's name. */
static void
link_report(struct reader *reader, struct tally_words *tally)
{
	const struct pack *pack = reader->pack;

	for (size_t i = 0; i < pack->report_count && !tally->report; i++)
		if (pack->reports[i].name && tally->report_name && strcmp(pack->reports[i].name, tally->report_name) == 0)
			tally->report = &pack->reports[i];
	if (!tally->report) {
		problem(reader, tally->place.file, tally->place.line, "report", _("there is no report \"%s\""),
			tally->report_name ? tally->report_name : "");
		return;
	}
	for (size_t i = 0; i < tally->count_names.count; i++) {
		bool found = false;

		for (size_t c = 0; c < tally->report->column_count; c++)
			found |= tally->report->columns[c].name && strcmp(tally->report->columns[c].name, tally->count_names.items[i]) == 0;
		if (!found)
			problem(reader, tally->place.file, tally->place.line, "counts", _("there is no column \"%s\""),
				tally->count_names.items[i]);
	}
}

void
link_tally(struct reader *reader)
{
	struct tally_words *tally = &reader->pack->tally;
	const struct form *form = tally->form_name ? pack_form(reader->pack, tally->form_name) : NULL;

	if (!tally->place.file)
		return;
	if (!form || !form->of_division || form->about != DIVISION_TOWNSHIP || !form->repeat) {
		problem(reader, tally->place.file, tally->place.line, "form", _("\"%s\" is no form about a township that repeats"),
			tally->form_name ? tally->form_name : "");
		return;
	}
	if (tally->count_names.count != ARRAY_LEN(tally->counts)) {
		problem(reader, tally->place.file, tally->place.line, "counts", _("six counts are told, no more and no fewer"));
		return;
	}
	tally->form = form;
	tally->day = find_field(reader, form, "day", tally->day_name, FIELD_DATE);
	tally->told = find_field(reader, form, "told", tally->told_name, FIELD_TEXT);
	for (size_t i = 0; i < ARRAY_LEN(tally->counts); i++)
		tally->counts[i] = find_field(reader, form, "counts", tally->count_names.items[i], FIELD_INTEGER);
	link_report(reader, tally);
}
