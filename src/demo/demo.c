#include "app/session/act.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/session/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "demo/county.h"
#include "demo/course.h"
#include "demo/second.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/genesis.h"
#include "trust/trust.h"

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
	free_signer(&county->second_look);
	for (size_t i = 0; i < county->building_count; i++) {
		value_release(&county->buildings[i].registered);
		value_release(&county->buildings[i].classified);
	}
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

/* The mark of a folder that a demonstration is being made in; the folder was empty before, so all in it is the demonstration's. */
static char *
mark_of(const char *dir)
{
	return file_join(dir, ".louce-demo-unfinished");
}

bool
demo_is_unfinished(const char *dir)
{
	char *mark = mark_of(dir);
	bool is = file_exists(mark);

	free(mark);
	return is;
}

bool
demo_folder_is_empty(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	bool empty = dir || errno == ENOENT;

	while (dir && empty && (entry = readdir(dir)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	if (dir)
		closedir(dir);
	return empty;
}

/* Half a demonstration would bar the way to a whole one: with the mark the next call makes it anew without being told to. */
static enum status
mark_unfinished(const char *dir, struct err *err)
{
	char *mark = mark_of(dir);
	enum status status = STATUS_OK;

	status = file_make_dirs(dir, 0700, err);
	if (!status)
		status = file_write(mark, "", 0, 0600, err);
	free(mark);
	return status;
}

static int
sync_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
	int fd = kind == FTW_F ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	int failed = kind == FTW_F ? fd < 0 || fsync(fd) != 0 : 0, why = errno;

	(void)info;
	(void)where;
	if (fd >= 0)
		close(fd);
	errno = why;
	return failed;
}

/* Waits for the disk once, for all that was written without waiting. */
static enum status
sync_all(const char *dir, struct err *err)
{
	return nftw(dir, sync_one, 16, FTW_PHYS) == 0 ? STATUS_OK : err_errno(err, errno, _("\"%s\" cannot be written"), dir);
}

static enum status
mark_finished(const char *dir, struct err *err)
{
	char *mark = mark_of(dir);
	enum status status = STATUS_OK;

	if (unlink(mark) != 0 && errno != ENOENT)
		status = err_errno(err, errno, _("\"%s\" cannot be removed"), mark);
	free(mark);
	return status;
}

/* Only a demonstration may go, or a file in which nothing was ever signed, whatever lies beside it: what cannot be opened may be a county. */
static enum status
check_may_go(const char *dir, const char *file, struct err *err)
{
	struct store *store = NULL;
	struct err why = { 0 };
	bool may;

	if (!file_exists(file))
		return STATUS_OK;
	/* One that was killed in the middle of its writing can be read only when that is taken back. */
	if (store_open(file, STORE_READ_ONLY, &store, &why)) {
		why = (struct err){ 0 };
		if (store_open(file, STORE_WRITE, &store, &why))
			return err_set(err, why.status, _("\"%s\" is left alone, since nobody can see whose workspace is in it: %s"), dir,
				       why.text);
	}
	may = workspace_is_demo(store) || (!store_step_count(store) && !app_has_notes(file));
	store_close(store);
	return may ? STATUS_OK : err_set(err, STATUS_DENIED, _("\"%s\" holds a workspace that is no demonstration; it is left alone"), dir);
}

enum status
demo_throw_away(const char *dir, struct err *err)
{
	char *file = file_join(dir, "county.louce");
	enum status status = check_may_go(dir, file, err);

	if (!status && nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
		status = err_set(err, STATUS_IO, _("\"%s\" cannot be removed"), dir);
	free(file);
	return status;
}

/* Deletes the folder of an earlier demonstration; any other folder in which something is, is refused: the next --fresh would delete it all. */
static enum status
clear_folder(struct demo_county *county, struct err *err)
{
	const char *dir = county->ask->dir;

	if (demo_is_unfinished(dir))
		return demo_throw_away(dir, err);
	if (!file_exists(county->file))
		return demo_folder_is_empty(dir)
			       ? STATUS_OK
			       : err_set(err, STATUS_DENIED, _("\"%s\" is not empty; give the demonstration a folder of its own"), dir);
	if (!county->ask->fresh)
		return err_set(err, STATUS_CONFLICT, _("there is a demonstration in \"%s\" already; --fresh makes it anew"), dir);
	if (!file_exists(county->home)) /* its file alone, carried to a folder with other things */
		return err_set(err, STATUS_DENIED, _("\"%s\" holds a workspace that is no demonstration; it is left alone"), dir);
	return demo_throw_away(dir, err);
}

static enum status
make_folders(struct demo_county *county, struct err *err)
{
	char *keys = file_join(county->home, "keys"), *inbox = file_join(county->ask->dir, "inbox");
	enum status status = mark_unfinished(county->ask->dir, err);

	if (!status)
		status = file_make_dirs(keys, 0700, err);
	if (!status)
		status = file_make_dirs(inbox, 0755, err);
	free(keys);
	free(inbox);
	return status;
}

/* Signs them, and does what follows. */
static enum status
go_on_in_village(struct demo_county *county, size_t village, struct err *err)
{
	enum status status = demo_village_signs(county, village, err);

	if (!status)
		status = demo_village_loop(county, village, err);
	if (!status)
		status = demo_village_second(county, village, err);
	return status;
}

static enum status
do_village(struct demo_county *county, size_t village, struct err *err)
{
	enum status status = demo_village_forms(county, village, err);

	return status ? status : go_on_in_village(county, village, err);
}

/* Does something in each village that has a house. */
static enum status
each_village(struct demo_county *county, enum status (*act)(struct demo_county *, size_t, struct err *), struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t v = 0; v < county->village_count && !status; v++) {
		if (county->villages[v].building_count == 0)
			continue;
		status = store_begin(county->store, err);
		if (!status)
			status = act(county, v, err);
		if (status)
			store_rollback(county->store);
		else
			status = store_commit(county->store, err);
	}
	return status;
}

/* A county whose last days are years ago is a museum: everything in it is overdue. So it is made, and goes on from there, in the middle of its campaign,
 * as a workspace does where somebody said what day it is. It was surveyed on one day, of which the county has a receipt to compare with; what the plan wants
 * is done behind the plan's own day. A clock that was given, and a day that was named, stay: then all is of that day. */
#define SURVEY_DAY "2022-09-05"
#define DEMO_DAY "2022-09-14"

enum status
demo_keep_day(struct local *local, struct err *err)
{
	return clock_correction() ? clock_note(local, 0, err) : STATUS_OK;
}

static enum status
make_villages(struct demo_county *county, bool in_days, struct err *err)
{
	enum status status;

	if (!in_days)
		return each_village(county, do_village, err);
	status = each_village(county, demo_village_forms, err);
	if (!status)
		status = demo_receipt(county, err);
	if (!status)
		status = clock_set_day(DEMO_DAY, err);
	if (!status)
		status = each_village(county, go_on_in_village, err);
	return status;
}

enum status
demo_county_make(const struct demo_ask *ask, struct err *err)
{
	struct demo_county county = { .ask = ask };
	char *forms = path_of(PATH_FORMS), *later;
	int64_t correction = clock_correction(); /* of who makes it: it may stay open on another file */
	bool in_days = !clock_is_given() && !ask->this_day;
	enum status status = seal_init(err);

	if (!status && in_days)
		status = clock_set_day(SURVEY_DAY, err);
	county.home = file_join(ask->dir, "home");
	county.file = file_join(ask->dir, "county.louce");
	random_stream_init(&county.stream, ask->seed, strlen(ask->seed));
	later = mem_printf("%s, later", ask->seed);
	random_stream_init(&county.later, later, strlen(later));
	free(later);
	later = mem_printf("%s, letters", ask->seed);
	random_stream_init(&county.letters, later, strlen(later));
	free(later);
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
		status = store_write_loosely(county.store, err);
	if (!status)
		status = demo_found(&county, err);
	if (!status)
		status = make_villages(&county, in_days, err);
	if (!status)
		status = demo_mid_village(&county, err);
	if (!status && !ask->single)
		status = demo_sticks(&county, err);
	if (!status)
		status = sync_all(ask->dir, err);
	if (!status)
		status = mark_finished(ask->dir, err);
	demo_release(&county);
	free(forms);
	clock_correct(correction);
	return status;
}
