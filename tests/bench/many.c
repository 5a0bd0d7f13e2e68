#include "many.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What must be another thing at each copy: of a column, as SQL with the number of the copy. */
static const struct {
	const char *table, *column, *sql;
} of_its_own[] = {
	{ "value_listing", "platform_no", "platform_no || '-%lld'" },
	{ "value_listing", "census_house_no", "census_house_no || '-%lld'" },
	{ "value_registration", "area_m2", "area_m2 + %lld / 100.0" },
	{ "photo_of", "id", "coalesce((SELECT a.own FROM temp.photo_copy a WHERE a.id = photo_of.id AND a.copy = %lld), id)" },
};

struct multiplying {
	sqlite3 *db;
	int64_t have, most, photo_most; /* houses, the highest number of one and of a photo */
	char **tables;
	size_t table_count;
};

static void
run(sqlite3 *db, char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
		fprintf(stderr, "bench: %s: %s\n", sqlite3_errmsg(db), sql);
		exit(1);
	}
	sqlite3_free(sql);
}

static void
run_text(sqlite3 *db, const char *sql)
{
	run(db, sqlite3_mprintf("%s", sql));
}

static int64_t
ask(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t answer = 0;

	sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		answer = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return answer;
}

/* Every table of the register that says of which house a row is, but for the journal's. */
static void
find_tables(struct multiplying *many)
{
	sqlite3_stmt *stmt = NULL;

	sqlite3_prepare_v2(many->db,
			   "SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND (m.name LIKE 'value_%' OR m.name IN ('fact', "
			   "'photo_of', 'signed', 'returned', 'due', 'further', 'blind', 'findings_of_rules', 'unjudged', 'waived'))"
			   " AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'building')",
			   -1, &stmt, NULL);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		many->tables = mem_resize(many->tables, many->table_count + 1, sizeof(*many->tables));
		many->tables[many->table_count++] = mem_strdup((const char *)sqlite3_column_text(stmt, 0));
	}
	sqlite3_finalize(stmt);
}

/* The columns of a table; of a copy (not 0) as it has them. */
static char *
columns_of(const struct multiplying *many, const char *table, int64_t copy)
{
	char *sql = sqlite3_mprintf("SELECT name FROM pragma_table_info(%Q) WHERE name <> 'building'", table);
	char *columns = sqlite3_mprintf("building + %lld", (long long)(copy * many->most));
	sqlite3_stmt *info = NULL;

	if (!copy) {
		sqlite3_free(columns);
		columns = sqlite3_mprintf("building");
	}
	sqlite3_prepare_v2(many->db, sql, -1, &info, NULL);
	while (sqlite3_step(info) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(info, 0);
		char *own = NULL;

		for (size_t i = 0; i < ARRAY_LEN(of_its_own) && copy; i++)
			if (strcmp(of_its_own[i].table, table) == 0 && strcmp(of_its_own[i].column, name) == 0)
				own = sqlite3_mprintf(of_its_own[i].sql, (long long)copy);
		columns = own ? sqlite3_mprintf("%z, %z", columns, own) : sqlite3_mprintf("%z, \"%w\"", columns, name);
	}
	sqlite3_finalize(info);
	sqlite3_free(sql);
	return columns;
}

/* Photos of one byte, each with a look of its own. */
static void
copy_photos(const struct multiplying *many, int64_t copy)
{
	run(many->db, sqlite3_mprintf("INSERT INTO photo (n, id, data) SELECT n + %lld, randomblob(32), x'00' FROM photo WHERE n <= %lld",
				      (long long)(copy * many->photo_most), (long long)many->photo_most));
	run(many->db,
	    sqlite3_mprintf(
		    "INSERT INTO look (n, look) SELECT n + %lld, CASE look WHEN 0 THEN 0 ELSE random() END FROM look WHERE n <= %lld",
		    (long long)(copy * many->photo_most), (long long)many->photo_most));
	run_text(many->db, "DELETE FROM temp.photo_copy");
	run(many->db,
	    sqlite3_mprintf("INSERT INTO temp.photo_copy SELECT lower(hex(o.id)), %lld, lower(hex(p.id)) FROM photo o JOIN photo p ON "
			    "p.n = o.n + %lld WHERE o.n <= %lld",
			    (long long)copy, (long long)(copy * many->photo_most), (long long)many->photo_most));
}

static void
copy_houses(const struct multiplying *many, int64_t copy)
{
	run(many->db,
	    sqlite3_mprintf(
		    "INSERT INTO building (building, root, division, level, done, added, task, task_name, task_chain, task_root, task_day, "
		    "changed, hash) SELECT building + %lld, randomblob(32), division, level, done, added, task, task_name, task_chain, task_root, "
		    "task_day, changed, hash FROM building WHERE building <= %lld LIMIT %lld",
		    (long long)(copy * many->most), (long long)many->most, (long long)(BENCH_COUNTY - copy * many->have)));
	for (size_t t = 0; t < many->table_count; t++) {
		char *names = columns_of(many, many->tables[t], 0), *values = columns_of(many, many->tables[t], copy);

		run(many->db, sqlite3_mprintf("INSERT INTO %s (%s) SELECT %s FROM %s WHERE building <= %lld AND building + %lld IN "
					      "(SELECT building FROM building)",
					      many->tables[t], names, values, many->tables[t], (long long)many->most,
					      (long long)(copy * many->most)));
		sqlite3_free(names);
		sqlite3_free(values);
	}
}

void
bench_multiply(sqlite3 *db)
{
	struct multiplying many = { .db = db,
				    .have = ask(db, "SELECT count(*) FROM building"),
				    .most = ask(db, "SELECT max(building) FROM building"),
				    .photo_most = ask(db, "SELECT max(n) FROM photo") };

	find_tables(&many);
	run_text(db, "CREATE TEMP TABLE photo_copy (id TEXT PRIMARY KEY, copy INTEGER, own TEXT) WITHOUT ROWID");
	run_text(db, "BEGIN");
	for (int64_t copy = 1; copy * many.have < BENCH_COUNTY; copy++) {
		copy_photos(&many, copy);
		copy_houses(&many, copy);
	}
	run_text(db, "COMMIT");
	for (size_t t = 0; t < many.table_count; t++)
		free(many.tables[t]);
	free(many.tables);
}
