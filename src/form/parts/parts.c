#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/number/number.h"
#include "form/yaml/read.h"

/* The other files of a pack: pack.yaml, lists, divisions. */

#define LIST_COLUMNS_MOST 30 /* as of a table: each choice has room for all of them */

/* ---- pack.yaml */

static void
read_roles(struct reader *reader, const struct node *root)
{
	static const char *const scopes[] = { "county", "township", "village" };
	static const struct key keys[] = {
		{ "role", KEY_NAME, offsetof(struct role, name), true },
		{ "label", KEY_LABEL, offsetof(struct role, label), true },
		{ "scope", KEY_OTHER, 0, true },
		{ "office", KEY_TEXT, offsetof(struct role, office_words), false },
	};
	struct pack *pack = reader->pack;

	pack->roles = read_items(reader, root, "roles", sizeof(*pack->roles), &pack->role_count);
	for (size_t i = 0; i < pack->role_count; i++) {
		const struct node *item = node_get(root, "roles")->items[i];

		read_map(reader, item, keys, ARRAY_LEN(keys), &pack->roles[i]);
		pack->roles[i].office_place = (struct place){ reader->file, node_key_line(item, "office"), "office" };
		pack->roles[i].scope = (enum division_level)(DIVISION_COUNTY + read_word(reader, item, "scope", scopes, 3, 2));
	}
}

static void
read_levels(struct reader *reader, const struct node *node, struct chain *chain)
{
	static const struct key keys[] = {
		{ "level", KEY_NAME, offsetof(struct level, name), true },
		{ "label", KEY_LABEL, offsetof(struct level, label), true },
		{ "by", KEY_NAMES, offsetof(struct level, by), true },
		{ "distinct_from", KEY_NAMES, offsetof(struct level, distinct_from), false },
		{ "bulk", KEY_OTHER, 0, false },
		{ "due", KEY_EXPR, offsetof(struct level, due), false },
	};
	static const struct key bulk_keys[] = {
		{ "when", KEY_EXPR, offsetof(struct level, bulk_when), true },
		{ "percent", KEY_INTEGER, offsetof(struct level, bulk_percent), true },
		{ "least", KEY_INTEGER, offsetof(struct level, bulk_least), true },
	};

	chain->levels = read_items(reader, node, "levels", sizeof(*chain->levels), &chain->level_count);
	for (size_t i = 0; i < chain->level_count; i++) {
		const struct node *item = node_get(node, "levels")->items[i];

		chain->levels[i].chain = chain;
		chain->levels[i].place = (struct place){ reader->file, node_key_line(item, "level"), "level" };
		read_map(reader, item, keys, ARRAY_LEN(keys), &chain->levels[i]);
		if (node_get(item, "bulk"))
			read_map(reader, node_get(item, "bulk"), bulk_keys, ARRAY_LEN(bulk_keys), &chain->levels[i]);
	}
	if (chain->level_count > CHAIN_LEVELS_MAX)
		problem(reader, reader->file, node_key_line(node, "levels"), "levels", _("a chain has at most %d levels"),
			CHAIN_LEVELS_MAX);
	if (node_get(node, "levels") && chain->level_count == 0)
		problem(reader, reader->file, node_key_line(node, "levels"), "levels", _("a chain needs a level"));
}

static void
read_errors(struct reader *reader, const struct node *node, struct chain *chain)
{
	static const struct key keys[] = {
		{ "kind", KEY_INTEGER, offsetof(struct error_kind, kind), true },
		{ "label", KEY_LABEL, offsetof(struct error_kind, label), true },
	};

	chain->errors = read_items(reader, node, "errors", sizeof(*chain->errors), &chain->error_count);
	for (size_t i = 0; i < chain->error_count; i++)
		read_map(reader, node_get(node, "errors")->items[i], keys, ARRAY_LEN(keys), &chain->errors[i]);
}

