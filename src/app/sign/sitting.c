#include "app/sign/sitting_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/aside.h"
#include "app/house/place.h"
#include "app/house/returned.h"
#include "app/house/twins.h"
#include "app/house/work.h"
#include "app/session/draft.h"
#include "store/store.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "app/sign/sign.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "form/answer/check.h"

/* ---- opening */

static void
read_house(struct sitting *sitting, const struct work_row *row, struct sitting_house *house)
{
	struct app *app = sitting->app;
	const struct pack *pack = app_pack(app);
	struct private_reader reader = vault_reader(app);
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	const struct flow_progress *progress;
	const struct field *summary;
	struct value code;
	char today[11], *aside;

	house->building = row->building;
	house->slot = row->root;
	house->number = row->number;
	house->order = row->order;
	strcpy(house->division, row->division);
	house->place = house->shown = NULL;
	if (!dossier_load(app_store(app), &row->building, &reader, &dossier, &ignored)) {
		clock_date(clock_now_unix(), today);
		dossier_load_eval(app_store(app), dossier, NULL, today);
		/* A level that only an older pack has is signed house by house. */
		house->bulk = pack_level(pack, sitting->level->chain->name, sitting->level->name) == sitting->level &&
			      eval_bulk(store_eval(app_store(app)), sitting->level) && !dossier_is_disputed(dossier);
		/* One beside it that cannot be read may weigh anything: the house is opened by itself. */
		house->bulk &= !house_aside_words(app, dossier, &aside, &ignored) && !aside;
		free(aside);
		house->place = building_place(app, dossier);
		progress = flow_progress_of(&dossier->state, sitting->level->chain->name, &house->slot);
		summary = progress ? progress->chain->summary : NULL;
		if (summary) {
			code = value_text(dossier->state.covers[progress->best].shown);
			house->shown = field_value_text(pack, summary, *code.text ? &code : NULL, _("en"));
			value_release(&code);
		}
		dossier_free(dossier);
	}
	house->place = house->place ? house->place : mem_strdup("");
	house->shown = house->shown ? house->shown : mem_strdup("");
}

/* A house that may be listed twice is opened and decided by itself: both are. */
static bool
mark_twin(const struct twin_pair *pair, void *ctx)
{
	struct idmap *twins = ctx;

	if (pair->clue == TWIN_DOORS)
		return true;
	idmap_put(twins, &pair->building, 1);
	idmap_put(twins, &pair->other, 1);
	return true;
}

static enum status
find_twins(struct sitting *sitting, struct err *err)
{
	struct twins_extent extent;
	struct idmap twins = { 0 };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < sitting->count && !status; i++)
		status = twins_read(sitting->app, sitting->houses[i].division, err);
	if (!status)
		status = twins_each_pair(sitting->app, "", mark_twin, &twins, &extent, err);
	for (size_t i = 0; i < sitting->count && !status; i++)
		sitting->houses[i].bulk &= idmap_get(&twins, &sitting->houses[i].building) == IDMAP_NONE;
	idmap_release(&twins);
	return status;
}

/* Houses to be opened one by one come first, and of both kinds those that the order of work puts first. */
static int
house_cmp(const void *a, const void *b)
{
	const struct sitting_house *left = a, *right = b;
	int order;

	if (left->bulk != right->bulk)
		return left->bulk - right->bulk;
	order = work_order_cmp(&left->order, &right->order);
	if (!order)
		order = strcmp(left->division, right->division);
	if (!order)
		order = (left->number > right->number) - (left->number < right->number);
	return order ? order : id_cmp(&left->slot, &right->slot);
}

/* Draws the sample of one village, that of the house at `first`, where no house of it stands before. */
static void
draw_sample_of(struct sitting *sitting, size_t first)
{
	const char *division = sitting->houses[first].division;
	size_t bulk = 0, want;

	for (size_t i = 0; i < sitting->count; i++) {
		if (!sitting->houses[i].bulk || strcmp(sitting->houses[i].division, division) != 0)
			continue;
		if (i < first)
			return;
		bulk++;
	}
	want = (bulk * (size_t)sitting->level->bulk_percent + 99) / 100;
	if (want < (size_t)sitting->level->bulk_least)
		want = (size_t)sitting->level->bulk_least;
	if (want > bulk)
		want = bulk;
	for (size_t i = first; i < sitting->count && want > 0; i++) {
		uint32_t dice;

		if (!sitting->houses[i].bulk || strcmp(sitting->houses[i].division, division) != 0)
			continue;
		random_bytes(&dice, sizeof(dice));
		if (dice % bulk-- < want) {
			sitting->houses[i].sample = true;
			want--;
		}
	}
}

/* Draws the sample of each village: the pack's percentage of what may go in bulk, and at least its least number. Drawn by chance that nobody
 * knows before, so that nobody can prepare for it. */
static void
draw_sample(struct sitting *sitting)
{
	for (size_t i = 0; i < sitting->count; i++)
		if (sitting->houses[i].bulk)
			draw_sample_of(sitting, i);
}

