#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "eval/register_tables.h"
#include "form/place.h"

/* Writing a building's values into its tables. */

/* ---- statements */

static enum status
prepare(struct registrar *registrar, const char *sql, sqlite3_stmt **out, struct err *err)
{
	if (sqlite3_prepare_v3(registrar->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) == SQLITE_OK)
		return STATUS_OK;
	return register_failed(registrar, err);
}

/* The parameter of the first field: behind the building, and the row, or the slot. */
static int
first_of(const struct columns *columns)
{
	return columns->slots ? 5 : 3;
}

static enum status
prepare_table(struct registrar *registrar, struct columns *columns, struct err *err)
{
	char *name = register_table_name(registrar, columns);
	struct buf sql = { 0 }, marks = { 0 };
	enum status status;

	buf_printf(&sql, "INSERT INTO %s (building%s", name, columns->slots ? ", nth, root, head" : columns->repeat ? ", row" : "");
	buf_text_add(&marks, columns->slots ? "?1, ?2, ?3, ?4" : columns->repeat ? "?1, ?2" : "?1");
	for (size_t c = 0; c < columns->count; c++) {
		buf_printf(&sql, ", \"%s\"", columns->fields[c]->name);
		buf_printf(&marks, ", ?%d", first_of(columns) + (int)c);
	}
	buf_printf(&sql, ") VALUES (%s)", buf_text(&marks));
	status = prepare(registrar, buf_text(&sql), &columns->insert, err);
	buf_clear(&sql);
	buf_printf(&sql, "DELETE FROM %s WHERE building = ?1", name);
	if (!status)
		status = prepare(registrar, buf_text(&sql), &columns->remove, err);
	free(name);
	buf_release(&sql);
	buf_release(&marks);
	return status;
}

static enum status
prepare_facts(struct registrar *registrar, struct err *err)
{
	struct buf sql = { 0 };
	enum status status;

	buf_text_add(&sql, "INSERT OR REPLACE INTO fact (building");
	for (size_t i = 0; i < registrar->pack->fact_count; i++)
		buf_printf(&sql, ", \"%s\"", registrar->pack->facts[i].name);
	buf_text_add(&sql, ") VALUES (?1");
	for (size_t i = 0; i < registrar->pack->fact_count; i++)
		buf_printf(&sql, ", ?%zu", i + 2);
	buf_char(&sql, ')');
	status = prepare(registrar, buf_text(&sql), &registrar->fact_insert, err);
	buf_release(&sql);
	return status;
}

static enum status
prepare_rest(struct registrar *registrar, struct err *err)
{
	enum status status = registrar->only ? STATUS_OK : prepare_facts(registrar, err);

	if (!status)
		status = prepare(registrar, "DELETE FROM photo_of WHERE building = ?1 AND form = ?2", &registrar->photo_remove, err);
	if (!status)
		status = prepare(registrar,
				 registrar->with_private ? "INSERT INTO photo_of VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
							 : "INSERT INTO photo_of VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
				 &registrar->photo_insert, err);
	return status;
}

enum status
register_prepare_put(struct registrar *registrar, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < registrar->table_count && !status; i++)
		if (!register_is_only(registrar, &registrar->tables[i]))
			status = prepare_table(registrar, &registrar->tables[i], err);
	return status ? status : prepare_rest(registrar, err);
}

/* ---- writing values */

/* The codes of a set, with a space between each. The caller releases the buffer. */
static struct buf
set_text(const struct value *value)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < value->list.count; i++) {
		if (value->list.items[i].type != VALUE_TEXT)
			continue;
		if (i)
			buf_char(&text, ' ');
		buf_text_add(&text, value->list.items[i].text);
	}
	return text;
}

static void
bind_set(sqlite3_stmt *stmt, int at, const struct value *value)
{
	struct buf text = set_text(value);

	sqlite3_bind_text(stmt, at, buf_text(&text), -1, SQLITE_TRANSIENT);
	buf_release(&text);
}

