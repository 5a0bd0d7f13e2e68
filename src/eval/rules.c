#include <string.h>

#include "eval/compile.h"

/* The building rules. */

#define CALCULATED_DEEP 8 /* calculations that read calculations: two fields may name each other */

static bool
field_tells(const struct eval *eval, const struct form *form, const struct field *field, int depth)
{
	const struct compiled *compiled = field->calculation.sql ? eval_compiled_of(eval, &field->calculation) : NULL;

	if (names_has(&form->shows, field->name))
		return eval_form_is_blind(form, field);
	for (size_t i = 0; compiled && depth < CALCULATED_DEEP && i < compiled->read_count; i++)
		if (compiled->reads[i] != field && field_tells(eval, form, compiled->reads[i], depth + 1))
			return true;
	return eval_form_is_blind(form, field);
}

bool
eval_field_tells(const struct eval *eval, const struct form *form, const struct field *field)
{
	return field_tells(eval, form, field, 0);
}

bool
eval_expr_tells(const struct eval *eval, const struct form *form, const struct expr *expr)
{
	const struct compiled *compiled = eval_compiled_of(eval, expr);

	for (size_t i = 0; compiled && i < compiled->read_count; i++)
		if (field_tells(eval, form, compiled->reads[i], 0))
			return true;
	return false;
}

bool
eval_call_tells(const struct eval *eval, const struct form *blind, const struct form *form)
{
	return form != blind && !form->of_division && form->relevant.sql && eval_expr_tells(eval, blind, &form->relevant);
}

bool
eval_question_tells(const struct eval *eval, const struct form *blind, const struct field *field)
{
	for (; field; field = field->parent)
		if (field->relevant.sql && eval_expr_tells(eval, blind, &field->relevant))
			return true;
	return false;
}

struct telling_search {
	const struct eval *eval;
	const struct form *form;
	bool found;
};

static bool
look_for_telling(const struct field *field, void *ctx)
{
	struct telling_search *search = ctx;

	search->found = eval_field_tells(search->eval, search->form, field);
	return !search->found;
}

/* Whether a value of the field may stand tells of what its expressions read. */
static bool
look_for_telling_limit(const struct field *field, void *ctx)
{
	struct telling_search *search = ctx;

	search->found = eval_expr_tells(search->eval, search->form, &field->relevant) ||
			eval_expr_tells(search->eval, search->form, &field->constraint) ||
			eval_expr_tells(search->eval, search->form, &field->choices);
	return !search->found && look_for_telling(field, ctx);
}

bool
eval_rule_tells(const struct eval *eval, const struct form *form, const struct rule *rule)
{
	struct telling_search search = { eval, form, false };

	if (strcmp(rule->id, RULE_LIMITS) == 0) /* it may speak of any field of its form */
		form_each_field(rule->form, look_for_telling_limit, &search);
	for (size_t i = 0; i < rule->fields.count && !search.found; i++) { /* of a rule over the county, which is no expression */
		const struct field *field = pack_field(eval->pack, rule->fields.items[i]);

		if (field)
			look_for_telling(field, &search);
	}
	return search.found || eval_expr_tells(eval, form, &rule->when) || eval_expr_tells(eval, form, &rule->expr);
}

/* Is the field calculated from another one, or from a row of it? */
static bool
follows(const struct eval *eval, const struct field *field, const char *from, int depth)
{
	const struct compiled *compiled = field->calculation.sql ? eval_compiled_of(eval, &field->calculation) : NULL;

	for (size_t i = 0; compiled && depth < CALCULATED_DEEP && i < compiled->read_count; i++) {
		const struct field *read = compiled->reads[i];

		if (strcmp(read->name, from) == 0 || (read->parent && strcmp(read->parent->name, from) == 0) ||
		    (read != field && follows(eval, read, from, depth + 1)))
			return true;
	}
	return false;
}

static bool
reads_field(const struct eval *eval, const struct expr *expr, const struct field *field)
{
	const struct compiled *compiled = expr->sql ? eval_compiled_of(eval, expr) : NULL;

	for (size_t i = 0; compiled && i < compiled->read_count; i++)
		if (compiled->reads[i] == field)
			return true;
	return false;
}

bool
eval_rule_is_about(const struct eval *eval, const struct rule *rule, const struct field *field)
{
	bool is = names_has(&rule->fields, field->name);

	if (is || !field->kind || rule->kind != field->kind)
		return is;
	is = reads_field(eval, &rule->when, field) || reads_field(eval, &rule->expr, field);
	for (size_t i = 0; i < rule->fields.count && !is; i++)
		is = follows(eval, field, rule->fields.items[i], 0);
	return is;
}

/* Judges one rule; true: it is found wrong or cannot be judged. A NULL is silent; an expression that fails must not pass for one, and neither must the
 * day of a sealed photo. */
