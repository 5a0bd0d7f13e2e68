#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "eval/compile.h"

/* What the answers of expressions may not be or tell, which only shows once all of a pack are compiled. */

/* ---- answers that the pack alone decides */

/* Does nothing else than the pack decide its answer? */
static bool
is_known(const struct compiled *compiled)
{
	return compiled && compiled->stmt && !compiled->read_count && !compiled->reads_fact && !compiled->reads_photos &&
	       !compiled->reads_slots && !compiled->reads_day;
}

/* Asks an expression whose answer is known. The statement stands on its row; NULL: there is none, and why has been said. The caller finalizes. */
static sqlite3_stmt *
ask_known(struct compiling *compiling, const struct expr *expr)
{
	struct eval *eval = compiling->eval;
	struct compiled reads = { .expr = expr };
	struct buf sql = { 0 };
	sqlite3_stmt *alone = NULL;

	buf_printf(&sql, "SELECT (%s\n)", expr->sql);
	compiling->into = &reads;
	if (eval_expr_prepare(compiling, expr, buf_text(&sql), &alone)) {
		int code;

		eval->asking = true; /* a runaway expression is stopped */
		code = sqlite3_step(alone);
		eval->asking = false;
		if (code != SQLITE_ROW) {
			eval_expr_bad(compiling, &expr->place, _("its answer cannot be worked out"));
			sqlite3_finalize(alone);
			alone = NULL;
		}
	}
	compiling->into = NULL;
	free(reads.reads);
	buf_release(&sql);
	return alone;
}

/* Refuses a default that reads nothing, so that its answer is known, where that does not fit the field. */
static void
check_default(struct compiling *compiling, const struct field *field)
{
	bool whole = field->type == FIELD_INTEGER || field->type == FIELD_YEAR;
	sqlite3_stmt *alone;

	if (!is_known(eval_compiled_of(compiling->eval, &field->initial)) || (!whole && field->type != FIELD_DECIMAL))
		return;
	alone = ask_known(compiling, &field->initial);
	if (alone && !eval_column_fits(alone, 0, field->type))
		eval_expr_bad(compiling, &field->initial.place,
			      whole ? _("a default of this field is a whole number") : _("a default of this field is a number"));
	sqlite3_finalize(alone);
}

/* ---- what a signature sums up */

struct visiting {
	struct compiling *compiling;
	const struct field **seen;
	size_t count, cap;
};

static bool
was_seen(const struct visiting *visiting, const struct field *field)
{
	for (size_t i = 0; i < visiting->count; i++)
		if (visiting->seen[i] == field)
			return true;
	return false;
}

/* Notes the fields that an expression reads. */
static void
visit_reads(struct visiting *visiting, const struct expr *expr)
{
	const struct compiled *compiled = eval_compiled_of(visiting->compiling->eval, expr);

	for (size_t i = 0; compiled && i < compiled->read_count; i++) {
		if (was_seen(visiting, compiled->reads[i]))
			continue;
		MEM_GROW(visiting->seen, visiting->count, visiting->cap);
		visiting->seen[visiting->count++] = compiled->reads[i];
	}
}

static bool
is_choice(const struct field *field)
{
	return field->type == FIELD_SELECT_ONE || field->type == FIELD_SELECT_MULTIPLE || field->type == FIELD_BOOLEAN;
}

/* Refuses a default of a choice that decides what a chain sums up, and one taken over from another house: that is a judgement, which nobody would have
 * made. */
static void
check_judgements(struct compiling *compiling, const struct chain *chain)
{
	struct visiting visiting = { .compiling = compiling };

	if (chain->summary) {
		MEM_GROW(visiting.seen, visiting.count, visiting.cap);
		visiting.seen[visiting.count++] = chain->summary;
	}
	for (size_t i = 0; i < visiting.count; i++) {
		const struct field *field = visiting.seen[i];

		if (field->initial.sql && is_choice(field))
			eval_expr_bad(compiling, &field->initial.place,
				      _("what is signed follows from this choice, so a person makes it: it has no default"));
		if (field->carry && is_choice(field))
			eval_expr_bad(compiling, &field->place,
				      _("what is signed follows from this choice, so a person makes it at each house: it is not carried"));
		visit_reads(&visiting, &field->calculation);
		for (const struct field *at = field; at; at = at->parent)
			visit_reads(&visiting, &at->relevant);
	}
	free(visiting.seen);
}

/* ---- days by which something must stand */

/* Refuses a day that cannot be one, where nothing else than the pack decides it, and one that tells what somebody must not know: days are shown to
 * everybody. But what a case asks for is danger, of which nobody is kept in the dark: its acts and their days are seen by all. */
static void
check_day(struct compiling *compiling, const struct expr *due, bool of_case)
{
	const struct pack *pack = compiling->eval->pack;

	for (size_t i = 0; i < pack->form_count && !of_case; i++) {
		struct buf why = { 0 };

		if (!eval_expr_tells(compiling->eval, &pack->forms[i], due))
			continue;
		buf_printf(&why, _("it tells what the author of \"%s\" must not see; everybody sees this day"), pack->forms[i].name);
		eval_expr_bad(compiling, &due->place, buf_text(&why));
		buf_release(&why);
	}
	if (is_known(eval_compiled_of(compiling->eval, due))) {
		sqlite3_stmt *alone = ask_known(compiling, due);
		int type = alone ? sqlite3_column_type(alone, 0) : SQLITE_NULL; /* NULL: by no day */

		if (type != SQLITE_NULL && (type != SQLITE_TEXT || clock_days((const char *)sqlite3_column_text(alone, 0)) == INT64_MIN))
			eval_expr_bad(compiling, &due->place, _("its answer is no day such as '2022-09-25'"));
		sqlite3_finalize(alone);
	}
}

static bool
is_of_case(const struct pack *pack, const struct form *form)
{
	for (size_t i = 0; i < pack->case_count; i++)
		if (case_has_form(&pack->cases[i], form))
			return true;
	return false;
}

/* ---- the whole pack */

static bool
check_field(const struct field *field, void *ctx)
{
	check_default(ctx, field);
	return true;
}

void
eval_check_answers(struct compiling *compiling)
{
	const struct pack *pack = compiling->eval->pack;

	for (size_t i = 0; i < pack->form_count; i++) {
		form_each_field(&pack->forms[i], check_field, compiling);
		check_day(compiling, &pack->forms[i].due, is_of_case(pack, &pack->forms[i]));
	}
	for (size_t c = 0; c < pack->chain_count; c++) {
		check_judgements(compiling, &pack->chains[c]);
		for (size_t i = 0; i < pack->chains[c].level_count; i++)
			check_day(compiling, &pack->chains[c].levels[i].due, is_of_case(pack, pack->chains[c].each));
	}
}

/* ---- answers that no other pack changes */

/* Does the word begin there, and end there too? */
static bool
is_word_at(const char *text, const char *word)
{
	size_t len = strlen(word);

	return strncasecmp(text, word, len) == 0 && !isalnum((unsigned char)text[len]) && text[len] != '_';
}

/* Lists, tables and rows are read by a query alone, deadlines by their function. */
bool
eval_reads_answers_alone(const struct eval *eval, const struct expr *expr)
{
	const struct compiled *compiled = expr->sql ? eval_compiled_of(eval, expr) : NULL;

	if (!expr->sql)
		return true;
	if (!compiled || compiled->reads_fact || compiled->reads_photos || compiled->reads_slots)
		return false;
	for (const char *at = expr->sql; *at; at++)
		if (is_word_at(at, "select") || is_word_at(at, "deadline"))
			return false;
	return true;
}
