#include "app/fill/sheet_keep.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/complete.h"
#include "app/fill/fill.h"
#include "app/fill/fill_rows.h"
#include "app/fill/inbox.h"
#include "app/fill/sheet_again.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_state.h"
#include "app/fill/sheet_undo.h"
#include "app/fill/upon.h"
#include "app/house/check.h"
#include "app/house/place.h"
#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/session/act.h"
#include "app/session/known.h"
#include "app/session/draft.h"
#include "app/session/person.h"
#include "store/store.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/clock.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/check.h"
#include "step/step.h"

/* Opening, keeping and signing a form that is being filled. */

#define PAUSE_MS 120000 /* longer pauses are no work on the form */

/* ---- opening */

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

		if (has_photo(sheet, from->field) || (only && strcmp(from->field, only) != 0))
			continue;
		photo.field = mem_strdup(from->field);
		if (vault_photo(sheet->app, &from->id, &photo.bytes, &ignored))
			buf_clear(&photo.bytes); /* not in this file, or sealed for others; the form may still keep it */
		MEM_GROW(sheet->photos, sheet->photo_count, sheet->photo_cap);
		sheet->photos[sheet->photo_count++] = photo;
	}
}

/* Takes the form as it was signed, to be corrected: its values, and its photos as they are. */
static void
take_head(struct sheet *sheet)
{
	const struct flow_step *head = sheet_head(sheet);
	struct value values = sheet_head_values(sheet);

	if (values.type != VALUE_OBJECT)
		return;
	value_release(&sheet->typed);
	sheet->typed = values;
	step_data_drop_filling(&sheet->typed);
	take_photo(sheet, head, NULL);
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
	if (!slot || !slot->head_count)
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
		status = house_fill_right(app, sheet->form, sheet->dossier, sheet->dossier ? sheet->dossier->division : NULL, err);
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
	free(sheet->upon);
	if (sheet->holds)
		draft_let_go(sheet->app, &sheet->root, sheet->draft);
	free(sheet->draft);
	value_release(&sheet->typed);
	value_release(&sheet->begun_with);
	value_release(&sheet->raw);
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

/* ---- keeping */

/* The village whose people may read the draft: of a house that is not placed yet, any of the person's own. */
static const char *
village_of(const struct sheet *sheet)
{
	const struct pack *pack = app_pack(sheet->app);
	const struct credential *own = app_credential(sheet->app);
	const char *typed = sheet->dossier ? sheet->dossier->division : value_get_text(&sheet->typed, pack->root_division->name);

	if (sheet->dossier && sheet->dossier->of_division && division_level(typed) != DIVISION_VILLAGE)
		typed = NULL; /* keys are of villages: one below it will do */
	if (typed && (sheet->dossier || (pack_division(pack, typed) && credential_covers(own, typed))))
		return typed;
	for (size_t i = 0; i < pack->division_count; i++)
		if (pack->divisions[i].level == DIVISION_VILLAGE && credential_covers(own, pack->divisions[i].code) &&
		    (!sheet->dossier || division_covers(sheet->dossier->division, pack->divisions[i].code)))
			return pack->divisions[i].code;
	return app_person_area(sheet->app);
}

enum status
sheet_key(struct sheet *sheet, struct data_key *out, struct err *err)
{
	const char *village = village_of(sheet);
	enum status status;

	if (vault_has_key(sheet->app, village, out))
		return STATUS_OK;
	/* A village without a key yet gets one, shared by a step inside a transaction, after which the building is read anew. */
	status = act_begin(sheet->app, err);
	if (!status)
		status = act_end(sheet->app, vault_key(sheet->app, village, out, err), err);
	return status ? status : sheet_reload(sheet, err);
}

static struct value
photo_list(const struct sheet *sheet)
{
	struct value list = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < sheet->photo_count; i++) {
		const struct sheet_photo *photo = &sheet->photos[i];
		struct value item = value_object();

		value_set_text(&item, "field", photo->field);
		if (photo->name)
			value_set_text(&item, "name", photo->name);
		value_set_take(&item, "kept", value_boolean(photo->kept));
		value_set_text(&item, "id", id_hex(&photo->id, hex));
		if (photo->has_original)
			value_set_text(&item, "original", id_hex(&photo->original, hex));
		if (photo->has_taken)
			value_set_integer(&item, "taken", photo->taken_unix);
		if (photo->has_position) {
			value_set_take(&item, "lat", value_real(photo->lat));
			value_set_take(&item, "lon", value_real(photo->lon));
		}
		value_append_take(&list, item);
	}
	return list;
}

