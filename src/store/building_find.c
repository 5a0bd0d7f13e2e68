#include "store/building.h"

#include "base/i18n.h"
#include "store/inside.h"

/* Finding a building by what a person types: the first signs of its number, or a number that the roster gave it. */

static enum status
find_by_prefix(struct store *store, const char *text, struct found_ids *found, struct err *err)
{
	return store_find_in_span(store, db_use(store->db, "SELECT root FROM building WHERE root >= :low AND root <= :high LIMIT 2"), text,
				  found, err);
}

static bool
add_number(const struct field *field, void *ctx)
{
	if (field_is_number(field))
		buf_printf(ctx, " OR \"%s\" = ?1", field->name);
	return true;
}

/* A number that the roster gave the house: a text field of the root form that is not completed from others. */
static enum status
find_by_number(struct store *store, const char *text, struct found_ids *found, struct err *err)
{
	const struct pack *pack = store_pack(store);
	sqlite3_stmt *stmt = NULL;
	struct buf sql = { 0 };
	enum status status = STATUS_OK;
	int code;

	if (!pack)
		return STATUS_OK;
	buf_printf(&sql, "SELECT g.root FROM value_%s v JOIN building g ON g.building = v.building WHERE 0", pack->root->name);
	form_each_field(pack->root, add_number, &sql);
	buf_text_add(&sql, " LIMIT 2");
	code = sqlite3_prepare_v2(db_handle(store->db), buf_text(&sql), -1, &stmt, NULL);
	if (code == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);
		while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
			found->count += column_id(stmt, 0, &found->id);
	}
	if (code != SQLITE_DONE)
		status = db_failed(store->db, code, err);
	sqlite3_finalize(stmt);
	buf_release(&sql);
	return status;
}

enum status
store_find_building(struct store *store, const char *text, struct id *root, struct err *err)
{
	struct found_ids found = { 0 };
	enum status status = find_by_prefix(store, text, &found, err);

	if (!status && found.count == 0)
		status = find_by_number(store, text, &found, err);
	if (status)
		return status;
	if (found.count > 1)
		return err_set(err, STATUS_CONFLICT, _("\"%s\" fits more than one building; give more of its number"), text);
	if (found.count == 0)
		return err_set(err, STATUS_NOT_FOUND,
			       _("there is no building \"%s\" here; give the first 8 signs of its number, or its platform number"), text);
	*root = found.id;
	return STATUS_OK;
}
