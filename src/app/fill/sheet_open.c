#include "app/fill/sheet_keep.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/fill_rows.h"
#include "app/fill/sheet_again.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_state.h"
#include "app/fill/sheet_undo.h"
#include "app/fill/sheet_unfit.h"
#include "app/fill/upon.h"
#include "app/house/blind.h"
#include "app/house/finding_words.h"
#include "app/house/place.h"
#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/session/draft.h"
#include "app/session/known.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "form/place.h"
#include "step/step.h"
#include "store/store.h"

/* Opening a form to fill: what is signed of it, what of it was begun, or what an empty one starts with. */

const struct flow_slot *
sheet_slot(const struct sheet *sheet)
{
	const struct flow_slots *slots = sheet->dossier ? &sheet->dossier->slots : NULL;

	return !slots			  ? NULL
	       : id_is_zero(&sheet->slot) ? flow_slot(slots, sheet->form->name)
					  : flow_slot_of(slots, sheet->form->name, &sheet->slot);
}

const struct flow_step *
sheet_head(const struct sheet *sheet)
{
	const struct flow_slot *slot = sheet_slot(sheet);

	return slot && slot->head_count == 1 ? &sheet->dossier->steps[slot->heads[0]] : NULL;
}

struct value
sheet_head_values(const struct sheet *sheet)
{
	const struct flow_step *head = sheet_head(sheet);
	const struct value *known = head ? dossier_values(sheet->dossier, sheet->form->name) : NULL;
	struct private_reader reader = vault_reader(sheet->app);
	struct value values = { 0 };

	if (!head || (!known && id_is_zero(&sheet->slot)))
		return values;
	if (id_is_zero(&sheet->slot))
		return value_copy(known);
	values = value_copy(&head->step->data); /* slots of a form that repeats do not stand among the values of the house */
	if (head->step->has_private)
		(void)reader.open(reader.ctx, head->step, &values);
	return values;
}

/* What the answers lean on may be another than it was for who typed them: they are asked again over it as it is now. */
static void
take_seen(struct sheet *sheet, const struct value *seen)
{
	if (!value_equal(&sheet->seen, seen) && sheet_ask_again(sheet, seen))
		return;
	value_release(&sheet->seen);
	sheet->seen = value_copy(seen);
}

/* Leaves of texts by path those whose place the form still has. */
static void
drop_unasked(const struct sheet *sheet, struct value *texts)
{
	struct value kept = value_object();

	for (size_t i = 0; i < texts->object.count; i++) {
		const struct member *member = &texts->object.members[i];
		int row;
		const struct field *field = field_place_find(app_pack(sheet->app), member->name, &row);

		if (field && field_type_has_value(field->type) && (row > 0) == (sheet_repeat_of(field) != NULL) &&
		    pack_form_of_field(app_pack(sheet->app), field->name) == sheet->form && member->value.type == VALUE_TEXT)
			value_set_text(&kept, member->name, member->value.text);
	}
	value_release(texts);
	*texts = kept;
}

static void
take_draft(struct sheet *sheet, struct value *draft)
{
	const struct value *typed = value_get(draft, "typed"), *raw = value_get(draft, "raw");

	if (typed && typed->type == VALUE_OBJECT) {
		value_release(&sheet->typed);
		sheet->typed = value_copy(typed);
	}
	if (raw && raw->type == VALUE_OBJECT) {
		value_release(&sheet->raw);
		sheet->raw = value_copy(raw);
	}
	form_drop_unknown(sheet->form, &sheet->typed);
	drop_unasked(sheet, &sheet->raw);
	sheet_take_unfit(sheet, value_get(draft, "unfit"));
	sheet->keys = value_get_integer(draft, "keys", 0);
	sheet->seconds = value_get_integer(draft, "seconds", 0);
	sheet_read_photos(sheet, value_get_list(draft, "photos"));
	sheet_take_upon(sheet, value_get_list(draft, "upon"));
	if (value_get(draft, "by"))
		sheet->begun = value_copy(value_get(draft, "by"));
	if (value_get(draft, "again") && value_get(draft, "again")->type == VALUE_OBJECT && value_get_list(draft, "changed_below")) {
		sheet->again = value_copy(value_get(draft, "again"));
		sheet->changed_below = value_copy(value_get_list(draft, "changed_below"));
	} else if (sheet_head(sheet)) { /* a draft of an earlier louce */
		(void)sheet_ask_again(sheet, value_get_list(&sheet_head(sheet)->step->data, "_upon"));
	}
	if (value_get_list(draft, "seen")) /* not of an earlier louce */
		take_seen(sheet, value_get_list(draft, "seen"));
	if (value_get(draft, "defaults") && value_get(draft, "defaults")->type == VALUE_OBJECT)
		sheet_renew_defaults(sheet, value_get(draft, "defaults"));
}

