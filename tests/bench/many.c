#include "many.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

void
bench_multiply(sqlite3 *db)
{
	sqlite3_stmt *stmt = NULL;
	char **tables = NULL;
	size_t table_count = 0;
	int64_t have = 0, most = 0;

	sqlite3_prepare_v2(db, "SELECT count(*), max(building) FROM building", -1, &stmt, NULL);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		have = sqlite3_column_int64(stmt, 0);
		most = sqlite3_column_int64(stmt, 1);
	}
	sqlite3_finalize(stmt);
	/* Every table of the register that says of which house a row is, but for the journal's. */
	sqlite3_prepare_v2(
		db,
		"SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND (m.name LIKE 'value_%' OR m.name IN ('fact', 'photo_of',"
		" 'signed', 'returned', 'due', 'further', 'blind', 'findings_of_rules', 'unjudged'))"
		" AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'building')",
		-1, &stmt, NULL);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		tables = mem_resize(tables, table_count + 1, sizeof(*tables));
		tables[table_count++] = mem_strdup((const char *)sqlite3_column_text(stmt, 0));
	}
	sqlite3_finalize(stmt);
	sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
	for (int64_t copy = 1; copy * have < BENCH_COUNTY; copy++) {
		char *sql = sqlite3_mprintf(
			"INSERT INTO building (building, root, division, level, done, task, task_name, task_chain, task_root, task_day, changed, hash)"
			" SELECT building + %lld, randomblob(32), division, level, done, task, task_name, task_chain, task_root, task_day, changed, hash"
			" FROM building WHERE building <= %lld LIMIT %lld",
			(long long)(copy * most), (long long)most, (long long)(BENCH_COUNTY - copy * have));

		sqlite3_exec(db, sql, NULL, NULL, NULL);
		sqlite3_free(sql);
		for (size_t t = 0; t < table_count; t++) {
			char *columns = NULL;
			sqlite3_stmt *info = NULL;

			sql = sqlite3_mprintf(
				"SELECT group_concat('\"' || name || '\"') FROM pragma_table_info(%Q) WHERE name <> 'building'", tables[t]);
			sqlite3_prepare_v2(db, sql, -1, &info, NULL);
			if (sqlite3_step(info) == SQLITE_ROW && sqlite3_column_text(info, 0))
				columns = mem_strdup((const char *)sqlite3_column_text(info, 0));
			sqlite3_finalize(info);
			sqlite3_free(sql);
			if (!columns)
				continue;
			sql = sqlite3_mprintf("INSERT INTO %s (building, %s) SELECT building + %lld, %s FROM %s WHERE building <= %lld",
					      tables[t], columns, (long long)(copy * most), columns, tables[t], (long long)most);
			sqlite3_exec(db, sql, NULL, NULL, NULL);
			sqlite3_free(sql);
			free(columns);
		}
	}
	sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	for (size_t t = 0; t < table_count; t++)
		free(tables[t]);
	free(tables);
}
