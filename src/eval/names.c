#include "eval/compile.h"

/* Names of people by the pack's rules about those who are picked for a form. */

/* Is the field one for people who have a right? */
static bool
holds_people(const struct field *field)
{
	return field && !field->parent && !field->is_private && (field->type == FIELD_TEXT || field->type == FIELD_PERSON) &&
	       (field->staff || field->people.count);
}

/* The one field that the rule is about and reads, and nothing else; NULL: the rule is of another kind. */
static const struct field *
field_judged(const struct eval *eval, const struct rule *rule)
{
	const struct field *field = rule->county || rule->fields.count != 1 ? NULL : pack_field(eval->pack, rule->fields.items[0]);
	const struct compiled *expr = holds_people(field) && rule->form && !rule->form->of_division && !rule->when.sql
					      ? eval_compiled_of(eval, &rule->expr)
					      : NULL;

	return expr && expr->stmt && expr->read_count == 1 && expr->reads[0] == field && !expr->reads_fact && !expr->reads_photos &&
			       !expr->reads_slots
		       ? field
		       : NULL;
}

const struct rule *
eval_name_rule(struct eval *eval, const char *name, const char *today)
{
	const struct rule *found = NULL;

	for (size_t i = 0; i < eval->pack->rule_count && !(found && found->level == RULE_ERROR); i++) {
		const struct rule *rule = &eval->pack->rules[i];
		const struct field *field = rule->level == RULE_INFO || (found && rule->level != RULE_ERROR) ? NULL
													     : field_judged(eval, rule);
		struct value values = value_object();

		if (field) {
			value_set_text(&values, field->name, name);
			eval_clear(eval, today);
			eval_load(eval, rule->form, &values, true, NULL, 0);
			if (eval_rule_fires(eval, rule))
				found = rule;
		}
		value_release(&values);
	}
	return found;
}
