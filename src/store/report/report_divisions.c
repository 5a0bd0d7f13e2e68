#include "store/report/report_divisions.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/db.h"
#include "step/json.h"
#include "store/divisions/divisions.h"

/* A table's rows are one JSON text, a list of lists: the query reads them with json_each. */

#define PARAMETER ":division_"

bool
report_divisions_reads(const char *table)
{
	return strcmp(table, "json_each") == 0;
}

bool
report_divisions_calls(const char *function)
{
	return strcmp(function, "json_extract") == 0;
}

bool
report_divisions_asks(const char *parameter)
{
	return strncmp(parameter, PARAMETER, strlen(PARAMETER)) == 0;
}

/* ---- which tables */

/* Does the query have the name as a word? In a text or a comment, too: then a table is read in vain. */
static bool
names_table(const char *query, const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

	for (const char *at = query; (at = strcasestr(at, name)); at++)
		if ((at == query || !strchr(letters, at[-1])) && (!at[strlen(name)] || !strchr(letters, at[strlen(name)])))
			return true;
	return false;
}

static bool
is_cell(const struct field *field)
{
	return field_type_has_value(field->type);
}

struct listing_fields {
	const struct field *repeat; /* whose fields are asked; NULL: those of the form itself */
	const struct field **items;
	size_t count, cap;
};

static bool
list_field(const struct field *field, void *ctx)
{
	struct listing_fields *listing = ctx;
	const struct field *repeat = field->parent && field->parent->type == FIELD_REPEAT ? field->parent : NULL;

	if (repeat != listing->repeat || !is_cell(field))
		return true;
	MEM_GROW(listing->items, listing->count, listing->cap);
	listing->items[listing->count++] = field;
	return true;
}

static void
add_table(const struct form *form, const struct field *repeat, struct buf *out)
{
	static const char *const own[] = { "division", "root", "head", "nth" }, *const rows[] = { "division", "root", "row" };
	const char *const *fixed = repeat ? rows : own, *name = repeat ? repeat->name : form->name;
	size_t fixed_count = repeat ? ARRAY_LEN(rows) : ARRAY_LEN(own);
	struct listing_fields fields = { .repeat = repeat };

	form_each_field(form, list_field, &fields);
	buf_printf(out, "%s %s AS MATERIALIZED (SELECT ", out->len ? "," : "WITH", name);
	for (size_t i = 0; i < fixed_count + fields.count; i++)
		buf_printf(out, "%sjson_extract(j.value, '$[%zu]') AS \"%s\"", i ? ", " : "", i,
			   i < fixed_count ? fixed[i] : fields.items[i - fixed_count]->name);
	buf_printf(out, " FROM json_each(" PARAMETER "%s) j)", name);
	free(fields.items);
}

struct each_table {
	const struct form *form;
	void (*visit)(struct each_table *, const struct field *repeat); /* NULL: of the form itself */
	const char *query;
	struct buf *out;
	sqlite3_stmt *stmt;
	struct store *store;
	enum status status;
	struct err *err;
};

static bool
visit_repeat(const struct field *field, void *ctx)
{
	struct each_table *each = ctx;

	if (field->type == FIELD_REPEAT)
		each->visit(each, field);
	return true;
}

static void
visit_tables(const struct pack *pack, struct each_table *each)
{
	for (size_t i = 0; i < pack->form_count; i++) {
		if (!pack->forms[i].of_division)
			continue;
		each->form = &pack->forms[i];
		each->visit(each, NULL);
		form_each_field(each->form, visit_repeat, each);
	}
}

static void
write_table(struct each_table *each, const struct field *repeat)
{
	if (names_table(each->query, repeat ? repeat->name : each->form->name))
		add_table(each->form, repeat, each->out);
}

void
report_divisions_tables(struct sqlite3 *db, const struct pack *pack, const char *query, struct buf *out)
{
	/* SQLite makes its table json_each when a query first names it, and would ask the authorizer of reports about that. */
	(void)sqlite3_exec(db, "SELECT 1 FROM json_each('[]')", NULL, NULL, NULL);
	visit_tables(pack, &(struct each_table){ .visit = write_table, .query = query, .out = out });
}

/* ---- their rows */

struct division_slot {
	char code[DIVISION_CODE_LEN + 1];
	struct id root, head;
	char order[16]; /* the date that they are in order by; "" */
	struct value values;
	size_t heads; /* more than one: it has no values */
};

struct reading_slots {
	const struct form *form;
	struct division_slot *items;
	size_t count, cap;
};

static bool
read_slot(const struct division_head *head, void *ctx)
{
	struct reading_slots *reading = ctx;
	struct division_slot *last = reading->count ? &reading->items[reading->count - 1] : NULL;
	const char *order = reading->form->order ? value_get_text(&head->step->data, reading->form->order->name) : NULL;

	if (last && strncmp(last->code, head->code, strlen(head->code)) == 0 && id_equal(&last->root, &head->slot)) {
		last->heads++;
		return true;
	}
	MEM_GROW(reading->items, reading->count, reading->cap);
	last = &reading->items[reading->count++];
	*last = (struct division_slot){ .root = head->slot, .head = head->id, .values = value_copy(&head->step->data), .heads = 1 };
	division_code(head->code, last->code);
	if (order)
		strncpy(last->order, order, sizeof(last->order) - 1);
	return true;
}

