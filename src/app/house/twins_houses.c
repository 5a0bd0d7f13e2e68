#include "app/house/twins_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/buf.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/houses/building.h"
#include "store/dossier/dossier.h"
#include "store/houses/joined.h"
#include "store/journal.h"
#include "trust/verdict.h"

/* The houses that are compared: which ones stand, and what is private of them, read once a house and state. */

/* ---- the houses that stand */

void
twin_house_release(struct twin_house *house)
{
	free(house->marks);
	free(house->answers);
	free(house->papers);
}

static void
twins_free(void *data)
{
	struct twins *twins = data;

	for (size_t i = 0; i < twins->count; i++)
		twin_house_release(&twins->houses[i]);
	free(twins->houses);
	free(twins->alike);
	free(twins->several.items);
	idmap_release(&twins->by_root);
	idmap_release(&twins->villages);
	free(twins);
}

struct twins *
twins_of(struct app *app)
{
	struct twins *twins = app_kept(app, APP_KEEP_TWINS);

	if (twins)
		return twins;
	twins = mem_alloc(sizeof(*twins));
	twins->last_step = -1;
	app_keep_take(app, APP_KEEP_TWINS, twins, twins_free);
	return twins;
}

/* It is listed again, where it stands. */
static bool
leave_house(const struct id *root, void *ctx)
{
	struct twins *twins = ctx;
	size_t at = idmap_get(&twins->by_root, root);

	if (at != IDMAP_NONE)
		twins->houses[at].stands = false;
	return true;
}

struct listing_houses {
	struct twins *twins;
	const struct joined *joined;
	size_t joined_count;
};

static bool
list_house(const struct numbered_house *row, void *ctx)
{
	struct listing_houses *listing = ctx;
	struct twins *twins = listing->twins;
	size_t at = idmap_get(&twins->by_root, &row->root);
	struct twin_house *house;

	if (joined_find(listing->joined, listing->joined_count, row->number))
		return true; /* gone, or counted as another */
	if (at == IDMAP_NONE) {
		MEM_GROW(twins->houses, twins->count, twins->cap);
		at = twins->count++;
		twins->houses[at] = (struct twin_house){ .root = row->root };
		idmap_put(&twins->by_root, &row->root, at);
	}
	house = &twins->houses[at];
	house->stands = true;
	house->number = row->number;
	strncpy(house->division, row->division, sizeof(house->division) - 1);
	strncpy(house->division_now, row->division_now, sizeof(house->division_now) - 1);
	if (house->known && id_equal(&house->state, &row->hash))
		return true;
	house->known = true;
	house->count = house->answer_count = house->paper_count = 0;
	house->owner = 0;
	house->opened = house->has_door = false;
	house->state = row->hash;
	twin_mark_numbers(row->numbers, house);
	house->number_count = house->count;
	return true;
}

/* The houses that stand now, with their numbers; of a house that did not change what was read of it stays. After steps about houses alone only these
 * are looked at again. */
enum status
twins_list(struct app *app, struct twins *twins, struct err *err)
{
	struct listing_houses listing = { .twins = twins };
	struct joined *joined = NULL;
	int64_t last_step = store_last_step(app_store(app)), last_trust, since;
	enum status status;

	if (twins->last_step == last_step)
		return STATUS_OK;
	status = store_last_trust(app_store(app), &last_trust, err);
	since = twins->last_step < 0 || twins->last_trust != last_trust ? 0 : twins->last_step;
	for (size_t i = 0; i < twins->count && !since; i++)
		twins->houses[i].stands = false;
	idmap_release(&twins->villages);
	twins->alike_known = false;
	if (!status && since)
		status = store_each_building_since(app_store(app), since, leave_house, twins, err);
	if (!status)
		status = joined_load(app_store(app), &joined, &listing.joined_count, err);
	listing.joined = joined;
	if (!status)
		status = store_each_numbered(app_store(app), since, list_house, &listing, err);
	twins->last_step = status ? -1 : last_step;
	twins->last_trust = last_trust;
	free(joined);
	return status;
}

/* ---- what is private of them */

static bool
is_read(const struct dossier *dossier, const struct form *form)
{
	const struct flow_slot *slot = flow_slot(&dossier->slots, form->name);

	return !slot || !dossier->private_open || dossier->private_open[slot - dossier->slots.slots];
}