/* Takes up what was decided before, or draws the sample and keeps it from then on. */
static void
take_up(struct sitting *sitting)
{
	if (sitting_restore(sitting))
		return;
	draw_sample(sitting);
	sitting_keep(sitting);
}

enum status
sitting_open(struct app *app, const char *chain, const char *level, struct sitting **out, struct err *err)
{
	struct sitting *sitting = mem_alloc(sizeof(*sitting));
	struct work *work = NULL;
	size_t cap = 0;
	enum status status = act_needs_person(app, err);

	sitting->app = app;
	if (!status)
		status = work_open(app, &work, err);
	for (size_t i = 0; !status && i < work->row_count; i++) {
		const struct work_row *row = &work->rows[i];

		if (row->kind != WORK_SIGN || (level && strcmp(row->level->name, level) != 0) ||
		    (chain && strcmp(row->level->chain->name, chain) != 0))
			continue;
		if (!sitting->level)
			sitting->level = row->level;
		if (row->level != sitting->level)
			continue;
		MEM_GROW(sitting->houses, sitting->count, cap);
		sitting->houses[sitting->count] = (struct sitting_house){ 0 };
		read_house(sitting, row, &sitting->houses[sitting->count++]);
	}
	work_free(work);
	if (!status && sitting->count == 0)
		status = err_set(err, STATUS_NOT_FOUND, _("no house waits for your signature"));
	if (!status)
		status = find_twins(sitting, err);
	if (status) {
		sitting_free(sitting);
		return status;
	}
	qsort(sitting->houses, sitting->count, sizeof(*sitting->houses), house_cmp);
	status = sitting_hold(sitting, false, err);
	if (!status && sitting->holds)
		take_up(sitting);
	if (status) {
		sitting_free(sitting);
		return status;
	}
	*out = sitting;
	return STATUS_OK;
}

enum status
sitting_take_over(struct sitting *sitting, struct err *err)
{
	enum status status = sitting_hold(sitting, true, err);

	if (!status)
		take_up(sitting);
	return status;
}

void
sitting_free(struct sitting *sitting)
{
	if (!sitting)
		return;
	if (sitting->holds)
		sitting_let_go(sitting);
	for (size_t i = 0; i < sitting->count; i++) {
		struct sitting_house *house = &sitting->houses[i];

		return_marks_release(&house->marks);
		free(house->reason);
		free(house->typing);
		free(house->place);
		free(house->shown);
	}
	for (size_t i = 0; i < sitting->past_count; i++)
		sitting_past_release(&sitting->past[i]);
	free(sitting->past);
	free(sitting->houses);
	free(sitting);
}

const struct level *
sitting_level(const struct sitting *sitting)
{
	return sitting->level;
}

size_t
sitting_count(const struct sitting *sitting)
{
	return sitting->count;
}

const struct sitting_house *
sitting_at(const struct sitting *sitting, size_t index)
{
	return &sitting->houses[index];
}

/* ---- signing */

enum status
sitting_sign(struct sitting *sitting, const char *passphrase, size_t *signed_count, struct buf *refused, struct err *err)
{
	static const struct id zeros;
	struct app_sign *signs = mem_array(sitting->count + 1, sizeof(*signs));
	struct id *approved = mem_array(sitting->count, sizeof(*approved)), *slots = mem_array(sitting->count, sizeof(*slots));
	size_t approved_count = 0, sign_count = 0;
	char *name = sitting_draft_name(sitting);
	enum status status = draft_still_held(sitting->app, &zeros, name, err);

	if (!status)
		status = app_confirm(sitting->app, passphrase, err);

	for (size_t i = 0; i < sitting->count; i++) {
		const struct sitting_house *house = &sitting->houses[i];

		if (house->decision == DECISION_APPROVE) {
			slots[approved_count] = house->slot;
			approved[approved_count++] = house->building;
		}
		if (house->decision == DECISION_RETURN)
			signs[sign_count++] = (struct app_sign){ .chain = sitting->level->chain->name,
								 .level = sitting->level->name,
								 .buildings = &house->building,
								 .slots = &house->slot,
								 .building_count = 1,
								 .give_back = true,
								 .reason = house->reason && *house->reason ? house->reason : NULL,
								 .marks = &house->marks };
	}
	if (approved_count)
		signs[sign_count++] = (struct app_sign){ .chain = sitting->level->chain->name,
							 .level = sitting->level->name,
							 .buildings = approved,
							 .slots = slots,
							 .building_count = approved_count };
	if (!status && sign_count == 0)
		status = err_set(err, STATUS_INVALID, _("nothing is decided yet"));
	if (!status) {
		act_ends_draft(sitting->app, &zeros, name);
		status = app_sign_all(sitting->app, signs, sign_count, signed_count, refused, err);
		act_ends_draft(sitting->app, NULL, NULL);
	}
	if (!status)
		sitting->unkept = false; /* the signature holds the decisions now */
	free(approved);
	free(slots);
	free(signs);
	free(name);
	return status;
}
