#include "app/stick/cut.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "step/step.h"
#include "store/dossier/dossier.h"
#include "store/houses/joined.h"
#include "store/journal.h"
#include "store/settle/runs.h"
#include "store/store.h"
#include "trust/receipts.h"

struct cutting {
	struct store *store;
	char (*divisions)[DIVISION_CODE_LEN + 1]; /* of the house and of those joined with it */
	size_t division_count;
	struct app_cut *cuts;
	size_t count, cap;
	enum status status;
	struct err *err;
};

static bool
concerns(const struct cutting *cutting, const struct log_key *log)
{
	for (size_t i = 0; i < cutting->division_count; i++)
		if (division_covers(log->area, cutting->divisions[i]))
			return true;
	return false;
}

static void
note_cut(struct cutting *cutting, const struct log_key *log, int64_t to)
{
	for (size_t i = 0; i < cutting->count; i++) {
		struct app_cut *known = &cutting->cuts[i];

		if (!log_equal(&known->log, log))
			continue;
		known->to = to > known->to ? to : known->to;
		return;
	}
	MEM_GROW(cutting->cuts, cutting->count, cutting->cap);
	cutting->cuts[cutting->count++] = (struct app_cut){ *log, to };
}

static void
look_for_received(const struct trust_received *received, void *ctx)
{
	struct cutting *cutting = ctx;
	struct store_item item;
	bool found = false;

	if (cutting->status || !concerns(cutting, &received->log))
		return;
	cutting->status = store_find_item(cutting->store, &received->tip, &item, &found, cutting->err);
	if (!cutting->status && !found)
		note_cut(cutting, &received->log, received->seq);
}

/* A run that begins later than its log, and not where another run forks: the steps before it are gone. */
static bool
look_before(const struct store_run *run, void *ctx)
{
	struct cutting *cutting = ctx;
	struct buf body = { 0 };
	struct signature sig;
	struct step step = { 0 };
	struct store_item item;
	bool found = false;
	struct id id;

	if (run->from <= 1 || !concerns(cutting, &run->log))
		return true;
	cutting->status = store_step_at(cutting->store, run->first_n, &id, &body, &sig, cutting->err);
	if (!cutting->status)
		cutting->status = step_parse(buf_text(&body), body.len, &step, cutting->err);
	if (!cutting->status && step.has_prev)
		cutting->status = store_find_item(cutting->store, &step.prev, &item, &found, cutting->err);
	if (!cutting->status && !found)
		note_cut(cutting, &run->log, run->from - 1);
	step_release(&step);
	buf_release(&body);
	return !cutting->status;
}

static bool
has_division(const struct cutting *cutting, const char *division)
{
	for (size_t i = 0; i < cutting->division_count; i++)
		if (strcmp(cutting->divisions[i], division) == 0)
			return true;
	return false;
}

static enum status
add_divisions(struct cutting *cutting, const struct dossier *dossier, struct err *err)
{
	size_t count;
	struct id *roots;
	enum status status = joined_kin(cutting->store, &dossier->root, &roots, &count, err);

	cutting->divisions = mem_array(count + 1, sizeof(*cutting->divisions));
	strcpy(cutting->divisions[cutting->division_count++], dossier->division);
	for (size_t i = 0; i < count && !status; i++) {
		struct dossier *joined = NULL;

		status = dossier_load(cutting->store, &roots[i], NULL, &joined, err);
		if (!status && !has_division(cutting, joined->division))
			strcpy(cutting->divisions[cutting->division_count++], joined->division);
		if (status == STATUS_NOT_FOUND)
			status = STATUS_OK;
		dossier_free(joined);
	}
	free(roots);
	return status;
}

enum status
app_cuts(struct app *app, const struct dossier *dossier, struct app_cut **out, size_t *count, struct err *err)
{
	struct cutting cutting = { .store = app_store(app), .err = err };
	enum status status;

	cutting.status = add_divisions(&cutting, dossier, err);
	if (!cutting.status)
		trust_each_received(store_trust(cutting.store), NULL, look_for_received, &cutting);
	status = cutting.status;
	if (!status)
		status = store_each_run(cutting.store, look_before, &cutting, err);
	if (!status)
		status = cutting.status;
	free(cutting.divisions);
	if (status) {
		free(cutting.cuts);
		cutting.cuts = NULL;
		cutting.count = 0;
	}
	*out = cutting.cuts;
	*count = cutting.count;
	return status;
}
