#include "app/house/twins.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/buf.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/skeleton.h"
#include "seal/seal.h"
#include "store/building.h"
#include "store/dossier.h"
#include "store/joined.h"
#include "store/journal.h"
#include "store/photos.h"
#include "trust/same.h"
#include "trust/verdict.h"

/* What a house has that another one may have as well. */
struct twin_mark {
	uint64_t hash;
	enum twin_clue clue;
};

struct twin_house {
	struct id root, state; /* state: the hash of it that the marks are of */
	int64_t number;
	char division[DIVISION_CODE_LEN + 1];
	bool known, stands, opened, has_door; /* opened: all that is private of it could be read */
	struct twin_mark *marks;	      /* numbers first */
	size_t count, number_count, cap;
};

struct twins {
	struct twin_house *houses;
	size_t count, cap;
	struct idmap by_root;
	int64_t last_step;  /* up to which the houses are known; -1: none is */
	int64_t last_trust; /* up to which decisions and packs are known */
	size_t openings;
	struct idmap villages; /* that were read at last_step, by the hash of their code */
};

/* ---- what tells a house apart */

const char *
twin_clue_words(enum twin_clue clue)
{
	static const char *const words[TWIN_CLUE_COUNT] = {
		[TWIN_NUMBER] = N_("the same number"),
		[TWIN_PHOTO] = N_("the same photo"),
		[TWIN_ADDRESS] = N_("the same address"),
		[TWIN_ID] = N_("the same identity number"),
		[TWIN_OWNER] = N_("the same owner in one place"),
		[TWIN_DOORS] = N_("the same owner in one place, another door"),
	};

	return _(words[clue]);
}

static void
add_mark(struct twin_house *house, enum twin_clue clue, const struct id *name)
{
	struct twin_mark mark = { .clue = clue };

	memcpy(&mark.hash, name->b, sizeof(mark.hash));
	MEM_GROW(house->marks, house->count, house->cap);
	house->marks[house->count++] = mark;
}

static bool
add_skeleton(struct buf *out, const char *text)
{
	char *skeleton = text && strcmp(text, "无") != 0 ? text_skeleton(text) : NULL;
	bool says = skeleton && *skeleton;

	if (says)
		buf_printf(out, "%s\n", skeleton);
	secret_free(skeleton);
	return says;
}

static void
take_name(struct buf *text, struct id *out)
{
	hash_bytes(buf_text(text), text->len, out);
	if (text->data)
		secret_zero(text->data, text->cap);
	buf_release(text);
}

static bool
number_name(const char *field, const char *number, struct id *out)
{
	struct buf text = { 0 };
	bool says;

	buf_printf(&text, "%s\n", field);
	says = add_skeleton(&text, number);
	take_name(&text, out);
	return says;
}

bool
twin_number_name(const struct field *field, const struct value *values, struct id *out)
{
	const char *text = field_is_number(field) ? value_get_text(values, field->name) : NULL;

	return text && number_name(field->name, text, out);
}

struct twin_words {
	const struct value *values;
	struct buf owner, place, door;
};

/* Persons are the owner; texts that are completed from others are names of places; the first private one that is not is the door. */
static bool
add_field(const struct field *field, void *ctx)
{
	struct twin_words *words = ctx;
	const char *text = value_get_text(words->values, field->name);

	if (!text || field->by_act || (field->parent && field->parent->type == FIELD_REPEAT))
		return true;
	if (field->type == FIELD_PERSON)
		add_skeleton(&words->owner, text);
	else if (field->type == FIELD_DIVISION || (field->type == FIELD_TEXT && field->complete))
		add_skeleton(&words->place, text);
	else if (field->type == FIELD_TEXT && field->is_private && !words->door.len)
		add_skeleton(&words->door, text);
	return true;
}

