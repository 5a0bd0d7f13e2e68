#include "store/houses/joined.h"

#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/map.h"
#include "base/mem.h"
#include "eval/db.h"
#include "trust/same.h"

static int
joined_cmp(const void *a, const void *b)
{
	const struct joined *left = a, *right = b;

	return (left->building > right->building) - (left->building < right->building);
}

/* Where the house stands here; *building 0: it does not. */
static enum status
find_house(struct store *store, const struct id *root, int64_t *building, char division[DIVISION_CODE_LEN + 1], struct err *err)
{
	sqlite3_stmt *stmt = db_use(store_db(store), "SELECT building, division FROM building WHERE root = :root AND division IS NOT NULL");
	enum status status;
	bool row;

	*building = 0;
	bind_id(stmt, ":root", root);
	status = db_row(store_db(store), stmt, &row, err);
	if (status || !row)
		return status;
	if (division_is_code((const char *)sqlite3_column_text(stmt, 1))) {
		*building = sqlite3_column_int64(stmt, 0);
		memcpy(division, sqlite3_column_text(stmt, 1), DIVISION_CODE_LEN + 1);
	}
	sqlite3_reset(stmt);
	return STATUS_OK;
}

/* Adds the houses whose listing says that there is none. */
static enum status
add_gone(struct store *store, struct joined **out, size_t *count, size_t *cap, struct err *err)
{
	const struct pack *pack = store_pack(store);
	size_t aside_count = *count;
	sqlite3_stmt *stmt = NULL;
	char *sql;
	int code;

	if (!pack || !pack->root->gone)
		return STATUS_OK;
	sql = mem_printf("SELECT v.building, g.root FROM value_%s v JOIN building g ON g.building = v.building "
			 "WHERE v.\"%s\" IS NOT NULL AND g.division IS NOT NULL",
			 pack->root->name, pack->root->gone->name);
	code = sqlite3_prepare_v2(db_handle(store_db(store)), sql, -1, &stmt, NULL);
	free(sql);
	while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct joined gone = { .building = sqlite3_column_int64(stmt, 0), .gone = true };

		code = SQLITE_OK;
		if (!column_id(stmt, 1, &gone.root) || joined_find(*out, aside_count, gone.building))
			continue;
		MEM_GROW(*out, *count, *cap);
		(*out)[(*count)++] = gone;
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(store_db(store), code, err);
}

/* ---- one house for the other */

enum status
joined_end(struct store *store, const struct id *root, struct id *end, struct err *err)
{
	struct idmap seen = { 0 };
	enum status status = STATUS_OK;
	bool more = true;

	*end = *root;
	while (more && !status) {
		char division[DIVISION_CODE_LEN + 1];
		int64_t building;
		struct id *asides = NULL;
		size_t count = 0;

		idmap_put(&seen, end, 1);
		status = find_house(store, end, &building, division, err);
		if (!status && building)
			asides = trust_asides(store_trust(store), end, division, &count);
		more = count > 0;
		if (more && idmap_get(&seen, &asides[0]) != IDMAP_NONE) { /* a circle: each as if the others were none */
			more = false;
			status = find_house(store, root, &building, division, err);
			free(asides);
			asides = building ? trust_asides(store_trust(store), root, division, &count) : NULL;
			*end = asides && count ? asides[0] : *root;
		} else if (more) {
			*end = asides[0];
		}
		free(asides);
	}
	idmap_release(&seen);
	return status;
}

static int
kin_cmp(const void *a, const void *b)
{
	return id_cmp(a, b);
}

enum status
joined_kin(struct store *store, const struct id *root, struct id **out, size_t *count, struct err *err)
{
	struct idmap seen = { 0 };
	size_t cap = 0, at = 0;
	struct id house = *root;
	enum status status = STATUS_OK;

	*out = NULL;
	*count = 0;
	idmap_put(&seen, root, 1);
	do {
		char division[DIVISION_CODE_LEN + 1];
		int64_t building;
		struct id *joined = NULL;
		size_t joined_count = 0;

		status = find_house(store, &house, &building, division, err);
		if (!status && building)
			joined = trust_joined_with(store_trust(store), &house, division, &joined_count);
		for (size_t i = 0; i < joined_count; i++) {
			if (idmap_get(&seen, &joined[i]) != IDMAP_NONE)
				continue;
			idmap_put(&seen, &joined[i], 1);
			MEM_GROW(*out, *count, cap);
			(*out)[(*count)++] = joined[i];
		}
		free(joined);
		if (at < *count)
			house = (*out)[at];
	} while (at++ < *count && !status);
	if (*count)
		qsort(*out, *count, sizeof(**out), kin_cmp);
	idmap_release(&seen);
	return status;
}