static int
slot_cmp(const void *a, const void *b)
{
	const struct division_slot *left = a, *right = b;
	int order = strcmp(left->code, right->code);

	order = order ? order : strcmp(left->order, right->order);
	return order ? order : id_cmp(&left->root, &right->root);
}

/* A value as a column of SQL holds it. */
static void
add_cell(const struct value *value, struct buf *out)
{
	if (!value) {
		buf_text_add(out, "null");
	} else if (value->type == VALUE_BOOLEAN) {
		buf_text_add(out, value->boolean ? "1" : "0");
	} else if (value->type == VALUE_LIST) {
		struct buf words = { 0 };
		struct value text;

		for (size_t i = 0; i < value->list.count; i++)
			buf_printf(&words, "%s%s", i ? " " : "", value->list.items[i].type == VALUE_TEXT ? value->list.items[i].text : "");
		text = value_text(buf_text(&words));
		json_write(&text, out);
		value_release(&text);
		buf_release(&words);
	} else {
		json_write(value, out);
	}
}

struct row_writing {
	const struct pack *pack;
	const struct form *form;
	struct buf *out;
};

/* A division that a field names is given as what it became, too. */
static void
add_cells(const struct row_writing *writing, const struct field *repeat, const struct value *values)
{
	struct listing_fields fields = { .repeat = repeat };

	form_each_field(writing->form, list_field, &fields);
	for (size_t i = 0; i < fields.count; i++) {
		const struct value *value = value_get(values, fields.items[i]->name);
		const struct division *now = fields.items[i]->type == FIELD_DIVISION && value && value->type == VALUE_TEXT
						     ? pack_division_now(writing->pack, value->text)
						     : NULL;

		buf_char(writing->out, ',');
		if (now)
			buf_printf(writing->out, "\"%s\"", now->code);
		else
			add_cell(value, writing->out);
	}
	free(fields.items);
}

static void
add_slot(const struct row_writing *writing, const struct division_slot *slot, size_t nth)
{
	char root[ID_HEX_LEN + 1], head[ID_HEX_LEN + 1];

	buf_printf(writing->out, "%s[\"%s\",\"%s\",\"%s\",%zu", writing->out->len > 1 ? "," : "", slot->code,
		   writing->form->repeat ? id_hex(&slot->root, root) : "", id_hex(&slot->head, head), nth);
	add_cells(writing, NULL, &slot->values);
	buf_char(writing->out, ']');
}

static void
add_rows(const struct row_writing *writing, const struct field *repeat, const struct division_slot *slot)
{
	const struct value *rows = value_get_list(&slot->values, repeat->name);
	char root[ID_HEX_LEN + 1];

	for (size_t i = 0; rows && i < rows->list.count; i++) {
		buf_printf(writing->out, "%s[\"%s\",\"%s\",%zu", writing->out->len > 1 ? "," : "", slot->code,
			   writing->form->repeat ? id_hex(&slot->root, root) : "", i + 1);
		add_cells(writing, repeat, &rows->list.items[i]);
		buf_char(writing->out, ']');
	}
}

/* A report has what was signed about a division under what that became. */
static void
sort_slots(const struct pack *pack, struct reading_slots *reading)
{
	for (size_t i = 0; i < reading->count; i++) {
		const struct division *now = pack_division_now(pack, reading->items[i].code);

		if (now)
			strcpy(reading->items[i].code, now->code);
	}
	if (reading->count)
		qsort(reading->items, reading->count, sizeof(*reading->items), slot_cmp);
}

static void
bind_table(struct each_table *each, const struct field *repeat)
{
	char *name = mem_printf(PARAMETER "%s", repeat ? repeat->name : each->form->name);
	int at = sqlite3_bind_parameter_index(each->stmt, name);
	struct reading_slots reading = { .form = each->form };
	struct buf rows = { 0 };
	const struct row_writing writing = { store_pack(each->store), each->form, &rows };
	size_t nth = 0;

	free(name);
	if (!at || each->status)
		return;
	each->status = store_each_division_head(each->store, "", each->form->name, read_slot, &reading, each->err);
	sort_slots(store_pack(each->store), &reading);
	buf_char(&rows, '[');
	for (size_t i = 0; i < reading.count; i++) {
		const struct division_slot *slot = &reading.items[i];

		nth = i && strcmp(reading.items[i - 1].code, slot->code) == 0 ? nth : 0;
		if (slot->heads == 1 && repeat)
			add_rows(&writing, repeat, slot);
		else if (slot->heads == 1)
			add_slot(&writing, slot, ++nth);
		value_release(&reading.items[i].values);
	}
	buf_char(&rows, ']');
	sqlite3_bind_text(each->stmt, at, buf_text(&rows), (int)rows.len, SQLITE_TRANSIENT);
	free(reading.items);
	buf_release(&rows);
}

enum status
report_divisions_bind(struct store *store, struct sqlite3_stmt *stmt, struct err *err)
{
	struct each_table each = { .visit = bind_table, .stmt = stmt, .store = store, .err = err };

	visit_tables(store_pack(store), &each);
	return each.status;
}
