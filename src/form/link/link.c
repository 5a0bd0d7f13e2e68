#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/parts/register_names.h"
#include "form/yaml/read.h"

/* What refers to what: lists of fields, forms of rules, roles of levels, and that one name means one thing. */

struct name_use {
	const char *name;
	struct place place;
};

struct linker {
	struct reader *reader;
	struct name_use *uses;
	size_t count, cap;
	struct textmap index;
};

static void
use_name(struct linker *linker, const char *name, struct place place)
{
	size_t before;

	if (!name)
		return;
	if (register_name_is_reserved(name))
		problem(linker->reader, place.file, place.line, place.key, _("the name \"%s\" is taken by the program"), name);
	before = textmap_add(&linker->index, name, linker->count);
	if (before != IDMAP_NONE) {
		problem(linker->reader, place.file, place.line, place.key,
			_("the name \"%s\" stands already at %s:%d; names are one space over all forms"), name,
			linker->uses[before].place.file, linker->uses[before].place.line);
		return;
	}
	MEM_GROW(linker->uses, linker->count, linker->cap);
	linker->uses[linker->count++] = (struct name_use){ name, place };
}

static bool
known_role(const struct pack *pack, const char *name)
{
	return pack_role(pack, name) != NULL;
}

static bool
known_form(const struct pack *pack, const char *name)
{
	return pack_form(pack, name) != NULL;
}

static bool
known_field(const struct pack *pack, const char *name)
{
	return pack_field(pack, name) != NULL;
}

static void
check_names(struct reader *reader, const struct names *names, bool (*known)(const struct pack *, const char *))
{
	const struct place *place = &names->place;

	for (size_t i = 0; i < names->count; i++) {
		if (known(reader->pack, names->items[i]))
			continue;
		if (known == known_role)
			problem(reader, place->file, place->line, place->key, _("there is no role \"%s\" in pack.yaml"), names->items[i]);
		else if (known == known_form)
			problem(reader, place->file, place->line, place->key, _("there is no form \"%s\""), names->items[i]);
		else
			problem(reader, place->file, place->line, place->key, _("there is no field \"%s\""), names->items[i]);
	}
}

static bool
link_field(const struct field *constant, void *ctx)
{
	struct linker *linker = ctx;
	struct field *field = (struct field *)(uintptr_t)constant; /* the pack is ours while it is linked */
	struct reader *reader = linker->reader;

	use_name(linker, field->name, field->place);
	check_names(reader, &field->people, known_role);
	if (field->list_name) {
		field->list = pack_list(reader->pack, field->list_name);
		if (!field->list)
			problem(reader, field->place.file, field->place.line, "type", _("there is no list \"%s\" in lists.yaml"),
				field->list_name);
	}
	field->due = field->due_name ? pack_deadline(reader->pack, field->due_name) : NULL;
	if (field->due_name && !field->due)
		problem(reader, field->place.file, field->place.line, "due", _("there is no deadline \"%s\" in pack.yaml"),
			field->due_name);
	return true;
}

/* Is a form reachable from itself through `after`? Each form is gone on from once. */
static bool
leads_to_itself(const struct pack *pack, const struct form *form)
{
	const struct form **reached = mem_array(pack->form_count + 1, sizeof(*reached));
	bool *was_reached = mem_array(pack->form_count, sizeof(*was_reached)), is = false;
	size_t count = 0;

	reached[count++] = form;
	for (size_t at = 0; at < count && !is; at++)
		for (size_t i = 0; i < reached[at]->after.count && !is; i++) {
			const struct form *next = pack_form(pack, reached[at]->after.items[i]);

			is = next == form;
			if (!next || was_reached[next - pack->forms])
				continue;
			was_reached[next - pack->forms] = true;
			reached[count++] = next;
		}
	free(was_reached);
	free(reached);
	return is;
}

/* What a form depends on is compared by value with what its author saw: an open value or a photo of another form that has one slot a building. */
static void
link_depends(struct reader *reader, const struct form *form)
{
	const struct place *place = &form->depends.place;

	check_names(reader, &form->depends, known_field);
	for (size_t i = 0; i < form->depends.count; i++) {
		const char *name = form->depends.items[i];
		const struct field *field = pack_field(reader->pack, name);
		const struct form *of = pack_form_of_field(reader->pack, name);

		if (!field)
			continue;
		if (field->is_private)
			problem(reader, place->file, place->line, "depends", _("the private field \"%s\" cannot be compared"), name);
		else if (!(field_type_has_value(field->type) || field->type == FIELD_PHOTO) ||
			 (field->parent && field->parent->type == FIELD_REPEAT))
			problem(reader, place->file, place->line, "depends", _("\"%s\" is no single value or photo"), name);
		else if (of == form || of->repeat)
			problem(reader, place->file, place->line, "depends", _("\"%s\" is a field of this form, or of a form that repeats"),
				name);
	}
}

