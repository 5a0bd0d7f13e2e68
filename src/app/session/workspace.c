#include "app/session/workspace.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/clock.h"
#include "app/session/device.h"
#include "app/session/ends.h"
#include "app/session/session_state.h"
#include "app/session/settings.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "form/pack.h"
#include "seal/seal.h"
#include "store/tip.h"
#include "store/store.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "trust/genesis.h"

/* Does the file know the number: has a right of that laptop, or something that was signed there? */
static enum status
file_knows(const struct app *app, const struct device_id *device, bool *knows, struct err *err)
{
	*knows = false;
	for (size_t i = 0; i < trust_credential_count(store_trust(app->store)) && !*knows; i++) {
		const struct credential *credential = trust_credential_at(store_trust(app->store), i);

		*knows = credential->has_device && device_equal(&credential->device, device);
	}
	return *knows ? STATUS_OK : store_has_device(app->store, device, knows, err);
}

/* The newest of the numbers kept with the keys that the file knows: another file may lie under the same name now. */
static enum status
own_device(const struct app *app, struct device_id *out, bool *found, struct err *err)
{
	struct device_id kept[DEVICES_MOST];
	size_t count = device_recall(app->path, kept);
	enum status status = STATUS_OK;

	*found = false;
	for (size_t i = 0; i < count && !*found && !status; i++) {
		status = file_knows(app, &kept[i], found, err);
		*out = kept[i];
	}
	return status;
}

/* The number kept with the keys, when the one beside the file is lost. */
static enum status
recall_device(struct app *app, struct err *err)
{
	bool known;
	enum status status = own_device(app, &app->device, &known, err);

	if (status || !known)
		return status;
	status = local_set_device(app->local, &app->device, err);
	if (status)
		return status;
	app->has_device = true;
	device_keep(app->path, &app->device);
	app_say(app, _("The number of this laptop was lost beside the file and is taken from where the keys are; "
		       "the newest step in the file counts as the last one signed here."));
	return STATUS_OK;
}

static enum status
find_device(struct app *app, struct err *err)
{
	struct err why = { 0 };
	enum status status = local_device(app->local, &app->device, &why);

	app->has_device = status == STATUS_OK;
	if (status && status != STATUS_NOT_FOUND && status != STATUS_TAMPERED)
		return err_set(err, status, "%s", why.text);
	if (status)
		return recall_device(app, err);
	device_keep(app->path, &app->device);
	return STATUS_OK;
}

/* A file that lacks what was last signed here was put back from an older copy. */
enum status
app_compare_head(struct app *app, struct err *err)
{
	struct app_lost_ends lost;
	enum status status = ends_note(app, err);

	if (!status)
		status = ends_lost(app, &lost, err);
	if (status)
		return status;
	app->dropped = app->older_copy = app->claimed = false;
	for (size_t i = 0; i < lost.count; i++) {
		enum app_loss_kind kind = lost.items[i].kind;

		app->dropped |= kind == APP_LOSS_DROPPED;
		app->older_copy |= kind == APP_LOSS_DROPPED || kind == APP_LOSS_GONE;
		app->claimed |= kind == APP_LOSS_CLAIMED;
	}
	ends_lost_release(&lost);
	return STATUS_OK;
}

enum status
app_refresh(struct app *app, struct err *err)
{
	enum status status = store_refresh(app->store, err);

	if (status || app->generation == store_generation(app->store))
		return status;
	if (app->mode == APP_WRITE)
		status = app_compare_head(app, err);
	if (!status && app->unlocked)
		status = vault_open(app, err);
	if (!status)
		app->generation = store_generation(app->store);
	return status;
}

enum status
app_notice(struct app *app, struct err *err)
{
	return store_is_behind(app->store) || app->generation != store_generation(app->store) ? app_refresh(app, err) : STATUS_OK;
}

unsigned
app_generation(const struct app *app)
{
	return app->generation;
}

/* A power cut in the middle of a writing leaves its journal, and who only reads may not take the writing back. A workspace is this machine's
 * own: here it is opened as for writing once, which does it. Strange files are never opened this way. */
static void
take_back_half_written(const char *path)
{
	char *journal = mem_printf("%s-journal", path);
	struct store *store = NULL;
	struct err ignored = { 0 };

	if (file_exists(journal) && !store_open(path, STORE_WRITE, &store, &ignored))
		store_close(store);
	free(journal);
}

bool
app_has_notes(const char *path)
{
	char *beside = mem_printf("%s.local", path);
	bool has = file_exists(beside);

	free(beside);
	return has;
}

/* ---- notes of another laptop */

static enum status
refuse_from_elsewhere(const char *path, struct err *err)
{
	return err_set(
		err, STATUS_DENIED,
		_("\"%s\" came from elsewhere and is not opened where it lies: take its steps in with louce import, or take it over with "
		  "louce init device, or with the first choice of the first page"),
		path);
}

/* Notes of another laptop lie beside the file: neither its number nor its settings are this laptop's. Where the file knows this laptop they are set aside, or,
 * by who only reads, left unread; where it does not, the file came with them. */
static enum status
leave_strange_notes(struct app *app, struct err *err)
{
	struct device_id device;
	char *aside = NULL, *sentence;
	bool own;
	enum status status = own_device(app, &device, &own, err);

	if (!status && !own)
		return refuse_from_elsewhere(app->path, err);
	if (status || app->mode != APP_WRITE)
		return status;
	status = notes_set_aside(app->path, &aside, err);
	if (status)
		return status;
	app->strange = false;
	sentence = mem_printf(_("The notes beside \"%s\" are another laptop's, with its number, and are set aside as \"%s\"."), app->path,
			      aside);
	app_say(app, sentence);
	free(sentence);
	free(aside);
	return STATUS_OK;
}

