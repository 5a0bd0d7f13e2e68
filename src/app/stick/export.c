#include "app/stick/export.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/division.h"
#include "app/session/keys.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/stick/address.h"
#include "app/stick/export_state.h"
#include "app/stick/name.h"
#include "app/stick/receipt.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/export/export.h"
#include "store/journal.h"
#include "store/request.h"
#include "store/store.h"
#include "trust/credential.h"
#include "trust/holders.h"

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
		exporting->addressees[0] = (struct plan_addressee){ .areas = exporting->area_parts,
								    .area_count = exporting->area_part_count };
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

	exporting->parts = plan_cut(&exporting->plan, export_goes_to_stdout(exporting) ? INT64_MAX : exporting->most_bytes,
				    &exporting->part_count);
	for (size_t i = 0; i < exporting->part_count; i++)
		bytes += exporting->parts[i].bytes;
	return export_goes_to_stdout(exporting) ? STATUS_OK : export_room(exporting->path, bytes, err);
}

static enum status
prepare(struct exporting *exporting, const struct app_export *ask, struct err *err)
{
	struct app *app = exporting->app;
	enum status status = act_needs_unlocked(app, err);

	if (!status && ask->area)
		status = app_check_area(app, ask->area, err);
	if (!status && ask->area)
		exporting->area_parts = app_area_parts(app, ask->area, &exporting->area_part_count);
	if (!status)
		status = address_find(app, ask->to, exporting->area_parts, exporting->area_part_count, &exporting->to, err);
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
	free(exporting->area_parts);
	free(exporting->addressees);
	free(exporting->devices);
	free(exporting->parts);
}

/* The name; of several of one name with the number that tells them apart. Caller frees. */
static char *
addressee_words(const struct address *address, const struct addressee *to)
{
	for (size_t i = 0; i < address->count; i++)
		if (&address->items[i] != to && strcmp(address->items[i].name, to->name) == 0)
			return mem_printf("%s(%.8s)", to->name, to->person);
	return mem_strdup(to->name);
}

/* When the oldest of the files was signed by which something is left out; 0: nothing is. */
static int64_t
heard_unix(const struct exporting *exporting, const struct app_export *ask)
{
	int64_t oldest = 0;

	for (size_t i = 0; i < exporting->to.count; i++) {
		const struct addressee *to = &exporting->to.items[i];

		if (to->heard && !ask->all && (!oldest || to->trailer.at_unix < oldest))
			oldest = to->trailer.at_unix;
	}
	return oldest;
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
	for (size_t i = 0; i < exporting.to.count; i++)
		out->people[i] = addressee_words(&exporting.to, &exporting.to.items[i]);
	out->heard_unix = heard_unix(&exporting, ask);
	status = export_left(&exporting, &out->left, err);
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
	export_left_release(&plan->left);
	*plan = (struct app_export_plan){ 0 };
}

/* ---- the acts */

enum status
app_export(struct app *app, const struct app_export *ask, struct app_exported *out, struct err *err)
{
	char *path = export_path(app, ask->path, app_credential(app), ask->to);
	struct exporting exporting = { .app = app, .path = path, .signer = app_signer(app), .overwrites = ask->overwrite, .out = out };
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
		status = export_left(&exporting, &out->left, err);
	if (!status)
		status = export_write_parts(&exporting, err);
	out->heard_unix = heard_unix(&exporting, ask);
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
	export_left_release(&exported->left);
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
	status = export_left_asking(&exporting, head.name, &out->left, err);
	if (!status)
		status = cut(&exporting, err);
	if (!status)
		status = export_write_parts(&exporting, err);
out:
	free(own.ids);
	free(named);
	keys_free(signer.keys);
	release(&exporting);
	return status;
}
