#include "app/session/vault.h"

#include <string.h>

#include "app/session/private.h"
#include "app/session/session_state.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "step/json.h"
#include "store/blob.h"

/* The keys to private values that the unlocked person holds, and what they open. */

/* ---- the keys that are held */

struct held_key *
vault_find_held(struct app *app, const struct id *key)
{
	for (size_t i = 0; i < app->held_count; i++)
		if (id_equal(&app->held[i].key.id, key))
			return &app->held[i];
	return NULL;
}

const struct data_key *
vault_held(struct app *app, const struct id *key)
{
	const struct held_key *found = vault_find_held(app, key);

	return found ? &found->key : NULL;
}

void
vault_hold(struct app *app, const struct held_key *key)
{
	MEM_GROW(app->held, app->held_count, app->held_cap);
	app->held[app->held_count++] = *key;
}

void
vault_act_ended(struct app *app, bool stands)
{
	size_t kept = 0;

	for (size_t i = 0; i < app->held_count; i++) {
		if (app->held[i].made_now && !stands)
			continue;
		app->held[i].made_now = false;
		if (kept != i)
			app->held[kept] = app->held[i];
		kept++;
	}
	if (kept < app->held_count)
		secret_zero(&app->held[kept], (app->held_count - kept) * sizeof(*app->held));
	app->held_count = kept;
}

/* ---- sealing */

bool
vault_has_key(const struct app *app, const char *village, struct data_key *out)
{
	for (size_t i = 0; i < app->held_count; i++)
		if (strcmp(app->held[i].village, village) == 0 && app->held[i].vouched && !app->held[i].leaked && !app->held[i].outside &&
		    !*app->held[i].office) {
			*out = app->held[i].key;
			return true;
		}
	return false;
}

static bool
holds_key(const struct app *app, const char *village, bool single)
{
	for (size_t i = 0; i < app->held_count; i++)
		if (strcmp(app->held[i].village, village) == 0 && (*app->held[i].office != '\0') == single)
			return true;
	return false;
}

bool
vault_reads(const struct app *app, const char *village)
{
	return holds_key(app, village, false);
}

bool
vault_reads_single(const struct app *app, const char *village)
{
	return holds_key(app, village, true);
}

/* ---- reading */

/* Opens what is sealed in a step; false: not here. `opened`: caller releases. */
static bool
open_values(struct app *app, const struct step *step, struct value *opened)
{
	struct buf box = { 0 }, json = { 0 };
	struct err ignored = { 0 };
	const struct held_key *key;
	struct id key_id;
	bool open = false;

	*opened = (struct value){ 0 };
	if (store_get_blob(app->store, BLOB_BOX, &step->box, &box, &ignored) || !private_key_id(box.data, box.len, &key_id))
		goto out;
	key = vault_find_held(app, &key_id);
	open = key && !private_open(&key->key, &step->commit, box.data, box.len, &json, &ignored) &&
	       !json_parse(json.data, json.len, PRIVATE_DEPTH, opened, &ignored) && opened->type == VALUE_OBJECT;
out:
	if (json.data)
		secret_zero(json.data, json.cap);
	buf_release(&box);
	buf_release(&json);
	return open;
}

static bool
open_private(void *ctx, const struct step *step, struct value *into)
{
	struct app *app = ctx;
	const struct pack *pack = store_found_pack(app->store, &step->pack);
	struct value values = { 0 };
	bool opened = pack && open_values(app, step, &values);

	if (opened)
		private_join(pack, step, &values, into);
	value_release(&values);
	return opened;
}

static void
open_photos(void *ctx, struct step *step)
{
	struct app *app = ctx;
	const struct pack *pack = store_found_pack(app->store, &step->pack);
	struct value values = { 0 };

	if (pack && open_values(app, step, &values))
		private_note_photos(pack, &values, step);
	value_release(&values);
}

enum status
vault_photo(struct app *app, const struct id *photo, struct buf *out, struct err *err)
{
	struct buf stored = { 0 };
	struct id key_id, commit;
	const struct held_key *key = NULL;
	enum status status = store_get_blob(app->store, BLOB_PHOTO, photo, &stored, err);

	if (status || !private_photo_is_sealed(&stored)) {
		buf_release(out); /* a page that turns its photos comes with the room of the last one */
		*out = stored;
		return status;
	}
	if (private_key_id(stored.data + ID_BYTES, stored.len - ID_BYTES, &key_id))
		key = vault_find_held(app, &key_id);
	memcpy(commit.b, stored.data, ID_BYTES);
	status = key ? private_open(&key->key, &commit, stored.data + ID_BYTES, stored.len - ID_BYTES, out, err)
		     : err_set(err, STATUS_DENIED, _("the photo is private, and sealed for others"));
	buf_release(&stored);
	return status;
}

struct private_reader
vault_reader(struct app *app)
{
	return (struct private_reader){ open_private, open_photos, app };
}
