#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "form/later/added.h"
#include "form/later/fixed.h"
#include "form/later/recounted.h"
#include "form/later/reworded.h"
#include "form/later/ruled.h"
#include "form/later/settings.h"
#include "form/pack.h"
#include "form/yaml/yaml.h"

/* Nothing that a later pack sets otherwise is silent. Each key that the program reads in a pack (the tables of src/form are read for that) is changed in a copy of
 * the campaign's pack, taken away, and of a list one item is dropped and the order turned round: the copy is told of, or refused, or the key stands below
 * among those that change words alone, with its reason. */

static const struct {
	const char *path, *why;
} words_only[] = {
	{ "pack.version", "it must be another in each pack" },
	{ "pack.sources", "where something is said, as a person reads it" },
	{ "pack.sources.source", "the same" },
	{ "pack.sources.label", "the same" },
	{ "pack.deadlines.source", "the same" },
	{ "pack.tables.source", "the same" },
	{ "form.fields.source", "the same" },
	{ "lists.source", "the same" },
	{ "lists.choices.source", "the same" },
	{ "rules.source", "the same" },
	{ "reports.source", "the same" },
	{ "papers.papers.source", "the same" },
	{ "lists.choices.initials", "by which letters a choice is found" },
	{ "reports.columns.bar", "a bar is drawn beside the figures" },
};
/* Names that other keys say, too, and what no later pack may change, so that no change of the key alone leaves a pack; `.` at the end: and all below. Told, or refused, by what is made of
 * them: a thing that is called otherwise is gone, and another is new (fixed.h, ruled.h, recounted.h). */
static const char *const bound[] = {
	"pack.root",	    "pack.roles.role",
	"pack.acts",	    "pack.chains.errors.kind",
	"pack.chains.each", "pack.deadlines.deadline",
	"pack.tables.file", "pack.facts.lapses.",
	"pack.cases.of",    "lists.list",
	"reports.rows.of",  "form.form",
	"form.fields.name", "form.repeat",
	"form.about",	    "papers.papers.paper",
};
/* Lists whose order says something. */
static const char *const ordered[] = {
	"pack.chains",	 "pack.forms",	    "pack.chains.levels", "pack.cases.stages", "pack.cases.before_end", "form.fields",
	"lists.choices", "reports.columns", "reports.lines",	  "rules.fields",      "papers.papers.blocks",
};

/* ---- the pack, its files as trees, and each place where a key stands */

static struct pack *pack;
static struct tree trees[80];
static const char *tree_files[80];
static size_t tree_count;

struct use {
	char *path;
	size_t tree;
	struct node *holder; /* a map */
	size_t at;
};
static struct use uses[20000];
static size_t use_count;

/* As doc/pack-format has it: the file or "form", and the keys down to it. Fields of groups and repeats are fields. */
static char *
path_below(const char *path, const char *key)
{
	size_t len = strlen(path);
	static const char fields[] = ".fields";

	if (strcmp(key, fields + 1) == 0 && len > sizeof(fields) && strcmp(path + len - (sizeof(fields) - 1), fields) == 0 &&
	    strncmp(path, "form", 4) == 0)
		return mem_strdup(path);
	return mem_printf("%s.%s", path, key);
}

static bool
has_free_keys(const char *path, const struct node *node)
{
	size_t len = strlen(path);

	return node_get(node, "zh") ||
	       (len > 8 && strcmp(path + len - 8, ".columns") == 0 && strncmp(path, "reports", 7) != 0 && strncmp(path, "papers", 6) != 0);
}

static void
find_uses(const char *path, size_t tree, struct node *node)
{
	for (size_t i = 0; i < node->count; i++) {
		char *below;

		if (node->type == NODE_LIST) {
			find_uses(path, tree, node->items[i]);
			continue;
		}
		if (has_free_keys(path, node))
			return;
		below = path_below(path, node->keys[i]);
		if (use_count == ARRAY_LEN(uses))
			fail_msg("make room for more keys");
		uses[use_count++] = (struct use){ below, tree, node, i };
		find_uses(below, tree, node->items[i]);
	}
}

/* ---- the keys that the program reads */

struct known {
	char *path;
	bool required;
};
static struct known known[400];
static size_t known_count;

