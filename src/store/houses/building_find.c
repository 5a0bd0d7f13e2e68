#include "store/houses/building.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/visible.h"
#include "store/houses/joined.h"
#include "store/inside.h"

/* Finding a building by what a person types: the first signs of its id, or a number that the roster gave it. */

#define TOLD_MOST 5 /* of the houses that it fits */

/* Each house that fits, once. */
struct fitting_houses {
	struct id roots[TOLD_MOST];
	size_t count;
	size_t more; /* that there is no room for */
};

static void
add_fitting(struct fitting_houses *houses, const struct id *root)
{
	for (size_t i = 0; i < houses->count; i++)
		if (id_equal(&houses->roots[i], root))
			return;
	if (houses->count < TOLD_MOST)
		houses->roots[houses->count++] = *root;
	else
		houses->more++;
}

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
find_by_number(struct store *store, const char *text, struct fitting_houses *houses, struct err *err)
{
	const struct pack *pack = store_pack(store);
	sqlite3_stmt *stmt = NULL;
	struct buf sql = { 0 };
	struct id root;
	enum status status = STATUS_OK;
	int code;

	if (!pack)
		return STATUS_OK;
	buf_printf(&sql, "SELECT g.root FROM value_%s v JOIN building g ON g.building = v.building WHERE 0", pack->root->name);
	form_each_field(pack->root, add_number, &sql);
	buf_printf(&sql, " ORDER BY g.root LIMIT %d", TOLD_MOST + 1);
	code = sqlite3_prepare_v2(db_handle(store->db), buf_text(&sql), -1, &stmt, NULL);
	if (code == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);
		while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
			if (column_id(stmt, 0, &root))
				add_fitting(houses, &root);
	}
	if (code != SQLITE_DONE)
		status = db_failed(store->db, code, err);
	sqlite3_finalize(stmt);
	buf_release(&sql);
	return status;
}

/* Of houses that are one the one that is counted is meant: a house keeps its number as it moves. */
static enum status
drop_aside(struct store *store, struct fitting_houses *houses, struct err *err)
{
	size_t kept = 0, count = houses->count;
	enum status status = STATUS_OK;
	struct id all[TOLD_MOST];

	memcpy(all, houses->roots, count * sizeof(*all));
	for (size_t i = 0; i < count && !status; i++) {
		struct id end;
		bool here = false;

		status = joined_end(store, &all[i], &end, err);
		for (size_t k = 0; k < count; k++)
			here |= k != i && id_equal(&all[k], &end);
		if (!here)
			houses->roots[kept++] = all[i];
	}
	houses->count = kept ? kept : count;
	return status;
}

/* The name of the village that the house is listed in; NULL: it is not known here. */
static const char *
village_of(struct store *store, const struct id *root)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT division FROM building WHERE root = :root AND division IS NOT NULL");
	const struct division *division = NULL;
	struct err ignored = { 0 };
	bool row;

	bind_id(stmt, ":root", root);
	if (!db_row(store->db, stmt, &row, &ignored) && row) {
		division = pack_division_now(store_pack(store), (const char *)sqlite3_column_text(stmt, 0));
		sqlite3_reset(stmt);
	}
	return division ? division->name : NULL;
}

/* A number stands whole: more of it there is not. The houses are told apart by the first signs of their ids, and by where they are. */
static enum status
tell_fitting(struct store *store, const char *text, const struct fitting_houses *houses, struct err *err)
{
	struct buf told = { 0 };
	enum status status;

	for (size_t i = 0; i < houses->count; i++) {
		const char *village = village_of(store, &houses->roots[i]);
		char shortened[9];

		buf_printf(&told, "%s%s", i ? ", " : "", id_short(&houses->roots[i], shortened));
		if (village)
			visible_printf(&told, " (%s)", village);
	}
	if (houses->more)
		buf_text_add(&told, ", ...");
	status = err_set(err, STATUS_CONFLICT, _("\"%s\" fits several houses: %s; name the one by these 8 signs"), text, buf_text(&told));
	buf_release(&told);
	return status;
}

enum status
store_find_building(struct store *store, const char *text, struct id *root, struct err *err)
{
	struct fitting_houses houses = { 0 };
	struct found_ids found = { 0 };
	struct id whole;
	enum status status = find_by_prefix(store, text, &found, err);

	/* Whoever lists a house may choose its number, and can find a listing whose id begins as a number of another house: neither goes before the other. */
	if (!status && !id_from_hex(text, &whole))
		status = find_by_number(store, text, &houses, err);
	if (!status && houses.count > 1 && !houses.more)
		status = drop_aside(store, &houses, err);
	if (status)
		return status;
	if (found.count > 1 && !houses.count)
		return err_set(err, STATUS_CONFLICT, _("\"%s\" fits more than one building; give more of its number"), text);
	if (found.count)
		add_fitting(&houses, &found.id);
	if (houses.count > 1)
		return tell_fitting(store, text, &houses, err);
	if (houses.count == 0)
		return err_set(err, STATUS_NOT_FOUND,
			       _("there is no building \"%s\" here; give the first 8 signs of its number, or its platform number"), text);
	*root = houses.roots[0];
	return STATUS_OK;
}

enum status
store_house_standing(struct store *store, int64_t building, struct id *root, char division[DIVISION_CODE_LEN + 1], bool *found,
		     struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT root, division FROM building WHERE building = :building AND division IS NOT NULL");
	enum status status;

	bind_int(stmt, ":building", building);
	status = db_row(store->db, stmt, found, err);
	if (!status && *found) {
		*found = column_id(stmt, 0, root);
		snprintf(division, DIVISION_CODE_LEN + 1, "%s", (const char *)sqlite3_column_text(stmt, 1));
	}
	sqlite3_reset(stmt);
	return status;
}
