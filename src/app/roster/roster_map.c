#include "app/roster/roster_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/text_rule.h"

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

void
roster_map_unset(struct roster_map *map, const char *header)
{
	char *key = roster_header_key(header);
	struct roster_map_line *line = find_line(map, key);

	free(key);
	if (!line)
		return;
	free(line->header);
	free(line->field);
	*line = map->lines[--map->count];
}

const struct roster_map_line *
roster_map_find(const struct roster_map *map, const char *header)
{
	char *key = roster_header_key(header);
	const struct roster_map_line *line = find_line(map, key);

	free(key);
	return line;
}

/* ---- words of a column */

static struct roster_map_word *
find_word(const struct roster_map *map, const char *header, const char *field, const char *text)
{
	for (size_t i = 0; i < map->word_count; i++) {
		struct roster_map_word *word = &map->words[i];

		if (strcmp(word->text, text) == 0 && strcmp(word->field, field) == 0 && strcmp(word->header, header) == 0)
			return word;
	}
	return NULL;
}

const struct roster_map_word *
roster_map_word(const struct roster_map *map, const char *header, const struct field *field, const char *text)
{
	char *key = roster_header_key(header);
	const struct roster_map_word *word = find_word(map, key, field->name, text);

	free(key);
	return word;
}

struct roster_map_word *
roster_map_set_word(struct roster_map *map, const char *header, const char *field, const char *text, const char *choice)
{
	char *key = roster_header_key(header), *plain = text_normalise(text);
	struct roster_map_word *word = find_word(map, key, field, plain);

	if (word) {
		free(word->choice);
		free(plain);
		free(key);
	} else {
		MEM_GROW(map->words, map->word_count, map->word_cap);
		word = &map->words[map->word_count++];
		*word = (struct roster_map_word){ .header = key, .field = mem_strdup(field), .text = plain };
	}
	word->choice = mem_strdup(choice);
	word->kept = false;
	return word;
}

void
roster_map_add(struct roster_map *map, const struct roster_map *said)
{
	for (size_t i = 0; said && i < said->count; i++)
		roster_map_set(map, said->lines[i].header, said->lines[i].field);
	for (size_t i = 0; said && i < said->word_count; i++)
		roster_map_set_word(map, said->words[i].header, said->words[i].field, said->words[i].text, said->words[i].choice);
}

bool
roster_map_has_words(const struct field *field)
{
	return field && field->list;
}

const char *
roster_map_codes(const struct pack *pack, const struct field *field)
{
	return pack->record && pack_form_of_field(pack, field->name) == pack->record ? pack->record->copy.codes : NULL;
}

void
roster_map_options(const struct pack *pack, const struct field *field, struct buf *out)
{
	const char *codes = roster_map_codes(pack, field);

	for (size_t i = 0; i < field->list->choice_count; i++) {
		const struct choice *choice = &field->list->choices[i];
		const char *code = list_code(field->list, choice, codes);

		buf_printf(out, "%s%s%s%s", i ? _(", ") : "", code ? code : "", code ? " " : "", label_text(&choice->label, _("en")));
	}
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
	char *under = *group && *own ? mem_printf("%s%s", group, own) : NULL;
	bool named = under && map && roster_map_find(map, under); /* a person said what the column of this group is */

	if (named)
		return under;
	free(under);
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

/* What was said of a header; false: nothing, or a field that the form has no more. */
static bool
line_meaning(const struct roster_map_line *line, const struct pack *pack, const struct field **field)
{
	*field = line && *line->field ? roster_map_field(pack, line->field) : NULL;
	return line && (*field || !*line->field);
}

const struct field *
roster_map_column(const struct roster_map *map, const struct pack *pack, const char *header, bool *left_out)
{
	const struct roster_map_line *line = map ? roster_map_find(map, header) : NULL;
	const struct field *own = line && !line->kept ? NULL : roster_header_field(pack, header), *said;
	bool goes_first = line_meaning(line, pack, &said) && (!own || !own->required);

	*left_out = goes_first && !said;
	return goes_first ? said : own;
}

bool
roster_map_other(const struct roster_map *map, const struct pack *pack, const char *header, const struct field **field)
{
	const struct roster_map_line *line = map ? roster_map_find(map, header) : NULL;

	return line_meaning(line, pack, field) && *field != roster_header_field(pack, header);
}

const struct field *
roster_map_field(const struct pack *pack, const char *name)
{
	const struct field *field = field_named(pack->root, name);

	return field || !pack->record ? field : field_named(pack->record, name);
}

void
roster_map_release(struct roster_map *map)
{
	for (size_t i = 0; i < map->count; i++) {
		free(map->lines[i].header);
		free(map->lines[i].field);
	}
	for (size_t i = 0; i < map->word_count; i++) {
		free(map->words[i].header);
		free(map->words[i].field);
		free(map->words[i].text);
		free(map->words[i].choice);
	}
	free(map->lines);
	free(map->words);
	*map = (struct roster_map){ 0 };
}
