#include "app/house/twins_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "photo/photo.h"
#include "store/houses/looks.h"
#include "store/store.h"

/* Houses whose photos look alike, all pairs of them. Looks that differ in six bits at most have, of their eight parts of eight bits, at least two that
 * are the same: so for each two parts the looks are put in order by these, and only those with both the same are compared. They are put in order by the
 * first part once, and by the second within each of its values, of which there are few enough for the processor's cache. */

#define PARTS 8
#define PART_BITS 8
#define PART_VALUES (1 << PART_BITS)
#define NEXT_MOST 60  /* compared with one: many that are nearly one are linked by a few */
#define FEW_LOOKS 600 /* each is compared with each: less than putting them in order costs */
#define GAPS_MOST 8   /* numbers for each house: then a house is found in a table of all numbers */

_Static_assert(PHOTO_ALIKE <= PARTS - 2, "two parts of looks that are alike are the same");

struct house_look {
	uint64_t look;
	size_t house;
};

struct house_number {
	int64_t number;
	size_t house;
};

struct gathering_looks {
	struct house_number *standing; /* by number */
	size_t standing_count;
	size_t *by_number; /* from the first number to the last: the house + 1, or 0; NULL: there are too many numbers */
	struct house_look *items;
	size_t count, cap;
};

static int
house_number_cmp(const void *a, const void *b)
{
	const struct house_number *left = a, *right = b;

	return (left->number > right->number) - (left->number < right->number);
}

/* The house that stands and has the number, + 1; 0: none. */
static size_t
house_of(const struct gathering_looks *gathering, int64_t number)
{
	const struct house_number wanted = { .number = number }, *found;

	if (!gathering->standing_count || number < gathering->standing[0].number ||
	    number > gathering->standing[gathering->standing_count - 1].number)
		return 0;
	if (gathering->by_number)
		return gathering->by_number[number - gathering->standing[0].number];
	found = bsearch(&wanted, gathering->standing, gathering->standing_count, sizeof(wanted), house_number_cmp);
	return found ? found->house + 1 : 0;
}

static void
gather_look(int64_t building, uint64_t look, void *ctx)
{
	struct gathering_looks *gathering = ctx;
	size_t found = house_of(gathering, building);

	if (!found)
		return;
	MEM_GROW(gathering->items, gathering->count, gathering->cap);
	gathering->items[gathering->count++] = (struct house_look){ look, found - 1 };
}

static void
list_standing(const struct twins *twins, struct gathering_looks *gathering)
{
	struct house_number *standing = mem_array(twins->count, sizeof(*standing));
	size_t count = 0;
	uint64_t span;

	for (size_t i = 0; i < twins->count; i++)
		if (twins->houses[i].stands)
			standing[count++] = (struct house_number){ twins->houses[i].number, i };
	if (count)
		qsort(standing, count, sizeof(*standing), house_number_cmp);
	span = count ? (uint64_t)standing[count - 1].number - (uint64_t)standing[0].number : 0;
	if (count && span / GAPS_MOST <= count)
		gathering->by_number = mem_array(span + 1, sizeof(*gathering->by_number));
	for (size_t i = 0; i < count && gathering->by_number; i++)
		gathering->by_number[standing[i].number - standing[0].number] = standing[i].house + 1;
	gathering->standing = standing;
	gathering->standing_count = count;
}

/* Puts looks in order by one byte of a number, and those of one byte as they were; ends: of each value, where its looks end. False: all have one value,
 * and stay where they are. */
static bool
order_by_byte(const struct house_look *looks, size_t count, bool by_house, int byte, size_t *ends, struct house_look *ordered)
{
	size_t at = 0;

#define BYTE_OF(item) (((by_house ? (uint64_t)(item).house : (item).look) >> (8 * byte)) & 0xff)
	memset(ends, 0, PART_VALUES * sizeof(*ends));
	for (size_t i = 0; i < count; i++)
		ends[BYTE_OF(looks[i])]++;
	if (count && ends[BYTE_OF(looks[0])] == count)
		return false;
	for (size_t i = 0; i < PART_VALUES; i++) {
		size_t of_value = ends[i];

		ends[i] = at;
		at += of_value;
	}
	for (size_t i = 0; i < count; i++)
		ordered[ends[BYTE_OF(looks[i])]++] = looks[i];
#undef BYTE_OF
	return true;
}

/* Puts looks in order, and those that are one by house. `other` is as long. */
static void
order_looks(struct house_look *looks, size_t count, struct house_look *other)
{
	struct house_look *from = looks, *to = other;
	size_t ends[PART_VALUES];

	for (int byte = 0; byte < 16; byte++) {
		struct house_look *swap = from;

		if (!order_by_byte(from, count, byte < 8, byte % 8, ends, to))
			continue;
		from = to;
		to = swap;
	}
	if (from != looks)
		memcpy(looks, from, count * sizeof(*looks));
}

/* Most pairs are nowhere near: where the houses stand is asked of few. */
static bool
are_alike(const struct twins *twins, const struct house_look *a, const struct house_look *b)
{
	int apart = photo_look_apart(a->look, b->look);

	if (apart > PHOTO_ALIKE || a->house == b->house)
		return false;
	return apart <= PHOTO_ALIKE_FAR || strcmp(twins->houses[a->house].division, twins->houses[b->house].division) == 0;
}

