#include "app/roster/standing.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/twins.h"
#include "app/session/vault.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/houses/building.h"
#include "store/dossier/dossier.h"
#include "store/houses/joined.h"
#include "store/journal.h"

/* The houses that stand, as the rows of a table are compared with them. */

/* ---- what they say */

struct compared {
	const struct value *values, *of;
	bool same;
};

static bool
compare_field(const struct field *field, void *ctx)
{
	struct compared *compared = ctx;
	const struct value *said = field->parent && field->parent->type == FIELD_REPEAT ? NULL : value_get(compared->values, field->name);
	const struct value *of = said ? value_get(compared->of, field->name) : NULL;

	compared->same = !said || (of && value_equal(said, of));
	return compared->same;
}

bool
listing_says_nothing_new(const struct pack *pack, const struct value *values, const struct value *of)
{
	struct compared compared = { values, of, true };

	form_each_field(pack->root, compare_field, &compared);
	return compared.same;
}

struct differing {
	const struct value *a, *b;
	bool differ;
};

static bool
compare_number(const struct field *field, void *ctx)
{
	struct differing *differing = ctx;
	const char *a = field_is_number(field) ? value_get_text(differing->a, field->name) : NULL;
	const char *b = a ? value_get_text(differing->b, field->name) : NULL;

	differing->differ |= a && b && strcmp(a, b) != 0;
	return true;
}

bool
standing_numbers_differ(const struct pack *pack, const struct value *a, const struct value *b)
{
	struct differing differing = { a, b, false };

	form_each_field(pack->root, compare_number, &differing);
	return differing.differ;
}

/* ---- reading */

struct standing_reading {
	struct standing *standing;
	struct idmap villages; /* of the table, by the hash of the code */
	const struct progress *progress;
	int64_t done, all;
};

static void
village_name(const char *code, struct id *out)
{
	hash_bytes(code, strlen(code), out);
}

static bool
note_house(const struct building_row *row, void *ctx)
{
	struct standing_reading *reading = ctx;
	struct standing *standing = reading->standing;
	const struct joined *joined;
	struct standing_house *house;
	struct id village;

	if (!row->division)
		return true;
	MEM_GROW(standing->houses, standing->count, standing->cap);
	idmap_put(&standing->by_root, &row->root, standing->count);
	house = &standing->houses[standing->count++];
	*house = (struct standing_house){ .root = row->root, .level = row->level, .next = SIZE_MAX };
	strncpy(house->division, row->division, sizeof(house->division) - 1);
	joined = joined_find(standing->joined, standing->joined_count, row->number);
	if (joined && !joined->gone) {
		house->state = STANDING_JOINED;
		house->as = joined->counted_as;
	}
	village_name(house->division, &village);
	house->elsewhere = idmap_get(&reading->villages, &village) == IDMAP_NONE;
	return true;
}

static bool
note_listing(const struct store_step *stored, void *ctx)
{
	struct standing_reading *reading = ctx;
	struct standing *standing = reading->standing;
	struct private_reader reader = vault_reader(standing->app);
	struct standing_house *house;
	struct err ignored = { 0 };
	struct step step = { 0 };
	size_t at;

	progress_tell(reading->progress, _("Reading the roster that stands"), ++reading->done, reading->all);
	if (step_parse(stored->body, stored->len, &step, &ignored))
		goto out;
	at = idmap_get(&standing->by_root, step.has_building ? &step.building : &stored->id);
	if (at == IDMAP_NONE)
		goto out;
	house = &standing->houses[at];
	if (house->values.type != VALUE_NONE) {
		house->corrected = true; /* which version counts says the house itself, below */
		goto out;
	}
	house->head = stored->id;
	house->values = value_copy(&step.data);
	if (step.has_private && !house->elsewhere && !reader.open(reader.ctx, &step, &house->values))
		house->state = house->state == STANDING_JOINED ? STANDING_JOINED : STANDING_CLOSED;
out:
	step_release(&step);
	return true;
}

