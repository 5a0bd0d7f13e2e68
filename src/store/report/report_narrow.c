#include "store/report/report_narrow.h"

#include <ctype.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

#define VIEW_BEGIN "CREATE VIEW b AS "
#define COLUMN_BEGIN "  " /* a column a line, as register.c writes the view; its first line has those that cost nothing */
#define JOIN_BEGIN "LEFT JOIN "

static bool
is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Does the star at `star` multiply, or stand for rows to be counted? Else it may stand for the names of columns. */
static bool
is_no_name(const char *query, const char *star)
{
	static const char *const before[] = { "select", "distinct", "all" };
	const char *end = star, *word;

	while (end > query && isspace((unsigned char)end[-1]))
		end--;
	if (end == query)
		return false;
	if (!is_name(end[-1]))
		return strchr("()'\"`]", end[-1]) != NULL; /* of ( alone in count(*) */
	for (word = end - 1; word > query && is_name(word[-1]); word--)
		;
	for (size_t i = 0; i < ARRAY_LEN(before); i++)
		if ((size_t)(end - word) == strlen(before[i]) && strncasecmp(word, before[i], strlen(before[i])) == 0)
			return false;
	return true;
}

bool
report_names_columns(const char *query)
{
	if (strstr(query, "--") || strstr(query, "/*") || strcasestr(query, "natural"))
		return false;
	for (const char *star = strchr(query, '*'); star; star = strchr(star + 1, '*'))
		if (!is_no_name(query, star))
			return false;
	return true;
}

/* Told by SQLite, while it prepares a query, of each column that is read: of the view those that the query asks for, by whatever words. */
static int
note_column(void *ctx, int action, const char *table, const char *column, const char *database, const char *view)
{
	struct buf *columns = ctx;

	(void)database;
	(void)view;
	if (action == SQLITE_READ && strcmp(table, "b") == 0)
		buf_printf(columns, " %s", column);
	return SQLITE_OK;
}

bool
report_columns_read(sqlite3 *db, const char *query, struct buf *out)
{
	sqlite3_stmt *stmt = NULL;
	bool known;

	if (strcasestr(query, "natural")) /* what joins by itself is not told */
		return false;
	sqlite3_set_authorizer(db, note_column, out);
	known = sqlite3_prepare_v2(db, query, -1, &stmt, NULL) == SQLITE_OK && stmt;
	sqlite3_set_authorizer(db, NULL, NULL);
	sqlite3_finalize(stmt);
	return known;
}

bool
report_names(const char *text, const char *column)
{
	size_t len = strlen(column);

	for (const char *at = text; (at = strcasestr(at, column)); at++)
		if ((at == text || !is_name(at[-1])) && !is_name(at[len]))
			return true;
	return false;
}

/* The name behind the last AS of a column's line; NULL: it has none. The caller frees. */
static char *
name_of(const char *line, size_t len)
{
	size_t end = len && line[len - 1] == ',' ? len - 1 : len, from;

	if (!end || line[end - 1] != '"')
		return NULL;
	for (from = end - 1; from > 0 && line[from - 1] != '"'; from--)
		;
	return mem_strndup(line + from, end - 1 - from);
}

/* Does the join's line serve a column that is kept? Its alias is its third word. */
static bool
is_used(const char *line, const char *kept)
{
	const char *alias = line + strlen(JOIN_BEGIN);
	char *used;
	bool is;

	alias += strcspn(alias, " ");
	alias += *alias == ' ';
	used = mem_printf(" %.*s.\"", (int)strcspn(alias, " "), alias);
	is = strstr(kept, used) != NULL;
	free(used);
	return is;
}

struct narrowing {
	const char *text;
	struct buf kept; /* without the comma behind its last column */
	bool fine;
};

static void
narrow_line(struct narrowing *narrowing, const char *line, size_t len)
{
	struct buf *kept = &narrowing->kept;
	const char *where = NULL;
	char *copy = mem_strndup(line, len), *name = NULL;

	if (strncmp(line, COLUMN_BEGIN, strlen(COLUMN_BEGIN)) == 0) {
		name = name_of(line, len);
		narrowing->fine &= name != NULL;
		if (name && report_names(narrowing->text, name))
			buf_printf(kept, ",\n%.*s", (int)(len - (line[len - 1] == ',')), line);
	} else if (strncmp(line, JOIN_BEGIN, strlen(JOIN_BEGIN)) == 0) {
		where = strstr(copy, " WHERE ");
		/* As in the view: else the names would be those of the tables that the query is given, which are veiled once more. */
		if (is_used(copy, buf_text(kept)))
			buf_printf(kept, "\n" JOIN_BEGIN "main.%s", copy + strlen(JOIN_BEGIN));
		else if (where)
			buf_printf(kept, "\n%s", where);
	} else {
		buf_printf(kept, "%s%.*s", kept->len ? "\n" : "", (int)(len - (len && line[len - 1] == ',')), line);
	}
	free(name);
	free(copy);
}

void
report_narrow(sqlite3 *db, const char *text, struct buf *out)
{
	struct narrowing narrowing = { .text = text, .fine = true };
	sqlite3_stmt *stmt = NULL;
	const char *view = NULL;

	if (sqlite3_prepare_v2(db, "SELECT sql FROM main.sqlite_master WHERE type = 'view' AND name = 'b'", -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		view = (const char *)sqlite3_column_text(stmt, 0);
	if (view && strncmp(view, VIEW_BEGIN, strlen(VIEW_BEGIN)) == 0) {
		for (const char *line = view + strlen(VIEW_BEGIN); *line;) {
			size_t len = strcspn(line, "\n");

			narrow_line(&narrowing, line, len);
			line += len + (line[len] == '\n');
		}
		if (narrowing.fine && strstr(buf_text(&narrowing.kept), " WHERE g.division IS NOT NULL"))
			buf_text_add(out, buf_text(&narrowing.kept));
	}
	sqlite3_finalize(stmt);
	buf_release(&narrowing.kept);
}
