#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/parts/views.h"
#include "form/yaml/read.h"

/* Rules and reports: rules.yaml, reports.yaml. */

static const char *const rule_levels[] = { [RULE_ERROR] = "error", [RULE_WARNING] = "warning", [RULE_INFO] = "info" };

const char *
rule_level_name(enum rule_level level)
{
	return rule_levels[level];
}

bool
rule_level_find(const char *name, enum rule_level *out)
{
	for (size_t i = 0; name && i < ARRAY_LEN(rule_levels); i++)
		if (strcmp(rule_levels[i], name) == 0) {
			*out = (enum rule_level)i;
			return true;
		}
	return false;
}

/* ---- a rule, and one that is made for each of several forms */

/* What stands for a form in a rule that is made for each of several. */
struct rule_each {
	char *id, *form, *photo, *field, *day;
};

/* The text with what stands in braces replaced; takes it. */
static char *
each_text_take(char *text, const struct rule_each *each)
{
	const struct {
		const char *word, *meant;
	} words[] = { { "{form}", each->form }, { "{photo}", each->photo }, { "{field}", each->field }, { "{day}", each->day } };
	struct buf out = { 0 };

	for (const char *at = text; *at;) {
		size_t i = 0, plain = strcspn(at, "{");

		if (plain) {
			buf_add(&out, at, plain);
			at += plain;
			continue;
		}
		while (i < ARRAY_LEN(words) && (!words[i].meant || strncmp(at, words[i].word, strlen(words[i].word)) != 0))
			i++;
		if (i < ARRAY_LEN(words))
			buf_text_add(&out, words[i].meant);
		else
			buf_char(&out, *at);
		at += i < ARRAY_LEN(words) ? strlen(words[i].word) : 1;
	}
	free(text);
	return buf_detach(&out);
}

/* The rest of a rule's map. False: it is none. */
static bool
read_rule(struct reader *reader, const struct node *item, const struct key *keys, size_t key_count, struct rule *rule)
{
	static const char *const scopes[] = { "building", "county" };

	rule->place = (struct place){ reader->file, node_key_line(item, "rule"), "rule" };
	if (!read_map(reader, item, keys, key_count, rule))
		return false;
	rule->level = (enum rule_level)read_word(reader, item, "level", rule_levels, ARRAY_LEN(rule_levels), 0);
	rule->county = read_word(reader, item, "scope", scopes, 2, 0) == 1;
	if (rule->county && (rule->level != RULE_INFO || rule->when.sql))
		problem(reader, reader->file, node_key_line(item, "scope"), "scope",
			_("a rule over the county judges no form: its level is info, and it has no when"));
	if (rule->kind > 6)
		problem(reader, reader->file, node_key_line(item, "kind"), "kind", _("the kinds of error are 0 to 6"));
	return true;
}

static void
read_rule_each(struct reader *reader, const struct node *item, const struct node *of)
{
	static const struct key keys[] = {
		{ "each", KEY_OTHER, 0, true },
		{ "level", KEY_OTHER, 0, true },
		{ "kind", KEY_INTEGER, offsetof(struct rule, kind), true },
		{ "when", KEY_EXPR, offsetof(struct rule, when), false },
		{ "expr", KEY_EXPR, offsetof(struct rule, expr), true },
		{ "message", KEY_LABEL, offsetof(struct rule, message), true },
		{ "source", KEY_CITED, 0, false },
	};
	static const struct key of_each[] = {
		{ "rule", KEY_TEXT, offsetof(struct rule_each, id), true },
		{ "form", KEY_NAME, offsetof(struct rule_each, form), true },
		{ "photo", KEY_NAME, offsetof(struct rule_each, photo), false },
		{ "field", KEY_NAME, offsetof(struct rule_each, field), false },
		{ "day", KEY_NAME, offsetof(struct rule_each, day), false },
	};
	struct rule_each each = { 0 };
	struct rule *rule = &reader->pack->rules[reader->pack->rule_count++];

	if (!read_rule(reader, item, keys, ARRAY_LEN(keys), rule) || !read_map(reader, of, of_each, ARRAY_LEN(of_each), &each))
		goto out;
	rule->place.line = of->line;
	if (!each.photo == !each.field) {
		problem(reader, reader->file, of->line, "each",
			_("each line names a photo or a field that its rule is about, and not both"));
		goto out;
	}
	if (rule->expr.sql)
		rule->expr.sql = each_text_take(rule->expr.sql, &each);
	if (rule->when.sql)
		rule->when.sql = each_text_take(rule->when.sql, &each);
	rule->fields = (struct names){ mem_array(1, sizeof(char *)), 1, rule->place };
	rule->fields.items[0] = each.photo ? each.photo : each.field;
	rule->id = each.id;
	rule->form_name = each.form;
	each.id = each.form = each.photo = each.field = NULL;
out:
	free(each.id);
	free(each.form);
	free(each.photo);
	free(each.field);
	free(each.day);
}

