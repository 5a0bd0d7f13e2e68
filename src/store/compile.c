#include "store/compile.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* What an expression may do is asked while it is prepared: only reading, only the tables and functions of doc/pack-format. The
 * text itself is searched too, since a common table expression may not be told apart from the table behind it. */

enum purity {
	PURE,       /* relevant, bulk.when, facts: no private field, no today() */
	PURE_OWN,   /* calculation: nor a field of another form */
	UNBOUND,    /* constraint, rules */
};

struct compiling {
	struct eval *eval;
	struct compiled *into;
	const char *denied;
	struct buf *problems;
	struct err *err;
	size_t bad;
};

static bool
is_list_table(const struct pack *pack, const char *table)
{
	return strcmp(table, "divisions") == 0 || (strncmp(table, "list_", 5) == 0 && pack_list(pack, table + 5));
}

static void
note_read(struct compiling *compiling, const char *name)
{
	const struct field *field = pack_field(compiling->eval->pack, name);
	struct compiled *into = compiling->into;

	if (!field)
		return;
	for (size_t i = 0; i < into->read_count; i++)
		if (into->reads[i] == field)
			return;
	MEM_GROW(into->reads, into->read_count, into->read_cap);
	into->reads[into->read_count++] = field;
	into->reads_private |= field->is_private;
}

static int
authorize(void *ctx, int action, const char *first, const char *second, const char *database, const char *view)
{
	struct compiling *compiling = ctx;

	(void)database;
	switch (action) {
	case SQLITE_SELECT:
		return SQLITE_OK;
	case SQLITE_READ:
		if (strcmp(first, "b") == 0 || strncmp(first, "value_", 6) == 0) {
			/* Inside the view every column is read; what the expression reads is a column of `b` or of a repeat. */
			if (!view || strcmp(view, "b") != 0)
				note_read(compiling, second);
			return SQLITE_OK;
		}
		if (view || strcmp(first, "building") == 0 || strcmp(first, "fact") == 0 || strcmp(first, "photos_all") == 0 ||
		    strcmp(first, "photo_of") == 0 || is_list_table(compiling->eval->pack, first))
			return SQLITE_OK;
		compiling->denied = _("it reads a table that expressions may not read");
		return SQLITE_DENY;
	case SQLITE_FUNCTION:
		if (strcmp(second, "today") == 0)
			compiling->into->reads_today = true;
		/* The view itself calls lower, hex and substr, which are allowed anyway. */
		if (register_function_allowed(second))
			return SQLITE_OK;
		compiling->denied = _("it calls a function that expressions may not call");
		return SQLITE_DENY;
	default:
		compiling->denied = _("an expression only computes a value");
		return SQLITE_DENY;
	}
}

static bool
names_hidden_table(const char *sql)
{
	static const char *const hidden[] = { "value_", "photo_of", "photos_all", "sqlite_", "pragma", "v_", "p_." };

	for (size_t i = 0; i < ARRAY_LEN(hidden); i++) {
		const char *at = sql;

		while ((at = strcasestr(at, hidden[i]))) {
			if (at == sql || !(isalnum((unsigned char)at[-1]) || at[-1] == '_'))
				return true;
			at++;
		}
	}
	return false;
}

static void
bad(struct compiling *compiling, const struct place *place, const char *why)
{
	if (compiling->bad++ == 0)
		err_set(compiling->err, STATUS_INVALID, "%s:%d: %s: %s", place->file, place->line, place->key, why);
	if (compiling->problems)
		buf_printf(compiling->problems, "%s:%d: %s: %s\n", place->file, place->line, place->key, why);
}

/* What was read against what may be read. */
static void
check_reads(struct compiling *compiling, const struct expr *expr, enum purity purity, const struct form *form)
{
	const struct compiled *into = compiling->into;

	if (purity == UNBOUND)
		return;
	if (into->reads_today)
		bad(compiling, &expr->place, _("it calls today(): the answer would change from day to day"));
	if (into->reads_private)
		bad(compiling, &expr->place, _("it reads a private field, which others cannot read when they verify"));
	for (size_t i = 0; i < into->read_count && purity == PURE_OWN; i++)
		if (pack_form_of_field(compiling->eval->pack, into->reads[i]->name) != form)
			bad(compiling, &expr->place, _("a calculation reads only fields of its own form"));
}