static bool
has_photo(const struct sheet *sheet, const char *field)
{
	for (size_t i = 0; i < sheet->photo_count; i++)
		if (strcmp(sheet->photos[i].field, field) == 0)
			return true;
	return false;
}

/* Takes the photos of a signed step; `only`: the one of this field, NULL: all. */
static void
take_photo(struct sheet *sheet, const struct flow_step *head, const char *only)
{
	for (size_t i = 0; i < head->step->photo_count; i++) {
		const struct step_photo *from = &head->step->photos[i];
		struct sheet_photo photo = { .kept = true,
					     .id = from->id,
					     .has_original = from->has_original,
					     .original = from->original,
					     .has_taken = from->has_taken,
					     .taken_unix = from->taken_unix };
		struct err ignored = { 0 };

		if (!sheet_has_photo_field(sheet, from->field) || has_photo(sheet, from->field) || (only && strcmp(from->field, only) != 0))
			continue;
		photo.field = mem_strdup(from->field);
		if (vault_photo(sheet->app, &from->id, &photo.bytes, &ignored))
			buf_clear(&photo.bytes); /* not in this file, or sealed for others; the form may still keep it */
		MEM_GROW(sheet->photos, sheet->photo_count, sheet->photo_cap);
		sheet->photos[sheet->photo_count++] = photo;
	}
}

/* Of a blind form whose answers differ from what it is blind to: the questions in which they do are empty, to be answered once more. */
static void
empty_differing(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->dossier->finding_count; i++) {
		const struct dossier_finding *finding = &sheet->dossier->findings[i];

		if (!house_finding_is_veiled(sheet->app, sheet->dossier, finding) || finding->turn != TURN_FINDS)
			continue;
		for (size_t f = 0; f < finding->rule->fields.count; f++)
			if (pack_form_of_field(app_pack(sheet->app), finding->rule->fields.items[f]) == sheet->form)
				value_remove(&sheet->typed, finding->rule->fields.items[f]);
	}
}

/* Takes the form as it was signed, to be corrected: its values, and its photos as they are. What another answered blindly is not taken: this person answers
 * for himself. */
static void
take_head(struct sheet *sheet)
{
	const struct flow_step *head = sheet_head(sheet);
	struct value values;

	if (blind_waits(sheet->app, sheet->dossier, sheet->form) && !blind_wrote(sheet->app, sheet->dossier, sheet->form)) {
		sheet_put_defaults(sheet);
		return;
	}
	values = sheet_head_values(sheet);
	if (values.type != VALUE_OBJECT)
		return;
	value_release(&sheet->typed);
	sheet->typed = values;
	step_data_drop_filling(&sheet->typed);
	form_drop_unknown(sheet->form, &sheet->typed);
	take_photo(sheet, head, NULL);
	empty_differing(sheet);
	(void)sheet_ask_again(sheet, value_get_list(&head->step->data, "_upon"));
}

/* Takes the photos of two versions side by side, the first one's where both have one. Their answers are merged on the page of versions. */
static void
take_versions(struct sheet *sheet)
{
	const struct flow_slot *slot = sheet_slot(sheet);

	for (size_t i = 0; slot && i < slot->head_count; i++)
		take_photo(sheet, &sheet->dossier->steps[slot->heads[i]], NULL);
}

void
sheet_choose_version(struct sheet *sheet, const struct field *photo, size_t version)
{
	const struct flow_slot *slot = sheet_slot(sheet);

	if (!slot || version >= slot->head_count)
		return;
	sheet_drop_photo(sheet, photo, 0);
	take_photo(sheet, &sheet->dossier->steps[slot->heads[version]], photo->name);
}

static void
take_marks(struct sheet *sheet)
{
	sheet->return_reason = house_returns_read(sheet->dossier, sheet->form, &sheet->slot, &sheet->marks);
}

/* Sets what stands in an empty form: its defaults; and what the person's area settles already, the village of a new house. */
static void
start_empty(struct sheet *sheet)
{
	const struct pack *pack = app_pack(sheet->app);
	const struct flow_slot *slot = sheet_slot(sheet);
	const char *area = app_person_area(sheet->app);

	if (sheet->dossier)
		take_versions(sheet);
	else if (division_level(area) == DIVISION_VILLAGE)
		value_set_text(&sheet->typed, pack->root_division->name, area);
	if ((!slot || !slot->head_count) && !sheet_take_moved(sheet))
		sheet_put_defaults(sheet);
}