/* The names of address and owner. */
static void
name_listing(const struct pack *pack, const struct value *values, struct id *address, bool *has_address, struct id *owner, bool *has_owner)
{
	struct twin_words words = { .values = values };
	struct buf text = { 0 };

	form_each_field(pack->root, add_field, &words);
	*has_address = words.door.len > 0;
	*has_owner = words.owner.len > 0;
	buf_printf(&text, "%s\n%s", buf_text(&words.place), buf_text(&words.door));
	take_name(&text, address);
	buf_printf(&text, "%s\n%s", buf_text(&words.place), buf_text(&words.owner));
	take_name(&text, owner);
	take_name(&words.owner, &(struct id){ { 0 } });
	take_name(&words.place, &(struct id){ { 0 } });
	take_name(&words.door, &(struct id){ { 0 } });
}

bool
twin_address_name(const struct pack *pack, const struct value *values, struct id *out)
{
	bool has_address, has_owner;
	struct id owner;

	name_listing(pack, values, out, &has_address, &owner, &has_owner);
	return has_address;
}

static bool
add_row_field(const struct field *field, void *ctx)
{
	struct twin_words *words = ctx;

	if ((field->parent && field->parent->type == FIELD_REPEAT) || field->by_act || field_is_number(field) ||
	    (field->type != FIELD_DIVISION && field->type != FIELD_TEXT && field->type != FIELD_PERSON))
		return true;
	if (!add_skeleton(&words->place, value_get_text(words->values, field->name)))
		buf_char(&words->place, '\n');
	return true;
}

void
twin_row_name(const struct pack *pack, const struct value *values, struct id *out)
{
	struct twin_words words = { .values = values };

	form_each_field(pack->root, add_row_field, &words);
	take_name(&words.place, out);
}

static void
mark_listing(const struct pack *pack, const struct value *values, struct twin_house *house)
{
	struct id address, owner;
	bool has_owner;

	name_listing(pack, values, &address, &house->has_door, &owner, &has_owner);
	if (house->has_door)
		add_mark(house, TWIN_ADDRESS, &address);
	if (has_owner)
		add_mark(house, TWIN_OWNER, &owner);
}

struct marking_form {
	const struct value *values;
	struct twin_house *house; /* NULL: is there such a field? */
	bool found;
};

/* A number of a person stands for that person, whichever form asks for it. */
static bool
mark_id(const struct field *field, void *ctx)
{
	struct marking_form *marking = ctx;
	struct id name;

	if (field->type != FIELD_ID_NUMBER || (field->parent && field->parent->type == FIELD_REPEAT))
		return true;
	marking->found = true;
	if (marking->house && value_get_text(marking->values, field->name) &&
	    number_name("", value_get_text(marking->values, field->name), &name))
		add_mark(marking->house, TWIN_ID, &name);
	return true;
}

static void
mark_form(const struct form *form, const struct value *values, struct twin_house *house)
{
	form_each_field(form, mark_id, &(struct marking_form){ .values = values, .house = house });
}

static bool
asks_for_id(const struct form *form)
{
	struct marking_form marking = { .found = false };

	if (!form->repeat && !form->of_division)
		form_each_field(form, mark_id, &marking);
	return marking.found;
}

/* Two houses that share this: is that a question? */
static bool
asks(enum twin_clue clue, const struct twin_house *a, const struct twin_house *b)
{
	bool two_doors = a->has_door && b->has_door;

	return clue == TWIN_OWNER ? !two_doors : clue == TWIN_ID ? !two_doors || strcmp(a->division, b->division) != 0 : true;
}

static bool
shares(const struct twin_house *house, const struct twin_mark *mark)
{
	for (size_t i = 0; i < house->count; i++)
		if (house->marks[i].clue == mark->clue && house->marks[i].hash == mark->hash)
			return true;
	return false;
}

static enum twin_clue
clue_between(enum twin_clue shared, const struct twin_house *a, const struct twin_house *b)
{
	return asks(shared, a, b) ? shared : TWIN_DOORS;
}

