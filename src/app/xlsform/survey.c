#include "app/xlsform/survey.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/xlsform/survey_reading_state.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/parts/register_names.h"

/* A survey file: its choices, its settings, then its rows. */

/* ---- choices */

static bool
is_label_column(const char *column)
{
	return strncmp(column, "label", 5) == 0 && (!column[5] || column[5] == ':');
}

static struct survey_list *
list_called(struct survey *survey, const char *theirs)
{
	struct survey_list *list;
	char *plain, *name;

	for (size_t i = 0; i < survey->list_count; i++)
		if (strcmp(survey->lists[i].theirs, theirs) == 0)
			return &survey->lists[i];
	plain = survey_plain_name(theirs, "list");
	name = mem_strdup(plain);
	for (size_t n = 2, i = 0; i < survey->list_count; i++)
		if (strcmp(survey->lists[i].name, name) == 0) {
			free(name);
			name = mem_printf("%s_%zu", plain, n++);
			i = SIZE_MAX; /* from the first again */
		}
	free(plain);
	survey->lists = mem_resize(survey->lists, survey->list_count + 1, sizeof(*survey->lists));
	list = &survey->lists[survey->list_count++];
	*list = (struct survey_list){ .name = name, .theirs = mem_strdup(theirs) };
	return list;
}

static const struct survey_choice *
choice_of(const struct survey_list *list, const char *name, bool theirs)
{
	for (size_t i = 0; i < list->choice_count; i++)
		if (strcmp(theirs ? list->choices[i].theirs : list->choices[i].name, name) == 0)
			return &list->choices[i];
	return NULL;
}

/* A choice's name holds letters, digits and _. */
static char *
choice_name(const struct survey_list *list, const char *theirs)
{
	char *plain = mem_strdup(theirs), *name;

	for (char *at = plain; *at; at++)
		if (!isalnum((unsigned char)*at) || (unsigned char)*at >= 0x80)
			*at = '_';
	name = mem_strdup(plain);
	for (size_t n = 2; choice_of(list, name, false); n++) {
		free(name);
		name = mem_printf("%s_%zu", plain, n);
	}
	free(plain);
	return name;
}

/* The further columns of a list, in the order of the sheet: those that some choice of it has something in. */
static bool
is_further(const char *column)
{
	static const char *const known[] = { "list_name", "list", "name", "value", "order" };

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(column, known[i]) == 0)
			return false;
	return *column && !is_label_column(column);
}

static bool
may_be_column(const char *name)
{
	for (const char *at = name; *at; at++)
		if (!((*at >= 'a' && *at <= 'z') || *at == '_' || (at > name && isdigit((unsigned char)*at))))
			return false;
	return strncmp(name, "label", 5) != 0 && strlen(name) <= 40;
}

static void
take_values(struct survey *survey, struct survey_list *list, const struct sheet_rows *sheet, size_t row, struct survey_choice *choice)
{
	size_t known;

	for (size_t i = 0; i < sheet->column_count; i++) {
		const char *column = sheet->columns[i], *text = sheet->rows[row][i];

		if (!is_further(column) || !*text)
			continue;
		if (!may_be_column(column)) {
			survey_lose(survey, "choices", sheet->numbers[row], column, "%s",
				    strncmp(column, "media", 5) == 0 || strcmp(column, "image") == 0
					    ? _("choices have words, no pictures and no sound")
					    : _("a further column of a list is named by small letters, digits and _"));
			continue;
		}
		for (known = 0; known < list->column_count && strcmp(list->columns[known], column) != 0; known++)
			;
		if (known == list->column_count) {
			list->columns = mem_resize(list->columns, known + 1, sizeof(*list->columns));
			list->columns[list->column_count++] = mem_strdup(column);
			for (size_t k = 0; k < list->choice_count; k++) {
				list->choices[k].values = mem_resize(list->choices[k].values, known + 1, sizeof(char *));
				list->choices[k].values[known] = NULL;
			}
			choice->values = mem_resize(choice->values, known + 1, sizeof(char *));
			choice->values[known] = NULL;
		}
		choice->values[known] = mem_strdup(text);
	}
}

