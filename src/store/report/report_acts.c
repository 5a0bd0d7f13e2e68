#include "store/report/report_acts.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/later/added.h"
#include "eval/sql_text.h"

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

void
report_acts_add(const struct pack *pack, const char *query, struct buf *out)
{
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
		for (size_t l = 0; l < pack->chains[c].level_count; l++) {
			const struct level *level = &pack->chains[c].levels[l];

			/* Translators: a chain and one of its levels. */
			char *label = mem_printf(_("%s: %s"), label_text(&pack->chains[c].label, _("en")),
						 label_text(&level->label, _("en")));

			buf_printf(out, ", (NULL, '%s', '%s', ", pack->chains[c].name, level->name);
			sql_text_add(out, label);
			free(label);
			buf_text_add(out, ", ");
			add_roles(pack, &level->by, out);
			buf_char(out, ')');
		}
	buf_char(out, ')');
}