static size_t
rules_in(const struct node *item)
{
	const struct node *each = item->type == NODE_MAP ? node_get(item, "each") : NULL;

	return each && each->type == NODE_LIST ? each->count : 1;
}

void
read_rules(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "rule", KEY_TEXT, offsetof(struct rule, id), true },
		{ "level", KEY_OTHER, 0, true },
		{ "kind", KEY_INTEGER, offsetof(struct rule, kind), true },
		{ "form", KEY_NAME, offsetof(struct rule, form_name), true },
		{ "scope", KEY_OTHER, 0, false },
		{ "when", KEY_EXPR, offsetof(struct rule, when), false },
		{ "expr", KEY_EXPR, offsetof(struct rule, expr), true },
		{ "message", KEY_LABEL, offsetof(struct rule, message), true },
		{ "fields", KEY_NAMES, offsetof(struct rule, fields), false },
		{ "source", KEY_CITED, 0, false },
	};
	struct pack *pack = reader->pack;
	size_t count = 0;

	if (!is_list(reader, root, "rule"))
		return;
	for (size_t i = 0; i < root->count; i++)
		count += rules_in(root->items[i]);
	pack->rules = mem_array(count, sizeof(*pack->rules));
	for (size_t i = 0; i < root->count; i++) {
		const struct node *item = root->items[i], *each = item->type == NODE_MAP ? node_get(item, "each") : NULL;

		if (!each || each->type != NODE_LIST)
			read_rule(reader, item, keys, ARRAY_LEN(keys), &pack->rules[pack->rule_count++]);
		else
			for (size_t k = 0; k < each->count; k++)
				read_rule_each(reader, item, each->items[k]);
	}
}

void
make_limits(struct pack *pack)
{
	pack->limits = mem_array(pack->form_count, sizeof(*pack->limits));
	for (size_t i = 0; i < pack->form_count; i++)
		pack->limits[i] = (struct rule){ .id = (char *)(uintptr_t)RULE_LIMITS, .level = RULE_ERROR, .form = &pack->forms[i] };
}

/* From REPORT_TEXT on: a column without a word is untyped. */
static const char *const report_types[] = { "text", "code", "integer", "decimal", "date" };
_Static_assert(ARRAY_LEN(report_types) == REPORT_TYPE_COUNT - REPORT_TEXT, "a word for each type");

/* One, or a list of them. */
static void
read_partitions(struct reader *reader, const struct node *node, struct report *report)
{
	static const struct key keys[] = {
		{ "whole", KEY_NAME, offsetof(struct report_partition, whole), true },
		{ "parts", KEY_NAMES, offsetof(struct report_partition, parts), true },
	};
	size_t count = !node ? 0 : node->type == NODE_LIST ? node->count : 1;

	report->partitions = mem_array(count, sizeof(*report->partitions));
	for (size_t i = 0; i < count; i++)
		read_map(reader, node->type == NODE_LIST ? node->items[i] : node, keys, ARRAY_LEN(keys),
			 &report->partitions[report->partition_count++]);
}

static void
read_rows(struct reader *reader, const struct node *node, struct report *report)
{
	static const char *const words[] = { [REPORT_ROWS_UNSAID] = "unsaid",
					     [REPORT_ROWS_EACH] = "each",
					     [REPORT_ROWS_PARTS] = "parts",
					     [REPORT_ROWS_OVERLAPPING] = "overlapping" };
	static const struct key keys[] = {
		{ "are", KEY_OTHER, 0, true },
		{ "of", KEY_NAME, offsetof(struct report_rows, of), false },
		{ "sql", KEY_EXPR, offsetof(struct report_rows, sql), true },
	};

	_Static_assert(ARRAY_LEN(words) == REPORT_ROWS_COUNT, "a word for each kind");
	if (!node || !read_map(reader, node, keys, ARRAY_LEN(keys), &report->rows))
		return;
	report->rows.kind = (enum report_rows_kind)read_word(reader, node, "are", words, ARRAY_LEN(words), REPORT_ROWS_UNSAID);
	if ((report->rows.kind == REPORT_ROWS_PARTS || report->rows.kind == REPORT_ROWS_OVERLAPPING) != (report->rows.of != NULL))
		problem(reader, reader->file, node_key_line(node, "of"), "of",
			_("lines that are parts, or overlapping, name the column that they divide; others name none"));
}

