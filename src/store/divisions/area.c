#include "store/divisions/area.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/map.h"
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
	char now[DIVISION_CODE_LEN + 1];
	bool row;

	pack_area_now(store_pack(store), area, now);
	*out = (struct area_status){ .steps = store_step_count(store) };
	stmt = db_use(store->db, "SELECT root, hash, building FROM building g WHERE " G_IN_AREA " ORDER BY root");
	bind_text(stmt, ":area", now);
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
	char now[DIVISION_CODE_LEN + 1];
	bool row;

	pack_area_now(store_pack(store), area, now);
	stmt = db_use(store->db,
		      "SELECT g.building, s.level FROM building g LEFT JOIN signed s ON s.building = g.building AND s.chain = :chain "
		      "AND s.root = x'' AND s.n = g.level WHERE g.done = 0 AND " G_IN_AREA);
	bind_text(stmt, ":chain", chain);
	bind_text(stmt, ":area", now);
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
	char now[DIVISION_CODE_LEN + 1], village[DIVISION_CODE_LEN + 1] = "";
	enum status status = joined_load(store, &joined, &joined_count, err);
	int64_t houses = 0;
	bool row, goes_on = true;

	pack_area_now(store_pack(store), area, now);
	stmt = db_use(store->db, "SELECT division, building FROM building g WHERE " G_IN_AREA " ORDER BY " G_ORDER);
	bind_text(stmt, ":area", now);
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

/* What was found comes from one statement, what nobody judged from another, and both are told in one order: that of the houses, then by rule. */
struct telling_found {
	struct store *store;
	const char *rule;     /* this one alone; NULL: all */
	struct textmap by_id; /* rules of the pack: their places there */
	bool (*visit)(const struct finding_row *, void *);
	void *ctx;
	sqlite3_stmt *unjudged; /* at the next row; NULL: there is none left */
	struct finding_row *items;
	size_t count, next, cap; /* of one house, by rule */
	struct id house;
	char division[DIVISION_CODE_LEN + 1], division_now[DIVISION_CODE_LEN + 1];
};

static bool
is_named(const char *bracketed, const char *list)
{
	return list && strstr(list, bracketed) != NULL;
}

static int
row_order(const void *a, const void *b)
{
	return strcmp(((const struct finding_row *)a)->rule, ((const struct finding_row *)b)->rule);
}

/* The rules of a row, "[QR-01][QR-02]", in a buffer that does not move any more: NUL for each bracket that closes. */
static void
add_rules(struct telling_found *telling, char *rules, const struct finding_row *like, const char *waived)
{
	const struct pack *pack = store_pack(telling->store);

	for (char *end; *rules == '[' && (end = strchr(rules, ']')); rules = end + 1) {
		char *bracketed = mem_printf("%.*s", (int)(end - rules + 1), rules);
		struct finding_row row = *like;
		const struct rule *rule;
		size_t at;

		*end = '\0';
		at = textmap_get(&telling->by_id, rules + 1);
		rule = at == IDMAP_NONE ? NULL : &pack->rules[at];
		if (rule && (!telling->rule || strcmp(telling->rule, rule->id) == 0)) {
			row.rule = rule->id;
			row.level = rule->level;
			row.kind = rule->kind;
			row.waived = is_named(bracketed, waived);
			MEM_GROW(telling->items, telling->count, telling->cap);
			telling->items[telling->count++] = row;
		}
		free(bracketed);
	}
}

