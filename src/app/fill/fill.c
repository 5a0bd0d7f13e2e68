#include "app/fill/fill.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/filling.h"
#include "app/fill/inbox.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/upon.h"
#include "app/house/check.h"
#include "app/house/fall.h"
#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/house/twins.h"
#include "app/session/act.h"
#include "app/session/tries.h"
#include "app/session/look.h"
#include "app/session/known.h"
#include "app/session/private.h"
#include "store/store.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "form/answer/meant.h"
#include "step/json.h"
#include "trust/holders.h"
#include "store/blob.h"

/* Filling a form: complete, check, seal, sign. */

static void
on_problem(const struct form_problem *problem, void *ctx)
{
	filling_problem(problem, ctx);
}

static void
on_not_judged(const struct rule *rule, void *ctx)
{
	struct form_filling *filling = ctx;

	value_append_take(&filling->wanted, value_text(rule->id));
}

/* ---- checking */

static enum status
check_right(struct form_filling *filling, const struct id *slot, struct err *err)
{
	const char *division = filling->dossier
				       ? filling->dossier->division
				       : value_get_text(&filling->values, store_pack(app_store(filling->app))->root_division->name);

	if (!filling->dossier && division && pack_division(store_pack(app_store(filling->app)), division) &&
	    *pack_division(store_pack(app_store(filling->app)), division)->became)
		return err_set(err, STATUS_INVALID, _("%s is no more: a new house is listed in %s"), division,
			       pack_division_now(store_pack(app_store(filling->app)), division)->code);
	return (slot ? house_fill_right : house_begin_right)(filling->app, filling->form, filling->dossier, division, err);
}

static void
check_values(struct form_filling *filling, const struct app_fill *fill)
{
	struct store *store = app_store(filling->app);
	struct eval_photo *photos = filling_photos(filling);
	char **pictures = filling_pictures(filling);
	struct form_check check = { .form = filling->form,
				    .values = &filling->values,
				    .dossier = filling->dossier,
				    .slot = filling->slot && filling->slot->repeat ? &filling->slot->repeat_root : NULL,
				    .photos = photos,
				    .photo_count = filling->step.photo_count,
				    .pictures = pictures,
				    .asks_twins = true,
				    .rules_last = true,
				    .waits = filling_rule_waits,
				    .problem = on_problem,
				    .not_judged = on_not_judged,
				    .ctx = filling };

	struct value given;
	bool begins = fill->begins && !(filling->slot && filling->slot->head_count);

	filling_keep_marks(filling);
	filling_mean_reasons(filling);
	given = value_copy(&filling->values); /* before the defaults: what the program puts where nothing is asked is nobody's answer */
	if (begins)
		house_form_defaults(filling->app, filling->form, filling->dossier, &filling->values);
	filling->rest = value_copy(&filling->values);
	if (form_values_meant(store_pack(store), filling->form, &filling->values, filling_refuse_value, filling) ||
	    form_check_values(store_pack(store), filling->form, &filling->values, VALUES_TO_SIGN, filling_refuse_value, filling)) {
		filling_tell_rest(filling, &check);
	} else {
		house_check_form(filling->app, &check);
		if (fill->begun)
			filling_refuse_unasked(filling, &given);
		if (fill->begun && !filling->refusals)
			filling_tell_unasked(filling);
	}
	if (!filling->refusals)
		filling_drop_idle_reasons(filling);
	value_release(&given);
	for (size_t i = 0; i < filling->step.photo_count; i++)
		free(pictures[i]);
	free(pictures);
	free(photos);
}

struct telling_defaults {
	const struct value *given, *values;
	struct value *out;
};

static bool
tell_default(const struct field *field, void *ctx)
{
	struct telling_defaults *telling = ctx;
	const struct value *put = value_get(telling->values, field->name);

	if (field->initial.sql && put && !value_get(telling->given, field->name))
		value_set_take(telling->out, field->name, value_copy(put));
	return true;
}

/* ---- what it came after, and what it answers */

/* Writes `_upon`, as the person saw it, or as it is now where nobody looked at a page. */
static void
add_upon(struct form_filling *filling, const struct value *seen)
{
	struct value upon = seen ? value_copy(seen) : upon_heads(store_pack(app_store(filling->app)), filling->form, filling->dossier);

	value_remove(&filling->values, "_upon");
	if (upon.list.count)
		value_set_take(&filling->values, "_upon", upon);
	else
		value_release(&upon);
}

