#include "app/stick/one_house.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/session/act.h"
#include "app/session/unlock.h"
#include "app/stick/receipt.h"
#include "base/machine/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "exchange/export/export.h"
#include "exchange/export/holds.h"
#include "store/dossier/dossier.h"
#include "store/houses/joined.h"
#include "store/settle/runs.h"
#include "store/store.h"

/* The file of one house while it is planned. */
struct house_file {
	struct app *app;
	struct id *kin; /* houses that decisions join with it */
	size_t kin_count;
	char **divisions; /* of the house and its kin */
	const char **areas;
	size_t division_count;
	struct plan plan;
};

static bool
has_division(const struct house_file *file, const char *division)
{
	for (size_t i = 0; i < file->division_count; i++)
		if (strcmp(file->divisions[i], division) == 0)
			return true;
	return false;
}

/* A house that another one joins may be listed in another village, whose logs decide about it as well. */
static enum status
add_house(struct house_file *file, const struct id *root, bool itself, struct err *err)
{
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(file->app), root, NULL, &dossier, err);
	if (status == STATUS_NOT_FOUND && !itself)
		return STATUS_OK;
	if (status)
		return status;
	if (itself) {
		status = joined_kin(app_store(file->app), root, &file->kin, &file->kin_count, err);
		file->divisions = mem_array(file->kin_count + 1, sizeof(*file->divisions));
	}
	if (!has_division(file, dossier->division))
		file->divisions[file->division_count++] = mem_strdup(dossier->division);
	dossier_free(dossier);
	return status;
}

static enum status
plan_file(struct house_file *file, const struct id *house, struct err *err)
{
	struct plan_house about = { .root = *house };
	struct plan_addressee everybody = { 0 };
	struct plan_to to = {
		.addressees = &everybody, .addressee_count = 1, .author = &app_signer(file->app)->credential, .house = &about
	};
	enum status status = add_house(file, house, true, err);

	for (size_t i = 0; i < file->kin_count && !status; i++)
		status = add_house(file, &file->kin[i], false, err);
	if (status)
		return status;
	file->areas = mem_array(file->division_count, sizeof(*file->areas));
	for (size_t i = 0; i < file->division_count; i++)
		file->areas[i] = file->divisions[i];
	everybody.areas = file->areas;
	everybody.area_count = file->division_count;
	return plan_make(app_store(file->app), &to, &file->plan, err);
}

static enum status
sign_end(const struct house_file *file, const struct plan_part *part, struct signed_trailer *out, struct err *err)
{
	const struct signer *signer = app_signer(file->app);
	int64_t now = clock_now_unix();
	struct trailer trailer = { .device = signer->device,
				   .author = signer->credential,
				   .at_unix = now < STEP_AT_MIN	  ? STEP_AT_MIN
					      : now > STEP_AT_MAX ? STEP_AT_MAX
								  : now };
	enum status status = holds_tell(app_store(file->app), file->areas, file->division_count, &trailer, err);

	plan_sum(&file->plan, part, &trailer);
	if (!status)
		status = trailer_sign(&trailer, signer->keys, &out->body, &out->sig, err);
	trailer_release(&trailer);
	return status;
}

static enum status
describe(const struct house_file *file, const char *path, struct app_house_file *out, struct err *err)
{
	struct store *store = app_store(file->app);
	int64_t kinds[2] = { 0, 0 };
	struct idmap houses = { 0 };
	struct stat info;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < file->plan.blob_count; i++)
		kinds[file->plan.blobs[i].kind]++;
	for (size_t i = 0; i < file->plan.count && !status; i++) {
		struct id key = { 0 };
		int64_t building = 0;

		status = store_building_at(store, file->plan.items[i].n, &building, err);
		memcpy(key.b, &building, sizeof(building));
		if (building)
			idmap_put(&houses, &key, 1);
	}
	*out = (struct app_house_file){ .steps = (int64_t)file->plan.count,
					.photos = kinds[BLOB_PHOTO],
					.boxes = kinds[BLOB_BOX],
					.houses = (int64_t)houses.count,
					.bytes = stat(path, &info) == 0 ? (int64_t)info.st_size : 0 };
	idmap_release(&houses);
	return status;
}

enum status
app_house_file(struct app *app, const struct id *house, const char *path, struct app_house_file *out, struct err *err)
{
	struct house_file file = { .app = app };
	struct signed_trailer end = { 0 };
	struct plan_part *parts = NULL;
	size_t part_count;
	int64_t no;
	enum status status = act_needs_unlocked(app, err);

	*out = (struct app_house_file){ 0 };
	if (!status)
		status = app_receipt(app, &no, err);
	if (!status)
		status = plan_file(&file, house, err);
	if (status)
		goto out;
	file.plan.own_only = true;
	parts = plan_cut(&file.plan, INT64_MAX, &part_count);
	status = sign_end(&file, &parts[0], &end, err);
	if (!status)
		status = export_write(app_store(app), &file.plan, &parts[0], &end, path, err);
	if (!status)
		status = describe(&file, path, out, err);
out:
	buf_release(&end.body);
	free(parts);
	plan_release(&file.plan);
	for (size_t i = 0; i < file.division_count; i++)
		free(file.divisions[i]);
	free(file.divisions);
	free(file.areas);
	free(file.kin);
	return status;
}
