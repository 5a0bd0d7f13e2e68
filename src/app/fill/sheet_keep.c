#include "app/fill/sheet_keep.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/complete.h"
#include "app/fill/fill.h"
#include "app/fill/inbox.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_state.h"
#include "app/session/act.h"
#include "app/session/draft.h"
#include "app/session/person.h"
#include "store/store.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"

/* Keeping and signing a form that is being filled. */

#define PAUSE_MS 120000 /* longer pauses are no work on the form */

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
	value_set_take(&draft, "unfit", value_copy(&sheet->unfit));
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

	if (sheet->raw.object.count || sheet->unfit.object.count || sheet->again.object.count)
		for (size_t i = 0; i < sheet->problem_count && !status; i++)
			if (sheet->problems[i].kind == FORM_WRONG || sheet->problems[i].kind == FORM_UNASKED ||
			    sheet->problems[i].kind == FORM_AGAIN)
				status = err_set(err, STATUS_INVALID, _("%s: %s"),
						 sheet->problems[i].field ? label_text(&sheet->problems[i].field->label, _("en")) : "",
						 sheet->problems[i].text);
	for (size_t i = 0; i < sheet->photo_count; i++)
		photos[i] = (struct app_photo){ .field = sheet->photos[i].field, .ready = &sheet->photos[i] };
	if (sheet->keys)
		value_set_integer(&values, "_keys", sheet->keys);
	if (sheet->seconds)
		value_set_integer(&values, "_seconds", sheet->seconds);
	fill.values = &values;
	fill.stood = sheet->dossier;
	if (!status)
		status = sheet_check_falling(sheet, err);
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