static void
read_choice(struct survey *survey, const struct sheet_rows *sheet, size_t row)
{
	const char *of = sheet_cell(sheet, row, "list_name"), *name = sheet_cell(sheet, row, "name");
	struct survey_choice choice = { 0 };
	struct survey_list *list;

	of = *of ? of : sheet_cell(sheet, row, "list");
	name = *name ? name : sheet_cell(sheet, row, "value");
	if (!*of || !*name) {
		survey_lose(survey, "choices", sheet->numbers[row], *of ? "name" : "list_name", "%s",
			    _("a choice needs a list and a name"));
		return;
	}
	list = list_called(survey, of);
	if (choice_of(list, name, true)) {
		survey_lose(survey, "choices", sheet->numbers[row], "name", _("the list has \"%s\" already"), name);
		return;
	}
	choice.name = choice_name(list, name);
	choice.theirs = mem_strdup(name);
	choice.values = mem_array(list->column_count + 1, sizeof(char *));
	survey_label(sheet, row, "label", &choice.label);
	if (!choice.label.zh)
		choice.label.zh = mem_strdup(name);
	take_values(survey, list, sheet, row, &choice);
	list->choices = mem_resize(list->choices, list->choice_count + 1, sizeof(*list->choices));
	list->choices[list->choice_count++] = choice;
}

/* ---- settings */

static void
read_settings(struct survey *survey, const struct sheet_rows *sheet)
{
	for (size_t i = 0; i < sheet->column_count && sheet->count; i++) {
		const char *column = sheet->columns[i], *text = sheet->rows[0][i];

		if (!*text || strcmp(column, "default_language") == 0)
			continue;
		if (strcmp(column, "form_id") == 0 || strcmp(column, "id_string") == 0) {
			free(survey->name);
			survey->name = survey_plain_name(text, "form");
		} else if (strncmp(column, "form_title", 10) == 0 || strncmp(column, "title", 5) == 0) {
			continue; /* with its languages */
		} else {
			survey_lose(survey, "settings", sheet->numbers[0], column, "%s",
				    strcmp(column, "version") == 0 ? _("the version is the pack's, in pack.yaml")
								   : _("a pack has no such setting"));
		}
	}
	if (sheet->count)
		survey_label(sheet, 0, "form_title", &survey->title);
	if (sheet->count && !survey->title.zh)
		survey_label(sheet, 0, "title", &survey->title);
}

/* ---- the whole */

/* The name of a form whose settings give none: the file's. */
static char *
name_of_file(const char *path)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *end = strrchr(name, '.');
	char *stem = mem_strndup(name, end ? (size_t)(end - name) : strlen(name));
	char *plain = survey_plain_name(stem, "form");

	free(stem);
	return plain;
}

static void
settle_name(struct survey *survey)
{
	if (register_name_is_reserved(survey->name) || strcmp(survey->name, SURVEY_ROOT) == 0) {
		char *other = mem_printf("%s_form", survey->name);

		free(survey->name);
		survey->name = other;
	}
	if (!survey->title.zh)
		survey->title.zh = mem_strdup(survey->name);
}

/* By sheet, and by row in each; what is said of one row stays as it was said. */
static void
order_lost(struct survey *survey)
{
	for (size_t i = 1; i < survey->lost_count; i++) {
		struct survey_lost at = survey->lost[i];
		size_t k = i;

		for (; k > 0; k--) {
			int sheets = strcmp(survey->lost[k - 1].sheet, at.sheet);

			if (sheets < 0 || (sheets == 0 && survey->lost[k - 1].row <= at.row))
				break;
			survey->lost[k] = survey->lost[k - 1];
		}
		survey->lost[k] = at;
	}
}

static bool
has_question(const struct survey *survey)
{
	for (size_t i = 0; i < survey->count; i++)
		if (survey->items[i].theirs && survey->items[i].type != FIELD_GROUP && survey->items[i].type != FIELD_REPEAT)
			return true;
	return false;
}

