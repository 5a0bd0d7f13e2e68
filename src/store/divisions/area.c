#include "store/divisions/area.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/mem.h"
#include "flow/flow.h"
#include "store/divisions/divisions.h"
#include "store/houses/building.h"
#include "store/inside.h"
#include "store/houses/joined.h"
#include "trust/genesis.h"

/* An area of the register. */

/* ---- what its houses wait for */

struct area_counting {
	struct area_status *out;
	const struct joined *joined;
	size_t joined_count;
};

/* As who reads may see it: a task that he is not told of is not counted either. */
static bool
count_row(const struct building_row *row, void *ctx)
{
	struct area_counting *counting = ctx;
	struct area_status *out = counting->out;

	if (joined_find(counting->joined, counting->joined_count, row->number))
		return true;
	for (int kind = 0; kind < TASK_COUNT; kind++)
		out->by_task[kind] += flow_task_fits((enum flow_task)kind, row->task, row->done, false);
	out->added += row->added;
	out->done += flow_task_fits(TASK_DONE, row->task, row->done, false);
	return true;
}

enum status
store_area_status(struct store *store, const char *area, struct area_status *out, struct err *err)
{
	sqlite3_stmt *stmt;
	struct id *roots = NULL, *hashes = NULL;
	size_t count = 0, cap = 0, hash_cap = 0, joined_count = 0;
	struct joined *joined = NULL;
	struct flow_division *divisions = NULL;
	size_t division_count = 0;
	const struct id *genesis = trust_genesis(store->trust);
	enum status status = joined_load(store, &joined, &joined_count, err);
	bool row;

	*out = (struct area_status){ .steps = store_step_count(store) };
	stmt = db_use(store->db, "SELECT root, hash, building FROM building g WHERE " G_IN_AREA " ORDER BY root");
	bind_text(stmt, ":area", area);
	while (!status && !(status = db_row(store->db, stmt, &row, err)) && row) {
		const struct joined *aside;
		size_t before = count;

		MEM_GROW(roots, count, cap);
		MEM_GROW(hashes, before, hash_cap);
		if (!column_id(stmt, 0, &roots[count]) || !column_id(stmt, 1, &hashes[count]))
			continue;
		count++;
		aside = joined_find(joined, joined_count, sqlite3_column_int64(stmt, 2));
		if (aside) {
			out->gone += aside->gone;
			out->joined += !aside->gone;
			continue;
		}
		out->buildings++;
	}
	if (!status)
		status = store_each_building(store, area, count_row, &(struct area_counting){ out, joined, joined_count }, err);
	if (!status)
		status = store_divisions(store, area, &divisions, &division_count, err);
	flow_area_hash(&(struct flow_area){ .geneses = genesis,
					    .genesis_count = genesis ? 1 : 0,
					    .pack = store_pack_id(store),
					    .roots = roots,
					    .hashes = hashes,
					    .count = count,
					    .divisions = divisions,
					    .division_count = division_count },
		       &out->hash);
	free(divisions);
	free(joined);
	free(roots);
	free(hashes);
	return status;
}

