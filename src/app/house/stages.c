#include "app/house/stages.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/due.h"
#include "app/house/label.h"
#include "app/house/next.h"
#include "app/house/returned.h"
#include "app/house/slots.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"

struct stage_list {
	const struct app *app; /* NULL: nothing is hidden */
	const struct pack *pack;
	const struct dossier *dossier;
	struct record_stage *stages;
	size_t count, cap;
};

static char *
by_line(const struct flow_step *flow)
{
	char at[17];

	clock_minute(flow->step->at_unix, at);
	return mem_printf("%s %.10s", flow->author ? flow->author->name : "?", at);
}

/* How far a day is, first: pages cut what is long. */
static char *
day_line(const struct label *of, const char *day)
{
	int64_t days = due_days(day);
	char *words = due_words(days);
	/* Translators: how far the day is ("today", "in 3 days"), and month and day. */
	char *line = days < 0 ? mem_printf(_("%s (%s)"), words, due_is_urgent(days) ? day + 5 : day)
			      : mem_printf(_("due %s (%s)"), words, day + 5);
	char *whole = of ? mem_printf(_("%s: %s"), label_text(of, _("en")), line) : mem_strdup(line);

	free(words);
	free(line);
	return whole;
}

/* The day by which a form (level NULL) or a level in a slot must stand, in words; NULL: there is none, or it is no turn of the level yet. */
static char *
due_line(const struct dossier *dossier, const struct form *form, const struct level *level, const struct id *root)
{
	for (size_t i = 0; i < dossier->state.due_count; i++) {
		const struct flow_due *due = &dossier->state.dues[i];

		if (level ? !due->level || strcmp(due->level->name, level->name) != 0 ||
				    strcmp(due->level->chain->name, level->chain->name) != 0 || !id_equal(&due->root, root)
			  : due->form != form || !id_is_zero(&due->root))
			continue;
		return day_line(due->of_case ? &due->of_case->label : due->office ? &due->office->label : NULL, due->day);
	}
	return NULL;
}

static struct record_stage *
add_stage(struct stage_list *list, char *label_take, enum stage_state state, char *by_take)
{
	struct record_stage *stage;

	MEM_GROW(list->stages, list->count, list->cap);
	stage = &list->stages[list->count++];
	*stage = (struct record_stage){ .label = label_take, .state = state, .by = by_take ? by_take : mem_strdup("") };
	return stage;
}

/* Would it tell this person something that he must not see that the form is called for? */
static bool
hides_call(const struct stage_list *list, const struct form *form)
{
	return list->app && blind_hides_call(list->app, list->dossier, form);
}

/* Adds a form that repeats: the form, to begin another slot, and each slot. */
static void
add_slots(struct stage_list *list, const struct form *form)
{
	size_t count;
	const struct flow_slot **slots = house_slots(list->dossier, form, &count);
	char *due = hides_call(list, form) ? NULL : due_line(list->dossier, form, NULL, NULL);
	struct record_stage *stage = add_stage(list,
					       count ? mem_printf("%s (%zu)", label_text(&form->label, _("en")), count)
						     : mem_strdup(label_text(&form->label, _("en"))),
					       due     ? STAGE_NOW
					       : count ? STAGE_DONE
						       : STAGE_LATER,
					       due);

	stage->form = form;
	stage->called_for = count > 0 || due;
	for (size_t i = 0; i < count; i++) {
		const struct flow_step *head = &list->dossier->steps[slots[i]->heads[0]];

		stage = add_stage(list, house_slot_label(form, i + 1, count), slots[i]->head_count > 1 ? STAGE_CONFLICT : STAGE_DONE,
				  by_line(head));
		stage->form = form;
		stage->called_for = true;
		stage->root = slots[i]->repeat_root;
	}
	free(slots);
}

/* Whether an open return marks a field of the form. */
static bool
is_marked(const struct pack *pack, const struct dossier *dossier, const struct form *form)
{
	struct return_marks marks = { 0 };
	bool found = false;

	free(house_returns_read(dossier, form, NULL, &marks));
	for (size_t i = 0; i < marks.count && !found; i++)
		found = return_mark_form(pack, &marks.items[i]) == form;
	return_marks_release(&marks);
	return found;
}

