#include "app/xlsform/survey_pack.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/xlsform/survey_reading_state.h"
#include "base/attr.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "base/number/number.h"

/* Writing the pack's files. */

#define DIVISIONS_BYTES_MAX (4 << 20)

static const char *const type_names[] = {
	[FIELD_TEXT] = "text",	   [FIELD_INTEGER] = "integer",	  [FIELD_DECIMAL] = "decimal",
	[FIELD_DATE] = "date",	   [FIELD_YEAR] = "year",	  [FIELD_SELECT_ONE] = "select_one",
	[FIELD_PHOTO] = "photo",   [FIELD_BOOLEAN] = "boolean",	  [FIELD_SELECT_MULTIPLE] = "select_multiple",
	[FIELD_NOTE] = "note",	   [FIELD_GEOPOINT] = "geopoint", [FIELD_GROUP] = "group",
	[FIELD_REPEAT] = "repeat",
};

/* A text in quotation marks, on one line. */
static void
quoted(struct buf *out, const char *text)
{
	buf_char(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buf_printf(out, "\\%c", *text);
		else if (*text == '\n')
			buf_text_add(out, "\\n");
		else
			buf_char(out, (unsigned char)*text < 0x20 ? ' ' : *text);
	}
	buf_char(out, '"');
}

static void
labels(struct buf *out, const struct label *label)
{
	buf_text_add(out, "{zh: ");
	quoted(out, label->zh);
	if (label->en) {
		buf_text_add(out, ", en: ");
		quoted(out, label->en);
	}
	buf_text_add(out, "}\n");
}

static void
indent(struct buf *out, size_t depth)
{
	for (size_t i = 0; i < depth; i++)
		buf_text_add(out, "    ");
}

static void
key(struct buf *out, size_t depth, const char *name, const char *text)
{
	if (!text)
		return;
	indent(out, depth);
	buf_printf(out, "  %s: ", name);
	quoted(out, text);
	buf_char(out, '\n');
}

static void
label_key(struct buf *out, size_t depth, const char *name, const struct label *label)
{
	if (!label->zh)
		return;
	indent(out, depth);
	buf_printf(out, "  %s: ", name);
	labels(out, label);
}

static void
number_text(struct buf *out, double number)
{
	char text[NUMBER_TEXT_MAX];

	number_write(number, text);
	buf_text_add(out, text);
}

static bool holds_others(const struct survey_item *item);
static void write_fields(const struct survey *survey, size_t parent, size_t depth, struct buf *out);

static void
write_field(const struct survey *survey, size_t at, size_t depth, struct buf *out)
{
	const struct survey_item *item = &survey->items[at];

	indent(out, depth);
	buf_printf(out, "- name: %s", item->name);
	if (strcmp(item->name, item->theirs) != 0)
		buf_printf(out, "  # %s", item->theirs);
	buf_char(out, '\n');
	indent(out, depth);
	buf_printf(out, "  type: %s", type_names[item->type]);
	if (item->list)
		buf_printf(out, " %s", item->list);
	buf_char(out, '\n');
	label_key(out, depth, "label", &item->label);
	label_key(out, depth, "hint", &item->hint);
	key(out, depth, "relevant", item->relevant);
	if (item->required) {
		indent(out, depth);
		buf_text_add(out, "  required: true\n");
	}
	if (item->has_range) {
		indent(out, depth);
		buf_text_add(out, "  range: [");
		number_text(out, item->least);
		buf_text_add(out, ", ");
		number_text(out, item->greatest);
		buf_text_add(out, "]\n");
	}
	key(out, depth, "constraint", item->constraint);
	if (item->constraint)
		label_key(out, depth, "constraint_message", &item->message);
	key(out, depth, "calculation", item->calculation);
	key(out, depth, "default", item->initial);
	key(out, depth, "choices", item->choices);
	if (holds_others(item)) {
		indent(out, depth);
		buf_text_add(out, "  fields:\n");
		write_fields(survey, at, depth + 1, out);
	}
}

static bool
holds_others(const struct survey_item *item)
{
	return item->type == FIELD_GROUP || item->type == FIELD_REPEAT;
}

static void
write_fields(const struct survey *survey, size_t parent, size_t depth, struct buf *out)
{
	for (size_t i = 0; i < survey->count; i++) {
		const struct survey_item *item = &survey->items[i];

		if (item->theirs && item->parent == parent && (!holds_others(item) || item->values))
			write_field(survey, i, depth, out);
	}
}

static void
write_form(const struct survey *survey, struct buf *out)
{
	buf_printf(out, "form: %s\nlabel: ", survey->name);
	labels(out, &survey->title);
	buf_text_add(out, "by: [surveyor]\nafter: [" SURVEY_ROOT "]\nfields:\n");
	write_fields(survey, SURVEY_NONE, 0, out);
}

static void
write_lists(const struct survey *survey, struct buf *out)
{
	for (size_t i = 0; i < survey->list_count; i++) {
		const struct survey_list *list = &survey->lists[i];

		buf_printf(out, "- list: %s\n", list->name);
		for (size_t k = 0; k < list->column_count; k++)
			buf_printf(out, "%s%s: text%s", k ? ", " : "  columns: {", list->columns[k],
				   k + 1 == list->column_count ? "}\n" : "");
		buf_text_add(out, "  choices:\n");
		for (size_t k = 0; k < list->choice_count; k++) {
			const struct survey_choice *choice = &list->choices[k];

			buf_text_add(out, "    - name: ");
			quoted(out, choice->name);
			buf_text_add(out, "\n      label: ");
			labels(out, &choice->label);
			for (size_t c = 0; c < list->column_count; c++) {
				if (!choice->values[c])
					continue;
				buf_printf(out, "      %s: ", list->columns[c]);
				quoted(out, choice->values[c]);
				buf_char(out, '\n');
			}
		}
	}
	if (!survey->list_count)
		buf_text_add(out, "[]\n");
}

