#include "app/settle/questions.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/aside.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/machine/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "store/houses/building.h"
#include "store/houses/joined.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/forks.h"
#include "trust/holders.h"

/* ---- forks */

struct listing_forks {
	struct app *app;
	struct app_questions *out;
};

static struct app_rival
read_rival(struct app *app, const struct id *id)
{
	const struct trust *trust = store_trust(app_store(app));
	struct app_rival rival = { .step = *id, .keeps = !trust_dropped(trust, id), .steps = (int64_t)trust_branch_length(trust, id) };
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };

	if (!store_get_step(app_store(app), id, &body, NULL, &ignored) && !step_parse(buf_text(&body), body.len, &step, &ignored)) {
		const struct credential *author = step.has_author ? trust_credential(trust, &step.author) : NULL;

		rival.kind = mem_strdup(step.kind);
		rival.by = mem_strdup(author ? author->name : NULL);
		clock_minute(step.at_unix, rival.at);
	}
	step_release(&step);
	buf_release(&body);
	return rival;
}

static int
name_cmp(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The people of a laptop, by name: who may sign on it and nowhere else. */
static void
list_people(struct app *app, struct app_fork *fork)
{
	const struct trust *trust = store_trust(app_store(app));
	size_t cap = 0;

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (at->reason != TRUST_COUNTS || !at->has_device || !device_equal(&at->device, &fork->device))
			continue;
		MEM_GROW(fork->people, fork->people_count, cap);
		fork->people[fork->people_count++] = mem_strdup(at->name);
	}
	if (fork->people_count)
		qsort(fork->people, fork->people_count, sizeof(*fork->people), name_cmp);
}

static void
list_fork(const struct trust_fork *at, void *ctx)
{
	struct listing_forks *listing = ctx;
	struct app_questions *out = listing->out;
	struct app *app = listing->app;
	struct app_fork *fork;

	MEM_GROW(out->forks, out->fork_count, out->fork_cap);
	fork = &out->forks[out->fork_count++];
	*fork = (struct app_fork){ .author = at->log.author,
				   .device = at->log.device,
				   .epoch = at->log.epoch,
				   .own = app_has_device(app) && device_equal(&at->log.device, app_device(app)),
				   .seq = at->seq,
				   .settled = at->settled,
				   .rivals = mem_array(at->rival_count, sizeof(*fork->rivals)),
				   .rival_count = at->rival_count };
	memcpy(fork->area, at->log.area, sizeof(fork->area));
	list_people(app, fork);
	for (size_t i = 0; i < at->rival_count; i++)
		fork->rivals[i] = read_rival(app, &at->rivals[i]);
}

bool
app_is_own_log(const struct app *app, const struct log_key *log)
{
	const struct credential *own = app_credential(app), *author = trust_credential(store_trust(app_store(app)), &log->author);

	return own && author && credential_same_human(own, author);
}

struct counting_forks {
	const struct app *app;
	size_t count;
};

static void
count_fork(const struct trust_fork *at, void *ctx)
{
	struct counting_forks *counting = ctx;
	size_t area_count;
	const char **areas = app_areas(counting->app, &area_count);

	if (!at->settled && division_covered(areas, area_count, at->log.area) && !app_is_own_log(counting->app, &at->log))
		counting->count++;
	free(areas);
}

size_t
app_forks_to_decide(struct app *app)
{
	struct counting_forks counting = { .app = app };

	if (app_pack(app) && app_person_has_role(app, &app_pack(app)->acts_decision))
		trust_each_fork(store_trust(app_store(app)), count_fork, &counting);
	return counting.count;
}

void
app_fork_copy(const struct app_fork *fork, struct app_fork *out)
{
	*out = *fork;
	out->people = mem_array(fork->people_count, sizeof(*out->people));
	out->rivals = mem_array(fork->rival_count, sizeof(*out->rivals));
	for (size_t i = 0; i < fork->people_count; i++)
		out->people[i] = mem_strdup(fork->people[i]);
	for (size_t i = 0; i < fork->rival_count; i++) {
		out->rivals[i] = fork->rivals[i];
		out->rivals[i].kind = mem_strdup(fork->rivals[i].kind);
		out->rivals[i].by = mem_strdup(fork->rivals[i].by);
	}
}

