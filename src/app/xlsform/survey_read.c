#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/xlsform/survey_reading_state.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/parts/register_names.h"

/* The sheets of a survey: what each row is, under which name it comes over, and in which groups it stands. */

#define NAME_MAX_LEN 40 /* leaves room for what makes it another one */

void
survey_lose(struct survey *survey, const char *sheet, size_t row, const char *column, const char *fmt, ...)
{
	va_list args;
	char *why;

	va_start(args, fmt);
	why = mem_vprintf(fmt, args);
	va_end(args);
	survey->lost = mem_resize(survey->lost, survey->lost_count + 1, sizeof(*survey->lost));
	survey->lost[survey->lost_count++] = (struct survey_lost){ .sheet = sheet,
								   .row = row,
								   .said = mem_printf(_("%s, row %zu, %s: %s"), sheet, row, column, why) };
	free(why);
}

const struct survey_item *
survey_find(const struct survey *survey, const char *theirs)
{
	for (size_t i = 0; i < survey->count; i++)
		if (survey->items[i].theirs && strcmp(survey->items[i].theirs, theirs) == 0)
			return &survey->items[i];
	return NULL;
}

/* ---- names */

static bool
item_has_name(const struct survey *survey, const char *name)
{
	for (size_t i = 0; i < survey->count; i++)
		if (survey->items[i].name && strcmp(survey->items[i].name, name) == 0)
			return true;
	return false;
}

char *
survey_plain_name(const char *text, const char *otherwise)
{
	struct buf name = { 0 };

	for (; *text && name.len < NAME_MAX_LEN; text++) {
		if (isalnum((unsigned char)*text) && (unsigned char)*text < 0x80)
			buf_char(&name, (char)tolower((unsigned char)*text));
		else if (name.len && name.data[name.len - 1] != '_' && (unsigned char)*text < 0x80)
			buf_char(&name, '_');
	}
	while (name.len && name.data[name.len - 1] == '_')
		name.data[--name.len] = '\0';
	if (!name.len || !isalpha((unsigned char)*name.data)) {
		char *with = mem_printf("%s%s%s", otherwise, name.len ? "_" : "", buf_text(&name));

		buf_release(&name);
		return with;
	}
	return buf_detach(&name);
}

/* A name for a question that the pack has not: of small letters, and none that the program or another question has. */
static char *
new_name(const struct survey *survey, const char *theirs)
{
	char *plain = survey_plain_name(theirs, "q"), *name = mem_strdup(plain);

	for (size_t n = 2; register_name_is_reserved(name) || item_has_name(survey, name) || strcmp(name, survey->name) == 0 ||
			   strcmp(name, SURVEY_ROOT) == 0 || strcmp(name, SURVEY_PLACE) == 0 || strcmp(name, SURVEY_CALLED) == 0;
	     n++) {
		free(name);
		name = mem_printf("%s_%zu", plain, n);
	}
	free(plain);
	return name;
}

/* ---- languages */

enum language { LANGUAGE_OTHER, LANGUAGE_ZH, LANGUAGE_EN };

/* Of what stands behind "label::", as "中文 (zh)"; of a bare column, of the text. */
static enum language
language_of(const char *named)
{
	if (strcasestr(named, "zh") || strcasestr(named, "chinese") || strstr(named, "中") || strstr(named, "汉"))
		return LANGUAGE_ZH;
	if (strcasestr(named, "english") || strcasecmp(named, "en") == 0 || strcasestr(named, "(en"))
		return LANGUAGE_EN;
	return LANGUAGE_OTHER;
}

static enum language
language_of_text(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0xe3)
			return LANGUAGE_ZH;
	return LANGUAGE_EN;
}

static void
put_text(char **at, const char *text)
{
	free(*at);
	*at = mem_strdup(text);
}

