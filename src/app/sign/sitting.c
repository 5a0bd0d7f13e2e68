#include "app/sign/sitting.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/house/returned.h"
#include "app/house/twins.h"
#include "app/house/work.h"
#include "app/session/draft.h"
#include "app/session/person.h"
#include "store/store.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "app/sign/sign.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/check.h"
#include "step/json.h"

/* A house before something was decided, ticked or said of it. */
struct sitting_past {
	size_t index;
	unsigned act; /* houses that were approved together have one */
	bool decided; /* a decision was changed; false: a mark or words of a return */
	enum decision decision;
	bool in_bulk;
	struct return_marks marks;
	char *reason;
};

struct sitting {
	struct app *app;
	const struct level *level;
	struct sitting_house *houses;
	size_t count;
	bool unkept;	    /* the last decision could not be kept, and that was said */
	bool holds;	    /* this window has it; nothing is kept before */
	int64_t since_unix; /* else: how long another one has had it */
	struct sitting_past *past;
	size_t past_count, past_cap;
	unsigned acts;
	struct twins *twins; /* of the village of the house that was asked about last; NULL: none yet */
};

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
	char today[11];

	house->building = row->building;
	house->slot = row->root;
	strcpy(house->division, row->division);
	house->place = house->shown = NULL;
	if (!dossier_load(app_store(app), &row->building, &reader, &dossier, &ignored)) {
		clock_date(clock_now_unix(), today);
		dossier_load_eval(app_store(app), dossier, NULL, today);
		/* A level that only an older pack has is signed house by house. */
		house->bulk = pack_level(pack, sitting->level->chain->name, sitting->level->name) == sitting->level &&
			      eval_bulk(store_eval(app_store(app)), sitting->level);
		house->place = building_place(app, dossier);
		progress = flow_progress_of(&dossier->state, sitting->level->chain->name, &house->slot);
		summary = progress ? progress->chain->summary : NULL;
		if (summary) {
			code = value_text(dossier->state.covers[progress->best].shown);
			house->summary = mem_strdup(code.text);
			house->shown = field_value_text(pack, summary, *code.text ? &code : NULL, _("en"));
			value_release(&code);
		}
		dossier_free(dossier);
	}
	house->place = house->place ? house->place : mem_strdup("");
	house->shown = house->shown ? house->shown : mem_strdup("");
	house->summary = house->summary ? house->summary : mem_strdup("");
}

/* Houses to be opened one by one come first, the most severe of them (the smallest code of the summary's list) before the others. */
static int
house_cmp(const void *a, const void *b)
{
	const struct sitting_house *left = a, *right = b;
	int order;

	if (left->bulk != right->bulk)
		return left->bulk - right->bulk;
	order = strcmp(left->summary, right->summary);
	if (!order)
		order = strcmp(left->division, right->division);
	return order ? order : strcmp(left->place, right->place);
}

/* Draws the sample of each village: the pack's percentage of what may go in bulk, and at least its least number. Drawn by chance that nobody
 * knows before, so that nobody can prepare for it. */
static void
draw_sample(struct sitting *sitting)
{
	for (size_t first = 0, last; first < sitting->count; first = last) {
		struct sitting_house *house = &sitting->houses[first];
		size_t bulk = 0, want;

		for (last = first; last < sitting->count && sitting->houses[last].bulk == house->bulk &&
				   strcmp(sitting->houses[last].division, house->division) == 0;
		     last++)
			bulk += sitting->houses[last].bulk;
		if (!bulk)
			continue;
		want = (bulk * (size_t)sitting->level->bulk_percent + 99) / 100;
		if (want < (size_t)sitting->level->bulk_least)
			want = (size_t)sitting->level->bulk_least;
		if (want > bulk)
			want = bulk;
		for (size_t left = bulk, i = first; i < last && want > 0; i++, left--) {
			uint32_t dice;

			random_bytes(&dice, sizeof(dice));
			if (dice % left < want) {
				sitting->houses[i].sample = true;
				want--;
			}
		}
	}
}

/* ---- what was decided and not yet signed is kept, sealed */

static char *
draft_name(const struct sitting *sitting)
{
	return mem_printf("sitting:%s:%s:%s", sitting->level->chain->name, sitting->level->name, app_person_number(sitting->app));
}

