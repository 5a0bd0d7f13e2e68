#include "app/house/blind.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/check.h"
#include "app/session/person.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "form/place.h"
#include "store/dossier/dossier.h"
#include "store/houses/own.h"
#include "store/store.h"
#include "trust/holders.h"

static bool
is_asked_of(const struct app *app, const struct form *form)
{
	return form->blind.count && (!app_credential(app) || app_person_has_role(app, &form->by));
}

bool
blind_waits(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	const struct credential *own = app_credential(app);

	return is_asked_of(app, form) && dossier_stays_blind(dossier, form) &&
	       !(own && flow_wrote(&dossier->slots, &form->distinct_from, own));
}

bool
blind_wrote(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	const struct names one = { .items = (char *[]){ form->name }, .count = 1 };

	return app_credential(app) && flow_wrote(&dossier->slots, &one, app_credential(app));
}

/* An answer to the blind form that another gave before is no less the answer of somebody else. */
static bool
is_anothers(const struct app *app, const struct dossier *dossier, const struct form *form, const struct field *field)
{
	return pack_form_of_field(app_pack(app), field->name) == form && !blind_wrote(app, dossier, form);
}

/* The forms that are blind here, one after the other: the index of the next from `from` on, or the pack's count of forms. */
static size_t
next_blind(const struct app *app, const struct dossier *dossier, size_t from)
{
	size_t count = app_pack(app)->form_count;

	while (from < count && !blind_waits(app, dossier, &app_pack(app)->forms[from]))
		from++;
	return from;
}

bool
blind_may_hide_field(const struct app *app, const struct field *field)
{
	const struct pack *pack = app_pack(app);
	bool may = false;

	for (size_t i = 0; i < pack->form_count && !may; i++)
		may = is_asked_of(app, &pack->forms[i]) && (pack_form_of_field(pack, field->name) == &pack->forms[i] ||
							    eval_field_tells(store_eval(app_store(app)), &pack->forms[i], field));
	return may;
}

bool
blind_hides_field(const struct app *app, const struct dossier *dossier, const struct field *field)
{
	const struct pack *pack = app_pack(app);

	if (!blind_may_hide_field(app, field))
		return false; /* whatever is known of the house */
	for (size_t i = next_blind(app, dossier, 0); i < pack->form_count; i = next_blind(app, dossier, i + 1))
		if (eval_field_tells(store_eval(app_store(app)), &pack->forms[i], field) ||
		    is_anothers(app, dossier, &pack->forms[i], field))
			return true;
	return false;
}

bool
blind_hides_photo(const struct app *app, const struct dossier *dossier, const char *place)
{
	int row;
	const struct field *field = field_place_find(app_pack(app), place, &row);

	return !field || blind_hides_field(app, dossier, field);
}

struct hidden_search {
	const struct app *app;
	const struct dossier *dossier;
	bool found;
};

static bool
look_at_field(const struct field *field, void *ctx)
{
	struct hidden_search *search = ctx;

	search->found = blind_hides_field(search->app, search->dossier, field);
	return !search->found;
}

bool
blind_hides_form(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	struct hidden_search search = { app, dossier, false };

	form_each_field(form, look_at_field, &search);
	return search.found;
}

bool
blind_rule_tells(const struct app *app, const struct form *form, const struct rule *rule)
{
	return eval_rule_tells(store_eval(app_store(app)), form, rule);
}

bool
blind_hides_rule(const struct app *app, const struct dossier *dossier, const struct rule *rule)
{
	const struct pack *pack = app_pack(app);

	for (size_t i = next_blind(app, dossier, 0); i < pack->form_count; i = next_blind(app, dossier, i + 1))
		if (blind_rule_tells(app, &pack->forms[i], rule))
			return true;
	return false;
}

bool
blind_hides_fact(const struct app *app, const struct dossier *dossier, const struct fact *fact)
{
	const struct pack *pack = app_pack(app);

	for (size_t i = next_blind(app, dossier, 0); i < pack->form_count; i = next_blind(app, dossier, i + 1))
		if (eval_expr_tells(store_eval(app_store(app)), &pack->forms[i], &fact->calculation))
			return true;
	return false;
}

/* Does an open case ask for the form, or has it its part in one? That is danger: nobody is kept in the dark. */
static bool
is_of_open_case(const struct dossier *dossier, const struct form *form)
{
	for (size_t i = 0; i < dossier->state.case_count; i++)
		if ((dossier->state.cases[i].form == form && !dossier->state.cases[i].level) ||
		    case_concerns(dossier->state.cases[i].of, form))
			return true;
	return false;
}

