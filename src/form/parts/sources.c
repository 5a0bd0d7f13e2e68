#include "form/parts/sources.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"
#include "form/yaml/read.h"

void
read_sources(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "source", KEY_NAME, offsetof(struct pack_source, name), true },
		{ "label", KEY_LABEL, offsetof(struct pack_source, label), true },
	};
	struct pack *pack = reader->pack;

	pack->sources = read_items(reader, root, "sources", sizeof(*pack->sources), &pack->source_count);
	for (size_t i = 0; i < pack->source_count; i++) {
		const struct node *item = node_get(root, "sources")->items[i];

		pack->sources[i].place = (struct place){ reader->file, node_key_line(item, "source"), "source" };
		read_map(reader, item, keys, ARRAY_LEN(keys), &pack->sources[i]);
	}
}

static const struct pack_source *
source_find(const struct pack *pack, const char *name, size_t len)
{
	for (size_t i = 0; i < pack->source_count; i++)
		if (strlen(pack->sources[i].name) == len && memcmp(pack->sources[i].name, name, len) == 0)
			return &pack->sources[i];
	return NULL;
}

/* The next name behind the spaces at *at; its length, 0: there is none left. */
static size_t
next_name(const char **at)
{
	*at += strspn(*at, " ");
	return strcspn(*at, " ");
}

/* `bad`: how many were wrong before. */
static void
refuse_source(const struct place *place, const char *why, size_t *bad, struct buf *problems, struct err *err)
{
	if ((*bad)++ == 0)
		err_set(err, STATUS_INVALID, "%s:%d: %s: %s", place->file, place->line, place->key, why);
	if (problems)
		visible_printf(problems, "%s:%d: %s: %s\n", place->file, place->line, place->key, why);
}

enum status
pack_check_sources(const struct pack *pack, struct buf *problems, struct err *err)
{
	size_t bad = 0;

	for (size_t i = 0; i < pack->source_count; i++) {
		const char *name = pack->sources[i].name;
		char *why;

		if (source_find(pack, name, strlen(name)) == &pack->sources[i])
			continue;
		why = mem_printf(_("there are two sources \"%s\""), name);
		refuse_source(&pack->sources[i].place, why, &bad, problems, err);
		free(why);
	}
	for (size_t i = 0; i < pack->citation_count; i++) {
		const char *at = pack->citations[i].names;

		for (size_t len = next_name(&at); len; at += len, len = next_name(&at)) {
			char *why;

			if (source_find(pack, at, len))
				continue;
			why = mem_printf(_("there is no source \"%.*s\" among the sources of pack.yaml"), (int)len, at);
			refuse_source(&pack->citations[i].place, why, &bad, problems, err);
			free(why);
		}
	}
	return bad ? STATUS_INVALID : STATUS_OK;
}

char *
pack_sources_text(const struct pack *pack, const char *names, const char *lang)
{
	struct buf text = { 0 };

	for (size_t len = next_name(&names); len; names += len, len = next_name(&names)) {
		const struct pack_source *source = source_find(pack, names, len);

		if (source) /* Translators: between two sources of a question: documents and their clauses. */
			buf_printf(&text, "%s%s", text.len ? _("; ") : "", label_text(&source->label, lang));
	}
	return buf_detach(&text);
}
