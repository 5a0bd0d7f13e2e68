#include "store/report_narrow.h"

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

/* Does the query call the view of all houses so: b itself, or a word behind it, with AS or without? */
static bool
is_of_all(const char *query, const char *name, size_t len)
{
	if (len == 1 && (*name == 'b' || *name == 'B'))
		return true;
	for (const char *b = strpbrk(query, "bB"); b; b = strpbrk(b + 1, "bB")) {
		const char *word = b + 1;

		if ((b > query && (is_name(b[-1]) || b[-1] == '.')) || is_name(*word) || *word == '.')
			continue;
		word += strspn(word, " \t\n\"");
		if (strncasecmp(word, "as", 2) == 0 && !is_name(word[2]))
			word += 2 + strspn(word + 2, " \t\n\"");
		if (strncasecmp(word, name, len) == 0 && !is_name(word[len]))
			return true;
	}
	return false;
}

/* Does it ask for all columns of the view, as in b.*? */
static bool
asks_for_all(const char *query)
{
	for (const char *dot = strstr(query, ".*"); dot; dot = strstr(dot + 1, ".*")) {
		const char *name = dot;

		while (name > query && is_name(name[-1]))
			name--;
		if (name == dot || is_of_all(query, name, (size_t)(dot - name))) /* a name in quotation marks may be anything */
			return true;
	}
	return false;
}

bool
report_names_columns(const char *query)
{
	if (asks_for_all(query) || strcasestr(query, "natural"))
		return false;
	for (const char *star = strchr(query, '*'); star; star = strchr(star + 1, '*')) {
		const char *before = star;

		while (before > query && isspace((unsigned char)before[-1]))
			before--;
		/* SELECT *, DISTINCT *, ", *": of count(*) and of a product something else stands before it. */
		if (before - query >= 6 && (strncasecmp(before - 6, "select", 6) == 0 || strncasecmp(before - 3, "all", 3) == 0))
			return false;
		if (before - query >= 8 && strncasecmp(before - 8, "distinct", 8) == 0)
			return false;
		if (before > query && before[-1] == ',')
			return false;
	}
	return true;
}

bool
report_names(const char *text, const char *column)
{
	return strcasestr(text, column) != NULL;
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
		if (is_used(copy, buf_text(kept)))
			buf_printf(kept, "\n%s", copy);
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
