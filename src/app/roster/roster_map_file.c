#include "app/roster/roster_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "form/answer/meant.h"
#include "store/beside/local.h"
#include "store/store.h"

/* What columns and words of another system mean, from a file, and as it is kept with this laptop. */

#define MAP_BYTES_MAX 65536
#define SETTING "roster_map"
#define SETTING_WORDS "roster_words"

enum { KEPT_PARTS_MAX = 4 };

/* Takes blanks and one pair of quotation marks off; writes into the text. */
static char *
bare(char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strlen(text);
	while (len > 0 && strchr(" \t\r", text[len - 1]))
		text[--len] = '\0';
	if (len >= 2 && (*text == '"' || *text == '\'') && text[len - 1] == *text) {
		text[len - 1] = '\0';
		text++;
	}
	return text;
}

/* A file of lines while it is read. */
struct map_reading {
	struct roster_map *map;
	const struct pack *pack;
	size_t number, indent; /* of the line; blanks before the first of them */
	bool begun, empty;     /* empty: the header above has no field behind its colon */
	char *header;	       /* the last one; NULL: none yet */
	struct map_line {      /* what was said before, each header and each word below one */
		char *name, *meant;
		size_t number;
	} * lines;
	size_t line_count, line_cap;
};

/* A header, or a word below one (its header, a line end, the word), means one thing in a file. */
static enum status
note_line(struct map_reading *reading, const char *header, const char *word, const char *meant, struct err *err)
{
	char *name = word ? mem_printf("%s\n%s", header, word) : mem_strdup(header);
	const struct map_line *before = NULL;

	for (size_t i = 0; i < reading->line_count && !before; i++)
		before = strcmp(reading->lines[i].name, name) == 0 ? &reading->lines[i] : NULL;
	if (before) {
		free(name);
		return strcmp(before->meant, meant) == 0
			       ? STATUS_OK
			       : err_set(err, STATUS_INVALID, _("line %zu: \"%s\" means something else in line %zu: write it once"),
					 reading->number, word ? word : header, before->number);
	}
	MEM_GROW(reading->lines, reading->line_count, reading->line_cap);
	reading->lines[reading->line_count++] = (struct map_line){ name, mem_strdup(meant), reading->number };
	return STATUS_OK;
}

#define FULL_WIDTH_COLON "\xef\xbc\x9a"

/* Parts a line at its colon, or else at its last one of full width, which a header may have itself; writes into it. False: it has none. */
static bool
part_line(char *line, char **behind)
{
	char *colon = strstr(line, ": ");
	size_t len = 1;

	if (!colon && line[strlen(line) - 1] == ':')
		colon = line + strlen(line) - 1;
	for (char *wide = colon ? NULL : strstr(line, FULL_WIDTH_COLON); wide; wide = strstr(wide + 1, FULL_WIDTH_COLON)) {
		colon = wide;
		len = strlen(FULL_WIDTH_COLON);
	}
	if (!colon)
		return false;
	*colon = '\0';
	*behind = bare(colon + len);
	return true;
}

static bool
says_nothing(const char *behind)
{
	return !*behind || strcmp(behind, "-") == 0 || strcmp(behind, "~") == 0;
}

static enum status
take_header(struct map_reading *reading, char *line, struct err *err)
{
	const struct pack *pack = reading->pack;
	enum status status;
	char *field;

	if (!part_line(line, &field))
		return err_set(err, STATUS_INVALID, _("line %zu: write \"header: field\", with a blank behind the colon"), reading->number);
	free(reading->header);
	reading->header = mem_strdup(bare(line));
	reading->empty = !*field;
	status = note_line(reading, reading->header, NULL, says_nothing(field) ? "-" : field, err);
	if (status)
		return status;
	if (says_nothing(field)) {
		roster_map_set(reading->map, reading->header, "");
		return STATUS_OK;
	}
	if (!roster_map_field(pack, field))
		return pack->record ? err_set(err, STATUS_INVALID, _("line %zu: neither \"%s\" nor \"%s\" has a field \"%s\""),
					      reading->number, pack->root->name, pack->record->name, field)
				    : err_set(err, STATUS_INVALID, _("line %zu: the form \"%s\" has no field \"%s\""), reading->number,
					      pack->root->name, field);
	roster_map_set(reading->map, reading->header, field);
	return STATUS_OK;
}

/* A line below its header: what a word in that column means. */
static enum status
take_word(struct map_reading *reading, char *line, struct err *err)
{
	const struct pack *pack = reading->pack;
	const struct choice *choice = NULL;
	const struct field *field;
	struct buf options = { 0 };
	enum status status = STATUS_OK;
	bool left_out;
	char *option;

	if (!reading->header || !part_line(line, &option))
		return err_set(err, STATUS_INVALID,
			       _("line %zu: write \"word: option\" below the header of its column, with a blank behind the colon"),
			       reading->number);
	if (reading->empty) /* a header alone above words: the column is what it is called */
		roster_map_unset(reading->map, reading->header);
	reading->empty = false;
	field = roster_map_column(reading->map, pack, reading->header, &left_out);
	if (!roster_map_has_words(field))
		return err_set(err, STATUS_INVALID, _("line %zu: the column \"%s\" is no field with options, whose words could mean one"),
			       reading->number, reading->header);
	if (!says_nothing(option) && !(choice = field_choice_meant(field, roster_map_codes(pack, field), option))) {
		roster_map_options(pack, field, &options);
		status = err_set(err, STATUS_INVALID, _("line %zu: \"%s\" is no option of \"%s\"; there are: %s"), reading->number, option,
				 label_text(&field->label, _("en")), buf_text(&options));
	} else {
		const char *word = bare(line);

		status = note_line(reading, reading->header, word, choice ? choice->name : "-", err);
		if (!status)
			roster_map_set_word(reading->map, reading->header, field->name, word, choice ? choice->name : "");
	}
	buf_release(&options);
	return status;
}