static bool
is_fact(const struct pack *pack, const char *name)
{
	for (size_t i = 0; i < pack->fact_count; i++)
		if (pack->facts[i].name && strcmp(pack->facts[i].name, name) == 0)
			return true;
	return false;
}

/* The name of a deadline stands for its day; every other text is an expression. */
static void
link_due(struct reader *reader, struct expr *due, const struct deadline **deadline)
{
	if (!due->sql || !is_name(due->sql, "", 48))
		return;
	*deadline = pack_deadline(reader->pack, due->sql);
	if (*deadline) {
		free(due->sql);
		due->sql = NULL;
	} else if (!known_field(reader->pack, due->sql) && !is_fact(reader->pack, due->sql)) {
		problem(reader, due->place.file, due->place.line, "due", _("there is no deadline \"%s\" in pack.yaml"), due->sql);
	}
}

/* One slot of a form that repeats is no more there than another: who comes after it could never begin. */
static void
link_after(struct reader *reader, const struct form *form)
{
	for (size_t i = 0; i < form->after.count; i++) {
		const struct form *before = pack_form(reader->pack, form->after.items[i]);

		if (before && before->repeat)
			problem(reader, form->after.place.file, form->after.place.line, "after",
				_("the form \"%s\" repeats: no form can come after one of its slots"), before->name);
	}
}

static void
link_form(struct linker *linker, struct form *form)
{
	struct reader *reader = linker->reader;
	struct pack *pack = reader->pack;

	for (size_t i = 0; i < pack->form_count && &pack->forms[i] != form; i++)
		if (strcmp(pack->forms[i].name, form->name) == 0)
			problem(reader, form->place.file, form->place.line, "form", _("there are two forms \"%s\""), form->name);
	check_names(reader, &form->by, known_role);
	check_names(reader, &form->after, known_form);
	link_after(reader, form);
	check_names(reader, &form->distinct_from, known_form);
	link_blind(reader, form);
	check_names(reader, &form->blind, known_field);
	check_names(reader, &form->shows, known_field);
	link_depends(reader, form);
	link_about(reader, form);
	link_order(reader, form);
	if (leads_to_itself(pack, form))
		problem(reader, form->place.file, form->place.line, "after", _("the forms come after each other in a circle"));
	link_due(reader, &form->due, &form->deadline);
	if (form->of_division && form->due.sql)
		problem(reader, form->due.place.file, form->due.place.line, "due",
			_("a form about a division is due on the day of a deadline, and by its name"));
	form_each_field(form, link_field, linker);
}

struct divisions {
	const struct field *found;
	size_t count;
};

static bool
count_divisions(const struct field *field, void *ctx)
{
	struct divisions *divisions = ctx;

	if (field->type == FIELD_DIVISION) {
		divisions->found = field;
		divisions->count++;
	}
	return true;
}

/* The field that a key of the form which starts buildings names. */
static const struct field *
link_mark(struct reader *reader, const char *key, const char *name)
{
	const struct form *root = reader->pack->root;

	for (size_t i = 0; name && i < root->field_count; i++)
		if (strcmp(root->fields[i].name, name) == 0 && root->fields[i].type == FIELD_TEXT && !root->fields[i].is_private) {
			root->fields[i].by_act = true;
			if (root->fields[i].initial.sql)
				problem(reader, root->fields[i].initial.place.file, root->fields[i].initial.place.line, "default",
					_("what an act of its own fills has no default"));
			return &root->fields[i];
		}
	if (name)
		problem(reader, root->place.file, root->place.line, key,
			_("\"%s\" is no text of this form that stands at its top and is not private"), name);
	return NULL;
}

static void
link_marks(struct reader *reader)
{
	for (size_t i = 0; i < reader->pack->form_count; i++) {
		struct form *form = &reader->pack->forms[i];

		if (form == reader->pack->root) {
			form->batch = link_mark(reader, "batch", form->batch_name);
			form->gone = link_mark(reader, "gone", form->gone_name);
		} else if (form->batch_name || form->gone_name) {
			problem(reader, form->place.file, form->place.line, form->batch_name ? "batch" : "gone",
				_("only the form that starts a building has this key"));
		}
	}
}

