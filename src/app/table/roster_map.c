#include "app/table/roster_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/text_rule.h"
#include "store/beside/local.h"
#include "store/store.h"

#define MAP_BYTES_MAX 65536
#define SETTING "roster_map"

static const char *const asides[] = { "(必填)", "(选填)", "(可选)", "(必填项)", "(选填项)" }; /* how to fill it, not what it is */

char *
roster_header_key(const char *header)
{
	char *plain = text_normalise(header), *mended, *to;
	size_t left_out;

	mended = text_mended(plain, strlen(plain), &left_out);
	free(plain);
	to = mended;
	for (const char *at = mended; *at;) {
		bool opens = strncmp(at, "（", 3) == 0;

		if (opens || strncmp(at, "）", 3) == 0) {
			*to++ = opens ? '(' : ')';
			at += 3;
		} else if (strchr(" \t\r\n*", *at)) { /* a star marks what must be filled */
			at++;
		} else {
			*to++ = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
			at++;
		}
	}
	*to = '\0';
	for (size_t i = 0; i < ARRAY_LEN(asides); i++)
		if ((to = strstr(mended, asides[i])))
			memmove(to, to + strlen(asides[i]), strlen(to + strlen(asides[i])) + 1);
	return mended;
}

/* ---- by the form's own names */

struct field_search {
	const char *name;
	const struct field *found;
};

static bool
is_field(const struct field *field, void *ctx)
{
	struct field_search *search = ctx;

	if (roster_map_takes(field) && strcmp(field->name, search->name) == 0)
		search->found = field;
	return !search->found;
}

static const struct field *
field_named(const struct form *form, const char *name)
{
	struct field_search search = { .name = name };

	form_each_field(form, is_field, &search);
	return search.found;
}

enum header_match { MATCH_NONE, MATCH_PART, MATCH_WHOLE };

static enum header_match
match_label(const char *key, const char *label)
{
	char *whole = roster_header_key(label), *bracket;
	enum header_match match = MATCH_NONE;

	bracket = strchr(whole, '(');
	if (strcmp(whole, key) == 0) {
		match = MATCH_WHOLE;
	} else if (bracket) {
		size_t len = strlen(bracket);

		*bracket = '\0';
		if (len > 2 && bracket[len - 1] == ')')
			bracket[len - 1] = '\0';
		if (strcmp(whole, key) == 0 || strcmp(bracket + 1, key) == 0)
			match = MATCH_PART;
	}
	free(whole);
	return match;
}

static bool
names_hold(const struct names *names, const char *key)
{
	bool holds = false;

	for (size_t i = 0; i < names->count && !holds; i++) {
		char *name = roster_header_key(names->items[i]);

		holds = strcmp(name, key) == 0;
		free(name);
	}
	return holds;
}

bool
roster_header_is_within(const struct pack *pack, const char *header)
{
	char *key = roster_header_key(header);
	bool is = *key && names_hold(&pack->root_division->within, key);

	free(key);
	return is;
}

bool
roster_header_is_address(const struct pack *pack, const char *header)
{
	char *key = roster_header_key(header);
	bool is = *key && names_hold(&pack->root_division->address, key);

	free(key);
	return is;
}

bool
roster_header_is_number(const char *header)
{
	static const char *const words[] = { "序号", "行号", "顺序号", "no", "no.", "№", "#" };
	char *key = roster_header_key(header);
	bool is = false;

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		is |= strcmp(key, words[i]) == 0;
	free(key);
	return is;
}

struct header_search {
	const char *key;
	const struct field *found;
	enum header_match match;
	bool several;
};

static bool
try_field(const struct field *field, void *ctx)
{
	const char *const labels[] = { field->name, field->label.zh, field->label.en };
	struct header_search *search = ctx;
	enum header_match match = MATCH_NONE;

	if (!roster_map_takes(field))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		enum header_match one = labels[i] ? match_label(search->key, labels[i]) : MATCH_NONE;

		match = one > match ? one : match;
	}
	if (match < MATCH_WHOLE && names_hold(&field->headers, search->key))
		match = MATCH_PART;
	if (match == MATCH_NONE || match < search->match)
		return true;
	search->several = match == search->match;
	search->match = match;
	search->found = field;
	return true;
}

