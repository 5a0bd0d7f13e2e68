#include "app/house/returned.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/dossier.h"

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

/* The kind of a mark, of the chain that signs the marked field's form; else of the first chain that has such a kind. */
static const char *
kind_label(const struct pack *pack, const struct return_mark *mark)
{
	const struct form *form = pack_form_of_field(pack, mark->field);
	const struct error_kind *error = NULL;

	for (size_t c = 0; c < pack->chain_count && !error; c++)
		if (form && names_has(&pack->chains[c].covers, form->name))
			error = chain_error(&pack->chains[c], mark->kind);
	for (size_t c = 0; c < pack->chain_count && !error; c++)
		error = chain_error(&pack->chains[c], mark->kind);
	return error ? label_text(&error->label, _("en")) : NULL;
}

const char *
return_marks_label(const struct return_marks *marks, const struct pack *pack, const struct field *field)
{
	for (size_t i = 0; i < marks->count; i++)
		if (strcmp(marks->items[i].field, field->name) == 0 && kind_label(pack, &marks->items[i]))
			return kind_label(pack, &marks->items[i]);
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
	if (reason && *reason)
		buf_printf(&out, "%s%s", out.len ? _("; ") : "", reason);
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

/* Is the return one of a chain that covers the form (of a repeat form: in this slot)? */
static bool
is_about(const struct flow_sign *sign, const struct form *form, const struct id *slot)
{
	const struct chain *chain = sign->level->chain;

	if (!form)
		return true;
	return names_has(&chain->covers, form->name) && (!chain->each || (slot && id_equal(&sign->root, slot)));
}

const struct flow_sign *
house_return_at(const struct dossier *dossier, const struct form *form, const struct id *slot, size_t index)
{
	const struct flow_state *state = &dossier->state;

	for (size_t i = 0; i < state->sign_count; i++)
		if (state->signs[i].effective && !state->signs[i].approve && is_about(&state->signs[i], form, slot) && index-- == 0)
			return &state->signs[i];
	return NULL;
}

const struct flow_step *
house_open_return(const struct dossier *dossier, const struct form *form, const struct id *slot)
{
	const struct flow_sign *sign = house_return_at(dossier, form, slot, 0);

	return sign ? &dossier->steps[sign->step] : NULL;
}

/* Does the head of a form's slot stand as it did when the return was signed? */
static bool
is_unchanged(const struct dossier *dossier, const struct flow_sign *sign, const struct form *form)
{
	const struct value *covers = value_get_list(flow_signoff_item(&dossier->steps[sign->step], sign->item), "covers");
	const struct flow_step *head = dossier_head(dossier, form->name);
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; head && covers && i < covers->list.count; i++)
		if (covers->list.items[i].type == VALUE_TEXT && strcmp(covers->list.items[i].text, id_hex(&head->id, hex)) == 0)
			return true;
	return false;
}

bool
house_return_ends(const struct dossier *dossier, const struct flow_sign *sign, const struct form *form)
{
	const struct pack *pack = dossier->input.pack;
	struct return_marks marks;
	bool marked = false, others = false;

	return_marks_read(value_get_list(&dossier->steps[sign->step].step->data, "errors"), &marks);
	for (size_t i = 0; i < marks.count; i++) {
		const struct form *of = pack_form_of_field(pack, marks.items[i].field);

		marked |= of == form;
		others |= of && of != form && !of->repeat && is_unchanged(dossier, sign, of);
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

char *
app_building_returned(struct app *app, const struct id *building)
{
	const struct flow_step *sign;
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	char *words;

	if (dossier_load(app_store(app), building, NULL, &dossier, &ignored))
		return mem_strdup("");
	sign = house_open_return(dossier, NULL, NULL);
	words = sign ? house_return_words(app_pack(app), sign) : mem_strdup("");
	dossier_free(dossier);
	return words;
}