/* Where the maps stand whose keys the tables of a source file hold, in its order. Those of `draw` stand in no such table. */
static const struct {
	const char *file, *paths[16];
} sources[] = {
	{ "parts/parts.c",
	  { "pack.roles", "pack.chains.levels", "pack.chains.levels.bulk", "pack.chains.errors", "pack.chains", "pack.cases.stages",
	    "pack.cases.before_end", "pack.cases", "pack.deadlines", "pack.facts", "pack.facts.lapses", "pack.manifest", "pack.board",
	    "pack", "pack.acts", "lists.choices" } },
	{ "parts/rules.c",
	  { "rules", "rules.each", "rules", "reports.partition", "reports.rows", "reports.columns", "reports.lines", "reports.total",
	    "reports" } },
	{ "parts/views.c", { "reports" } },
	{ "parts/tables.c", { "pack.tables" } },
	{ "parts/sources.c", { "pack.sources" } },
	{ "parts/forms.c", { "form.fields", "form", "form.offices", "form.opens", "form.copy_of" } },
	{ "parts/papers.c", { "papers.papers.blocks.table", "papers.papers.blocks", "papers.papers", "papers", "papers.prints" } },
	{ "parts/papers_keyed.c", { "papers.papers.blocks.table.keyed" } },
	{ "link/link_tally.c", { "pack.tally" } },
	{ "link/link_apart.c", { "pack.covers" } },
};
static const char last_table[] = "lists"; /* of parts.c, behind its sixteen */

/* Keys of a table: `{ "name", KEY_..., ..., true }`, up to its end. */
static const char *
read_table_keys(const char *at, const char *path)
{
	const char *end = strstr(at, "};"), *key = strstr(at, "{ \"");

	assert_non_null(end);
	while (key && key < end) {
		const char *close = strchr(key + 3, '"'), *line = strpbrk(key + 3, "}");

		assert_true(known_count < ARRAY_LEN(known));
		known[known_count++] = (struct known){ mem_printf("%s.%.*s", path, (int)(close - key - 3), key + 3),
						       strncmp(line - strlen("true "), "true ", 5) == 0 };
		key = strstr(close, "{ \"");
	}
	return end;
}

static void
read_source(const char *file, const char *const *paths, size_t most)
{
	char *path = mem_printf("%s/src/form/%s", getenv("LOUCE_SRC"), file);
	struct buf text = { 0 };
	struct err err = { 0 };
	size_t count = 0;
	const char *at;

	if (file_read(path, 1 << 20, &text, &err))
		fail_msg("%s", err.text);
	for (at = strstr(buf_text(&text), "static const struct key "); at; at = strstr(at, "static const struct key ")) {
		const char *of = count < most ? paths[count] : NULL;

		at = read_table_keys(at, of ? of : last_table);
		count++;
	}
	for (size_t i = 0; i < most && paths[i]; i++)
		count--;
	if (count != (strcmp(file, sources[0].file) == 0)) /* a table of keys came or went: say above where its maps stand */
		fail_msg("%s has %zu more tables of keys than are named here", file, count);
	buf_release(&text);
	free(path);
}

static bool
is_required(const char *path)
{
	for (size_t i = 0; i < known_count; i++)
		if (strcmp(known[i].path, path) == 0 && known[i].required)
			return true;
	return false;
}

/* ---- a copy of the pack with one file changed */

static void
write_node(const struct node *node, struct buf *out)
{
	bool flag = node->type == NODE_SCALAR && !node->quoted && (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0);

	if (node->type != NODE_SCALAR)
		buf_char(out, node->type == NODE_LIST ? '[' : '{');
	for (size_t i = 0; node->type != NODE_SCALAR && i < node->count; i++) {
		buf_printf(out, i ? ",\n" : "");
		if (node->type == NODE_MAP)
			buf_printf(out, "%s: ", node->keys[i]);
		write_node(node->items[i], out);
	}
	if (node->type != NODE_SCALAR)
		buf_char(out, node->type == NODE_LIST ? ']' : '}');
	else if (flag)
		buf_printf(out, "%s", node->text);
	else
		buf_char(out, '"');
	for (const char *at = node->type == NODE_SCALAR && !flag ? node->text : ""; *at; at++) {
		if (*at == '"' || *at == '\\')
			buf_char(out, '\\');
		if (*at == '\n')
			buf_printf(out, "\\n");
		else
			buf_char(out, *at);
	}
	if (node->type == NODE_SCALAR && !flag)
		buf_char(out, '"');
}

static size_t read_count;

