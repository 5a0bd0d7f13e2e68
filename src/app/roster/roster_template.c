#include "app/roster/roster_template.h"

#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "form/pack.h"
#include "store/store.h"
#include "table/write/writer.h"

#define ROWS_WITH_CHOICES 20000
#define WIDEST_CELLS 30

struct template
{
	const struct pack *pack;
	struct table_writer *writer;
	const char *area, *lang;
	const char *choices; /* name of the sheet of lists */
	size_t column;
};

static bool
is_offered(const struct template *template, const struct division *division)
{
	return division->level == DIVISION_VILLAGE && !*division->became &&
	       (!template->area || division_covers(template->area, division->code));
}

static bool
write_name(const struct field *field, void *ctx)
{
	struct template *template = ctx;
	const char *label = label_text(&field->label, template->lang), *hint = label_text(&field->hint, template->lang);
	size_t cells = text_cells(label) > text_cells(hint) ? text_cells(label) : text_cells(hint);

	if (!field_type_has_value(field->type) || field->by_act)
		return true;
	table_writer_width(template->writer, template->column, cells > WIDEST_CELLS ? WIDEST_CELLS : cells);
	table_writer_cell(template->writer, 0, template->column++, label, true);
	return true;
}

/* What a column wants, below its name; the row begins with a word by which the reader passes it over. */
static bool
write_hint(const struct field *field, void *ctx)
{
	struct template *template = ctx;
	const char *hint = label_text(&field->hint, template->lang);
	char *first = template->column == 0 ? mem_printf(_("Note: %s"), hint) : NULL;

	if (field_type_has_value(field->type) && !field->by_act)
		table_writer_cell(template->writer, 1, template->column++, first ? first : hint, false);
	free(first);
	return true;
}

/* The rows of the lists' sheet go down: cells are written row by row, so a list is asked for its n-th line. */
static const char *
choice_at(const struct template *template, const struct field *field, size_t row)
{
	size_t seen = 0;

	if (field->type == FIELD_SELECT_ONE && field->list)
		return row < field->list->choice_count ? label_text(&field->list->choices[row].label, template->lang) : NULL;
	for (size_t i = 0; field->type == FIELD_DIVISION && i < template->pack->division_count; i++)
		if (is_offered(template, &template->pack->divisions[i]) && seen++ == row)
			return template->pack->divisions[i].name;
	return NULL;
}

static bool
offer_choices(const struct field *field, void *ctx)
{
	struct template *template = ctx;
	size_t count = 0;

	if (!field_type_has_value(field->type) || field->by_act)
		return true;
	while (choice_at(template, field, count))
		count++;
	table_writer_choices(template->writer, template->column, 2, ROWS_WITH_CHOICES, template->choices, template->column, count);
	template->column++;
	return true;
}

static bool
write_choices(const struct field *field, void *ctx)
{
	struct template *template = ctx;
	const char *choice;

	if (!field_type_has_value(field->type) || field->by_act)
		return true;
	for (size_t row = 0; (choice = choice_at(template, field, row)); row++)
		table_writer_cell(template->writer, row, template->column, choice, false);
	template->column++;
	return true;
}

enum status
app_roster_template(struct app *app, const char *path, const char *area, const char *lang, struct err *err)
{
	struct template template = { .pack = store_pack(app_store(app)), .area = area, .lang = lang, .choices = _("choices") };
	char now[DIVISION_CODE_LEN + 1];
	size_t len = strlen(path), villages = 0;
	bool xlsx = len > 5 && strcmp(path + len - 5, ".xlsx") == 0;

	if (!store_eval(app_store(app)))
		return err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!xlsx && !(len > 4 && strcmp(path + len - 4, ".csv") == 0))
		return err_set(err, STATUS_INVALID, _("a template ends in .xlsx or .csv"));
	if (area) {
		pack_area_now(template.pack, area, now);
		template.area = now;
	}
	for (size_t i = 0; i < template.pack->division_count; i++)
		villages += is_offered(&template, &template.pack->divisions[i]);
	if (!villages)
		return err_set(err, STATUS_NOT_FOUND, _("no village lies in the area \"%s\""), area ? area : "");
	template.writer = table_writer_new(path, ',', false);
	table_writer_sheet(template.writer, label_text(&template.pack->root->label, lang), false);
	form_each_field(template.pack->root, write_name, &template);
	template.column = 0;
	form_each_field(template.pack->root, write_hint, &template);
	if (xlsx) {
		template.column = 0;
		form_each_field(template.pack->root, offer_choices, &template);
		table_writer_sheet(template.writer, template.choices, true);
		template.column = 0;
		form_each_field(template.pack->root, write_choices, &template);
	}
	return table_writer_close(template.writer, err);
}
