#include <string.h>

#include "app/session.h"
#include "step/json.h"

/* Drafts beside the workspace, sealed from the first key on: the commitment, then the box. */

enum status
draft_put(struct local *local, const struct data_key *key, const struct id *root, const char *form, const struct value *values,
	  struct err *err)
{
	struct buf json = { 0 }, box = { 0 }, whole = { 0 };
	struct id commit, id;
	enum status status;

	json_write(values, &json);
	private_seal(key, json.data, json.len, &commit, &box, &id);
	buf_add(&whole, commit.b, ID_BYTES);
	buf_add(&whole, box.data, box.len);
	status = local_set_draft(local, root, form, whole.data, whole.len, err);
	secret_zero(json.data, json.cap);
	buf_release(&json);
	buf_release(&box);
	buf_release(&whole);
	return status;
}
