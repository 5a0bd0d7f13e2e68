#include "app/house/next.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/correct.h"
#include "app/house/due.h"
#include "app/house/label.h"
#include "app/house/mine.h"
#include "app/house/office.h"
#include "app/house/open_case.h"
#include "app/house/order.h"
#include "app/house/others.h"
#include "app/house/place.h"
#include "app/house/rights.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"
#include "store/houses/joined.h"
#include "store/store.h"

/* Of a form that repeats: may this person fill another slot of it, as the next act of a case? */
static bool
may_begin_slot(struct app *app, const struct dossier *dossier, const struct form *form)
{
	struct err ignored = { 0 };

	return form->repeat && !house_fill_right(app, form, dossier, dossier->division, &ignored);
}

/* The sentence for a form that offices owe, of which this is not one. NULL: it is this person's to fill, or owed by no office in particular. */
static char *
office_sentence(struct app *app, const struct dossier *dossier, const struct form *form)
{
	char day[11], *waits, *text = NULL;

	if (app_is_unlocked(app) && house_office_is_mine(app, dossier, form, day))
		return NULL;
	waits = house_office_waits(dossier, form);
	/* Translators: offices, each with its day; a form. */
	if (waits)
		text = mem_printf(_("Waits for %s: \"%s\"."), waits, label_text(&form->label, _("en")));
	free(waits);
	return text;
}

/* The sentence for a form that wants another person than those who filled other forms of the house. */
static char *
others_sentence(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	const char *label = label_text(&form->label, _("en"));
	char *roles = app_roles_text(app, &form->by), *names = house_others_who_may(app, dossier, form), *text;

	text = names ? mem_printf(_("Next: \"%s\", by somebody else (%s): %s."), label, roles, names)
		     : mem_printf(_("Next: \"%s\", but nobody here may fill it: it takes another (%s) from elsewhere."), label, roles);
	free(roles);
	free(names);
	return text;
}

/* The sentence for a form that comes next: who fills it when this person may not, and what this person may fill meanwhile. */
static char *
fill_sentence(struct app *app, const struct dossier *dossier, const struct form *form, const struct form **own_form)
{
	const struct form *own = !app_is_unlocked(app) || may_begin_slot(app, dossier, form) ? form : house_form_to_fill(app, dossier);
	const char *label = label_text(&form->label, _("en"));
	char *roles, *text = office_sentence(app, dossier, form);

	*own_form = text ? NULL : own;
	if (text)
		return text;
	if (own == form)
		return mem_printf(_("Next: fill \"%s\"."), label);
	if (!own && form->distinct_from.count)
		return others_sentence(app, dossier, form);
	roles = app_roles_text(app, &form->by);
	text = own ? mem_printf(_("Next: \"%s\", by somebody else (%s). You may fill \"%s\"."), label, roles,
				label_text(&own->label, _("en")))
		   : mem_printf(_("Next: \"%s\", by somebody else (%s)."), label, roles);
	free(roles);
	return text;
}

/* Is this person of the right role, but among those who filled its forms? */
static bool
is_kept_from_signing(const struct app *app, const struct dossier *dossier, const struct level *level)
{
	return app_person_number(app) && app_person_has_role(app, &level->by) &&
	       flow_wrote(&dossier->slots, &level->distinct_from, app_credential(app));
}

/* The sentence for a signature that would decide between two answers that both stay: whoever gave one of them does not sign. */
static char *
decide_sentence(struct app *app, const struct dossier *dossier, const struct level *level)
{
	const char *label = label_text(&level->label, _("en"));
	char *names = house_others_who_decide(app, dossier, level), *text;

	/* Translators: a level that signs; persons. */
	text = names ? mem_printf(_("Waits for \"%s\" by a third person (%s): two answers differ and both stay."), label, names)
		     : mem_printf(
			       _("Waits for \"%s\" by a third person, and none here may: two answers differ and both stay. Somebody from elsewhere asks for the right, or one of the two fills his form anew."),
			       label);
	free(names);
	return text;
}

/* Were the forms filled by several people? Then a team of two has nobody left to sign. */
static bool
has_authors(const struct dossier *dossier, const struct level *level)
{
	const struct credential *first = NULL;

	for (size_t i = 0; i < level->distinct_from.count; i++) {
		const struct flow_step *head = dossier_head(dossier, level->distinct_from.items[i]);

		if (!head || !head->author)
			continue;
		if (first && !flow_same_person(first, head->author))
			return true;
		first = head->author;
	}
	return false;
}