void
read_report_columns(struct reader *reader, const struct node *item, struct report *out)
{
	static const struct key keys[] = {
		{ "column", KEY_NAME, offsetof(struct report_column, name), true },
		{ "label", KEY_LABEL, offsetof(struct report_column, label), true },
		{ "total", KEY_FLAG, offsetof(struct report_column, total), false },
		{ "bar", KEY_FLAG, offsetof(struct report_column, bar), false },
		{ "change_of", KEY_NAME, offsetof(struct report_column, change_of), false },
		{ "private", KEY_FLAG, offsetof(struct report_column, is_private), false },
		{ "type", KEY_OTHER, 0, false },
	};

	out->columns = read_items(reader, item, "columns", sizeof(*out->columns), &out->column_count);
	for (size_t c = 0; c < out->column_count; c++) {
		const struct node *column = node_get(item, "columns")->items[c];

		if (read_map(reader, column, keys, ARRAY_LEN(keys), &out->columns[c]))
			out->columns[c].type = (enum report_type)(
				read_word(reader, column, "type", report_types, ARRAY_LEN(report_types), -1) + REPORT_TEXT);
	}
}

static void
read_report_parts(struct reader *reader, const struct node *item, struct report *report)
{
	static const struct key line_keys[] = {
		{ "label", KEY_LABEL, offsetof(struct report_line, label), true },
		{ "sql", KEY_EXPR, offsetof(struct report_line, sql), true },
	};
	static const struct key total_keys[] = {
		{ "label", KEY_LABEL, offsetof(struct report, total_label), true },
		{ "first", KEY_FLAG, offsetof(struct report, total_first), false },
	};

	read_report_columns(reader, item, report);
	report->lines = read_items(reader, item, "lines", sizeof(*report->lines), &report->line_count);
	for (size_t l = 0; l < report->line_count; l++)
		read_map(reader, node_get(item, "lines")->items[l], line_keys, ARRAY_LEN(line_keys), &report->lines[l]);
	report->has_total = node_get(item, "total") && read_map(reader, node_get(item, "total"), total_keys, ARRAY_LEN(total_keys), report);
	read_partitions(reader, node_get(item, "partition"), report);
	read_rows(reader, node_get(item, "rows"), report);
}

void
read_reports(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "report", KEY_NAME, offsetof(struct report, name), true },
		{ "title", KEY_LABEL, offsetof(struct report, title), true },
		{ "official", KEY_FLAG, offsetof(struct report, official), false },
		{ "columns", KEY_OTHER, 0, true },
		{ "sql", KEY_EXPR, offsetof(struct report, sql), true },
		{ "total", KEY_OTHER, 0, false },
		{ "partition", KEY_OTHER, 0, false },
		{ "rows", KEY_OTHER, 0, false },
		{ "for", KEY_NAME, offsetof(struct report, offices_name), false },
		{ "lines", KEY_OTHER, 0, false },
		{ "source", KEY_CITED, 0, false },
	};
	struct pack *pack = reader->pack;

	if (!is_list(reader, root, "report"))
		return;
	pack->reports = mem_array(root->count, sizeof(*pack->reports));
	pack->views = mem_array(root->count, sizeof(*pack->views));
	for (size_t i = 0; i < root->count; i++) {
		struct report *report;

		if (node_get(root->items[i], "view")) {
			read_view(reader, root->items[i]);
			continue;
		}
		report = &pack->reports[pack->report_count++];
		report->place = (struct place){ reader->file, root->items[i]->line, "report" };
		if (read_map(reader, root->items[i], keys, ARRAY_LEN(keys), report))
			read_report_parts(reader, root->items[i], report);
		views_add(pack, &report->sql);
		views_add(pack, &report->rows.sql);
		for (size_t l = 0; l < report->line_count; l++)
			views_add(pack, &report->lines[l].sql);
	}
}

bool
report_is_private(const struct report *report)
{
	for (size_t c = 0; c < report->column_count; c++)
		if (report->columns[c].is_private)
			return true;
	return false;
}
