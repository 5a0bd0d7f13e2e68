#include "store/objects.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "seal/seal.h"

static char *
column_copy(sqlite3_stmt *stmt, int column)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	return text ? mem_strdup(text) : NULL;
}

static int
name_cmp(const void *a, const void *b)
{
	const struct object *left = a, *right = b;

	return strcmp(left->name, right->name);
}

void
objects_sort(struct objects *objects)
{
	if (objects->count)
		qsort(objects->items, objects->count, sizeof(*objects->items), name_cmp);
}

int
objects_read(sqlite3 *db, struct objects *out)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db, "SELECT type, name, tbl_name, sql, rootpage FROM main.sqlite_schema", -1, &stmt, NULL);

	while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct object object = { column_copy(stmt, 0), column_copy(stmt, 1), column_copy(stmt, 2), column_copy(stmt, 3),
					 sqlite3_column_int64(stmt, 4) };

		if (!object.type)
			object.type = mem_strdup("");
		if (!object.name)
			object.name = mem_strdup("");
		if (!object.table)
			object.table = mem_strdup("");
		MEM_GROW(out->items, out->count, out->cap);
		out->items[out->count++] = object;
		code = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	objects_sort(out);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

static void
object_release(struct object *object)
{
	free(object->type);
	free(object->name);
	free(object->table);
	free(object->sql);
}

void
objects_release(struct objects *objects)
{
	for (size_t i = 0; i < objects->count; i++)
		object_release(&objects->items[i]);
	free(objects->items);
	*objects = (struct objects){ 0 };
}

const struct object *
objects_find(const struct objects *objects, const char *name)
{
	struct object key = { .name = (char *)(uintptr_t)name };

	return objects->count ? bsearch(&key, objects->items, objects->count, sizeof(key), name_cmp) : NULL;
}

void
objects_subtract(struct objects *objects, const struct objects *others)
{
	size_t kept = 0;

	for (size_t i = 0; i < objects->count; i++)
		if (objects_find(others, objects->items[i].name))
			object_release(&objects->items[i]);
		else
			objects->items[kept++] = objects->items[i];
	objects->count = kept;
}

static bool
object_equal(const struct object *a, const struct object *b)
{
	return strcmp(a->type, b->type) == 0 && strcmp(a->table, b->table) == 0 && !a->sql == !b->sql &&
	       (!a->sql || strcmp(a->sql, b->sql) == 0);
}

const struct object *
objects_missing(const struct objects *wanted, const struct objects *is)
{
	for (size_t i = 0; i < wanted->count; i++) {
		const struct object *found = objects_find(is, wanted->items[i].name);

		if (!found || !object_equal(&wanted->items[i], found))
			return &wanted->items[i];
	}
	return NULL;
}

const struct object *
objects_sharing(const struct objects *objects)
{
	for (size_t i = 0; i < objects->count; i++)
		for (size_t k = 0; k < i && objects->items[i].root; k++)
			if (objects->items[i].root == objects->items[k].root)
				return &objects->items[i];
	return NULL;
}

void
objects_hash(const struct objects *objects, struct id *out)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < objects->count; i++) {
		const struct object *object = &objects->items[i];
		const char *parts[] = { object->type, object->name, object->table, object->sql ? object->sql : "" };

		for (size_t p = 0; p < ARRAY_LEN(parts); p++)
			buf_add(&text, parts[p], strlen(parts[p]) + 1);
	}
	hash_bytes(buf_text(&text), text.len, out);
	buf_release(&text);
}