void
survey_label(const struct sheet_rows *sheet, size_t row, const char *column, struct label *out)
{
	size_t len = strlen(column);
	char *rest = NULL; /* of a language that is neither: better than nothing */

	for (size_t i = 0; i < sheet->column_count; i++) {
		const char *name = sheet->columns[i], *text = sheet->rows[row][i];
		enum language language;

		if (strncmp(name, column, len) != 0 || (name[len] && name[len] != ':') || !*text)
			continue;
		language = name[len] ? language_of(name + len + strspn(name + len, ": ")) : language_of_text(text);
		if (language == LANGUAGE_OTHER)
			put_text(&rest, text);
		else
			put_text(language == LANGUAGE_ZH ? &out->zh : &out->en, text);
	}
	if (!out->zh && (out->en || rest)) /* a pack has words for everything in Chinese */
		out->zh = mem_strdup(out->en ? out->en : rest);
	free(rest);
}

static bool
has_words(const char *column)
{
	static const char *const columns[] = { "label", "hint", "constraint_message" };
	size_t len = strcspn(column, ":");

	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		if (strlen(columns[i]) == len && strncmp(column, columns[i], len) == 0)
			return true;
	return false;
}

void
survey_lose_languages(struct survey *survey, const struct sheet_rows *sheet, const char *name)
{
	for (size_t i = 0; i < sheet->column_count; i++) {
		const char *language = strstr(sheet->columns[i], "::");

		if (language && has_words(sheet->columns[i]) && language_of(language + 2) == LANGUAGE_OTHER)
			survey_lose(survey, name, 1, sheet->columns[i], "%s",
				    _("a pack speaks Chinese and English; where neither stands, this text is taken for both"));
	}
}

/* ---- what a row is */

static const struct {
	const char *type;
	enum field_type field;
} plain_types[] = {
	{ "text", FIELD_TEXT },	  { "string", FIELD_TEXT },	{ "barcode", FIELD_TEXT },	  { "integer", FIELD_INTEGER },
	{ "int", FIELD_INTEGER }, { "decimal", FIELD_DECIMAL }, { "range", FIELD_INTEGER },	  { "date", FIELD_DATE },
	{ "image", FIELD_PHOTO }, { "photo", FIELD_PHOTO },	{ "geopoint", FIELD_GEOPOINT },	  { "location", FIELD_GEOPOINT },
	{ "note", FIELD_NOTE },	  { "calculate", FIELD_TEXT },	{ "acknowledge", FIELD_BOOLEAN }, { "trigger", FIELD_BOOLEAN },
};

/* Types of which a house's signed form has no like, and why. */
static const struct {
	const char *type, *why;
} lost_types[] = {
	{ "start", N_("who signed a form, when and on which laptop stands in its step") },
	{ "end", N_("who signed a form, when and on which laptop stands in its step") },
	{ "today", N_("who signed a form, when and on which laptop stands in its step") },
	{ "deviceid", N_("who signed a form, when and on which laptop stands in its step") },
	{ "username", N_("who signed a form, when and on which laptop stands in its step") },
	{ "email", N_("who signed a form, when and on which laptop stands in its step") },
	{ "phonenumber", N_("who signed a form, when and on which laptop stands in its step") },
	{ "simserial", N_("who signed a form, when and on which laptop stands in its step") },
	{ "audit", N_("who signed a form, when and on which laptop stands in its step") },
	{ "time", N_("a pack has days, no times of day") },
	{ "datetime", N_("a pack has days, no times of day") },
	{ "audio", N_("a form holds photos, no sound, film or other file") },
	{ "video", N_("a form holds photos, no sound, film or other file") },
	{ "file", N_("a form holds photos, no sound, film or other file") },
	{ "background-audio", N_("a form holds photos, no sound, film or other file") },
	{ "geotrace", N_("a form holds a position, no line and no area") },
	{ "geoshape", N_("a form holds a position, no line and no area") },
	{ "start-geopoint", N_("a form holds a position that somebody enters, none that is taken unseen") },
	{ "rank", N_("a pack has no question that puts choices in order") },
	{ "hidden", N_("nothing is asked and nothing calculated in it") },
	{ "xml-external", N_("a pack's tables are CSV files; pack.yaml names them in tables:") },
	{ "csv-external", N_("a pack's tables are CSV files; pack.yaml names them in tables:") },
	{ "entity", N_("a pack has no entities: the register has one house a building") },
};