/* A house whose listing has several versions is judged by itself. */
static enum status
read_corrected(struct standing *standing, struct standing_house *house, struct err *err)
{
	struct private_reader reader = vault_reader(standing->app);
	const struct form *root = standing->pack->root;
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(standing->app), &house->root, house->elsewhere ? NULL : &reader, &dossier, err);
	const struct flow_slot *slot;
	const struct flow_step *head;

	if (status)
		return status;
	slot = flow_slot(&dossier->slots, root->name);
	head = dossier_head(dossier, root->name);
	if (head && dossier_values(dossier, root->name)) {
		house->head = head->id;
		value_release(&house->values);
		house->values = value_copy(dossier_values(dossier, root->name));
		house->state = head->step->has_private && slot && dossier->private_open &&
					       !dossier->private_open[slot - dossier->slots.slots] && !house->elsewhere
				       ? STANDING_CLOSED
				       : STANDING_OPEN;
	} else {
		house->state = STANDING_CONFLICT;
	}
	dossier_free(dossier);
	return STATUS_OK;
}

struct number_indexing {
	struct standing *standing;
	size_t house;
};

static bool
index_number(const struct field *field, void *ctx)
{
	struct number_indexing *indexing = ctx;
	enum standing_state state = indexing->standing->houses[indexing->house].state;
	struct id name;

	if (!twin_number_name(indexing->standing->pack, field, &indexing->standing->houses[indexing->house].values, &name))
		return true;
	/* A number that a house has which counts leads there. */
	if ((state != STANDING_JOINED && state != STANDING_GONE) || idmap_get(&indexing->standing->by_number, &name) == IDMAP_NONE)
		idmap_put(&indexing->standing->by_number, &name, indexing->house);
	return true;
}

static void
index_house(struct standing *standing, size_t at)
{
	struct standing_house *house = &standing->houses[at];
	struct number_indexing indexing = { standing, at };
	const struct field *gone = standing->pack->root->gone;
	struct id place;

	if (house->state == STANDING_OPEN && gone && value_get(&house->values, gone->name))
		house->state = STANDING_GONE;
	form_each_field(standing->pack->root, index_number, &indexing);
	if (house->elsewhere || house->state == STANDING_CLOSED || house->state == STANDING_CONFLICT)
		return;
	twin_row_name(standing->pack, &house->values, &place);
	house->next = idmap_get(&standing->by_place, &place);
	if (house->state == STANDING_JOINED && house->next != IDMAP_NONE)
		return; /* one that counts stands there */
	idmap_put(&standing->by_place, &place, at);
	if (house->state == STANDING_OPEN && twin_address_name(standing->pack, &house->values, &place))
		idmap_put(&standing->by_address, &place, at);
	if (house->state == STANDING_OPEN && twin_phone_name(standing->pack, &house->values, &place))
		idmap_put(&standing->by_phone, &place, at);
}

enum status
standing_load(struct app *app, const struct value *rows, size_t row_count, const struct progress *progress, struct standing *out,
	      struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct standing_reading reading = { .standing = out, .progress = progress };
	enum status status;

	*out = (struct standing){ .app = app, .pack = pack };
	for (size_t r = 0; r < row_count; r++) {
		const char *code = value_get_text(&rows[r], pack->root_division->name);
		struct id village;

		if (code) {
			village_name(code, &village);
			idmap_put(&reading.villages, &village, 0);
		}
	}
	status = joined_load(app_store(app), &out->joined, &out->joined_count, err);
	if (!status)
		status = store_each_building(app_store(app), "", note_house, &reading, err);
	reading.all = (int64_t)out->count;
	if (!status)
		status = store_each_step_of(app_store(app), pack->root->name, note_listing, &reading, err);
	for (size_t i = 0; i < out->count && !status; i++)
		if (out->houses[i].corrected && out->houses[i].state != STANDING_JOINED)
			status = read_corrected(out, &out->houses[i], err);
	for (int joined = 0; joined < 2; joined++) /* last: a house that counts goes before them */
		for (size_t i = 0; i < out->count && !status; i++)
			if ((out->houses[i].state == STANDING_JOINED) == (joined == 1))
				index_house(out, i);
	idmap_release(&reading.villages);
	return status;
}

void
standing_release(struct standing *standing)
{
	for (size_t i = 0; i < standing->count; i++) {
		value_release(&standing->houses[i].values);
		value_release(&standing->houses[i].record.values);
	}
	free(standing->houses);
	free(standing->joined);
	idmap_release(&standing->by_root);
	idmap_release(&standing->by_number);
	idmap_release(&standing->by_place);
	idmap_release(&standing->by_address);
	idmap_release(&standing->by_phone);
	*standing = (struct standing){ 0 };
}

/* ---- finding */