enum status
sitting_save(struct sitting *sitting, struct err *err)
{
	static const struct id zeros;
	struct value draft = value_object(), houses = value_list();
	enum status status = STATUS_OK;
	struct data_key key;
	char *name = draft_name(sitting);

	for (size_t i = 0; i < sitting->count; i++) {
		const struct sitting_house *house = &sitting->houses[i];
		struct value item = value_object();

		if (!house->opened && !house->sample && house->decision == DECISION_NONE) {
			value_release(&item);
			continue;
		}
		step_data_set_id(&item, "building", &house->building);
		if (!id_is_zero(&house->slot))
			step_data_set_id(&item, "root", &house->slot);
		value_set_integer(&item, "decision", house->decision);
		value_set_take(&item, "opened", value_boolean(house->opened));
		value_set_take(&item, "sample", value_boolean(house->sample));
		value_set_take(&item, "bulk", value_boolean(house->in_bulk));
		if (house->reason && *house->reason)
			value_set_text(&item, "reason", house->reason);
		value_set_take(&item, "errors", return_marks_value(&house->marks));
		value_append_take(&houses, item);
	}
	value_set_take(&draft, "houses", houses);
	/* Without a key of the village nothing is kept: a lost draft of a sitting costs keys, not truth. */
	if (sitting->count && vault_has_key(sitting->app, sitting->houses[0].division, &key))
		status = draft_put(sitting->app, &key, &zeros, name, &draft, err);
	secret_zero(&key, sizeof(key));
	value_release(&draft);
	free(name);
	return status;
}

static bool
waits_for_level(const struct work *work, const struct level *level, const struct id *building)
{
	for (size_t i = 0; i < work->row_count; i++)
		if (work->rows[i].kind == WORK_SIGN && work->rows[i].level == level && id_equal(&work->rows[i].building, building))
			return true;
	return false;
}

size_t
sitting_decided(struct app *app, const struct work *work, const struct level *level)
{
	static const struct id zeros;
	const struct sitting of = { .app = app, .level = level };
	struct value draft = { 0 };
	struct err ignored = { 0 };
	char *name = draft_name(&of);
	const struct value *houses = draft_get(app, &zeros, name, &draft, &ignored) ? NULL : value_get_list(&draft, "houses");
	size_t decided = 0;

	for (size_t i = 0; houses && i < houses->list.count; i++) {
		int64_t decision = value_get_integer(&houses->list.items[i], "decision", DECISION_NONE);
		struct id building;

		decided += (decision == DECISION_APPROVE || decision == DECISION_RETURN) &&
			   step_data_id(&houses->list.items[i], "building", &building) && waits_for_level(work, level, &building);
	}
	value_release(&draft);
	free(name);
	return decided;
}

bool
sitting_is_kept(const struct sitting *sitting)
{
	return !sitting->unkept;
}

/* Keeps what was decided, and says so the first time that it cannot: the disk is full, or another window has taken the sitting over. */
static void
keep(struct sitting *sitting)
{
	struct err why = { 0 };
	enum status status = sitting_save(sitting, &why);

	if (status && (!sitting->unkept || status == STATUS_CONFLICT))
		app_say(sitting->app, why.text);
	sitting->unkept = status != STATUS_OK;
}

static void
restore_house(struct sitting_house *house, const struct value *item)
{
	const char *reason = value_get_text(item, "reason");
	int64_t decision = value_get_integer(item, "decision", DECISION_NONE);

	house->opened = value_get_boolean(item, "opened", false);
	house->sample = house->bulk && value_get_boolean(item, "sample", false);
	house->in_bulk = house->bulk && value_get_boolean(item, "bulk", false);
	house->decision = decision > DECISION_NONE && decision <= DECISION_LATER ? (enum decision)decision : DECISION_NONE;
	if (reason)
		house->reason = mem_strdup(reason);
	return_marks_release(&house->marks);
	return_marks_read(value_get_list(item, "errors"), &house->marks);
}

/* Takes up the kept decisions; false: none were kept, so a sample is to be drawn. */
static bool
restore(struct sitting *sitting)
{
	static const struct id zeros;
	struct value draft = { 0 };
	struct err ignored = { 0 };
	char *name = draft_name(sitting);
	const struct value *houses;
	bool sampled = false;

	if (!draft_get(sitting->app, &zeros, name, &draft, &ignored)) {
		houses = value_get_list(&draft, "houses");
		for (size_t i = 0; houses && i < houses->list.count; i++) {
			struct id building, slot;

			if (!step_data_id(&houses->list.items[i], "building", &building))
				continue;
			if (!step_data_id(&houses->list.items[i], "root", &slot))
				slot = (struct id){ { 0 } };
			for (size_t k = 0; k < sitting->count; k++)
				if (id_equal(&sitting->houses[k].building, &building) && id_equal(&sitting->houses[k].slot, &slot)) {
					restore_house(&sitting->houses[k], &houses->list.items[i]);
					sampled |= sitting->houses[k].sample;
				}
		}
	}
	value_release(&draft);
	free(name);
	return sampled;
}

