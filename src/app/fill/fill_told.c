#include <stdlib.h>

#include "app/fill/filling.h"
#include "app/house/check.h"
#include "app/house/unfit.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"
#include "form/answer/check.h"
#include "form/answer/reason.h"
#include "form/place.h"
#include "store/store.h"

/* What is wrong with a form that is being signed, in lines that name the question, the row and the rule. */

void
filling_refuse(struct form_filling *filling, const char *field, int row, const char *why)
{
	const struct field *known;
	struct field_place place;
	const char *label;

	field_place_read_typed(field, &place);
	field = place.name;
	row = row ? row : place.row;
	known = pack_field(app_pack(filling->app), field);
	label = known ? label_text(&known->label, _("en")) : NULL;
	filling->refusals++;
	if (row && !known)
		/* Translators: what stands in the place of a field's name; a row; what is wrong. */
		visible_printf(filling->findings, _("%s (row %d): %s\n"), field, row, why);
	else if (!known)
		visible_printf(filling->findings, _("%s: %s\n"), field, why);
	else if (row)
		visible_printf(filling->findings, _("%s (%s, row %d): %s\n"), label, field, row, why);
	else
		visible_printf(filling->findings, _("%s (%s): %s\n"), label, field, why);
}

static void
refuse_rule(struct form_filling *filling, const struct rule *rule, const char *message)
{
	const struct list *list = house_check_reasons(store_pack(app_store(filling->app)), rule->id);
	const struct value *given = reason_of(value_get_list(&filling->values, "_reasons"), rule->id);
	char *offered;

	if (rule->level == RULE_WARNING && reason_stands(list, given))
		return;
	filling->refusals++;
	if (rule->level != RULE_WARNING) {
		visible_printf(filling->findings, _("%s: %s\n"), rule->id, message);
	} else if (reason_is_empty(list, given)) {
		visible_printf(filling->findings,
			       _("%s: %s; the words given as the reason say nothing: write in a few words why it is so\n"), rule->id,
			       message);
	} else if (!list) {
		visible_printf(filling->findings, _("%s: %s; correct it, or say why it is so under _reasons\n"), rule->id, message);
	} else {
		offered = reasons_offered(list, _("en"));
		visible_printf(filling->findings, _("%s: %s; correct it, or give one of these reasons under _reasons: %s\n"), rule->id,
			       message, offered);
		free(offered);
	}
}

/* The value at a place of a form's values; NULL: none, or its row is none. */
static const struct value *
value_at(struct value *values, const char *place)
{
	struct field_place at;
	const struct value *holder = field_place_read(place, &at) ? field_place_holder(&at, values) : NULL;

	return holder && holder->type == VALUE_OBJECT ? value_get(holder, at.name) : NULL;
}

/* Refuses a value that does not fit; one that no longer does in the words of the pack that took it, as the page of the form does. */
static void
refuse_value(struct form_filling *filling, const struct field *field, const char *place, const char *why)
{
	const struct value *value = field ? value_at(&filling->values, place) : NULL;
	char *words, *sentence;

	if (!value || !field_value_problem(app_pack(filling->app), field, value) || !unfit_was_taken(filling->app, field, value)) {
		filling_refuse(filling, place, 0, why);
		return;
	}
	words = unfit_words(filling->app, field, value);
	sentence = unfit_sentence(filling->app, field, words, false);
	filling_refuse(filling, place, 0, sentence);
	secret_free(sentence);
	secret_free(words);
}

void
filling_problem(const struct form_problem *problem, struct form_filling *filling)
{
	if (problem->rule) {
		value_append_take(&filling->wanted, value_text(problem->rule->id));
		refuse_rule(filling, problem->rule, problem->text);
		return;
	}
	if (problem->kind == FORM_UNASKED && filling_waits_for_missing(filling, problem->field))
		return;
	if (problem->kind == FORM_MISSING && problem->field)
		filling_note_missing(filling, problem->field);
	if (problem->kind == FORM_WRONG && problem->field)
		filling_note_wrong(filling, problem->field);
	if (problem->kind == FORM_WRONG && !problem->row)
		refuse_value(filling, problem->field, problem->name, problem->text);
	else
		filling_refuse(filling, problem->name, problem->row, problem->text);
}

void
filling_refuse_value(const struct value_problem *problem, void *ctx)
{
	refuse_value(ctx, problem->field, problem->name, problem->text);
	filling_note_unread(ctx, problem->name, problem->field);
}
