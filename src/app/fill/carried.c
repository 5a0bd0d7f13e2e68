#include "app/fill/carried.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/filling.h"
#include "app/house/check.h"
#include "app/session/person.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "form/answer/meant.h"
#include "form/place.h"
#include "seal/seal.h"
#include "store/dossier/dossier.h"
#include "store/store.h"

/* A form carried from one house to another. */

/* ---- answers */

/* What an act of its own said of the other house says nothing of this one. */
static void
drop_marks(const struct form *form, struct value *values)
{
	for (size_t i = 0; i < form->field_count; i++)
		if (form->fields[i].by_act)
			value_remove(values, form->fields[i].name);
}

static enum status
take_values(struct app *app, const struct carried_form *carried, struct value *values, struct err *err)
{
	const struct pack *pack = app_pack(app);
	const struct step *stood = carried->head->step;
	struct private_reader reader = vault_reader(app);

	*values = value_copy(&stood->data);
	if (stood->has_private && !reader.open(reader.ctx, stood, values))
		return err_set(err, STATUS_DENIED, _("what is private of \"%s\" cannot be read by you"),
			       label_text(&carried->form->label, _("en")));
	step_data_drop_filling(values);
	form_drop_unknown(carried->form, values);
	drop_marks(carried->form, values);
	if (carried->to)
		return STATUS_OK;
	for (size_t i = 0; carried->instead && i < carried->instead->object.count; i++)
		value_set_take(values, carried->instead->object.members[i].name, value_copy(&carried->instead->object.members[i].value));
	value_set_text(values, pack->root_division->name, carried->village);
	return STATUS_OK;
}

static void
note_unfit(const struct value_problem *problem, void *ctx)
{
	char **words = ctx;

	if (!*words)
		*words = mem_printf(_("\"%s\": %s"), problem->field ? label_text(&problem->field->label, _("en")) : problem->name,
				    problem->text);
}

static enum status
values_fit(struct app *app, const struct carried_form *carried, struct value *values, struct err *err)
{
	char *words = NULL;
	enum status status = STATUS_OK;

	if ((carried->instead && form_values_meant(app_pack(app), carried->form, values, note_unfit, &words)) ||
	    form_check_values(app_pack(app), carried->form, values, VALUES_TO_SIGN, note_unfit, &words))
		status = err_set(err, STATUS_INVALID, "%s", words ? words : "");
	secret_free(words);
	return status;
}

enum status
carried_fits(struct app *app, const struct carried_form *carried, struct value *out, struct err *err)
{
	struct value values = { 0 };
	enum status status = take_values(app, carried, &values, err);

	if (!status)
		status = values_fit(app, carried, &values, err);
	if (!status && out)
		*out = value_copy(&values);
	value_release(&values);
	return status;
}

/* What is said anew is said of the listing and of nothing else: not of acts of their own, not of what stands beside its answers, and the village is the one
 * that the house moves to. */
static void
refuse_said(struct form_filling *filling, const struct carried_form *carried)
{
	const char *named = app_pack(filling->app)->root_division->name, *village = value_get_text(carried->instead, named);

	filling_refuse_marks(filling, carried->instead, NULL);
	if (value_get(carried->instead, named) && !(village && strcmp(village, carried->village) == 0))
		filling_refuse(filling, named, 0, _("the house moves to another village than this one; leave it out here"));
	for (size_t i = 0; i < carried->instead->object.count; i++)
		if (*carried->instead->object.members[i].name == '_')
			filling_refuse(filling, carried->instead->object.members[i].name, 0, _("this is no question of the form"));
}

/* ---- photos */

/* A photo that is sealed is opened, to be sealed under the key of the other village; another one keeps its bytes, whether they are in this file or not. One
 * whose question is gone stays behind. */
static enum status
take_photo(struct form_filling *filling, const struct step_photo *stood, struct err *err)
{
	int row;
	const struct pack *pack = app_pack(filling->app);
	const struct field *field = field_place_find(pack, stood->field, &row);
	bool sealed = strcmp(stood->mime, PRIVATE_PHOTO_MIME) == 0;
	struct buf *bytes = &filling->photo_bytes[filling->step.photo_count];
	struct step_photo *photo;
	enum status status = STATUS_OK;

	if (!field || field->type != FIELD_PHOTO || pack_form_of_field(pack, field->name) != filling->form)
		return STATUS_OK;
	if (sealed && !field->is_private)
		return err_set(err, STATUS_DENIED, _("the photo \"%s\" was sealed, and would lie open for all"),
			       label_text(&field->label, _("en")));
	if (field->is_private)
		status = vault_photo(filling->app, &stood->id, bytes, err);
	if (status)
		return status;
	photo = step_add_photo(&filling->step);
	*photo = *stood;
	photo->field = mem_strdup(stood->field);
	photo->mime = mem_strdup(sealed ? "image/jpeg" : stood->mime);
	if (!field->is_private)
		return STATUS_OK;
	hash_bytes(bytes->data, bytes->len, &photo->id);
	photo->size = (int64_t)bytes->len;
	photo->has_content = true;
	photo->content = photo->id;
	return STATUS_OK;
}

/* ---- the check */

/* A house begins with nothing wrong; of a form that stands somewhere whatever was found of it is found again. */
static void
on_problem(const struct form_problem *problem, void *ctx)
{
	struct form_filling *filling = ctx;

	if (!filling->dossier && problem->kind != FORM_WARNING)
		filling_problem(problem, filling);
}

static void
complete(struct form_filling *filling)
{
	struct eval_photo *photos = filling_photos(filling);
	struct form_check check = { .form = filling->form,
				    .values = &filling->values,
				    .dossier = filling->dossier,
				    .photos = photos,
				    .photo_count = filling->step.photo_count,
				    .problem = on_problem,
				    .ctx = filling };

	house_check_form(filling->app, &check);
	free(photos);
}

enum status
carried_sign(struct app *app, const struct carried_form *carried, struct buf *findings, struct id *id, struct err *err)
{
	const struct step *stood = carried->head->step;
	struct form_filling filling = { .app = app,
					.form = carried->form,
					.dossier = (struct dossier *)(uintptr_t)carried->to,
					.slot = carried->over,
					.findings = findings,
					.wanted = value_list(),
					.unread = value_list(),
					.missing = value_list() };
	enum status status = take_values(app, carried, &filling.values, err);

	if (carried->instead)
		refuse_said(&filling, carried);
	filling.photo_bytes = mem_array(stood->photo_count + 1, sizeof(*filling.photo_bytes));
	if (!status)
		status = values_fit(app, carried, &filling.values, err);
	for (size_t i = 0; i < stood->photo_count && !status; i++)
		status = take_photo(&filling, &stood->photos[i], err);
	if (!status)
		complete(&filling);
	if (!status && filling.refusals)
		status = err_set(err, STATUS_INVALID, _("the form is not signed; to be settled first: %zu"), filling.refusals);
	if (!status && carried->upon && carried->upon->list.count)
		value_set_take(&filling.values, "_upon", value_copy(carried->upon));
	if (!status) {
		act_in_role(app, &carried->form->by, carried->village);
		status = filling_sign(&filling, id, err);
	}
	filling_release(&filling, stood->photo_count);
	return status;
}
