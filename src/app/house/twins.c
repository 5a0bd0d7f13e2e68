#include "app/house/twins.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/house/twins_state.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/houses/joined.h"
#include "store/houses/photos.h"
#include "store/store.h"
#include "trust/credential.h"
#include "trust/same.h"

/* Houses that may be one: all pairs of them, and the house that one house may be. */

/* ---- pairs */

struct shared_mark {
	struct twin_mark mark;
	const struct twin_house *house;
};

struct pairing {
	struct app *app;
	const struct twins *twins;
	const char *area;
	bool (*visit)(const struct twin_pair *, void *);
	void *ctx;
	struct idmap told; /* by the hash of both roots */
	bool stopped;
	size_t proposed_most; /* by one person */
	struct proposed_by {
		size_t pairs;
	} * proposers;
	size_t proposer_count, proposer_cap;
	struct textmap proposer_index; /* by their person number */
};

#define PROPOSED_FIRST 10 /* of one person, before what houses share */

/* Of houses that share a mark those without a door come first, since any other one may be them; then by village. */
static int
shared_cmp(const void *a, const void *b)
{
	const struct shared_mark *left = a, *right = b;
	int order;

	if (left->mark.clue != right->mark.clue)
		return left->mark.clue < right->mark.clue ? -1 : 1;
	if (left->mark.hash != right->mark.hash)
		return left->mark.hash < right->mark.hash ? -1 : 1;
	if (left->house->has_door != right->house->has_door)
		return left->house->has_door - right->house->has_door;
	order = strcmp(left->house->division, right->house->division);
	return order ? order : id_cmp(&left->house->root, &right->house->root);
}

bool
twin_are_apart(const struct app *app, const struct twin_house *a, const struct twin_house *b)
{
	const struct trust *trust = store_trust(app_store(app));

	return trust_are_apart(trust, &a->root, a->division, &b->root) || trust_are_apart(trust, &b->root, b->division, &a->root);
}

/* Whether it was told. */
static bool
tell_pair(struct pairing *pairing, const struct twin_house *a, const struct twin_house *b, enum twin_clue clue)
{
	bool in_order = id_cmp(&a->root, &b->root) < 0;
	struct id both[2] = { in_order ? a->root : b->root, in_order ? b->root : a->root }, name;
	struct twin_pair pair = { .building = both[0], .other = both[1], .clue = clue };

	if (pairing->stopped || !(division_covers(pairing->area, a->division_now) || division_covers(pairing->area, b->division_now)))
		return false;
	hash_bytes(both, sizeof(both), &name);
	if (idmap_get(&pairing->told, &name) != IDMAP_NONE || twin_are_apart(pairing->app, a, b))
		return false;
	idmap_put(&pairing->told, &name, 1);
	division_common(a->division, b->division, pair.area);
	division_common(a->division_now, b->division_now, pair.area_now);
	pairing->stopped = !pairing->visit(&pair, pairing->ctx);
	return true;
}

static const struct twin_house *
find_standing(const struct twins *twins, const struct id *root)
{
	size_t at = idmap_get(&twins->by_root, root);

	return at == IDMAP_NONE || !twins->houses[at].stands ? NULL : &twins->houses[at];
}

static bool
on_photo(const struct id *a, const struct id *b, void *ctx)
{
	struct pairing *pairing = ctx;
	const struct twin_house *one = find_standing(pairing->twins, a), *other = find_standing(pairing->twins, b);

	if (one && other)
		tell_pair(pairing, one, other, TWIN_PHOTO);
	return !pairing->stopped;
}

static struct proposed_by *
find_proposer(struct pairing *pairing, const char *person)
{
	size_t at = textmap_add(&pairing->proposer_index, person, pairing->proposer_count);

	if (at != IDMAP_NONE)
		return &pairing->proposers[at];
	MEM_GROW(pairing->proposers, pairing->proposer_count, pairing->proposer_cap);
	pairing->proposers[pairing->proposer_count] = (struct proposed_by){ 0 };
	return &pairing->proposers[pairing->proposer_count++];
}