static enum status
hold(struct sitting *sitting, bool take, struct err *err)
{
	static const struct id zeros;
	struct draft_holder holder;
	char *name = draft_name(sitting);
	enum status status = draft_hold(sitting->app, &zeros, name, take, &holder, err);

	sitting->holds = !status && (take || !holder.other);
	sitting->since_unix = holder.since_unix;
	free(name);
	return status;
}

/* Takes up what was decided before, or draws the sample and keeps it from then on. */
static void
take_up(struct sitting *sitting)
{
	if (restore(sitting))
		return;
	draw_sample(sitting);
	keep(sitting);
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
	if (status) {
		sitting_free(sitting);
		return status;
	}
	qsort(sitting->houses, sitting->count, sizeof(*sitting->houses), house_cmp);
	status = hold(sitting, false, err);
	if (!status && sitting->holds)
		take_up(sitting);
	if (status) {
		sitting_free(sitting);
		return status;
	}
	*out = sitting;
	return STATUS_OK;
}

bool
sitting_held(const struct sitting *sitting, int64_t *since_unix)
{
	*since_unix = sitting->since_unix;
	return !sitting->holds;
}

enum status
sitting_take_over(struct sitting *sitting, struct err *err)
{
	enum status status = hold(sitting, true, err);

	if (!status)
		take_up(sitting);
	return status;
}

static void
past_release(struct sitting_past *past)
{
	return_marks_release(&past->marks);
	free(past->reason);
}

static void
let_go(struct sitting *sitting)
{
	static const struct id zeros;
	char *name = draft_name(sitting);

	draft_let_go(sitting->app, &zeros, name);
	free(name);
}