/* "begin group", "begin_group", "begin-group": the word behind "begin" or "end"; NULL: it is neither. */
static const char *
structure_word(const char *type, const char *word)
{
	size_t len = strlen(word);

	if (strncasecmp(type, word, len) != 0 || !strchr(" _-", type[len]) || !type[len])
		return NULL;
	return type + len + strspn(type + len, " _-");
}

/* "select_one LIST", "select one LIST", "select_multiple LIST or_other": the list's name behind it, NULL: it is none. */
static const char *
select_list(const char *type, bool *multiple)
{
	static const struct {
		const char *begins;
		bool multiple;
	} begins[] = {
		{ "select_one ", false },     { "select one ", false },	    { "select1 ", false },
		{ "select_multiple ", true }, { "select multiple ", true }, { "select all that apply ", true },
	};

	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		if (strncasecmp(type, begins[i].begins, strlen(begins[i].begins)) == 0) {
			*multiple = begins[i].multiple;
			type += strlen(begins[i].begins);
			return type + strspn(type, " ");
		}
	return NULL;
}

static struct survey_item *
add_item(struct survey_reading *reading, size_t at, enum field_type type)
{
	struct survey *survey = reading->survey;
	const char *theirs = sheet_cell(&reading->sheet, at, "name");
	char *name = new_name(survey, theirs);
	struct survey_item *item;

	MEM_GROW(survey->items, survey->count, survey->cap);
	item = &survey->items[survey->count++];
	*item = (struct survey_item){
		.name = name, .theirs = mem_strdup(theirs), .type = type, .parent = reading->parent, .row = reading->sheet.numbers[at]
	};
	reading->raws = mem_resize(reading->raws, survey->count, sizeof(*reading->raws));
	reading->raws[survey->count - 1] = (struct raw){ .at = at };
	if (reading->condition)
		reading->raws[survey->count - 1].condition = mem_strdup(reading->condition);
	survey_label(&reading->sheet, at, "label", &item->label);
	survey_label(&reading->sheet, at, "hint", &item->hint);
	survey_label(&reading->sheet, at, "constraint_message", &item->message);
	if (!item->label.zh)
		item->label.zh = mem_strdup(theirs);
	for (size_t up = item->parent; up != SURVEY_NONE; up = survey->items[up].parent)
		survey->items[up].values++;
	return item;
}

static void
lose_row(struct survey_reading *reading, size_t at, const char *why)
{
	survey_lose(reading->survey, "survey", reading->sheet.numbers[at], "type", "%s: %s", sheet_cell(&reading->sheet, at, "type"), why);
}

static void
add_select(struct survey_reading *reading, size_t at, const char *list_name, bool multiple)
{
	char *name = mem_strndup(list_name, strcspn(list_name, " "));
	const struct survey_list *list = NULL;
	struct survey_item *item;

	for (size_t i = 0; i < reading->survey->list_count; i++)
		if (strcmp(reading->survey->lists[i].theirs, name) == 0)
			list = &reading->survey->lists[i];
	if (!list) {
		lose_row(reading, at, _("the sheet choices has no list of that name"));
	} else {
		item = add_item(reading, at, multiple ? FIELD_SELECT_MULTIPLE : FIELD_SELECT_ONE);
		item->list = mem_strdup(list->name);
		if (strstr(list_name, "or_other"))
			lose_row(reading, at, _("the question comes over without \"other\": write it as a choice and a text question"));
	}
	free(name);
}

static void
add_plain(struct survey_reading *reading, size_t at, const char *type)
{
	bool multiple = false;
	const char *list = select_list(type, &multiple);

	if (list) {
		add_select(reading, at, list, multiple);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(plain_types); i++)
		if (strcasecmp(type, plain_types[i].type) == 0) {
			add_item(reading, at, plain_types[i].field);
			return;
		}
	for (size_t i = 0; i < ARRAY_LEN(lost_types); i++)
		if (strlen(lost_types[i].type) == strcspn(type, " ") && strncasecmp(type, lost_types[i].type, strcspn(type, " ")) == 0) {
			lose_row(reading, at, _(lost_types[i].why));
			return;
		}
	lose_row(reading, at, _("no type that a pack has"));
}

/* ---- groups and repeats */