/* The pack as its trees are now; NULL: it is none. */
static struct pack *
changed_pack(size_t tree)
{
	struct value files = value_copy(&pack->files);
	struct pack *changed = NULL;
	struct buf text = { 0 };
	struct err err = { 0 };

	read_count++;
	write_node(trees[tree].root, &text);
	buf_char(&text, '\n');
	value_set_text(&files, tree_files[tree], buf_text(&text));
	if (pack_parse(&files, &changed, NULL, &err))
		changed = NULL;
	value_release(&files);
	buf_release(&text);
	return changed;
}

/* The campaign's pack with one file that is written otherwise and was not read: for keys that cannot change alone. Kept from call to call. */
static struct pack *
rewritten_pack(const char *file, const char *text)
{
	static struct pack *kept;
	static const char *last;
	struct err err = { 0 };

	if (!kept && pack_parse(&pack->files, &kept, NULL, &err))
		fail_msg("%s", err.text);
	if (!text) {
		pack_free(kept);
		return NULL;
	}
	if (last)
		value_set_text(&kept->files, last, value_get_text(&pack->files, last));
	value_set_text(&kept->files, file, text);
	last = file;
	return kept;
}

static size_t told;

static void
count_reworded(const struct reworded *reworded, void *ctx)
{
	(void)reworded, (void)ctx;
	told++;
}

static void
count_recounted(const struct recounted *recounted, void *ctx)
{
	(void)recounted, (void)ctx;
	told++;
}

static void
count_ruled(const struct ruled *ruled, void *ctx)
{
	(void)ruled, (void)ctx;
	told++;
}

static void
count_setting(const struct setting *setting, void *ctx)
{
	(void)ctx;
	told++;
	if (setting->what == SETTING_VALUE && (setting->before || setting->after) && setting->before && setting->after)
		assert_string_not_equal(setting->before, setting->after);
}

static void
count_added(const struct form *form, const struct field *field, void *ctx)
{
	(void)form, (void)field, (void)ctx;
	told++;
}

/* Is who publishes told of a difference, or refused? */
static bool
is_told(const struct pack *now)
{
	char *refused[] = { fixed_changed(pack, now), reworded_swapped(pack, now) };

	told = 0;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		told += refused[i] ? 1 : 0;
		free(refused[i]);
	}
	reworded_each(pack, pack, now, "en", count_reworded, NULL);
	recounted_each(pack, now, "en", count_recounted, NULL);
	ruled_each(pack, now, "en", count_ruled, NULL);
	settings_each(pack, now, "en", count_setting, NULL);
	added_each(pack, now, count_added, NULL);
	return told > 0;
}

/* ---- changes */

enum change { CHANGE_GONE, CHANGE_VALUE, CHANGE_DROPPED, CHANGE_TURNED, CHANGE_COUNT };
static const char *const change_words[] = { "taken away", "changed", "an item dropped", "in another order" };

enum { TRIES_MOST = 3 }; /* places, and values there, until one leaves a pack */
enum tried { TRIED_NO, TRIED_TOLD, TRIED_SILENT };

static enum tried
try_parsed(size_t tree)
{
	struct pack *now = changed_pack(tree);
	enum tried tried = !now ? TRIED_NO : is_told(now) ? TRIED_TOLD : TRIED_SILENT;

	pack_free(now);
	return tried;
}

/* First as it is written, which tells of most keys and takes no reading of the whole pack. */
static enum tried
try_pack(size_t tree)
{
	struct buf text = { 0 };
	bool is_silent;

	write_node(trees[tree].root, &text);
	buf_char(&text, '\n');
	is_silent = !is_told(rewritten_pack(tree_files[tree], buf_text(&text)));
	buf_release(&text);
	return is_silent ? try_parsed(tree) : TRIED_TOLD;
}

static enum tried
try_text(const struct use *use, struct node *node, const char *text)
{
	const char *was = node->text;
	enum tried tried;

	if (strcmp(was, text) == 0)
		return TRIED_NO;
	node->text = text;
	tried = try_pack(use->tree);
	node->text = was;
	return tried;
}