static bool
is_among_asides(const struct trust *trust, const struct id *house, const char *division, const struct id *other)
{
	size_t count;
	struct id *asides = trust_asides(trust, house, division, &count);
	bool is = id_is_among(asides, count, other);

	free(asides);
	return is;
}

enum status
joined_behind(struct store *store, const struct id *root, struct joined_behind **out, size_t *count, struct err *err)
{
	const struct trust *trust = store_trust(store);
	struct idmap seen = { 0 };
	size_t cap = 0, at = 0;
	struct id house = *root;
	enum status status = STATUS_OK;

	*out = NULL;
	*count = 0;
	idmap_put(&seen, root, 1);
	do {
		char division[DIVISION_CODE_LEN + 1], other[DIVISION_CODE_LEN + 1];
		int64_t building;
		struct id *joined = NULL;
		size_t joined_count = 0;

		status = find_house(store, &house, &building, division, err);
		if (!status && building)
			joined = trust_joined_with(trust, &house, division, &joined_count);
		for (size_t i = 0; i < joined_count && !status; i++) {
			if (idmap_get(&seen, &joined[i]) != IDMAP_NONE || is_among_asides(trust, &house, division, &joined[i]))
				continue;
			status = find_house(store, &joined[i], &building, other, err);
			if (status || !building)
				continue;
			idmap_put(&seen, &joined[i], 1);
			MEM_GROW(*out, *count, cap);
			(*out)[(*count)++] = (struct joined_behind){ joined[i], strcmp(division, other) != 0 };
		}
		free(joined);
		if (at < *count)
			house = (*out)[at].root;
	} while (at++ < *count && !status);
	idmap_release(&seen);
	return status;
}

/* ---- all of them */

/* Is a case open at the one that is not at the other, by what they wait for? */
static enum status
find_case(struct store *store, struct joined *joined, struct err *err)
{
	sqlite3_stmt *stmt =
		db_use(store_db(store),
		       "SELECT 1 FROM due d WHERE d.building = :building AND d.of_case IS NOT NULL AND NOT EXISTS (SELECT 1 FROM due e "
		       "JOIN building g ON g.building = e.building WHERE g.root = :counted AND e.of_case = d.of_case) LIMIT 1");
	enum status status;

	bind_int(stmt, ":building", joined->building);
	bind_id(stmt, ":counted", &joined->counted_as);
	status = db_row(store_db(store), stmt, &joined->case_goes_on, err);
	sqlite3_reset(stmt);
	return status;
}

enum status
joined_load(struct store *store, struct joined **out, size_t *count, struct err *err)
{
	const struct trust *trust = store_trust(store);
	size_t house_count, cap = 0;
	struct id *houses = trust_joined_houses(trust, &house_count);
	enum status status = STATUS_OK;

	*out = NULL;
	*count = 0;
	for (size_t i = 0; i < house_count && !status; i++) {
		char division[DIVISION_CODE_LEN + 1];
		int64_t building;
		struct id *asides;
		size_t aside_count;

		status = find_house(store, &houses[i], &building, division, err);
		if (status || !building)
			continue;
		asides = trust_asides(trust, &houses[i], division, &aside_count);
		if (aside_count) {
			size_t decision_count;
			struct id *decisions = trust_decisions_about(trust, &houses[i], division, &asides[0], &decision_count);

			MEM_GROW(*out, *count, cap);
			(*out)[*count] = (struct joined){
				.building = building, .root = houses[i], .aside_for = asides[0], .decision = decisions[0]
			};
			status = joined_end(store, &houses[i], &(*out)[(*count)++].counted_as, err);
			free(decisions);
		}
		free(asides);
	}
	if (*count)
		qsort(*out, *count, sizeof(**out), joined_cmp);
	if (!status)
		status = add_gone(store, out, count, &cap, err);
	for (size_t i = 0; i < *count && !status; i++)
		status = find_case(store, &(*out)[i], err);
	if (*count)
		qsort(*out, *count, sizeof(**out), joined_cmp);
	free(houses);
	return status;
}

const struct joined *
joined_find(const struct joined *joined, size_t count, int64_t building)
{
	struct joined wanted = { .building = building };

	return count ? bsearch(&wanted, joined, count, sizeof(*joined), joined_cmp) : NULL;
}