static enum status
read_sheets(struct table_reader *reader, struct survey_reading *reading, struct err *err)
{
	struct survey *survey = reading->survey;
	struct sheet_rows choices = { 0 }, settings = { 0 };
	bool has_survey = false, ignored;
	enum status status = sheet_rows_read(reader, "settings", &settings, &ignored, err);

	if (!status)
		status = sheet_rows_read(reader, "choices", &choices, &ignored, err);
	if (!status)
		status = sheet_rows_read(reader, "survey", &reading->sheet, &has_survey, err);
	if (!status && !has_survey)
		status = err_set(err, STATUS_INVALID, _("it has no sheet \"survey\", so it is no XLSForm"));
	if (!status && reading->sheet.count && !*sheet_cell(&reading->sheet, 0, "type") && !*sheet_cell(&reading->sheet, 0, "name"))
		status = err_set(err, STATUS_INVALID, _("the first row of the sheet \"survey\" does not name the columns type and name"));
	if (status)
		goto out;
	read_settings(survey, &settings);
	settle_name(survey);
	survey_lose_languages(survey, &choices, "choices");
	for (size_t i = 0; i < choices.count; i++)
		read_choice(survey, &choices, i);
	survey_lose_languages(survey, &reading->sheet, "survey");
	status = survey_read_rows(reading, err);
	if (!status)
		survey_read_formulas(reading);
	if (!status && !has_question(survey))
		status = err_set(err, STATUS_INVALID, _("no question of the sheet \"survey\" came over"));
	order_lost(survey);
out:
	sheet_rows_release(&choices);
	sheet_rows_release(&settings);
	return status;
}

enum status
survey_read(const char *path, struct survey *out, struct err *err)
{
	struct survey_reading reading = { .survey = out };
	struct table_reader *reader = NULL;
	enum status status = table_reader_open(path, &reader, err);

	*out = (struct survey){ 0 };
	if (status)
		return status;
	out->name = name_of_file(path);
	if (strcmp(table_reader_format(reader), "XLSX") != 0)
		status = err_set(err, STATUS_INVALID, _("\"%s\" is no XLSX file"), path);
	if (!status)
		status = read_sheets(reader, &reading, err);
	sheet_rows_release(&reading.sheet);
	for (size_t i = 0; i < out->count; i++)
		free(reading.raws[i].condition);
	free(reading.raws);
	table_reader_close(reader);
	return status;
}

static void
free_label(struct label *label)
{
	free(label->zh);
	free(label->en);
}

static void
free_list(struct survey_list *list)
{
	for (size_t i = 0; i < list->choice_count; i++) {
		struct survey_choice *choice = &list->choices[i];

		for (size_t k = 0; k < list->column_count; k++)
			free(choice->values[k]);
		free(choice->values);
		free(choice->name);
		free(choice->theirs);
		free_label(&choice->label);
	}
	for (size_t k = 0; k < list->column_count; k++)
		free(list->columns[k]);
	free(list->choices);
	free(list->columns);
	free(list->name);
	free(list->theirs);
}

void
survey_release(struct survey *survey)
{
	for (size_t i = 0; i < survey->count; i++) {
		struct survey_item *item = &survey->items[i];

		free(item->name);
		free(item->theirs);
		free(item->list);
		free_label(&item->label);
		free_label(&item->hint);
		free_label(&item->message);
		free(item->relevant);
		free(item->constraint);
		free(item->calculation);
		free(item->initial);
		free(item->choices);
	}
	for (size_t i = 0; i < survey->list_count; i++)
		free_list(&survey->lists[i]);
	free(survey->items);
	free(survey->lists);
	free(survey->name);
	free_label(&survey->title);
	for (size_t i = 0; i < survey->lost_count; i++)
		free(survey->lost[i].said);
	free(survey->lost);
	*survey = (struct survey){ 0 };
}
