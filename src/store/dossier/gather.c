#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"
#include "store/inside.h"

/* Gathering: the steps stored about one building, on their way to be judged. */

/* A sign-off that is shorter names a building or two, and is read again as fast. */
#define SHARED_BYTES 2048

enum status
dossier_altered(struct err *err)
{
	return err_set(err, STATUS_TAMPERED, _("a stored step was altered; run louce verify, and use another copy of the file"));
}

/* ---- which steps */

struct gather_row {
	int64_t n;
	bool sign;
};

static sqlite3_stmt *
all_rows(struct store *store)
{
	return db_use(store->db, "SELECT n, 0 FROM place WHERE building = :b UNION ALL SELECT n, 1 FROM item WHERE building = :b "
				 "UNION ALL SELECT w.n, 0 FROM item i JOIN step s ON s.n = i.n JOIN withdrawn w ON w.sign = s.id "
				 "WHERE i.building = :b ORDER BY 1");
}

/* The steps of one form, and the one that started the building. */
static sqlite3_stmt *
rows_of_form(struct store *store, const struct id *root, const char *form)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT n, 0 FROM place WHERE building = :b AND +kind = :form "
					       "UNION SELECT n, 0 FROM step WHERE id = :root ORDER BY 1");

	bind_id(stmt, ":root", root);
	bind_text(stmt, ":form", form);
	return stmt;
}

static enum status
list_rows(struct store *store, sqlite3_stmt *stmt, int64_t building, struct gather_row **rows, size_t *count, struct err *err)
{
	enum status status;
	size_t cap = 0;
	bool row;

	bind_int(stmt, ":b", building);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct gather_row found = { sqlite3_column_int64(stmt, 0), sqlite3_column_int(stmt, 1) };

		if (*count && (*rows)[*count - 1].n == found.n)
			continue;
		MEM_GROW(*rows, *count, cap);
		(*rows)[(*count)++] = found;
	}
	return status;
}

/* ---- sign-offs that others need, too */

static struct shelved *
shelf_find(const struct sign_shelf *shelf, const struct id *id)
{
	size_t at = shelf ? idmap_get(&shelf->index, id) : IDMAP_NONE;

	return at == IDMAP_NONE ? NULL : shelf->items[at];
}

static struct shelved *
shelf_put(struct sign_shelf *shelf, const struct id *id, const char *body, size_t len, struct err *err)
{
	struct shelved *shelved = mem_alloc(sizeof(*shelved));

	if (step_parse(body, len, &shelved->step, err)) {
		free(shelved);
		return NULL;
	}
	flow_signoff_read(&shelved->step, &shelved->sign);
	idmap_put(&shelf->index, id, shelf->count);
	MEM_GROW(shelf->items, shelf->count, shelf->cap);
	shelf->items[shelf->count++] = shelved;
	shelf->bytes += len;
	return shelved;
}

void
sign_shelf_release(struct sign_shelf *shelf)
{
	for (size_t i = 0; i < shelf->count; i++) {
		flow_signoff_release(&shelf->items[i]->sign);
		step_release(&shelf->items[i]->step);
		free(shelf->items[i]);
	}
	free(shelf->items);
	idmap_release(&shelf->index);
	*shelf = (struct sign_shelf){ 0 };
}

/* ---- taking them */

static enum status
read_id(struct store *store, int64_t n, struct id *id, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT id FROM step WHERE n = :n");
	enum status status;
	bool row, whole;

	bind_int(stmt, ":n", n);
	status = db_row(store->db, stmt, &row, err);
	if (status)
		return status;
	whole = row && column_id(stmt, 0, id);
	sqlite3_reset(stmt);
	return whole ? STATUS_OK : dossier_altered(err);
}

static enum status
take(struct store *store, const struct gather_row *from, struct sign_shelf *shelf, struct dossier *dossier, struct err *err)
{
	struct flow_step *flow = &dossier->steps[dossier->step_count];
	struct gathered *gathered = &dossier->gathered[dossier->step_count];
	const struct shelved *shelved = NULL;
	enum status status = STATUS_OK;
	sqlite3_stmt *stmt;
	const char *body;
	size_t len;
	bool row;

	if (from->sign && shelf) { /* a long sign-off is not read again */
		status = read_id(store, from->n, &flow->id, err);
		shelved = status ? NULL : shelf_find(shelf, &flow->id);
	}
	if (status)
		return status;
	dossier->step_count++;
	gathered->n = from->n;
	if (!shelved) {
		stmt = db_use(store->db, "SELECT id, body FROM step WHERE n = :n");
		bind_int(stmt, ":n", from->n);
		status = db_row(store->db, stmt, &row, err);
		if (status || !row)
			return status ? status : dossier_altered(err);
		if (!column_id(stmt, 0, &flow->id)) {
			sqlite3_reset(stmt);
			return dossier_altered(err);
		}
		body = (const char *)sqlite3_column_text(stmt, 1);
		len = (size_t)sqlite3_column_bytes(stmt, 1);
		if (from->sign && shelf && len >= SHARED_BYTES) {
			shelved = shelf_put(shelf, &flow->id, body, len, err);
			status = shelved ? STATUS_OK : dossier_altered(err);
		} else {
			gathered->body = memcpy(arena_take(dossier->arena, len), body, len);
			gathered->len = len;
		}
		sqlite3_reset(stmt);
	}
	if (shelved) {
		flow->step = &shelved->step;
		flow->sign = &shelved->sign;
	}
	return status;
}

/* Takes the steps that `rows_of` finds. */
static enum status
gather_rows(struct store *store, sqlite3_stmt *rows_of, struct sign_shelf *shelf, struct dossier *dossier, struct err *err)
{
	struct gather_row *rows = NULL;
	size_t count = 0;
	enum status status = list_rows(store, rows_of, dossier->number, &rows, &count, err);

	dossier->gathered = mem_array(count, sizeof(*dossier->gathered));
	dossier->steps = mem_array(count, sizeof(*dossier->steps));
	for (size_t i = 0; i < count && !status; i++)
		status = take(store, &rows[i], shelf, dossier, err);
	free(rows);
	return status;
}

static struct dossier *
dossier_new(int64_t building, const struct id *root, struct arena *arena)
{
	struct dossier *dossier = mem_alloc(sizeof(*dossier));

	dossier->root = *root;
	dossier->number = building;
	dossier->arena = arena ? arena : &dossier->own;
	return dossier;
}

enum status
dossier_gather(struct store *store, int64_t building, const struct id *root, struct sign_shelf *shelf, struct arena *arena,
	       struct dossier **out, struct err *err)
{
	struct dossier *dossier = dossier_new(building, root, arena);
	enum status status = gather_rows(store, all_rows(store), shelf, dossier, err);

	if (status)
		dossier_free(dossier);
	else
		*out = dossier;
	return status;
}

enum status
dossier_gather_form(struct store *store, int64_t building, const struct id *root, const char *form, struct dossier **out, struct err *err)
{
	struct dossier *dossier = dossier_new(building, root, NULL);
	enum status status = gather_rows(store, rows_of_form(store, root, form), NULL, dossier, err);

	if (status)
		dossier_free(dossier);
	else
		*out = dossier;
	return status;
}

void
dossier_release_gathered(struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->step_count; i++) {
		flow_signoff_release(&dossier->gathered[i].sign);
		step_release(&dossier->gathered[i].step);
	}
	free(dossier->gathered);
	free(dossier->steps);
	if (dossier->arena == &dossier->own)
		arena_release(dossier->arena);
	else
		arena_clear(dossier->arena);
}
