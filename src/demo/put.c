#include "demo/put.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/private.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/place.h"
#include "store/blob.h"
#include "store/houses/looks.h"

/* ---- a form */

/* A private photo is sealed, and when it was taken with the values (app/fill/fill_photos.c). */
static enum status
add_photo(const struct demo_put *put, const struct demo_drawn *drawn, struct step *step, struct err *err)
{
	struct demo_county *county = put->county;
	int row;
	const struct field *field = field_place_find(store_pack(county->store), drawn->field, &row);
	const struct buf *bytes = &drawn->bytes;
	struct buf sealed = { 0 };
	struct step_photo *photo;
	enum status status;

	if (strcmp(pack_form_of_field(store_pack(county->store), field->name)->name, step->kind) != 0)
		return STATUS_OK;
	photo = step_add_photo(step);
	photo->field = mem_strdup(drawn->field);
	photo->mime = mem_strdup(field->is_private ? PRIVATE_PHOTO_MIME : "image/jpeg");
	photo->has_taken = true; /* of a private one sealed with the values, and never written */
	photo->taken_unix = drawn->drawing.taken_unix;
	if (field->is_private) {
		photo->has_content = true;
		hash_bytes(bytes->data, bytes->len, &photo->content);
		private_photo_seal(&county->villages[put->building->village].key, bytes->data, bytes->len, &sealed);
		bytes = &sealed;
	}
	photo->size = (int64_t)bytes->len;
	status = store_put_blob(county->store, BLOB_PHOTO, bytes->data, bytes->len, &photo->id, err);
	if (!status && !field->is_private)
		status = store_put_look(county->store, &photo->id, drawn->look, err);
	buf_release(&sealed);
	return status;
}

static void
drop_reason(struct value *values, size_t index)
{
	struct value *reasons = value_get_mut(values, "_reasons");

	value_release(&reasons->list.items[index]);
	for (size_t i = index + 1; i < reasons->list.count; i++)
		reasons->list.items[i - 1] = reasons->list.items[i];
	reasons->list.count--;
}

struct fired {
	const char *rules[64];
	size_t count;
	const struct rule *error;
};

static void
note_fired(const struct eval_finding *finding, void *ctx)
{
	struct fired *fired = ctx;

	if (finding->rule->level == RULE_ERROR && finding->kind == FINDING_FIRES)
		fired->error = finding->rule;
	if (fired->count < ARRAY_LEN(fired->rules))
		fired->rules[fired->count++] = finding->rule->id;
}

static void
note_problem(const struct eval_problem *problem, void *ctx)
{
	struct err *err = ctx;

	if (!err->status)
		(void)err_set(err, STATUS_BUG, _("the demonstration fills in \"%s\" wrongly: %s"), problem->field->name, problem->text);
}

/* The drawings are small, and the warning about that asks for a reason. */
static void
add_reasons_of_drawings(const struct fired *fired, struct value *values)
{
	struct value *reasons = value_get_mut(values, "_reasons");
	struct value item;

	for (size_t i = 0; i < fired->count; i++) {
		if (strncmp(fired->rules[i], "QR-64", strlen("QR-64")) != 0)
			continue;
		if (!reasons) {
			value_set_take(values, "_reasons", value_list());
			reasons = value_get_mut(values, "_reasons");
		}
		item = value_object();
		value_set_text(&item, "rule", fired->rules[i]);
		value_set_text(&item, "reason", "5");
		value_append_take(reasons, item);
	}
}

/* Completes the values as the form screen would, and keeps the reasons of the warnings that do come up. An error among the findings is a
 * mistake of the demonstration and stops it. */