void
sitting_free(struct sitting *sitting)
{
	if (!sitting)
		return;
	if (sitting->holds)
		let_go(sitting);
	for (size_t i = 0; i < sitting->count; i++) {
		struct sitting_house *house = &sitting->houses[i];

		return_marks_release(&house->marks);
		free(house->reason);
		free(house->place);
		free(house->shown);
		free(house->summary);
	}
	for (size_t i = 0; i < sitting->past_count; i++)
		past_release(&sitting->past[i]);
	twins_free(sitting->twins);
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

const char *
sitting_twin(struct sitting *sitting, size_t index)
{
	const struct sitting_house *house = &sitting->houses[index];
	const struct pack *pack = app_pack(sitting->app);
	struct private_reader reader = vault_reader(sitting->app);
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	const char *words = NULL;

	if (!sitting->twins || strcmp(twins_village(sitting->twins), house->division) != 0) {
		twins_free(sitting->twins);
		sitting->twins = NULL;
		if (twins_open(sitting->app, house->division, &sitting->twins, &ignored)) /* the list of pairs tells it all the same */
			return NULL;
	}
	if (!dossier_load(app_store(sitting->app), &house->building, &reader, &dossier, &ignored) &&
	    dossier_values(dossier, pack->root->name))
		words = twins_words(sitting->twins, dossier_values(dossier, pack->root->name), &house->building);
	dossier_free(dossier);
	return words;
}

/* ---- deciding */

static void
remember(struct sitting *sitting, size_t index, unsigned act, bool decided)
{
	const struct sitting_house *house = &sitting->houses[index];
	struct sitting_past past = { .index = index,
				     .act = act,
				     .decided = decided,
				     .decision = house->decision,
				     .in_bulk = house->in_bulk,
				     .reason = house->reason ? mem_strdup(house->reason) : NULL };

	for (size_t i = 0; i < house->marks.count; i++)
		return_marks_add(&past.marks, house->marks.items[i].field, house->marks.items[i].kind);
	MEM_GROW(sitting->past, sitting->past_count, sitting->past_cap);
	sitting->past[sitting->past_count++] = past;
}

static void
take_back(struct sitting *sitting)
{
	struct sitting_past *past = &sitting->past[--sitting->past_count];
	struct sitting_house *house = &sitting->houses[past->index];

	house->decision = past->decision;
	house->in_bulk = past->in_bulk;
	return_marks_release(&house->marks);
	free(house->reason);
	house->marks = past->marks;
	house->reason = past->reason;
}

size_t
sitting_undo(struct sitting *sitting)
{
	size_t at = SIZE_MAX;
	bool decided = false;

	while (sitting->past_count && !decided) {
		unsigned act = sitting->past[sitting->past_count - 1].act;

		if (at != SIZE_MAX && sitting->past[sitting->past_count - 1].index != at) /* ticks of a house that was not decided */
			break;
		while (sitting->past_count && sitting->past[sitting->past_count - 1].act == act) {
			const struct sitting_past *past = &sitting->past[sitting->past_count - 1];

			at = past->index;
			decided |= past->decided && past->decision != sitting->houses[at].decision;
			take_back(sitting);
		}
	}
	while (decided && sitting->past_count && sitting->past[sitting->past_count - 1].index == at &&
	       !sitting->past[sitting->past_count - 1].decided)
		take_back(sitting); /* the marks and words that belong to it */
	if (at != SIZE_MAX)
		keep(sitting);
	return at;
}

bool
sitting_undo_tick(struct sitting *sitting, size_t index)
{
	const struct sitting_past *past = sitting->past_count ? &sitting->past[sitting->past_count - 1] : NULL;

	if (!past || past->index != index || past->decided)
		return false;
	take_back(sitting);
	keep(sitting);
	return true;
}

void
sitting_opened(struct sitting *sitting, size_t index)
{
	if (!sitting->houses[index].opened) {
		sitting->houses[index].opened = true;
		keep(sitting);
	}
}

void
sitting_decide(struct sitting *sitting, size_t index, enum decision decision)
{
	remember(sitting, index, ++sitting->acts, true);
	sitting->houses[index].decision = decision;
	sitting->houses[index].in_bulk = false;
	keep(sitting);
}

void
sitting_tick(struct sitting *sitting, size_t index, const char *field, int kind)
{
	remember(sitting, index, ++sitting->acts, false);
	return_marks_toggle(&sitting->houses[index].marks, field, kind);
	keep(sitting);
}

void
sitting_move_tick(struct sitting *sitting, size_t index, const char *from, const char *to, int kind)
{
	remember(sitting, index, ++sitting->acts, false);
	return_marks_toggle(&sitting->houses[index].marks, from, kind);
	return_marks_toggle(&sitting->houses[index].marks, to, kind);
	keep(sitting);
}

void
sitting_set_reason(struct sitting *sitting, size_t index, const char *reason)
{
	const char *before = sitting->houses[index].reason;

	if (strcmp(before ? before : "", reason) == 0)
		return;
	remember(sitting, index, ++sitting->acts, false);
	free(sitting->houses[index].reason);
	sitting->houses[index].reason = mem_strdup(reason);
	keep(sitting);
}

size_t
sitting_sample_left(const struct sitting *sitting)
{
	size_t left = 0, undecided = 0;

	for (size_t i = 0; i < sitting->count; i++) {
		const struct sitting_house *house = &sitting->houses[i];

		left += house->sample && (!house->opened || house->decision == DECISION_NONE);
		undecided += house->bulk && !house->sample && house->decision == DECISION_NONE;
	}
	return undecided ? left : SIZE_MAX;
}

size_t
sitting_bulk(struct sitting *sitting)
{
	size_t count = 0;

	if (sitting_sample_left(sitting) != 0)
		return 0;
	sitting->acts++;
	for (size_t i = 0; i < sitting->count; i++) {
		struct sitting_house *house = &sitting->houses[i];

		if (house->bulk && house->decision == DECISION_NONE) {
			remember(sitting, i, sitting->acts, true);
			house->decision = DECISION_APPROVE;
			house->in_bulk = true;
			count++;
		}
	}
	keep(sitting);
	return count;
}

void
sitting_counts(const struct sitting *sitting, size_t counts[4])
{
	memset(counts, 0, 4 * sizeof(*counts));
	for (size_t i = 0; i < sitting->count; i++)
		counts[sitting->houses[i].decision]++;
}

/* ---- signing */

enum status
sitting_sign(struct sitting *sitting, const char *passphrase, size_t *signed_count, struct buf *refused, struct err *err)
{
	static const struct id zeros;
	struct app_sign *signs = mem_array(sitting->count + 1, sizeof(*signs));
	struct id *approved = mem_array(sitting->count, sizeof(*approved)), *slots = mem_array(sitting->count, sizeof(*slots));
	size_t approved_count = 0, sign_count = 0;
	char *name = draft_name(sitting);
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
