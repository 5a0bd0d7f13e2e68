#include "app/house/check.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/finding_words.h"
#include "app/house/office.h"
#include "app/house/pick.h"
#include "app/house/returned.h"
#include "app/house/twins.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/visible.h"
#include "form/answer/check.h"
#include "form/place.h"
#include "seal/seal.h"
#include "store/dossier/dossier.h"

const char *
house_division(const struct app *app, const struct dossier *dossier, const struct value *values)
{
	return dossier ? dossier->division : value_get_text(values, app_pack(app)->root_division->name);
}

const struct list *
house_check_reasons(const struct pack *pack, const char *rule)
{
	return strcmp(rule, CHECK_ANSWER) == 0 ? NULL : pack->reasons;
}

struct form_checking {
	const struct form_check *check;
	size_t count;
	const struct eval *eval;
	bool beside;	      /* something is wrong already, and rules that wait for it are not told */
	bool tells_elsewhere; /* a rule of the pack asks about a photo that stands at another house, or refuses it */
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

/* Tells a problem, and where it comes from an expression that asks for today's date also the day that is taken for today: this machine's clock may be
 * wrong, and the answer right. */
static void
report_dated(struct form_checking *checking, struct form_problem problem, bool of_today)
{
	char today[11], *text;

	clock_date(clock_now_unix(), today);
	text = of_today ? mem_printf(_("%s (today is %s here)"), problem.text, today) : mem_strdup(problem.text);
	problem.text = text;
	report(checking, &problem);
	free(text);
}

static void
on_problem(const struct eval_problem *problem, void *ctx)
{
	enum form_problem_kind kind = problem->problem == PROBLEM_REQUIRED	 ? FORM_MISSING
				      : problem->problem == PROBLEM_NOT_RELEVANT ? FORM_UNASKED
										 : FORM_WRONG;

	report_dated(ctx, (struct form_problem){ kind, problem->field, problem->field->name, problem->row, NULL, problem->text },
		     problem->problem == PROBLEM_CONSTRAINT && expr_asks_today(&problem->field->constraint));
}

static void
on_finding(const struct eval_finding *finding, void *ctx)
{
	struct form_checking *checking = ctx;
	const struct form_check *check = checking->check;
	const struct rule *rule = finding->rule;
	enum form_problem_kind kind = rule->level == RULE_ERROR ? FORM_RULE : FORM_WARNING;

	if (checking->beside && (!check->waits || check->waits(rule, check->ctx)))
		return;
	if (finding->kind == FINDING_NOT_JUDGED && check->not_judged)
		check->not_judged(rule, check->ctx);
	if (finding->kind == FINDING_NOT_JUDGED || rule->level == RULE_INFO)
		return;
	checking->tells_elsewhere |= eval_rule_reads_elsewhere(checking->eval, rule);
	report_dated(checking, (struct form_problem){ kind, NULL, NULL, 0, rule, label_text(&rule->message, _("en")) },
		     expr_asks_today(&rule->when) || expr_asks_today(&rule->expr));
}

/* Returns that the form answers want a word on what was done, also where nothing was wrong: one word, for all of them are named. */
static void
ask_for_answer(struct form_checking *checking)
{
	static const struct rule answer = { .id = (char *)(uintptr_t)CHECK_ANSWER, .level = RULE_WARNING };
	const struct form_check *check = checking->check;
	const struct flow_sign *sign;
	struct buf given = { 0 };
	char *text;

	for (size_t i = 0; (sign = house_return_at(check->dossier, check->form, check->slot, i)); i++) {
		const struct flow_step *step = &check->dossier->steps[sign->step];
		const char *reason = value_get_text(&step->step->data, "reason");

		if (house_return_ends(check->dossier, sign, check->form)) {
			struct buf said = { 0 };

			visible_add_line(&said, reason ? reason : "");
			buf_printf(&given, "%s%s", given.len ? _("; ") : "", step->author->name);
			buf_printf(&given, _(": %s"), buf_text(&said));
			buf_release(&said);
		}
	}
	if (given.len) {
		text = mem_printf(_("Given back by %s Say what was done about it."), buf_text(&given));
		report(checking, &(struct form_problem){ FORM_WARNING, NULL, NULL, 0, &answer, text });
		free(text);
	}
	buf_release(&given);
}

/* Did both look again already, and does each stay with his answer? */
static bool
is_left_to_who_signs(const struct dossier *dossier, const struct rule *rule)
{
	for (size_t i = 0; dossier && i < dossier->finding_count; i++)
		if (dossier->findings[i].rule == rule && dossier->findings[i].turn == TURN_CHAIN)
			return true;
	return false;
}

/* Who is right as he answered says so by signing: then the other looks again, once. Takes the text. */
static char *
with_way_out_take(const struct form_check *check, const struct rule *rule, char *text)
{
	char *both;

	if (!names_has(&rule->form->distinct_from, check->form->name) || is_left_to_who_signs(check->dossier, rule))
		return text;
	/* Translators: what was found; a form that another person filled. */
	both = mem_printf(_("%s. If it is right as it stands here, sign it so: \"%s\" is then asked anew."), text,
			  label_text(&rule->form->label, _("en")));
	free(text);
	return both;
}

/* Tells what the checks of other forms find with these answers, and what is mended in this form. */
static void
tell_found(struct app *app, struct form_checking *checking)
{
	const struct form_check *check = checking->check;
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; i < pack->rule_count; i++) {
		const struct rule *rule = &pack->rules[i];
		char *text;

		if (rule->county || rule->level != RULE_ERROR || rule->form == check->form || pack_rule_mends(pack, rule) != check->form ||
		    !dossier_head(check->dossier, rule->form->name) || blind_hides_rule(app, check->dossier, rule) ||
		    !eval_rule_fires(store_eval(app_store(app)), rule))
			continue;
		text = house_finding_words(app, check->dossier, rule, label_text(&rule->message, _("en")), check->form, check->values);
		text = with_way_out_take(check, rule, text);
		report(checking, &(struct form_problem){ FORM_FOUND, NULL, NULL, 0, rule, text });
		free(text);
	}
}