static enum status
open_judged(struct app *app, struct twin_house *house, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct private_reader reader = vault_reader(app);
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(app), &house->root, &reader, &dossier, err);

	if (status)
		return status;
	for (size_t i = 0; i < pack->form_count; i++) {
		const struct form *form = &pack->forms[i];
		const struct value *values = form == pack->root || twin_form_tells(form) ? dossier_values(dossier, form->name) : NULL;

		if (!values)
			continue;
		house->opened &= is_read(dossier, form);
		if (form == pack->root)
			twin_mark_listing(pack, values, house);
		twin_mark_form(form, values, house);
	}
	for (size_t i = 0; i < dossier->slots.slot_count; i++)
		if (dossier->slots.slots[i].head_count == 1)
			twin_mark_papers(pack, dossier->steps[dossier->slots.slots[i].heads[0]].step, house);
	dossier_free(dossier);
	return STATUS_OK;
}

/* What one form says of the house, where one step of it is there at most and counts: then nothing is to be judged. *judged: there are several. */
static enum status
open_form(struct app *app, const struct form *form, struct twin_house *house, bool *judged, struct err *err)
{
	struct private_reader reader = vault_reader(app);
	struct buf body = { 0 };
	struct step step = { 0 };
	struct value values = { 0 };
	bool sole;
	struct id id;
	enum status status = store_sole_step(app_store(app), house->number, form->name, &id, &body, &sole, err);

	*judged = body.len && !sole;
	if (!status && sole)
		status = step_parse(buf_text(&body), body.len, &step, err);
	if (!status && sole && trust_judge(store_trust(app_store(app)), &id, &step, house->division) == TRUST_COUNTS) {
		values = value_copy(&step.data);
		if (step.has_private && !form->repeat)
			house->opened &= reader.open(reader.ctx, &step, &values);
		if (step.has_private && step.photo_count)
			reader.photos(reader.ctx, &step);
		if (form == app_pack(app)->root)
			twin_mark_listing(app_pack(app), &values, house);
		if (!form->repeat)
			twin_mark_form(form, &values, house);
		twin_mark_papers(app_pack(app), &step, house);
	}
	value_release(&values);
	step_release(&step);
	buf_release(&body);
	return status;
}

/* `tells`: of each form of the pack, whether there is anything to mark. */
static enum status
open_house(struct app *app, struct twins *twins, struct twin_house *house, const bool *tells, struct err *err)
{
	const struct pack *pack = app_pack(app);
	enum status status = STATUS_OK;
	bool judged = false;

	twins->openings++;
	house->count = house->number_count;
	house->answer_count = house->paper_count = 0;
	house->opened = true;
	for (size_t i = 0; i < pack->form_count && !status && !judged; i++)
		if (tells[i])
			status = open_form(app, &pack->forms[i], house, &judged, err);
	if (!status && judged) {
		house->count = house->number_count;
		house->answer_count = house->paper_count = 0;
		house->opened = true;
		status = open_judged(app, house, err);
	}
	house->opened &= !status;
	return status;
}

static void
note_unkept(struct twins *twins, const char *village, size_t opened)
{
	if (strcmp(twins->unkept_village, village) != 0)
		twins->unkept = 0;
	memcpy(twins->unkept_village, village, DIVISION_CODE_LEN + 1);
	twins->unkept += opened;
}

static bool *
forms_that_tell(const struct pack *pack)
{
	bool *tells = mem_array(pack->form_count, sizeof(*tells));

	for (size_t i = 0; i < pack->form_count; i++)
		tells[i] = &pack->forms[i] == pack->root || twin_form_tells(&pack->forms[i]) || twin_form_seals_photos(&pack->forms[i]);
	return tells;
}

