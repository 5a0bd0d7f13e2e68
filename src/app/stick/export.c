#include "app/stick/export.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/session/act.h"
#include "app/session/division.h"
#include "app/session/keys.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/stick/address.h"
#include "app/stick/lacks.h"
#include "app/stick/name.h"
#include "app/stick/receipt.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/export.h"
#include "exchange/holds.h"
#include "store/journal.h"
#include "store/request.h"
#include "store/runs.h"
#include "store/store.h"
#include "trust/credential.h"
#include "trust/holders.h"

#define STDOUT_NAME "-"

struct exporting {
	struct app *app;
	const char *path;
	int64_t most_bytes;	     /* of a part */
	const struct signer *signer; /* of the trailers; NULL: only planned */
	struct address to;
	struct plan_to ask;
	struct plan_addressee *addressees; /* as `to`; one of everything for nobody in particular */
	struct device_id *devices;	   /* theirs, one after another */
	size_t device_count;
	struct plan plan;
	struct plan_part *parts;
	size_t part_count;
	struct app_exported *out;
};

static bool
goes_to_stdout(const struct exporting *exporting)
{
	return strcmp(exporting->path, STDOUT_NAME) == 0;
}

/* ---- the trailer */

/* The areas of all addressees; none: everything. Borrowed texts, the caller frees the array. */
static const char **
all_areas(const struct exporting *exporting, size_t *count)
{
	const char **areas;
	size_t cap = 0, at = 0;

	for (size_t i = 0; i < exporting->ask.addressee_count; i++)
		cap += exporting->addressees[i].area_count;
	areas = mem_array(cap, sizeof(*areas));
	for (size_t i = 0; i < exporting->ask.addressee_count; i++)
		for (size_t a = 0; a < exporting->addressees[i].area_count; a++)
			areas[at++] = exporting->addressees[i].areas[a];
	*count = at;
	return areas;
}

static int64_t
now_for_steps(void)
{
	int64_t now = clock_now_unix();

	return now < STEP_AT_MIN ? STEP_AT_MIN : now > STEP_AT_MAX ? STEP_AT_MAX : now;
}

/* What all parts tell alike: who signs, for whom, what is held and lacked here. */
static enum status
start_trailer(const struct exporting *exporting, struct trailer *trailer, struct err *err)
{
	size_t area_count;
	const char **areas = all_areas(exporting, &area_count);
	enum status status;

	*trailer = (struct trailer){ .device = exporting->signer->device,
				     .author = exporting->signer->credential,
				     .has_to = exporting->to.count == 1,
				     .at_unix = now_for_steps() };
	if (trailer->has_to)
		trailer->to = exporting->to.items[0].credential;
	status = lacks_read(exporting->app, &trailer->lacks, &trailer->lack_count, err);
	if (!status)
		status = holds_tell(app_store(exporting->app), areas, area_count, trailer, err);
	free(areas);
	return status;
}

/* ---- the files */

