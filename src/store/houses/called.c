#include "store/houses/called.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flow/task.h"
#include "form/parts/register_names.h"
#include "store/houses/own.h"
#include "store/inside.h"

/* ---- what tells */

struct telling_calls {
	const struct eval *eval;
	const struct form *blind;
	size_t count;
	struct buf names; /* of the questions that tell: "'a', 'b'" */
};

static bool
add_question(const struct field *field, void *ctx)
{
	struct telling_calls *telling = ctx;

	if (eval_question_tells(telling->eval, telling->blind, field))
		buf_printf(&telling->names, "%s'%s'", telling->count++ ? ", " : "", field->name);
	return true;
}

/* Writes that no case is open at the row's house that asks for the form, or in which it has its part. */
static void
add_no_case(const struct pack *pack, const struct form *form, const char *row, struct buf *out)
{
	buf_printf(out,
		   " AND NOT EXISTS (SELECT 1 FROM main.due c WHERE c.building = %s.building AND c.of_case IS NOT NULL AND (c.form = '%s'",
		   row, form->name);
	for (size_t i = 0; i < pack->case_count; i++)
		if (case_concerns(&pack->cases[i], form))
			buf_printf(out, " OR c.of_case = '%s'", pack->cases[i].name);
	buf_text_add(out, "))");
}

/* Writes that the row's form, by its column, is one of those that it tells of that they are called for. A form that stands is filled again, which tells nothing.
 * Names of the pack are [a-z0-9_]. */
static bool
add_forms(const struct eval *eval, const struct pack *pack, const struct form *blind, const char *row, const char *column, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < pack->form_count; i++) {
		const struct form *form = &pack->forms[i];

		if (!eval_call_tells(eval, blind, form))
			continue;
		buf_printf(out, "%s%s.%s = '%s'", any ? " OR " : "(", row, column, form->name);
		if (!form->repeat)
			buf_printf(out, " AND NOT EXISTS (SELECT 1 FROM main.%s%s s WHERE s.building = %s.building)", VALUE_PREFIX,
				   form->name, row);
		add_no_case(pack, form, row, out);
		any = true;
	}
	if (any)
		buf_char(out, ')');
	return any;
}

bool
called_tells_add(const struct eval *eval, const struct pack *pack, const struct form *blind, const char *row, enum called_rows rows,
		 struct buf *out)
{
	struct telling_calls telling = { .eval = eval, .blind = blind };
	struct buf forms = { 0 };

	for (size_t i = 0; i < pack->form_count; i++)
		if (&pack->forms[i] != blind && !pack->forms[i].of_division)
			form_each_field(&pack->forms[i], add_question, &telling);
	if (add_forms(eval, pack, blind, row, rows == CALLED_DUES ? "form" : "task_name", &forms)) {
		if (rows == CALLED_DUES)
			buf_printf(out, "(%s.root IS NULL AND %s.field IS NULL AND %s", row, row, buf_text(&forms));
		else
			buf_printf(out, "(%s.task = '%s' AND %s", row, flow_task_word(TASK_FORM), buf_text(&forms));
	}
	if (telling.count && rows == CALLED_DUES)
		buf_printf(out, "%scoalesce(%s.field IN (%s), 0)", forms.len ? " OR " : "(", row, buf_text(&telling.names));
	else if (telling.count)
		buf_printf(out, "%s%s.task = '%s' AND %s.task_name IN (%s)", forms.len ? " OR " : "(", row, flow_task_word(TASK_ADDED), row,
			   buf_text(&telling.names));
	if (forms.len || telling.count)
		buf_char(out, ')');
	buf_release(&telling.names);
	telling.count += forms.len > 0;
	buf_release(&forms);
	return telling.count > 0;
}

/* ---- to who reads */

/* Writes that the row is hidden from who reads; false: no row is, and nothing is written. */
static bool
add_hidden(struct store *store, const char *row, enum called_rows rows, struct buf *out)
{
	const struct pack *pack = store_pack(store);
	bool any = false;

	for (size_t i = 0; i < store->blind.count; i++) {
		const struct form *blind = pack_form(pack, store->blind.items[i]);
		struct buf tells = { 0 };

		if (blind && called_tells_add(store_eval(store), pack, blind, row, rows, &tells)) {
			buf_printf(out, "%s%s AND EXISTS (SELECT 1 FROM main.blind v WHERE v.building = %s.building AND v.form = '%s'",
				   any ? " OR " : "(", buf_text(&tells), row, blind->name);
			own_condition_add(store, blind, out);
			buf_char(out, ')');
			any = true;
		}
		buf_release(&tells);
	}
	if (any)
		buf_char(out, ')');
	return any;
}

/* Is one of the forms that who reads may have to fill blindly not filled somewhere? What failed to be read is taken to be so. */
static bool
hides_somewhere(struct store *store)
{
	bool hides = false;

	for (size_t i = 0; i < store->blind.count && !hides; i++) {
		sqlite3_stmt *stmt = db_use(store->db, "SELECT 1 FROM blind WHERE form = :form LIMIT 1");
		struct err ignored = { 0 };

		bind_text(stmt, ":form", store->blind.items[i]);
		if (db_row(store->db, stmt, &hides, &ignored))
			hides = true;
		sqlite3_reset(stmt);
	}
	return hides;
}

/* The evaluator, which knows what tells, is made of the whole pack, and costs as much as the rest of a list: it is made where there is something to hide. */
void
called_tables_add(struct store *store, struct buf *out)
{
	struct buf first = { 0 }, other = { 0 }, due = { 0 };

	if (!hides_somewhere(store))
		return;
	if (store_pack(store) && store_eval(store) && add_hidden(store, "t", CALLED_TASKS, &first)) {
		(void)add_hidden(store, "o", CALLED_TASKS, &other);
		(void)add_hidden(store, "t", CALLED_DUES, &due);
		/* Where the first task is hidden the next one that is not stands in its place. */
		buf_printf(
			out,
			"WITH first_task AS NOT MATERIALIZED (SELECT t.*, CASE WHEN %s THEN coalesce((SELECT min(o.n) FROM main.further o "
			"WHERE o.building = t.building AND NOT %s), -1) END AS instead FROM main.building t), ",
			buf_text(&first), buf_text(&other));
		buf_printf(
			out,
			"building AS NOT MATERIALIZED (SELECT t.building, t.root, t.division, t.division_now, t.level, t.done, t.changed, t.hash, "
			"t.added AND ((t.instead IS NULL AND t.task = '%s') OR EXISTS (SELECT 1 FROM main.further o WHERE o.building = t.building "
			"AND o.task = '%s' AND NOT %s)) AS added",
			flow_task_word(TASK_ADDED), flow_task_word(TASK_ADDED), buf_text(&other));
		for (const char *const *column = (const char *const[]){ "task", "task_name", "task_chain", "task_root", "task_day", NULL };
		     *column; column++)
			buf_printf(out, ", CASE WHEN t.instead IS NULL THEN t.%s ELSE f.%s END AS %s", *column, *column, *column);
		buf_printf(
			out,
			" FROM first_task t LEFT JOIN main.further f ON f.building = t.building AND f.n = t.instead), "
			"further AS NOT MATERIALIZED (SELECT o.* FROM main.further o WHERE NOT %s AND NOT EXISTS (SELECT 1 FROM first_task i "
			"WHERE i.building = o.building AND i.instead = o.n)), "
			"due AS NOT MATERIALIZED (SELECT t.* FROM main.due t WHERE NOT %s) ",
			buf_text(&other), due.len ? buf_text(&due) : "0");
	}
	buf_release(&first);
	buf_release(&other);
	buf_release(&due);
}