enum status
twins_read_area(struct app *app, struct twins *twins, const char *area, struct err *err)
{
	enum status status = twins_list(app, twins, err);
	struct id name;
	size_t openings;
	bool *tells;

	hash_bytes(area, strlen(area), &name);
	if (status || !app_is_unlocked(app) || idmap_get(&twins->villages, &name) != IDMAP_NONE)
		return status;
	tells = forms_that_tell(app_pack(app));
	openings = twins->openings;
	store_read_begin(app_store(app));
	if (division_level(area) == DIVISION_VILLAGE)
		twins_take_kept(app, twins, area);
	for (size_t i = 0; i < twins->count && !status; i++) {
		struct twin_house *house = &twins->houses[i];

		if (house->stands && !house->opened && division_covers(area, house->division) && vault_reads(app, house->division))
			status = open_house(app, twins, house, tells, err);
	}
	store_read_end(app_store(app));
	free(tells);
	if (division_level(area) == DIVISION_VILLAGE && twins->openings > openings)
		note_unkept(twins, area, twins->openings - openings);
	if (!status)
		idmap_put(&twins->villages, &name, 1);
	return status;
}

/* The village by its digits that comes next behind the one that was read, of those of which a house is counted in the area; NULL: none is left. */
static const char *
next_village(const struct twins *twins, const char *area_now, const char *read)
{
	const char *next = NULL;

	for (size_t i = 0; i < twins->count; i++) {
		const struct twin_house *house = &twins->houses[i];

		if (house->stands && division_covers(area_now, house->division_now) && strcmp(house->division, read) > 0 &&
		    (!next || strcmp(house->division, next) < 0))
			next = house->division;
	}
	return next;
}

/* Where divisions became others an area is read by the villages whose houses it has: no digits begin them all. */
enum status
twins_read(struct app *app, const char *area, struct err *err)
{
	struct twins *twins = twins_of(app);
	char now[DIVISION_CODE_LEN + 1];
	const char *village = "";
	enum status status;

	if (!*area || !pack_has_moved(app_pack(app)))
		return twins_read_area(app, twins, area, err);
	pack_area_now(app_pack(app), area, now);
	status = twins_list(app, twins, err);
	while (!status && (village = next_village(twins, now, village)))
		status = twins_read_area(app, twins, village, err);
	return status;
}

int64_t
twins_paper_elsewhere(struct app *app, const char *village, const struct id *content, const struct id *except, bool shared,
		      struct id *first)
{
	struct twins *twins = twins_of(app);
	struct err ignored = { 0 };
	uint64_t wanted = twin_paper_name(content, false);
	int64_t count = 0;

	if (twins_read_area(app, twins, village, &ignored)) /* else nothing is asked while one types; signing fails (act_reads_end) */
		return 0;
	for (size_t i = 0; i < twins->count; i++) {
		const struct twin_house *house = &twins->houses[i];

		for (size_t k = 0; house->stands && k < house->paper_count && !(except && id_equal(&house->root, except)); k++)
			if (house->papers[k] == wanted || (!shared && house->papers[k] == twin_paper_name(content, true))) {
				if (count++ == 0 && first)
					*first = house->root;
				break;
			}
	}
	return count;
}

struct reading_since {
	const struct twins *twins;
	char (*villages)[DIVISION_CODE_LEN + 1];
	size_t count;
};

#define VILLAGES_AT_ONCE 30 /* are read for a file that was taken in */

static bool
note_village(const struct id *root, void *ctx)
{
	struct reading_since *reading = ctx;
	size_t at = idmap_get(&reading->twins->by_root, root), i = 0;

	if (at == IDMAP_NONE)
		return true;
	while (i < reading->count && strcmp(reading->villages[i], reading->twins->houses[at].division) != 0)
		i++;
	if (i == reading->count && reading->count++ < VILLAGES_AT_ONCE)
		strcpy(reading->villages[i], reading->twins->houses[at].division);
	return reading->count <= VILLAGES_AT_ONCE;
}

enum status
twins_read_since(struct app *app, int64_t n, struct err *err)
{
	struct twins *twins = twins_of(app);
	struct reading_since reading = { .twins = twins, .villages = mem_array(VILLAGES_AT_ONCE, sizeof(*reading.villages)) };
	enum status status = twins_list(app, twins, err);

	if (!status)
		status = store_each_building_since(app_store(app), n, note_village, &reading, err);
	for (size_t i = 0; i < reading.count && reading.count <= VILLAGES_AT_ONCE && !status; i++)
		status = twins_read_area(app, twins, reading.villages[i], err);
	free(reading.villages);
	return status;
}
