#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/device.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/stick/export.h"
#include "app/stick/import.h"
#include "app/stick/receipt.h"
#include "demo/county.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "trust/holders.h"

/* The demonstration's other laptops: two townships and three villages of each, with a file and a home each. Sticks go down from the
 * county, the team signatures left for the villages are made there, and sticks go up and down again. */

#define TOWNSHIPS 2
#define VILLAGES 3
#define LAPTOP_HOUSES 2500

struct laptop {
	const struct signer *signer; /* who hands over and receives */
	struct app *app;
};

static void
laptop_close(struct laptop *laptop)
{
	if (laptop->app)
		app_act_as(laptop->app, NULL); /* the keys stay the demonstration's */
	app_close(laptop->app);
	*laptop = (struct laptop){ 0 };
}

/* Opens a laptop's file as the person who works there. */
static enum status
laptop_open(const char *file, const struct signer *signer, struct laptop *out, struct err *err)
{
	enum status status = app_open(file, APP_WRITE, &out->app, err);

	if (status)
		return status;
	status = store_write_loosely(app_store(out->app), err);
	if (status)
		return status;
	out->signer = signer;
	app_act_as(out->app, signer);
	return STATUS_OK;
}

static enum status
laptop_make(const struct demo_county *county, const char *code, const struct signer *signer, struct laptop *out, struct err *err)
{
	char *folder = demo_laptop(county, code), *file = mem_printf("%s/%s.louce", folder, code), *home = file_join(folder, "home");
	struct local *local = NULL;
	enum status status = file_make_dirs(folder, 0755, err);

	if (!status)
		status = store_create(file, err);
	if (!status)
		status = local_open(file, &local, NULL, err);
	if (!status)
		status = local_set_device(local, &signer->device, err);
	if (!status)
		device_keep_in(home, file, &signer->device);
	if (!status)
		status = demo_keep_day(local, err);
	local_close(local);
	if (!status)
		status = laptop_open(file, signer, out, err);
	free(home);
	free(folder);
	free(file);
	return status;
}

static enum status
take_in(struct app *app, const char *path, struct err *err)
{
	struct app_import ask = { .paths = &path, .count = 1 };
	struct app_imported out = { 0 };
	enum status status = app_import(app, &ask, &out, err);

	if (!status && (out.refused_files || out.unread_files))
		status = err_set(err, STATUS_BUG, _("the demonstration's own file \"%s\" is refused"), path);
	if (!status && out.receipt_open)
		status = err_set(err, STATUS_IO, _("the receipt of \"%s\" could not be written"), path);
	app_imported_release(&out);
	return status;
}

/* Carries a stick: exports what `from` has for the person at the other laptop, and takes it in there. */
static enum status
carry(const struct demo_county *county, const struct laptop *from, const struct laptop *to, const char *name, const char *code,
      struct err *err)
{
	const struct credential *addressee = trust_credential(store_trust(app_store(from->app)), &to->signer->credential);
	char *path = mem_printf("%s/stick/%s-%s.louce", county->ask->dir, name, code);
	struct app_export ask = { .path = path, .to = addressee ? addressee->person : "" };
	struct app_exported out = { 0 };
	enum status status = app_export(from->app, &ask, &out, err);

	if (!status)
		status = take_in(to->app, path, err);
	app_exported_release(&out);
	free(path);
	return status;
}

static enum status
sign_at_home(struct demo_county *county, size_t village, const struct laptop *laptop, struct err *err)
{
	enum status status = act_begin(laptop->app, err);

	county->store = app_store(laptop->app);
	if (!status)
		status = act_end(laptop->app, demo_signs_at_home(county, village, err), err);
	county->store = NULL;
	return status;
}

/* Sends a stick down to a village, makes the village's own signatures, and sends one up again. */
static enum status
visit_village(struct demo_county *county, size_t village, const struct laptop *township, struct laptop *laptop, struct err *err)
{
	const char *code = county->villages[village].division->code;
	enum status status = laptop_make(county, code, &county->villages[village].inspectors[0], laptop, err);

	if (!status)
		status = carry(county, township, laptop, "to", code, err);
	if (!status)
		status = sign_at_home(county, village, laptop, err);
	if (!status)
		status = carry(county, laptop, township, "from", code, err);
	return status;
}

