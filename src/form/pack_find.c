#include "form/pack.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Looking up in a pack: what has a name, what belongs to what, and which division is meant. */

const char *
label_text(const struct label *label, const char *lang)
{
	if (lang && strcmp(lang, "en") == 0 && label->en)
		return label->en;
	return label->zh ? label->zh : "";
}

bool
names_has(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->items[i], name) == 0)
			return true;
	return false;
}

bool
expr_asks_today(const struct expr *expr)
{
	return expr->sql && strstr(expr->sql, "today");
}

static const char *
behind_spaces(const char *sql)
{
	return sql + strspn(sql, " \t\n\r");
}

bool
expr_differs(const struct expr *a, const struct expr *b)
{
	const char *left = behind_spaces(a->sql ? a->sql : ""), *right = behind_spaces(b->sql ? b->sql : "");

	while (*left && *left == *right) {
		bool spaces = behind_spaces(left + 1) > left + 1 && behind_spaces(right + 1) > right + 1;

		left = spaces ? behind_spaces(left + 1) : left + 1;
		right = spaces ? behind_spaces(right + 1) : right + 1;
	}
	return *behind_spaces(left) || *behind_spaces(right);
}

/* The item of an array of structs that begin with their name. */
#define FIND(array, count, member, wanted)                                                                                                 \
	for (size_t i_ = 0; i_ < (count); i_++)                                                                                            \
		if ((array)[i_].member && strcmp((array)[i_].member, (wanted)) == 0)                                                       \
			return &(array)[i_];                                                                                               \
	return NULL

const struct form *
pack_form(const struct pack *pack, const char *name)
{
	FIND(pack->forms, pack->form_count, name, name);
}

const struct list *
pack_list(const struct pack *pack, const char *name)
{
	FIND(pack->lists, pack->list_count, name, name);
}

const struct pack_table *
pack_table(const struct pack *pack, const char *name)
{
	FIND(pack->tables, pack->table_count, name, name);
}

const struct role *
pack_role(const struct pack *pack, const char *name)
{
	FIND(pack->roles, pack->role_count, name, name);
}

const struct report *
pack_report(const struct pack *pack, const char *name)
{
	FIND(pack->reports, pack->report_count, name, name);
}

const struct rule *
pack_rule(const struct pack *pack, const char *id)
{
	FIND(pack->rules, pack->rule_count, id, id);
}

const struct form *
pack_rule_mends(const struct pack *pack, const struct rule *rule)
{
	const struct form *form = rule->fields.count ? pack_form_of_field(pack, rule->fields.items[0]) : NULL;

	return form ? form : rule->form;
}

const struct deadline *
pack_deadline(const struct pack *pack, const char *name)
{
	FIND(pack->deadlines, pack->deadline_count, name, name);
}

const struct chain *
pack_chain(const struct pack *pack, const char *name)
{
	FIND(pack->chains, pack->chain_count, name, name);
}

const struct pack_case *
pack_case(const struct pack *pack, const char *name)
{
	FIND(pack->cases, pack->case_count, name, name);
}

bool
case_has_form(const struct pack_case *of, const struct form *form)
{
	for (size_t i = 0; form && i < of->stage_count; i++)
		if (of->stages[i].form == form)
			return true;
	return form && of->closing == form;
}

bool
case_concerns(const struct pack_case *of, const struct form *form)
{
	for (size_t i = 0; i < of->before_end_count; i++)
		if (of->before_end[i].form == form)
			return true;
	return case_has_form(of, form) || names_has(&of->of, form->name);
}

const struct level *
chain_level(const struct chain *chain, const char *name)
{
	FIND(chain->levels, chain->level_count, name, name);
}

const struct chain *
pack_chain_of_form(const struct pack *pack, const struct form *form)
{
	for (size_t c = 0; c < pack->chain_count; c++)
		if (names_has(&pack->chains[c].covers, form->name))
			return &pack->chains[c];
	return form == pack->root ? &pack->chains[0] : NULL;
}

const struct level *
pack_level(const struct pack *pack, const char *chain, const char *level)
{
	const struct level *found = NULL;

	for (size_t c = 0; c < pack->chain_count; c++) {
		const struct level *at = chain && strcmp(chain, pack->chains[c].name) != 0 ? NULL : chain_level(&pack->chains[c], level);

		if (at && found)
			return NULL;
		found = at ? at : found;
	}
	return found;
}

size_t
level_index(const struct level *level)
{
	return (size_t)(level - level->chain->levels);
}

const struct error_kind *
chain_error(const struct chain *chain, int kind)
{
	for (size_t i = 0; i < chain->error_count; i++)
		if (chain->errors[i].kind == kind)
			return &chain->errors[i];
	return NULL;
}

static int
compare_code(const void *code, const void *division)
{
	return strcmp(code, ((const struct division *)division)->code);
}

const struct division *
pack_division(const struct pack *pack, const char *code)
{
	if (!pack->division_count)
		return NULL;
	return bsearch(code, pack->divisions, pack->division_count, sizeof(*pack->divisions), compare_code);
}