/* The condition of a group whose questions stand alone: each of them gets it. */
static void
push_condition(struct survey_reading *reading, const char *relevant)
{
	char *both;

	if (!*relevant)
		return;
	both = reading->condition ? mem_printf("(%s) and (%s)", reading->condition, relevant) : mem_strdup(relevant);
	free(reading->condition);
	reading->condition = both;
}

static void
begin(struct survey_reading *reading, size_t at, bool repeat)
{
	struct open_group *opened = &reading->opened[reading->depth];
	bool in_repeat = false;

	for (size_t up = reading->parent; up != SURVEY_NONE; up = reading->survey->items[up].parent)
		in_repeat |= reading->survey->items[up].type == FIELD_REPEAT;
	*opened = (struct open_group){ .repeat = repeat,
				       .parent = reading->parent,
				       .condition = reading->condition ? mem_strdup(reading->condition) : NULL };
	reading->depth++;
	if (reading->skipped || (repeat && in_repeat)) {
		if (!reading->skipped)
			lose_row(reading, at, _("a repeat stands in a repeat: it and all in it stay behind"));
		opened->skipping = true;
		reading->skipped++;
	} else if (!repeat && reading->parent != SURVEY_NONE) {
		push_condition(reading, sheet_cell(&reading->sheet, at, "relevant"));
		lose_row(reading, at,
			 in_repeat ? _("a group in a repeat: its questions come over without their heading")
				   : _("a group in a group: its questions come over without their heading"));
	} else {
		add_item(reading, at, repeat ? FIELD_REPEAT : FIELD_GROUP);
		reading->parent = reading->survey->count - 1;
	}
}

static enum status
end(struct survey_reading *reading, size_t at, bool repeat, struct err *err)
{
	struct open_group *opened = reading->depth ? &reading->opened[reading->depth - 1] : NULL;

	if (!opened || opened->repeat != repeat)
		return err_set(err, STATUS_INVALID,
			       _("survey, row %zu: what ends here did not begin: put the begin and end of groups and repeats in order"),
			       reading->sheet.numbers[at]);
	reading->skipped -= opened->skipping;
	reading->parent = opened->parent;
	free(reading->condition);
	reading->condition = opened->condition;
	reading->depth--;
	return STATUS_OK;
}

static enum status
read_row(struct survey_reading *reading, size_t at, struct err *err)
{
	const char *type = sheet_cell(&reading->sheet, at, "type"), *name = sheet_cell(&reading->sheet, at, "name");
	const char *begins = structure_word(type, "begin"), *ends = structure_word(type, "end");

	if (!*type) {
		if (*name)
			survey_lose(reading->survey, "survey", reading->sheet.numbers[at], "type", "%s", _("the row has no type"));
		return STATUS_OK;
	}
	if (ends && (strcasecmp(ends, "group") == 0 || strcasecmp(ends, "repeat") == 0))
		return end(reading, at, strcasecmp(ends, "repeat") == 0, err);
	if (begins && (strcasecmp(begins, "group") == 0 || strcasecmp(begins, "repeat") == 0)) {
		if (reading->depth == OPEN_MAX)
			return err_set(err, STATUS_INVALID, _("survey, row %zu: more than %d groups in each other"),
				       reading->sheet.numbers[at], OPEN_MAX);
		begin(reading, at, strcasecmp(begins, "repeat") == 0);
		return STATUS_OK;
	}
	if (reading->skipped)
		return STATUS_OK;
	if (!*name)
		lose_row(reading, at, _("the row has no name"));
	else if (survey_find(reading->survey, name))
		lose_row(reading, at, _("an earlier row has this name"));
	else
		add_plain(reading, at, type);
	return STATUS_OK;
}

enum status
survey_read_rows(struct survey_reading *reading, struct err *err)
{
	enum status status = STATUS_OK;

	reading->parent = SURVEY_NONE;
	for (size_t at = 0; at < reading->sheet.count && !status; at++)
		status = read_row(reading, at, err);
	if (!status && reading->depth)
		status = err_set(err, STATUS_INVALID, _("survey: a group or repeat does not end"));
	while (reading->depth)
		free(reading->opened[--reading->depth].condition);
	free(reading->condition);
	reading->condition = NULL;
	return status;
}
