#include "app/session/draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/session_state.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "step/json.h"
#include "store/journal.h"

/* ---- the file of drafts */

static enum status
is_here(const struct id *step, bool *here, void *ctx, struct err *err)
{
	struct app *app = ctx;
	struct buf body = { 0 };
	struct err why = { 0 };
	enum status status = store_get_step(app->store, step, &body, NULL, &why);

	buf_release(&body);
	*here = status == STATUS_OK;
	return status && status != STATUS_NOT_FOUND ? err_set(err, status, "%s", why.text) : STATUS_OK;
}

/* Opens it at first use, when it is there or `make`: many an act has nothing to do with drafts. What a stop left is settled first. */
static enum status
open_drafts(struct app *app, bool make, struct err *err)
{
	struct buf said = { 0 };
	enum status status;

	if (app->drafts || !app->local || (!make && !drafts_exist(app->path)))
		return STATUS_OK;
	status = drafts_open(app->path, &app->drafts, &said, err);
	if (said.len)
		app_say(app, buf_text(&said));
	buf_release(&said);
	return status ? status : drafts_settle_ends(app->drafts, is_here, app, err);
}

/* For writing; without a person's file there is nowhere to write to. */
static enum status
need_drafts(struct app *app, struct err *err)
{
	enum status status = open_drafts(app, true, err);

	return status || app->drafts ? status : err_set(err, STATUS_BUG, _("the file is open for reading only"));
}

static enum status
no_draft(const char *name, struct err *err)
{
	return err_set(err, STATUS_NOT_FOUND, _("there is no draft of \"%s\" for this building"), name);
}

/* ---- a draft as it is stored: the commitment, then the box */

static void
seal(const struct data_key *key, const void *bytes, size_t len, struct buf *whole)
{
	struct buf box = { 0 };
	struct id commit, id;

	private_seal(key, bytes, len, &commit, &box, &id);
	buf_add(whole, commit.b, ID_BYTES);
	buf_add(whole, box.data, box.len);
	buf_release(&box);
}

static enum status
unseal(struct app *app, const struct buf *whole, struct buf *out, struct err *err)
{
	const struct data_key *key;
	struct id commit, key_id;

	if (whole->len <= ID_BYTES || !private_key_id(whole->data + ID_BYTES, whole->len - ID_BYTES, &key_id))
		return err_set(err, STATUS_TAMPERED, _("a draft beside the workspace is damaged; it is left as it is"));
	key = vault_held(app, &key_id);
	if (!key)
		return err_set(err, STATUS_DENIED, _("this draft is sealed for the people of another village"));
	memcpy(commit.b, whole->data, ID_BYTES);
	return private_open(key, &commit, whole->data + ID_BYTES, whole->len - ID_BYTES, out, err);
}

/* The draft as it is stored; the caller releases it. */
static void
seal_draft(const struct data_key *key, const struct value *content, struct buf *whole)
{
	struct buf json = { 0 };

	json_write(content, &json);
	seal(key, json.data, json.len, whole);
	secret_zero(json.data, json.cap);
	buf_release(&json);
}

enum status
draft_write(struct drafts *drafts, const struct data_key *key, const struct id *root, const char *name, const struct value *content,
	    struct err *err)
{
	struct buf whole = { 0 };
	enum status status;

	seal_draft(key, content, &whole);
	status = drafts_put(drafts, root, name, whole.data, whole.len, err);
	buf_release(&whole);
	return status;
}

enum status
draft_put_shared(struct app *app, const struct data_key *key, const struct id *root, const char *name, const struct value *content,
		 struct err *err)
{
	enum status status = need_drafts(app, err);

	return status ? status : draft_write(app->drafts, key, root, name, content, err);
}

enum status
draft_put(struct app *app, const struct data_key *key, const struct id *root, const char *name, const struct value *content,
	  struct err *err)
{
	struct buf whole = { 0 };
	enum status status = need_drafts(app, err);

	if (status)
		return status;
	seal_draft(key, content, &whole);
	status = drafts_set(app->drafts, root, name, whole.data, whole.len, err);
	buf_release(&whole);
	return status;
}

enum status
draft_put_photo(struct app *app, const struct data_key *key, const struct id *root, const char *form, const char *field, const void *bytes,
		size_t len, struct err *err)
{
	struct buf whole = { 0 };
	enum status status = need_drafts(app, err);

	if (status)
		return status;
	seal(key, bytes, len, &whole);
	status = drafts_set_bytes(app->drafts, root, form, field, whole.data, whole.len, err);
	buf_release(&whole);
	return status;
}