static void
read_chains(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "chain", KEY_NAME, offsetof(struct chain, name), true },
		{ "label", KEY_LABEL, offsetof(struct chain, label), true },
		{ "covers", KEY_NAMES, offsetof(struct chain, covers), false },
		{ "each", KEY_NAME, offsetof(struct chain, each_name), false },
		{ "summary", KEY_NAME, offsetof(struct chain, summary_name), false },
		{ "levels", KEY_OTHER, 0, true },
		{ "errors", KEY_OTHER, 0, false },
	};
	struct pack *pack = reader->pack;

	pack->chains = read_items(reader, root, "chains", sizeof(*pack->chains), &pack->chain_count);
	for (size_t i = 0; i < pack->chain_count; i++) {
		const struct node *item = node_get(root, "chains")->items[i];
		struct chain *chain = &pack->chains[i];

		chain->place = (struct place){ reader->file, node_key_line(item, "chain"), "chain" };
		if (!read_map(reader, item, keys, ARRAY_LEN(keys), chain))
			continue;
		if ((node_get(item, "covers") != NULL) == (node_get(item, "each") != NULL))
			problem(reader, reader->file, node_key_line(item, "covers"), "covers",
				_("a chain is over a list of forms (covers) or over each of one repeat form (each), one of the two"));
		if (node_get(item, "covers") && chain->covers.count == 0)
			problem(reader, reader->file, node_get(item, "covers")->line, "covers", _("a chain covers at least one form"));
		read_levels(reader, item, chain);
		read_errors(reader, item, chain);
	}
	if (node_get(root, "chains") && pack->chain_count == 0)
		problem(reader, reader->file, node_get(root, "chains")->line, "chains", _("a pack needs a chain"));
}

/* Reads a list of forms that a case asks for. */
static struct case_stage *
read_asked(struct reader *reader, const struct node *node, const char *name, const struct key *keys, size_t key_count, size_t *count)
{
	struct case_stage *asked = read_items(reader, node, name, sizeof(*asked), count);

	for (size_t i = 0; i < *count; i++) {
		const struct node *item = node_get(node, name)->items[i];

		asked[i].place = (struct place){ reader->file, item->line, name };
		read_map(reader, item, keys, key_count, &asked[i]);
	}
	return asked;
}

static void
read_stages(struct reader *reader, const struct node *node, struct pack_case *out)
{
	static const struct key keys[] = {
		{ "form", KEY_NAME, offsetof(struct case_stage, form_name), true },
		{ "when", KEY_EXPR, offsetof(struct case_stage, when), false },
		{ "done", KEY_EXPR, offsetof(struct case_stage, done), false },
	};

	static const struct key before_keys[] = {
		{ "form", KEY_NAME, offsetof(struct case_stage, form_name), true },
		{ "when", KEY_EXPR, offsetof(struct case_stage, when), true },
	};

	out->stages = read_asked(reader, node, "stages", keys, ARRAY_LEN(keys), &out->stage_count);
	out->before_end = read_asked(reader, node, "before_end", before_keys, ARRAY_LEN(before_keys), &out->before_end_count);
}

static void
read_cases(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "case", KEY_NAME, offsetof(struct pack_case, name), true },
		{ "label", KEY_LABEL, offsetof(struct pack_case, label), true },
		{ "opens", KEY_NAME, offsetof(struct pack_case, opens_name), false },
		{ "of", KEY_NAMES, offsetof(struct pack_case, of), true },
		{ "same", KEY_NAMES, offsetof(struct pack_case, same), false },
		{ "stages", KEY_OTHER, 0, true },
		{ "before_end", KEY_OTHER, 0, false },
		{ "needs", KEY_NAMES, offsetof(struct pack_case, needs), false },
		{ "closes", KEY_NAME, offsetof(struct pack_case, closes), true },
	};
	struct pack *pack = reader->pack;

	pack->cases = read_items(reader, root, "cases", sizeof(*pack->cases), &pack->case_count);
	for (size_t i = 0; i < pack->case_count; i++) {
		const struct node *item = node_get(root, "cases")->items[i];

		pack->cases[i].place = (struct place){ reader->file, node_key_line(item, "case"), "case" };
		if (read_map(reader, item, keys, ARRAY_LEN(keys), &pack->cases[i]))
			read_stages(reader, item, &pack->cases[i]);
	}
}