static void
compile(struct compiling *compiling, const struct expr *expr, const struct field *repeat, enum purity purity,
	const struct form *form)
{
	struct eval *eval = compiling->eval;
	struct compiled compiled = { .expr = expr };
	struct buf sql = { 0 };
	const char *tail = NULL;

	if (!expr->sql)
		return;
	if (names_hidden_table(expr->sql)) {
		bad(compiling, &expr->place, _("it names a table that is not for expressions"));
		return;
	}
	buf_text_add(&sql, "SELECT ");
	register_wrap(eval->pack, expr, &sql);
	if (repeat)
		buf_printf(&sql, ", r_.row FROM b JOIN value_%s r_ ON r_.building = b.building ORDER BY r_.row", repeat->name);
	else
		buf_text_add(&sql, " FROM b");
	compiling->into = &compiled;
	compiling->denied = NULL;
	sqlite3_set_authorizer(eval->db, authorize, compiling);
	if (sqlite3_prepare_v3(eval->db, buf_text(&sql), -1, SQLITE_PREPARE_PERSISTENT, &compiled.stmt, &tail) != SQLITE_OK) {
		char *why = mem_strdup(compiling->denied ? compiling->denied : sqlite3_errmsg(eval->db));

		bad(compiling, &expr->place, why);
		free(why);
	} else if (*tail || sqlite3_column_count(compiled.stmt) != (repeat ? 2 : 1)) {
		bad(compiling, &expr->place, _("it must be one expression"));
	} else {
		check_reads(compiling, expr, purity, form);
	}
	sqlite3_set_authorizer(eval->db, NULL, NULL);
	buf_release(&sql);
	MEM_GROW(eval->compiled, eval->count, eval->cap);
	eval->compiled[eval->count++] = compiled;
}

struct of_form {
	struct compiling *compiling;
	const struct form *form;
};

static bool
compile_field(const struct field *field, void *ctx)
{
	struct of_form *of = ctx;
	const struct field *repeat = field->parent && field->parent->type == FIELD_REPEAT ? field->parent : NULL;

	compile(of->compiling, &field->relevant, repeat, PURE, of->form);
	compile(of->compiling, &field->constraint, repeat, UNBOUND, of->form);
	compile(of->compiling, &field->calculation, repeat, PURE_OWN, of->form);
	return true;
}

static int
by_address(const void *a, const void *b)
{
	const struct compiled *left = a, *right = b;

	return (left->expr > right->expr) - (left->expr < right->expr);
}

size_t
compile_pack(struct eval *eval, struct buf *problems, struct err *err)
{
	struct compiling compiling = { .eval = eval, .problems = problems, .err = err };
	const struct pack *pack = eval->pack;

	for (size_t i = 0; i < pack->form_count; i++) {
		struct of_form of = { &compiling, &pack->forms[i] };

		compile(&compiling, &pack->forms[i].relevant, NULL, PURE, &pack->forms[i]);
		if (!pack->forms[i].repeat)
			form_each_field(&pack->forms[i], compile_field, &of);
	}
	for (size_t i = 0; i < pack->level_count; i++)
		compile(&compiling, &pack->levels[i].bulk_when, NULL, PURE, NULL);
	for (size_t i = 0; i < pack->fact_count; i++)
		compile(&compiling, &pack->facts[i].calculation, NULL, PURE, NULL);
	for (size_t i = 0; i < pack->rule_count; i++) {
		if (pack->rules[i].county)
			continue; /* whole queries over the register; not of one building */
		compile(&compiling, &pack->rules[i].when, NULL, UNBOUND, NULL);
		compile(&compiling, &pack->rules[i].expr, NULL, UNBOUND, NULL);
	}
	if (eval->count)
		qsort(eval->compiled, eval->count, sizeof(*eval->compiled), by_address);
	return compiling.bad;
}

const struct compiled *
compiled_of(const struct eval *eval, const struct expr *expr)
{
	struct compiled wanted = { .expr = expr };

	if (!expr->sql || !eval->count)
		return NULL;
	return bsearch(&wanted, eval->compiled, eval->count, sizeof(*eval->compiled), by_address);
}

void
compiled_release(struct eval *eval)
{
	for (size_t i = 0; i < eval->count; i++) {
		sqlite3_finalize(eval->compiled[i].stmt);
		free(eval->compiled[i].reads);
	}
	free(eval->compiled);
}