/* Another value: of the same key elsewhere, one more, a condition more, other words. */
static enum tried
try_value(const struct use *use)
{
	struct node *node = use->holder->items[use->at];
	enum tried tried = TRIED_NO;
	char *text = NULL;

	if (node->type == NODE_MAP) {
		for (size_t i = 0; i < node->count && has_free_keys(use->path, node) && !tried; i++)
			if (node->items[i]->type == NODE_SCALAR) {
				text = mem_printf("%s so", node->items[i]->text);
				tried = try_text(use, node->items[i], node_get(node, "zh") ? text : "text");
				free(text);
			}
		return tried;
	}
	if (node->type != NODE_SCALAR)
		return TRIED_NO;
	if (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0)
		tried = try_text(use, node, *node->text == 't' ? "false" : "true");
	if (!tried && strspn(node->text, "0123456789") == strlen(node->text)) {
		text = mem_printf("%lld", atoll(node->text) + 1);
		tried = try_text(use, node, text);
		free(text);
	}
	for (size_t i = 0, others = 0; i < use_count && others < TRIES_MOST && !tried; i++) {
		const struct node *other = uses[i].holder->items[uses[i].at];

		if (strcmp(uses[i].path, use->path) != 0 || other->type != NODE_SCALAR || strcmp(other->text, node->text) == 0)
			continue;
		others++;
		tried = try_text(use, node, other->text);
	}
	for (size_t i = 0; i < 3 && !tried; i++) {
		static const char *const behind[] = { " AND 1 = 1", "x", " LIMIT 9" };

		text = mem_printf("%s%s", node->text, behind[i]);
		tried = try_text(use, node, text);
		free(text);
	}
	return tried;
}

static enum tried
try_list(const struct use *use, enum change change)
{
	struct node *node = use->holder->items[use->at], was = *node;
	enum tried tried = TRIED_NO;

	if (node->type != NODE_LIST || node->count < 2)
		return TRIED_NO;
	node->items = mem_array(was.count, sizeof(*node->items));
	for (size_t i = 0; i < was.count; i++)
		node->items[i] = was.items[change == CHANGE_TURNED ? was.count - 1 - i : i];
	if (change == CHANGE_TURNED) {
		tried = try_pack(use->tree);
	} else {
		node->count--;
		for (size_t gone = was.count; gone-- > 0 && gone + TRIES_MOST >= was.count && !tried;) {
			for (size_t i = 0; i < node->count; i++)
				node->items[i] = was.items[i < gone ? i : i + 1];
			tried = try_pack(use->tree);
		}
	}
	free(node->items);
	*node = was;
	return tried;
}

static enum tried
try_gone(const struct use *use)
{
	struct node *holder = use->holder, was = *holder;
	enum tried tried;

	holder->items = mem_array(was.count, sizeof(*holder->items));
	holder->keys = mem_array(was.count, sizeof(*holder->keys));
	holder->count--;
	for (size_t i = 0; i < holder->count; i++) {
		holder->items[i] = was.items[i < use->at ? i : i + 1];
		holder->keys[i] = was.keys[i < use->at ? i : i + 1];
	}
	tried = try_pack(use->tree);
	free(holder->items);
	free(holder->keys);
	*holder = was;
	return tried;
}

static enum tried
try_change(const struct use *use, enum change change)
{
	return change == CHANGE_GONE ? try_gone(use) : change == CHANGE_VALUE ? try_value(use) : try_list(use, change);
}

/* ---- the tests */

static int
load(void **state)
{
	char *dir = mem_printf("%s/forms", getenv("LOUCE_SRC"));
	struct err err = { 0 };

	(void)state;
	if (pack_load(dir, &pack, NULL, &err))
		fail_msg("%s", err.text);
	free(dir);
	for (size_t i = 0; i < ARRAY_LEN(sources); i++)
		read_source(sources[i].file, sources[i].paths, ARRAY_LEN(sources[i].paths));
	for (size_t i = 0; i < pack->files.object.count; i++) {
		const char *name = pack->files.object.members[i].name, *dot = strstr(name, ".yaml");
		char *path = dot ? mem_strndup(name, (size_t)(dot - name)) : NULL;
		const char *text = value_get_text(&pack->files, name);

		if (!dot)
			continue;
		if (yaml_parse(text, strlen(text), name, &trees[tree_count], &err))
			fail_msg("%s", err.text);
		tree_files[tree_count] = name;
		find_uses(pack_form(pack, path) ? "form" : path, tree_count, trees[tree_count].root);
		tree_count++;
		free(path);
	}
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	for (size_t i = 0; i < use_count; i++)
		free(uses[i].path);
	for (size_t i = 0; i < known_count; i++)
		free(known[i].path);
	for (size_t i = 0; i < tree_count; i++)
		tree_release(&trees[i]);
	rewritten_pack(NULL, NULL);
	pack_free(pack);
	return 0;
}

