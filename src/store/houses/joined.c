#include "store/houses/joined.h"

#include <stdlib.h>
#include <string.h>

#include "base/division.h"
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
			(*out)[(*count)++] = (struct joined){ building, false, houses[i], asides[0], decisions[0] };
			free(decisions);
		}
		free(asides);
	}
	if (*count)
		qsort(*out, *count, sizeof(**out), joined_cmp);
	if (!status)
		status = add_gone(store, out, count, &cap, err);
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