static void
on_proposal(const struct trust_said *proposal, void *ctx)
{
	struct pairing *pairing = ctx;
	const struct twin_house *one = find_standing(pairing->twins, &proposal->about),
				*other = find_standing(pairing->twins, &proposal->with);
	struct proposed_by *by;

	if (!one || !other || !credential_covers(proposal->author, one->division) || !credential_covers(proposal->author, other->division))
		return;
	by = find_proposer(pairing, proposal->author->person);
	by->pairs += by->pairs < pairing->proposed_most && tell_pair(pairing, one, other, TWIN_PROPOSED);
}

/* Tells what was proposed, `most` pairs of each person. */
static void
tell_proposed(struct pairing *pairing, size_t most)
{
	pairing->proposed_most = most;
	trust_each_proposal(store_trust(app_store(pairing->app)), on_proposal, pairing);
}

/* All marks of the houses that stand, sorted; the caller frees. */
static struct shared_mark *
sort_marks(const struct twins *twins, size_t *count)
{
	struct shared_mark *marks;
	size_t all = 0;

	for (size_t i = 0; i < twins->count; i++)
		all += twins->houses[i].stands ? twins->houses[i].count : 0;
	marks = mem_array(all + 1, sizeof(*marks));
	*count = 0;
	for (size_t i = 0; i < twins->count; i++)
		for (size_t k = 0; twins->houses[i].stands && k < twins->houses[i].count; k++)
			marks[(*count)++] = (struct shared_mark){ twins->houses[i].marks[k], &twins->houses[i] };
	if (*count)
		qsort(marks, *count, sizeof(*marks), shared_cmp);
	return marks;
}

/* Tells the pairs of one clue, of which the marks begin at `at`, or, of TWIN_DOORS, all those that are told by no other clue; the mark that ended it. */
static size_t
tell_shared(struct pairing *pairing, enum twin_clue clue, const struct shared_mark *marks, size_t at, size_t count)
{
	for (size_t first = at; at < count && (marks[at].mark.clue == clue || clue == TWIN_DOORS); at++)
		if (marks[first].mark.clue != marks[at].mark.clue || marks[first].mark.hash != marks[at].mark.hash)
			first = at;
		else if (marks[first].house != marks[at].house &&
			 twin_clue_between(marks[at].mark.clue, marks[first].house, marks[at].house) == clue)
			tell_pair(pairing, marks[first].house, marks[at].house, clue);
	return at;
}

static enum status
tell_pairs(struct pairing *pairing, struct err *err)
{
	size_t count, at = 0;
	struct shared_mark *marks = sort_marks(pairing->twins, &count);
	enum status status = STATUS_OK;

	tell_proposed(pairing, PROPOSED_FIRST);
	for (enum twin_clue clue = TWIN_NUMBER; clue < TWIN_CLUE_COUNT && !status; clue++) {
		if (clue == TWIN_PHOTO)
			status = store_each_photo_twin(app_store(pairing->app), &pairing->twins->several, on_photo, pairing, err);
		for (size_t i = 0; clue == TWIN_PICTURE && i < pairing->twins->alike_count; i++)
			tell_pair(pairing, &pairing->twins->houses[pairing->twins->alike[i].a],
				  &pairing->twins->houses[pairing->twins->alike[i].b], TWIN_PICTURE);
		at = tell_shared(pairing, clue, marks, clue == TWIN_DOORS ? 0 : at, count);
	}
	tell_proposed(pairing, SIZE_MAX);
	free(marks);
	return status;
}

static void
release_pairing(struct pairing *pairing)
{
	idmap_release(&pairing->told);
	free(pairing->proposers);
	textmap_release(&pairing->proposer_index);
}

enum status
twins_each_pair(struct app *app, const char *area, bool (*visit)(const struct twin_pair *, void *), void *ctx, struct twins_extent *extent,
		struct err *err)
{
	struct twins *twins = twins_of(app);
	char now[DIVISION_CODE_LEN + 1];
	struct pairing pairing = { .app = app, .twins = twins, .area = now, .visit = visit, .ctx = ctx };
	enum status status = twins_list(app, twins, err);

	pack_area_now(app_pack(app), area, now);
	*extent = (struct twins_extent){ .openings = twins->openings };
	for (size_t i = 0; i < twins->count && !status; i++) {
		extent->houses += twins->houses[i].stands;
		extent->opened += twins->houses[i].stands && twins->houses[i].opened;
	}
	if (!status)
		status = twins_find_alike(app, twins, err);
	if (!status)
		status = tell_pairs(&pairing, err);
	release_pairing(&pairing);
	return status;
}