static void
bind_value(sqlite3_stmt *stmt, int at, const struct value *value)
{
	switch (value ? value->type : VALUE_NONE) {
	case VALUE_TEXT:
		sqlite3_bind_text(stmt, at, value->text, -1, SQLITE_STATIC);
		break;
	case VALUE_INTEGER:
		sqlite3_bind_int64(stmt, at, value->integer);
		break;
	case VALUE_REAL:
		sqlite3_bind_double(stmt, at, value->real);
		break;
	case VALUE_BOOLEAN:
		sqlite3_bind_int(stmt, at, value->boolean);
		break;
	case VALUE_LIST:
		bind_set(stmt, at, value);
		break;
	default:
		sqlite3_bind_null(stmt, at);
	}
}

/* Where the photos of a form stand, of which a row counts its own. The caller releases them. */
static struct place_texts
places_of(const struct eval_photo *photos, size_t count)
{
	struct place_texts places = place_texts_for(count);

	for (; places.count < count; places.count++)
		places.items[places.count] = photos[places.count].field;
	place_texts_sort(&places);
	return places;
}

static enum status
put_row(struct registrar *registrar, struct columns *columns, int64_t building, size_t row, const struct value *values,
	const struct place_texts *photos, struct err *err)
{
	sqlite3_stmt *stmt = columns->insert;
	size_t next = 0;
	int code, first = first_of(columns);

	sqlite3_bind_int64(stmt, 1, building);
	if (columns->repeat || columns->slots)
		sqlite3_bind_int64(stmt, 2, (sqlite3_int64)row);
	for (size_t c = 0; c < columns->count; c++) {
		const struct field *field = columns->fields[c];
		struct field_place at = field_place_of(columns->repeat ? columns->repeat->name : NULL, (int)row, field->name);
		int64_t held;

		if (field->type != FIELD_PHOTO) {
			bind_value(stmt, first + (int)c, value_get_next(values, field->name, &next));
			continue;
		}
		held = (int64_t)place_texts_count(photos, &at);
		if (held)
			sqlite3_bind_int64(stmt, first + (int)c, held);
		else
			sqlite3_bind_null(stmt, first + (int)c);
	}
	code = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	columns->rows++;
	return code == SQLITE_DONE ? STATUS_OK : register_failed(registrar, err);
}

static void
put_cell(struct only_row *only, size_t at, const struct value *value)
{
	struct buf text;

	switch (value ? value->type : VALUE_NONE) {
	case VALUE_TEXT:
		only_row_put_text(only, at, value->text);
		break;
	case VALUE_INTEGER:
		only_row_put_integer(only, at, value->integer);
		break;
	case VALUE_REAL:
		only_row_put_real(only, at, value->real);
		break;
	case VALUE_BOOLEAN:
		only_row_put_integer(only, at, value->boolean);
		break;
	case VALUE_LIST:
		text = set_text(value);
		only_row_put_text(only, at, buf_text(&text));
		buf_release(&text);
		break;
	default:
		only_row_empty(only, at, 1);
	}
}

static void
put_only(struct registrar *registrar, const struct columns *columns, const struct value *values, const struct place_texts *photos)
{
	size_t next = 0;

	for (size_t c = 0; c < columns->count; c++) {
		const struct field *field = columns->fields[c];
		struct field_place at;
		int64_t held;

		if (field->type != FIELD_PHOTO) {
			put_cell(registrar->only, columns->first + c, value_get_next(values, field->name, &next));
			continue;
		}
		at = field_place_of(NULL, 0, field->name);
		held = (int64_t)place_texts_count(photos, &at);
		if (held)
			only_row_put_integer(registrar->only, columns->first + c, held);
		else
			only_row_empty(registrar->only, columns->first + c, 1);
	}
}

