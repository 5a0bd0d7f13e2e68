#include "store/report/report_acts.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/later/added.h"
#include "eval/sql_text.h"
#include "store/store.h"

#define TABLE_NAME "acts"
#define QUESTIONS_NAME "questions"

/* Who does it: the labels of the roles, one behind the other. */
static void
add_roles(const struct pack *pack, const struct names *roles, struct buf *out)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < roles->count; i++) {
		const struct role *role = pack_role(pack, roles->items[i]);

		if (role && role->office) /* `due` says which office it is */
			continue;

		/* Translators: the language of what a report says of the pack: zh or en. */
		buf_printf(&text, "%s%s", text.len ? _(", ") : "", role ? label_text(&role->label, _("en")) : roles->items[i]);
	}
	sql_text_add(out, buf_text(&text));
	buf_release(&text);
}

struct listed_questions {
	const struct pack *pack;
	struct buf *out;
};

/* The questions that must be answered, as a list of what is added calls them. */
static bool
add_question(const struct field *field, void *ctx)
{
	struct listed_questions *listed = ctx;
	char *words;

	if (!field->required)
		return true;
	words = added_words(listed->pack, field);
	buf_printf(listed->out, ", ('%s', ", field->name);
	sql_text_add(listed->out, words);
	buf_char(listed->out, ')');
	free(words);
	return true;
}

void
report_questions_add(const struct pack *pack, const char *query, struct buf *out)
{
	struct listed_questions listed = { pack, out };

	if (!strstr(query, QUESTIONS_NAME))
		return;
	buf_printf(out, "%s " QUESTIONS_NAME " (field, label) AS (VALUES (NULL, NULL)", out->len ? "," : "WITH");
	for (size_t i = 0; i < pack->form_count; i++)
		if (!pack->forms[i].of_division)
			form_each_field(&pack->forms[i], add_question, &listed);
	buf_char(out, ')');
}

struct listed_levels {
	const struct pack *in_force;
	const struct level **taken_out; /* that are listed */
	size_t count, cap;
	struct buf *out;
};

static void
add_level(const struct pack *pack, const struct level *level, struct buf *out)
{
	/* Translators: a chain and one of its levels. */
	char *label = mem_printf(_("%s: %s"), label_text(&level->chain->label, _("en")), label_text(&level->label, _("en")));

	buf_printf(out, ", (NULL, '%s', '%s', ", level->chain->name, level->name);
	sql_text_add(out, label);
	free(label);
	buf_text_add(out, ", ");
	add_roles(pack, &level->by, out);
	buf_char(out, ')');
}

static bool
is_listed(const struct listed_levels *listed, const struct level *level)
{
	for (size_t i = 0; i < listed->count; i++)
		if (strcmp(listed->taken_out[i]->name, level->name) == 0 &&
		    strcmp(listed->taken_out[i]->chain->name, level->chain->name) == 0)
			return true;
	return pack_level(listed->in_force, level->chain->name, level->name) != NULL;
}

/* Houses that began under an earlier pack wait for its levels, too. */
static bool
add_taken_out(const struct pack *pack, void *ctx)
{
	struct listed_levels *listed = ctx;

	for (size_t c = 0; c < pack->chain_count; c++)
		for (size_t l = 0; l < pack->chains[c].level_count; l++) {
			const struct level *level = &pack->chains[c].levels[l];

			if (is_listed(listed, level))
				continue;
			add_level(pack, level, listed->out);
			MEM_GROW(listed->taken_out, listed->count, listed->cap);
			listed->taken_out[listed->count++] = level;
		}
	return true;
}

void
report_acts_add(const struct store *store, const struct pack *pack, const char *query, struct buf *out)
{
	struct listed_levels listed = { .in_force = pack, .out = out };

	if (!strstr(query, TABLE_NAME))
		return;
	buf_printf(out, "%s " TABLE_NAME " (form, chain, level, label, who) AS (VALUES (NULL, NULL, NULL, NULL, NULL)",
		   out->len ? "," : "WITH");
	for (size_t i = 0; i < pack->form_count; i++) {
		buf_printf(out, ", ('%s', NULL, NULL, ", pack->forms[i].name);
		sql_text_add(out, label_text(&pack->forms[i].label, _("en")));
		buf_text_add(out, ", ");
		add_roles(pack, &pack->forms[i].by, out);
		buf_char(out, ')');
	}
	for (size_t c = 0; c < pack->chain_count; c++)
		for (size_t l = 0; l < pack->chains[c].level_count; l++)
			add_level(pack, &pack->chains[c].levels[l], out);
	if (store)
		store_each_pack(store, add_taken_out, &listed);
	free(listed.taken_out);
	buf_char(out, ')');
}
