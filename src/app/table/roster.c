#include "app/table/roster.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/private.h"
#include "store/store.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/table/roster_correct.h"
#include "app/table/roster_map.h"
#include "app/table/roster_read.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text_rule.h"
#include "base/visible.h"
#include "step/json.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "store/journal.h"
#include "store/blob.h"
#include "store/building.h"

/* The roster: each row of a table becomes a listing. A row that stands already changes nothing. */

#define FAULTS_SHOWN 200

struct roster {
	struct app *app;
	const struct pack *pack;
	struct roster_reading reading;
	struct idmap known; /* listings that stand, private values opened: hash of their values -> 0 */
	const struct progress *progress;
};

struct canonical {
	const struct value *values;
	struct buf text;
};

static bool
add_canonical(const struct field *field, void *ctx)
{
	struct canonical *canonical = ctx;
	const struct value *value = field->parent && field->parent->type == FIELD_REPEAT ? NULL : value_get(canonical->values, field->name);

	if (value) {
		buf_printf(&canonical->text, "%s ", field->name);
		json_write(value, &canonical->text);
		buf_char(&canonical->text, '\n');
	}
	return true;
}

/* A name for what a listing says: equal for equal values, in whichever order they stand. */
static void
name_values(const struct roster *roster, const struct value *values, struct id *out)
{
	struct canonical canonical = { .values = values };

	form_each_field(roster->pack->root, add_canonical, &canonical);
	hash_bytes(buf_text(&canonical.text), canonical.text.len, out);
	if (canonical.text.len)
		secret_zero(canonical.text.data, canonical.text.cap);
	buf_release(&canonical.text);
}

static void
note_known(struct roster *roster, const struct value *values)
{
	struct id name;

	name_values(roster, values, &name);
	idmap_put(&roster->known, &name, 0);
}

static bool
note_listing(const struct building_row *row, void *ctx)
{
	struct roster *roster = ctx;
	struct private_reader reader = vault_reader(roster->app);
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };

	if (!store_get_step(app_store(roster->app), &row->root, &body, NULL, &ignored) &&
	    !step_parse(buf_text(&body), body.len, &step, &ignored)) {
		struct value values = value_copy(&step.data);

		if (step.has_private)
			reader.open(reader.ctx, &step, &values);
		note_known(roster, &values);
		value_release(&values);
	}
	step_release(&step);
	buf_release(&body);
	return true;
}

static bool
is_known(const struct roster *roster, const struct value *values)
{
	struct id name;

	name_values(roster, values, &name);
	return idmap_get(&roster->known, &name) != IDMAP_NONE;
}

static enum status
add_rows(struct roster *roster, struct app_roster_result *out, struct err *err)
{
	struct app *app = roster->app;
	enum status status = STATUS_OK;

	for (size_t r = 0; r < roster->reading.count && !status; r++) {
		const char *village = value_get_text(&roster->reading.rows[r], roster->pack->root_division->name);
		struct data_key key = { 0 };
		struct buf box = { 0 };
		struct step step = { .data = value_object() };
		struct id id, blob;

		if (is_known(roster, &roster->reading.rows[r])) {
			out->known++;
			value_release(&step.data);
			continue;
		}
		act_in_role(app, &roster->pack->root->by, village); /* rows may be of villages under several rights */
		strcpy(step.kind, roster->pack->root->name);
		step_set_area(&step, village);
		if (private_has_values(roster->pack, &roster->reading.rows[r]))
			status = vault_key(app, village, &key, err);
		if (!status)
			status = private_split(roster->pack, roster->pack->root, &roster->reading.rows[r], &key, &step, &box, err);
		if (!status && step.has_private)
			status = store_put_blob(app_store(app), BLOB_BOX, box.data, box.len, &blob, err);
		if (!status)
			status = act_put(app_store(app), app_signer(app), &step, &id, err);
		secret_zero(&key, sizeof(key));
		buf_release(&box);
		step_release(&step);
		note_known(roster, &roster->reading.rows[r]); /* twice in one file is once */
		out->added++;
		progress_tell(roster->progress, _("Signing the rows"), (int64_t)r + 1, (int64_t)roster->reading.count);
	}
	return status;
}