void
app_fork_release(struct app_fork *fork)
{
	for (size_t i = 0; i < fork->people_count; i++)
		free(fork->people[i]);
	for (size_t i = 0; i < fork->rival_count; i++) {
		free(fork->rivals[i].kind);
		free(fork->rivals[i].by);
	}
	free(fork->people);
	free(fork->rivals);
	*fork = (struct app_fork){ 0 };
}

/* ---- houses listed twice */

struct listing_twins {
	struct app_questions *out;
	size_t most;
};

static bool
list_twins(const struct twin_pair *pair, void *ctx)
{
	struct listing_twins *listing = ctx;
	struct app_questions *out = listing->out;

	if (out->twin_count >= listing->most) {
		out->twins_more++;
		return true;
	}
	MEM_GROW(out->twins, out->twin_count, out->twin_cap);
	out->twins[out->twin_count++] = *pair;
	return true;
}

struct counting_twins {
	const struct idmap *changed; /* NULL: all are counted */
	size_t pairs;
};

static bool
count_pair(const struct twin_pair *pair, void *ctx)
{
	struct counting_twins *counting = ctx;

	counting->pairs += pair->clue != TWIN_DOORS && (!counting->changed || idmap_get(counting->changed, &pair->building) != IDMAP_NONE ||
							idmap_get(counting->changed, &pair->other) != IDMAP_NONE);
	return true;
}

static bool
note_changed(const struct id *root, void *ctx)
{
	idmap_put(ctx, root, 1);
	return true;
}

enum status
app_count_twins(struct app *app, const char *area, int64_t since, struct twins_count *out, struct err *err)
{
	struct idmap changed = { 0 };
	struct counting_twins counting = { .changed = since ? &changed : NULL };
	enum status status = app_check_area(app, area, err);

	*out = (struct twins_count){ 0 };
	if (!status && since)
		status = store_each_building_since(app_store(app), since, note_changed, &changed, err);
	if (!status)
		status = since ? twins_read_since(app, since, err) : twins_read(app, area, err);
	if (!status)
		status = twins_each_pair(app, area, count_pair, &counting, &out->extent, err);
	out->pairs = counting.pairs;
	idmap_release(&changed);
	return status;
}

static enum status
list_joined(struct app *app, struct app_questions *out, struct err *err)
{
	struct joined *joined;
	size_t count;
	enum status status = joined_load(app_store(app), &joined, &count, err);

	if (status)
		return status;
	out->joined = mem_array(count, sizeof(*out->joined));
	for (size_t i = 0; i < count && !status; i++) {
		struct app_joined *at = &out->joined[out->joined_count];

		if (joined[i].gone)
			continue;
		out->joined_count++;
		*at = (struct app_joined){ joined[i].aside_for, joined[i].root, joined[i].decision, NULL };
		status = app_aside_words(app, &at->building, &at->other, &at->hides, err);
		out->hiding_count += at->hides != NULL &&
				     id_equal(&joined[i].aside_for, &joined[i].counted_as); /* once, where houses are behind */
		if (status == STATUS_NOT_FOUND)						    /* one of them is not in this file */
			status = STATUS_OK;
	}
	free(joined);
	return status;
}

enum status
app_count_hiding(struct app *app, size_t *out, struct err *err)
{
	struct app_questions joined = { 0 };
	enum status status = list_joined(app, &joined, err);

	*out = joined.hiding_count;
	app_questions_release(&joined);
	return status;
}

enum status
app_questions(struct app *app, const struct questions_ask *ask, struct app_questions *out, struct err *err)
{
	struct listing_forks listing = { app, out };
	struct listing_twins twins = { out, ask->most_twins };
	enum status status = app_check_area(app, ask->area, err);

	*out = (struct app_questions){ 0 };
	if (status)
		return status;
	trust_each_fork(store_trust(app_store(app)), list_fork, &listing);
	status = list_joined(app, out, err);
	if (!status && ask->compare)
		status = twins_read(app, ask->area, err);
	if (!status)
		status = twins_each_pair(app, ask->area, list_twins, &twins, &out->extent, err);
	if (status)
		app_questions_release(out);
	return status;
}

void
app_questions_release(struct app_questions *questions)
{
	for (size_t i = 0; i < questions->fork_count; i++)
		app_fork_release(&questions->forks[i]);
	free(questions->forks);
	for (size_t i = 0; i < questions->joined_count; i++)
		free(questions->joined[i].hides);
	free(questions->twins);
	free(questions->joined);
	*questions = (struct app_questions){ 0 };
}
