#include "eval/guard.h"

#include <string.h>
#include <strings.h>

#include "base/attr.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "form/parts/register_names.h"

/* ---- the text */

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

/* Behind the closing mark; a doubled mark stands for itself, except `]`. NULL when it never closes. */
static const char *
skip_quoted(const char *at, char mark)
{
	while ((at = strchr(at, mark))) {
		if (mark == ']' || at[1] != mark)
			return at + 1;
		at += 2;
	}
	return NULL;
}

/* Behind a comment that starts here, or `at` itself when none does. NULL when it never closes. */
static const char *
skip_comment(const char *at)
{
	const char *end;

	if (at[0] == '-' && at[1] == '-')
		return at + strcspn(at, "\n");
	if (at[0] != '/' || at[1] != '*')
		return at;
	end = strstr(at + 2, "*/");
	return end ? end + 2 : NULL;
}

/* WITH would give tables the names that the authorizer knows views by; joins by name read columns without asking it. */
static bool
is_refused_word(const char *word, size_t len)
{
	static const char *const words[] = { "with", "natural", "using" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strlen(words[i]) == len && strncasecmp(word, words[i], len) == 0)
			return true;
	return false;
}

/* The tables behind the views by which expressions know the building. */
static bool
is_hidden_table(const char *word)
{
	size_t len = 0;

	while (is_name_char(word[len]))
		len++;
	if (register_name_is_hidden(word, len))
		return true;
	/* `b` is this building's row and may stand before a column; as a table it would be every building in the register. */
	if (len == 1 && (*word == 'b' || *word == 'B')) {
		word++;
		word += *word && strchr("\"`]", *word);
		return word[strspn(word, " \t\r\n")] != '.';
	}
	return strncasecmp(word, VALUE_PREFIX, strlen(VALUE_PREFIX)) == 0 || strncasecmp(word, SLOTS_PREFIX, strlen(SLOTS_PREFIX)) == 0;
}

const char *
guard_text(const char *sql)
{
	bool empty = true;
	int depth = 0;

	for (const char *at = sql, *next; *at; at = next) {
		size_t name = 0;

		next = skip_comment(at);
		if (!next)
			return _("a comment in it is not closed");
		if (next != at || strchr(" \t\r\n", *at)) {
			next += next == at;
			continue;
		}
		empty = false;
		while (is_name_char(at[name]))
			name++;
		next = at + (name ? name : 1);
		if (name && is_refused_word(at, name))
			return _("WITH, NATURAL and USING may not stand in an expression; write the tables and what joins them in full");
		if ((name || strchr("\"`[", *at)) && is_hidden_table(name ? at : at + 1))
			return _("it names a table that is not for expressions: fields, facts, repeats, lists, divisions and photos are");
		if (*at == '\'' || *at == '"' || *at == '`' || *at == '[')
			next = skip_quoted(at + 1, *at == '[' ? ']' : *at);
		if (!next)
			return _("a quotation mark in it is not closed");
		if (strchr(";?:@$#", *at))
			return _("it must be one expression: ; ? : @ $ and # may not stand in it");
		depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
		if (depth < 0)
			return _("a bracket closes that was not opened");
		if (*at == ',' && depth == 0)
			return _("it must be one expression: a comma stands outside of brackets");
	}
	if (empty)
		return _("it is empty");
	return depth ? _("a bracket in it is not closed") : NULL;
}

static const char *
skip_blanks(const char *at)
{
	for (const char *next; (next = skip_comment(at)) && (next != at || (*at && strchr(" \t\r\n", *at))); at = next)
		next += next == at;
	return at;
}

const char *
guard_find_call(const char *sql, const char *function)
{
	size_t len = strlen(function);

	for (const char *at = skip_blanks(sql), *next; at && *at; at = skip_blanks(next)) {
		const char *name = at;
		size_t letters = 0;

		while (is_name_char(at[letters]))
			letters++;
		next = at + (letters ? letters : 1);
		if (strchr("'\"`[", *at)) { /* a name may stand in quotation marks, too */
			next = skip_quoted(at + 1, *at == '[' ? ']' : *at);
			if (!next)
				return NULL;
			name = at + 1;
			letters = *at == '\'' ? 0 : (size_t)(next - name - 1);
		}
		if (letters == len && strncasecmp(name, function, len) == 0 && *skip_blanks(next) == '(')
			return skip_blanks(next) + 1;
	}
	return NULL;
}

bool
guard_read_text(const char *at, struct buf *out)
{
	buf_clear(out);
	at = skip_blanks(at);
	if (*at != '\'')
		return false;
	for (at++; *at && *at != '\''; at++)
		buf_char(out, *at);
	return *at && *skip_blanks(at + 1) == ')';
}

/* ---- days */

enum token_kind { TOKEN_OTHER, TOKEN_NAME, TOKEN_TEXT, TOKEN_COMPARES };
struct token {
	enum token_kind kind;
	const char *at; /* of a name and a text: what it says */
	size_t len;
};

