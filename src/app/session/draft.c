#include "app/session/draft.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/state.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "step/json.h"

/* A draft as it is stored: the commitment, then the box. */

static enum status
put_sealed(struct local *local, const struct data_key *key, const struct id *root, const char *name, const void *bytes, size_t len,
	   struct err *err)
{
	struct buf box = { 0 }, whole = { 0 };
	struct id commit, id;
	enum status status;

	private_seal(key, bytes, len, &commit, &box, &id);
	buf_add(&whole, commit.b, ID_BYTES);
	buf_add(&whole, box.data, box.len);
	status = local_set_draft(local, root, name, whole.data, whole.len, err);
	buf_release(&box);
	buf_release(&whole);
	return status;
}

enum status
draft_put(struct local *local, const struct data_key *key, const struct id *root, const char *name, const struct value *content,
	  struct err *err)
{
	struct buf json = { 0 };
	enum status status;

	json_write(content, &json);
	status = put_sealed(local, key, root, name, json.data, json.len, err);
	secret_zero(json.data, json.cap);
	buf_release(&json);
	return status;
}

enum status
draft_put_bytes(struct local *local, const struct data_key *key, const struct id *root, const char *name, const void *bytes, size_t len,
		struct err *err)
{
	return put_sealed(local, key, root, name, bytes, len, err);
}

enum status
draft_get_bytes(struct app *app, const struct id *root, const char *name, struct buf *out, struct err *err)
{
	struct buf whole = { 0 };
	const struct data_key *key = NULL;
	struct id commit, key_id;
	enum status status = local_draft(app->local, root, name, &whole, err);

	if (status)
		goto out;
	if (whole.len <= ID_BYTES || !private_key_id(whole.data + ID_BYTES, whole.len - ID_BYTES, &key_id)) {
		status = err_set(err, STATUS_TAMPERED, _("a draft beside the workspace is damaged; it is left as it is"));
		goto out;
	}
	key = vault_held(app, &key_id);
	if (!key) {
		status = err_set(err, STATUS_DENIED, _("this draft is sealed for the people of another village"));
		goto out;
	}
	memcpy(commit.b, whole.data, ID_BYTES);
	status = private_open(key, &commit, whole.data + ID_BYTES, whole.len - ID_BYTES, out, err);
out:
	buf_release(&whole);
	return status;
}

enum status
draft_get(struct app *app, const struct id *root, const char *name, struct value *out, struct err *err)
{
	struct buf json = { 0 };
	enum status status = draft_get_bytes(app, root, name, &json, err);

	if (!status)
		status = json_parse(buf_text(&json), json.len, 8, out, err);
	if (!status && out->type != VALUE_OBJECT) {
		value_release(out);
		status = err_set(err, STATUS_TAMPERED, _("a draft beside the workspace is damaged; it is left as it is"));
	}
	if (json.data)
		secret_zero(json.data, json.cap);
	buf_release(&json);
	return status;
}

/* ---- drafts of this laptop */

struct drafts {
	struct app *app;
	struct draft_row *rows;
	size_t count, cap;
};

static bool
visit_draft(const struct id *root, const char *form, int64_t at_unix, void *ctx)
{
	struct drafts *drafts = ctx;
	struct draft_row row = { .at_unix = at_unix };

	if (strchr(form, ':') || strlen(form) >= sizeof(row.form))
		return true;
	strcpy(row.form, form);
	if (!id_is_zero(root))
		id_hex(root, row.building);
	MEM_GROW(drafts->rows, drafts->count, drafts->cap);
	drafts->rows[drafts->count++] = row;
	return true;
}

enum status
app_drafts(struct app *app, struct draft_row **out, size_t *count, struct err *err)
{
	struct drafts drafts = { .app = app };
	enum status status;
	size_t kept = 0;

	status = local_each_draft(app->local, visit_draft, &drafts, err);
	for (size_t i = 0; i < drafts.count && !status; i++) {
		struct value draft = { 0 };
		struct err ignored = { 0 };
		struct id root = { 0 };

		if (*drafts.rows[i].building && !id_from_hex(drafts.rows[i].building, &root))
			continue;
		if (!draft_get(app, &root, drafts.rows[i].form, &draft, &ignored))
			drafts.rows[kept++] = drafts.rows[i];
		value_release(&draft);
	}
	if (status) {
		free(drafts.rows);
		return status;
	}
	*out = drafts.rows;
	*count = kept;
	return STATUS_OK;
}
