#include "eval/compile.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/attr.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"
#include "eval/guard.h"
#include "form/parts/papers.h"
#include "form/parts/register_names.h"

void
eval_expr_bad(struct compiling *compiling, const struct place *place, const char *why)
{
	if (compiling->bad++ == 0)
		err_set(compiling->err, STATUS_INVALID, "%s:%d: %s: %s", place->file, place->line, place->key, why);
	if (compiling->problems)
		visible_printf(compiling->problems, "%s:%d: %s: %s\n", place->file, place->line, place->key, why);
}

/* ---- against what may be read */

static void
check_purity(struct compiling *compiling, const struct expr *expr, enum purity purity, const struct form *form)
{
	const struct compiled *into = compiling->into;
	bool own = !into->reads_fact && !into->reads_photos && !into->reads_slots, everywhere = purity == PURE || purity == PURE_OWN;
	struct buf why = { 0 };

	for (size_t i = 0; i < into->read_count; i++)
		own = own && pack_form_of_field(compiling->eval->pack, into->reads[i]->name) == form;
	if (everywhere && into->reads_day) {
		buf_printf(&why, _("it calls %s(), whose answer changes from day to day"), into->reads_day);
		eval_expr_bad(compiling, &expr->place, buf_text(&why));
	}
	if (purity == OPEN && into->reads_private)
		eval_expr_bad(compiling, &expr->place,
			      _("it reads a private field, and would put what stands there into a field that is not private"));
	if (purity == PRINTED && into->reads_private)
		eval_expr_bad(compiling, &expr->place, _("it reads a private field, and who cannot read it would print another paper"));
	if (everywhere && into->reads_private)
		eval_expr_bad(compiling, &expr->place, _("it reads a private field, which others cannot read when they verify"));
	if (everywhere && into->reads_elsewhere)
		eval_expr_bad(compiling, &expr->place, _("it reads photos.elsewhere, which is not the same in every file"));
	if (purity == PURE_OWN && !own)
		eval_expr_bad(compiling, &expr->place, _("a calculation reads only fields of its own form"));
	buf_release(&why);
}

bool
eval_form_is_blind(const struct form *form, const struct field *field)
{
	for (; field; field = field->parent)
		if (pack_is_blind(form, field->name))
			return true;
	return false;
}

/* `form`: whose expression it is, or NULL. `author`: shown or refused to whom fills it. */
static void
check_reads(struct compiling *compiling, const struct expr *expr, const struct form *form, bool author)
{
	const struct compiled *into = compiling->into;

	for (size_t i = 0; i < into->read_count; i++) {
		const struct field *field = into->reads[i];
		struct buf why = { 0 };

		if (!author || !form || !eval_form_is_blind(form, field))
			continue;
		buf_printf(&why, _("it reads \"%s\", to which this form's author is blind"), field->name);
		eval_expr_bad(compiling, &expr->place, buf_text(&why));
		buf_release(&why);
	}
	if (into->reads_slot) {
		struct buf why = { 0 };

		buf_printf(&why,
			   _("it reads \"%s\" of a form that repeats; only that form's own expressions can: others read the table \"%s\""),
			   into->reads_slot->name, pack_form_of_field(compiling->eval->pack, into->reads_slot->name)->name);
		eval_expr_bad(compiling, &expr->place, buf_text(&why));
		buf_release(&why);
	}
}

/* ---- one expression */

bool
eval_expr_prepare(struct compiling *compiling, const struct expr *expr, const char *sql, sqlite3_stmt **stmt)
{
	struct buf why = { 0 };
	sqlite3 *db = compiling->eval->db;
	int code;

	buf_clear(&compiling->denied);
	code = sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, stmt, NULL);
	if (code == SQLITE_OK)
		return true;
	if (compiling->denied.len)
		buf_text_add(&why, buf_text(&compiling->denied));
	else
		guard_sentence(sqlite3_errmsg(db), &why);
	eval_expr_bad(compiling, &expr->place, buf_text(&why));
	buf_release(&why);
	return false;
}

static bool
is_day_of(const char *name, void *ctx)
{
	const struct pack *pack = ctx;
	const struct field *field = pack_field(pack, name);

	for (size_t i = 0; i < pack->fact_count; i++)
		if (strcmp(pack->facts[i].name, name) == 0)
			return pack->facts[i].type == FACT_DATE;
	return field && field->type == FIELD_DATE;
}

/* A day is compared as the text that it is, so that half a one ('2022-10') would be compared sign by sign. */
static void
look_for_half_day(const struct pack *pack, const char *sql, struct buf *why)
{
	struct buf name = { 0 }, text = { 0 };

	if (guard_find_half_day(sql, is_day_of, (struct pack *)(uintptr_t)pack, &name, &text))
		buf_printf(why, _("it compares \"%s\", a day, with '%s', which is no whole one; write it as 2022-09-16"), buf_text(&name),
			   buf_text(&text));
	buf_release(&name);
	buf_release(&text);
}