const struct division *
pack_division_now(const struct pack *pack, const char *code)
{
	const struct division *division = pack_division(pack, code);

	for (size_t i = 0; division && *division->became && i < pack->division_count; i++)
		division = pack_division(pack, division->became);
	return division;
}

void
pack_area_now(const struct pack *pack, const char *area, char out[DIVISION_CODE_LEN + 1])
{
	const struct division *now;

	if (!pack || division_level(area) == DIVISION_LEVEL_COUNT) {
		snprintf(out, DIVISION_CODE_LEN + 1, "%s", area);
		return;
	}
	division_code(area, out);
	now = pack_division_now(pack, out);
	division_area(now ? now->code : area, division_level(area), out);
}

bool
pack_has_moved(const struct pack *pack)
{
	for (size_t i = 0; pack && i < pack->division_count; i++)
		if (*pack->divisions[i].became)
			return true;
	return false;
}

static int
compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

void
names_sort(struct names *names)
{
	if (names->count)
		qsort(names->items, names->count, sizeof(*names->items), compare_names);
}

bool
pack_is_blind(const struct form *form, const char *field)
{
	return form->blind.count && bsearch(&field, form->blind.items, form->blind.count, sizeof(*form->blind.items), compare_names);
}

static bool
each_field(const struct field *fields, size_t count, bool (*visit)(const struct field *, void *), void *ctx)
{
	for (size_t i = 0; i < count; i++)
		if (!visit(&fields[i], ctx) || !each_field(fields[i].fields, fields[i].field_count, visit, ctx))
			return false;
	return true;
}

bool
field_is_number(const struct field *field)
{
	return field->type == FIELD_TEXT && !field->is_private && !field->complete &&
	       !(field->parent && field->parent->type == FIELD_REPEAT) && !field->by_act;
}

bool
form_each_field(const struct form *form, bool (*visit)(const struct field *, void *), void *ctx)
{
	return each_field(form->fields, form->field_count, visit, ctx);
}

/* A field by its name, and where it stands among all: of two of one name the first is found, as by a walk. */
struct field_entry {
	const struct field *field;
	const struct form *form;
	size_t number;
};

struct field_index {
	size_t count;
	struct field_entry entries[]; /* by name */
};

static int
compare_entries(const void *left, const void *right)
{
	const struct field_entry *a = left, *b = right;
	int order = strcmp(a->field->name, b->field->name);

	return order ? order : (a->number > b->number) - (a->number < b->number);
}

struct index_fill {
	struct field_index *index; /* NULL: they are counted */
	const struct form *form;
	size_t count;
};

static bool
index_field(const struct field *field, void *ctx)
{
	struct index_fill *fill = ctx;

	if (!field->name)
		return true;
	if (fill->index)
		fill->index->entries[fill->count] = (struct field_entry){ field, fill->form, fill->count };
	fill->count++;
	return true;
}

void
pack_index_fields(struct pack *pack)
{
	struct index_fill fill = { 0 };

	for (size_t i = 0; i < pack->form_count; i++)
		form_each_field(&pack->forms[i], index_field, &fill);
	fill = (struct index_fill){ .index = mem_alloc(sizeof(*fill.index) + fill.count * sizeof(struct field_entry)) };
	for (size_t i = 0; i < pack->form_count; i++) {
		fill.form = &pack->forms[i];
		form_each_field(&pack->forms[i], index_field, &fill);
	}
	fill.index->count = fill.count;
	qsort(fill.index->entries, fill.count, sizeof(struct field_entry), compare_entries);
	pack->index = fill.index;
}

static const struct field_entry *
find_entry(const struct field_index *index, const char *name)
{
	size_t low = 0, high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(index->entries[middle].field->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < index->count && strcmp(index->entries[low].field->name, name) == 0 ? &index->entries[low] : NULL;
}

struct wanted {
	const char *name;
	const struct field *found;
};

static bool
is_wanted(const struct field *field, void *ctx)
{
	struct wanted *wanted = ctx;

	if (field->name && strcmp(field->name, wanted->name) == 0)
		wanted->found = field;
	return !wanted->found;
}

static const struct field *
find_field(const struct pack *pack, const char *name, const struct form **form)
{
	struct wanted wanted = { .name = name };
	const struct field_entry *entry = pack->index ? find_entry(pack->index, name) : NULL;

	if (entry && form)
		*form = entry->form;
	if (pack->index)
		return entry ? entry->field : NULL;
	for (size_t i = 0; i < pack->form_count; i++) {
		if (form_each_field(&pack->forms[i], is_wanted, &wanted))
			continue;
		if (form)
			*form = &pack->forms[i];
		break;
	}
	return wanted.found;
}

const struct field *
pack_field(const struct pack *pack, const char *name)
{
	return find_field(pack, name, NULL);
}

const struct form *
pack_form_of_field(const struct pack *pack, const char *field)
{
	const struct form *form = NULL;

	find_field(pack, field, &form);
	return form;
}