/* Takes what was said about the returns out of `_reasons`; NULL: nothing. The caller frees. */
static char *
take_answer(struct value *values)
{
	struct value *reasons = value_get_mut(values, "_reasons"), kept = value_list();
	char *words = NULL;

	for (size_t i = 0; reasons && reasons->type == VALUE_LIST && i < reasons->list.count; i++) {
		const char *rule = value_get_text(&reasons->list.items[i], "rule");

		if (!rule || strcmp(rule, CHECK_ANSWER) != 0)
			value_append_take(&kept, value_copy(&reasons->list.items[i]));
		else if (!words)
			words = mem_strdup(value_get_text(&reasons->list.items[i], "reason"));
	}
	if (kept.list.count)
		value_set_take(values, "_reasons", kept);
	else {
		value_release(&kept);
		value_remove(values, "_reasons");
	}
	return words;
}

/* Writes `_answers`, one for each open return that this form ends. */
static void
add_answers(struct form_filling *filling)
{
	const struct id *slot = filling->slot && filling->slot->repeat ? &filling->slot->repeat_root : NULL;
	char *words = take_answer(&filling->values);
	struct value answers = value_list();
	const struct flow_sign *sign;

	value_remove(&filling->values, "_answers");
	for (size_t i = 0; filling->dossier && (sign = house_return_at(filling->dossier, filling->form, slot, i)); i++) {
		struct value answer = value_object();

		step_data_set_id(&answer, "of", &filling->dossier->steps[sign->step].id);
		value_set_text(&answer, "words", words);
		if (words && house_return_ends(filling->dossier, sign, filling->form))
			value_append_take(&answers, answer);
		else
			value_release(&answer);
	}
	if (answers.list.count)
		value_set_take(&filling->values, "_answers", answers);
	else
		value_release(&answers);
	free(words);
}

/* ---- signing */

enum status
filling_sign(struct form_filling *filling, struct id *id, struct err *err)
{
	struct app *app = filling->app;
	const struct pack *pack = store_pack(app_store(app));
	const struct flow_slot *slot = filling->slot;
	const char *village = filling->dossier ? filling->dossier->division : value_get_text(&filling->values, pack->root_division->name);
	struct step *step = &filling->step;
	struct data_key key = { 0 };
	struct buf box = { 0 };
	enum status status = STATUS_OK;
	struct id blob;

	strcpy(step->kind, filling->form->name);
	step_set_area(step, village);
	step->data = value_object();
	if (filling->dossier && !filling->dossier->of_division) {
		step->has_building = true;
		step->building = filling->dossier->root;
	}
	if (slot && slot->repeat) {
		step->has_root = true;
		step->root = slot->repeat_root;
	}
	for (size_t i = 0; slot && i < slot->head_count; i++)
		step_add_parent(step, &filling->dossier->steps[slot->heads[i]].id);
	if (private_has_values(pack, &filling->values) || filling_has_private_photo(filling))
		status = vault_key_of(app, village, filling->form, &filling->values, &key, err);
	filling_note_content(filling);
	if (!status)
		status = private_split(pack, filling->form, &filling->values, &key, step, &box, err);
	if (!status)
		filling_seal_photos(filling, &key);
	secret_zero(&key, sizeof(key));
	for (size_t i = 0; i < step->photo_count && !status; i++)
		if (filling->photo_bytes[i].len) /* else it is kept as signed, and not in this file */
			status = store_put_blob(app_store(app), BLOB_PHOTO, filling->photo_bytes[i].data, filling->photo_bytes[i].len,
						&blob, err);
	if (!status)
		status = looks_catch_up(app_store(app), err);
	if (!status && step->has_private)
		status = store_put_blob(app_store(app), BLOB_BOX, box.data, box.len, &blob, err);
	if (!status)
		status = act_put(app_store(app), app_signer(app), step, id, err);
	buf_release(&box);
	return status;
}

static enum status
find_slot(struct form_filling *filling, const struct id *slot, struct err *err)
{
	const struct flow_slots *slots = &filling->dossier->slots;

	filling->slot = slot ? flow_slot_of(slots, filling->form->name, slot) : flow_slot(slots, filling->form->name);
	if (slot && !filling->slot)
		return err_set(err, STATUS_NOT_FOUND, _("what was to be corrected in \"%s\" is not here"),
			       label_text(&filling->form->label, _("en")));
	return STATUS_OK;
}