/* The house that this one is counted as, or itself. */
static struct standing_house *
counted_house(const struct standing *standing, struct standing_house *house)
{
	for (size_t i = 0; i < standing->joined_count && house->state == STANDING_JOINED; i++) { /* decisions may go in a circle */
		size_t at = idmap_get(&standing->by_root, &house->as);

		if (at == IDMAP_NONE)
			break;
		house = &standing->houses[at];
	}
	return house;
}

struct number_search {
	const struct standing *standing;
	const struct value *values;
	struct standing_numbered *out, gone;
};

static bool
find_number(const struct field *field, void *ctx)
{
	struct number_search *search = ctx;
	struct standing_numbered *out = search->out;
	struct standing_house *house;
	struct id name;
	size_t at;

	if (!twin_number_name(search->standing->pack, field, search->values, &name))
		return true;
	at = idmap_get(&search->standing->by_number, &name);
	if (at == IDMAP_NONE)
		return true;
	house = &search->standing->houses[at];
	out = house->state == STANDING_GONE ? &search->gone : out;
	if (!out->house) {
		out->house = house;
		out->by = field;
	} else if (counted_house(search->standing, out->house) == counted_house(search->standing, house)) {
		out->house = out->house == house ? house : counted_house(search->standing, house);
	} else {
		out->other = house;
		out->by_other = field;
	}
	return true;
}

void
standing_by_number(const struct standing *standing, const struct value *values, struct standing_numbered *out)
{
	struct number_search search = { .standing = standing, .values = values, .out = out };

	*out = (struct standing_numbered){ 0 };
	if (standing->by_number.count)
		form_each_field(standing->pack->root, find_number, &search);
	if (out->house || !search.gone.house)
		return;
	out->house = search.gone.house;
	out->by = search.gone.by;
}

struct standing_house *
standing_by_place(const struct standing *standing, const struct id *place)
{
	size_t at = idmap_get(&standing->by_place, place);

	return at == IDMAP_NONE ? NULL : &standing->houses[at];
}

struct standing_house *
standing_at_address(const struct standing *standing, const struct value *values)
{
	struct id name;
	size_t at = standing->by_address.count && twin_address_name(standing->pack, values, &name) ? idmap_get(&standing->by_address, &name)
												   : IDMAP_NONE;

	return at == IDMAP_NONE ? NULL : &standing->houses[at];
}

struct standing_house *
standing_by_phone(const struct standing *standing, const struct value *values)
{
	struct standing_house *house;
	struct id name, door;
	size_t at = twin_phone_name(standing->pack, values, &name) ? idmap_get(&standing->by_phone, &name) : IDMAP_NONE;

	if (at == IDMAP_NONE)
		return NULL;
	house = &standing->houses[at];
	return twin_address_name(standing->pack, values, &door) && twin_address_name(standing->pack, &house->values, &door) ? NULL : house;
}

/* Did an import sign the listing that stands? It bears another one than the version that it replaced. */
static bool
is_of_import(const struct pack *pack, const struct dossier *dossier)
{
	const struct flow_step *head = dossier_head(dossier, pack->root->name);
	const char *now = head && pack->root->batch ? value_get_text(&head->step->data, pack->root->batch->name) : NULL;

	for (size_t i = 0; now && head->step->parent_count == 1 && i < dossier->step_count; i++)
		if (id_equal(&dossier->steps[i].id, &head->step->parents[0])) {
			const char *before = value_get_text(&dossier->steps[i].step->data, pack->root->batch->name);

			return !before || strcmp(before, now) != 0;
		}
	return false;
}

bool
standing_was(const struct standing *standing, const struct standing_house *house, const struct value *values)
{
	struct private_reader reader = vault_reader(standing->app);
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	bool was = false;

	if (!house->corrected || dossier_load(app_store(standing->app), &house->root, &reader, &dossier, &ignored))
		return false;
	for (size_t i = 0; i < dossier->step_count && !was && !is_of_import(standing->pack, dossier); i++) {
		const struct step *step = dossier->steps[i].step;
		struct value before;

		if (strcmp(step->kind, standing->pack->root->name) != 0)
			continue;
		before = value_copy(&step->data);
		if (!step->has_private || reader.open(reader.ctx, step, &before))
			was = listing_says_nothing_new(standing->pack, values, &before);
		value_release(&before);
	}
	dossier_free(dossier);
	return was;
}