/* The token that starts here; the answer is behind it, NULL where a quotation mark is not closed. */
static const char *
read_token(const char *at, struct token *out)
{
	static const char *const words[] = { "between", "is" };
	const char *next;

	*out = (struct token){ .at = at };
	while (is_name_char(at[out->len]))
		out->len++;
	if (out->len) {
		out->kind = TOKEN_NAME;
		for (size_t i = 0; i < ARRAY_LEN(words); i++)
			if (strlen(words[i]) == out->len && strncasecmp(at, words[i], out->len) == 0)
				out->kind = TOKEN_COMPARES;
		return at + out->len;
	}
	if (strchr("<>=!", *at)) {
		out->kind = TOKEN_COMPARES;
		return at + strspn(at, "<>=!");
	}
	if (!strchr("'\"`[", *at))
		return at + 1;
	next = skip_quoted(at + 1, *at == '[' ? ']' : *at);
	*out = (struct token){ *at == '\'' ? TOKEN_TEXT : TOKEN_NAME, at + 1, next ? (size_t)(next - at) - 2 : 0 };
	return next;
}

static bool
is_half_day(const struct token *text)
{
	char day[11] = "";

	if (text->len == sizeof(day) - 1)
		memcpy(day, text->at, text->len);
	return text->len && clock_days(day) == INT64_MIN;
}

bool
guard_find_half_day(const char *sql, bool (*is_day)(const char *name, void *ctx), void *ctx, struct buf *name, struct buf *text)
{
	struct token last[3] = { 0 }; /* the newest behind */

	for (const char *at = skip_blanks(sql), *next; at && *at; at = next ? skip_blanks(next) : NULL) {
		bool forward, backward;
		struct token token;

		next = read_token(at, &token);
		if (*at == '.' && last[2].kind == TOKEN_NAME) { /* the table of the name that follows */
			last[2] = last[1];
			last[1] = last[0];
			last[0] = (struct token){ 0 };
			continue;
		}
		memmove(last, last + 1, 2 * sizeof(*last));
		last[2] = token;
		forward = last[0].kind == TOKEN_NAME && last[2].kind == TOKEN_TEXT;
		backward = last[0].kind == TOKEN_TEXT && last[2].kind == TOKEN_NAME;
		if (last[1].kind != TOKEN_COMPARES || !(forward || backward) || !is_half_day(&last[forward ? 2 : 0]))
			continue;
		buf_clear(name);
		buf_clear(text);
		buf_add(name, last[forward ? 0 : 2].at, last[forward ? 0 : 2].len);
		buf_add(text, last[forward ? 2 : 0].at, last[forward ? 2 : 0].len);
		if (is_day(buf_text(name), ctx))
			return true;
	}
	return false;
}

/* ---- SQLite's words */

struct wording {
	const char *start, *end; /* what stands around the name in SQLite's message */
	const char *sentence;
};

static const struct wording wordings[] = {
	{ "no such column: ", "", N_("it names \"%s\", which is no field, no fact and no column") },
	{ "no such table: ", "",
	  N_("it reads the table \"%s\", which is no repeat, no form that repeats, no list or table of the pack, divisions or photos") },
	{ "no such function: ", "", N_("it calls %s(), which expressions may not call") },
	{ "wrong number of arguments to function ", "", N_("%s has too many or too few values in its brackets") },
	{ "ambiguous column name: ", "", N_("\"%s\" stands in more than one table; put the table's name and a point before it") },
	{ "misuse of aggregate: ", "", N_("%s over many rows must stand in a SELECT over a repeat or a list") },
	{ "misuse of aggregate function ", "", N_("%s over many rows must stand in a SELECT over a repeat or a list") },
	{ "near \"", "\": syntax error", N_("it cannot be understood near \"%s\"") },
	{ "unrecognized token: \"", "\"", N_("it cannot be understood near \"%s\"") },
};

/* The sentence with the name where %s stands. */
static void
add_named(struct buf *out, const char *sentence, const char *name, size_t len)
{
	const char *mark = strstr(sentence, "%s");

	if (!mark) {
		buf_text_add(out, sentence);
		return;
	}
	buf_add(out, sentence, (size_t)(mark - sentence));
	buf_add(out, name, len);
	buf_text_add(out, mark + 2);
}

void
guard_sentence(const char *message, struct buf *out)
{
	size_t len = strlen(message);

	/* The bracket that SQLite trips over is the one put around the expression. */
	if (strcmp(message, "near \")\": syntax error") == 0 || strcmp(message, "incomplete input") == 0) {
		buf_text_add(out, _("it ends too early, or a value is missing before a bracket"));
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(wordings); i++) {
		size_t start = strlen(wordings[i].start), end = strlen(wordings[i].end);

		if (len < start + end || strncmp(message, wordings[i].start, start) != 0 ||
		    strcmp(message + len - end, wordings[i].end) != 0)
			continue;
		add_named(out, _(wordings[i].sentence), message + start, len - start - end);
		return;
	}
	buf_printf(out, _("it cannot be read (SQLite: %s)"), message);
}