/* ---- persons who are picked */

struct picked_checking {
	struct form_checking *checking;
	struct app *app;
	const char *division;
};

static bool
check_picked(const struct field *field, void *ctx)
{
	struct picked_checking *picked = ctx;
	const struct form_check *check = picked->checking->check;
	const char *names = field->people.count ? value_get_text(check->values, field->name) : NULL;
	char *signed_names = names ? house_people_signed(check->dossier, check->form, check->slot, field) : NULL,
	     *why = names ? house_people_problem(picked->app, field, picked->division, signed_names, names) : NULL;

	if (why)
		report(picked->checking, &(struct form_problem){ FORM_WRONG, field, field->name, 0, NULL, why });
	free(why);
	free(signed_names);
	return true;
}

/* ---- the office that answers */

/* Who signs for an office answers for no other: flow takes no such step. */
static void
check_office(struct app *app, struct form_checking *checking)
{
	const struct form_check *check = checking->check;
	const struct choice *own = house_office_own(app, check->form);
	const struct field *field = check->form->offices.field;
	const char *answer = own ? value_get_text(check->values, field->name) : NULL;
	char *text;

	if (!answer || strcmp(answer, own->name) == 0)
		return;
	text = mem_printf(_("your right is one of \"%s\": you answer for no other"), label_text(&own->label, _("en")));
	report(checking, &(struct form_problem){ FORM_WRONG, field, field->name, 0, NULL, text });
	free(text);
}

/* ---- does the house stand already? */

struct finding_field {
	const struct value *values;
	enum field_type type; /* FIELD_TEXT: a number by which another system knows the house */
	const struct field *found;
};

static bool
find_filled(const struct field *field, void *ctx)
{
	struct finding_field *finding = ctx;
	bool fits = finding->type == FIELD_TEXT ? field_is_number(field) : field->type == finding->type;

	if (fits && !(field->parent && field->parent->type == FIELD_REPEAT) && value_get_text(finding->values, field->name))
		finding->found = field;
	return !finding->found;
}