static void
read_deadlines(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "deadline", KEY_NAME, offsetof(struct deadline, name), true },
		{ "label", KEY_LABEL, offsetof(struct deadline, label), true },
		{ "date", KEY_OTHER, 0, true },
		{ "source", KEY_CITED, 0, false },
	};
	struct pack *pack = reader->pack;

	pack->deadlines = read_items(reader, root, "deadlines", sizeof(*pack->deadlines), &pack->deadline_count);
	for (size_t i = 0; i < pack->deadline_count; i++) {
		const struct node *item = node_get(root, "deadlines")->items[i], *date = node_get(item, "date");

		read_map(reader, item, keys, ARRAY_LEN(keys), &pack->deadlines[i]);
		if (!date)
			continue;
		if (date->type != NODE_SCALAR || clock_days(date->text) == INT64_MIN)
			problem(reader, reader->file, node_key_line(date, "date"), "date", _("a date that exists is expected: YYYY-MM-DD"));
		else
			memcpy(pack->deadlines[i].date, date->text, 11);
	}
}

static void
read_facts(struct reader *reader, const struct node *root)
{
	static const char *const types[] = { "boolean", "integer", "text", "date" };
	static const struct key keys[] = {
		{ "fact", KEY_NAME, offsetof(struct fact, name), true },
		{ "label", KEY_LABEL, offsetof(struct fact, label), true },
		{ "type", KEY_OTHER, 0, true },
		{ "calculation", KEY_EXPR, offsetof(struct fact, calculation), true },
		{ "signed", KEY_NAMES, offsetof(struct fact, signed_forms), false },
		{ "shown", KEY_FLAG, offsetof(struct fact, shown), false },
		{ "lapses", KEY_OTHER, 0, false },
	};
	static const struct key lapse_keys[] = {
		{ "day", KEY_NAME, offsetof(struct fact, lapse_day_name), true },
		{ "to", KEY_TEXT, offsetof(struct fact, lapse_to), true },
	};
	struct pack *pack = reader->pack;

	pack->facts = read_items(reader, root, "facts", sizeof(*pack->facts), &pack->fact_count);
	for (size_t i = 0; i < pack->fact_count; i++) {
		const struct node *item = node_get(root, "facts")->items[i];

		pack->facts[i].place = (struct place){ reader->file, node_key_line(item, "fact"), "fact" };
		read_map(reader, item, keys, ARRAY_LEN(keys), &pack->facts[i]);
		if (node_get(item, "lapses"))
			read_map(reader, node_get(item, "lapses"), lapse_keys, ARRAY_LEN(lapse_keys), &pack->facts[i]);
		pack->facts[i].type = (enum fact_type)read_word(reader, item, "type", types, 4, 0);
	}
}

static void
read_manifest(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "missing", KEY_NAME, offsetof(struct manifest_words, missing_name), false },
		{ "by", KEY_NAME, offsetof(struct manifest_words, by_name), false },
		{ "state", KEY_NAMES, offsetof(struct manifest_words, state_names), false },
		{ "tries", KEY_NAME, offsetof(struct manifest_words, tries_name), false },
	};
	const struct node *node = node_get(root, "manifest");

	if (!node)
		return;
	reader->pack->manifest.place = (struct place){ reader->file, node_key_line(node, "manifest"), "manifest" };
	read_map(reader, node, keys, ARRAY_LEN(keys), &reader->pack->manifest);
}

static void
read_quality(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "team", KEY_NAME, offsetof(struct quality_words, team_name), false },
		{ "wrong", KEY_EXPR, offsetof(struct quality_words, wrong), false },
	};
	const struct node *node = node_get(root, "board");

	if (!node)
		return;
	reader->pack->quality.place = (struct place){ reader->file, node_key_line(node, "board"), "board" };
	read_map(reader, node, keys, ARRAY_LEN(keys), &reader->pack->quality);
}

