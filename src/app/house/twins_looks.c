#include "app/house/twins_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "photo/photo.h"
#include "store/houses/looks.h"
#include "store/store.h"

/* Houses whose photos look alike, all pairs of them. Looks that differ in six bits at most have, of their eight parts of eight bits, at least two that
 * are the same: so for each two parts the looks are put in order by these, and only those with both the same are compared. */

#define PARTS 8
#define PART_BITS 8
#define KEYS (1 << 2 * PART_BITS)
#define NEXT_MOST 60  /* compared with one: many that are nearly one are linked by a few */
#define FEW_LOOKS 600 /* each is compared with each: less than putting them in order costs */

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
	struct house_look *items;
	size_t count, cap;
};

static int
house_number_cmp(const void *a, const void *b)
{
	const struct house_number *left = a, *right = b;

	return (left->number > right->number) - (left->number < right->number);
}

static bool
gather_look(int64_t building, uint64_t look, void *ctx)
{
	struct gathering_looks *gathering = ctx;
	const struct house_number wanted = { .number = building };
	const struct house_number *found = gathering->standing_count ? bsearch(&wanted, gathering->standing, gathering->standing_count,
									       sizeof(wanted), house_number_cmp)
								     : NULL;

	if (!found)
		return true;
	MEM_GROW(gathering->items, gathering->count, gathering->cap);
	gathering->items[gathering->count++] = (struct house_look){ look, found->house };
	return true;
}

static void
list_standing(const struct twins *twins, struct gathering_looks *gathering)
{
	gathering->standing = mem_array(twins->count, sizeof(*gathering->standing));
	for (size_t i = 0; i < twins->count; i++)
		if (twins->houses[i].stands)
			gathering->standing[gathering->standing_count++] = (struct house_number){ twins->houses[i].number, i };
	if (gathering->standing_count)
		qsort(gathering->standing, gathering->standing_count, sizeof(*gathering->standing), house_number_cmp);
}

/* Puts looks in order by one byte of a number, and those of one byte as they were. */
static void
order_by_byte(const struct house_look *looks, size_t count, bool by_house, int byte, struct house_look *ordered)
{
	size_t from[257] = { 0 };

#define BYTE_OF(item) (((by_house ? (uint64_t)(item).house : (item).look) >> (8 * byte)) & 0xff)
	for (size_t i = 0; i < count; i++)
		from[BYTE_OF(looks[i]) + 1]++;
	for (size_t i = 0; i < 256; i++)
		from[i + 1] += from[i];
	for (size_t i = 0; i < count; i++)
		ordered[from[BYTE_OF(looks[i])]++] = looks[i];
#undef BYTE_OF
}

/* Puts looks in order, and those that are one by house. `other` is as long. */
static void
order_looks(struct house_look *looks, size_t count, struct house_look *other)
{
	struct house_look *from = looks, *to = other;

	for (int byte = 0; byte < 16; byte++) { /* an even number of times: the last one ends in `looks` */
		struct house_look *swap = from;

		order_by_byte(from, count, byte < 8, byte % 8, to);
		from = to;
		to = swap;
	}
}

static unsigned
key_of(uint64_t look, int one, int other)
{
	return (unsigned)(look >> (one * PART_BITS) & 0xff) << PART_BITS | (unsigned)(look >> (other * PART_BITS) & 0xff);
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

/* Puts the looks in order by two of their parts, those of one key as they were, and compares those of one key. */
static void
compare_by(struct twins *twins, const struct house_look *looks, size_t count, int one, int other, size_t *from, struct house_look *ordered)
{
	memset(from, 0, (KEYS + 1) * sizeof(*from));
	for (size_t i = 0; i < count; i++)
		from[key_of(looks[i].look, one, other) + 1]++;
	for (size_t key = 0; key < KEYS; key++)
		from[key + 1] += from[key];
	for (size_t i = 0; i < count; i++)
		ordered[from[key_of(looks[i].look, one, other)]++] = looks[i];
	for (size_t key = 0, i = 0; key < KEYS; key++) /* from: where the looks of a key end now */
		for (; i < from[key]; i++)
			for (size_t k = i + 1; k < from[key] && k <= i + NEXT_MOST; k++)
				if (are_alike(twins, &ordered[i], &ordered[k]))
					note_pair(twins, ordered[i].house, ordered[k].house);
}

static void
compare_all(struct twins *twins, const struct house_look *looks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = i + 1; k < count; k++)
			if (are_alike(twins, &looks[i], &looks[k]))
				note_pair(twins, looks[i].house, looks[k].house);
}

static void
compare_by_parts(struct twins *twins, const struct house_look *looks, size_t count, struct house_look *ordered)
{
	size_t *from = mem_array(KEYS + 1, sizeof(*from));

	for (int one = 0; one < PARTS; one++)
		for (int other = one + 1; other < PARTS; other++)
			compare_by(twins, looks, count, one, other, from, ordered);
	free(from);
}

enum status
twins_find_alike(struct app *app, struct twins *twins, struct err *err)
{
	struct gathering_looks gathering = { 0 };
	struct house_look *ordered;
	enum status status;

	if (twins->alike_known)
		return STATUS_OK;
	twins->alike_count = 0;
	list_standing(twins, &gathering);
	status = store_each_look(app_store(app), gather_look, &gathering, err);
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