static enum status
complete(const struct demo_put *put, const struct step *step, struct value *values, struct err *err)
{
	struct store *store = put->county->store;
	const struct form *form = pack_form(store_pack(store), put->form);
	struct eval *eval = store_eval(store);
	struct eval_photo *photos = dossier_photos(store, step, NULL);
	const struct value *reasons;
	struct fired fired = { 0 };
	struct err problem = { 0 };

	eval_complete(eval, form, values, true, photos, step->photo_count);
	eval_check_form(eval, form, "zh", note_problem, &problem);
	eval_rules(eval, form, false, note_fired, &fired);
	free(photos);
	if (problem.status)
		return err_set(err, problem.status, "%s", problem.text);
	if (fired.error)
		return err_set(err, STATUS_BUG, _("the demonstration breaks rule %s: %s"), fired.error->id, fired.error->message.zh);
	add_reasons_of_drawings(&fired, values);
	reasons = value_get_list(values, "_reasons");
	for (size_t i = reasons ? reasons->list.count : 0; i > 0; i--) {
		const char *rule = value_get_text(&reasons->list.items[i - 1], "rule");
		bool needed = false;

		for (size_t f = 0; f < fired.count; f++)
			needed |= strcmp(fired.rules[f], rule) == 0;
		if (!needed)
			drop_reason(values, i - 1);
	}
	if (reasons && reasons->list.count == 0)
		value_remove(values, "_reasons");
	return STATUS_OK;
}

enum status
demo_put_form(const struct demo_put *put, struct value values_take, const struct demo_drawn *drawn, size_t drawn_count, struct id *id,
	      struct err *err)
{
	struct demo_county *county = put->county;
	const struct demo_village *village = &county->villages[put->building->village];
	const struct form *form = pack_form(store_pack(county->store), put->form);
	struct step step = { .data = value_object() };
	struct data_key key = village->key;
	struct buf box = { 0 };
	struct id blob;
	enum status status = STATUS_OK;
	char office[KEY_OFFICE_MAX];

	strcpy(step.kind, put->form);
	step_set_area(&step, village->division->code);
	if (form != store_pack(county->store)->root) {
		step.has_building = true;
		step.building = put->building->root;
	}
	if (put->parent)
		step_add_parent(&step, put->parent);
	for (size_t i = 0; i < drawn_count && !status; i++)
		status = add_photo(put, &drawn[i], &step, err);
	if (!status)
		status = complete(put, &step, &values_take, err);
	demo_set_upon(store_pack(county->store), put->building, put->form, &values_take);
	if (!status && vault_office_words(form, &values_take, office)) {
		data_key_from_stream(&county->letters, &key);
		status = demo_share_key(county, put->signer, &key, village->division->code, office, err);
	}
	if (!status)
		status = private_split(store_pack(county->store), form, &values_take, &key, &step, &box, err);
	if (!status && step.has_private)
		status = store_put_blob(county->store, BLOB_BOX, box.data, box.len, &blob, err);
	if (!status)
		status = act_put(county->store, put->signer, &step, id, err);
	buf_release(&box);
	step_release(&step);
	if (!status && put->keep)
		*put->keep = values_take;
	else
		value_release(&values_take);
	return status;
}

/* ---- a level */

static struct value
errors_of(const struct demo_decision *decision)
{
	struct value errors = value_list(), item = value_object();

	if (!decision->field)
		return errors;
	value_set_text(&item, "field", decision->field);
	value_set_integer(&item, "kind", decision->kind);
	value_append_take(&errors, item);
	return errors;
}

enum status
demo_put_decision(struct demo_county *county, const struct demo_village *village, const struct demo_decision *decision,
		  struct value items_take, struct id *id, struct err *err)
{
	enum status status;
	struct step step;

	act_step_start(&step, STEP_SIGNOFF);
	step_set_area(&step, village->division->code);
	value_set_text(&step.data, "chain", decision->chain);
	value_set_text(&step.data, "level", decision->level);
	value_set_text(&step.data, "decision", decision->reason ? "return" : "approve");
	if (!decision->reason)
		value_set_take(&step.data, "summary", flow_signoff_summary(&items_take));
	value_set_take(&step.data, "items", items_take);
	if (decision->reason) {
		value_set_text(&step.data, "reason", decision->reason);
		value_set_take(&step.data, "errors", errors_of(decision));
	}
	status = act_put(county->store, decision->signer, &step, id, err);
	step_release(&step);
	return status;
}