/* Reads the rows of the next house; none is left: `unjudged` is NULL then. */
static enum status
read_unjudged(struct telling_found *telling, struct err *err)
{
	struct db *db = telling->store->db;
	enum status status = STATUS_OK;
	struct id root;
	bool row = true;

	telling->count = telling->next = 0;
	while (telling->unjudged && !status) {
		const char *division = (const char *)sqlite3_column_text(telling->unjudged, 1),
			   *now = (const char *)sqlite3_column_text(telling->unjudged, 7);
		struct finding_row like = { .number = sqlite3_column_int64(telling->unjudged, 2),
					    .undecided = sqlite3_column_int(telling->unjudged, 4) != 0 };
		char *rules;

		if (!column_id(telling->unjudged, 0, &root))
			memset(&root, 0, sizeof(root));
		if (telling->count && !id_equal(&root, &telling->house))
			break;
		telling->house = root;
		snprintf(telling->division, sizeof(telling->division), "%s", division ? division : "");
		like.building = root;
		snprintf(telling->division_now, sizeof(telling->division_now), "%s", now ? now : "");
		like.division = telling->division;
		like.division_now = telling->division_now;
		like.has_author = column_id(telling->unjudged, 3, &like.author);
		rules = mem_strdup((const char *)sqlite3_column_text(telling->unjudged, 5));
		add_rules(telling, rules, &like, (const char *)sqlite3_column_text(telling->unjudged, 6));
		free(rules);
		status = db_row(db, telling->unjudged, &row, err);
		if (status || !row)
			telling->unjudged = NULL;
	}
	if (telling->count)
		qsort(telling->items, telling->count, sizeof(*telling->items), row_order);
	return status;
}

/* Tells what nobody judged before this row (NULL: the rest). *more: the visitor wants more. */
static enum status
tell_unjudged(struct telling_found *telling, const struct finding_row *before, bool *more, struct err *err)
{
	enum status status = STATUS_OK;

	while (*more && !status) {
		const struct finding_row *next;
		int order;

		if (telling->next == telling->count) {
			if (!telling->unjudged)
				break;
			status = read_unjudged(telling, err);
			continue;
		}
		next = &telling->items[telling->next];
		order = before ? strcmp(next->division_now, before->division_now) : -1;
		order = order ? order : strcmp(next->division, before->division);
		order = order ? order : id_cmp(&next->building, &before->building);
		if ((order ? order : strcmp(next->rule, before->rule)) >= 0)
			break;
		telling->next++;
		*more = telling->visit(next, telling->ctx);
	}
	return status;
}

static enum status
begin_unjudged(struct telling_found *telling, const char *now, struct err *err)
{
	const struct pack *pack = store_pack(telling->store);
	sqlite3_stmt *stmt = db_use(
		telling->store->db,
		"SELECT g.root, g.division, g.building, u.author, u.undecided, u.rules, "
		"(SELECT group_concat('[' || w.rule || ']', '') FROM waived w WHERE w.building = u.building), g.division_now FROM building g "
		"CROSS JOIN unjudged u ON u.building = g.building WHERE " G_IN_AREA " ORDER BY " G_ORDER);
	enum status status;
	bool row;

	for (size_t i = 0; pack && i < pack->rule_count; i++)
		(void)textmap_add(&telling->by_id, pack->rules[i].id, i);
	bind_text(stmt, ":area", now);
	status = db_row(telling->store->db, stmt, &row, err);
	telling->unjudged = !status && row ? stmt : NULL;
	return status;
}