/* The strongest clue that two houses are one; TWIN_CLUE_COUNT: none. Photos apart. */
static enum twin_clue
clue_of(const struct twin_house *a, const struct twin_house *b)
{
	enum twin_clue strongest = TWIN_CLUE_COUNT;

	for (size_t i = 0; i < a->count; i++)
		if (a->marks[i].clue < strongest && shares(b, &a->marks[i]) && clue_between(a->marks[i].clue, a, b) < strongest)
			strongest = clue_between(a->marks[i].clue, a, b);
	return strongest;
}

/* ---- the houses that stand */

static void
twins_free(void *data)
{
	struct twins *twins = data;

	for (size_t i = 0; i < twins->count; i++)
		free(twins->houses[i].marks);
	free(twins->houses);
	idmap_release(&twins->by_root);
	idmap_release(&twins->villages);
	free(twins);
}

/* What is kept for the unlocked person; for nobody it is made anew each time, and done_with frees it. */
static struct twins *
twins_of(struct app *app)
{
	struct twins *twins = app_is_unlocked(app) ? app_kept(app, APP_KEEP_TWINS) : NULL;

	if (twins)
		return twins;
	twins = mem_alloc(sizeof(*twins));
	twins->last_step = -1;
	if (app_is_unlocked(app))
		app_keep_take(app, APP_KEEP_TWINS, twins, twins_free);
	return twins;
}

static void
done_with(struct app *app, struct twins *twins)
{
	if (!app_is_unlocked(app))
		twins_free(twins);
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

/* Reads NAME, U+001F, number, U+001F and so on. */
static void
mark_numbers(const char *numbers, struct twin_house *house)
{
	char *copy = mem_strdup(numbers), *save = NULL;
	struct id name;

	for (char *field = strtok_r(copy, "\x1f", &save), *number; field; field = strtok_r(NULL, "\x1f", &save)) {
		number = strtok_r(NULL, "\x1f", &save);
		if (number && number_name(field, number, &name))
			add_mark(house, TWIN_NUMBER, &name);
	}
	free(copy);
}

static bool
list_house(const struct building_row *row, const char *numbers, void *ctx)
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
	if (house->known && id_equal(&house->state, &row->hash))
		return true;
	house->known = true;
	house->count = 0;
	house->opened = house->has_door = false;
	house->state = row->hash;
	mark_numbers(numbers, house);
	house->number_count = house->count;
	return true;
}

/* The houses that stand now, with their numbers; of a house that did not change what was read of it stays. After steps about houses alone only these
 * are looked at again. */
static enum status
list_houses(struct app *app, struct twins *twins, struct err *err)
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
		const struct value *values = form == pack->root || asks_for_id(form) ? dossier_values(dossier, form->name) : NULL;

		if (!values)
			continue;
		house->opened &= is_read(dossier, form);
		if (form == pack->root)
			mark_listing(pack, values, house);
		mark_form(form, values, house);
	}
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
		if (step.has_private)
			house->opened &= reader.open(reader.ctx, &step, &values);
		if (form == app_pack(app)->root)
			mark_listing(app_pack(app), &values, house);
		mark_form(form, &values, house);
	}
	value_release(&values);
	step_release(&step);
	buf_release(&body);
	return status;
}

static enum status
open_house(struct app *app, struct twins *twins, struct twin_house *house, struct err *err)
{
	const struct pack *pack = app_pack(app);
	enum status status = STATUS_OK;
	bool judged = false;

	twins->openings++;
	house->count = house->number_count;
	house->opened = true;
	for (size_t i = 0; i < pack->form_count && !status && !judged; i++)
		if (&pack->forms[i] == pack->root || asks_for_id(&pack->forms[i]))
			status = open_form(app, &pack->forms[i], house, &judged, err);
	if (!status && judged) {
		house->count = house->number_count;
		house->opened = true;
		status = open_judged(app, house, err);
	}
	house->opened &= !status;
	return status;
}

