#include "app/stick/export.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/export.h"
#include "store/journal.h"
#include "store/blob.h"
#include "store/store.h"
#include "trust/genesis.h"
#include "trust/holders.h"

#define STDOUT_NAME "-"

struct addressing {
	struct id *credentials;
	size_t count, cap;
	const char **areas; /* borrowed from trust */
	size_t area_count, area_cap;
};

static bool
has_to_do_with(const struct credential *credential, const struct credential *own)
{
	for (size_t i = 0; i < credential->area_count; i++)
		for (size_t k = 0; k < own->area_count; k++)
			if (division_touches(credential->areas[i], own->areas[k]))
				return true;
	return false;
}

static bool
is_named(const struct credential *credential, const char *to)
{
	size_t len = strlen(to);

	return strcmp(credential->role, to) == 0 || strcmp(credential->name, to) == 0 ||
	       (len >= 4 && strncmp(credential->person, to, len) == 0);
}

static enum status
address(struct app *app, const struct app_export *ask, struct addressing *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	const struct credential *own = app_credential(app);

	for (size_t i = 0; ask->to && i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (credential->reason != TRUST_COUNTS || credential->revoked || !is_named(credential, ask->to) ||
		    !has_to_do_with(credential, own))
			continue;
		MEM_GROW(out->credentials, out->count, out->cap);
		out->credentials[out->count++] = credential->id;
		for (size_t a = 0; a < credential->area_count && !ask->area; a++) {
			MEM_GROW(out->areas, out->area_count, out->area_cap);
			out->areas[out->area_count++] = credential->areas[a];
		}
	}
	if (ask->to && !out->count)
		return err_set(
			err, STATUS_NOT_FOUND,
			_("nobody with a standing credential goes by \"%s\" around your area: name a role or a person, see louce key requests --json"),
			ask->to);
	if (ask->area) {
		MEM_GROW(out->areas, out->area_count, out->area_cap);
		out->areas[out->area_count++] = ask->area;
	}
	return STATUS_OK;
}

/* An addressee who has the whole county gets everything, also steps that lie in no division. */
static void
widen(const struct app *app, struct addressing *addressing)
{
	const char *county = trust_county_code(store_trust(app_store(app)));

	for (size_t i = 0; county && i < addressing->area_count; i++)
		if (division_covers(addressing->areas[i], county)) {
			addressing->area_count = 0;
			return;
		}
}

/* ---- the export step */

struct numbering {
	const struct device_id *device;
	int64_t last;
};

static bool
note_number(const struct store_step *stored, void *ctx)
{
	struct numbering *numbering = ctx;
	struct err ignored = { 0 };
	struct step step = { 0 };

	if (!step_parse(stored->body, stored->len, &step, &ignored) && device_equal(&step.device, numbering->device) &&
	    value_get_integer(&step.data, "no", 0) > numbering->last)
		numbering->last = value_get_integer(&step.data, "no", 0);
	step_release(&step);
	return true;
}

struct exporting {
	struct app *app;
	const struct app_export *ask;
	struct addressing to;
	struct coverage held;
	struct plan plan;
	struct plan_part *parts;
	size_t part_count;
	struct id *promises;
	struct app_exported *out;
};

static enum status
put_promise(struct exporting *exporting, size_t part, int64_t no, struct err *err)
{
	struct app *app = exporting->app;
	struct value areas = value_list();
	struct step step;
	enum status status;

	act_step_start(&step, STEP_EXPORT);
	value_set_text(&step.data, "to", exporting->ask->to);
	for (size_t i = 0; i < exporting->to.area_count; i++)
		value_append_take(&areas, value_text(exporting->to.areas[i]));
	if (exporting->to.area_count)
		value_set_take(&step.data, "areas", areas);
	else
		value_release(&areas);
	value_set_integer(&step.data, "no", no);
	plan_promise(&exporting->plan, &exporting->parts[part], &step.data);
	status = act_put(app_store(app), app_signer(app), &step, &exporting->promises[part], err);
	step_release(&step);
	return status;
}

