#include "app/house/returned.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number/told_number.h"
#include "base/visible.h"
#include "form/place.h"
#include "store/dossier/dossier.h"

/* ---- marks */

void
return_marks_add(struct return_marks *marks, const char *field, int kind)
{
	marks->items = mem_resize(marks->items, marks->count + 1, sizeof(*marks->items));
	marks->items[marks->count++] = (struct return_mark){ mem_strdup(field), kind };
}

void
return_marks_read(const struct value *errors, struct return_marks *out)
{
	*out = (struct return_marks){ 0 };
	for (size_t i = 0; errors && i < errors->list.count; i++) {
		const char *field = value_get_text(&errors->list.items[i], "field");

		if (field)
			return_marks_add(out, field, (int)value_get_integer(&errors->list.items[i], "kind", 0));
	}
}

struct value
return_marks_value(const struct return_marks *marks)
{
	struct value list = value_list();

	for (size_t i = 0; i < marks->count; i++) {
		struct value item = value_object();

		value_set_text(&item, "field", marks->items[i].field);
		value_set_integer(&item, "kind", marks->items[i].kind);
		value_append_take(&list, item);
	}
	return list;
}

static bool
has_mark(const struct return_marks *marks, const char *field, int kind)
{
	for (size_t i = 0; i < marks->count; i++)
		if (marks->items[i].kind == kind && strcmp(marks->items[i].field, field) == 0)
			return true;
	return false;
}

void
return_marks_toggle(struct return_marks *marks, const char *field, int kind)
{
	for (size_t i = 0; i < marks->count; i++)
		if (marks->items[i].kind == kind && strcmp(marks->items[i].field, field) == 0) {
			free(marks->items[i].field);
			memmove(&marks->items[i], &marks->items[i + 1], (marks->count - i - 1) * sizeof(*marks->items));
			marks->count--;
			return;
		}
	return_marks_add(marks, field, kind);
}

const struct form *
return_mark_form(const struct pack *pack, const struct return_mark *mark)
{
	int row;
	const struct field *field = field_place_find(pack, mark->field, &row);

	return field ? pack_form_of_field(pack, field->name) : NULL;
}

/* The kind of a mark, of the chain that signs the marked field's form; else of the first chain that has such a kind. */
static const char *
kind_label(const struct pack *pack, const struct return_mark *mark)
{
	const struct form *form = return_mark_form(pack, mark);
	const struct error_kind *error = NULL;

	for (size_t c = 0; c < pack->chain_count && !error; c++)
		if (form && names_has(&pack->chains[c].covers, form->name))
			error = chain_error(&pack->chains[c], mark->kind);
	for (size_t c = 0; c < pack->chain_count && !error; c++)
		error = chain_error(&pack->chains[c], mark->kind);
	return error ? label_text(&error->label, _("en")) : NULL;
}

static bool
is_within(const struct field *field, const struct field *of)
{
	for (; field; field = field->parent)
		if (field == of)
			return true;
	return false;
}

const char *
return_marks_label(const struct return_marks *marks, const struct pack *pack, const struct field *field, int row)
{
	for (size_t i = 0; i < marks->count; i++) {
		int marked_row;
		const struct field *marked = field_place_find(pack, marks->items[i].field, &marked_row);

		if (marked && (field->type == FIELD_REPEAT ? is_within(marked, field) : marked == field) &&
		    (!marked_row || !row || marked_row == row) && kind_label(pack, &marks->items[i]))
			return kind_label(pack, &marks->items[i]);
	}
	return NULL;
}

char *
return_marks_words(const struct return_marks *marks, const char *reason, const struct pack *pack)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < marks->count; i++) {
		const char *label = kind_label(pack, &marks->items[i]);

		if (label)
			buf_printf(&out, "%s%s", out.len ? _("; ") : "", label);
	}
	if (reason && *reason) {
		buf_text_add(&out, out.len ? _("; ") : "");
		visible_add_line(&out, reason);
	}
	return buf_detach(&out);
}

void
return_marks_release(struct return_marks *marks)
{
	for (size_t i = 0; i < marks->count; i++)
		free(marks->items[i].field);
	free(marks->items);
	*marks = (struct return_marks){ 0 };
}

/* ---- the return */