/* The task that makes it this level's turn, to sign or because it gave back, in a chain and its slot; NULL: it is not. Under the pack that the chain was begun under a level
 * signs beside the forms that a newer pack calls for. */
static const struct flow_todo *
turn(const struct flow_state *state, const struct flow_progress *progress, const struct level *level, enum flow_task task)
{
	for (size_t i = 0; i < state->todo_count; i++) {
		const struct flow_todo *todo = &state->todos[i];

		if (todo->first && todo->task == task && id_equal(&todo->root, &progress->root) &&
		    (todo->level == level || (task == TASK_RETURNED && strcmp(todo->level->chain->name, progress->chain->name) == 0 &&
					      strcmp(todo->level->name, level->name) == 0)))
			return todo;
	}
	return NULL;
}

/* `number`: of the slot, of so many; 0: the chain is over forms. */
static char *
level_label(const struct pack *pack, const struct level *level, size_t number, size_t count)
{
	char *words = house_level_words(pack, level), *numbered;

	if (!number)
		return words;
	numbered = mem_printf("%s %zu/%zu", words, number, count);
	free(words);
	return numbered;
}

/* Who signed an older version at a level last, where it is to be signed anew; NULL: nobody. Caller frees. */
static char *
fallen_line(const struct dossier *dossier, const struct flow_progress *progress, const struct level *level)
{
	const struct flow_step *last = NULL;
	char at[17];

	for (size_t i = 0; i < dossier->state.sign_count; i++) {
		const struct flow_sign *sign = &dossier->state.signs[i];
		const struct flow_step *step = &dossier->steps[sign->step];

		if (sign->approve && sign->reason == FLOW_STALE && sign->level && strcmp(sign->level->name, level->name) == 0 &&
		    strcmp(sign->level->chain->name, progress->chain->name) == 0 && id_equal(&sign->root, &progress->root) &&
		    (!last || last->step->at_unix <= step->step->at_unix))
			last = step;
	}
	if (!last)
		return NULL;
	clock_minute(last->step->at_unix, at);
	/* Translators: who signed, and month and day. */
	return mem_printf(_("older version: %s %.5s"), last->author ? last->author->name : "?", at + 5);
}

/* What stands at a level that did not sign: who signed an older version, and the day. */
static char *
open_line(const struct dossier *dossier, const struct flow_progress *progress, const struct level *level, const struct flow_todo *back)
{
	char *due = back && *back->day ? day_line(NULL, back->day) : due_line(dossier, NULL, level, &progress->root);
	char *fallen = fallen_line(dossier, progress, level), *both;

	if (!fallen || !due)
		return fallen ? fallen : due;
	both = mem_printf("%s%s%s", fallen, _("; "), due);
	free(fallen);
	free(due);
	return both;
}

/* Adds the levels of a chain that has begun: one over forms is there from the first of them on, one over a slot with the slot. */
static void
add_levels(struct stage_list *list, const struct pack *pack, const struct flow_progress *progress, size_t number, size_t count)
{
	const struct dossier *dossier = list->dossier;
	const struct chain *chain = progress->chain;
	bool first = pack_chain(pack, chain->name) == &pack->chains[0];

	for (size_t i = 0; i < chain->level_count; i++) {
		size_t sign = progress->effective[i];
		const struct flow_todo *back = turn(&dossier->state, progress, &chain->levels[i], TASK_RETURNED);
		bool now = turn(&dossier->state, progress, &chain->levels[i], TASK_SIGN) != NULL;
		struct record_stage *stage = add_stage(list, level_label(pack, &chain->levels[i], number, count),
						       sign != SIZE_MAX ? STAGE_DONE
						       : back		? STAGE_BACK
						       : now		? STAGE_NOW
									: STAGE_LATER,
						       sign != SIZE_MAX ? by_line(&dossier->steps[dossier->state.signs[sign].step])
									: open_line(dossier, progress, &chain->levels[i], back));

		stage->level = &chain->levels[i];
		if (sign != SIZE_MAX)
			stage->sign = dossier->steps[dossier->state.signs[sign].step].id;
		stage->level_root = progress->root;
		stage->called_for = first || dossier->state.covers[progress->cover].head_count > 0;
	}
}

