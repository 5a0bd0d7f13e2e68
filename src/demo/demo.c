#include "app/session/act.h"
#include "demo/county.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"

/* The demonstration: plans, founds, fills and signs a county, and deletes the keys that nobody needs. */

static void
free_signer(struct signer *signer)
{
	keys_free(signer->keys);
}

void
demo_release(struct demo_county *county)
{
	for (int i = 0; i < 3; i++)
		free_signer(&county->officers[i]);
	for (size_t t = 0; t < county->township_count; t++) {
		free_signer(&county->townships[t].head);
		free_signer(&county->townships[t].clerk);
	}
	for (size_t v = 0; v < county->village_count; v++) {
		struct demo_village *village = &county->villages[v];

		free_signer(&village->inspectors[0]);
		free_signer(&village->inspectors[1]);
		free_signer(&village->secretary);
		free_signer(&village->liaison);
		secret_zero(&village->key, sizeof(village->key));
		free(village->buildings);
	}
	free(county->townships);
	free(county->villages);
	free(county->buildings);
	store_close(county->store);
	pack_free(county->pack);
	free(county->home);
	free(county->file);
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
	(void)info;
	(void)kind;
	(void)where;
	return remove(path);
}

/* Deletes the folder of an earlier demonstration; any other folder is refused. */
static enum status
clear_folder(struct demo_county *county, struct err *err)
{
	if (!file_exists(county->file))
		return STATUS_OK;
	if (!county->ask->fresh)
		return err_set(err, STATUS_CONFLICT, _("there is a demonstration in \"%s\" already; --fresh makes it anew"),
			       county->ask->dir);
	if (!file_exists(county->home))
		return err_set(err, STATUS_DENIED, _("\"%s\" holds a workspace that is no demonstration; it is left alone"),
			       county->ask->dir);
	if (nftw(county->ask->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
		return err_set(err, STATUS_IO, _("\"%s\" cannot be removed"), county->ask->dir);
	return STATUS_OK;
}

static enum status
make_folders(struct demo_county *county, struct err *err)
{
	char *keys = file_join(county->home, "keys"), *inbox = file_join(county->ask->dir, "inbox");
	enum status status = file_make_dirs(keys, 0700, err);

	if (!status)
		status = file_make_dirs(inbox, 0755, err);
	free(keys);
	free(inbox);
	return status;
}

static enum status
make_villages(struct demo_county *county, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t v = 0; v < county->village_count && !status; v++) {
		if (county->villages[v].building_count == 0)
			continue;
		status = store_begin(county->store, err);
		if (!status)
			status = demo_village_forms(county, v, err);
		if (!status)
			status = demo_village_signs(county, v, err);
		if (status)
			store_rollback(county->store);
		else
			status = store_commit(county->store, err);
	}
	return status;
}

enum status
demo_county_make(const struct demo_ask *ask, struct err *err)
{
	struct demo_county county = { .ask = ask };
	char *forms = path_of(PATH_FORMS);
	enum status status = seal_init(err);

	county.home = file_join(ask->dir, "home");
	county.file = file_join(ask->dir, "county.louce");
	random_stream_init(&county.stream, ask->seed, strlen(ask->seed));
	if (!status)
		status = pack_load(forms, &county.pack, NULL, err);
	if (!status)
		status = clear_folder(&county, err);
	if (!status)
		status = make_folders(&county, err);
	if (!status)
		status = demo_plan(&county, err);
	if (!status && !ask->single)
		demo_choose_laptops(&county);
	if (!status)
		status = store_create(county.file, err);
	if (!status)
		status = store_open(county.file, STORE_WRITE, &county.store, err);
	if (!status)
		status = demo_found(&county, err);
	if (!status)
		status = make_villages(&county, err);
	if (!status)
		status = demo_mid_village(&county, err);
	if (!status && !ask->single)
		status = demo_sticks(&county, err);
	demo_release(&county);
	free(forms);
	return status;
}