enum status
app_check_own(const char *path, struct err *err)
{
	struct device_id kept[DEVICES_MOST];
	enum status status = file_is_ordinary(path, err);

	if (status || !file_exists(path) || app_has_notes(path) || device_recall(path, kept))
		return status;
	status = store_look(path, err);
	return status == STATUS_INVALID || status == STATUS_IO ? status : refuse_from_elsewhere(path, err);
}

enum status
app_open(const char *path, enum app_mode mode, struct app **out, struct err *err)
{
	return app_open_telling(path, mode, NULL, out, err);
}

/* What lies beside the workspace and is asked for before it is opened. */
static void
recall(struct app *app, char **prepared)
{
	bool borrowed = notes_borrow(app);
	struct device_id device;
	struct err none = { 0 };

	app->strange = borrowed && !local_device(app->local, &device, &none) && device_is_strange(app->path, &device);
	if (!app->strange) {
		clock_restore(app);
		*prepared = app_remembered(app, SETTING_PREPARED);
	}
	notes_give_back(app, borrowed);
}

/* That it cannot be read takes nothing but the words. */
static void
read_installed(struct app *app)
{
	char *forms = path_of(PATH_FORMS);
	struct err ignored = { 0 };

	if (pack_load(forms, &app->installed, NULL, &ignored))
		app->installed = NULL;
	free(forms);
}

enum status
app_open_telling(const char *path, enum app_mode mode, const struct progress *progress, struct app **out, struct err *err)
{
	struct app *app = mem_alloc(sizeof(*app));
	struct buf said = { 0 };
	char *prepared = NULL;
	enum status status = seal_init(err);

	app->path = mem_strdup(path);
	app->mode = mode;
	if (!status)
		status = app_check_own(path, err);
	if (!status)
		recall(app, &prepared);
	if (!status && mode == APP_READ)
		take_back_half_written(path);
	if (!status)
		status = store_open_telling(path, mode == APP_WRITE ? STORE_WRITE : STORE_READ_ONLY, progress, &app->store, err);
	if (!status)
		store_take_prepared(app->store, prepared);
	free(prepared);
	if (!status && app->strange)
		status = leave_strange_notes(app, err);
	if (!status && mode == APP_WRITE)
		status = local_open(path, &app->local, &said, err);
	if (said.len)
		app_say(app, buf_text(&said));
	buf_release(&said);
	if (!status && mode == APP_WRITE)
		status = find_device(app, err);
	if (!status && mode == APP_WRITE)
		status = app_compare_head(app, err);
	if (status) {
		app_close(app);
		return status;
	}
	if (!app_pack(app))
		read_installed(app);
	*out = app;
	return STATUS_OK;
}

void
app_close(struct app *app)
{
	if (!app)
		return;
	app_lock(app);
	free(app->key_name);
	store_close(app->store);
	local_close(app->local);
	drafts_close(app->drafts);
	pack_free(app->installed);
	buf_release(&app->said);
	free(app->ends_form);
	free(app->path);
	free(app);
}

/* Hands the gathered sentences to the listener, a line at a time. */
static void
tell(struct app *app)
{
	char *said = app->listen ? app_take_said(app) : NULL, *end;

	for (char *line = said; line && *line; line = end + 1) {
		end = strchr(line, '\n');
		*end = '\0';
		app->listen(line);
	}
	free(said);
}

void
app_say(struct app *app, const char *sentence)
{
	buf_text_add(&app->said, sentence);
	buf_char(&app->said, '\n');
	tell(app);
}

void
app_set_listener(struct app *app, void (*listen)(const char *sentence))
{
	app->listen = listen;
	tell(app);
}

char *
app_take_said(struct app *app)
{
	char *said = app->said.len ? buf_detach(&app->said) : NULL;

	app->said = (struct buf){ 0 };
	return said;
}

enum status
app_trouble(struct app *app, struct err *err)
{
	struct err trouble = { 0 };

	return store_trouble(app->store, &trouble) ? err_set(err, trouble.status, "%s", trouble.text) : STATUS_OK;
}

bool
workspace_is_demo(const struct store *store)
{
	const char *name = trust_county_name(store_trust(store));

	return name && strstr(name, DEMO_MARK);
}

const struct pack *
app_pack(const struct app *app)
{
	return store_pack(app->store);
}

bool
app_is_demo(const struct app *app)
{
	return workspace_is_demo(app->store);
}

bool
app_is_older_copy(const struct app *app)
{
	return app->older_copy;
}

bool
app_has_claimed_loss(const struct app *app)
{
	return app->claimed;
}

bool
app_is_dropped(const struct app *app)
{
	return app->dropped;
}

bool
app_has_device(const struct app *app)
{
	return app->has_device;
}

const char *
app_workspace(const struct app *app)
{
	return app->path;
}

const char *
app_county_name(const struct app *app)
{
	const char *name = trust_county_name(store_trust(app->store));

	return name ? name : "";
}

struct local *
app_local(const struct app *app)
{
	return app->local;
}

struct store *
app_store(const struct app *app)
{
	return app->store;
}

const struct device_id *
app_device(const struct app *app)
{
	return &app->device;
}