enum status
draft_get_photo(struct app *app, const struct id *root, const char *form, const char *field, struct buf *out, struct err *err)
{
	struct buf whole = { 0 };
	enum status status = open_drafts(app, false, err);

	if (!status)
		status = app->drafts ? drafts_get_bytes(app->drafts, root, form, field, &whole, err) : no_draft(form, err);
	if (!status)
		status = unseal(app, &whole, out, err);
	buf_release(&whole);
	return status;
}

static enum status
open_sealed_draft(struct app *app, const struct id *root, const char *name, struct buf *out, struct err *err)
{
	struct buf whole = { 0 };
	enum status status = open_drafts(app, false, err);

	if (!status)
		status = app->drafts ? drafts_get(app->drafts, root, name, &whole, err) : no_draft(name, err);
	if (!status)
		status = unseal(app, &whole, out, err);
	buf_release(&whole);
	return status;
}

enum status
draft_get(struct app *app, const struct id *root, const char *name, struct value *out, struct err *err)
{
	struct buf json = { 0 };
	enum status status = open_sealed_draft(app, root, name, &json, err);

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

enum status
draft_drop(struct app *app, const struct id *root, const char *name, struct err *err)
{
	enum status status = open_drafts(app, false, err);

	return status || !app->drafts ? status : drafts_drop(app->drafts, root, name, err);
}

enum status
draft_drop_shared(struct app *app, const struct id *root, const char *name, struct err *err)
{
	enum status status = open_drafts(app, false, err);

	return status || !app->drafts ? status : drafts_remove(app->drafts, root, name, err);
}

enum status
draft_note_end(struct app *app, const struct id *root, const char *name, const struct id *step, struct err *err)
{
	enum status status = open_drafts(app, false, err);

	return status || !app->drafts ? status : drafts_note_end(app->drafts, root, name, step, err);
}

enum status
draft_hold(struct app *app, const struct id *root, const char *name, bool take, struct draft_holder *out, struct err *err)
{
	struct drafts_holder holder = { 0 };
	enum status status = need_drafts(app, err);

	if (!status)
		status = drafts_hold(app->drafts, root, name, take, &holder, err);
	*out = (struct draft_holder){ .other = holder.other, .own = holder.own, .since_unix = holder.since_unix };
	return status;
}

enum status
draft_still_held(struct app *app, const struct id *root, const char *name, struct err *err)
{
	struct drafts_holder holder = { 0 };
	enum status status = need_drafts(app, err);

	if (!status)
		status = drafts_holder(app->drafts, root, name, &holder, err);
	/* Nobody holds it: a window that took it over has kept its own answers, and left. */
	if (!status && !holder.own)
		status = err_set(err, STATUS_CONFLICT, _("another window has taken this over: go on there, or open it anew here"));
	return status;
}

void
draft_let_go(struct app *app, const struct id *root, const char *name)
{
	struct err ignored = { 0 };

	if (app->drafts && drafts_let_go(app->drafts, root, name, &ignored))
		return; /* the hold ends with this window */
}

/* ---- drafts of this laptop */

struct draft_list {
	struct app *app;
	struct draft_row *rows;
	size_t count, cap;
};

static bool
visit_draft(const struct id *root, const char *form, int64_t at_unix, void *ctx)
{
	struct draft_list *drafts = ctx;
	struct draft_row row = { .building = *root, .at_unix = at_unix };

	if (strchr(form, ':') || strlen(form) >= sizeof(row.form))
		return true;
	strcpy(row.form, form);
	MEM_GROW(drafts->rows, drafts->count, drafts->cap);
	drafts->rows[drafts->count++] = row;
	return true;
}

#define NAME_CELLS 30 /* of whose draft it is */

static void
note_who(const struct value *draft, struct draft_row *row)
{
	const struct value *by = value_get(draft, "by");
	const char *person = by && by->type == VALUE_OBJECT ? value_get_text(by, "person") : NULL, *name;
	size_t cells;

	name = person ? value_get_text(by, "name") : NULL;
	snprintf(row->person, sizeof(row->person), "%s", name ? person : "");
	snprintf(row->by, sizeof(row->by), "%.*s", name ? (int)text_fit(name, NAME_CELLS, &cells) : 0, name ? name : "");
}

enum status
app_drafts(struct app *app, struct draft_row **out, size_t *count, struct err *err)
{
	struct draft_list drafts = { .app = app };
	enum status status = open_drafts(app, false, err);
	size_t kept = 0;

	if (!status && app->drafts)
		status = drafts_each(app->drafts, visit_draft, &drafts, err);
	for (size_t i = 0; i < drafts.count && !status; i++) {
		struct value draft = { 0 };
		struct err ignored = { 0 };

		if (!draft_get(app, &drafts.rows[i].building, drafts.rows[i].form, &draft, &ignored)) {
			note_who(&draft, &drafts.rows[i]);
			drafts.rows[kept++] = drafts.rows[i];
		}
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
