#include "store/joined.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "eval/db.h"
#include "trust/same.h"

struct house {
	struct id root;
	int64_t building, level, forms; /* building 0: it does not stand here */
	char division[16];
	size_t group; /* index of a house of the same group; its own when it is the group's first */
};

struct houses {
	struct store *store;
	struct house *items;
	size_t count, cap;
	struct idmap index;
};

static enum status
count_forms(struct store *store, struct house *house, struct err *err)
{
	const struct pack *pack = store_pack(store);
	sqlite3_stmt *stmt = db_use(store_db(store), "SELECT DISTINCT kind FROM place WHERE building = :building");
	enum status status;
	bool row;

	bind_int(stmt, ":building", house->building);
	while (!(status = db_row(store_db(store), stmt, &row, err)) && row)
		house->forms += pack && pack_form(pack, (const char *)sqlite3_column_text(stmt, 0));
	return status;
}

static enum status
add_house(struct houses *houses, const struct id *root, size_t *at, struct err *err)
{
	struct house house = { .root = *root };
	enum status status;
	sqlite3_stmt *stmt;
	bool row;

	*at = idmap_get(&houses->index, root);
	if (*at != IDMAP_NONE)
		return STATUS_OK;
	stmt = db_use(store_db(houses->store),
		      "SELECT building, division, level FROM building WHERE root = :root AND division IS NOT NULL");
	bind_id(stmt, ":root", root);
	status = db_row(store_db(houses->store), stmt, &row, err);
	if (!status && row) {
		const char *division = (const char *)sqlite3_column_text(stmt, 1);

		house.building = sqlite3_column_int64(stmt, 0);
		house.level = sqlite3_column_int64(stmt, 2);
		for (size_t i = 0; division[i] && i + 1 < sizeof(house.division); i++)
			house.division[i] = division[i];
		sqlite3_reset(stmt);
		status = count_forms(houses->store, &house, err);
	}
	if (status)
		return status;
	*at = house.group = houses->count;
	MEM_GROW(houses->items, houses->count, houses->cap);
	idmap_put(&houses->index, root, houses->count);
	houses->items[houses->count++] = house;
	return STATUS_OK;
}

static size_t
group_of(const struct houses *houses, size_t at)
{
	while (houses->items[at].group != at)
		at = houses->items[at].group;
	return at;
}

/* Negative: `a` is counted rather than `b`. */
static int
precedence(const struct house *a, const struct house *b)
{
	if (a->level != b->level)
		return a->level > b->level ? -1 : 1;
	if (a->forms != b->forms)
		return a->forms > b->forms ? -1 : 1;
	return id_cmp(&a->root, &b->root);
}

/* The house that is counted stands at the head of its group. */
static void
join(struct houses *houses, size_t a, size_t b)
{
	a = group_of(houses, a);
	b = group_of(houses, b);
	if (a == b)
		return;
	if (precedence(&houses->items[a], &houses->items[b]) < 0)
		houses->items[b].group = a;
	else
		houses->items[a].group = b;
}

static int
joined_cmp(const void *a, const void *b)
{
	const struct joined *left = a, *right = b;

	return (left->building > right->building) - (left->building < right->building);
}

enum status
joined_load(struct store *store, struct joined **out, size_t *count, struct err *err)
{
	const struct trust *trust = store_trust(store);
	struct houses houses = { .store = store };
	enum status status = STATUS_OK;
	size_t cap = 0;

	*out = NULL;
	*count = 0;
	for (size_t i = 0; i < trust_same_count(trust) && !status; i++) {
		const struct trust_same *same = trust_same_at(trust, i);
		size_t a, b;

		status = add_house(&houses, &same->a, &a, err);
		if (!status)
			status = add_house(&houses, &same->b, &b, err);
		if (!status && houses.items[a].building && houses.items[b].building &&
		    credential_covers(same->author, houses.items[a].division) && credential_covers(same->author, houses.items[b].division))
			join(&houses, a, b);
	}
	for (size_t i = 0; i < houses.count && !status; i++)
		if (houses.items[i].group != i) {
			MEM_GROW(*out, *count, cap);
			(*out)[(*count)++] = (struct joined){ houses.items[i].building, houses.items[i].root,
							      houses.items[group_of(&houses, i)].root };
		}
	if (*count)
		qsort(*out, *count, sizeof(**out), joined_cmp);
	free(houses.items);
	idmap_release(&houses.index);
	return status;
}

const struct joined *
joined_find(const struct joined *joined, size_t count, int64_t building)
{
	struct joined wanted = { .building = building };

	return count ? bsearch(&wanted, joined, count, sizeof(*joined), joined_cmp) : NULL;
}
