#include "store/houses/own.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/db.h"
#include "store/inside.h"

void
store_whose(struct store *store, const struct id *credentials, size_t count)
{
	free(store->whose);
	store->whose = mem_array(count, sizeof(*store->whose));
	store->whose_count = count;
	if (count)
		memcpy(store->whose, credentials, count * sizeof(*store->whose));
}

void
store_reads_blind(struct store *store, const struct form *const *forms, size_t count)
{
	for (size_t i = 0; i < store->blind.count; i++)
		free(store->blind.items[i]);
	free(store->blind.items);
	store->blind = (struct names){ .items = mem_array(count, sizeof(*store->blind.items)), .count = count };
	for (size_t i = 0; i < count; i++)
		store->blind.items[i] = mem_strdup(forms[i]->name);
}

/* Writes that a step of the form stands at the house, by the person, or by another. Names of the pack are [a-z0-9_]. */
static void
add_step(const struct store *store, const char *form, const char *by, struct buf *out)
{
	char hex[ID_HEX_LEN + 1];

	buf_printf(out,
		   "EXISTS (SELECT 1 FROM place p JOIN log l ON l.log = p.log WHERE p.building = v.building AND p.kind = '%s' AND "
		   "l.author %s (",
		   form, by);
	for (size_t i = 0; i < store->whose_count; i++)
		buf_printf(out, "%sx'%s'", i ? ", " : "", id_hex(&store->whose[i], hex));
	buf_text_add(out, "))");
}

/* Writes that the person alone wrote one of the forms that the form is apart from. */
static void
add_own(const struct store *store, const struct form *form, struct buf *out)
{
	for (size_t i = 0; i < form->distinct_from.count; i++) {
		buf_text_add(out, i ? " OR (" : "((");
		add_step(store, form->distinct_from.items[i], "IN", out);
		buf_text_add(out, " AND NOT ");
		add_step(store, form->distinct_from.items[i], "NOT IN", out);
		buf_char(out, ')');
	}
	buf_char(out, ')');
}

void
own_condition_add(const struct store *store, const struct form *form, struct buf *out)
{
	if (!store->whose_count || !form->distinct_from.count)
		return;
	buf_text_add(out, " AND NOT ");
	add_own(store, form, out);
}

enum status
own_houses(struct store *store, const struct form *form, int64_t **houses, size_t *count, struct err *err)
{
	struct buf sql = { 0 };
	sqlite3_stmt *stmt = NULL;
	size_t cap = 0;
	int code;

	*houses = NULL;
	*count = 0;
	if (!store->whose_count || !form->distinct_from.count)
		return STATUS_OK;
	buf_printf(&sql, "SELECT v.building FROM blind v WHERE v.form = '%s' AND ", form->name);
	add_own(store, form, &sql);
	code = sqlite3_prepare_v2(db_handle(store->db), buf_text(&sql), -1, &stmt, NULL);
	while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		MEM_GROW(*houses, *count, cap);
		(*houses)[(*count)++] = sqlite3_column_int64(stmt, 0);
		code = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	buf_release(&sql);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(store->db, code, err);
}