static const struct field *
filled_field(const struct form_check *check, enum field_type type)
{
	struct finding_field finding = { .values = check->values, .type = type };

	form_each_field(check->form, find_filled, &finding);
	return finding.found;
}

/* Asks at the answers that other houses have whether they are right: a warning that wants a reason. */
static void
ask_about_shared(struct app *app, struct form_checking *checking, const struct twins_ask *ask)
{
	static const struct rule elsewhere = { .id = (char *)(uintptr_t)CHECK_ELSEWHERE, .level = RULE_WARNING };
	const struct field *at;
	char *words = twins_shared_words(app, ask, &at);

	if (words)
		report(checking, &(struct form_problem){ FORM_WARNING, at, NULL, 0, &elsewhere, words });
	secret_free(words);
}

/* Asks at the owner, or the number, of a new house, and at an identity number, whether a house that stands is the same: a warning that wants a
 * reason. */
static void
ask_about_twin(struct app *app, struct form_checking *checking)
{
	static const struct rule twin = { .id = (char *)(uintptr_t)CHECK_TWIN, .level = RULE_WARNING };
	const struct form_check *check = checking->check;
	const struct form *root = app_pack(app)->root;
	const char *village = house_division(app, check->dossier, check->values);
	const struct field *owner, *number, *id = filled_field(check, FIELD_ID_NUMBER), *at;
	struct twins_ask ask = { .village = village, .listing = check->values };
	enum twin_clue clue;
	char *words;

	if (check->form == root) {
		owner = filled_field(check, FIELD_PERSON);
		number = filled_field(check, FIELD_TEXT);
	} else {
		owner = number = NULL;
		ask.listing = check->dossier ? dossier_values(check->dossier, root->name) : NULL;
		ask.form = check->form;
		ask.values = check->values;
	}
	ask.except = check->dossier ? &check->dossier->root : NULL;
	if (village)
		ask_about_shared(app, checking, &ask);
	if (!village || (check->form == root ? check->dossier || !(owner || number) : !id || !check->dossier))
		return;
	ask.twin = check->twin;
	words = twins_words(app, &ask, &clue);
	at = clue == TWIN_NUMBER ? number : clue == TWIN_ID || clue == TWIN_DOORS ? id : owner;
	if (words)
		report(checking, &(struct form_problem){ FORM_WARNING, at, NULL, 0, &twin, words });
	secret_free(words);
}

/* Asks at the first photo that is or looks like another one whether it is the right one: a warning that wants a reason. Where a rule of the pack says that a
 * photo stands at another house nobody asks twice, and where the rules were not judged they come first. */
static void
ask_about_picture(struct app *app, struct form_checking *checking)
{
	static const struct rule picture = { .id = (char *)(uintptr_t)CHECK_PICTURE, .level = RULE_WARNING };
	const struct form_check *check = checking->check;
	size_t i = 0;
	int row = 0;

	while (check->pictures && i < check->photo_count &&
	       (!check->pictures[i] || (checking->tells_elsewhere && check->photos[i].elsewhere)))
		i++;
	if (check->pictures && i < check->photo_count) {
		const struct field *field = field_place_find(app_pack(app), check->photos[i].field, &row);

		report(checking, &(struct form_problem){ FORM_WARNING, field, NULL, row, &picture, check->pictures[i] });
	}
}

/* ---- passphrases */

/* Refuses an answer with a passphrase of this program in it: a form asks for none, and who typed one there would sign it into the file. */
static void
check_secret(struct form_checking *checking, const struct field *field, const struct value *values, int row)
{
	const struct value *value = value_get(values, field->name);
	struct form_problem problem = { FORM_WRONG, field, field->name,
					row,	    NULL,  _("a passphrase stands in this answer; take it out: a form asks for none") };

	if (value && value->type == VALUE_TEXT && passphrase_is_in(value->text))
		report(checking, &problem);
	for (size_t r = 0; value && field->type == FIELD_REPEAT && value->type == VALUE_LIST && r < value->list.count; r++)
		for (size_t i = 0; i < field->field_count; i++)
			check_secret(checking, &field->fields[i], &value->list.items[r], (int)r + 1);
}

