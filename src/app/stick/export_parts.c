#include "app/stick/export_state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/stick/lacks.h"
#include "app/stick/name.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "exchange/export/export.h"
#include "exchange/export/holds.h"
#include "store/journal.h"
#include "store/settle/runs.h"
#include "store/store.h"

/* Writing what was planned: the parts of a file, each with its trailer, in place of those of before. */

#define STDOUT_NAME "-"

bool
export_goes_to_stdout(const struct exporting *exporting)
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
	bool to_stdout = export_goes_to_stdout(exporting);
	const char *tmp = getenv("TMPDIR");
	char *path = to_stdout ? mem_printf("%s/louce-export-%ld", tmp ? tmp : "/tmp", (long)getpid()) : part_path(exporting, part);
	struct signed_trailer end = { .overwrites = exporting->overwrites || to_stdout };
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
may_replace_all(const struct exporting *exporting, const struct trailer *trailer, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < exporting->part_count && !status; i++) {
		char *path = part_path(exporting, i);

		status = export_may_replace(app_store(exporting->app), path, exporting->overwrites ? NULL : trailer, err);
		free(path);
	}
	return status;
}

enum status
export_write_parts(struct exporting *exporting, struct err *err)
{
	struct trailer trailer;
	enum status status = start_trailer(exporting, &trailer, err);

	exporting->out->files = mem_array(exporting->part_count, sizeof(*exporting->out->files));
	if (!status && !export_goes_to_stdout(exporting))
		status = may_replace_all(exporting, &trailer, err);
	for (size_t i = 0; i < exporting->part_count && !status; i++)
		status = write_part(exporting, i, &trailer, err);
	trailer_release(&trailer);
	return status;
}
