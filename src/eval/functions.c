#include <string.h>
#include <strings.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/number/check.h"
#include "base/text.h"
#include "eval/register.h"

/* The functions an expression may call beside SQLite's own (doc/pack-format). All answer NULL for NULL, but that nothing is
 * selected where nothing is filled. */

#define LAST_DAY_UNIX 253402214400 /* 9999-12-31: later years are not dates */
#define MOST_DAYS 3652500	   /* 10,000 years: no date is further from another */
#define SECONDS_A_DAY 86400

static const char *
text_arg(sqlite3_value *arg)
{
	const char *text = (const char *)sqlite3_value_text(arg);

	return text ? text : "";
}

static bool
any_null(sqlite3_value **args, int count)
{
	for (int i = 0; i < count; i++)
		if (sqlite3_value_type(args[i]) == SQLITE_NULL)
			return true;
	return false;
}

/* Is `code` one of the codes of a set, that has one space between each? */
static bool
set_has(const char *set, const char *code)
{
	size_t len = strlen(code);

	for (const char *at = set; *at;) {
		size_t token = strcspn(at, " ");

		if (token == len && strncmp(at, code, len) == 0)
			return true;
		at += token;
		at += strspn(at, " ");
	}
	return false;
}

static void
selected(sqlite3_context *context, int count, sqlite3_value **args)
{
	bool has = false;

	if (count < 2 || sqlite3_value_type(args[0]) == SQLITE_NULL) {
		sqlite3_result_int(context, 0); /* nothing ticked: not this one either */
		return;
	}
	for (int i = 1; i < count && !has; i++)
		has = sqlite3_value_type(args[i]) != SQLITE_NULL && set_has(text_arg(args[0]), text_arg(args[i]));
	sqlite3_result_int(context, has);
}

static void
count_selected(sqlite3_context *context, int count, sqlite3_value **args)
{
	int found = 0;

	(void)count;
	if (sqlite3_value_type(args[0]) != SQLITE_NULL)
		for (const char *at = text_arg(args[0]); *at; at += strspn(at, " ")) {
			found++;
			at += strcspn(at, " ");
		}
	sqlite3_result_int(context, found);
}

static void
id_ok(sqlite3_context *context, int count, sqlite3_value **args)
{
	enum id_problem problem;

	if (any_null(args, count))
		return;
	problem = check_resident_id(text_arg(args[0]), sqlite3_user_data(context));
	sqlite3_result_int(context, problem == ID_FINE || problem == ID_OLD_15);
}

static void
id_birth(sqlite3_context *context, int count, sqlite3_value **args)
{
	char birth[11];

	if (!any_null(args, count) && check_resident_birth(text_arg(args[0]), birth))
		sqlite3_result_text(context, birth, 10, SQLITE_TRANSIENT);
}

static void
uscc_ok(sqlite3_context *context, int count, sqlite3_value **args)
{
	if (!any_null(args, count))
		sqlite3_result_int(context, check_uscc(text_arg(args[0])));
}

static void
phone_ok(sqlite3_context *context, int count, sqlite3_value **args)
{
	if (!any_null(args, count))
		sqlite3_result_int(context, check_phone(text_arg(args[0])));
}

static void
is_filler(sqlite3_context *context, int count, sqlite3_value **args)
{
	if (!any_null(args, count))
		sqlite3_result_int(context, check_filler(text_arg(args[0])));
}

static int
year_in(const char *date)
{
	return (date[0] - '0') * 1000 + (date[1] - '0') * 100 + (date[2] - '0') * 10 + (date[3] - '0');
}

/* Whole years from the birth date in an ID number to a date. */
static void
age_at(sqlite3_context *context, int count, sqlite3_value **args)
{
	char birth[11];
	const char *date;

	if (any_null(args, count) || !check_resident_birth(text_arg(args[0]), birth))
		return;
	date = text_arg(args[1]);
	if (clock_days(date) != INT64_MIN)
		sqlite3_result_int(context, year_in(date) - year_in(birth) - (strcmp(date + 4, birth + 4) < 0));
}

static void
year_of(sqlite3_context *context, int count, sqlite3_value **args)
{
	const char *date;

	if (any_null(args, count))
		return;
	date = text_arg(args[0]);
	if (clock_days(date) != INT64_MIN)
		sqlite3_result_int(context, year_in(date));
}

static void
days_between(sqlite3_context *context, int count, sqlite3_value **args)
{
	int64_t from, to;

	if (any_null(args, count))
		return;
	from = clock_days(text_arg(args[0]));
	to = clock_days(text_arg(args[1]));
	if (from != INT64_MIN && to != INT64_MIN)
		sqlite3_result_int64(context, to - from);
}

