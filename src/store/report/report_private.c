#include "store/report/report_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/db.h"
#include "form/parts/register_names.h"
#include "seal/seal.h"

struct columns_adding {
	const struct form *form;
	bool shape;
	struct buf *out;
	size_t count;
};

/* Is it private, and one text or number of its form? */
static bool
is_readable(const struct field *field)
{
	return field->is_private && (!field->parent || field->parent->type != FIELD_REPEAT) && field_type_has_value(field->type) &&
	       field->type != FIELD_SELECT_MULTIPLE;
}

static bool
add_private_column(const struct field *field, void *ctx)
{
	struct columns_adding *adding = ctx;

	if (!is_readable(field))
		return true;
	if (adding->shape)
		buf_printf(adding->out, ", NULL AS \"%s\"", field->name);
	else
		buf_printf(adding->out, ", " PRIVATE_FUNCTION "(t.building, t.root, '%s', '%s') AS \"%s\"", adding->form->name, field->name,
			   field->name);
	adding->count++;
	return true;
}

void
report_private_tables(const struct pack *pack, bool shape, struct buf *out)
{
	for (size_t i = 0; i < pack->form_count; i++) {
		struct buf columns = { 0 };
		struct columns_adding adding = { &pack->forms[i], shape, &columns, 0 };

		if (pack->forms[i].repeat || pack->forms[i].of_division)
			continue;
		form_each_field(&pack->forms[i], add_private_column, &adding);
		if (adding.count)
			buf_printf(out,
				   /* Only where the form stands: a house without it is not asked. */
				   "%s " PRIVATE_PREFIX "%s AS NOT MATERIALIZED (SELECT t.building AS building%s FROM main.building t"
				   " WHERE EXISTS (SELECT 1 FROM main." VALUE_PREFIX "%s v WHERE v.building = t.building))",
				   out->len ? "," : "WITH", pack->forms[i].name, buf_text(&columns), pack->forms[i].name);
		buf_release(&columns);
	}
}

/* One value, by house, form and field. */
static void
give_value(sqlite3_context *context, int count, sqlite3_value **args)
{
	struct private_call *call = sqlite3_user_data(context);
	const char *form_name = (const char *)sqlite3_value_text(args[2]), *name = (const char *)sqlite3_value_text(args[3]);
	const struct form *form = form_name ? pack_form(call->pack, form_name) : NULL;
	const struct field *field = name ? pack_field(call->pack, name) : NULL;
	struct id root;
	char *text = NULL;

	(void)count;
	if (!form || !field || !is_readable(field) || pack_form_of_field(call->pack, name) != form ||
	    sqlite3_value_bytes(args[1]) != ID_BYTES)
		return;
	memcpy(root.b, sqlite3_value_blob(args[1]), ID_BYTES);
	if (!call->status)
		call->status = call->opened->value(call->opened->ctx,
						   &(struct private_place){ sqlite3_value_int64(args[0]), &root, form, field }, &text,
						   &call->err);
	if (call->status)
		sqlite3_result_error(context, "private", -1);
	else if (text)
		sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
	secret_free(text);
}

enum status
report_private_begin(struct sqlite3 *db, struct private_call *call, struct err *err)
{
	int code = sqlite3_create_function_v2(db, PRIVATE_FUNCTION, 4, SQLITE_UTF8, call, give_value, NULL, NULL, NULL);

	return code == SQLITE_OK ? STATUS_OK : db_handle_failed(db, code, err);
}

void
report_private_end(struct sqlite3 *db)
{
	sqlite3_create_function_v2(db, PRIVATE_FUNCTION, 4, SQLITE_UTF8, NULL, NULL, NULL, NULL, NULL);
}
