#include "app/house/label.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/workspace.h"
#include "base/attr.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "form/later/added.h"
#include "step/step.h"
#include "store/store.h"

struct any_level {
	const char *chain, *level;
	const struct level *found;
};

static bool
look_in_pack(const struct pack *pack, void *ctx)
{
	struct any_level *search = ctx;

	search->found = pack_level(pack, search->chain, search->level);
	return !search->found;
}

const struct level *
house_level(const struct app *app, const char *chain, const char *level)
{
	struct any_level search = { .chain = chain, .level = level };

	if (app_pack(app))
		search.found = pack_level(app_pack(app), chain, level);
	if (!search.found)
		store_each_pack(app_store(app), look_in_pack, &search);
	return search.found;
}

const char *
house_label(const struct pack *pack, const char *form, const char *chain, const char *level)
{
	const struct form *known_form = form ? pack_form(pack, form) : NULL;
	const struct level *known_level = level ? pack_level(pack, chain, level) : NULL;

	if (known_level)
		return label_text(&known_level->label, _("en"));
	if (known_form)
		return label_text(&known_form->label, _("en"));
	if (form && step_kind_of(form) == STEP_MANIFEST)
		return _("Manifest: no house left out");
	if (form && step_kind_of(form) == STEP_WITHDRAWAL)
		return _("Signature taken back");
	return level ? level : form;
}

char *
house_level_words(const struct pack *pack, const struct level *level)
{
	const char *label = label_text(&level->label, _("en"));

	return strcmp(pack->chains[0].name, level->chain->name) == 0
		       ? mem_strdup(label)
		       : mem_printf(_("%s: %s"), label_text(&level->chain->label, _("en")), label);
}

char *
house_print_words(const struct pack *pack, const struct step *step)
{
	const struct paper_prints *prints = &pack->prints;
	const char *serial;
	char *what, *words;

	if (!prints->form || strcmp(step->kind, prints->form->name) != 0)
		return NULL;
	what = field_value_text(pack, prints->what, value_get(&step->data, prints->what->name), _("en"));
	serial = value_get_text(&step->data, prints->serial->name);
	/* Translators: a paper, and its number. */
	words = mem_printf(_("%s, serial %s"), what, serial ? serial : "-");
	free(what);
	return words;
}

const char *
house_task_words(enum flow_task kind)
{
	static const char *const words[] = {
		[TASK_NONE] = N_("nothing left to do"), [TASK_FORM] = N_("to fill"),	    [TASK_ADDED] = N_("with an added question"),
		[TASK_AGAIN] = N_("to look at again"),	[TASK_RETURNED] = N_("given back"), [TASK_CONFLICT] = N_("with two versions"),
		[TASK_FINDINGS] = N_("with errors"),	[TASK_SIGN] = N_("to sign"),	    [TASK_ANY] = N_("all"),
		[TASK_OVERDUE] = N_("past their day"),	[TASK_DONE] = N_("signed by all"),
	};

	_Static_assert(ARRAY_LEN(words) == TASK_KIND_COUNT, "words for each kind");
	return _(words[kind]);
}

char *
house_added_words(const struct pack *pack, const struct field *field)
{
	return added_words(pack, field);
}