static enum status
read_area(struct app *app, struct twins *twins, const char *area, struct err *err)
{
	enum status status = list_houses(app, twins, err);
	struct id name;

	hash_bytes(area, strlen(area), &name);
	if (status || !app_is_unlocked(app) || idmap_get(&twins->villages, &name) != IDMAP_NONE)
		return status;
	for (size_t i = 0; i < twins->count && !status; i++) {
		struct twin_house *house = &twins->houses[i];

		if (house->stands && !house->opened && division_covers(area, house->division) && vault_reads(app, house->division))
			status = open_house(app, twins, house, err);
	}
	if (!status)
		idmap_put(&twins->villages, &name, 1);
	return status;
}

enum status
twins_read(struct app *app, const char *area, struct err *err)
{
	struct twins *twins = twins_of(app);
	enum status status = read_area(app, twins, area, err);

	done_with(app, twins);
	return status;
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
	enum status status = list_houses(app, twins, err);

	if (!status)
		status = store_each_building_since(app_store(app), n, note_village, &reading, err);
	for (size_t i = 0; i < reading.count && reading.count <= VILLAGES_AT_ONCE && !status; i++)
		status = read_area(app, twins, reading.villages[i], err);
	free(reading.villages);
	done_with(app, twins);
	return status;
}

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
};

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

static bool
are_apart(const struct app *app, const struct twin_house *a, const struct twin_house *b)
{
	const struct trust *trust = store_trust(app_store(app));

	return trust_are_apart(trust, &a->root, a->division, &b->root) || trust_are_apart(trust, &b->root, b->division, &a->root);
}

static void
tell_pair(struct pairing *pairing, const struct twin_house *a, const struct twin_house *b, enum twin_clue clue)
{
	bool in_order = id_cmp(&a->root, &b->root) < 0;
	struct id both[2] = { in_order ? a->root : b->root, in_order ? b->root : a->root }, name;
	struct twin_pair pair = { both[0], both[1], clue };

	if (pairing->stopped || !(division_covers(pairing->area, a->division) || division_covers(pairing->area, b->division)))
		return;
	hash_bytes(both, sizeof(both), &name);
	if (idmap_get(&pairing->told, &name) != IDMAP_NONE || are_apart(pairing->app, a, b))
		return;
	idmap_put(&pairing->told, &name, 1);
	pairing->stopped = !pairing->visit(&pair, pairing->ctx);
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
			 clue_between(marks[at].mark.clue, marks[first].house, marks[at].house) == clue)
			tell_pair(pairing, marks[first].house, marks[at].house, clue);
	return at;
}

static enum status
tell_pairs(struct pairing *pairing, struct err *err)
{
	size_t count, at = 0;
	struct shared_mark *marks = sort_marks(pairing->twins, &count);
	enum status status = STATUS_OK;

	for (enum twin_clue clue = TWIN_NUMBER; clue < TWIN_CLUE_COUNT && !status; clue++) {
		if (clue == TWIN_PHOTO)
			status = store_each_photo_twin(app_store(pairing->app), on_photo, pairing, err);
		at = tell_shared(pairing, clue, marks, clue == TWIN_DOORS ? 0 : at, count);
	}
	free(marks);
	return status;
}

enum status
twins_each_pair(struct app *app, const char *area, bool (*visit)(const struct twin_pair *, void *), void *ctx, struct twins_extent *extent,
		struct err *err)
{
	struct twins *twins = twins_of(app);
	struct pairing pairing = { .app = app, .twins = twins, .area = area, .visit = visit, .ctx = ctx };
	enum status status = list_houses(app, twins, err);

	*extent = (struct twins_extent){ .openings = twins->openings };
	for (size_t i = 0; i < twins->count && !status; i++) {
		extent->houses += twins->houses[i].stands;
		extent->opened += twins->houses[i].stands && twins->houses[i].opened;
	}
	if (!status)
		status = tell_pairs(&pairing, err);
	idmap_release(&pairing.told);
	done_with(app, twins);
	return status;
}