const struct field *
roster_header_field(const struct pack *pack, const char *header)
{
	char *key = roster_header_key(header);
	struct header_search search = { .key = key };

	if (*key)
		form_each_field(pack->root, try_field, &search);
	if (!search.found && pack->record) /* labels there are those of other forms: a name alone is meant for sure */
		search.found = field_named(pack->record, key);
	free(key);
	return search.several ? NULL : search.found;
}

/* ---- the map */

static struct roster_map_line *
find_line(const struct roster_map *map, const char *key)
{
	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->lines[i].header, key) == 0)
			return &map->lines[i];
	return NULL;
}

struct roster_map_line *
roster_map_set(struct roster_map *map, const char *header, const char *field)
{
	char *key = roster_header_key(header);
	struct roster_map_line *line = find_line(map, key);

	if (line) {
		free(line->field);
		free(key);
	} else {
		MEM_GROW(map->lines, map->count, map->cap);
		line = &map->lines[map->count++];
		line->header = key;
	}
	line->field = mem_strdup(field);
	line->kept = false;
	return line;
}

const struct roster_map_line *
roster_map_find(const struct roster_map *map, const char *header)
{
	char *key = roster_header_key(header);
	const struct roster_map_line *line = find_line(map, key);

	free(key);
	return line;
}

/* ---- the head of a table */

const char *
roster_head_cell(const struct roster_map *map, const struct pack *pack, const char *own, const char *above)
{
	bool left_out;

	if (*own || !*above)
		return own;
	return roster_map_column(map, pack, above, &left_out) || left_out || roster_header_is_within(pack, above) ||
			       roster_header_is_address(pack, above)
		       ? above
		       : own;
}

const char *
roster_head_group(const char *const *above, size_t above_count, const char *const *own, size_t own_count, size_t column)
{
	size_t from = column, filled = 0;

	while (from > 0 && (from >= above_count || !*above[from]))
		from--;
	for (size_t c = 0; c < above_count; c++)
		filled += *above[c] != '\0';
	if (column >= own_count || !*own[column] || from >= above_count || !*above[from] || (from == 0 && filled == 1))
		return "";
	if (!*own[from] || strcmp(own[from], above[from]) == 0) /* a name of its own column, in two rows */
		return "";
	return strchr(above[from], ':') || strstr(above[from], "：") ? "" : above[from]; /* who filled the table, and when */
}

char *
roster_head_under(const struct roster_map *map, const struct pack *pack, const char *own, const char *group)
{
	const struct roster_map_line *line = map ? roster_map_find(map, own) : NULL;
	bool left_out;
	const struct field *field = *group ? roster_map_column(map, pack, own, &left_out) : NULL;

	if (!field || (line && !line->kept) ||
	    (field->type != FIELD_PERSON && field->type != FIELD_PHONE && field->type != FIELD_ID_NUMBER) ||
	    roster_map_column(map, pack, group, &left_out) == field)
		return NULL;
	return mem_printf("%s%s", group, own);
}

bool
roster_head_goes_on(const struct roster_map *map, const struct pack *pack, const struct table_row *row)
{
	size_t filled = 0;
	bool left_out;

	for (size_t c = 0; c < row->count; c++) {
		if (row->cells[c].kind == TABLE_CELL_EMPTY || row->cells[c].filled)
			continue;
		filled++;
		if (!roster_map_column(map, pack, row->cells[c].text, &left_out) && !left_out &&
		    !roster_header_is_within(pack, row->cells[c].text) && !roster_header_is_address(pack, row->cells[c].text))
			return false;
	}
	return filled > 0;
}

bool
roster_head_weigh(struct roster_head *head, const struct roster_map *map, const struct pack *pack, const struct table_row *row)
{
	size_t known = 0, filled = 0;
	bool left_out, better;

	for (size_t c = 0; c < row->count; c++) {
		if (row->cells[c].kind == TABLE_CELL_EMPTY)
			continue;
		filled++;
		known += roster_map_column(map, pack, row->cells[c].text, &left_out) != NULL;
	}
	better = !head->rows || known > head->known || (!known && !head->known && filled > head->filled);
	head->rows++;
	if (better) {
		head->known = known;
		head->filled = filled;
	}
	return better;
}

bool
roster_map_takes(const struct field *field)
{
	return field_type_has_value(field->type) && !field->by_act && !(field->parent && field->parent->type == FIELD_REPEAT);
}

