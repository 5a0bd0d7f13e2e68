#include "app/table/listing.h"

#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/private.h"
#include "app/session/vault.h"
#include "base/mem.h"
#include "store/blob.h"
#include "store/store.h"

/* A form signed by a table or by an act about many houses. */

enum status
putting_sign(struct app *app, const struct putting *putting, struct id *out, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct step step = { .data = value_object() };
	struct data_key key = { 0 };
	struct buf box = { 0 };
	enum status status = STATUS_OK;
	struct id blob;

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