/* The signatures that fall with this one are named before it; a new slot lets none fall. */
static enum status
ask_about_falls(struct form_filling *filling, const struct app_fill *fill, struct err *err)
{
	if (!filling->dossier || (filling->form->repeat && !fill->slot))
		return STATUS_OK;
	*fill->falls = house_falls_with(app_pack(filling->app), filling->dossier, filling->form, fill->slot, &filling->values);
	if (*fill->falls && fill->agreed && strcmp(*fill->falls, fill->agreed) == 0) {
		free(*fill->falls);
		*fill->falls = NULL;
	}
	return *fill->falls
		       ? err_set(err, STATUS_CONFLICT, _("with your signature these fall, and the house is signed anew: %s"), *fill->falls)
		       : STATUS_OK;
}

void
filling_release(struct form_filling *filling, size_t photo_room)
{
	for (size_t i = 0; i < photo_room; i++)
		buf_release(&filling->photo_bytes[i]);
	free(filling->photo_bytes);
	value_release(&filling->values);
	value_release(&filling->wanted);
	value_release(&filling->unread);
	value_release(&filling->missing);
	value_release(&filling->rest);
	step_release(&filling->step);
}

static enum status
try_fill(struct app *app, const struct app_fill *fill, struct act_tries *tries, struct id *id, struct buf *findings, struct err *err)
{
	struct form_filling filling = { .app = app,
					.findings = findings,
					.values = value_copy(fill->values),
					.wanted = value_list(),
					.unread = value_list(),
					.missing = value_list() };
	struct private_reader reader = vault_reader(app);
	enum status status = act_needs_person(app, err);
	unsigned generation = store_generation(app_store(app));

	act_reads_begin(app);
	store_read_begin(app_store(app));
	filling.photo_bytes = mem_array(fill->photo_count, sizeof(*filling.photo_bytes));
	if (!status && !store_eval(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status) {
		filling.form = pack_form(store_pack(app_store(app)), fill->form);
		if (!filling.form)
			status = known_no_form(app, fill->form, err);
		else if (filling.form == store_pack(app_store(app))->prints.form)
			status = err_set(err, STATUS_INVALID, _("\"%s\" is signed by printing a paper, never filled by hand"),
					 label_text(&filling.form->label, _("en")));
		else if (filling.form == store_pack(app_store(app))->tally.form)
			status = err_set(err, STATUS_INVALID, _("\"%s\" is signed by louce tally, never filled by hand"),
					 label_text(&filling.form->label, _("en")));
	}
	if (!status && fill->building)
		status = dossier_load(app_store(app), fill->building, &reader, &filling.dossier, err);
	if (!status && filling.dossier)
		status = act_rests_on(app, tries, filling.dossier, err);
	if (!status)
		status = check_right(&filling, fill->slot, err);
	if (!status && filling.dossier)
		status = find_slot(&filling, fill->slot, err);
	if (!status)
		status = filling_put_rows(&filling, fill, err);
	for (size_t i = 0; i < fill->photo_count && !status; i++)
		status = filling_add_photo(&filling, &fill->photos[i], &filling.photo_bytes[i], err);
	if (!status) {
		check_values(&filling, fill);
		if (fill->begun)
			form_each_field(filling.form, tell_default,
					&(struct telling_defaults){ fill->values, &filling.values, fill->begun });
		add_upon(&filling, fill->upon);
		add_answers(&filling);
	}
	store_read_end(app_store(app));
	status = act_reads_end(app, status, err);
	if (!status && filling.refusals)
		status = err_set(err, STATUS_INVALID, _("the form is not signed; to be settled first: %zu"), filling.refusals);
	if (!status && fill->falls)
		status = ask_about_falls(&filling, fill, err);
	if (!status)
		status = act_begin(app, err);
	if (!status) {
		status = act_still_judged(app, generation, err);
		if (!status)
			status = filling_sign(&filling, id, err);
		status = act_end(app, status, err);
	}
	if (!status)
		twins_keep(app);
	dossier_free(filling.dossier);
	filling_release(&filling, fill->photo_count);
	return status;
}

enum status
app_fill(struct app *app, const struct app_fill *fill, struct id *id, struct buf *findings, struct err *err)
{
	const size_t said = findings->len;
	struct act_tries own = { 0 }, *tries = fill->asked ? fill->asked : &own;
	enum status status = fill->stood ? act_rests_on(app, tries, fill->stood, err) : STATUS_OK;

	if (status)
		return status;
	do {
		buf_cut(findings, said);
		if (fill->begun) {
			value_release(fill->begun);
			*fill->begun = value_object();
		}
		status = try_fill(app, fill, tries, id, findings, err);
	} while (act_try_again(app, tries, &status, err));
	return status;
}
