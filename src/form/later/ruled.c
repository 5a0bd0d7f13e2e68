#include "form/later/ruled.h"

#include <string.h>

#include "form/later/look.h"

struct ruled_look {
	struct look_packs look;
	void (*visit)(const struct ruled *ruled, void *ctx);
	void *ctx;
};

static void
tell(const struct ruled_look *ruling, struct ruled ruled)
{
	ruling->visit(&ruled, ruling->ctx);
}

/* ---- names of roles and forms */

static const char *
role_words(const struct ruled_look *ruling, const char *name)
{
	const struct role *is = pack_role(ruling->look.now, name), *was = pack_role(ruling->look.before, name);

	return is ? look_words(&ruling->look, &is->label) : was ? look_words(&ruling->look, &was->label) : name;
}

static const char *
form_words(const struct ruled_look *ruling, const char *name)
{
	const struct form *is = pack_form(ruling->look.now, name), *was = pack_form(ruling->look.before, name);

	return is ? look_words(&ruling->look, &is->label) : was ? look_words(&ruling->look, &was->label) : name;
}

/* Tells the names that only one of two lists has. A kind that is not told: -1. */
static void
look_at_names(const struct ruled_look *ruling, const char *of, const struct names *was, const struct names *is, int added, int gone,
	      const char *(*words_of)(const struct ruled_look *ruling, const char *name))
{
	for (size_t i = 0; i < was->count && gone >= 0; i++)
		if (!names_has(is, was->items[i]))
			tell(ruling, (struct ruled){ .what = (enum ruled_what)gone, .of = of, .before = words_of(ruling, was->items[i]) });
	for (size_t i = 0; i < is->count && added >= 0; i++)
		if (!names_has(was, is->items[i]))
			tell(ruling, (struct ruled){ .what = (enum ruled_what)added, .of = of, .after = words_of(ruling, is->items[i]) });
}

static void
look_at_expr(const struct ruled_look *ruling, enum ruled_what what, const char *of, const struct expr *was, const struct expr *is)
{
	if (expr_differs(was, is))
		tell(ruling, (struct ruled){ .what = what, .of = of, .before = was->sql, .after = is->sql });
}

/* ---- chains */

static void
look_at_bulk(const struct ruled_look *ruling, const char *of, const struct level *was, const struct level *is)
{
	const struct expr *then = &was->bulk_when, *now = &is->bulk_when;

	if (!then->sql || !now->sql) {
		if (then->sql || now->sql)
			tell(ruling, (struct ruled){ .what = now->sql ? RULED_BULK_NEW : RULED_BULK_GONE, .of = of, .after = now->sql });
		return;
	}
	look_at_expr(ruling, RULED_BULK, of, then, now);
	if (was->bulk_percent != is->bulk_percent)
		tell(ruling, (struct ruled){ .what = RULED_BULK_PERCENT, .of = of, .from = was->bulk_percent, .to = is->bulk_percent });
	if (was->bulk_least != is->bulk_least)
		tell(ruling, (struct ruled){ .what = RULED_BULK_LEAST, .of = of, .from = was->bulk_least, .to = is->bulk_least });
}

static void
look_at_levels(const struct ruled_look *ruling, const struct chain *was, const struct chain *is)
{
	const struct level *last = NULL;
	bool moved = false;

	for (size_t i = 0; i < is->level_count; i++) {
		const struct level *now = &is->levels[i], *then = chain_level(was, now->name);
		const char *of = look_words(&ruling->look, &now->label);

		if (!then) {
			tell(ruling, (struct ruled){ .what = RULED_LEVEL_NEW, .of = look_words(&ruling->look, &is->label), .after = of });
			continue;
		}
		moved = moved || (last && then < last);
		last = then;
		look_at_names(ruling, of, &then->by, &now->by, -1, RULED_SIGNS_NO_MORE, role_words);
		look_at_names(ruling, of, &then->distinct_from, &now->distinct_from, RULED_APART_NEW, RULED_APART_GONE, form_words);
		look_at_bulk(ruling, of, then, now);
	}
	if (moved)
		tell(ruling, (struct ruled){ .what = RULED_LEVELS_MOVED, .of = look_words(&ruling->look, &is->label) });
}

static void
look_at_chains(const struct ruled_look *ruling)
{
	const struct pack *before = ruling->look.before, *now = ruling->look.now;

	for (size_t i = 0; i < before->chain_count; i++)
		if (!pack_chain(now, before->chains[i].name))
			tell(ruling, (struct ruled){ .what = RULED_CHAIN_GONE, .of = look_words(&ruling->look, &before->chains[i].label) });
	for (size_t i = 0; i < now->chain_count; i++) {
		const struct chain *is = &now->chains[i], *was = pack_chain(before, is->name);
		const char *of = look_words(&ruling->look, &is->label);

		if (!was) {
			tell(ruling, (struct ruled){ .what = RULED_CHAIN_NEW, .of = of });
			continue;
		}
		look_at_names(ruling, of, &was->covers, &is->covers, RULED_COVERS_NEW, RULED_COVERS_GONE, form_words);
		look_at_levels(ruling, was, is);
	}
}