static enum status
put_photo(struct registrar *registrar, const struct form *form, int64_t building, const struct eval_photo *photo, struct err *err)
{
	sqlite3_stmt *stmt = registrar->photo_insert;
	struct field_place place;
	int code;

	field_place_read(photo->field, &place);
	sqlite3_bind_int64(stmt, 1, building);
	sqlite3_bind_text(stmt, 2, form->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, place.name, -1, SQLITE_STATIC);
	if (place.repeat)
		sqlite3_bind_int(stmt, 4, place.row);
	else
		sqlite3_bind_null(stmt, 4);
	sqlite3_bind_text(stmt, 5, photo->field, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 6, photo->mime, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 7, photo->size_bytes);
	if (photo->has_taken)
		sqlite3_bind_int64(stmt, 8, photo->taken_unix);
	else
		sqlite3_bind_null(stmt, 8);
	sqlite3_bind_text(stmt, 9, photo->id_hex, -1, SQLITE_STATIC);
	if (!registrar->only) {
		const struct field *field = pack_field(registrar->pack, place.name);

		sqlite3_bind_int(stmt, 10, field && field->is_shared);
	}
	if (registrar->only) {
		registrar->photo_rows[form - registrar->pack->forms]++;
		sqlite3_bind_int64(stmt, 10, photo->elsewhere);
		sqlite3_bind_int(stmt, 11, photo->is_sealed);
	}
	code = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return code == SQLITE_DONE ? STATUS_OK : register_failed(registrar, err);
}

static enum status
remove_rows(struct registrar *registrar, sqlite3_stmt *stmt, int64_t building, const char *form, struct err *err)
{
	int code;

	sqlite3_bind_int64(stmt, 1, building);
	if (form)
		sqlite3_bind_text(stmt, 2, form, -1, SQLITE_STATIC);
	code = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return code == SQLITE_DONE ? STATUS_OK : register_failed(registrar, err);
}

/* Of the only building it is known which rows there are. */
static bool
has_rows(const struct registrar *registrar, const struct columns *columns)
{
	return !registrar->only || columns->rows;
}

static enum status
remove_photos(struct registrar *registrar, const struct form *form, int64_t building, struct err *err)
{
	size_t *rows = registrar->only ? &registrar->photo_rows[form - registrar->pack->forms] : NULL;

	if (rows && !*rows)
		return STATUS_OK;
	if (rows)
		*rows = 0;
	return remove_rows(registrar, registrar->photo_remove, building, form->name, err);
}

enum status
register_remove_rows(struct registrar *registrar, const struct form *form, int64_t building, struct err *err)
{
	enum status status = remove_photos(registrar, form, building, err);

	for (size_t t = 0; t < registrar->table_count && !status; t++) {
		struct columns *columns = &registrar->tables[t];

		if (columns->form != form || columns->slots || register_is_only(registrar, columns) || !has_rows(registrar, columns))
			continue;
		status = remove_rows(registrar, columns->remove, building, NULL, err);
		columns->rows = 0;
	}
	return status;
}

enum status
register_remove_form(struct registrar *registrar, const struct form *form, int64_t building, struct err *err)
{
	enum status status = register_remove_rows(registrar, form, building, err);

	for (size_t t = 0; t < registrar->table_count && !status; t++)
		if (registrar->tables[t].form == form && register_is_only(registrar, &registrar->tables[t]))
			only_row_empty(registrar->only, registrar->tables[t].first, registrar->tables[t].count);
	return status;
}

void
register_put_division(struct registrar *registrar, const char *code)
{
	only_row_put_text(registrar->only, ONLY_DIVISION, code);
}

void
register_empty_only(struct registrar *registrar)
{
	only_row_put_integer(registrar->only, ONLY_BUILDING, 1);
	only_row_put_text(registrar->only, ONLY_ROOT, "");
	only_row_put_text(registrar->only, ONLY_DIVISION, "");
	for (size_t t = 0; t < registrar->table_count; t++)
		if (register_is_only(registrar, &registrar->tables[t]))
			only_row_empty(registrar->only, registrar->tables[t].first, registrar->tables[t].count);
	only_row_empty(registrar->only, registrar->first_fact, registrar->pack->fact_count);
}

void
register_put_fact(struct registrar *registrar, size_t fact, const struct value *value)
{
	put_cell(registrar->only, registrar->first_fact + fact, value);
}