bool
blind_hides_call(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	const struct pack *pack = app_pack(app);
	const struct flow_slot *slot = flow_slot(&dossier->slots, form->name); /* NULL of a form that repeats */

	if (dossier->of_division || (slot && slot->head_count) || is_of_open_case(dossier, form))
		return false;
	for (size_t i = next_blind(app, dossier, 0); i < pack->form_count; i = next_blind(app, dossier, i + 1))
		if (eval_call_tells(store_eval(app_store(app)), &pack->forms[i], form))
			return true;
	return false;
}

bool
blind_hides_question(const struct app *app, const struct dossier *dossier, const struct field *field)
{
	const struct pack *pack = app_pack(app);

	for (size_t i = next_blind(app, dossier, 0); i < pack->form_count; i = next_blind(app, dossier, i + 1))
		if (pack_form_of_field(pack, field->name) != &pack->forms[i] &&
		    eval_question_tells(store_eval(app_store(app)), &pack->forms[i], field))
			return true;
	return false;
}

bool
blind_hides_task(const struct app *app, const struct dossier *dossier, const struct flow_todo *todo)
{
	return todo->task == TASK_FORM	  ? blind_hides_call(app, dossier, todo->form)
	       : todo->task == TASK_ADDED ? blind_hides_question(app, dossier, todo->field)
					  : false;
}

/* Is a reason hidden? One for what a hidden rule found tells that the rule found it; of a rule that the pack in force does not have, or has by
 * another name, nobody can say what it read. */
static bool
hides_reason(const struct app *app, const struct dossier *dossier, const char *id)
{
	const struct rule *rule = id ? pack_rule(app_pack(app), id) : NULL;

	if (rule)
		return blind_hides_rule(app, dossier, rule);
	return !(id && (strcmp(id, CHECK_TWIN) == 0 || strcmp(id, CHECK_PICTURE) == 0 || strcmp(id, CHECK_ELSEWHERE) == 0)) &&
	       next_blind(app, dossier, 0) < app_pack(app)->form_count;
}

static void
take_out_reasons(const struct app *app, const struct dossier *dossier, struct value *reasons)
{
	struct value kept = value_list();

	for (size_t i = 0; i < reasons->list.count; i++)
		if (!hides_reason(app, dossier, value_get_text(&reasons->list.items[i], "rule")))
			value_append_take(&kept, value_copy(&reasons->list.items[i]));
	value_release(reasons);
	*reasons = kept;
}

void
blind_take_out(const struct app *app, const struct dossier *dossier, struct value *values)
{
	const struct pack *pack = app_pack(app);

	if (values->type == VALUE_LIST)
		for (size_t i = 0; i < values->list.count; i++)
			blind_take_out(app, dossier, &values->list.items[i]);
	if (values->type != VALUE_OBJECT)
		return;
	for (size_t i = values->object.count; i > 0; i--) {
		struct member *member = &values->object.members[i - 1];
		const struct field *field = pack_field(pack, member->name);

		if (field && blind_hides_field(app, dossier, field))
			value_remove(values, field->name);
		else if (strcmp(member->name, "_reasons") == 0 && member->value.type == VALUE_LIST) {
			take_out_reasons(app, dossier, &member->value);
			if (!member->value.list.count) /* none left tells that there was one */
				value_remove(values, "_reasons");
		} else
			blind_take_out(app, dossier, &member->value);
	}
}

/* Tells the store whose answers are no secret to who reads: all rights of the person at the laptop; and what he may still have to fill blindly. */
static void
tell_store(const struct app *app, const struct form *const *blind, size_t blind_count)
{
	const struct trust *trust = store_trust(app_store(app));
	const struct credential *own = app_credential(app);
	size_t all = own ? trust_credential_count(trust) : 0, count = 0;
	struct id *credentials = mem_array(all, sizeof(*credentials));

	for (size_t i = 0; i < all; i++)
		if (credential_same_human(own, trust_credential_at(trust, i)))
			credentials[count++] = trust_credential_at(trust, i)->id;
	store_whose(app_store(app), credentials, count);
	store_reads_blind(app_store(app), blind, blind_count);
	free(credentials);
}

const struct form **
blind_forms(const struct app *app, size_t *count)
{
	const struct pack *pack = app_pack(app);
	const struct form **forms = mem_array(pack ? pack->form_count : 0, sizeof(*forms));

	*count = 0;
	for (size_t i = 0; pack && i < pack->form_count; i++)
		if (is_asked_of(app, &pack->forms[i]) && !pack->forms[i].repeat)
			forms[(*count)++] = &pack->forms[i];
	tell_store(app, forms, *count);
	return forms;
}