/* ---- rights */

static void
look_at_rights(const struct ruled_look *ruling)
{
	const struct pack *before = ruling->look.before, *now = ruling->look.now;

	look_at_names(ruling, "epoch", &before->acts_epoch, &now->acts_epoch, RULED_RIGHT_NEW, RULED_RIGHT_GONE, role_words);
	look_at_names(ruling, "decision", &before->acts_decision, &now->acts_decision, RULED_RIGHT_NEW, RULED_RIGHT_GONE, role_words);
	look_at_names(ruling, "manifest", &before->acts_manifest, &now->acts_manifest, RULED_RIGHT_NEW, RULED_RIGHT_GONE, role_words);
	look_at_names(ruling, NULL, &before->readers, &now->readers, -1, RULED_READER_GONE, role_words);
}

/* ---- rules */

static void
look_at_rules(const struct ruled_look *ruling)
{
	const struct pack *before = ruling->look.before, *now = ruling->look.now;

	for (size_t i = 0; i < before->rule_count; i++)
		if (!pack_rule(now, before->rules[i].id))
			tell(ruling, (struct ruled){ .what = RULED_RULE_GONE,
						     .of = before->rules[i].id,
						     .before = look_words(&ruling->look, &before->rules[i].message) });
	for (size_t i = 0; i < now->rule_count; i++) {
		const struct rule *is = &now->rules[i], *was = pack_rule(before, is->id);
		struct ruled said = {
			.what = RULED_RULE_NEW, .of = is->id, .after = look_words(&ruling->look, &is->message), .to = (int)is->level
		};

		if (!was) {
			tell(ruling, said);
			continue;
		}
		said.what = RULED_RULE_LEVEL;
		said.from = (int)was->level;
		if (was->level != is->level)
			tell(ruling, said);
		said.what = RULED_RULE;
		if (expr_differs(&was->when, &is->when) || expr_differs(&was->expr, &is->expr) || was->county != is->county ||
		    look_texts_differ(was->form_name, is->form_name))
			tell(ruling, said);
		said.what = RULED_RULE_SAYS;
		if (look_words_differ(&was->message, &is->message, ruling->look.lang, &said.before, &said.after))
			tell(ruling, said);
	}
}

/* ---- forms and their questions */

static bool
bounds_differ(const struct field *was, const struct field *is)
{
	return was->has_range != is->has_range || was->max_chars != is->max_chars ||
	       (is->has_range &&
		(was->least < is->least || was->least > is->least || was->greatest < is->greatest || was->greatest > is->greatest));
}

/* A question that copies another one is ruled as that is. */
static bool
is_copied(const struct pack *pack, const struct field *field)
{
	const struct form_copy *copy = &pack_form_of_field(pack, field->name)->copy;
	size_t len = copy->prefix ? strlen(copy->prefix) : 0;

	return len && strncmp(field->name, copy->prefix, len) == 0 && pack_field(pack, field->name + len);
}

struct renamed_look {
	const struct ruled_look *ruling;
	const struct field *was, *is; /* is: the first question that may be the same */
};

static bool
look_for_renamed(const struct field *is, void *ctx)
{
	struct renamed_look *renamed = ctx;
	const struct look_packs *look = &renamed->ruling->look;
	const struct field *was = renamed->was;
	bool alike = strcmp(look_words(look, &was->label), look_words(look, &is->label)) == 0 ||
		     (was->list_name && is->list_name && strcmp(was->list_name, is->list_name) == 0);

	if (alike && is->type == was->type && is->type != FIELD_GROUP && is->type != FIELD_NOTE && !pack_field(look->before, is->name) &&
	    !is_copied(look->now, is))
		renamed->is = is;
	return !renamed->is;
}

static bool
look_for_field(const struct field *was, void *ctx)
{
	const struct ruled_look *ruling = ctx;
	const struct form *form = pack_form(ruling->look.now, pack_form_of_field(ruling->look.before, was->name)->name);
	struct renamed_look renamed = { ruling, was, NULL };

	if (pack_field(ruling->look.now, was->name) || is_copied(ruling->look.before, was))
		return true;
	tell(ruling, (struct ruled){ .what = RULED_FIELD_GONE, .of = look_words(&ruling->look, &was->label) });
	if (form && was->type != FIELD_GROUP && was->type != FIELD_NOTE)
		form_each_field(form, look_for_renamed, &renamed);
	if (renamed.is)
		tell(ruling, (struct ruled){ .what = RULED_FIELD_RENAMED,
					     .of = look_words(&ruling->look, &renamed.is->label),
					     .before = was->name,
					     .after = renamed.is->name });
	return true;
}

