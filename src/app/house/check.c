#include "app/house/check.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "form/check.h"
#include "store/dossier.h"

struct form_checking {
	const struct form_check *check;
	size_t count;
};

static void
report(struct form_checking *checking, const struct form_problem *problem)
{
	checking->count++;
	checking->check->problem(problem, checking->check->ctx);
}

static void
on_value(const struct value_problem *problem, void *ctx)
{
	report(ctx, &(struct form_problem){ FORM_WRONG, problem->field, problem->name, 0, NULL, problem->text });
}

static void
on_problem(const struct eval_problem *problem, void *ctx)
{
	enum form_problem_kind kind = problem->problem == PROBLEM_REQUIRED ? FORM_MISSING : FORM_WRONG;

	report(ctx, &(struct form_problem){ kind, problem->field, problem->field->name, problem->row, NULL, problem->text });
}

static void
on_finding(const struct eval_finding *finding, void *ctx)
{
	const struct rule *rule = finding->rule;
	enum form_problem_kind kind = rule->level == RULE_ERROR ? FORM_RULE : FORM_WARNING;

	if (finding->kind != FINDING_NOT_JUDGED && rule->level != RULE_INFO)
		report(ctx, &(struct form_problem){ kind, NULL, NULL, 0, rule, label_text(&rule->message, _("en")) });
}

void
house_check_form(struct app *app, const struct form_check *check)
{
	struct form_checking checking = { .check = check };
	struct store *store = app_store(app);
	struct eval *eval = store_eval(store);
	char today[11];

	clock_date(clock_now_unix(), today);
	if (form_check_values(app_pack(app), check->form, check->values, true, on_value, &checking))
		return; /* values of another shape cannot be loaded */
	if (check->dossier)
		dossier_load_eval(store, check->dossier, check->form->name, today);
	else
		eval_clear(eval, today);
	eval_complete(eval, check->form, check->values, true, check->photos, check->photo_count);
	if (check->completed)
		check->completed(check->ctx);
	eval_check_form(eval, check->form, _("en"), on_problem, &checking);
	if (!check->rules_last || checking.count == 0)
		eval_rules(eval, check->form, true, on_finding, &checking);
}