static enum status
each_finding(struct store *store, const char *area, const char *rule, bool judged_alone, bool (*visit)(const struct finding_row *, void *),
	     void *ctx, struct err *err)
{
	struct telling_found telling = { .store = store, .rule = rule, .visit = visit, .ctx = ctx };
	sqlite3_stmt *stmt = db_use(store->db, "SELECT g.root, f.rule, f.level, f.kind, g.division, g.building, f.author, "
					       "EXISTS (SELECT 1 FROM waived w WHERE w.building = f.building AND w.rule = f.rule), "
					       "f.undecided, g.division_now FROM building g "
					       "CROSS JOIN findings_of_rules f ON f.building = g.building WHERE " G_IN_AREA
					       " AND (:rule IS NULL OR f.rule = :rule) ORDER BY " G_ORDER ", f.rule");
	enum status status = STATUS_OK;
	char now[DIVISION_CODE_LEN + 1];
	bool row = false, more = true;

	pack_area_now(store_pack(store), area, now);
	bind_text(stmt, ":area", now);
	bind_text(stmt, ":rule", rule);
	if (!judged_alone)
		status = begin_unjudged(&telling, now, err);
	while (!status && more && !(status = db_row(store->db, stmt, &row, err)) && row) {
		struct finding_row found = { .judged = true,
					     .division = (const char *)sqlite3_column_text(stmt, 4),
					     .division_now = (const char *)sqlite3_column_text(stmt, 9),
					     .rule = (const char *)sqlite3_column_text(stmt, 1),
					     .kind = sqlite3_column_int64(stmt, 3),
					     .number = sqlite3_column_int64(stmt, 5),
					     .waived = sqlite3_column_int(stmt, 7) != 0,
					     .undecided = sqlite3_column_int(stmt, 8) != 0 };

		found.has_author = column_id(stmt, 6, &found.author);
		if (!column_id(stmt, 0, &found.building) || !found.rule ||
		    !rule_level_find((const char *)sqlite3_column_text(stmt, 2), &found.level))
			continue;
		status = tell_unjudged(&telling, &found, &more, err);
		more = more && !status && visit(&found, ctx);
	}
	if (!status)
		status = tell_unjudged(&telling, NULL, &more, err);
	sqlite3_reset(stmt);
	if (telling.unjudged) /* the visitor had enough */
		sqlite3_reset(telling.unjudged);
	textmap_release(&telling.by_id);
	free(telling.items);
	return status;
}

enum status
store_each_finding(struct store *store, const char *area, const char *rule, bool (*visit)(const struct finding_row *, void *), void *ctx,
		   struct err *err)
{
	return each_finding(store, area, rule, false, visit, ctx, err);
}

enum status
store_each_judged(struct store *store, const char *area, const char *rule, bool (*visit)(const struct finding_row *, void *), void *ctx,
		  struct err *err)
{
	return each_finding(store, area, rule, true, visit, ctx, err);
}

enum status
store_each_unjudged(struct store *store, const char *area, bool (*visit)(const struct unjudged_row *, void *), void *ctx, struct err *err)
{
	/* Of all houses both tables are read in their own order; of an area its houses are looked up. */
	sqlite3_stmt *stmt = *area ? db_use(store->db, "SELECT g.building, g.division_now, u.author, u.undecided, u.rules FROM building g "
						       "CROSS JOIN unjudged u ON u.building = g.building WHERE " G_IN_AREA)
				   : db_use(store->db, "SELECT g.building, g.division_now, u.author, u.undecided, u.rules FROM unjudged u "
						       "CROSS JOIN building g ON g.building = u.building WHERE g.division IS NOT NULL");
	enum status status;
	char now[DIVISION_CODE_LEN + 1];
	bool row;

	pack_area_now(store_pack(store), area, now);
	if (*area)
		bind_text(stmt, ":area", now);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct unjudged_row unjudged = { .number = sqlite3_column_int64(stmt, 0),
						 .division_now = (const char *)sqlite3_column_text(stmt, 1),
						 .rules = (const char *)sqlite3_column_text(stmt, 4),
						 .undecided = sqlite3_column_int(stmt, 3) != 0 };

		unjudged.has_author = column_id(stmt, 2, &unjudged.author);
		if (unjudged.division_now && unjudged.rules && !visit(&unjudged, ctx)) {
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
	sqlite3_stmt *stmt = db_use(store->db, "SELECT g.root, g.division_now, g.building, w.rule, w.author, max(w.mended) FROM building g "
					       "CROSS JOIN waived w ON w.building = g.building WHERE " G_IN_AREA
					       " AND (:rule IS NULL OR w.rule = :rule) GROUP BY " G_ORDER ", w.rule, w.author, w.slot "
					       "ORDER BY " G_ORDER ", w.rule");
	enum status status;
	char now[DIVISION_CODE_LEN + 1];
	bool row;

	pack_area_now(store_pack(store), area, now);
	bind_text(stmt, ":area", now);
	bind_text(stmt, ":rule", rule);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct waived_row waived = { .division_now = (const char *)sqlite3_column_text(stmt, 1),
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