bool
eval_constant_wrong(const struct pack *pack, const char *sql, struct buf *why)
{
	struct buf name = { 0 };

	buf_clear(why);
	for (const char *at = strcasestr(sql, "deadline") ? sql : NULL; at && !why->len && (at = guard_find_call(at, "deadline"));) {
		if (!guard_read_text(at, &name))
			buf_text_add(why, _("deadline() takes the name of a deadline in single quotation marks"));
		else if (!pack_deadline(pack, buf_text(&name)))
			buf_printf(why, _("there is no deadline \"%s\" in pack.yaml"), buf_text(&name));
	}
	buf_release(&name);
	if (!why->len)
		look_for_half_day(pack, sql, why);
	return why->len > 0;
}

/* Refuses a call of deadline() that does not name a deadline of the pack as it stands, so that no expression waits for a day that never comes, and half a
 * day beside a whole one. */
static void
check_constants(struct compiling *compiling, const struct expr *expr)
{
	struct buf why = { 0 };

	if (eval_constant_wrong(compiling->eval->pack, expr->sql, &why))
		eval_expr_bad(compiling, &expr->place, buf_text(&why));
	buf_release(&why);
}

/* The tables that an expression is asked over. */
static void
add_tables(struct buf *out, const struct where *where)
{
	buf_text_add(out, "b");
	if (where->repeat)
		buf_printf(out, " JOIN %s", where->repeat->name);
	if (where->list)
		buf_printf(out, " JOIN list_%s", where->list->name);
}

/* Could it be a sum over all rows? Some that cannot are held for one. Looks at every word, and at those in quotation marks, too. */
static bool
may_sum(const char *sql)
{
	static const char *const sums[] = { "avg", "count", "group_concat", "max", "min", "sum", "total" };
	bool within = false; /* a word */

	for (; *sql; sql++) {
		bool begins = !within;

		within = isalnum((unsigned char)*sql) || *sql == '_';
		for (size_t i = 0; i < ARRAY_LEN(sums) && begins && within; i++)
			if ((*sql | 0x20) == *sums[i] && strncasecmp(sql, sums[i], strlen(sums[i])) == 0)
				return true;
	}
	return false;
}

/* Is there one value, and no sum over all rows? Prepares the text as a condition, where a sum cannot stand. The line end closes a comment. */
static bool
is_one_value(struct compiling *compiling, const struct expr *expr, const char *from)
{
	struct buf sql = { 0 };
	sqlite3_stmt *alone = NULL;
	bool is;

	buf_printf(&sql, "SELECT 1 FROM %s WHERE (%s\n)", from, expr->sql);
	is = !may_sum(expr->sql) || eval_expr_prepare(compiling, expr, buf_text(&sql), &alone);
	sqlite3_finalize(alone);
	buf_release(&sql);
	return is;
}

/* The statement that answers it. The line end closes a comment. */
static void
write_query(const struct expr *expr, const struct where *where, const char *from, struct buf *sql)
{
	if (where->list)
		buf_printf(sql, "SELECT list_%s.name FROM %s WHERE (", where->list->name, from);
	else
		buf_text_add(sql, "SELECT (");
	buf_text_add(sql, expr->sql);
	buf_text_add(sql, where->list ? "\n) IS FALSE" : "\n)");
	if (!where->list)
		buf_printf(sql, " FROM %s", from);
	if (where->repeat)
		buf_printf(sql, " %s %s.row = ?1", where->list ? "AND" : "WHERE", where->repeat->name);
}

/* Prepares it, and notes what it reads. */
static void
prepare(struct compiling *compiling, struct compiled *compiled)
{
	const struct expr *expr = compiled->expr;
	const struct where *where = &compiled->where;
	const char *wrong = guard_text(expr->sql);
	struct buf sql = { 0 }, from = { 0 };

	compiled->tried = true;
	if (wrong) {
		eval_expr_bad(compiling, &expr->place, wrong);
		return;
	}
	check_constants(compiling, expr);
	compiling->into = compiled;
	compiling->form = where->form;
	compiling->about = where->about;
	add_tables(&from, where);
	if (is_one_value(compiling, expr, buf_text(&from))) {
		write_query(expr, where, buf_text(&from), &sql);
		if (eval_expr_prepare(compiling, expr, buf_text(&sql), &compiled->stmt)) {
			check_purity(compiling, expr, where->purity, where->form);
			check_reads(compiling, expr, where->form, where->author);
		}
	}
	compiling->into = NULL;
	buf_release(&sql);
	buf_release(&from);
}

/* Notes an expression that the pack gives. */
static void
add(struct eval *eval, const struct expr *expr, struct where where)
{
	if (!expr->sql)
		return;
	MEM_GROW(eval->compiled, eval->count, eval->cap);
	eval->compiled[eval->count++] = (struct compiled){ .expr = expr, .where = where };
}

/* ---- the whole pack */

struct of_form {
	struct eval *eval;
	const struct form *form;
};

static const struct form *
about_of(const struct form *form)
{
	return form && form->of_division ? form : NULL;
}