static bool
is_words_only(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(words_only); i++)
		if (strcmp(words_only[i].path, path) == 0)
			return true;
	return false;
}

static bool
is_bound(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(bound); i++) {
		size_t len = strlen(bound[i]);

		if (strcmp(bound[i], path) == 0 || (bound[i][len - 1] == '.' && strncmp(bound[i], path, len) == 0))
			return true;
	}
	return false;
}

static bool
is_ordered(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(ordered); i++)
		if (strcmp(ordered[i], path) == 0)
			return true;
	return false;
}

static bool
was_before(size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(uses[i].path, uses[at].path) == 0)
			return true;
	return false;
}

/* Each change of a key at the first place where it leaves a pack. */
static void
try_key(size_t first, struct buf *wrong)
{
	const char *path = uses[first].path;
	bool tried_any = false;

	for (enum change change = 0; change < CHANGE_COUNT; change++) {
		enum tried tried = TRIED_NO;
		size_t times = 0;

		if ((change == CHANGE_TURNED && !is_ordered(path)) || (change == CHANGE_GONE && is_required(path)))
			continue;
		for (size_t i = first; i < use_count && !tried && times < TRIES_MOST; i++)
			if (strcmp(uses[i].path, path) == 0) {
				tried = try_change(&uses[i], change);
				times++;
			}
		tried_any = tried_any || tried;
		if (tried == TRIED_SILENT && !is_words_only(path))
			buf_printf(wrong, "%s, %s: nobody is told\n", path, change_words[change]);
		if (tried == TRIED_TOLD && is_words_only(path))
			buf_printf(wrong, "%s, %s: is told, strike it from the list\n", path, change_words[change]);
	}
	if (!tried_any && uses[first].holder->items[uses[first].at]->type != NODE_MAP)
		buf_printf(wrong, "%s: no change of it is told, or leaves a pack\n", path);
}

static void
pack__is_told_or_refused__whichever_key_a_later_one_sets_otherwise(void **state)
{
	struct buf wrong = { 0 };

	(void)state;
	for (size_t i = 0; i < use_count; i++)
		if (!was_before(i) && !is_bound(uses[i].path))
			try_key(i, &wrong);
	fprintf(stderr, "%s# %zu packs were read\n", buf_text(&wrong), read_count);
	assert_int_equal(wrong.len, 0);
	buf_release(&wrong);
}

/* Keys that the campaign's pack does not use. */
static const struct {
	const char *path, *file, *from, *to;
} more[] = {
	{ "form.fields.from", "grid.yaml", "    type: repeat\n", "    type: repeat\n    from: annex1\n" },
	{ "form.fields.due", "registration.yaml", "  - name: survey_date\n", "  - name: survey_date\n    due: recheck\n" },
	{ "papers.papers.blocks.table.tick", "papers.yaml", "        group: group_name\n",
	  "        group: group_name\n        tick: true\n" },
};

/* The text with the first of one put in place of another. Caller frees. */
static char *
replaced(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	if (!at)
		fail_msg("\"%s\" is not there", from);
	return mem_printf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static bool
is_in_more(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(more); i++)
		if (strcmp(more[i].path, path) == 0)
			return true;
	return strcmp(path, "form.fields.fields") == 0; /* as form.fields */
}

static void
pack__is_told__where_a_later_one_has_a_key_that_none_had(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(more); i++) {
		char *text = replaced(value_get_text(&pack->files, more[i].file), more[i].from, more[i].to);

		if (!is_told(rewritten_pack(more[i].file, text)))
			fail_msg("%s: nobody is told", more[i].path);
		free(text);
	}
}

static bool
is_used(const char *path)
{
	for (size_t i = 0; i < use_count; i++)
		if (strcmp(uses[i].path, path) == 0)
			return true;
	return false;
}

static void
pack__has__each_key_that_the_program_reads(void **state)
{
	size_t missing = 0;

	(void)state;
	for (size_t i = 0; i < known_count; i++)
		if (!is_used(known[i].path) && !is_in_more(known[i].path)) {
			fprintf(stderr, "%s: the pack has none; say in `more` how it looks\n", known[i].path);
			missing++;
		}
	assert_int_equal(missing, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pack__has__each_key_that_the_program_reads),
		cmocka_unit_test(pack__is_told__where_a_later_one_has_a_key_that_none_had),
		cmocka_unit_test(pack__is_told_or_refused__whichever_key_a_later_one_sets_otherwise),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