static void
note_pair(struct twins *twins, size_t a, size_t b)
{
	MEM_GROW(twins->alike, twins->alike_count, twins->alike_cap);
	twins->alike[twins->alike_count++] = (struct twin_alike){ a, b };
}

/* Compares those that stand one after another with one value of the part. */
static void
compare_by(struct twins *twins, const struct house_look *looks, size_t count, int part)
{
	unsigned shift = (unsigned)part * PART_BITS;

	for (size_t i = 0; i < count; i++)
		for (size_t k = i + 1; k < count && k <= i + NEXT_MOST && !(((looks[i].look ^ looks[k].look) >> shift) & (PART_VALUES - 1));
		     k++)
			if (are_alike(twins, &looks[i], &looks[k]))
				note_pair(twins, looks[i].house, looks[k].house);
}

static void
compare_all(struct twins *twins, const struct house_look *looks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = i + 1; k < count; k++)
			if (are_alike(twins, &looks[i], &looks[k]))
				note_pair(twins, looks[i].house, looks[k].house);
}

/* within: as long as all looks, for those of one value of the first part. */
static void
compare_by_parts(struct twins *twins, const struct house_look *looks, size_t count, struct house_look *ordered)
{
	struct house_look *within = mem_array(count, sizeof(*within));
	size_t firsts[PART_VALUES], seconds[PART_VALUES];

	for (int one = 0; one < PARTS; one++) {
		bool apart = order_by_byte(looks, count, false, one, firsts, ordered);
		size_t values = apart ? PART_VALUES : 1;
		const struct house_look *all = apart ? ordered : looks;

		for (int other = one + 1; other < PARTS; other++)
			for (size_t value = 0, from = 0; value < values; value++) {
				size_t end = apart ? firsts[value] : count;
				const struct house_look *of_one = all + from;

				if (end - from > 1 && order_by_byte(all + from, end - from, false, other, seconds, within))
					of_one = within;
				compare_by(twins, of_one, end - from, other);
				from = end;
			}
	}
	free(within);
}

enum status
twins_find_alike(struct app *app, struct twins *twins, struct err *err)
{
	struct gathering_looks gathering = { 0 };
	struct house_look *ordered;
	enum status status;

	if (twins->alike_known)
		return STATUS_OK;
	twins->alike_count = twins->several.count = 0;
	list_standing(twins, &gathering);
	status = store_each_look(app_store(app), &twins->several, gather_look, &gathering, err);
	if (!status && gathering.count > 1) {
		ordered = mem_array(gathering.count, sizeof(*ordered));
		order_looks(gathering.items, gathering.count, ordered);
		if (gathering.count <= FEW_LOOKS)
			compare_all(twins, gathering.items, gathering.count);
		else
			compare_by_parts(twins, gathering.items, gathering.count, ordered);
		free(ordered);
	}
	twins->alike_known = !status;
	free(gathering.items);
	free(gathering.by_number);
	free(gathering.standing);
	return status;
}

/* ---- one house */

struct seeking_alike {
	struct app *app;
	const struct twins *twins;
	const struct twin_house *house, *found;
};

static bool
look_at_alike(const struct alike_photo *photo, void *ctx)
{
	struct seeking_alike *seeking = ctx;
	size_t at = idmap_get(&seeking->twins->by_root, photo->root);
	const struct twin_house *other = at == IDMAP_NONE ? NULL : &seeking->twins->houses[at];
	int most = strcmp(photo->division, seeking->house->division) == 0 ? PHOTO_ALIKE : PHOTO_ALIKE_FAR;

	if (other && !photo->shared && other != seeking->house && other->stands && photo->apart <= most &&
	    !twin_are_apart(seeking->app, seeking->house, other))
		seeking->found = other;
	return !seeking->found;
}

enum status
twins_alike_to(struct app *app, const struct twins *twins, const struct twin_house *house, const struct twin_house **out, struct err *err)
{
	struct seeking_alike seeking = { app, twins, house, NULL };
	struct named_look *looks;
	size_t count;
	enum status status = store_looks_of(app_store(app), house->number, &looks, &count, err);

	for (size_t i = 0; i < count && !status && !seeking.found; i++)
		status = store_each_alike(app_store(app), looks[i].look, PHOTO_ALIKE, look_at_alike, &seeking, err);
	free(looks);
	*out = seeking.found;
	return status;
}

enum status
twins_look_alike(struct app *app, const struct twin_house *a, const struct twin_house *b, bool *alike, struct err *err)
{
	int most = strcmp(a->division, b->division) == 0 ? PHOTO_ALIKE : PHOTO_ALIKE_FAR;
	struct named_look *looks = NULL, *others = NULL;
	size_t count = 0, other_count = 0;
	enum status status = store_looks_of(app_store(app), a->number, &looks, &count, err);

	*alike = false;
	if (!status)
		status = store_looks_of(app_store(app), b->number, &others, &other_count, err);
	for (size_t i = 0; i < count && !status; i++)
		for (size_t k = 0; k < other_count; k++)
			*alike |= photo_look_apart(looks[i].look, others[k].look) <= most;
	free(looks);
	free(others);
	return status;
}
