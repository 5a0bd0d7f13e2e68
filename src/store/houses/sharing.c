#include "store/houses/sharing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "form/parts/register_names.h"
#include "store/inside.h"

enum status
store_each_sharing(struct store *store, const struct form *form, const struct field *field, const char *text,
		   bool (*visit)(const struct id *root, void *ctx), void *ctx, struct err *err)
{
	char *table = mem_printf("%s%s", VALUE_PREFIX, form->name), *sql;
	sqlite3_stmt *stmt = NULL;
	int code;

	code = sqlite3_table_column_metadata(db_handle(store->db), "main", table, field->name, NULL, NULL, NULL, NULL, NULL);
	if (code == SQLITE_ERROR) { /* a form or field that no pack in force had when the tables were made: nobody answered it */
		code = SQLITE_DONE;
	} else if (code == SQLITE_OK) {
		sql = mem_printf("SELECT DISTINCT g.root FROM %s v JOIN building g ON g.building = v.building WHERE v.\"%s\" = :text",
				 table, field->name); /* names of the pack: letters, digits and _ */
		code = sqlite3_prepare_v2(db_handle(store->db), sql, -1, &stmt, NULL);
		free(sql);
	}
	if (stmt)
		bind_text(stmt, ":text", text);
	while (stmt && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct id root;

		if (column_id(stmt, 0, &root) && !visit(&root, ctx)) {
			code = SQLITE_DONE;
			break;
		}
	}
	sqlite3_finalize(stmt);
	free(table);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(store->db, code, err);
}