static void
link_root(struct reader *reader)
{
	struct pack *pack = reader->pack;
	struct divisions divisions = { 0 };

	if (!pack->root)
		return;
	link_marks(reader);
	for (size_t i = 0; i < pack->root->field_count; i++) {
		struct field *field = &pack->root->fields[i];

		field->calls_house = (field->type == FIELD_TEXT || field->type == FIELD_PERSON) && !field->by_act;
	}
	form_each_field(pack->root, count_divisions, &divisions);
	pack->root_division = divisions.found;
	if (divisions.count != 1 || divisions.found->parent || divisions.found->is_private)
		problem(reader, pack->root->place.file, pack->root->place.line, "fields",
			_("the form that starts a building needs exactly one field of type division, at the top and not private"));
	if (pack->root->of_division)
		problem(reader, pack->root->place.file, pack->root->place.line, "about",
			_("the form that starts a building is about no division"));
	if (pack->root->repeat)
		problem(reader, pack->root->place.file, pack->root->place.line, "repeat",
			_("the form that starts a building cannot repeat"));
}

/* The forms that a chain covers: those of its list, or the one repeat form that it is over. */
static void
link_covers(struct reader *reader, struct chain *chain)
{
	const struct place *place = &chain->place;

	check_names(reader, &chain->covers, known_form);
	for (size_t i = 0; i < chain->covers.count; i++) {
		const struct form *form = pack_form(reader->pack, chain->covers.items[i]);

		if (form && form->repeat)
			problem(reader, chain->covers.place.file, chain->covers.place.line, "covers",
				_("the repeat form \"%s\" is covered by a chain of its own (each)"), form->name);
	}
	if (!chain->each_name)
		return;
	chain->each = pack_form(reader->pack, chain->each_name);
	if (!chain->each || !chain->each->repeat) {
		problem(reader, place->file, place->line, "each", _("there is no repeat form \"%s\""), chain->each_name);
		return;
	}
	chain->covers = (struct names){ .items = mem_array(1, sizeof(char *)), .count = 1, .place = *place };
	chain->covers.items[0] = mem_strdup(chain->each_name);
}

static void
link_summary(struct reader *reader, struct chain *chain)
{
	const struct form *form;

	if (!chain->summary_name)
		return;
	chain->summary = pack_field(reader->pack, chain->summary_name);
	form = pack_form_of_field(reader->pack, chain->summary_name);
	if (!chain->summary || chain->summary->type != FIELD_SELECT_ONE || chain->summary->is_private ||
	    (chain->summary->parent && chain->summary->parent->type == FIELD_REPEAT))
		problem(reader, chain->place.file, chain->place.line, "summary",
			_("the field \"%s\" must be a select_one that is not private"), chain->summary_name);
	else if (!names_has(&chain->covers, form->name))
		problem(reader, chain->place.file, chain->place.line, "summary", _("the field \"%s\" is in no form of the chain"),
			chain->summary_name);
}

/* Who signed must be told from who wrote, so of a form with many slots only in the one that is signed. */
static void
check_distinct(struct reader *reader, const struct names *names, const struct form *but)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct form *form = pack_form(reader->pack, names->items[i]);

		if (form && form->repeat && form != but)
			problem(reader, names->place.file, names->place.line, "distinct_from",
				_("the form \"%s\" repeats: it has many authors"), form->name);
	}
}

static void
link_chain(struct reader *reader, struct chain *chain)
{
	struct pack *pack = reader->pack;

	if (pack_chain(pack, chain->name) != chain)
		problem(reader, chain->place.file, chain->place.line, "chain", _("there are two chains \"%s\""), chain->name);
	link_covers(reader, chain);
	link_summary(reader, chain);
	for (size_t i = 0; i < chain->level_count; i++) {
		const struct level *level = &chain->levels[i];

		check_names(reader, &level->by, known_role);
		check_names(reader, &level->distinct_from, known_form);
		check_distinct(reader, &level->distinct_from, chain->each);
		link_due(reader, &chain->levels[i].due, &chain->levels[i].deadline);
		if (chain_level(chain, level->name) != level)
			problem(reader, level->place.file, level->place.line, "level", _("there are two levels \"%s\""), level->name);
	}
	for (size_t i = 0; i < chain->error_count; i++) {
		int kind = chain->errors[i].kind;

		if (kind < 1 || kind > 6 || chain_error(chain, kind) != &chain->errors[i])
			problem(reader, chain->place.file, chain->place.line, "errors",
				_("each kind of error is a number of its own from 1 to 6"));
	}
}

