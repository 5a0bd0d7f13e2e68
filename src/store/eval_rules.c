#include <string.h>

#include "store/compile.h"

/* The building rules. */

static bool
reads_blind(const struct eval *eval, const struct expr *expr, const struct form *form)
{
	const struct compiled *compiled = compiled_of(eval, expr);

	for (size_t i = 0; compiled && i < compiled->read_count; i++)
		if (form_is_blind(form, compiled->reads[i]))
			return true;
	return false;
}

/* Wrong, fine or not to be said. A NULL is silent; an expression that fails must not pass for one. */
static bool
judge(struct eval *eval, const struct rule *rule, enum finding_kind *kind)
{
	enum answer when = ANSWER_TRUE, wrong;

	*kind = FINDING_NOT_JUDGED;
	if (eval_reads_closed(eval, &rule->when) || eval_reads_closed(eval, &rule->expr))
		return true;
	if (rule->when.sql)
		when = eval_ask(eval, &rule->when, 0);
	if (when != ANSWER_TRUE)
		return when == ANSWER_FAILED;
	wrong = eval_ask(eval, &rule->expr, 0);
	if (wrong == ANSWER_TRUE)
		*kind = FINDING_FIRES;
	return wrong == ANSWER_TRUE || wrong == ANSWER_FAILED;
}

size_t
eval_rules(struct eval *eval, const struct form *form, bool while_filling,
	   void (*call)(const struct eval_finding *, void *), void *ctx)
{
	size_t errors = 0;

	for (size_t i = 0; i < eval->pack->rule_count; i++) {
		const struct rule *rule = &eval->pack->rules[i];
		struct eval_finding finding = { .rule = rule };

		if (rule->county || (form && rule->form != form))
			continue;
		if (while_filling && form && (reads_blind(eval, &rule->when, form) || reads_blind(eval, &rule->expr, form)))
			continue;
		if (!judge(eval, rule, &finding.kind))
			continue;
		errors += finding.kind == FINDING_FIRES && rule->level == RULE_ERROR;
		if (call)
			call(&finding, ctx);
	}
	return errors;
}

bool
eval_rule_reads_private(const struct eval *eval, const struct rule *rule)
{
	const struct compiled *when = compiled_of(eval, &rule->when), *expr = compiled_of(eval, &rule->expr);

	return (when && when->reads_private) || (expr && expr->reads_private);
}