void
read_pack_file(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "pack", KEY_TEXT, offsetof(struct pack, name), true },
		{ "version", KEY_INTEGER64, offsetof(struct pack, version), true },
		{ "label", KEY_LABEL, offsetof(struct pack, label), true },
		{ "root", KEY_OTHER, 0, true },
		{ "forms", KEY_OTHER, 0, true },
		{ "roles", KEY_OTHER, 0, true },
		{ "acts", KEY_OTHER, 0, true },
		{ "readers", KEY_NAMES, offsetof(struct pack, readers), true },
		{ "chains", KEY_OTHER, 0, true },
		{ "reasons", KEY_NAME, offsetof(struct pack, reasons_name), false },
		{ "manifest", KEY_OTHER, 0, false },
		{ "covers", KEY_OTHER, 0, false },
		{ "draw", KEY_OTHER, 0, false },
		{ "tally", KEY_OTHER, 0, false },
		{ "board", KEY_OTHER, 0, false },
		{ "cases", KEY_OTHER, 0, false },
		{ "tables", KEY_OTHER, 0, false },
		{ "deadlines", KEY_OTHER, 0, false },
		{ "facts", KEY_OTHER, 0, false },
		{ "sources", KEY_OTHER, 0, false },
	};
	static const struct key act_keys[] = {
		{ "epoch", KEY_NAMES, offsetof(struct pack, acts_epoch), true },
		{ "decision", KEY_NAMES, offsetof(struct pack, acts_decision), true },
		{ "manifest", KEY_NAMES, offsetof(struct pack, acts_manifest), true },
	};

	const struct node *version;

	if (!read_map(reader, root, keys, ARRAY_LEN(keys), reader->pack))
		return;
	version = node_get(root, "version");
	if (reader->pack->name && !is_name(reader->pack->name, "-", 64))
		problem(reader, reader->file, node_key_line(root, "pack"), "pack", _("a name of small letters, digits and - is expected"));
	if (version && version->type == NODE_SCALAR && *version->text && strspn(version->text, "0") == strlen(version->text))
		problem(reader, reader->file, node_key_line(root, "version"), "version", _("versions count from 1"));
	if (reader->pack->reasons_name)
		reader->pack->reasons_place = (struct place){ reader->file, node_get(root, "reasons")->line, "reasons" };
	if (node_get(root, "acts"))
		read_map(reader, node_get(root, "acts"), act_keys, ARRAY_LEN(act_keys), reader->pack);
	read_manifest(reader, root);
	read_covers(reader, root);
	read_draw(reader, root);
	read_tally(reader, root);
	read_quality(reader, root);
	read_roles(reader, root);
	read_chains(reader, root);
	read_cases(reader, root);
	read_tables(reader, root);
	read_deadlines(reader, root);
	read_facts(reader, root);
	read_sources(reader, root);
}

/* ---- lists.yaml */

void
read_columns(struct reader *reader, const struct node *item, struct column **out, size_t *count)
{
	static const char *const types[] = { "text", "integer", "decimal" };
	const struct node *columns = node_get(item, "columns");

	if (!columns)
		return;
	if (columns->type != NODE_MAP) {
		problem(reader, reader->file, node_key_line(columns, "columns"), "columns",
			_("a map of column names and types is expected"));
		return;
	}
	*out = mem_array(columns->count, sizeof(**out));
	for (size_t i = 0; i < columns->count; i++) {
		if (!is_name(columns->keys[i], "", 32))
			problem(reader, reader->file, columns->key_lines[i], columns->keys[i], _("this is no column name"));
		(*out)[(*count)++] = (struct column){
			mem_strdup(columns->keys[i]),
			(enum column_type)read_word(reader, columns, columns->keys[i], types, 3, 0),
		};
	}
}

