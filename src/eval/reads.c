#include "eval/compile.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/parts/register_names.h"

/* What an expression may do is asked while it is prepared: only reading, only the tables and functions of doc/pack-format. What it
 * reads is known the same way: a read that SQLite asks about outside of our views is the expression's own. */

static const struct fact *
fact_named(const struct pack *pack, const char *name)
{
	for (size_t i = 0; i < pack->fact_count; i++)
		if (strcmp(pack->facts[i].name, name) == 0)
			return &pack->facts[i];
	return NULL;
}

static void
add_read(struct compiled *into, const struct field *field)
{
	for (size_t i = 0; i < into->read_count; i++)
		if (into->reads[i] == field)
			return;
	MEM_GROW(into->reads, into->read_count, into->read_cap);
	into->reads[into->read_count++] = field;
}

/* Of a form that repeats one slot is loaded, when its own expressions are asked: nobody else reads that. */
static void
note_slot(struct compiling *compiling, const struct field *field)
{
	const struct form *of = pack_form_of_field(compiling->eval->pack, field->name);

	if (of && of->repeat && of != compiling->form && !compiling->into->reads_slot)
		compiling->into->reads_slot = field;
}

static void
note_field(struct compiled *into, const struct field *field)
{
	add_read(into, field);
	into->reads_private |= field->is_private;
}

/* Facts are prepared in their order, and before all else: one that is not yet stands below. What is wrong with a fact is said
 * there and not again here. */
static bool
note_fact(struct compiling *compiling, const struct fact *fact)
{
	const struct eval *eval = compiling->eval;

	for (size_t i = 0; i < eval->count; i++) {
		const struct compiled *from = &eval->compiled[i];

		if (from->expr != &fact->calculation || !from->tried || from == compiling->into)
			continue;
		compiling->into->reads_fact = true;
		if (compiling->into->fact_layer <= from->fact_layer)
			compiling->into->fact_layer = from->fact_layer + 1;
		for (size_t r = 0; r < from->read_count; r++)
			add_read(compiling->into, from->reads[r]);
		return true;
	}
	buf_printf(&compiling->denied, _("it reads the fact \"%s\", which must stand above it"), fact->name);
	return false;
}

/* A form about a division knows its own fields and no building; no building knows any of them. */
static bool
note_field_of_other(struct compiling *compiling, const struct field *field, const char *name)
{
	const struct form *of = field ? pack_form_of_field(compiling->eval->pack, field->name) : NULL;

	if (compiling->about && of != compiling->about)
		buf_printf(&compiling->denied,
			   _("it reads \"%s\": a form about a division reads its own fields, division, lists and tables alone"), name);
	else if (!compiling->about && of && of->of_division)
		buf_printf(&compiling->denied, _("it reads \"%s\" of a form about a division, which no building has"), name);
	else
		return false;
	return true;
}

static bool
note_column(struct compiling *compiling, const char *name)
{
	const struct pack *pack = compiling->eval->pack;
	const struct field *field = pack_field(pack, name);
	const struct fact *fact = fact_named(pack, name);

	if (!*name || (compiling->about && strcmp(name, "division") == 0))
		return true; /* the row alone; where it is asked */
	if (note_field_of_other(compiling, field, name))
		return false;
	if (fact)
		return note_fact(compiling, fact);
	if (field) {
		note_slot(compiling, field);
		note_field(compiling->into, field);
		return true;
	}
	buf_printf(&compiling->denied, _("it names \"%s\", which is no field, no fact and no column"), name);
	return false;
}

/* A view of which only the rows are asked comes as the tables behind it; guard_text lets nobody else name these. */
static const char *
view_of(const char *table, const char *column)
{
	if (*column)
		return table;
	if (strcmp(table, "building") == 0 || strcmp(table, "fact") == 0)
		return "b";
	if (strcmp(table, "photo_of") == 0)
		return "photos";
	if (strncmp(table, SLOTS_PREFIX, strlen(SLOTS_PREFIX)) == 0)
		return table + strlen(SLOTS_PREFIX);
	return strncmp(table, VALUE_PREFIX, strlen(VALUE_PREFIX)) == 0 ? table + strlen(VALUE_PREFIX) : table;
}

/* A column of the slots of a form that repeats, each with its own values. */
static bool
note_slots(struct compiling *compiling, const char *column)
{
	const struct field *field = pack_field(compiling->eval->pack, column);

	compiling->into->reads_slots = true;
	if (field)
		note_field(compiling->into, field);
	return true;
}

static bool
note_table(struct compiling *compiling, const char *asked, const char *column)
{
	const struct pack *pack = compiling->eval->pack;
	const char *table = view_of(asked, column);
	const struct field *repeat = pack_field(pack, table);
	const struct form *form = pack_form(pack, table);

	if (form && form->repeat && form->of_division && (table == asked || strncmp(asked, SLOTS_PREFIX, strlen(SLOTS_PREFIX)) == 0)) {
		buf_printf(&compiling->denied, _("it reads \"%s\" of a form about a division, which no building has"), table);
		return false;
	}
	if (compiling->about &&
	    (strcmp(table, "photos") == 0 || (form && form->repeat && strncmp(asked, VALUE_PREFIX, strlen(VALUE_PREFIX)) != 0)))
		return !note_field_of_other(compiling, NULL, table);
	if (form && form->repeat && (table == asked || strncmp(asked, SLOTS_PREFIX, strlen(SLOTS_PREFIX)) == 0))
		return note_slots(compiling, column);
	if (strcmp(table, "b") == 0 || (table != asked && form))
		return note_column(compiling, column);
	if (strcmp(table, "photos") == 0) {
		compiling->into->reads_photos = true;
		compiling->into->reads_elsewhere |= strcmp(column, "elsewhere") == 0;
		return true;
	}
	if (repeat && repeat->type == FIELD_REPEAT) {
		if (note_field_of_other(compiling, repeat, table))
			return false;
		note_slot(compiling, repeat);
		note_field(compiling->into, repeat);
		return strcmp(column, "row") == 0 || note_column(compiling, column);
	}
	if (strcmp(table, "divisions") == 0 || register_is_of_pack(pack, table))
		return true;
	buf_printf(
		&compiling->denied,
		_("it reads the table \"%s\", which is no repeat, no form that repeats, no list or table of the pack, divisions or photos"),
		table);
	return false;
}

/* `view` is the view that SQLite is looking into: always one of ours, since an expression has no WITH. */
int
eval_authorize(void *ctx, int action, const char *first, const char *second, const char *database, const char *view)
{
	struct compiling *compiling = ctx;

	(void)database;
	if (!compiling->into)
		return SQLITE_OK;
	buf_clear(&compiling->denied);
	switch (action) {
	case SQLITE_SELECT:
		return SQLITE_OK;
	case SQLITE_READ:
		return view || note_table(compiling, first, second) ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_FUNCTION:
		if (strcmp(second, "today") == 0 || strcmp(second, "id_ok") == 0)
			compiling->into->reads_day = strcmp(second, "today") == 0 ? "today" : "id_ok";
		if (register_function_allowed(second) || (view && strcmp(second, SEALED_DAY_FUNCTION) == 0))
			return SQLITE_OK;
		buf_printf(&compiling->denied, _("it calls %s(), which expressions may not call"), second);
		return SQLITE_DENY;
	default:
		buf_text_add(&compiling->denied, _("an expression only computes a value"));
		return SQLITE_DENY;
	}
}
