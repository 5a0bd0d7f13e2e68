#include "app/roster/listing.h"

#include <string.h>

#include "app/house/check.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/private.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "seal/seal.h"
#include "store/blob.h"
#include "store/dossier/dossier.h"
#include "store/store.h"

/* A form signed by a table or by an act about many houses. */

static void
note_unfit(const struct value_problem *problem, void *ctx)
{
	char **words = ctx;

	if (!*words)
		*words = mem_printf(_("\"%s\": %s"), problem->field ? label_text(&problem->field->label, _("en")) : problem->name,
				    problem->text);
}

enum status
listing_fits(const struct pack *pack, const struct form *form, const struct value *values, struct err *err)
{
	char *words = NULL;
	enum status status = STATUS_OK;

	if (form_check_values(pack, form, values, VALUES_WHOLE, note_unfit, &words))
		status = err_set(err, STATUS_INVALID, _("%s; open the form and correct it first"), words);
	secret_free(words);
	return status;
}

static void
note_nothing(const struct form_problem *problem, void *ctx)
{
	(void)problem;
	(void)ctx;
}

enum status
listing_as_now(struct app *app, const struct dossier *dossier, struct value *values, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct form_check check = { .form = pack->root, .values = values, .dossier = dossier, .problem = note_nothing };
	enum status status;

	form_drop_unknown(pack->root, values);
	status = listing_fits(pack, pack->root, values, err);
	if (!status)
		house_check_form(app, &check);
	return status;
}

enum status
putting_sign(struct app *app, const struct putting *putting, struct id *out, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct step step = { .data = value_object() };
	struct data_key key = { 0 };
	struct buf box = { 0 };
	enum status status = STATUS_OK;
	struct id blob;

	status = listing_fits(pack, putting->form, putting->values, err);
	if (status)
		return status;
	act_in_role(app, &putting->form->by, putting->village); /* houses may be of villages under several rights */
	strcpy(step.kind, putting->form->name);
	step_set_area(&step, putting->village);
	if (putting->building) {
		step.has_building = true;
		step.building = *putting->building;
	}
	if (putting->head)
		step_add_parent(&step, putting->head);
	if (private_has_values(pack, putting->values))
		status = vault_key(app, putting->village, &key, err);
	if (!status)
		status = private_split(pack, putting->form, putting->values, &key, &step, &box, err);
	if (!status && step.has_private)
		status = store_put_blob(app_store(app), BLOB_BOX, box.data, box.len, &blob, err);
	if (!status)
		status = act_put(app_store(app), app_signer(app), &step, out, err);
	secret_zero(&key, sizeof(key));
	buf_release(&box);
	step_release(&step);
	return status;
}

enum status
listing_put(struct app *app, const struct value *values, const struct id *house, const struct id *head, struct id *step, struct err *err)
{
	const struct pack *pack = app_pack(app);
	const struct putting putting = { pack->root, values, value_get_text(values, pack->root_division->name), house,
					 house ? head : NULL };

	return putting_sign(app, &putting, step, err);
}
