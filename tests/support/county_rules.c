#include "county_rules.h"

#include <stdlib.h>

#include "base/mem.h"
#include "eval/compile.h"

struct county_judging {
	struct eval *eval;
	sqlite3 *db;
	const struct form *form;
	const struct rule **rules; /* a column each, from 1 */
	size_t count, cap;
	sqlite3_stmt *shared; /* at its row: the photos that several buildings have, as a JSON array */
	void (*found)(int64_t, const struct rule *, void *);
	void *ctx;
};

/* SQLite allows 2000 columns, and statements of a certain size. */
#define MOST_RULES 100

struct county_wrapping {
	const struct compiled *when, *expr;
	struct buf *out;
	const char *before; /* "WITH", then a comma */
};

static bool
reads(const struct compiled *compiled, const struct field *field)
{
	for (size_t i = 0; compiled && i < compiled->read_count; i++)
		if (compiled->reads[i] == field)
			return true;
	return false;
}

static bool
add_repeat(const struct field *field, void *ctx)
{
	struct county_wrapping *wrapping = ctx;

	if (field->type != FIELD_REPEAT || (!reads(wrapping->when, field) && !reads(wrapping->expr, field)))
		return true;
	buf_printf(wrapping->out, "%s %s AS (SELECT * FROM value_%s v_ WHERE v_.building = b.building)", wrapping->before, field->name,
		   field->name);
	wrapping->before = ",";
	return true;
}

/* The photos of a building. Few are in more than one building: their ids are found once (?1), and only they are counted. */
static const char photos_sql[] =
	"photos AS (SELECT p_.*, CASE WHEN p_.id IN (SELECT value FROM json_each(?1))"
	" THEN (SELECT count(DISTINCT o_.building) FROM photo_of o_ WHERE o_.id = p_.id AND o_.building <> p_.building)"
	" ELSE 0 END AS elsewhere FROM photo_of p_ WHERE p_.building = b.building)";

static const char shared_sql[] =
	"SELECT json_group_array(id) FROM (SELECT id FROM photo_of GROUP BY id HAVING min(building) < max(building))";

/* Adds a rule as a column over a row of `b`. Besides columns a rule reads this building's rows, under the names of the repeats and of the forms that repeat. */
static void
add_rule(const struct county_judging *judging, const struct rule *rule, struct buf *out)
{
	const char *when = rule->when.sql ? rule->when.sql : "1";
	struct buf tables = { 0 };
	struct county_wrapping wrapping = {
		.when = eval_compiled_of(judging->eval, &rule->when),
		.expr = eval_compiled_of(judging->eval, &rule->expr),
		.out = &tables,
		.before = "WITH",
	};
	const struct pack *pack = judging->eval->pack;

	for (size_t i = 0; i < pack->form_count; i++)
		if (!pack->forms[i].repeat)
			form_each_field(&pack->forms[i], add_repeat, &wrapping);
	for (size_t i = 0; i < pack->form_count; i++)
		if (pack->forms[i].repeat && ((wrapping.when && wrapping.when->reads_slots) || wrapping.expr->reads_slots)) {
			buf_printf(&tables, "%s %s AS (SELECT * FROM value_%s v_ WHERE v_.building = b.building)", wrapping.before,
				   pack->forms[i].name, pack->forms[i].name);
			wrapping.before = ",";
		}
	if ((wrapping.when && wrapping.when->reads_photos) || wrapping.expr->reads_photos)
		buf_printf(&tables, "%s %s", wrapping.before, photos_sql);
	if (tables.len)
		buf_printf(out, ",\n(%s SELECT CASE WHEN (%s\n) THEN (%s\n) END)", buf_text(&tables), when, rule->expr.sql);
	else
		buf_printf(out, ",\nCASE WHEN (%s\n) THEN (%s\n) END", when, rule->expr.sql);
	buf_release(&tables);
}

static enum status
failed(struct county_judging *judging, struct err *err)
{
	return err_set(err, STATUS_IO, ("the rules cannot be run over the register: %s"), sqlite3_errmsg(judging->db));
}

static enum status
find_shared(struct county_judging *judging, struct err *err)
{
	if (sqlite3_prepare_v2(judging->db, shared_sql, -1, &judging->shared, NULL) != SQLITE_OK ||
	    sqlite3_step(judging->shared) != SQLITE_ROW)
		return failed(judging, err);
	return STATUS_OK;
}

/* One pass for the rules collected, over the buildings that have the form. */
static enum status
pass(struct county_judging *judging, struct err *err)
{
	enum status status = STATUS_OK;
	sqlite3_stmt *stmt = NULL;
	struct buf sql = { 0 };
	int code;

	if (!judging->count)
		return STATUS_OK;
	buf_text_add(&sql, "SELECT b.building");
	for (size_t i = 0; i < judging->count; i++)
		add_rule(judging, judging->rules[i], &sql);
	/* Through the form's table in its order, so that all tables are read in theirs; its columns must not be seen twice. */
	buf_printf(&sql, "\nFROM (SELECT building AS _building FROM value_%s) CROSS JOIN b ON b.building = _building", judging->form->name);
	code = sqlite3_prepare_v2(judging->db, buf_text(&sql), -1, &stmt, NULL);
	if (code == SQLITE_OK && sqlite3_bind_parameter_count(stmt))
		code = sqlite3_bind_value(stmt, 1, sqlite3_column_value(judging->shared, 0));
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(stmt);
		for (size_t i = 0; code == SQLITE_ROW && i < judging->count; i++)
			if (sqlite3_column_double(stmt, (int)i + 1) != 0) /* NULL is 0 */
				judging->found(sqlite3_column_int64(stmt, 0), judging->rules[i], judging->ctx);
	}
	if (code != SQLITE_DONE)
		status = failed(judging, err);
	sqlite3_finalize(stmt);
	buf_release(&sql);
	judging->count = 0;
	return status;
}

enum status
county_rules_judge(struct eval *eval, struct sqlite3 *db, const char *today, void (*found)(int64_t, const struct rule *, void *), void *ctx,
		   struct err *err)
{
	struct county_judging judging = { .eval = eval, .db = db, .found = found, .ctx = ctx };
	const struct pack *pack = eval->pack;
	enum status status = register_functions(db, pack, today, err);

	if (!status)
		status = find_shared(&judging, err);
	for (size_t f = 0; f < pack->form_count && !status; f++) {
		judging.form = &pack->forms[f];
		for (size_t r = 0; r < pack->rule_count && !status && !judging.form->repeat; r++) {
			const struct rule *rule = &pack->rules[r];

			if (rule->form != judging.form || rule->county || eval_rule_reads_private(eval, rule))
				continue;
			MEM_GROW(judging.rules, judging.count, judging.cap);
			judging.rules[judging.count++] = rule;
			if (judging.count == MOST_RULES)
				status = pass(&judging, err);
		}
		if (!status)
			status = pass(&judging, err);
	}
	sqlite3_finalize(judging.shared);
	free(judging.rules);
	return status;
}