static void
note_any(const struct trust_said *proposal, void *ctx)
{
	(void)proposal;
	*(bool *)ctx = true;
}

enum status
twins_each_proposed(struct app *app, bool (*visit)(const struct twin_pair *, void *), void *ctx, struct err *err)
{
	struct pairing pairing = { .app = app, .area = "", .visit = visit, .ctx = ctx };
	struct twins *twins;
	bool any = false;
	enum status status;

	trust_each_proposal(store_trust(app_store(app)), note_any, &any);
	if (!any) /* and no house is looked at */
		return STATUS_OK;
	pairing.twins = twins = twins_of(app);
	status = twins_list(app, twins, err);
	if (!status)
		tell_proposed(&pairing, SIZE_MAX);
	release_pairing(&pairing);
	return status;
}

/* ---- one house */

/* Is this asked about? As a form with an identity number is filled (`of_form`) so are two doors of one owner, and not what the listing alone says. */
static bool
is_question(enum twin_clue shared, const struct twin_house *a, const struct twin_house *b, bool of_form)
{
	if (shared == TWIN_DOORS)
		return of_form && twin_are_of_one(a, b);
	return shared < TWIN_DOORS && !(of_form && shared == TWIN_OWNER);
}

/* The house that this one may be, the strongest clue first; NULL: none. */
static const struct twin_house *
find_twin(const struct app *app, const struct twins *twins, const struct twin_house *house, bool of_form, enum twin_clue *clue)
{
	const struct twin_house *found = NULL;
	size_t joined_count;
	struct id *joined;
	struct err ignored = { 0 };

	if (joined_kin(app_store(app), &house->root, &joined, &joined_count, &ignored)) /* then it is asked about itself */
		joined_count = 0;
	*clue = TWIN_CLUE_COUNT;
	for (size_t i = 0; i < twins->count; i++) {
		const struct twin_house *other = &twins->houses[i];
		enum twin_clue shared = other->stands && !id_equal(&other->root, &house->root) ? twin_clue_of(house, other)
											       : TWIN_CLUE_COUNT;

		if (shared < TWIN_CLUE_COUNT && id_is_among(joined, joined_count, &other->root))
			shared = TWIN_CLUE_COUNT; /* it is this house */
		if (shared < *clue && is_question(shared, house, other, of_form) && !twin_are_apart(app, house, other)) {
			*clue = shared;
			found = other;
		}
	}
	free(joined);
	return found;
}

static char *
words_about(struct app *app, const struct twin_house *twin, enum twin_clue clue)
{
	char *place, *text;

	if (!twin)
		return NULL;
	place = app_building_place(app, &twin->root);
	text = mem_printf(clue == TWIN_NUMBER	 ? _("\"%s\" has this number: is it the same house?")
			  : clue == TWIN_PHOTO	 ? _("\"%s\" has the same photo: is it the same house?")
			  : clue == TWIN_PICTURE ? _("\"%s\" has a photo that looks the same: is it the same house?")
			  : clue == TWIN_ADDRESS ? _("\"%s\" stands at this address: is it the same house?")
			  : clue == TWIN_ID	 ? _("\"%s\" has an owner of this identity number: is it the same house?")
			  : clue == TWIN_DOORS	 ? _("\"%s\" has this owner in one place, and another door: is it the same house?")
						 : _("\"%s\" has this owner in one place: is it the same house?"),
			  place);
	secret_free(place);
	return text;
}

struct marking_numbers {
	const struct pack *pack;
	const struct value *values;
	struct twin_house *house;
};

static bool
mark_number(const struct field *field, void *ctx)
{
	struct marking_numbers *marking = ctx;
	struct id name;

	if (twin_number_name(marking->pack, field, marking->values, &name))
		twin_mark_add(marking->house, TWIN_NUMBER, &name);
	return true;
}

/* Of the marks only the owner stays. */
static void
keep_owner(struct twin_house *house)
{
	size_t count = 0;

	for (size_t i = 0; i < house->count; i++)
		if (house->marks[i].clue == TWIN_OWNER)
			house->marks[count++] = house->marks[i];
	house->count = count;
}