static void
link_chains(struct reader *reader)
{
	struct pack *pack = reader->pack;

	check_names(reader, &pack->readers, known_role);
	check_names(reader, &pack->acts_epoch, known_role);
	check_names(reader, &pack->acts_decision, known_role);
	check_names(reader, &pack->acts_manifest, known_role);
	for (size_t i = 0; i < pack->chain_count; i++)
		link_chain(reader, &pack->chains[i]);
	for (size_t i = 0; i < pack->form_count; i++)
		check_distinct(reader, &pack->forms[i].distinct_from, NULL);
	for (size_t i = 0; i < pack->case_count; i++) {
		struct pack_case *link = &pack->cases[i];

		check_names(reader, &link->of, known_form);
		check_names(reader, &link->same, known_field);
		link_case(reader, link);
	}
	if (pack->chain_count && pack->chains[0].each)
		problem(reader, pack->chains[0].place.file, pack->chains[0].place.line, "each",
			_("the first chain covers a list of forms: lists and reports count its levels"));
}

static void
link_rules(struct reader *reader)
{
	struct pack *pack = reader->pack;

	for (size_t i = 0; i < pack->rule_count; i++) {
		struct rule *rule = &pack->rules[i];

		rule->form = pack_form(pack, rule->form_name);
		if (!rule->form)
			problem(reader, rule->place.file, rule->place.line, "form", _("there is no form \"%s\""), rule->form_name);
		if (pack_rule(pack, rule->id) != rule)
			problem(reader, rule->place.file, rule->place.line, "rule", _("there are two rules \"%s\""), rule->id);
		check_names(reader, &rule->fields, known_field);
	}
}

/* The list of what may be said for a warning. */
static void
link_reasons(struct reader *reader)
{
	struct pack *pack = reader->pack;

	pack->reasons = pack->reasons_name ? pack_list(pack, pack->reasons_name) : NULL;
	if (pack->reasons_name && !pack->reasons)
		problem(reader, pack->reasons_place.file, pack->reasons_place.line, "reasons", _("there is no list \"%s\" in lists.yaml"),
			pack->reasons_name);
	if (pack->reasons && !pack->reasons->choice_count)
		problem(reader, pack->reasons->place.file, pack->reasons->place.line, "choices",
			_("a list of reasons needs a choice: without one every warning would stand in the way for ever"));
	for (size_t i = 0; pack->reasons && i < pack->reasons->column_count; i++)
		if (strcmp(pack->reasons->columns[i].name, "words") == 0 && pack->reasons->columns[i].type != COLUMN_INTEGER)
			problem(reader, pack->reasons->place.file, pack->reasons->place.line, "columns",
				_("the column \"words\" is an integer: 1 where words are wanted beside the choice"));
}

void
link_pack(struct reader *reader)
{
	struct linker linker = { .reader = reader };
	struct pack *pack = reader->pack;

	for (size_t i = 0; i < pack->form_count; i++)
		link_form(&linker, &pack->forms[i]);
	for (size_t i = 0; i < pack->fact_count; i++)
		use_name(&linker, pack->facts[i].name, pack->facts[i].place);
	for (size_t i = 0; i < pack->list_count; i++)
		if (pack_list(pack, pack->lists[i].name) != &pack->lists[i])
			problem(reader, pack->lists[i].place.file, pack->lists[i].place.line, "list", _("there are two lists \"%s\""),
				pack->lists[i].name);
	for (size_t i = 0; i < pack->table_count; i++)
		if (pack_table(pack, pack->tables[i].name) != &pack->tables[i])
			problem(reader, pack->tables[i].place.file, pack->tables[i].place.line, "table", _("there are two tables \"%s\""),
				pack->tables[i].name);
	link_root(reader);
	link_chains(reader);
	for (size_t i = 0; i < pack->fact_count; i++)
		link_fact(reader, &pack->facts[i]);
	link_rules(reader);
	link_reasons(reader);
	link_manifest(reader);
	link_hamlets(reader);
	link_quality(reader);
	link_draw(reader);
	link_tally(reader);
	link_reports(reader);
	link_offices(reader);
	link_divisions(reader);
	link_from(reader);
	link_papers(reader);
	free(linker.uses);
	textmap_release(&linker.index);
}