static void
read_choice(struct reader *reader, const struct node *node, const struct list *list, struct choice *out)
{
	static const struct key fixed[] = {
		{ "name", KEY_TEXT, offsetof(struct choice, name), true },
		{ "label", KEY_LABEL, offsetof(struct choice, label), true },
		{ "short", KEY_LABEL, offsetof(struct choice, brief), false },
		{ "initials", KEY_TEXT, offsetof(struct choice, initials), false },
		{ "exclusive", KEY_FLAG, offsetof(struct choice, exclusive), false },
		{ "source", KEY_CITED, 0, false },
	};
	struct key *keys = mem_array(ARRAY_LEN(fixed) + list->column_count, sizeof(*keys));

	memcpy(keys, fixed, sizeof(fixed));
	out->values = mem_array(list->column_count, sizeof(*out->values));
	for (size_t i = 0; i < list->column_count; i++)
		keys[ARRAY_LEN(fixed) + i] = (struct key){ list->columns[i].name, KEY_OTHER, 0, false };
	read_map(reader, node, keys, ARRAY_LEN(fixed) + list->column_count, out);
	free(keys);
	for (size_t i = 0; i < list->column_count; i++) {
		const struct node *value = node_get(node, list->columns[i].name);
		enum column_type type = list->columns[i].type;
		double number;

		if (!value)
			continue;
		if (value->type != NODE_SCALAR) {
			problem(reader, reader->file, value->line, list->columns[i].name, _("a single value is expected here"));
			continue;
		}
		if (type != COLUMN_TEXT && !number_read(value->text, &number))
			problem(reader, reader->file, value->line, list->columns[i].name, _("a number is expected here"));
		else if (type == COLUMN_INTEGER && strchr(value->text, '.'))
			problem(reader, reader->file, value->line, list->columns[i].name, _("a whole number is expected here"));
		out->values[i] = mem_strdup(value->text);
	}
	if (out->name &&
	    (!*out->name || strspn(out->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") != strlen(out->name)))
		problem(reader, reader->file, node_key_line(node, "name"), "name", _("a code of letters and digits is expected"));
}

static void
read_choices(struct reader *reader, const struct node *item, struct list *list)
{
	const struct node *choices = node_get(item, "choices");
	struct textmap names = { 0 };

	for (size_t c = 0; c < list->choice_count; c++) {
		struct choice *choice = &list->choices[c];

		read_choice(reader, choices->items[c], list, choice);
		if (choice->name && textmap_add(&names, choice->name, c) != IDMAP_NONE)
			problem(reader, reader->file, choices->items[c]->line, "name", _("the choice \"%s\" stands twice in this list"),
				choice->name);
	}
	textmap_release(&names);
}

void
read_lists(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "list", KEY_NAME, offsetof(struct list, name), true },
		{ "columns", KEY_OTHER, 0, false },
		{ "source", KEY_CITED, 0, false },
		{ "choices", KEY_OTHER, 0, true },
	};
	struct pack *pack = reader->pack;

	if (!is_list(reader, root, "list"))
		return;
	pack->lists = mem_array(root->count, sizeof(*pack->lists));
	for (size_t i = 0; i < root->count; i++) {
		struct list *list = &pack->lists[pack->list_count++];
		const struct node *item = root->items[i];

		list->place = (struct place){ reader->file, node_key_line(item, "list"), "list" };
		if (!read_map(reader, item, keys, ARRAY_LEN(keys), list))
			continue;
		if (node_get(item, "columns") && node_get(item, "columns")->count > LIST_COLUMNS_MOST) {
			problem(reader, reader->file, node_get(item, "columns")->line, "columns", _("a list has at most %d columns"),
				LIST_COLUMNS_MOST);
			continue;
		}
		read_columns(reader, item, &list->columns, &list->column_count);
		list->choices = read_items(reader, item, "choices", sizeof(*list->choices), &list->choice_count);
		read_choices(reader, item, list);
	}
}

/* ---- divisions.csv: code,name,level,parent; no quoting is needed for these names, and none is read */

static int
by_code(const void *a, const void *b)
{
	return strcmp(((const struct division *)a)->code, ((const struct division *)b)->code);
}

void
read_divisions(struct reader *reader, const char *text)
{
	struct pack *pack = reader->pack;
	char *copy = mem_strdup(text), *save = NULL;
	size_t cap = 0;
	int number = 0;

	for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *cells[5] = { 0 };
		enum division_level level;
		size_t count = 0;

		number++;
		line[strcspn(line, "\r")] = '\0';
		for (char *at = line; at && count < 5; count++) {
			cells[count] = at;
			at = strchr(at, ',');
			if (at)
				*at++ = '\0';
		}
		if (number == 1 && count >= 4 && strcmp(cells[0], "code") == 0)
			continue;
		if (count < 4 || !division_is_code(cells[0]) || !*cells[1]) {
			problem(reader, reader->file, number, "code",
				_("a line is code,name,level,parent, perhaps became, with a code of 12 digits"));
			continue;
		}
		level = division_level_named(cells[2]);
		if (level == DIVISION_LEVEL_COUNT) {
			problem(reader, reader->file, number, "level", _("\"%s\" is no level of divisions"), cells[2]);
			continue;
		}
		MEM_GROW(pack->divisions, pack->division_count, cap);
		pack->divisions[pack->division_count++] = (struct division){ .code = mem_strdup(cells[0]),
									     .name = mem_strdup(cells[1]),
									     .level = level,
									     .parent = mem_strdup(cells[3]),
									     .became = mem_strdup(cells[4] ? cells[4] : ""),
									     .line = number };
	}
	if (pack->division_count)
		qsort(pack->divisions, pack->division_count, sizeof(*pack->divisions), by_code);
	free(copy);
}