static bool
ends(const struct pack_case *of, const struct chain *chain)
{
	return chain->each && strcmp(chain->each->name, of->closes) == 0;
}

const struct pack_case *
house_closed_case(const struct app *app, const struct dossier *dossier)
{
	const struct flow_state *state = &dossier->state;
	const struct pack *pack = app_pack(app);

	for (size_t c = 0; c < pack->case_count; c++) {
		bool open = false, ended = false;

		for (size_t i = 0; i < state->case_count; i++)
			open |= state->cases[i].of == &pack->cases[c];
		for (size_t i = 0; i < state->progress_count; i++)
			ended |= ends(&pack->cases[c], state->progresses[i].chain) &&
				 state->progresses[i].levels_signed == state->progresses[i].chain->level_count;
		if (ended && !open)
			return &pack->cases[c];
	}
	return NULL;
}

/* Behind what is next: which case was closed. Takes the sentence. */
static char *
with_closed_take(const struct app *app, const struct dossier *dossier, char *sentence)
{
	const struct pack_case *closed = house_closed_case(app, dossier);
	char *both;

	if (!closed)
		return sentence;
	/* Translators: a sentence, and the name of a case, as of a hazard, that every level has signed as ended. */
	both = mem_printf(_("%s (%s: closed)"), sentence, label_text(&closed->label, _("en")));
	free(sentence);
	return both;
}

/* Is the form the one that found a difference, which is looked at again because the other was signed since? */
static bool
is_asked_anew(const struct dossier *dossier, const struct form *form)
{
	for (size_t i = 0; form && i < dossier->finding_count; i++)
		if (dossier->findings[i].turn == TURN_FINDS && dossier_finding_form(dossier, &dossier->findings[i]) == form)
			return true;
	return false;
}

/* The sentence for a question that was not asked yet when its form was filled. */
static char *
added_sentence(struct app *app, const struct dossier *dossier, const struct flow_todo *todo)
{
	const char *form = label_text(&todo->form->label, _("en")), *question = label_text(&todo->field->label, _("en"));
	struct err ignored = { 0 };
	char *who, *text;

	if (!app_is_unlocked(app) ||
	    (!house_fill_right(app, todo->form, dossier, dossier->division, &ignored) && house_others_answers(app, dossier, todo->form)))
		return mem_printf(_("Next: answer what was added to \"%s\": %s."), form, question);
	who = house_others_who_answer(app, dossier, todo->form);
	if (!who)
		who = app_roles_text(app, &todo->form->by);
	text = mem_printf(_("Next: what was added to \"%s\" is to be answered by somebody else (%s): %s."), form, who, question);
	free(who);
	return text;
}

/* Who corrects a form that was given back or in which something is wrong: who wrote it, while he may, else whoever may. Caller frees. */
static char *
who_corrects(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	char *who = form && !form->repeat ? house_others_who_answer(app, dossier, form) : NULL;

	return who ? who : form ? app_roles_text(app, &form->by) : mem_strdup("");
}

/* The sentence for what came back, to who does not correct it: also to who gave it back himself. */
static char *
returned_sentence(const struct app *app, const struct dossier *dossier, const struct flow_todo *todo, const char *level,
		  const struct form *form)
{
	const struct flow_step *given = &dossier->steps[dossier->state.signs[todo->sign].step];
	char *who = who_corrects(app, dossier, form), *text;
	char at[17];

	clock_minute(given->step->at_unix, at);
	/* Translators: a level; a day; who corrects a form, by name or role. */
	text = mem_printf(_("Given back by \"%s\" on %.10s: it is with %s to be corrected."), level, at, who);
	free(who);
	return text;
}

static char *
again_sentence(const struct app *app, const struct dossier *dossier, const struct form *form, bool own)
{
	const char *label = label_text(&form->label, _("en"));
	char *who, *text;

	if (own)
		return mem_printf(_("Next: look at \"%s\" again: what it was based on has changed, or another person must fill it."),
				  label);
	who = house_others_who_may(app, dossier, form);
	if (!who)
		who = app_roles_text(app, &form->by);
	text = mem_printf(_("Next: \"%s\" is to be looked at again by somebody else (%s)."), label, who);
	free(who);
	return text;
}

