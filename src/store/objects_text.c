#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/register.h"
#include "store/objects.h"

/* The objects that our own scripts make, read from their text as SQLite would keep them: running them takes as long as reading the form pack, at each
 * opening. tests/store/altered holds both against each other. Scripts are CREATE TABLE, INDEX and VIEW, which end without a comment and name keys and
 * unique columns with the columns. A table without rowids is itself the index of its key. */

/* Past white space and comments. */
static const char *
skip_between(const char *at)
{
	for (;;) {
		at += strspn(at, " \n\t");
		if (at[0] != '-' || at[1] != '-')
			return at;
		at += strcspn(at, "\n");
	}
}

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Past the word, the quoted text or the sign that stands there. */
static const char *
skip_one(const char *at)
{
	char quote = *at;

	if (quote == '"' || quote == '\'') {
		do
			at = strchr(at + 1, quote) + 1;
		while (*at == quote);
		return at;
	}
	if (!is_word(*at))
		return at + 1;
	while (is_word(*at))
		at++;
	return at;
}

/* One word of a statement, or a sign; len 0: the statement ends. */
struct sql_word {
	const char *text;
	size_t len;
};

static struct sql_word
next_word(const char **at)
{
	struct sql_word word = { skip_between(*at), 0 };

	if (*word.text && *word.text != ';')
		word.len = (size_t)(skip_one(word.text) - word.text);
	*at = word.text + word.len;
	return word;
}

static bool
says(struct sql_word word, const char *text)
{
	return word.len == strlen(text) && strncmp(word.text, text, word.len) == 0;
}

static void
add_object(struct objects *out, const char *type, char *name_taken, struct sql_word table, char *sql_taken)
{
	MEM_GROW(out->items, out->count, out->cap);
	out->items[out->count++] = (struct object){ mem_strdup(type), name_taken, mem_strndup(table.text, table.len), sql_taken, 0 };
}

/* The indexes that SQLite makes by itself, numbered in the order of what asks for them. */
struct own_indexes {
	struct sql_word before;
	size_t count, of_key; /* of_key: the number of the one of PRIMARY KEY; 0: none */
	bool without_rowid;
};

static void
note_own(struct own_indexes *own, struct sql_word word)
{
	bool of_key = says(word, "PRIMARY") && !says(own->before, "INTEGER");

	if (of_key || says(word, "UNIQUE"))
		own->count++;
	if (of_key)
		own->of_key = own->count;
	own->without_rowid |= says(word, "ROWID") && says(own->before, "WITHOUT");
	own->before = word;
}

/* Reads the statement that begins there; its end. */
static const char *
read_statement(const char *at, struct objects *out)
{
	struct sql_word word = next_word(&at), kind = next_word(&at), name = next_word(&at), table = name;
	struct own_indexes own = { 0 };
	const char *end = at;
	bool is_table = says(kind, "TABLE");

	if (says(kind, "INDEX")) {
		next_word(&at); /* ON */
		table = next_word(&at);
	}
	while ((word = next_word(&at)).len) {
		end = at;
		if (is_table)
			note_own(&own, word);
	}
	add_object(out,
		   is_table		 ? "table"
		   : says(kind, "INDEX") ? "index"
					 : "view",
		   mem_strndup(name.text, name.len), table,
		   mem_printf("CREATE %.*s %.*s", (int)kind.len, kind.text, (int)(end - name.text), name.text));
	for (size_t i = 1; i <= own.count; i++)
		if (!own.without_rowid || i != own.of_key)
			add_object(out, "index", mem_printf("sqlite_autoindex_%.*s_%zu", (int)name.len, name.text, i), name, NULL);
	return at;
}

static void
read_script(const char *at, struct objects *out)
{
	while (*(at = skip_between(at)))
		at = *at == ';' ? at + 1 : read_statement(at, out);
}

void
objects_expect(const char *const *scripts, struct objects *out)
{
	for (size_t i = 0; scripts[i]; i++)
		read_script(scripts[i], out);
	objects_sort(out);
}

void
objects_expect_register(const struct pack *pack, struct objects *out)
{
	struct buf script = { 0 };

	register_script(pack, &script);
	read_script(buf_text(&script), out);
	objects_sort(out);
	buf_release(&script);
}