enum status
register_put_form(struct registrar *registrar, const struct form *form, int64_t building, const struct value *values,
		  const struct eval_photo *photos, size_t photo_count, struct err *err)
{
	struct place_texts places = places_of(photos, photo_count);
	enum status status = STATUS_OK;

	for (size_t t = 0; t < registrar->table_count && !status; t++) {
		struct columns *columns = &registrar->tables[t];
		const struct value *rows;

		if (columns->form != form || columns->slots)
			continue;
		if (register_is_only(registrar, columns)) {
			put_only(registrar, columns, values, &places);
			continue;
		}
		if (!columns->repeat) {
			status = put_row(registrar, columns, building, 0, values, &places, err);
			continue;
		}
		rows = value_get_list(values, columns->repeat->name);
		for (size_t r = 0; rows && r < rows->list.count && !status; r++)
			status = put_row(registrar, columns, building, r + 1, &rows->list.items[r], &places, err);
	}
	place_texts_release(&places);
	for (size_t p = 0; p < photo_count && !status; p++)
		status = put_photo(registrar, form, building, &photos[p], err);
	return status;
}

/* ---- the slots of a form that repeats */

static struct columns *
slots_of(const struct registrar *registrar, const struct form *form)
{
	for (size_t t = 0; t < registrar->table_count; t++)
		if (registrar->tables[t].form == form && registrar->tables[t].slots)
			return &registrar->tables[t];
	return NULL;
}

enum status
register_remove_slots(struct registrar *registrar, const struct form *form, int64_t building, struct err *err)
{
	struct columns *columns = slots_of(registrar, form);
	enum status status = STATUS_OK;

	if (columns && has_rows(registrar, columns)) {
		status = remove_rows(registrar, columns->remove, building, NULL, err);
		columns->rows = 0;
	}
	/* The evaluator's photos are those of the form that is loaded. */
	if (columns && !status && !registrar->with_private)
		status = remove_rows(registrar, registrar->photo_remove, building, form->name, err);
	return status;
}

static const char *
day_of(const struct eval_slot *slot)
{
	const char *day = slot->form->order ? value_get_text(slot->values, slot->form->order->name) : NULL;

	return day ? day : "";
}

static int
slot_cmp(const void *a, const void *b)
{
	const struct eval_slot *left = a, *right = b;
	int by_day = strcmp(day_of(left), day_of(right));

	return by_day ? by_day : id_cmp(&left->root, &right->root);
}

enum status
register_put_slots(struct registrar *registrar, const struct form *form, int64_t building, struct eval_slot *slots, size_t count,
		   struct err *err)
{
	struct columns *columns = slots_of(registrar, form);
	enum status status = STATUS_OK;

	if (count > 1)
		qsort(slots, count, sizeof(*slots), slot_cmp);
	for (size_t i = 0; columns && i < count && !status; i++) {
		struct place_texts places = places_of(slots[i].photos, slots[i].photo_count);
		char root[ID_HEX_LEN + 1], head[ID_HEX_LEN + 1];

		sqlite3_bind_text(columns->insert, 3, id_hex(&slots[i].root, root), -1, SQLITE_TRANSIENT);
		sqlite3_bind_text(columns->insert, 4, id_hex(&slots[i].head, head), -1, SQLITE_TRANSIENT);
		status = put_row(registrar, columns, building, i + 1, slots[i].values, &places, err);
		place_texts_release(&places);
		for (size_t p = 0; p < slots[i].photo_count && !status && !registrar->with_private; p++)
			status = put_photo(registrar, form, building, &slots[i].photos[p], err);
	}
	return status;
}

enum status
register_put_facts(struct registrar *registrar, int64_t building, const struct value *facts, struct err *err)
{
	sqlite3_stmt *stmt = registrar->fact_insert;
	int code;

	sqlite3_bind_int64(stmt, 1, building);
	for (size_t i = 0; i < registrar->pack->fact_count; i++)
		bind_value(stmt, (int)i + 2, value_get(facts, registrar->pack->facts[i].name));
	code = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return code == SQLITE_DONE ? STATUS_OK : register_failed(registrar, err);
}