const struct field *
roster_map_column(const struct roster_map *map, const struct pack *pack, const char *header, bool *left_out)
{
	const struct roster_map_line *line = map ? roster_map_find(map, header) : NULL;
	const struct field *own = line && !line->kept ? NULL : roster_header_field(pack, header);

	*left_out = !own && line && !*line->field;
	return own || !line ? own : roster_map_field(pack, line->field);
}

const struct field *
roster_map_field(const struct pack *pack, const char *name)
{
	const struct field *field = field_named(pack->root, name);

	return field || !pack->record ? field : field_named(pack->record, name);
}

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

static enum status
take_line(struct roster_map *map, const struct pack *pack, char *line, size_t number, struct err *err)
{
	char *colon, *field;

	line = bare(line);
	if (!*line || *line == '#' || strcmp(line, "---") == 0)
		return STATUS_OK;
	colon = strstr(line, ": ");
	if (!colon && line[strlen(line) - 1] == ':')
		colon = line + strlen(line) - 1;
	if (!colon)
		return err_set(err, STATUS_INVALID, _("line %zu: write \"header: field\", with a blank behind the colon"), number);
	*colon = '\0';
	field = bare(colon + 1);
	if (!*field || strcmp(field, "-") == 0 || strcmp(field, "~") == 0) {
		roster_map_set(map, bare(line), "");
		return STATUS_OK;
	}
	if (!roster_map_field(pack, field))
		return pack->record ? err_set(err, STATUS_INVALID, _("line %zu: neither \"%s\" nor \"%s\" has a field \"%s\""), number,
					      pack->root->name, pack->record->name, field)
				    : err_set(err, STATUS_INVALID, _("line %zu: the form \"%s\" has no field \"%s\""), number,
					      pack->root->name, field);
	roster_map_set(map, bare(line), field);
	return STATUS_OK;
}

static enum status
take_lines(struct roster_map *map, const struct pack *pack, char *text, struct err *err)
{
	enum status status = STATUS_OK;
	size_t number = 0;

	while (text && !status) {
		char *next = strchr(text, '\n');

		if (next)
			*next++ = '\0';
		status = take_line(map, pack, text, ++number, err);
		text = next;
	}
	return status;
}

enum status
roster_map_read(struct roster_map *map, const struct pack *pack, const char *path, struct err *err)
{
	struct buf text = { 0 };
	enum status status = file_read(path, MAP_BYTES_MAX, &text, err);
	const char *begin = buf_text(&text);

	if (strncmp(begin, "\xef\xbb\xbf", 3) == 0)
		begin += 3;
	if (!status && (strlen(buf_text(&text)) != text.len || !text_is_utf8(text.data, text.len)))
		status = err_set(err, STATUS_INVALID, _("the file must be text in UTF-8"));
	if (!status && text.len)
		status = take_lines(map, pack, text.data + (begin - text.data), err);
	if (status == STATUS_INVALID)
		err_context(err, "%s", path);
	buf_release(&text);
	return status;
}

/* Kept as lines "field header", which no header can break: it has no line ends. */
enum status
roster_map_kept(struct roster_map *map, struct app *app, struct err *err)
{
	struct buf text = { 0 };
	enum status status = app_local(app) ? local_setting(app_local(app), SETTING, &text, err) : STATUS_OK;

	if (status == STATUS_NOT_FOUND)
		status = STATUS_OK;
	for (char *line = text.data, *next; !status && line && *line; line = next) {
		char *blank;

		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		blank = strchr(line, ' ');
		if (!blank)
			continue;
		*blank = '\0';
		if (!roster_map_find(map, blank + 1))
			roster_map_set(map, blank + 1, line)->kept = true;
	}
	buf_release(&text);
	return status;
}

enum status
roster_map_keep(const struct roster_map *map, struct app *app, struct err *err)
{
	struct buf text = { 0 };
	enum status status;

	for (size_t i = 0; i < map->count; i++)
		buf_printf(&text, "%s %s\n", map->lines[i].field, map->lines[i].header);
	status = local_set_setting(app_local(app), SETTING, buf_text(&text), text.len, err);
	buf_release(&text);
	return status;
}

void
roster_map_release(struct roster_map *map)
{
	for (size_t i = 0; i < map->count; i++) {
		free(map->lines[i].header);
		free(map->lines[i].field);
	}
	free(map->lines);
	*map = (struct roster_map){ 0 };
}
