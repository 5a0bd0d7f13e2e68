#include "form/parts/copy_text.h"

#include <string.h>
#include <strings.h>

#include "base/attr.h"
#include "form/parts/register_names.h"

/* Reads an expression word by word, so that names become others and nothing else changes. */

struct alias { /* a table's second name: "FROM list_x l" */
	const char *at;
	size_t len;
};

struct scan {
	const struct text_renaming *how;
	struct buf *out;
	struct alias aliases[32]; /* of tables that hold no fields: what stands behind their point is a column of theirs */
	size_t alias_count;
};

static bool
is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

static size_t
word_len(const char *at)
{
	size_t len = 0;

	while (is_word_char(at[len]))
		len++;
	return len;
}

static bool
word_is(const char *at, size_t len, const char *word)
{
	return strlen(word) == len && strncasecmp(at, word, len) == 0;
}

/* Behind a text, a quoted name or a comment that starts here; `at` itself: none does. What never closes ends with the expression. */
static const char *
behind_quoted(const char *at)
{
	const char *end;

	if (at[0] == '-' && at[1] == '-')
		return at + strcspn(at, "\n");
	if (at[0] == '/' && at[1] == '*') {
		end = strstr(at + 2, "*/");
		return end ? end + 2 : at + strlen(at);
	}
	if (!*at || !strchr("'\"`[", *at))
		return at;
	for (end = at + 1; *end; end++) {
		char mark = *at == '[' ? ']' : *at;

		if (*end != mark)
			continue;
		if (mark == ']' || end[1] != mark)
			return end + 1;
		end++;
	}
	return end;
}

/* Does the word name a table that holds no fields? */
static bool
is_other_table(const char *at, size_t len)
{
	size_t list = strlen(LIST_PREFIX), table = strlen(TABLE_PREFIX);

	return (len > list && strncasecmp(at, LIST_PREFIX, list) == 0) || (len > table && strncasecmp(at, TABLE_PREFIX, table) == 0) ||
	       word_is(at, len, "divisions") || word_is(at, len, "photos");
}

static bool
is_word_of_sql(const char *at, size_t len)
{
	static const char *const words[] = { "where", "join",  "left",	 "inner",  "cross", "on",   "group", "order",	"limit",
					     "union", "outer", "having", "except", "as",    "full", "right", "indexed", "not" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (word_is(at, len, words[i]))
			return true;
	return false;
}

/* Keeps a table that holds no fields by its name, and by the one that the expression gives it. */
static void
keep_alias(struct scan *scan, const char *at, size_t len)
{
	struct alias second = { at + len, 0 };

	second.at += strspn(second.at, " \t\r\n");
	if (word_is(second.at, word_len(second.at), "as"))
		second.at += 2 + strspn(second.at + 2, " \t\r\n");
	second.len = word_len(second.at);
	if (scan->alias_count + 2 > ARRAY_LEN(scan->aliases))
		return;
	scan->aliases[scan->alias_count++] = (struct alias){ at, len };
	if (second.len && !is_word_of_sql(second.at, second.len))
		scan->aliases[scan->alias_count++] = second;
}

static void
find_aliases(struct scan *scan, const char *sql)
{
	for (const char *at = sql, *next; *at; at = next) {
		size_t len = word_len(at);

		next = behind_quoted(at);
		if (next != at)
			continue;
		next = at + (len ? len : 1);
		if (len && is_other_table(at, len))
			keep_alias(scan, at, len);
	}
}

/* Is the word, which begins there with its quotation mark, a column of a table that holds no fields: "l.word"? */
static bool
is_column_of_other(const struct scan *scan, const char *sql, const char *start)
{
	const char *end = start, *begin;

	while (end > sql && strchr(" \t\r\n", end[-1]))
		end--;
	if (end == sql || end[-1] != '.')
		return false;
	for (end--; end > sql && strchr(" \t\r\n\"`]", end[-1]);)
		end--;
	for (begin = end; begin > sql && is_word_char(begin[-1]);)
		begin--;
	for (size_t i = 0; i < scan->alias_count; i++)
		if (scan->aliases[i].len == (size_t)(end - begin) && strncasecmp(scan->aliases[i].at, begin, scan->aliases[i].len) == 0)
			return true;
	return false;
}

static bool
is_call(const char *behind)
{
	return behind[strspn(behind, " \t\r\n")] == '(';
}

/* The token is a word, or one in quotation marks, which may be a name, too. */
static void
add_word(struct scan *scan, const char *sql, const char *token, size_t len)
{
	bool quoted = !is_word_char(*token);
	const char *word = quoted ? token + 1 : token;
	size_t word_bytes = quoted ? len - 2 : len;

	if (quoted)
		buf_char(scan->out, *token);
	if (scan->how->is_renamed(word, word_bytes, scan->how->ctx) && !is_column_of_other(scan, sql, token) && !is_call(token + len))
		buf_text_add(scan->out, scan->how->prefix);
	buf_add(scan->out, word, (size_t)(token + len - word));
}

void
text_rename(const char *sql, const struct text_renaming *how, struct buf *out)
{
	struct scan scan = { .how = how, .out = out };

	find_aliases(&scan, sql);
	for (const char *at = sql, *next; *at; at = next) {
		size_t len = word_len(at);

		next = behind_quoted(at);
		if (next == at) {
			next = at + (len ? len : 1);
			if (len)
				add_word(&scan, sql, at, len);
			else
				buf_char(out, *at);
		} else if (strchr("\"`[", *at) && next > at + 2) { /* a name may stand in quotation marks, too */
			add_word(&scan, sql, at, (size_t)(next - at));
		} else {
			buf_add(out, at, (size_t)(next - at));
		}
	}
}
