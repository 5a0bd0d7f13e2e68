#include "app/table/listing.h"

#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/private.h"
#include "app/session/vault.h"
#include "base/mem.h"
#include "store/blob.h"
#include "store/store.h"

/* A listing signed by a table or by an act about many houses. */

enum status
listing_put(struct app *app, const struct value *values, const struct id *house, const struct id *head, struct err *err)
{
	const struct pack *pack = app_pack(app);
	const char *village = value_get_text(values, pack->root_division->name);
	struct step step = { .data = value_object() };
	struct data_key key = { 0 };
	struct buf box = { 0 };
	enum status status = STATUS_OK;
	struct id id, blob;

	act_in_role(app, &pack->root->by, village); /* houses may be of villages under several rights */
	strcpy(step.kind, pack->root->name);
	step_set_area(&step, village);
	if (house) {
		step.has_building = true;
		step.building = *house;
		step_add_parent(&step, head);
	}
	if (private_has_values(pack, values))
		status = vault_key(app, village, &key, err);
	if (!status)
		status = private_split(pack, pack->root, values, &key, &step, &box, err);
	if (!status && step.has_private)
		status = store_put_blob(app_store(app), BLOB_BOX, box.data, box.len, &blob, err);
	if (!status)
		status = act_put(app_store(app), app_signer(app), &step, &id, err);
	secret_zero(&key, sizeof(key));
	buf_release(&box);
	step_release(&step);
	return status;
}
