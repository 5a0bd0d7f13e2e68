#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/session/look.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "demo/county.h"

/* Photos of the demonstration's houses: which a house has, and drawing them, beside the signing of the houses before. */

void
demo_photos_draw(struct demo_photos *photos)
{
	struct err ignored = { 0 };

	for (size_t i = 0; i < photos->count; i++) {
		struct demo_drawn *drawn = &photos->drawn[i];

		if (photo_draw(&drawn->drawing, &drawn->bytes, &ignored))
			buf_clear(&drawn->bytes); /* no photo: signing refuses an empty one */
		drawn->look = look_of_bytes(drawn->bytes.data, drawn->bytes.len);
	}
}

void
demo_photos_release(struct demo_photos *photos)
{
	for (size_t i = 0; i < photos->count; i++)
		buf_release(&photos->drawn[i].bytes);
	photos->count = 0;
}

/* ---- ahead of the signing */

#define AHEAD 32 /* houses: what their photos take, four of some ten KiB each, is no burden */

struct demo_painter {
	struct demo_photos *photos;
	bool *drawn;
	size_t count;
	size_t begun; /* houses before it are drawn, or being drawn by one of the two */
	size_t asked; /* the signer is at this one */
	bool ends, started;
	pthread_t helper;
	pthread_mutex_t lock;
	pthread_cond_t moved;
};

static void *
paint_ahead(void *ctx)
{
	struct demo_painter *painter = ctx;

	pthread_mutex_lock(&painter->lock);
	while (!painter->ends && painter->begun < painter->count) {
		size_t at = painter->begun;

		if (at >= painter->asked + AHEAD) {
			pthread_cond_wait(&painter->moved, &painter->lock);
			continue;
		}
		painter->begun++;
		pthread_mutex_unlock(&painter->lock);
		demo_photos_draw(&painter->photos[at]);
		pthread_mutex_lock(&painter->lock);
		painter->drawn[at] = true;
		pthread_cond_signal(&painter->moved);
	}
	pthread_mutex_unlock(&painter->lock);
	return NULL;
}

struct demo_painter *
demo_painter_start(struct demo_photos *photos, size_t count)
{
	struct demo_painter *painter = mem_alloc(sizeof(*painter));

	painter->photos = photos;
	painter->count = count;
	painter->drawn = mem_array(count, sizeof(*painter->drawn));
	pthread_mutex_init(&painter->lock, NULL);
	pthread_cond_init(&painter->moved, NULL);
	painter->started = pthread_create(&painter->helper, NULL, paint_ahead, painter) == 0;
	return painter;
}

const struct demo_photos *
demo_painter_photos(struct demo_painter *painter, size_t index)
{
	bool own;

	pthread_mutex_lock(&painter->lock);
	painter->asked = index;
	own = painter->begun == index; /* nobody has begun it: the signer draws it himself */
	painter->begun += own;
	pthread_cond_signal(&painter->moved);
	while (!own && !painter->drawn[index])
		pthread_cond_wait(&painter->moved, &painter->lock);
	pthread_mutex_unlock(&painter->lock);
	if (own)
		demo_photos_draw(&painter->photos[index]);
	return &painter->photos[index];
}

void
demo_painter_end(struct demo_painter *painter)
{
	pthread_mutex_lock(&painter->lock);
	painter->ends = true;
	pthread_cond_signal(&painter->moved);
	pthread_mutex_unlock(&painter->lock);
	if (painter->started)
		pthread_join(painter->helper, NULL);
	pthread_cond_destroy(&painter->moved);
	pthread_mutex_destroy(&painter->lock);
	free(painter->drawn);
	free(painter);
}

/* ---- which photos a house has */

void
demo_survey_day(const struct demo_building *building, char out[32])
{
	snprintf(out, 32, "2022-08-%02u", 1 + building->serial % 28);
}

int64_t
demo_noon(const struct demo_building *building, const char *day)
{
	return clock_days(day) * 86400 + 4 * 3600 + building->serial % 3000;
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
	int64_t noon;
	char day[32];

	demo_survey_day(building, day);
	noon = demo_noon(building, day);
	for (size_t i = 0; i < ARRAY_LEN(views); i++) {
		if (views[i].view == VIEW_SIGN && !building->commercial)
			continue;
		out[count++] = (struct demo_drawn){ .drawing = { views[i].view, building->floors, building->serial, noon, false },
						    .field = views[i].field };
	}
	if (demo_is_controlled(building))
		out[count++] = (struct demo_drawn){ .drawing = { VIEW_SIGN, building->floors, building->serial, noon + 60, false },
						    .field = "control_photo" };
	if (building->conclusion == '1' || building->conclusion == '2')
		out[count++] = (struct demo_drawn){ .drawing = { VIEW_DETAIL, building->floors, building->serial, noon, false },
						    .field = "findings/1/finding_photo" };
	return count;
}