char *
twins_words(struct app *app, const struct twins_ask *ask, enum twin_clue *clue)
{
	const struct pack *pack = app_pack(app);
	struct twins *twins = twins_of(app);
	struct twin_house house = { .root = ask->except ? *ask->except : (struct id){ { 0 } } };
	struct err ignored = { 0 };
	char *words = NULL;

	strncpy(house.division, ask->village, sizeof(house.division) - 1);
	if (ask->listing) {
		form_each_field(pack->root, mark_number, &(struct marking_numbers){ pack, ask->listing, &house });
		twin_mark_listing(pack, ask->listing, &house);
		twin_mark_form(pack->root, ask->listing, &house);
	}
	if (ask->form) { /* what the listing shares alone was asked about at the listing */
		keep_owner(&house);
		twin_mark_form(ask->form, ask->values, &house);
	}
	*clue = TWIN_CLUE_COUNT;
	if (!twins_read_area(app, twins, ask->village,
			     &ignored)) { /* else nothing is asked while one types; signing fails (act_reads_end) */
		const struct twin_house *twin = find_twin(app, twins, &house, ask->form, clue);

		words = words_about(app, twin, *clue);
		if (twin && ask->twin)
			*ask->twin = twin->root;
	}
	twin_house_release(&house);
	return words;
}

enum status
twins_words_of(struct app *app, const struct id *root, char **words, struct err *err)
{
	struct twins *twins = twins_of(app);
	const struct twin_house *house = NULL, *twin = NULL, *photo;
	enum twin_clue clue = TWIN_CLUE_COUNT;
	bool found = false;
	struct id other;
	enum status status = twins_list(app, twins, err);

	*words = NULL;
	if (!status)
		house = find_standing(twins, root);
	if (house)
		status = twins_read_area(app, twins, house->division, err);
	if (house && !status)
		twin = find_twin(app, twins, house, false, &clue);
	if (house && !status && clue > TWIN_PHOTO)
		status = store_photo_twin(app_store(app), house->number, &other, &found, err);
	if (!status && found) {
		photo = find_standing(twins, &other);
		if (photo && !twin_are_apart(app, house, photo)) {
			twin = photo;
			clue = TWIN_PHOTO;
		}
	}
	if (house && !status && clue > TWIN_PICTURE)
		status = twins_alike_to(app, twins, house, &photo, err);
	if (house && !status && clue > TWIN_PICTURE && photo) {
		twin = photo;
		clue = TWIN_PICTURE;
	}
	if (!status)
		*words = words_about(app, twin, clue);
	return status;
}

struct seeking_proposal {
	const struct id *building, *other;
	bool found;
};

static bool
note_proposed(const struct twin_pair *pair, void *ctx)
{
	struct seeking_proposal *seeking = ctx;

	seeking->found = (id_equal(&pair->building, seeking->building) && id_equal(&pair->other, seeking->other)) ||
			 (id_equal(&pair->building, seeking->other) && id_equal(&pair->other, seeking->building));
	return !seeking->found;
}

bool
twins_are_proposed(struct app *app, const struct id *building, const struct id *other)
{
	struct seeking_proposal seeking = { building, other, false };
	struct err ignored = { 0 };

	return !twins_each_proposed(app, note_proposed, &seeking, &ignored) && seeking.found;
}

bool
twins_are_alike(struct app *app, const struct id *building, const struct id *other)
{
	struct twins *twins = twins_of(app);
	const struct twin_house *a = NULL, *b = NULL;
	struct err ignored = { 0 };
	bool alike = twins_are_proposed(app, building, other);

	if (!twins_list(app, twins, &ignored)) {
		a = find_standing(twins, building);
		b = find_standing(twins, other);
	}
	if (a && b && !alike && !twins_read_area(app, twins, a->division, &ignored) && !twins_read_area(app, twins, b->division, &ignored))
		alike = twin_clue_of(a, b) != TWIN_CLUE_COUNT || store_share_photo(app_store(app), a->number, b->number);
	if (a && b && !alike && twins_look_alike(app, a, b, &alike, &ignored))
		alike = false;
	return alike;
}