const struct flow_sign *
house_return_at(const struct dossier *dossier, const struct form *form, const struct id *slot, size_t index)
{
	const struct flow_state *state = &dossier->state;

	for (size_t i = 0; i < state->sign_count; i++)
		if (state->signs[i].effective && !state->signs[i].approve && (!form || flow_sign_covers(&state->signs[i], form, slot)) &&
		    index-- == 0)
			return &state->signs[i];
	return NULL;
}

char *
house_returns_read(const struct dossier *dossier, const struct form *form, const struct id *slot, struct return_marks *marks)
{
	bool several = house_return_at(dossier, form, slot, 1) != NULL;
	const struct flow_sign *sign;
	struct buf words = { 0 };
	size_t count = 0;

	for (; (sign = house_return_at(dossier, form, slot, count)); count++) {
		const struct flow_step *step = &dossier->steps[sign->step];
		const char *reason = value_get_text(&step->step->data, "reason");
		struct return_marks own;

		return_marks_read(value_get_list(&step->step->data, "errors"), &own);
		for (size_t i = 0; i < own.count; i++)
			if (!has_mark(marks, own.items[i].field, own.items[i].kind))
				return_marks_add(marks, own.items[i].field, own.items[i].kind);
		if (several)
			buf_printf(&words, "%s%s: ", count ? _("; ") : "", step->author->name);
		visible_add_line(&words, reason ? reason : "");
		return_marks_release(&own);
	}
	if (!count) {
		buf_release(&words);
		return NULL;
	}
	return buf_detach(&words);
}

bool
house_return_ends(const struct dossier *dossier, const struct flow_sign *sign, const struct form *form)
{
	const struct pack *pack = dossier->input.pack;
	struct return_marks marks;
	bool marked = false, others = false;

	return_marks_read(value_get_list(&dossier->steps[sign->step].step->data, "errors"), &marks);
	for (size_t i = 0; i < marks.count; i++) {
		const struct form *of = return_mark_form(pack, &marks.items[i]);

		marked |= of == form;
		others |= of && of != form && !of->repeat && flow_stands_as_signed(&dossier->input, &dossier->slots, sign, of);
	}
	return_marks_release(&marks);
	return !others || (marked && sign->level->chain->each);
}

char *
house_return_words(const struct pack *pack, const struct flow_step *sign)
{
	const char *reason = value_get_text(&sign->step->data, "reason"), *name = value_get_text(&sign->step->data, "level");
	const char *chain = value_get_text(&sign->step->data, "chain");
	const struct level *level = name ? pack_level(sign->pack ? sign->pack : pack, chain, name) : NULL;
	struct return_marks marks;
	char *why, *out;

	return_marks_read(value_get_list(&sign->step->data, "errors"), &marks);
	why = return_marks_words(&marks, reason, pack);
	out = mem_printf(_("%s (%s) gave it back: %s"), sign->author ? sign->author->name : "?",
			 level ? label_text(&level->label, _("en")) : "", why);
	return_marks_release(&marks);
	free(why);
	return out;
}

/* ---- the answer */

static bool
is_head(const struct dossier *dossier, size_t index)
{
	const struct flow_slot *slot = dossier->slots.slot_of[index] == SIZE_MAX ? NULL
										 : &dossier->slots.slots[dossier->slots.slot_of[index]];

	for (size_t i = 0; slot && i < slot->head_count; i++)
		if (slot->heads[i] == index)
			return true;
	return false;
}

/* Did the level that gave back sign again since? Under the pack that the chain is carried on under. */
static bool
is_signed_again(const struct dossier *dossier, const struct flow_sign *sign)
{
	const struct flow_progress *progress = sign->level ? flow_progress_of(&dossier->state, sign->level->chain->name, &sign->root)
							   : NULL;
	const struct level *level = progress ? chain_level(progress->chain, sign->level->name) : NULL;

	return level && progress->effective[level_index(level)] != SIZE_MAX;
}

/* For each step the place of its answered return among the signs, or SIZE_MAX. Caller frees. */
static size_t *
answered_signs(const struct dossier *dossier)
{
	size_t *signs = mem_array(dossier->step_count + 1, sizeof(*signs));

	for (size_t i = 0; i < dossier->step_count; i++)
		signs[i] = SIZE_MAX;
	for (size_t i = 0; i < dossier->state.sign_count; i++)
		if (dossier->state.signs[i].reason == FLOW_ANSWERED)
			signs[dossier->state.signs[i].step] = i;
	return signs;
}

