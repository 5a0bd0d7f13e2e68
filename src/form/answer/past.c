#include "form/answer/past.h"

#include <string.h>

#include "base/mem.h"

/* NULL: no earlier pack offered it. */
static const struct choice *
list_past(const struct list *list, const char *name)
{
	for (size_t i = 0; i < list->past_count; i++)
		if (strcmp(list->past[i].name, name) == 0)
			return &list->past[i];
	return NULL;
}

char *
past_words(const struct choice *choice, const char *lang)
{
	const char *label = label_text(&choice->label, lang);

	/* In the language of the pack's words, whatever the program speaks. */
	return strcmp(lang, "zh") == 0 ? mem_printf("%s（现已没有这一项）", label) : mem_printf("%s (no longer offered)", label);
}

char *
list_words(const struct list *list, const char *name, const char *lang)
{
	const struct choice *choice = list_choice(list, name), *past = choice ? NULL : list_past(list, name);

	return choice ? mem_strdup(label_text(&choice->label, lang)) : past ? past_words(past, lang) : NULL;
}

/* ---- what a pack offers beyond another one */

static size_t
column_of(const struct list *list, const char *name)
{
	size_t at = 0;

	while (at < list->column_count && strcmp(list->columns[at].name, name) != 0)
		at++;
	return at;
}

/* Says of the choice, in each column that both lists have, what the earlier list said. */
static char **
values_in(const struct list *list, const struct list *earlier, const struct choice *choice)
{
	char **values = mem_array(list->column_count + 1, sizeof(*values));

	for (size_t c = 0; c < list->column_count; c++) {
		size_t at = column_of(earlier, list->columns[c].name);

		if (choice->values && at < earlier->column_count)
			values[c] = mem_strdup(choice->values[at]);
	}
	return values;
}

static void
note_choices(struct list *list, const struct list *earlier)
{
	for (size_t i = 0; i < earlier->choice_count; i++) {
		const struct choice *choice = &earlier->choices[i];

		if (list_choice(list, choice->name) || list_past(list, choice->name))
			continue;
		list->past = mem_resize(list->past, list->past_count + 1, sizeof(*list->past));
		list->past[list->past_count++] = (struct choice){ .name = mem_strdup(choice->name),
								  .label = { mem_strdup(choice->label.zh), mem_strdup(choice->label.en) },
								  .values = values_in(list, earlier, choice) };
	}
}

struct noting_past {
	struct pack *pack;
	const struct pack *earlier;
};

static bool
note_of_field(const struct field *field, void *ctx)
{
	const struct noting_past *noting = ctx;
	const struct field *before = field->list ? pack_field(noting->earlier, field->name) : NULL;

	if (before && before->list)
		note_choices(&noting->pack->lists[field->list - noting->pack->lists], before->list);
	return true;
}

static void
note_levels(struct chain *chain, const struct chain *earlier)
{
	for (size_t i = 0; i < earlier->level_count; i++) {
		const struct level *level = &earlier->levels[i];
		bool known = chain_level(chain, level->name) != NULL;

		for (size_t k = 0; k < chain->past_count && !known; k++)
			known = strcmp(chain->past[k].name, level->name) == 0;
		if (known)
			continue;
		chain->past = mem_resize(chain->past, chain->past_count + 1, sizeof(*chain->past));
		chain->past[chain->past_count++] = (struct level_past){ mem_strdup(level->name),
									{ mem_strdup(level->label.zh), mem_strdup(level->label.en) } };
	}
}

void
pack_note_past(struct pack *pack, const struct pack *earlier)
{
	struct noting_past noting = { pack, earlier };

	for (size_t i = 0; i < pack->form_count; i++)
		form_each_field(&pack->forms[i], note_of_field, &noting);
	for (size_t i = 0; i < pack->list_count; i++) { /* of what no field asks: reasons, kinds of papers */
		const struct list *before = pack_list(earlier, pack->lists[i].name);

		if (before)
			note_choices(&pack->lists[i], before);
	}
	for (size_t i = 0; i < pack->chain_count; i++) {
		const struct chain *before = pack_chain(earlier, pack->chains[i].name);

		if (before)
			note_levels(&pack->chains[i], before);
	}
}