static char *
found_sentence(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	const char *label = form ? label_text(&form->label, _("en")) : "";
	char *who = who_corrects(app, dossier, form), *text;

	text = is_asked_anew(dossier, form)
		       ? mem_printf(_("Looked at again, and still two answers differ: \"%s\" is filled anew by somebody else (%s)."), label,
				    who)
		       : mem_printf(_("The checks found errors: \"%s\" is to be corrected by somebody else (%s)."), label, who);

	free(who);
	return text;
}

/* May the person open the form that comes next? Nobody unlocked: whoever unlocks may. */
static bool
may_open(struct app *app, const struct dossier *dossier, const struct form *form)
{
	struct err ignored = { 0 };

	return form && (!app_is_unlocked(app) || !house_fill_right(app, form, dossier, dossier->division, &ignored));
}

static char *
next_sentence(struct app *app, const struct dossier *dossier, const struct flow_todo *todo, const char *level, struct house_next *out)
{
	const char *form = out->form ? label_text(&out->form->label, _("en")) : "";

	if (!todo || todo->task == TASK_NONE)
		return mem_strdup(_("Signed by every level."));
	switch (todo->task) {
	case TASK_FORM:
		return fill_sentence(app, dossier, todo->form, &out->own_form);
	case TASK_AGAIN:
		out->own_form = may_open(app, dossier, todo->form) ? todo->form : NULL;
		return again_sentence(app, dossier, todo->form, out->own_form != NULL);
	case TASK_ADDED:
		return added_sentence(app, dossier, todo);
	case TASK_RETURNED:
		if (!may_open(app, dossier, out->form))
			return returned_sentence(app, dossier, todo, level, out->form);
		return mem_printf(_("Given back by \"%s\": correct what is marked."), level);
	case TASK_CONFLICT:
		return mem_printf(_("Two versions of \"%s\": somebody must say which holds."), form);
	case TASK_FINDINGS:
		if (!may_open(app, dossier, out->form))
			return found_sentence(app, dossier, out->form);
		return is_asked_anew(dossier, out->form)
			       ? mem_printf(_("Looked at again, and still two answers differ: fill \"%s\" anew, then it can be signed."),
					    form)
			       : mem_printf(_("The checks found errors: correct \"%s\", then it can be signed."), form);
	case TASK_SIGN:
		if (dossier_is_disputed(dossier) && !todo->level->chain->each)
			return decide_sentence(app, dossier, todo->level);
		if (!is_kept_from_signing(app, dossier, todo->level))
			return mem_printf(_("Waits for the signature of \"%s\"."), level);
		if (has_authors(dossier, todo->level))
			return mem_printf(
				_("Waits for \"%s\": several filled its forms. One of you signs the other form too (Tab, ^S twice)."),
				level);
		return mem_printf(_("Waits for the signature of \"%s\", by another than you: you filled a form of it."), level);
	default:
		return mem_strdup("");
	}
}

static struct work_order
order_of(const struct flow_todo *todo)
{
	struct work_order order = { .overdue = due_days(todo->day) < 0 }; /* the rank is the house's, of all its tasks */

	memcpy(order.day, todo->day, sizeof(order.day));
	return order;
}

/* The first task that this person does himself, in the order in which the first page has them; else the first of all. */
static const struct flow_todo *
own_todo(struct app *app, const struct dossier *dossier, bool *mine)
{
	const struct flow_state *state = &dossier->state;
	const struct flow_todo *own = state->todo_count ? &state->todos[0] : NULL;
	enum work_kind best = WORK_KIND_COUNT;
	struct work_order best_order = { 0 };

	for (size_t i = 0; own && i < state->todo_count && blind_hides_task(app, dossier, own); i++)
		own = i + 1 < state->todo_count ? &state->todos[i + 1] : NULL;
	for (size_t i = 0; app_is_unlocked(app) && i < state->todo_count; i++) {
		struct mine_answer answer = { 0 };
		struct work_order order;
		int before;

		if ((i == 0 || state->todos[i].first) && !blind_hides_task(app, dossier, &state->todos[i]))
			answer = mine_of_todo(app, dossier, &state->todos[i]);
		if (answer.for_other)
			answer.kind = WORK_FOR_OTHER;
		if (!answer.is)
			continue;
		order = order_of(&state->todos[i]);
		before = (answer.kind == WORK_FOR_OTHER) - (best == WORK_FOR_OTHER);
		before = before ? before : work_order_cmp(&order, &best_order);
		if (best != WORK_KIND_COUNT && (before > 0 || (before == 0 && answer.kind >= best)))
			continue;
		best = answer.kind;
		best_order = order;
		own = &state->todos[i];
	}
	*mine = best != WORK_KIND_COUNT || (own && !app_is_unlocked(app));
	return own;
}

