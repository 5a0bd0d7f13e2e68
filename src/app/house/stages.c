#include "app/house/stages.h"

#include <stdlib.h>

#include "app/house/returned.h"
#include "app/house/slots.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/dossier.h"

struct stage_list {
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

static struct record_stage *
add_stage(struct stage_list *list, char *label_take, enum stage_state state, char *by_take)
{
	struct record_stage *stage;

	MEM_GROW(list->stages, list->count, list->cap);
	stage = &list->stages[list->count++];
	*stage = (struct record_stage){ .label = label_take, .state = state, .by = by_take ? by_take : mem_strdup("") };
	return stage;
}

/* Adds a form that repeats: the form, to begin another slot, and each slot. */
static void
add_slots(struct stage_list *list, const struct form *form)
{
	size_t count;
	const struct flow_slot **slots = house_slots(list->dossier, form, &count);
	struct record_stage *stage = add_stage(list,
					       count ? mem_printf("%s (%zu)", label_text(&form->label, _("en")), count)
						     : mem_strdup(label_text(&form->label, _("en"))),
					       count ? STAGE_DONE : STAGE_LATER, NULL);

	stage->form = form;
	stage->called_for = count > 0;
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

/* Whether the open return marks a field of the form. */
static bool
is_marked(const struct pack *pack, const struct dossier *dossier, const struct form *form)
{
	const struct flow_step *sign = house_open_return(dossier);
	struct return_marks marks;
	bool found = false;

	if (!sign)
		return false;
	return_marks_read(value_get_list(&sign->step->data, "errors"), &marks);
	for (size_t i = 0; i < marks.count && !found; i++)
		found = pack_form_of_field(pack, marks.items[i].field) == form;
	return_marks_release(&marks);
	return found;
}

void
house_stages_read(const struct pack *pack, const struct dossier *dossier, struct record_stage **out, size_t *count)
{
	struct stage_list stages = { .dossier = dossier }, *list = &stages;
	const struct flow_todo *next = dossier->state.todo_count ? &dossier->state.todos[0] : NULL;

	for (size_t i = 0; i < pack->form_count; i++) {
		const struct form *form = &pack->forms[i];
		const struct flow_slot *slot = flow_slot(&dossier->slots, form->name);
		const struct flow_step *head = dossier_head(dossier, form->name);
		bool now = next && next->form == form && next->task == TASK_FORM;
		struct record_stage *stage;

		if (form->repeat) {
			add_slots(list, form);
			continue;
		}
		stage = add_stage(list, mem_strdup(label_text(&form->label, _("en"))),
				  slot && slot->head_count > 1	   ? STAGE_CONFLICT
				  : is_marked(pack, dossier, form) ? STAGE_BACK
				  : head			   ? STAGE_DONE
				  : now				   ? STAGE_NOW
								   : STAGE_LATER,
				  head ? by_line(head) : NULL);
		stage->form = form;
		stage->called_for = head || dossier->form_relevant[i] || (slot && slot->head_count);
	}
	for (size_t i = 0; i < pack->chains[0].level_count; i++) {
		size_t sign = dossier->state.level_effective[i];
		bool now = next && next->task == TASK_SIGN && next->level == &pack->chains[0].levels[i],
		     back = next && next->task == TASK_RETURNED && next->level == &pack->chains[0].levels[i];
		struct record_stage *stage = add_stage(list, mem_strdup(label_text(&pack->chains[0].levels[i].label, _("en"))),
						       sign != SIZE_MAX ? STAGE_DONE
						       : back		? STAGE_BACK
						       : now		? STAGE_NOW
									: STAGE_LATER,
						       sign != SIZE_MAX ? by_line(&dossier->steps[dossier->state.signs[sign].step]) : NULL);

		stage->level = &pack->chains[0].levels[i];
		stage->called_for = true;
	}
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