static char *
part_path(const struct exporting *exporting, size_t part)
{
	const char *path = exporting->path;
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

static int
number_cmp(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/* How many houses the steps of a part are about. */
static enum status
count_houses(const struct exporting *exporting, size_t part, int64_t *count, struct err *err)
{
	const struct plan_item *item;
	int64_t *houses = NULL;
	size_t len = 0, cap = 0;
	enum status status = STATUS_OK;

	for (size_t i = 0; !status && (item = plan_item_at(&exporting->plan, &exporting->parts[part], i)); i++) {
		MEM_GROW(houses, len, cap);
		status = store_building_at(app_store(exporting->app), item->n, &houses[len], err);
		if (!status && houses[len])
			len++;
	}
	if (len)
		qsort(houses, len, sizeof(*houses), number_cmp);
	*count = 0;
	for (size_t i = 0; i < len; i++)
		*count += !i || houses[i] != houses[i - 1];
	free(houses);
	return status;
}

static void
describe_part(struct exporting *exporting, size_t part, const char *path, int64_t houses)
{
	struct app_exported_file *file = &exporting->out->files[exporting->out->file_count++];
	const struct plan_item *item;
	int64_t steps = (int64_t)exporting->plan.request_count, kinds[2] = { 0, 0 };
	struct stat info;

	for (size_t i = 0; (item = plan_item_at(&exporting->plan, &exporting->parts[part], i)); i++, steps++)
		for (size_t b = 0; b < item->blob_count; b++)
			kinds[exporting->plan.blobs[item->blob + b].kind]++;
	*file = (struct app_exported_file){ .path = mem_strdup(path),
					    .steps = steps,
					    .houses = houses,
					    .photos = kinds[BLOB_PHOTO],
					    .boxes = kinds[BLOB_BOX],
					    .bytes = stat(path, &info) == 0 ? (int64_t)info.st_size : 0 };
	exporting->out->steps += steps;
}

static enum status
write_part(struct exporting *exporting, size_t part, struct trailer *trailer, struct err *err)
{
	bool to_stdout = goes_to_stdout(exporting);
	const char *tmp = getenv("TMPDIR");
	char *path = to_stdout ? mem_printf("%s/louce-export-%ld", tmp ? tmp : "/tmp", (long)getpid()) : part_path(exporting, part);
	struct signed_trailer end = { 0 };
	int64_t houses = 0;
	enum status status;

	plan_sum(&exporting->plan, &exporting->parts[part], trailer);
	status = trailer_sign(trailer, exporting->signer->keys, &end.body, &end.sig, err);
	if (!status)
		status = count_houses(exporting, part, &houses, err);
	if (!status)
		status = export_write(app_store(exporting->app), &exporting->plan, &exporting->parts[part], &end, path, err);
	if (!status)
		describe_part(exporting, part, path, houses);
	if (!status && to_stdout)
		status = copy_out(path, err);
	if (to_stdout)
		unlink(path);
	buf_release(&end.body);
	free(path);
	return status;
}

/* Asked of every part before the first is written: else a foreign file would stop an export half written. */
static enum status
may_replace_all(const struct exporting *exporting, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < exporting->part_count && !status; i++) {
		char *path = part_path(exporting, i);

		status = export_may_replace(path, err);
		free(path);
	}
	return status;
}

static enum status
write_parts(struct exporting *exporting, struct err *err)
{
	struct trailer trailer;
	enum status status = start_trailer(exporting, &trailer, err);

	exporting->out->files = mem_array(exporting->part_count, sizeof(*exporting->out->files));
	if (!status && !goes_to_stdout(exporting))
		status = may_replace_all(exporting, err);
	for (size_t i = 0; i < exporting->part_count && !status; i++)
		status = write_part(exporting, i, &trailer, err);
	trailer_release(&trailer);
	return status;
}

/* ---- planning */

/* The machine that a file of his came from; while none came, each that a credential of his is for. */
static void
set_devices(struct exporting *exporting, const struct addressee *to, struct plan_addressee *addressee)
{
	const struct address *address = &exporting->to;
	struct device_id *devices = &exporting->devices[exporting->device_count];

	addressee->devices = devices;
	if (to->heard)
		devices[addressee->device_count++] = to->trailer.device;
	for (size_t i = 0; i < address->credential_count && !to->heard; i++) {
		const struct credential *credential = store_author(app_store(exporting->app), &address->credentials[i]);

		if (credential && credential->has_device && strcmp(credential->person, to->person) == 0)
			devices[addressee->device_count++] = credential->device;
	}
	exporting->device_count += addressee->device_count;
}

static void
set_addressees(struct exporting *exporting, const struct app_export *ask)
{
	size_t count = exporting->to.count;

	exporting->addressees = mem_array(count ? count : 1, sizeof(*exporting->addressees));
	exporting->devices = mem_array(count + exporting->to.credential_count, sizeof(*exporting->devices));
	for (size_t i = 0; i < count; i++) {
		const struct addressee *to = &exporting->to.items[i];

		exporting->addressees[i] = (struct plan_addressee){ .areas = to->areas, .area_count = to->area_count };
		if (to->heard && !ask->all)
			exporting->addressees[i].held = &to->trailer;
		set_devices(exporting, to, &exporting->addressees[i]);
	}
	if (!count && ask->area)
		exporting->addressees[0] = (struct plan_addressee){ .areas = &ask->area, .area_count = 1 };
	exporting->ask = (struct plan_to){ .addressees = exporting->addressees,
					   .addressee_count = count ? count : 1,
					   .issuers = exporting->to.credentials,
					   .issuer_count = exporting->to.credential_count,
					   .own_requests = !ask->to };
}

static enum status
cut(struct exporting *exporting, struct err *err)
{
	int64_t bytes = 0;

	exporting->parts = plan_cut(&exporting->plan, goes_to_stdout(exporting) ? INT64_MAX : exporting->most_bytes,
				    &exporting->part_count);
	for (size_t i = 0; i < exporting->part_count; i++)
		bytes += exporting->parts[i].bytes;
	return goes_to_stdout(exporting) ? STATUS_OK : export_room(exporting->path, bytes, err);
}

static enum status
prepare(struct exporting *exporting, const struct app_export *ask, struct err *err)
{
	struct app *app = exporting->app;
	enum status status = act_needs_unlocked(app, err);

	if (!status && ask->area)
		status = app_check_area(app, ask->area, err);
	if (!status)
		status = address_find(app, ask->to, ask->area, &exporting->to, err);
	if (status)
		return status;
	set_addressees(exporting, ask);
	exporting->ask.author = &app_signer(app)->credential;
	exporting->most_bytes = ask->part_bytes ? ask->part_bytes : EXPORT_PART_BYTES;
	status = plan_make(app_store(app), &exporting->ask, &exporting->plan, err);
	return status ? status : cut(exporting, err);
}

static void
release(struct exporting *exporting)
{
	plan_release(&exporting->plan);
	address_release(&exporting->to);
	free(exporting->addressees);
	free(exporting->devices);
	free(exporting->parts);
}

enum status
app_export_plan(struct app *app, const struct app_export *ask, struct app_export_plan *out, struct err *err)
{
	struct exporting exporting = { .app = app, .path = ask->path };
	int64_t kinds[2] = { 0, 0 };
	enum status status = prepare(&exporting, ask, err);

	*out = (struct app_export_plan){ 0 };
	if (status)
		goto out;
	for (size_t i = 0; i < exporting.plan.blob_count; i++)
		kinds[exporting.plan.blobs[i].kind]++;
	*out = (struct app_export_plan){ .steps = (int64_t)(exporting.plan.count + exporting.plan.request_count),
					 .photos = kinds[BLOB_PHOTO],
					 .boxes = kinds[BLOB_BOX],
					 .part_count = exporting.part_count,
					 .people = mem_array(exporting.to.count, sizeof(*out->people)),
					 .people_count = exporting.to.count };
	out->steps += app_receipt_is_due(app); /* the receipt is written first, and goes along */
	for (size_t i = 0; i < exporting.part_count; i++)
		out->bytes += exporting.parts[i].bytes;
	for (size_t i = 0; i < exporting.to.count; i++) {
		const struct addressee *to = &exporting.to.items[i];

		out->people[i] = mem_strdup(to->name);
		if (to->heard && !ask->all && (!out->heard_unix || to->trailer.at_unix < out->heard_unix))
			out->heard_unix = to->trailer.at_unix;
	}
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

/* ---- the acts */

enum status
app_export(struct app *app, const struct app_export *ask, struct app_exported *out, struct err *err)
{
	char *path = export_path(app, ask->path, app_credential(app), ask->to);
	struct exporting exporting = { .app = app, .path = path, .signer = app_signer(app), .out = out };
	int64_t no;
	enum status status = act_needs_unlocked(app, err);

	*out = (struct app_exported){ 0 };
	if (!status) {
		app_share(app);
		status = app_receipt(app, &no, err);
	}
	if (!status)
		status = prepare(&exporting, ask, err);
	if (!status)
		status = write_parts(&exporting, err);
	release(&exporting);
	free(path);
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

/* ---- a request, by somebody who has no right here yet */

struct own_requests {
	const struct sign_key *key;
	struct id *ids;
	size_t count, cap;
};

static bool
note_own(const struct credential *asked, void *ctx)
{
	struct own_requests *own = ctx;

	if (sign_key_equal(&asked->sign_key, own->key)) {
		MEM_GROW(own->ids, own->count, own->cap);
		own->ids[own->count++] = asked->id;
	}
	return true;
}

/* A right for another laptop, one that was taken back or has run out is none here: who asks for one anew writes the request. */
static bool
has_right(struct app *app, const struct sign_key *key)
{
	const struct trust *trust = store_trust(app_store(app));

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (sign_key_equal(&credential->sign_key, key) && !credential->revoked && !credential_has_run_out(credential) &&
		    credential_fits_device(credential, app_device(app)))
			return true;
	}
	return false;
}

static enum status
find_requests(struct app *app, const struct sign_key *key, struct own_requests *own, struct err *err)
{
	enum status status;

	*own = (struct own_requests){ .key = key };
	status = store_each_request(app_store(app), note_own, own, err);
	if (!status && !own->count)
		status = err_set(err, STATUS_NOT_FOUND, _("this key has no open request in this file"));
	return status;
}

bool
app_asks_only(struct app *app, const char *person)
{
	struct own_requests own = { 0 };
	struct keyfile_head head;
	struct err ignored = { 0 };
	bool asks = !key_look(person, &head, &ignored) && !has_right(app, &head.sign_key) &&
		    !find_requests(app, &head.sign_key, &own, &ignored);

	free(own.ids);
	return asks;
}

enum status
app_export_request(struct app *app, const char *path, const char *person, const struct app_ask *ask, struct app_exported *out,
		   struct err *err)
{
	struct signer signer = { .device = *app_device(app) };
	struct exporting exporting = { .app = app, .signer = &signer, .most_bytes = EXPORT_PART_BYTES, .out = out };
	struct own_requests own = { 0 };
	struct keyfile_head head;
	enum status status = key_open(person, ask, &head, &signer.keys, err);
	char *named = NULL;

	*out = (struct app_exported){ 0 };
	if (!status)
		status = find_requests(app, &head.sign_key, &own, err);
	if (status)
		goto out;
	signer.credential = own.ids[own.count - 1];
	exporting.path = named = export_path(app, path, NULL, NULL);
	exporting.plan.requests = own.ids;
	exporting.plan.request_count = own.count;
	exporting.plan.request_bytes = (int64_t)own.count * 2048;
	own.ids = NULL;
	status = cut(&exporting, err);
	if (!status)
		status = write_parts(&exporting, err);
out:
	free(own.ids);
	free(named);
	keys_free(signer.keys);
	release(&exporting);
	return status;
}