/* The map that was given for the columns, and below it the one that was kept; what was given is kept from now on, except by a dry run. */
static enum status
find_map(struct roster *roster, const struct app_roster *ask, struct roster_map *map, struct err *err)
{
	enum status status = ask->map ? roster_map_read(map, roster->pack, ask->map, err) : STATUS_OK;

	if (!status)
		status = roster_map_kept(map, roster->app, err);
	if (!status && ask->map && !ask->dry_run)
		status = roster_map_keep(map, roster->app, err);
	return status;
}

/* Reads the table; what it says about it goes to `problems`. */
static enum status
read_file(struct roster *roster, const struct app_roster *ask, struct app_roster_result *out, struct buf *problems, struct err *err)
{
	struct roster_reading *reading = &roster->reading;
	struct roster_map map = { 0 };
	enum status status = find_map(roster, ask, &map, err);

	reading->map = &map;
	if (!status)
		status = roster_read(reading, err);
	reading->map = NULL;
	roster_map_release(&map);
	for (size_t i = 0; i < reading->note_count; i++)
		buf_printf(problems, "%s\n", reading->notes[i]);
	for (size_t i = 0; i < reading->question_count; i++)
		buf_printf(problems, "%s\n", reading->questions[i]);
	roster_faults_text(reading, FAULTS_SHOWN, problems);
	out->encoding = reading->format;
	out->rows = reading->count;
	out->flawed = reading->flawed;
	out->asked = reading->asked;
	out->only_flawed = !reading->mend && reading->fault_count > 0 && reading->fault_count == reading->faults_of_flaws;
	if (!status && reading->fault_count)
		return err_set(err, STATUS_INVALID, _("nothing was added: %zu cells must be corrected first"), reading->fault_count);
	if (!status && reading->asked)
		return err_set(err, STATUS_INVALID, _("nothing was added: the table asks for a yes first"));
	return status;
}

/* Where the faults stand beside their rows, to be mended there; a folder that cannot be written to is no reason to keep silent about them. */
static void
write_correct(const struct roster_reading *reading, struct buf *problems)
{
	struct err err = { 0 };
	char *path = NULL;

	if (roster_correct_write(reading, &path, &err))
		visible_printf(problems, _("a table to correct could not be written: %s\n"), err.text);
	else
		visible_printf(problems, _("all of this stands beside the rows in \"%s\": correct it there and import that table\n"), path);
	free(path);
}

enum status
app_roster_import(struct app *app, const struct app_roster *ask, struct app_roster_result *out, struct buf *problems, struct err *err)
{
	struct roster roster = { .app = app, .pack = store_pack(app_store(app)), .progress = ask->progress };
	enum status status = act_needs_person(app, err);

	roster.reading = (struct roster_reading){ .app = app,
						  .pack = roster.pack,
						  .path = ask->path,
						  .sheet = ask->sheet,
						  .agreed = ask->agreed,
						  .mend = ask->mend,
						  .progress = ask->progress };
	*out = (struct app_roster_result){ 0 };
	if (!status && !store_eval(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status)
		act_in_role(app, &roster.pack->root->by, NULL);
	if (!status && !names_has(&roster.pack->root->by, app_credential(app)->role))
		status = err_set(err, STATUS_DENIED, _("your role may not list buildings"));
	if (!status)
		status = read_file(&roster, ask, out, problems, err);
	if (!status)
		status = store_each_building(app_store(app), "", note_listing, &roster, err);
	if (status)
		goto out;
	if (ask->dry_run) {
		for (size_t r = 0; r < roster.reading.count; r++)
			out->known += is_known(&roster, &roster.reading.rows[r]);
		out->added = out->rows - out->known;
		goto out;
	}
	status = act_begin(app, err);
	if (!status) {
		store_expect_many(app_store(app), true);
		store_set_progress(app_store(app), roster.progress);
		status = act_end(app, add_rows(&roster, out, err), err);
		store_set_progress(app_store(app), NULL);
		store_expect_many(app_store(app), false);
	}
out:
	if (status == STATUS_INVALID && roster.reading.fault_count && !out->only_flawed)
		write_correct(&roster.reading, problems);
	roster_reading_release(&roster.reading);
	idmap_release(&roster.known);
	return status;
}