static bool
check_secrets(const struct field *field, void *ctx)
{
	struct form_checking *checking = ctx;

	if (!field->parent || field->parent->type != FIELD_REPEAT)
		check_secret(checking, field, checking->check->values, 0);
	return true;
}

/* ---- an empty form */

static void
load(struct app *app, const struct form *form, const struct dossier *dossier)
{
	struct store *store = app_store(app);
	char today[11];

	clock_date(clock_now_unix(), today);
	if (dossier)
		dossier_load_eval(store, dossier, form->name, today);
	else
		eval_clear(store_eval(store), today);
}

struct beginning {
	struct app *app;
	struct eval *eval;
	const struct dossier *dossier;
	const struct form *form;
	struct value *values;
};

/* Names that come from another form may be of people who left since: only who can be picked is proposed. */
static void
leave_who_is_here(const struct beginning *beginning, const struct field *field, struct value *value)
{
	const char *division = house_division(beginning->app, beginning->dossier, beginning->values);
	char *names = house_people_still(beginning->app, field, division, value->text);

	value_release(value);
	if (names)
		*value = value_text(names);
	free(names);
}

/* A default may read one above it. */
static bool
begin_field(const struct field *field, void *ctx)
{
	struct beginning *beginning = ctx;
	struct value value;

	if (!value_get(beginning->values, field->name) && field == beginning->form->offices.keyed) {
		value_set_take(beginning->values, field->name, value_boolean(!house_office_own(beginning->app, beginning->form)));
		return true;
	}
	if ((!field->initial.sql && field != beginning->form->offices.field) || value_get(beginning->values, field->name))
		return true;
	if (field == beginning->form->offices.field &&
	    house_office_own(beginning->app, beginning->form)) { /* who answers for an office answers for no other */
		value_set_text(beginning->values, field->name, house_office_own(beginning->app, beginning->form)->name);
		return true;
	}
	eval_load(beginning->eval, beginning->form, beginning->values, true, NULL, 0);
	value = field->initial.sql ? eval_default(beginning->eval, field) : (struct value){ 0 };
	if (field->people.count && value.type == VALUE_TEXT)
		leave_who_is_here(beginning, field, &value);
	if (value.type != VALUE_NONE)
		value_set_take(beginning->values, field->name, value);
	return true;
}

void
house_form_defaults(struct app *app, const struct form *form, const struct dossier *dossier, struct value *values)
{
	struct beginning beginning = { app, store_eval(app_store(app)), dossier, form, values };

	load(app, form, dossier);
	form_each_field(form, begin_field, &beginning);
}

void
house_check_form(struct app *app, const struct form_check *check)
{
	struct eval *eval = store_eval(app_store(app));
	struct form_checking checking = { .check = check, .eval = eval };
	struct picked_checking picked = { &checking, app, NULL };

	if (form_check_values(app_pack(app), check->form, check->values, VALUES_TO_SIGN, on_value, &checking))
		return; /* values of another shape cannot be loaded */
	load(app, check->form, check->dossier);
	if (check->dossier && check->slot)
		dossier_leave_slot(app_store(app), check->dossier, check->form, check->slot);
	eval_complete(eval, check->form, check->values, true, check->photos, check->photo_count);
	if (check->completed)
		check->completed(check->ctx);
	eval_check_form(eval, check->form, _("en"), on_problem, &checking);
	picked.division = house_division(app, check->dossier, check->values);
	form_each_field(check->form, check_picked, &picked);
	check_office(app, &checking);
	form_each_field(check->form, check_secrets, &checking);
	checking.beside = check->rules_last && checking.count > 0;
	checking.tells_elsewhere = checking.beside;
	eval_rules(eval, check->form, true, on_finding, &checking);
	if (check->dossier && check->tells_found)
		tell_found(app, &checking);
	if (check->asks_twins && !checking.beside) /* whatever the rules asked: a reason for one question is none for another */
		ask_about_twin(app, &checking);
	ask_about_picture(app, &checking);
	if (check->dossier)
		ask_for_answer(&checking);
}