static enum status
visit_township(struct demo_county *county, size_t index, const struct laptop *office, struct err *err)
{
	struct demo_township *township = &county->townships[index];
	struct laptop laptop = { 0 }, homes[VILLAGES] = { { 0 } };
	size_t villages[VILLAGES], count = 0;
	char area[10];
	enum status status;

	memcpy(area, township->division->code, 9);
	area[9] = '\0';
	for (size_t v = 0; v < county->village_count && count < VILLAGES; v++)
		if (county->villages[v].has_laptop && county->villages[v].township == index)
			villages[count++] = v;
	status = laptop_make(county, area, &township->clerk, &laptop, err);
	if (!status)
		status = carry(county, office, &laptop, "to", area, err);
	for (size_t i = 0; i < count && !status; i++)
		status = visit_village(county, villages[i], &laptop, &homes[i], err);
	if (!status)
		status = carry(county, &laptop, office, "from", area, err);
	if (!status)
		status = carry(county, office, &laptop, "again-to", area, err);
	for (size_t i = 0; i < count && !status; i++)
		status = carry(county, &laptop, &homes[i], "again-to", county->villages[villages[i]].division->code, err);
	for (size_t i = 0; i < count; i++)
		laptop_close(&homes[i]);
	laptop_close(&laptop);
	return status;
}

static size_t
houses_of(const struct demo_county *county, size_t township)
{
	size_t houses = 0;

	for (size_t v = 0; v < county->village_count; v++)
		if (county->villages[v].township == township)
			houses += county->villages[v].building_count;
	return houses;
}

static void
give_laptops(struct demo_county *county, size_t township)
{
	size_t villages = 0;

	for (size_t v = 0; v < county->village_count && villages < VILLAGES; v++)
		if (county->villages[v].township == township) {
			county->villages[v].has_laptop = true;
			villages++;
		}
	county->townships[township].has_laptop = true;
}

/* The first townships of no more than so many houses, for all of a township goes round three times on sticks; where there are too few of them, larger ones.
 * The township of the village in mid-work is passed over, because the county's file serves as that village's laptop. */
void
demo_choose_laptops(struct demo_county *county)
{
	size_t chosen = 0;

	for (size_t most = LAPTOP_HOUSES; chosen < TOWNSHIPS && most <= SIZE_MAX / 2; most *= 2)
		for (size_t t = 0; t < county->township_count && chosen < TOWNSHIPS; t++) {
			if (county->townships[t].has_laptop || t == county->villages[county->mid_village].township ||
			    houses_of(county, t) > most)
				continue;
			give_laptops(county, t);
			chosen++;
		}
}

char *
demo_laptop(const struct demo_county *county, const char *code)
{
	return mem_printf("%s/laptops/%s", county->ask->dir, code);
}

enum status
demo_receipt(struct demo_county *county, struct err *err)
{
	const struct signer *laptop = &county->villages[county->mid_village].inspectors[0]; /* whose the file is (midwork.c) */
	struct laptop office = { 0 };
	struct local *local = NULL;
	int64_t no;
	enum status status;

	store_close(county->store);
	county->store = NULL;
	status = local_open(county->file, &local, NULL, err);
	if (!status)
		status = local_set_device(local, &laptop->device, err);
	if (!status)
		device_begin(county->file, &laptop->device);
	if (!status)
		status = demo_keep_day(local, err);
	local_close(local);
	if (!status)
		status = laptop_open(county->file, &county->officers[0], &office, err);
	if (!status)
		status = app_receipt(office.app, &no, err);
	laptop_close(&office);
	if (!status)
		status = store_open(county->file, STORE_WRITE, &county->store, err);
	if (!status)
		status = store_write_loosely(county->store, err);
	return status;
}

enum status
demo_sticks(struct demo_county *county, struct err *err)
{
	struct laptop office = { 0 };
	char *stick = file_join(county->ask->dir, "stick");
	size_t done = 0;
	int64_t no;
	enum status status = file_make_dirs(stick, 0755, err);

	store_close(county->store); /* from here on each file is opened as a person opens it */
	county->store = NULL;
	if (!status)
		status = laptop_open(county->file, &county->officers[0], &office, err);
	if (!status)
		status = app_receipt(office.app, &no, err);
	for (size_t t = 0; t < county->township_count && !status; t++) {
		if (!county->townships[t].has_laptop)
			continue;
		status = visit_township(county, t, &office, err);
		done++;
		if (county->ask->progress)
			county->ask->progress(county->ask->ctx, _("townships"), (int64_t)done, TOWNSHIPS);
	}
	laptop_close(&office);
	free(stick);
	return status;
}