enum status
store_count_filled(struct store *store, const struct form *form, int64_t *count, struct err *err)
{
	char *sql = mem_printf("SELECT building FROM value_%s", form->name); /* names of the pack are [a-z0-9_] */
	size_t joined_count = 0;
	struct joined *joined = NULL;
	sqlite3_stmt *stmt = NULL;
	enum status status = joined_load(store, &joined, &joined_count, err);
	int code = status ? SQLITE_DONE : sqlite3_prepare_v2(db_handle(store->db), sql, -1, &stmt, NULL);

	*count = 0;
	while (!status && code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		*count += joined_find(joined, joined_count, sqlite3_column_int64(stmt, 0)) == NULL;
		code = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	free(sql);
	free(joined);
	return status ? status : code == SQLITE_DONE ? STATUS_OK : db_failed(store->db, code, err);
}

enum status
store_area_levels(struct store *store, const char *area, const char *chain, void (*visit)(const char *level, void *ctx), void *ctx,
		  struct err *err)
{
	sqlite3_stmt *stmt;
	size_t joined_count = 0;
	struct joined *joined = NULL;
	enum status status = joined_load(store, &joined, &joined_count, err);
	bool row;

	stmt = db_use(store->db,
		      "SELECT g.building, s.level FROM building g LEFT JOIN signed s ON s.building = g.building AND s.chain = :chain "
		      "AND s.root = x'' AND s.n = g.level WHERE g.done = 0 AND " G_IN_AREA);
	bind_text(stmt, ":chain", chain);
	bind_text(stmt, ":area", area);
	while (!status && !(status = db_row(store->db, stmt, &row, err)) && row)
		if (!joined_find(joined, joined_count, sqlite3_column_int64(stmt, 0)))
			visit((const char *)sqlite3_column_text(stmt, 1), ctx);
	free(joined);
	return status;
}

enum status
store_each_village(struct store *store, const char *area, bool (*visit)(const char *division, int64_t houses, void *ctx), void *ctx,
		   struct err *err)
{
	sqlite3_stmt *stmt;
	size_t joined_count = 0;
	struct joined *joined = NULL;
	char village[DIVISION_CODE_LEN + 1] = "";
	enum status status = joined_load(store, &joined, &joined_count, err);
	int64_t houses = 0;
	bool row, goes_on = true;

	stmt = db_use(store->db, "SELECT division, building FROM building g WHERE " G_IN_AREA " ORDER BY division");
	bind_text(stmt, ":area", area);
	while (!status && goes_on && !(status = db_row(store->db, stmt, &row, err)) && row) {
		const char *division = (const char *)sqlite3_column_text(stmt, 0);

		if (joined_find(joined, joined_count, sqlite3_column_int64(stmt, 1)))
			continue;
		if (strcmp(village, division) != 0) {
			goes_on = !houses || visit(village, houses, ctx);
			snprintf(village, sizeof(village), "%s", division);
			houses = 0;
		}
		houses++;
	}
	sqlite3_reset(stmt);
	if (!status && goes_on && houses)
		visit(village, houses, ctx);
	free(joined);
	return status;
}

enum status
store_each_finding(struct store *store, const char *area, const char *rule, bool (*visit)(const struct finding_row *, void *), void *ctx,
		   struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT g.root, f.rule, f.level, f.kind, f.judged, g.division, g.building, f.author, "
					       "EXISTS (SELECT 1 FROM waived w WHERE w.building = f.building AND w.rule = f.rule), "
					       "f.undecided FROM building g "
					       "CROSS JOIN findings_of_rules f ON f.building = g.building WHERE " G_IN_AREA
					       " AND (:rule IS NULL OR f.rule = :rule) ORDER BY g.division, g.root, f.rule");
	enum status status;
	bool row;

	bind_text(stmt, ":area", area);
	bind_text(stmt, ":rule", rule);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct finding_row found = { .division = (const char *)sqlite3_column_text(stmt, 5),
					     .rule = (const char *)sqlite3_column_text(stmt, 1),
					     .kind = sqlite3_column_int64(stmt, 3),
					     .judged = sqlite3_column_int(stmt, 4) != 0,
					     .number = sqlite3_column_int64(stmt, 6),
					     .waived = sqlite3_column_int(stmt, 8) != 0,
					     .undecided = sqlite3_column_int(stmt, 9) != 0 };

		found.has_author = column_id(stmt, 7, &found.author);
		if (column_id(stmt, 0, &found.building) && found.rule &&
		    rule_level_find((const char *)sqlite3_column_text(stmt, 2), &found.level) && !visit(&found, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_each_waived(struct store *store, const char *area, const char *rule, bool (*visit)(const struct waived_row *, void *), void *ctx,
		  struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT g.root, g.division, g.building, w.rule, w.author, max(w.mended) FROM building g "
					       "CROSS JOIN waived w ON w.building = g.building WHERE " G_IN_AREA
					       " AND (:rule IS NULL OR w.rule = :rule) GROUP BY g.division, g.root, w.rule, w.author "
					       "ORDER BY g.division, g.root, w.rule");
	enum status status;
	bool row;

	bind_text(stmt, ":area", area);
	bind_text(stmt, ":rule", rule);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct waived_row waived = { .division = (const char *)sqlite3_column_text(stmt, 1),
					     .number = sqlite3_column_int64(stmt, 2),
					     .rule = (const char *)sqlite3_column_text(stmt, 3),
					     .mended = sqlite3_column_int(stmt, 5) != 0 };

		if (column_id(stmt, 0, &waived.building) && column_id(stmt, 4, &waived.author) && !visit(&waived, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}