/* ---- one house */

/* The house that this one may be, the strongest clue first; NULL: none. */
static const struct twin_house *
find_twin(const struct app *app, const struct twins *twins, const struct twin_house *house, enum twin_clue *clue)
{
	const struct twin_house *found = NULL;

	*clue = TWIN_CLUE_COUNT;
	for (size_t i = 0; i < twins->count; i++) {
		const struct twin_house *other = &twins->houses[i];
		enum twin_clue shared = other->stands && !id_equal(&other->root, &house->root) ? clue_of(house, other) : TWIN_CLUE_COUNT;

		if (shared < *clue && shared < TWIN_DOORS && !are_apart(app, house, other)) {
			*clue = shared;
			found = other;
		}
	}
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
			  : clue == TWIN_ADDRESS ? _("\"%s\" stands at this address: is it the same house?")
			  : clue == TWIN_ID	 ? _("\"%s\" has an owner of this identity number: is it the same house?")
						 : _("\"%s\" has this owner in one place: is it the same house?"),
			  place);
	secret_free(place);
	return text;
}

struct marking_numbers {
	const struct value *values;
	struct twin_house *house;
};

static bool
mark_number(const struct field *field, void *ctx)
{
	struct marking_numbers *marking = ctx;
	struct id name;

	if (twin_number_name(field, marking->values, &name))
		add_mark(marking->house, TWIN_NUMBER, &name);
	return true;
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
		form_each_field(pack->root, mark_number, &(struct marking_numbers){ ask->listing, &house });
		mark_listing(pack, ask->listing, &house);
		mark_form(pack->root, ask->listing, &house);
	}
	if (ask->form) { /* what the listing shares was asked about at the listing */
		house.count = 0;
		mark_form(ask->form, ask->values, &house);
	}
	*clue = TWIN_CLUE_COUNT;
	if (!read_area(app, twins, ask->village, &ignored)) { /* else nothing is asked: the list of pairs is */
		const struct twin_house *twin = find_twin(app, twins, &house, clue);

		words = words_about(app, twin, *clue);
	}
	free(house.marks);
	done_with(app, twins);
	return words;
}

char *
twins_words_of(struct app *app, const struct id *root)
{
	struct twins *twins = twins_of(app);
	const struct twin_house *house = NULL, *twin = NULL, *photo;
	enum twin_clue clue = TWIN_CLUE_COUNT;
	struct err ignored = { 0 };
	bool found = false;
	struct id other;
	char *words;

	if (!list_houses(app, twins, &ignored))
		house = find_standing(twins, root);
	if (house && !read_area(app, twins, house->division, &ignored))
		twin = find_twin(app, twins, house, &clue);
	if (house && clue > TWIN_PHOTO && !store_photo_twin(app_store(app), house->number, &other, &found, &ignored) && found) {
		photo = find_standing(twins, &other);
		if (photo && !are_apart(app, house, photo)) {
			twin = photo;
			clue = TWIN_PHOTO;
		}
	}
	words = words_about(app, twin, clue);
	done_with(app, twins);
	return words;
}

bool
twins_are_alike(struct app *app, const struct id *building, const struct id *other)
{
	struct twins *twins = twins_of(app);
	const struct twin_house *a = NULL, *b = NULL;
	struct err ignored = { 0 };
	bool alike = false;

	if (!list_houses(app, twins, &ignored)) {
		a = find_standing(twins, building);
		b = find_standing(twins, other);
	}
	if (a && b && !read_area(app, twins, a->division, &ignored) && !read_area(app, twins, b->division, &ignored))
		alike = clue_of(a, b) != TWIN_CLUE_COUNT || store_share_photo(app_store(app), a->number, b->number);
	done_with(app, twins);
	return alike;
}
