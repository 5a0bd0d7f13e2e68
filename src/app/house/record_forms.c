#include "app/house/record_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/label.h"
#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/house/slots.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "form/place.h"
#include "store/blob.h"
#include "store/store.h"

/* The forms of a house on its page: their values, rows and photos, and what is another one than when this person last signed. */

/* ---- lines */

static struct record_line *
add_line(struct record_reading *reading)
{
	struct record *record = reading->out;

	MEM_GROW(record->lines, record->line_count, reading->line_cap);
	record->lines[record->line_count] = (struct record_line){ .form = reading->form, .root = reading->root };
	return &record->lines[record->line_count++];
}

static void
read_field(struct record_reading *reading, const struct field *field, const struct value *now, const struct value *was, int row)
{
	const struct pack *pack = app_pack(reading->app);
	bool compare = reading->before.type == VALUE_OBJECT,
	     changed = compare && !((!now && !was) || (now && was && value_equal(now, was)));
	struct record_line *line;

	if (!now && !changed && !(field->is_private && reading->closed && !row))
		return;
	line = add_line(reading);
	line->field = field;
	line->row = row;
	line->is_covered = field_is_covered(field);
	line->closed = field->is_private && reading->closed && !now;
	line->text = line->closed ? mem_strdup(_("(sealed for others)")) : field_value_text(pack, field, now, _("en"));
	if (changed && !line->closed) {
		line->before = field_value_text(pack, field, was, _("en"));
		reading->out->changed++;
	}
	line->mark = return_marks_label(&reading->marks, pack, field, row);
}

static void read_fields(struct record_reading *reading, const struct field *fields, size_t count, const struct value *values,
			const struct value *was, int row);

static void
read_rows(struct record_reading *reading, const struct field *repeat)
{
	const struct value *now = value_get_list(reading->values, repeat->name), *was = value_get_list(&reading->before, repeat->name);
	size_t rows = now ? now->list.count : 0, rows_before = was ? was->list.count : 0;

	for (size_t r = 0; r < rows || r < rows_before; r++) {
		struct record_line *line = add_line(reading);

		line->field = repeat;
		line->row = (int)r + 1;
		line->text = mem_printf("%s %zu", label_text(&repeat->label, _("en")), r + 1);
		read_fields(reading, repeat->fields, repeat->field_count, r < rows ? &now->list.items[r] : NULL,
			    r < rows_before ? &was->list.items[r] : NULL, (int)r + 1);
	}
}

static void
read_fields(struct record_reading *reading, const struct field *fields, size_t count, const struct value *values, const struct value *was,
	    int row)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];

		if (blind_hides_field(reading->app, reading->dossier, field))
			continue;
		if (field->type == FIELD_GROUP)
			read_fields(reading, field->fields, field->field_count, values, was, row);
		else if (field->type == FIELD_REPEAT)
			read_rows(reading, field);
		else if (field_type_has_value(field->type))
			read_field(reading, field, value_get(values, field->name), value_get(was, field->name), row);
	}
}

static void
read_photos(struct record_reading *reading, const struct step *step)
{
	const struct pack *pack = app_pack(reading->app);

	for (size_t i = 0; i < step->photo_count; i++) {
		const struct step_photo *photo = &step->photos[i];
		struct record_photo out = {
			.form = reading->form, .id = photo->id, .has_taken = photo->has_taken, .taken_unix = photo->taken_unix
		};
		struct err ignored = { 0 };
		int64_t len;

		out.root = reading->root;
		out.field = field_place_find(pack, photo->field, &out.row);
		if (!out.field || blind_hides_field(reading->app, reading->dossier, out.field))
			continue;
		out.missing = store_has_blob(app_store(reading->app), BLOB_PHOTO, &photo->id, &len, &ignored) || len < 0;
		MEM_GROW(reading->out->photos, reading->out->photo_count, reading->photo_cap);
		reading->out->photos[reading->out->photo_count++] = out;
	}
}

/* ---- photos that are other ones */

/* Adds a line for the place of a photo where the two steps have other photos. */
static void
compare_place(struct record_reading *reading, const struct step *now, const struct step *was, const char *place)
{
	struct record_line *line;
	const struct field *field;
	int row;

	field = step_same_photos(now, was, place) ? NULL : field_place_find(app_pack(reading->app), place, &row);
	if (!field || blind_hides_field(reading->app, reading->dossier, field))
		return;
	line = add_line(reading);
	line->field = field;
	line->row = row;
	line->other_photo = true;
	line->text = mem_strdup(!step_has_photo(now, place, now->photo_count)	? _("photo taken out")
				: !step_has_photo(was, place, was->photo_count) ? _("photo added")
										: _("another photo"));
	reading->out->changed++;
}