/* A chain over a repeat form has its levels for each slot, in the order in which these were begun. */
static void
add_chain(struct stage_list *list, const struct pack *pack, const struct chain *chain)
{
	const struct flow_state *state = &list->dossier->state;
	const struct flow_slot **slots;
	size_t count;

	if (!chain->each) {
		add_levels(list, pack, flow_progress_of(state, chain->name, NULL), 0, 0);
		return;
	}
	slots = house_slots(list->dossier, chain->each, &count);
	for (size_t i = 0; i < count; i++)
		add_levels(list, pack, flow_progress_of(state, chain->name, &slots[i]->repeat_root), i + 1, count);
	free(slots);
}

/* What is open at a house that is counted as another one is no turn of anybody, and has no day. */
static void
ask_for_nothing(struct stage_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct record_stage *stage = &list->stages[i];

		if (stage->state == STAGE_BACK && stage->form) /* it was filled, and stands as it is */
			stage->state = STAGE_DONE;
		if (stage->state == STAGE_DONE || stage->state == STAGE_CONFLICT)
			continue;
		stage->state = STAGE_LATER;
		*stage->by = '\0';
	}
}

/* The question that was added to a form and waits for its answer; NULL: none. */
static const struct field *
added_at(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	for (size_t i = 0; i < dossier->state.todo_count; i++)
		if (dossier->state.todos[i].task == TASK_ADDED && dossier->state.todos[i].form == form &&
		    !(app && blind_hides_question(app, dossier, dossier->state.todos[i].field)))
			return dossier->state.todos[i].field;
	return NULL;
}

/* Adds a form that stands once. A form that few houses call for, and no chain covers, is shown where it is called for or stands. */
static void
add_form(struct stage_list *list, const struct form *form)
{
	const struct dossier *dossier = list->dossier;
	const struct pack *pack = list->pack;
	const struct flow_todo *next = dossier->state.todo_count ? &dossier->state.todos[0] : NULL;
	const struct flow_slot *slot = flow_slot(&dossier->slots, form->name);
	const struct flow_step *head = dossier_head(dossier, form->name);
	bool hidden = hides_call(list, form), called = dossier->form_relevant[form - pack->forms] && !hidden;
	bool now = !hidden && next && next->form == form && (next->task == TASK_FORM || next->task == TASK_AGAIN);
	const struct field *added = added_at(list->app, dossier, form);
	struct record_stage *stage;

	if (!called && !(slot && slot->head_count) && !pack_chain_of_form(pack, form))
		return;
	stage = add_stage(list, mem_strdup(label_text(&form->label, _("en"))),
			  slot && slot->head_count > 1		      ? STAGE_CONFLICT
			  : is_marked(pack, dossier, form)	      ? STAGE_BACK
			  : flow_form_is_again(&dossier->state, form) ? STAGE_BACK
			  : added				      ? STAGE_BACK
			  : head				      ? STAGE_DONE
			  : now					      ? STAGE_NOW
								      : STAGE_LATER,
			  added	   ? house_added_words(pack, added)
			  : head   ? by_line(head)
			  : hidden ? NULL
				   : due_line(dossier, form, NULL, NULL));
	stage->form = form;
	stage->called_for = head || called || (slot && slot->head_count);
}

void
house_stages_read(struct app *app, const struct pack *pack, const struct dossier *dossier, struct record_stage **out, size_t *count)
{
	struct stage_list stages = { .app = app, .pack = pack, .dossier = dossier };

	for (size_t i = 0; i < pack->form_count; i++) {
		const struct form *form = &pack->forms[i];

		if (form->of_division || form == pack->prints.form) /* signed by printing alone: history tells of it */
			continue;
		if (form->repeat)
			add_slots(&stages, form);
		else
			add_form(&stages, form);
	}
	for (size_t c = 0; c < pack->chain_count; c++)
		add_chain(&stages, pack, &pack->chains[c]);
	if (house_asks_for_nothing(app, dossier))
		ask_for_nothing(&stages);
	*out = stages.stages;
	*count = stages.count;
}

void
house_stages_free(struct record_stage *stages, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(stages[i].label);
		free(stages[i].by);
	}
	free(stages);
}