enum status
sheet_save(struct sheet *sheet, struct err *err)
{
	struct value draft;
	struct data_key key;
	enum status status;

	if (!sheet->changed)
		return STATUS_OK;
	status = sheet->holds ? draft_still_held(sheet->app, &sheet->root, sheet->draft, err) : STATUS_OK;
	if (status == STATUS_CONFLICT)
		err_set(err, status,
			_("another window has taken this form over; what is typed here is not kept: go on there, or open the form anew here"));
	if (!status)
		status = sheet_key(sheet, &key, err);
	if (status)
		return status;
	if (sheet->begun.type != VALUE_OBJECT) {
		sheet->begun = value_object();
		value_set_text(&sheet->begun, "person", app_person_number(sheet->app));
		value_set_text(&sheet->begun, "name", app_person_name(sheet->app));
	}
	draft = value_object();
	value_set_take(&draft, "by", value_copy(&sheet->begun));
	value_set_take(&draft, "typed", value_copy(&sheet->typed));
	value_set_take(&draft, "defaults", value_copy(&sheet->begun_with));
	value_set_take(&draft, "raw", value_copy(&sheet->raw));
	value_set_take(&draft, "photos", photo_list(sheet));
	value_set_take(&draft, "upon", sheet_upon_list(sheet));
	value_set_take(&draft, "seen", value_copy(&sheet->seen));
	value_set_take(&draft, "again", value_copy(&sheet->again));
	value_set_take(&draft, "changed_below", value_copy(&sheet->changed_below));
	value_set_integer(&draft, "keys", sheet->keys);
	value_set_integer(&draft, "seconds", sheet->seconds);
	status = draft_put(sheet->app, &key, &sheet->root, sheet->draft, &draft, err);
	value_release(&draft);
	secret_zero(&key, sizeof(key));
	if (!status)
		sheet->changed = false;
	return status;
}

enum status
sheet_discard(struct sheet *sheet, struct err *err)
{
	enum status status = draft_drop(sheet->app, &sheet->root, sheet->draft, err);

	if (!status)
		sheet->changed = false;
	return status;
}

void
sheet_count_key(struct sheet *sheet)
{
	int64_t now = clock_monotonic_ms(), since = now - sheet->last_key_ms;

	sheet->keys++;
	if (since < PAUSE_MS)
		sheet->seconds += (since + 500) / 1000;
	sheet->last_key_ms = now;
}

/* ---- signing */

enum status
sheet_sign(struct sheet *sheet, struct id *step, struct buf *findings, struct err *err)
{
	struct app_photo *photos = mem_array(sheet->photo_count, sizeof(*photos));
	struct app_fill fill = { .building = sheet->dossier ? &sheet->root : NULL,
				 .form = sheet->form->name,
				 .slot = id_is_zero(&sheet->slot) ? NULL : &sheet->slot,
				 .upon = &sheet->seen,
				 .photos = photos,
				 .photo_count = sheet->photo_count };
	struct value values = value_copy(&sheet->completed);
	enum status status = sheet_check_others(sheet, err);

	if (sheet->raw.object.count || sheet->again.object.count)
		for (size_t i = 0; i < sheet->problem_count && !status; i++)
			if (sheet->problems[i].kind == FORM_WRONG || sheet->problems[i].kind == FORM_AGAIN)
				status = err_set(err, STATUS_INVALID, "%s: %s",
						 sheet->problems[i].field ? label_text(&sheet->problems[i].field->label, _("en")) : "",
						 sheet->problems[i].text);
	for (size_t i = 0; i < sheet->photo_count; i++)
		photos[i] = (struct app_photo){ .field = sheet->photos[i].field, .ready = &sheet->photos[i] };
	if (sheet->keys)
		value_set_integer(&values, "_keys", sheet->keys);
	if (sheet->seconds)
		value_set_integer(&values, "_seconds", sheet->seconds);
	fill.values = &values;
	if (!status) {
		act_ends_draft(sheet->app, &sheet->root, sheet->draft);
		status = app_fill(sheet->app, &fill, step, findings, err);
		act_ends_draft(sheet->app, NULL, NULL);
	}
	if (!status) {
		/* The form is signed: what follows is for convenience and must not look like a failure. */
		sheet_note_carried(sheet, &values);
		for (size_t i = 0; i < sheet->photo_count; i++)
			inbox_note_signed(sheet->app, &sheet->photos[i], &sheet->root);
		sheet->changed = false;
		app_complete_add(sheet->app, sheet->form, &values);
	} else {
		struct err ignored = { 0 };

		/* What was taken back, or what another window did, may have changed what is known of people. */
		if (sheet_reload(sheet, &ignored))
			ignored = (struct err){ 0 };
	}
	value_release(&values);
	free(photos);
	return status;
}