/* Export steps are signed before the file is written: were the file written first and its step lost, the next act would stand at the same
 * place, and the log would fork. */
static enum status
put_promises(struct exporting *exporting, struct err *err)
{
	struct app *app = exporting->app;
	struct numbering numbering = { .device = app_device(app) };
	enum status status = store_each_step_of(app_store(app), "export", note_number, &numbering, err);

	if (!status)
		status = act_begin(app, err);
	if (status)
		return status;
	for (size_t i = 0; i < exporting->part_count && !status; i++)
		status = put_promise(exporting, i, numbering.last + 1 + (int64_t)i, err);
	return act_end(app, status, err);
}

/* ---- the files */

static char *
part_path(const struct exporting *exporting, size_t part)
{
	const char *path = exporting->ask->path;
	size_t len = strlen(path);
	bool has_ending = len > 6 && strcmp(path + len - 6, ".louce") == 0;

	if (exporting->part_count == 1)
		return mem_strdup(path);
	return mem_printf("%.*s.%zu.louce", (int)(has_ending ? len - 6 : len), path, part + 1);
}

/* Copies a file that was proven like any other to standard output. */
static enum status
copy_out(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char chunk[65536];
	ssize_t got = fd < 0 ? -1 : 1;

	while (fd >= 0 && (got = read(fd, chunk, sizeof(chunk))) > 0)
		if (fwrite(chunk, 1, (size_t)got, stdout) != (size_t)got) {
			got = -1;
			break;
		}
	if (fd >= 0)
		close(fd);
	if (got != 0 || fflush(stdout) != 0)
		return err_errno(err, errno, _("standard output cannot be written"));
	return STATUS_OK;
}

static void
describe_part(struct exporting *exporting, size_t part, const char *path)
{
	struct app_exported_file *file = &exporting->out->files[exporting->out->file_count++];
	const struct plan_item *item;
	int64_t steps = app_is_unlocked(exporting->app), kinds[2] = { 0, 0 };
	struct stat info;

	for (size_t i = 0; (item = plan_item_at(&exporting->plan, &exporting->parts[part], i)); i++, steps++)
		for (size_t b = 0; b < item->blob_count; b++)
			kinds[exporting->plan.blobs[item->blob + b].kind]++;
	*file = (struct app_exported_file){ .path = mem_strdup(path),
					    .steps = steps,
					    .photos = kinds[BLOB_PHOTO],
					    .boxes = kinds[BLOB_BOX],
					    .bytes = stat(path, &info) == 0 ? (int64_t)info.st_size : 0 };
}

static enum status
write_part(struct exporting *exporting, size_t part, struct err *err)
{
	struct store *store = app_store(exporting->app);
	bool to_stdout = strcmp(exporting->ask->path, STDOUT_NAME) == 0;
	const char *tmp = getenv("TMPDIR");
	char *path = to_stdout ? mem_printf("%s/louce-export-%ld", tmp ? tmp : "/tmp", (long)getpid()) : part_path(exporting, part);
	enum status status = export_write(store, &exporting->plan, &exporting->parts[part],
					  app_is_unlocked(exporting->app) ? &exporting->promises[part] : NULL, path, err);

	if (!status)
		describe_part(exporting, part, path);
	if (!status && to_stdout)
		status = copy_out(path, err);
	if (to_stdout)
		unlink(path);
	free(path);
	return status;
}