/* The date so many days later; less than 0: earlier. */
static void
days_after(sqlite3_context *context, int count, sqlite3_value **args)
{
	int64_t from, days;
	char date[11];

	if (any_null(args, count))
		return;
	from = clock_days(text_arg(args[0]));
	days = sqlite3_value_int64(args[1]);
	if (from == INT64_MIN || days < -MOST_DAYS || days > MOST_DAYS)
		return;
	clock_date((from + days) * SECONDS_A_DAY, date);
	if (clock_days(date) == from + days)
		sqlite3_result_text(context, date, 10, SQLITE_TRANSIENT);
}

static void
deadline(sqlite3_context *context, int count, sqlite3_value **args)
{
	const struct pack *pack = sqlite3_user_data(context);
	const struct deadline *found = any_null(args, count) ? NULL : pack_deadline(pack, text_arg(args[0]));

	if (found)
		sqlite3_result_text(context, found->date, 10, SQLITE_TRANSIENT);
}

static void
today(sqlite3_context *context, int count, sqlite3_value **args)
{
	(void)count;
	(void)args;
	sqlite3_result_text(context, sqlite3_user_data(context), 10, SQLITE_TRANSIENT);
}

static void
chars(sqlite3_context *context, int count, sqlite3_value **args)
{
	if (!any_null(args, count))
		sqlite3_result_int64(context, (sqlite3_int64)text_chars(text_arg(args[0])));
}

static void
ends_with(sqlite3_context *context, int count, sqlite3_value **args)
{
	size_t len, end;

	if (any_null(args, count))
		return;
	len = strlen(text_arg(args[0]));
	end = strlen(text_arg(args[1]));
	sqlite3_result_int(context, len >= end && strcmp(text_arg(args[0]) + len - end, text_arg(args[1])) == 0);
}

static void
local_date(sqlite3_context *context, int count, sqlite3_value **args)
{
	char date[11];
	int64_t at_unix;

	if (any_null(args, count))
		return;
	at_unix = sqlite3_value_int64(args[0]);
	if (at_unix < 0 || at_unix > LAST_DAY_UNIX)
		return;
	clock_date(at_unix, date);
	sqlite3_result_text(context, date, 10, SQLITE_TRANSIENT);
}

static const struct {
	const char *name;
	int args;
	void (*call)(sqlite3_context *, int, sqlite3_value **);
} functions[] = {
	{ "selected", 2, selected },
	{ "selected_any", -1, selected },
	{ "count_selected", 1, count_selected },
	{ "id_ok", 1, id_ok },
	{ "id_birth", 1, id_birth },
	{ "uscc_ok", 1, uscc_ok },
	{ "phone_ok", 1, phone_ok },
	{ "age_at", 2, age_at },
	{ "year_of", 1, year_of },
	{ "days_between", 2, days_between },
	{ "days_after", 2, days_after },
	{ "deadline", 1, deadline },
	{ "today", 0, today },
	{ "chars", 1, chars },
	{ "is_filler", 1, is_filler },
	{ "ends_with", 2, ends_with },
	{ "local_date", 1, local_date },
};

enum status
register_functions(struct sqlite3 *db, const struct pack *pack, const char *today_text, struct err *err)
{
	for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
		bool pure = functions[i].call != today && functions[i].call != id_ok;

		if (sqlite3_create_function_v2(db, functions[i].name, functions[i].args,
					       SQLITE_UTF8 | SQLITE_INNOCUOUS | (pure ? SQLITE_DETERMINISTIC : 0),
					       functions[i].call == deadline ? (void *)(uintptr_t)pack : (void *)(uintptr_t)today_text,
					       functions[i].call, NULL, NULL, NULL) != SQLITE_OK)
			return err_set(err, STATUS_BUG, _("the function %s cannot be added"), functions[i].name);
	}
	return STATUS_OK;
}

bool
register_function_allowed(const char *name)
{
	static const char *const builtin[] = { "coalesce", "ifnull", "nullif",	     "iif",    "abs",	 "round",     "min",
					       "max",	   "count",  "sum",	     "length", "substr", "substring", "instr",
					       "trim",	   "upper",  "lower",	     "printf", "format", "like",      "glob",
					       "total",	   "avg",    "group_concat", "ltrim",  "rtrim",	 "replace",   "hex" };

	for (size_t i = 0; i < ARRAY_LEN(functions); i++)
		if (strcasecmp(name, functions[i].name) == 0)
			return true;
	for (size_t i = 0; i < ARRAY_LEN(builtin); i++)
		if (strcasecmp(name, builtin[i]) == 0)
			return true;
	return false;
}

char *
eval_language(void)
{
	struct buf text = { 0 };

	buf_text_add(&text, sqlite3_sourceid());
	for (size_t i = 0; i < ARRAY_LEN(functions); i++)
		buf_printf(&text, " %s/%d", functions[i].name, functions[i].args);
	return buf_detach(&text);
}