static enum status
take_lines(struct map_reading *reading, char *text, struct err *err)
{
	enum status status = STATUS_OK;

	while (text && !status) {
		char *next = strchr(text, '\n'), *line;
		size_t indent = strspn(text, " \t");

		if (next)
			*next++ = '\0';
		reading->number++;
		line = bare(text);
		text = next;
		if (!*line || *line == '#' || strcmp(line, "---") == 0)
			continue;
		reading->indent = reading->begun ? reading->indent : indent;
		reading->begun = true;
		status = indent > reading->indent ? take_word(reading, line, err) : take_header(reading, line, err);
	}
	return status;
}

enum status
roster_map_read(struct roster_map *map, const struct pack *pack, const char *path, struct err *err)
{
	struct map_reading reading = { .map = map, .pack = pack };
	struct buf text = { 0 };
	enum status status = file_read(path, MAP_BYTES_MAX, &text, err);
	const char *begin = buf_text(&text);

	if (strncmp(begin, "\xef\xbb\xbf", 3) == 0)
		begin += 3;
	if (!status && (strlen(buf_text(&text)) != text.len || !text_is_utf8(text.data, text.len)))
		status = err_set(err, STATUS_INVALID, _("the file must be text in UTF-8"));
	if (!status && text.len)
		status = take_lines(&reading, text.data + (begin - text.data), err);
	if (status == STATUS_INVALID)
		err_context(err, "%s", path);
	for (size_t i = 0; i < reading.line_count; i++) {
		free(reading.lines[i].name);
		free(reading.lines[i].meant);
	}
	free(reading.lines);
	free(reading.header);
	buf_release(&text);
	return status;
}

/* ---- what is kept */

/* Calls `take` for each line of a setting, cut at `parts` blanks; a line of fewer parts is passed over. */
static enum status
each_kept(struct app *app, const char *setting, size_t parts, void (*take)(char *const *words, void *ctx), void *ctx, struct err *err)
{
	struct err none = { 0 };
	struct buf text = { 0 };
	enum status status = app_local(app) ? local_setting(app_local(app), setting, &text, &none) : STATUS_OK;

	if (status == STATUS_NOT_FOUND)
		status = STATUS_OK;
	else if (status)
		*err = none;
	for (char *line = text.data, *next; !status && line && *line; line = next) {
		char *words[KEPT_PARTS_MAX] = { line };
		size_t count = 1;

		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		for (char *blank; count < parts && (blank = strchr(words[count - 1], ' ')); count++) {
			*blank = '\0';
			words[count] = blank + 1;
		}
		if (count == parts)
			take(words, ctx);
	}
	buf_release(&text);
	return status;
}

/* A line "field header", which no header can break: it has no blanks and no line ends. */
static void
take_kept(char *const *words, void *ctx)
{
	struct roster_map *map = ctx;

	if (!roster_map_find(map, words[1]))
		roster_map_set(map, words[1], words[0])->kept = true;
}

/* A line "field option header word"; option "-": the cell is left empty. */
static void
take_kept_word(char *const *words, void *ctx)
{
	struct roster_map *map = ctx;

	for (size_t i = 0; i < map->word_count; i++)
		if (strcmp(map->words[i].field, words[0]) == 0 && strcmp(map->words[i].header, words[2]) == 0 &&
		    strcmp(map->words[i].text, words[3]) == 0)
			return;
	roster_map_set_word(map, words[2], words[0], words[3], strcmp(words[1], "-") == 0 ? "" : words[1])->kept = true;
}

enum status
roster_map_kept(struct roster_map *map, struct app *app, struct err *err)
{
	enum status status = each_kept(app, SETTING, 2, take_kept, map, err);

	return status ? status : each_kept(app, SETTING_WORDS, 4, take_kept_word, map, err);
}

enum status
roster_map_keep(const struct roster_map *map, struct app *app, struct err *err)
{
	struct buf lines = { 0 }, words = { 0 };
	enum status status;

	for (size_t i = 0; i < map->count; i++)
		buf_printf(&lines, "%s %s\n", map->lines[i].field, map->lines[i].header);
	for (size_t i = 0; i < map->word_count; i++)
		buf_printf(&words, "%s %s %s %s\n", map->words[i].field, *map->words[i].choice ? map->words[i].choice : "-",
			   map->words[i].header, map->words[i].text);
	status = local_set_setting(app_local(app), SETTING, buf_text(&lines), lines.len, err);
	if (!status && words.len)
		status = local_set_setting(app_local(app), SETTING_WORDS, buf_text(&words), words.len, err);
	buf_release(&lines);
	buf_release(&words);
	return status;
}