static bool
judge(struct eval *eval, const struct rule *rule, enum finding_kind *kind)
{
	enum answer when = ANSWER_TRUE, wrong;

	*kind = FINDING_NOT_JUDGED;
	eval->met_sealed = false;
	if (eval_reads_closed(eval, &rule->when) || eval_reads_closed(eval, &rule->expr))
		return true;
	if (rule->when.sql)
		when = eval_ask(eval, &rule->when, 0);
	if (when != ANSWER_TRUE)
		return when == ANSWER_FAILED || eval->met_sealed;
	wrong = eval_ask(eval, &rule->expr, 0);
	if (wrong == ANSWER_TRUE)
		*kind = FINDING_FIRES;
	return wrong == ANSWER_TRUE || wrong == ANSWER_FAILED || eval->met_sealed;
}

bool
eval_rule_fires(struct eval *eval, const struct rule *rule)
{
	enum finding_kind kind;

	return judge(eval, rule, &kind) && kind == FINDING_FIRES;
}

bool
eval_rule_reads_private(const struct eval *eval, const struct rule *rule)
{
	const struct compiled *when = eval_compiled_of(eval, &rule->when), *expr = eval_compiled_of(eval, &rule->expr);

	return (when && when->reads_private) || (expr && expr->reads_private);
}

bool
eval_rule_reads_elsewhere(const struct eval *eval, const struct rule *rule)
{
	const struct compiled *when = eval_compiled_of(eval, &rule->when), *expr = eval_compiled_of(eval, &rule->expr);

	return (when && when->reads_elsewhere) || (expr && expr->reads_elsewhere);
}

/* ---- all rules of a form at once */

static void
bunch_rules(struct eval *eval, const struct form *form, struct bunch *bunch)
{
	struct buf columns = { 0 };

	for (size_t i = 0; i < eval->pack->rule_count && bunch->count < BUNCH_MOST; i++) {
		const struct rule *rule = &eval->pack->rules[i];
		const struct compiled *when = eval_compiled_of(eval, &rule->when), *expr = eval_compiled_of(eval, &rule->expr);

		if (rule->county || rule->form != form || !expr || eval_rule_reads_private(eval, rule))
			continue;
		/* The line ends close comments. */
		buf_printf(&columns, "%sCASE WHEN (%s\n) THEN (%s\n) END", bunch->count ? ", " : "", when ? rule->when.sql : "1",
			   rule->expr.sql);
		eval_bunch_add(bunch, rule, expr);
		bunch->reads_fact |= when && when->reads_fact;
	}
	eval_bunch_prepare(eval, bunch, buf_text(&columns));
	buf_release(&columns);
}

/* Which rules of the bunch fire, one each; NULL: each must be asked alone. */
static const struct bunch *
ask_all(struct eval *eval, const struct form *form, bool fires[BUNCH_MOST])
{
	struct bunch *bunch = &eval->rules[form - eval->pack->forms];

	if (!bunch->made)
		bunch_rules(eval, form, bunch);
	eval->met_sealed = false;
	if (!eval_bunch_ask(eval, bunch))
		return NULL;
	if (eval->met_sealed) { /* by which of them, each says alone */
		eval_bunch_reset(bunch);
		return NULL;
	}
	for (size_t i = 0; i < bunch->count; i++)
		fires[i] = sqlite3_column_double(bunch->stmt, (int)i) != 0; /* NULL is 0 */
	eval_bunch_reset(bunch);
	return bunch;
}

/* Is the rule left out while the form is filled? One that reads what the form is blind to would tell it; and of a form that is blind to others' answers,
 * what is mended in another form is no fault of its author's answer. */
static bool
waits_for_signature(const struct eval *eval, const struct form *form, const struct rule *rule)
{
	return (form->blind.count && pack_rule_mends(eval->pack, rule) != form) || eval_expr_tells(eval, form, &rule->when) ||
	       eval_expr_tells(eval, form, &rule->expr);
}

size_t
eval_rules(struct eval *eval, const struct form *form, bool while_filling, void (*call)(const struct eval_finding *, void *), void *ctx)
{
	bool fires[BUNCH_MOST];
	const struct bunch *answered = form && !while_filling ? ask_all(eval, form, fires) : NULL;
	size_t errors = 0, next = 0;

	for (size_t i = 0; i < eval->pack->rule_count; i++) {
		const struct rule *rule = &eval->pack->rules[i];
		struct eval_finding finding = { .rule = rule };
		bool told;

		if (rule->county || (form && rule->form != form))
			continue;
		if (while_filling && form && waits_for_signature(eval, form, rule))
			continue;
		if (answered && next < answered->count && answered->asked[next] == rule) { /* both in the pack's order */
			told = fires[next++];
			finding.kind = FINDING_FIRES;
		} else {
			told = judge(eval, rule, &finding.kind);
		}
		if (!told)
			continue;
		errors += finding.kind == FINDING_FIRES && rule->level == RULE_ERROR;
		if (call)
			call(&finding, ctx);
	}
	return errors;
}