/* Puts the rows that a report gives, whatever a draft has of them. */
static enum status
put_rows(struct sheet *sheet, struct err *err)
{
	struct value rows = { 0 };
	enum status status = fill_rows(sheet->app, sheet->form, sheet->dossier, id_is_zero(&sheet->slot) ? NULL : &sheet->slot, &rows, err);

	for (size_t i = 0; !status && i < rows.object.count; i++)
		value_set_take(&sheet->typed, rows.object.members[i].name,
			       rows.object.members[i].value.list.count ? value_copy(&rows.object.members[i].value) : (struct value){ 0 });
	value_release(&rows);
	return status;
}

enum status
sheet_open(struct app *app, const struct id *building, const char *form, const struct id *slot, struct sheet **out, struct err *err)
{
	struct sheet *sheet = mem_alloc(sizeof(*sheet));
	struct private_reader reader = vault_reader(app);
	struct value draft = { 0 };
	struct err why = { 0 };
	enum status status = act_needs_person(app, err);

	*sheet = (struct sheet){ .app = app,
				 .typed = value_object(),
				 .begun_with = value_object(),
				 .raw = value_object(),
				 .unfit = value_object(),
				 .again = value_object(),
				 .changed_below = value_list(),
				 .last_key_ms = clock_monotonic_ms() };
	if (!status && !store_eval(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status && !(sheet->form = pack_form(app_pack(app), form)))
		status = known_no_form(app, form, err);
	if (!status && building && !id_is_zero(building)) {
		sheet->root = *building;
		status = dossier_load(app_store(app), &sheet->root, &reader, &sheet->dossier, err);
	}
	if (!status)
		status = (slot && !id_is_zero(slot) ? house_fill_right
						    : house_begin_right)(app, sheet->form, sheet->dossier,
									 sheet->dossier ? sheet->dossier->division : NULL, err);
	if (!status && slot)
		sheet->slot = *slot;
	if (!status && !id_is_zero(&sheet->slot) && !sheet_slot(sheet))
		status = err_set(err, STATUS_NOT_FOUND, _("what was to be corrected in \"%s\" is not here"),
				 label_text(&sheet->form->label, _("en")));
	if (!status) {
		sheet->draft = sheet_draft_name(form, slot);
		status = sheet_hold(sheet, err);
	}
	if (status) {
		sheet_free(sheet);
		return status;
	}
	sheet->generation = store_generation(app_store(app));
	sheet_note_upon(sheet);
	sheet->seen = upon_heads(app_pack(app), sheet->form, sheet->dossier);
	if (sheet->dossier) {
		sheet->place = building_place(app, sheet->dossier);
		take_marks(sheet);
	}
	if (!draft_get(app, &sheet->root, sheet->draft, &draft, &why))
		take_draft(sheet, &draft);
	else if (sheet_head(sheet))
		take_head(sheet);
	else
		start_empty(sheet);
	value_release(&draft);
	status = put_rows(sheet, err);
	if (status) {
		sheet_free(sheet);
		return status;
	}
	sheet_note_unasked(sheet);
	sheet_read_carried(sheet);
	sheet_check(sheet);
	*out = sheet;
	return STATUS_OK;
}

void
sheet_free(struct sheet *sheet)
{
	if (!sheet)
		return;
	for (size_t i = 0; i < sheet->photo_count; i++)
		sheet_photo_release(&sheet->photos[i]);
	for (size_t i = 0; i < sheet->problem_count; i++)
		free(sheet->problems[i].text);
	sheet_past_release(sheet);
	free(sheet->photos);
	sheet_pictures_release(sheet);
	free(sheet->problems);
	free(sheet->asked);
	free(sheet->withheld);
	free(sheet->place);
	free(sheet->return_reason);
	free(sheet->unasked);
	free(sheet->upon);
	free(sheet->falling);
	if (sheet->holds)
		draft_let_go(sheet->app, &sheet->root, sheet->draft);
	free(sheet->draft);
	value_release(&sheet->typed);
	value_release(&sheet->begun_with);
	value_release(&sheet->raw);
	value_release(&sheet->unfit);
	value_release(&sheet->completed);
	value_release(&sheet->again);
	value_release(&sheet->changed_below);
	value_release(&sheet->seen);
	return_marks_release(&sheet->marks);
	value_release(&sheet->carried);
	value_release(&sheet->begun);
	dossier_free(sheet->dossier);
	free(sheet);
}