static void
read_next(struct app *app, const struct dossier *dossier, struct house_next *out)
{
	bool mine;
	const struct flow_todo *todo = own_todo(app, dossier, &mine);
	const struct level *level = todo ? todo->level : NULL, *known = level ? house_level(app, level->chain->name, level->name) : NULL;
	char *words = level ? house_level_words(app_pack(app), level) : NULL;

	*out = (struct house_next){ .task = todo ? todo->task : TASK_NONE };
	if (out->task != TASK_NONE) {
		out->form = todo->task == TASK_RETURNED	  ? house_form_returned(dossier, &dossier->state.signs[todo->sign])
			    : todo->task == TASK_FINDINGS ? house_form_found(app, dossier, todo->chain)
							  : todo->form;
		out->level = known ? known : level;
		out->root = todo->root;
	}
	out->text = with_closed_take(app, dossier, next_sentence(app, dossier, todo, words, out));
	out->mine = mine || out->own_form;
	free(words);
}

bool
house_asks_for_nothing(struct app *app, const struct dossier *dossier)
{
	struct err ignored = { 0 };
	struct id counted;
	bool goes_on = false;

	if (!app || !dossier->input.aside_count)
		return false;
	if (dossier->state.case_count && joined_end(app_store(app), &dossier->root, &counted, &ignored))
		return false;
	for (size_t i = 0; i < dossier->state.case_count && !goes_on; i++) {
		bool has = false;

		goes_on = house_has_case(app, &counted, dossier->state.cases[i].of->name, &has, &ignored) || !has;
	}
	return !goes_on;
}

static char *
aside_sentence(struct app *app, const struct dossier *dossier)
{
	char *number, *own = app_building_number(app, &dossier->root), *village, *text, shortened[9];
	struct id counted = dossier->input.aside[0];
	struct dossier *other = NULL;
	struct err ignored = { 0 };

	if (joined_end(app_store(app), &dossier->root, &counted, &ignored))
		counted = dossier->input.aside[0];
	number = app_building_number(app, &counted);
	if (strcmp(number, own) == 0) { /* a house that moved kept it */
		free(number);
		number = mem_strdup(id_short(&counted, shortened));
	}
	if (dossier_load_form(app_store(app), &counted, app_pack(app)->root->name, NULL, &other, &ignored) ||
	    strcmp(other->division, dossier->division) == 0) {
		/* Translators: the number of a house. */
		text = mem_printf(_("Decided: one house with %s, counted as that one. Fill nothing more here."), number);
	} else {
		village = app_place_name(app, other->division);
		/* Translators: the number of a house, its village. */
		text = mem_printf(_("Decided: one house with %s (%s), counted as that one. Fill nothing more here."), number, village);
		free(village);
	}
	dossier_free(other);
	free(number);
	free(own);
	return text;
}

char *
app_aside_sentence(struct app *app, const struct id *house)
{
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	char *text = NULL;

	if (!dossier_load(app_store(app), house, NULL, &dossier, &ignored) && dossier->input.aside_count)
		text = aside_sentence(app, dossier);
	dossier_free(dossier);
	return text;
}

void
house_next_read(struct app *app, const struct dossier *dossier, struct house_next *out)
{
	if (house_asks_for_nothing(app, dossier)) {
		*out = (struct house_next){ .task = TASK_NONE, .text = aside_sentence(app, dossier) };
		return;
	}
	read_next(app, dossier, out);
}

void
house_next_release(struct house_next *next)
{
	free(next->text);
	*next = (struct house_next){ 0 };
}