static bool
add_field(const struct field *field, void *ctx)
{
	struct of_form *of = ctx;
	struct where where = { .form = of->form, .about = about_of(of->form), .author = true };

	if (field->parent && field->parent->type == FIELD_REPEAT)
		where.repeat = field->parent;
	where.purity = PURE;
	add(of->eval, &field->relevant, where);
	where.purity = UNBOUND;
	add(of->eval, &field->constraint, where);
	where.purity = field->is_private ? UNBOUND : OPEN;
	add(of->eval, &field->initial, where);
	where.purity = UNBOUND;
	where.list = field->list;
	add(of->eval, &field->choices, where);
	where.list = NULL;
	where.purity = PURE_OWN;
	add(of->eval, &field->calculation, where);
	return true;
}

static int
by_address(const void *a, const void *b)
{
	const struct compiled *left = a, *right = b;

	return (left->expr > right->expr) - (left->expr < right->expr);
}

static void
add_pack(struct eval *eval)
{
	const struct pack *pack = eval->pack;

	for (size_t i = 0; i < pack->fact_count; i++)
		add(eval, &pack->facts[i].calculation, (struct where){ .purity = PURE });
	for (size_t i = 0; i < pack->form_count; i++) {
		struct of_form of = { eval, &pack->forms[i] };

		add(eval, &pack->forms[i].relevant, (struct where){ .about = about_of(&pack->forms[i]), .purity = PURE });
		add(eval, &pack->forms[i].due, (struct where){ .purity = PURE });
		add(eval, &pack->forms[i].again, (struct where){ .purity = PURE });
		form_each_field(&pack->forms[i], add_field, &of);
	}
	for (size_t c = 0; c < pack->chain_count; c++)
		for (size_t i = 0; i < pack->chains[c].level_count; i++) {
			const struct level *level = &pack->chains[c].levels[i];

			add(eval, &level->bulk_when, (struct where){ .purity = PURE });
			add(eval, &level->due, (struct where){ .purity = PURE, .form = pack->chains[c].each });
		}
	for (size_t c = 0; c < pack->case_count; c++)
		for (size_t i = 0, stages = pack->cases[c].stage_count; i < stages + pack->cases[c].before_end_count; i++) {
			const struct case_stage *stage = i < stages ? &pack->cases[c].stages[i] : &pack->cases[c].before_end[i - stages];

			add(eval, &stage->when, (struct where){ .purity = PURE });
			add(eval, &stage->done, (struct where){ .purity = PURE, .form = stage->form });
		}
	for (size_t p = 0; p < pack->paper_count; p++) {
		const struct pack_paper *paper = &pack->papers[p];

		add(eval, &paper->relevant, (struct where){ .purity = PRINTED, .form = paper->from });
		for (size_t i = 0; i < paper->block_count; i++)
			add(eval, &paper->blocks[i].when, (struct where){ .purity = PRINTED, .form = paper->from });
	}
	for (size_t i = 0; i < pack->rule_count; i++) {
		struct where where = { .form = pack->rules[i].form, .about = about_of(pack->rules[i].form), .purity = UNBOUND };

		if (pack->rules[i].county)
			continue; /* not of one building */
		add(eval, &pack->rules[i].when, where);
		add(eval, &pack->rules[i].expr, where);
	}
}

void
eval_find_expressions(struct eval *eval, struct register_named *named)
{
	add_pack(eval);
	for (size_t i = 0; i < eval->count; i++) {
		const struct list *list = eval->compiled[i].where.list;

		register_note_named(eval->pack, eval->compiled[i].expr->sql, named);
		if (list)
			named->lists[list - eval->pack->lists] = true;
	}
}

size_t
eval_compile_pack(struct eval *eval, bool trusted, struct buf *problems, struct err *err)
{
	struct compiling *compiling = eval->compiling = mem_alloc(sizeof(*compiling));
	size_t count;

	*compiling = (struct compiling){ .eval = eval, .problems = problems, .err = err };
	sqlite3_set_authorizer(eval->db, eval_authorize, compiling);
	/* Facts come first; which of them read others is known once these are prepared. */
	count = trusted ? eval->pack->fact_count : eval->count;
	for (size_t i = 0; i < count; i++)
		prepare(compiling, &eval->compiled[i]);
	if (eval->count)
		qsort(eval->compiled, eval->count, sizeof(*eval->compiled), by_address);
	if (!trusted)
		eval_check_answers(compiling);
	count = compiling->bad;
	*compiling = (struct compiling){ .eval = eval, .denied = compiling->denied };
	return count;
}

const struct compiled *
eval_compiled_of(const struct eval *eval, const struct expr *expr)
{
	struct compiled wanted = { .expr = expr }, *found;

	if (!expr->sql || !eval->count)
		return NULL;
	found = bsearch(&wanted, eval->compiled, eval->count, sizeof(*eval->compiled), by_address);
	if (found && !found->tried)
		prepare(eval->compiling, found);
	return found;
}

void
eval_compiled_release(struct eval *eval)
{
	for (size_t i = 0; i < eval->count; i++) {
		sqlite3_finalize(eval->compiled[i].stmt);
		free(eval->compiled[i].reads);
	}
	free(eval->compiled);
	if (eval->compiling)
		buf_release(&eval->compiling->denied);
	free(eval->compiling);
}