static bool
look_at_field(const struct field *is, void *ctx)
{
	const struct ruled_look *ruling = ctx;
	const struct field *was = pack_field(ruling->look.before, is->name);
	const char *of = look_words(&ruling->look, &is->label);

	if (!was || is_copied(ruling->look.now, is))
		return true;
	look_at_expr(ruling, RULED_FIELD_ASKED, of, &was->relevant, &is->relevant);
	if (was->required != is->required)
		tell(ruling, (struct ruled){ .what = is->required ? RULED_FIELD_REQUIRED : RULED_FIELD_OPTIONAL, .of = of });
	look_at_expr(ruling, RULED_FIELD_TAKES, of, &was->constraint, &is->constraint);
	if (bounds_differ(was, is))
		tell(ruling, (struct ruled){ .what = RULED_FIELD_BOUNDS, .of = of });
	look_at_expr(ruling, RULED_FIELD_OFFERS, of, &was->choices, &is->choices);
	look_at_expr(ruling, RULED_FIELD_MADE, of, &was->calculation, &is->calculation);
	return true;
}

static void
look_at_forms(struct ruled_look *ruling)
{
	const struct pack *before = ruling->look.before, *now = ruling->look.now;

	for (size_t i = 0; i < before->form_count; i++) {
		const struct form *was = &before->forms[i];

		if (pack_form(now, was->name))
			form_each_field(was, look_for_field, ruling);
		else
			tell(ruling, (struct ruled){ .what = RULED_FORM_GONE, .of = look_words(&ruling->look, &was->label) });
	}
	for (size_t i = 0; i < now->form_count; i++) {
		const struct form *is = &now->forms[i], *was = pack_form(before, is->name);
		const char *of = look_words(&ruling->look, &is->label);

		if (!was) {
			tell(ruling, (struct ruled){ .what = RULED_FORM_NEW, .of = of });
			continue;
		}
		look_at_names(ruling, of, &was->by, &is->by, -1, RULED_SIGNS_NO_MORE, role_words);
		look_at_names(ruling, of, &was->distinct_from, &is->distinct_from, RULED_APART_NEW, RULED_APART_GONE, form_words);
		look_at_expr(ruling, RULED_FORM_ASKED, of, &was->relevant, &is->relevant);
		look_at_expr(ruling, RULED_FORM_AGAIN, of, &was->again, &is->again);
		form_each_field(is, look_at_field, ruling);
	}
}

/* ---- cases */

static const struct case_stage *
find_stage(const struct pack_case *of, const char *form)
{
	for (size_t i = 0; i < of->stage_count; i++)
		if (strcmp(of->stages[i].form_name, form) == 0)
			return &of->stages[i];
	return NULL;
}

static bool
ends_differ(const struct pack_case *was, const struct pack_case *is)
{
	bool differ = was->before_end_count != is->before_end_count;

	for (size_t i = 0; i < is->before_end_count && !differ; i++)
		differ = strcmp(was->before_end[i].form_name, is->before_end[i].form_name) != 0 ||
			 expr_differs(&was->before_end[i].when, &is->before_end[i].when);
	return differ;
}

static void
look_at_case(const struct ruled_look *ruling, const struct pack_case *was, const struct pack_case *is)
{
	const char *of = look_words(&ruling->look, &is->label);
	bool differs = look_texts_differ(was->opens_name, is->opens_name) || look_names_differ(&was->of, &is->of) ||
		       look_names_differ(&was->same, &is->same) || look_names_differ(&was->needs, &is->needs) || ends_differ(was, is);

	for (size_t i = 0; i < was->stage_count; i++)
		if (!find_stage(is, was->stages[i].form_name))
			tell(ruling, (struct ruled){ .what = RULED_CASE_STAGE_GONE,
						     .of = of,
						     .before = form_words(ruling, was->stages[i].form_name) });
	for (size_t i = 0; i < is->stage_count; i++) {
		const struct case_stage *now = &is->stages[i], *then = find_stage(was, now->form_name);

		if (!then)
			tell(ruling, (struct ruled){ .what = RULED_CASE_STAGE_NEW, .of = of, .after = form_words(ruling, now->form_name) });
		differs = differs || (then && (expr_differs(&then->when, &now->when) || expr_differs(&then->done, &now->done)));
	}
	if (differs)
		tell(ruling, (struct ruled){ .what = RULED_CASE, .of = of });
}

static void
look_at_cases(const struct ruled_look *ruling)
{
	const struct pack *before = ruling->look.before, *now = ruling->look.now;

	for (size_t i = 0; i < before->case_count; i++)
		if (!pack_case(now, before->cases[i].name))
			tell(ruling, (struct ruled){ .what = RULED_CASE_GONE, .of = look_words(&ruling->look, &before->cases[i].label) });
	for (size_t i = 0; i < now->case_count; i++) {
		const struct pack_case *is = &now->cases[i], *was = pack_case(before, is->name);

		if (was)
			look_at_case(ruling, was, is);
		else
			tell(ruling, (struct ruled){ .what = RULED_CASE_NEW, .of = look_words(&ruling->look, &is->label) });
	}
}

void
ruled_each(const struct pack *before, const struct pack *now, const char *lang, void (*visit)(const struct ruled *ruled, void *ctx),
	   void *ctx)
{
	struct ruled_look ruling = { { before, now, lang }, visit, ctx };

	look_at_chains(&ruling);
	look_at_rights(&ruling);
	look_at_rules(&ruling);
	look_at_forms(&ruling);
	look_at_cases(&ruling);
}
