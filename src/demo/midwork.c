#include <stdio.h>
#include <stdlib.h>

#include "app/session/device.h"
#include "app/session/draft.h"
#include "base/file.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "demo/county.h"
#include "store/beside/drafts.h"
#include "store/beside/local.h"

/* The village left in mid-work: photos not yet taken in, and drafts. */

/* Photos of a morning's walk, left in the camera: four a house, a quarter of an hour between houses. */
static enum status
write_inbox(struct demo_county *county, const struct demo_building *building, int64_t taken_unix, struct err *err)
{
	static const enum photo_view views[] = { VIEW_FRONT, VIEW_SIDE, VIEW_PLATE, VIEW_SIGN };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < ARRAY_LEN(views) && !status; i++) {
		struct photo_drawing drawing = { views[i], 2 + (int)(building->serial % 3), building->serial, taken_unix + (int64_t)i * 20,
						 true };
		char *path = mem_printf("%s/inbox/IMG_%06u_%zu.jpg", county->ask->dir, building->serial, i + 1);
		struct buf bytes = { 0 };

		status = photo_draw(&drawing, &bytes, err);
		if (!status)
			status = file_write(path, bytes.data, bytes.len, 0644, err);
		buf_release(&bytes);
		free(path);
	}
	return status;
}

static int
by_plan(const void *a, const void *b)
{
	size_t left = *(const size_t *)a, right = *(const size_t *)b;

	return left < right ? -1 : left > right;
}

enum status
demo_mid_village(struct demo_county *county, struct err *err)
{
	struct demo_village *village = &county->villages[county->mid_village];
	struct local *local = NULL;
	struct drafts *drafts = NULL;
	enum status status = local_open(county->file, &local, NULL, err);

	/* Signing has ordered the houses by their random roots; the plan's order gives the same drafts for the same seed. */
	qsort(village->buildings, village->building_count, sizeof(*village->buildings), by_plan);
	if (!status)
		status = local_set_device(local, &village->inspectors[0].device, err);
	if (!status)
		device_begin(county->file, &village->inspectors[0].device);
	if (!status)
		status = demo_keep_day(local, err);
	if (!status)
		status = drafts_open(county->file, &drafts, NULL, err);
	for (size_t i = 0; i < village->building_count && !status; i++) {
		struct demo_building *building = &county->buildings[village->buildings[i]];

		if (building->fate == DEMO_ROSTERED)
			status = write_inbox(county, building, clock_now_unix() - 3600 - 900 * (building->serial % 12), err);
		else if (building->fate == DEMO_DRAFT) {
			struct value values = demo_registration(county, building), draft = value_object();

			value_set_take(&draft, "typed", value_copy(&values));
			status = draft_write(drafts, &village->key, &building->root, "registration", &draft, err);
			value_release(&draft);
			value_release(&values);
		}
	}
	drafts_close(drafts);
	local_close(local);
	return status;
}