static void
write_listing(struct buf *out)
{
	buf_text_add(out, "form: " SURVEY_ROOT "\n"
			  "label: {zh: 名册, en: Roster row}\n"
			  "by: [surveyor]\n"
			  "fields:\n"
			  "- name: " SURVEY_PLACE "\n"
			  "  type: division\n"
			  "  label: {zh: 村（社区）, en: Village}\n"
			  "  required: true\n"
			  "  carry: true\n"
			  "- name: " SURVEY_CALLED "\n"
			  "  type: text\n"
			  "  label: {zh: 名称, en: Name}\n"
			  "  required: true\n");
}

static void
write_pack(const struct survey *survey, struct buf *out)
{
	char *name = mem_strdup(survey->name);

	for (char *at = name; *at; at++)
		*at = (char)(*at == '_' ? '-' : *at);
	buf_printf(out, "pack: %s\nversion: 1\nlabel: ", name);
	labels(out, &survey->title);
	buf_printf(out,
		   "root: " SURVEY_ROOT "\n"
		   "forms: [" SURVEY_ROOT ", %s]\n"
		   "roles:\n"
		   "- {role: surveyor, label: {zh: 调查人员, en: Surveyor}, scope: village}\n"
		   "- {role: office, label: {zh: 县级工作人员, en: County office}, scope: county}\n"
		   "acts:\n"
		   "  epoch: [surveyor, office]\n"
		   "  decision: [office]\n"
		   "  manifest: [surveyor]\n"
		   "readers: [surveyor, office]\n"
		   "chains:\n"
		   "- chain: survey\n"
		   "  label: {zh: 调查结果签字, en: Survey}\n"
		   "  covers: [%s]\n"
		   "  levels:\n"
		   "  - {level: office, label: {zh: 县级审核, en: County office}, by: [office], distinct_from: [%s]}\n",
		   survey->name, survey->name, survey->name);
	free(name);
}

/* A folder of the name that holds nothing, made where there is none. */
static enum status
make_empty(const char *dir, struct err *err)
{
	enum status status = file_make_dirs(dir, 0755, err);
	const struct dirent *entry;
	DIR *open = status ? NULL : opendir(dir);

	if (status)
		return status;
	if (!open)
		return err_errno(err, errno, _("\"%s\" cannot be read"), dir);
	while (!status && (entry = readdir(open)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			status = err_set(err, STATUS_CONFLICT, _("\"%s\" holds something already: name a new folder"), dir);
	closedir(open);
	return status;
}

static enum status
put(const char *dir, const char *name, const struct buf *text, struct err *err)
{
	char *path = file_join(dir, name);
	enum status status = file_write(path, buf_text(text), text->len, 0644, err);

	free(path);
	return status;
}

void
survey_drop_pack(const struct survey *survey, const char *dir)
{
	char *form_name = mem_printf("%s.yaml", survey->name);
	const char *const names[] = { form_name,      "lists.yaml",    SURVEY_ROOT ".yaml", "rules.yaml",
				      "reports.yaml", "divisions.csv", "pack.yaml" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *path = file_join(dir, names[i]);

		unlink(path);
		free(path);
	}
	rmdir(dir); /* it was empty before */
	free(form_name);
}

static enum status
write_files(const struct survey *survey, const char *dir, const struct buf *divisions, struct err *err)
{
	struct buf form = { 0 }, lists = { 0 }, listing = { 0 }, pack = { 0 }, empty = { 0 };
	char *form_name = mem_printf("%s.yaml", survey->name);
	const struct {
		const char *name;
		const struct buf *text;
	} files[] = { { form_name, &form },	{ "lists.yaml", &lists },   { SURVEY_ROOT ".yaml", &listing },
		      { "rules.yaml", &empty }, { "reports.yaml", &empty }, { "divisions.csv", divisions },
		      { "pack.yaml", &pack } }; /* last: without it the folder is no pack */
	enum status status = STATUS_OK;

	write_form(survey, &form);
	write_lists(survey, &lists);
	write_listing(&listing);
	write_pack(survey, &pack);
	buf_text_add(&empty, "[]\n");
	for (size_t i = 0; i < ARRAY_LEN(files) && !status; i++)
		status = put(dir, files[i].name, files[i].text, err);
	buf_release(&form);
	buf_release(&lists);
	buf_release(&listing);
	buf_release(&pack);
	buf_release(&empty);
	free(form_name);
	return status;
}

enum status
survey_write_pack(const struct survey *survey, const char *dir, struct err *err)
{
	char *installed = path_of(PATH_FORMS), *of_divisions = file_join(installed, "divisions.csv");
	struct buf divisions = { 0 };
	enum status status = file_read(of_divisions, DIVISIONS_BYTES_MAX, &divisions, err);

	if (!status)
		status = make_empty(dir, err);
	if (!status) {
		status = write_files(survey, dir, &divisions, err);
		if (status)
			survey_drop_pack(survey, dir);
	}
	buf_release(&divisions);
	free(of_divisions);
	free(installed);
	return status;
}
