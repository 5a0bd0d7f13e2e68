#include <pthread.h>
#include <stdio.h>

#include "base/clock.h"
#include "demo/county.h"

/* Photos of the demonstration's houses: which a house has, and drawing them on two cores before the village is signed. */

struct drawing_share {
	struct demo_drawn *drawn;
	size_t first, step, count;
};

static void *
draw_share(void *ctx)
{
	struct drawing_share *share = ctx;
	struct err ignored = { 0 };

	for (size_t i = share->first; i < share->count; i += share->step)
		if (photo_draw(&share->drawn[i].drawing, &share->drawn[i].bytes, &ignored))
			buf_clear(&share->drawn[i].bytes); /* no photo: signing refuses an empty one */
	return NULL;
}

void
demo_photos_draw(struct demo_drawn *drawn, size_t count)
{
	struct drawing_share shares[2] = { { drawn, 0, 2, count }, { drawn, 1, 2, count } };
	pthread_t other;
	bool started = pthread_create(&other, NULL, draw_share, &shares[1]) == 0;

	draw_share(&shares[0]);
	if (started)
		pthread_join(other, NULL);
	else
		draw_share(&shares[1]);
}

static int64_t
noon_of(const struct demo_building *building)
{
	char date[32];

	snprintf(date, sizeof(date), "2022-08-%02u", 1 + building->serial % 28);
	return clock_days(date) * 86400 + 4 * 3600 + building->serial % 3000;
}

size_t
demo_photos_plan(const struct demo_building *building, struct demo_drawn *out)
{
	static const struct {
		const char *field;
		enum photo_view view;
	} views[] = {
		{ "photo_front", VIEW_FRONT }, { "photo_side", VIEW_SIDE }, { "photo_plate", VIEW_PLATE }, { "photo_sign", VIEW_SIGN }
	};
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LEN(views); i++) {
		if (views[i].view == VIEW_SIGN && !building->commercial)
			continue;
		out[count++] = (struct demo_drawn){
			.drawing = { views[i].view, building->floors, building->serial, noon_of(building), false }, .field = views[i].field
		};
	}
	if (building->conclusion == '1' || building->conclusion == '2')
		out[count++] = (struct demo_drawn){ .drawing = { VIEW_DETAIL, building->floors, building->serial, noon_of(building),
								 false },
						    .field = "findings/1/finding_photo" };
	return count;
}
