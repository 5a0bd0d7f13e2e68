#include "form/parts/views.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/parts/register_names.h"
#include "form/yaml/read.h"

static bool
is_of_name(char character)
{
	return character && strchr("abcdefghijklmnopqrstuvwxyz_0123456789", character);
}

/* Does it stand there as a word of its own? */
static bool
has_name(const char *sql, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = strstr(sql, name); at; at = strstr(at + len, name))
		if ((at == sql || !is_of_name(at[-1])) && !is_of_name(at[len]))
			return true;
	return false;
}

/* The tables of a query that begins with WITH and a blank; NULL: it has none of its own. */
static const char *
own_tables(const char *sql)
{
	sql += strspn(sql, " \t\n");
	return strncasecmp(sql, "WITH", 4) == 0 && sql[4] && strchr(" \t\n", sql[4]) ? sql + 5 : NULL;
}

void
views_add(const struct pack *pack, struct expr *sql)
{
	bool *used = mem_array(pack->view_count + 1, sizeof(*used));
	struct buf out = { 0 };
	const char *own;

	/* A view knows those above it alone: from the last one upwards each is judged once all that may name it are. */
	for (size_t i = pack->view_count; sql->sql && i-- > 0;) {
		const char *name = pack->views[i].name;

		if (!name || !pack->views[i].sql.sql)
			continue;
		used[i] = has_name(sql->sql, name);
		for (size_t later = i + 1; later < pack->view_count && !used[i]; later++)
			used[i] = used[later] && has_name(pack->views[later].sql.sql, name);
	}
	for (size_t i = 0; i < pack->view_count; i++)
		if (used[i])
			buf_printf(&out, "%s %s AS (%s)", out.len ? "," : "WITH", pack->views[i].name, pack->views[i].sql.sql);
	if (out.len) {
		own = own_tables(sql->sql);
		buf_printf(&out, "%s %s", own ? "," : "", own ? own : sql->sql);
		free(sql->sql);
		sql->sql = mem_strdup(buf_text(&out));
	}
	buf_release(&out);
	free(used);
}

void
read_view(struct reader *reader, const struct node *item)
{
	static const struct key keys[] = {
		{ "view", KEY_NAME, offsetof(struct report, name), true },
		{ "sql", KEY_EXPR, offsetof(struct report, sql), true },
	};
	struct report *view = &reader->pack->views[reader->pack->view_count++];

	view->place = (struct place){ reader->file, node_key_line(item, "view"), "view" };
	(void)read_map(reader, item, keys, ARRAY_LEN(keys), view);
}

static bool
is_form_or_list(const struct pack *pack, const char *name)
{
	return pack_form(pack, name) || pack_list(pack, name) || register_name_is_reserved(name);
}

void
link_views(struct reader *reader)
{
	const struct pack *pack = reader->pack;

	for (size_t i = 0; i < pack->view_count; i++) {
		const struct report *view = &pack->views[i];

		if (!view->name)
			continue;
		if (is_form_or_list(pack, view->name))
			problem(reader, view->place.file, view->place.line, "view",
				_("\"%s\" is a form, a list or a table of the register"), view->name);
		for (size_t before = 0; before < i; before++)
			if (pack->views[before].name && strcmp(pack->views[before].name, view->name) == 0)
				problem(reader, view->place.file, view->place.line, "view", _("there are two views \"%s\""), view->name);
	}
}