size_t
house_answers_read(const struct dossier *dossier, const struct flow_step *own, struct house_answer **out)
{
	size_t *signs = answered_signs(dossier), *told = mem_array(dossier->step_count + 1, sizeof(*told)), count = 0, cap = 0;

	*out = NULL;
	for (size_t i = 0; i < dossier->step_count; i++) {
		const struct flow_step *by = &dossier->steps[i];
		enum flow_reason reason = dossier->slots.step_reasons[i];
		bool head = is_head(dossier, i);
		const struct value *answers = reason == FLOW_COUNTS || reason == FLOW_SUPERSEDED
						      ? value_get_list(&by->step->data, "_answers")
						      : NULL;

		for (size_t a = 0; answers && a < answers->list.count; a++) {
			const struct value *item = &answers->list.items[a];
			const char *words = value_get_text(item, "words");
			struct house_answer *answer;
			struct id of;
			size_t at = step_data_id(item, "of", &of) ? idmap_get(&dossier->slots.steps, &of) : IDMAP_NONE;

			if (at == IDMAP_NONE || signs[at] == SIZE_MAX ||
			    (&dossier->steps[at] != own && !head && is_signed_again(dossier, &dossier->state.signs[signs[at]])))
				continue;
			if (!told[at]) {
				MEM_GROW(*out, count, cap);
				told[at] = ++count;
				(*out)[count - 1] = (struct house_answer){ 0 };
			}
			answer = &(*out)[told[at] - 1];
			if (!answer->by || answer->by->step->at_unix <= by->step->at_unix)
				*answer = (struct house_answer){ &dossier->steps[at], by, words ? words : "" };
		}
	}
	free(signs);
	free(told);
	return count;
}

char *
house_answer_words(const struct pack *pack, const struct house_answer *answer)
{
	char *returned = house_return_words(pack, answer->sign);
	char *out = mem_printf(_("%s. Answer of %s: %s"), returned, answer->by->author ? answer->by->author->name : "?", answer->words);

	free(returned);
	return out;
}

const struct flow_step *
house_last_sign(const struct dossier *dossier, const struct credential *person)
{
	const struct flow_step *last = NULL;
	size_t first;

	for (size_t i = 0; person && i < dossier->step_count; i++) {
		const struct flow_step *flow = &dossier->steps[i];

		if (flow->sign && flow->author && flow_same_person(flow->author, person) &&
		    (!last || flow->step->at_unix >= last->step->at_unix) && flow_signoff_items(flow, &dossier->root, &first))
			last = flow;
	}
	return last;
}

char *
app_building_returned(struct app *app, const struct id *building)
{
	struct house_answer *answers = NULL;
	const struct flow_step *own;
	const struct flow_sign *sign;
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	size_t count;
	struct buf words = { 0 }, answered = { 0 };

	if (dossier_load(app_store(app), building, NULL, &dossier, &ignored))
		return mem_strdup("");
	for (size_t i = 0; (sign = house_return_at(dossier, NULL, NULL, i)); i++) {
		char *one = house_return_words(app_pack(app), &dossier->steps[sign->step]);

		buf_printf(&words, "%s%s", i ? _("; ") : "", one);
		free(one);
	}
	own = house_last_sign(dossier, app_credential(app));
	count = words.len ? 0 : house_answers_read(dossier, own, &answers);
	for (size_t i = 0; i < count; i++) {
		char *one = house_answer_words(app_pack(app), &answers[i]);

		buf_printf(&answered, "%s%s", i ? _("; ") : "", one);
		free(one);
	}
	free(answers);
	if (!words.len && !answered.len && own && dossier->slots.step_reasons[own - dossier->steps] == FLOW_STALE)
		buf_text_add(&words, _("You signed an older version of it; what changed since is marked where it is signed."));
	dossier_free(dossier);
	if (words.len) {
		buf_release(&answered);
		return buf_detach(&words);
	}
	return buf_detach(&answered);
}

enum status
house_check_return_words(struct app *app, const struct id *building, const char *words, struct err *err)
{
	char *place;

	if (!words || !text_tells_number(words))
		return STATUS_OK;
	place = app_building_place(app, building);
	(void)err_set(
		err, STATUS_INVALID,
		_("what is said of %s as it is given back tells a telephone or identity number, and everybody who gets the file reads it: leave it out"),
		place);
	free(place);
	return STATUS_INVALID;
}