/* Compares each place of either step once. */
static void
compare_photos(struct record_reading *reading, const struct step *now)
{
	const struct step *was = reading->step_before;

	for (size_t i = 0; was && i < now->photo_count; i++)
		if (!step_has_photo(now, now->photos[i].field, i))
			compare_place(reading, now, was, now->photos[i].field);
	for (size_t i = 0; was && i < was->photo_count; i++)
		if (!step_has_photo(was, was->photos[i].field, i) && !step_has_photo(now, was->photos[i].field, now->photo_count))
			compare_place(reading, now, was, was->photos[i].field);
}

/* ---- what this person signed before */

/* What the last sign-off of this building by the unlocked person covers, or NULL; notes when it was a return. */
static const struct value *
last_covers(struct record_reading *reading)
{
	const struct flow_step *last = house_last_sign(reading->dossier, app_credential(reading->app));
	const char *decision;
	size_t first;

	if (!last)
		return NULL;
	if (last->pack && value_get_text(&last->step->data, "chain")) {
		const struct chain *chain = pack_chain(last->pack, value_get_text(&last->step->data, "chain"));

		reading->covered = chain ? &chain->covers : NULL;
	}
	decision = value_get_text(&last->step->data, "decision");
	if (decision && strcmp(decision, "return") == 0 && !reading->own_answered)
		reading->out->own_return = house_return_words(app_pack(reading->app), last);
	flow_signoff_items(last, &reading->out->building, &first);
	return value_get_list(flow_signoff_item(last, first), "covers");
}

/* The values of the step of this form among the covers; false when the head is covered itself. */
static bool
values_signed(struct record_reading *reading, const struct value *covers, const struct flow_step *head, struct value *out)
{
	struct private_reader reader = vault_reader(reading->app);

	for (size_t i = 0; i < covers->list.count; i++) {
		struct id id;

		if (covers->list.items[i].type != VALUE_TEXT || !id_from_hex(covers->list.items[i].text, &id))
			continue;
		if (id_equal(&id, &head->id))
			return false;
		for (size_t k = 0; k < reading->dossier->step_count; k++) {
			const struct flow_step *flow = &reading->dossier->steps[k];

			if (!id_equal(&flow->id, &id) || strcmp(flow->step->kind, reading->form->name) != 0)
				continue;
			*out = value_copy(&flow->step->data);
			reading->step_before = flow->step;
			if (flow->step->has_private && app_is_unlocked(reading->app))
				reader.open(reader.ctx, flow->step, out);
			return true;
		}
	}
	*out = value_object(); /* a form that was not there then */
	return true;
}

/* ---- slots */

/* Reads one slot of a form that repeats; a slot with two versions is shown where they are compared. */
static void
read_slot(struct record_reading *reading, const struct flow_slot *slot, size_t number, size_t count)
{
	const struct flow_step *head = &reading->dossier->steps[slot->heads[0]];
	struct private_reader reader = vault_reader(reading->app);
	struct value values;

	if (slot->head_count > 1)
		return;
	values = value_copy(&head->step->data);
	reading->closed = head->step->has_private && !(app_is_unlocked(reading->app) && reader.open(reader.ctx, head->step, &values));
	reading->values = &values;
	reading->root = slot->repeat_root;
	value_release(&reading->before);
	add_line(reading)->text = house_slot_label(slot->form, number, count); /* the heading */
	read_fields(reading, slot->form->fields, slot->form->field_count, &values, &reading->before, 0);
	read_photos(reading, head->step);
	reading->values = NULL;
	reading->root = (struct id){ { 0 } };
	value_release(&values);
}

void
record_read_forms(struct record_reading *reading)
{
	const struct pack *pack = app_pack(reading->app);
	const struct value *covers = last_covers(reading);

	reading->out->signed_before = covers != NULL;
	for (size_t i = 0; i < pack->form_count; i++) {
		const struct flow_step *head = dossier_head(reading->dossier, pack->forms[i].name);
		const struct flow_slot *slot = flow_slot(&reading->dossier->slots, pack->forms[i].name), **slots;
		size_t count;

		reading->form = &pack->forms[i];
		if (reading->form->repeat) {
			slots = house_slots(reading->dossier, reading->form, &count);
			for (size_t s = 0; s < count && reading->form != pack->prints.form; s++)
				read_slot(reading, slots[s], s + 1, count);
			free(slots);
			continue;
		}
		if (!head)
			continue;
		reading->values = dossier_values(reading->dossier, reading->form->name);
		reading->closed = !reading->dossier->private_open[slot - reading->dossier->slots.slots];
		value_release(&reading->before);
		reading->step_before = NULL;
		if (covers && reading->covered && names_has(reading->covered, reading->form->name) &&
		    !values_signed(reading, covers, head, &reading->before))
			value_release(&reading->before);
		add_line(reading)->text = mem_strdup(label_text(&reading->form->label, _("en")));
		read_fields(reading, reading->form->fields, reading->form->field_count, reading->values, &reading->before, 0);
		compare_photos(reading, head->step);
		read_photos(reading, head->step);
	}
	value_release(&reading->before);
}
