#include "app/house/fact.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"

void
house_facts_today(const struct pack *pack, struct dossier *dossier, const char *today)
{
	for (size_t i = 0; i < pack->fact_count; i++) {
		const struct fact *fact = &pack->facts[i];
		const char *day = fact->lapse_day ? value_get_text(&dossier->fact_values, fact->lapse_day->name) : NULL;

		if (!day || strcmp(day, today) >= 0 || !value_get_text(&dossier->fact_values, fact->name))
			continue;
		if (dossier->fact_floors.type != VALUE_OBJECT)
			dossier->fact_floors = value_object();
		value_set_text(&dossier->fact_values, fact->name, fact->lapse_to);
		value_set_text(&dossier->fact_floors, fact->name, fact->lapse_to);
	}
}

/* A fact's value in words: a text may be a choice of the list that bears the fact's name. */
static char *
fact_words(const struct pack *pack, const struct fact *fact, const struct value *value)
{
	const struct list *list = pack_list(pack, fact->name);
	const struct choice *choice;

	switch (value->type) {
	case VALUE_TEXT:
		choice = list ? list_choice(list, value->text) : NULL;
		return mem_strdup(choice ? label_text(&choice->label, _("en")) : value->text);
	case VALUE_BOOLEAN:
		return mem_strdup(value->boolean ? _("yes") : _("no"));
	case VALUE_INTEGER:
		return mem_printf("%" PRId64, value->integer);
	default:
		return NULL;
	}
}

/* "May it be used: until a day (2022-09-25)". NULL: nothing is to be said of it, or to this person. */
static char *
fact_line(const struct app *app, const struct dossier *dossier, const struct fact *fact)
{
	const struct value *value = value_get(&dossier->fact_values, fact->name);
	char *words = value && !blind_hides_fact(app, dossier, fact) ? fact_words(app_pack(app), fact, value) : NULL, *line;
	const char *day = fact->lapse_day ? value_get_text(&dossier->fact_values, fact->lapse_day->name) : NULL;

	if (!words)
		return NULL;
	line = day ? mem_printf(_("%s: %s (%s)"), label_text(&fact->label, _("en")), words, day)
		   : mem_printf(_("%s: %s"), label_text(&fact->label, _("en")), words);
	free(words);
	return line;
}

char **
house_fact_lines(const struct app *app, const struct dossier *dossier, size_t *count)
{
	const struct pack *pack = app_pack(app);
	char **lines = mem_array(pack->fact_count + 1, sizeof(*lines));

	*count = 0;
	for (size_t i = 0; i < pack->fact_count; i++) {
		char *line = pack->facts[i].shown ? fact_line(app, dossier, &pack->facts[i]) : NULL;

		if (line)
			lines[(*count)++] = line;
	}
	return lines;
}