static enum status
make_plan(struct exporting *exporting, struct err *err)
{
	const struct app_export *ask = exporting->ask;
	struct app *app = exporting->app;
	struct receipt_by by = { .not_device = app_device(app), .authors = exporting->to.credentials, .author_count = exporting->to.count };
	struct plan_to to = { .areas = exporting->to.areas, .area_count = exporting->to.area_count, .trust_only = !app_is_unlocked(app) };
	int64_t most = ask->part_bytes ? ask->part_bytes : EXPORT_PART_BYTES, bytes = 0;
	enum status status = STATUS_OK;

	if (ask->to && !ask->all) {
		status = coverage_load(app_store(app), &by, &exporting->held, err);
		to.held = &exporting->held;
	}
	if (!status)
		status = plan_make(app_store(app), &to, &exporting->plan, err);
	if (status)
		return status;
	exporting->parts = plan_cut(&exporting->plan, strcmp(ask->path, STDOUT_NAME) == 0 ? INT64_MAX : most, &exporting->part_count);
	exporting->promises = mem_array(exporting->part_count, sizeof(*exporting->promises));
	for (size_t i = 0; i < exporting->part_count; i++)
		bytes += exporting->parts[i].bytes;
	return strcmp(ask->path, STDOUT_NAME) == 0 ? STATUS_OK : export_room(ask->path, bytes, err);
}

/* Finds whom and what for. With nobody unlocked a request may travel, which has no credential yet; nothing about buildings leaves without a
 * signature. */
static enum status
prepare(struct exporting *exporting, struct err *err)
{
	const struct app_export *ask = exporting->ask;
	enum status status = STATUS_OK;

	if (!app_is_unlocked(exporting->app) && (ask->to || ask->area || ask->all))
		status = act_needs_person(exporting->app, err);
	if (!status)
		status = address(exporting->app, ask, &exporting->to, err);
	if (status)
		return status;
	widen(exporting->app, &exporting->to);
	return make_plan(exporting, err);
}

static void
release(struct exporting *exporting)
{
	plan_release(&exporting->plan);
	coverage_release(&exporting->held);
	free(exporting->parts);
	free(exporting->promises);
	free(exporting->to.credentials);
	free(exporting->to.areas);
}

enum status
app_export_plan(struct app *app, const struct app_export *ask, struct app_export_plan *out, struct err *err)
{
	struct exporting exporting = { .app = app, .ask = ask };
	int64_t kinds[2] = { 0, 0 };
	enum status status = prepare(&exporting, err);

	*out = (struct app_export_plan){ 0 };
	if (status)
		goto out;
	for (size_t i = 0; i < exporting.plan.blob_count; i++)
		kinds[exporting.plan.blobs[i].kind]++;
	*out = (struct app_export_plan){ .steps = (int64_t)exporting.plan.count,
					 .photos = kinds[BLOB_PHOTO],
					 .boxes = kinds[BLOB_BOX],
					 .part_count = exporting.part_count,
					 .people = mem_array(exporting.to.count, sizeof(*out->people)),
					 .people_count = exporting.to.count,
					 .receipt = exporting.held.devices ? exporting.held.no : 0 };
	for (size_t i = 0; i < exporting.part_count; i++)
		out->bytes += exporting.parts[i].bytes;
	for (size_t i = 0; i < exporting.to.count; i++)
		out->people[i] = mem_strdup(trust_credential(store_trust(app_store(app)), &exporting.to.credentials[i])->name);
out:
	release(&exporting);
	return status;
}

void
app_export_plan_release(struct app_export_plan *plan)
{
	for (size_t i = 0; i < plan->people_count; i++)
		free(plan->people[i]);
	free(plan->people);
	*plan = (struct app_export_plan){ 0 };
}

enum status
app_export(struct app *app, const struct app_export *ask, struct app_exported *out, struct err *err)
{
	struct exporting exporting = { .app = app, .ask = ask, .out = out };
	enum status status = prepare(&exporting, err);

	*out = (struct app_exported){ .files = mem_array(exporting.part_count, sizeof(*out->files)) };
	if (!status && app_is_unlocked(app))
		status = put_promises(&exporting, err);
	for (size_t i = 0; i < exporting.part_count && !status; i++)
		status = write_part(&exporting, i, err);
	if (!status)
		out->steps = (int64_t)(exporting.plan.count + (app_is_unlocked(app) ? exporting.part_count : 0));
	release(&exporting);
	return status;
}

void
app_exported_release(struct app_exported *exported)
{
	for (size_t i = 0; i < exported->file_count; i++)
		free(exported->files[i].path);
	free(exported->files);
	*exported = (struct app_exported){ 0 };
}
