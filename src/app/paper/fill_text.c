#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/place.h"
#include "app/paper/paper_state.h"
#include "app/session/person.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "store/store.h"

/* Texts of papers: what is known stands in place of its name. */

#define BLANK "____________"

static const struct value *
field_value(const struct paper_making *making, const struct field *field)
{
	const struct form *form = pack_form_of_field(making->pack, field->name);

	if (form == making->paper->from && making->from)
		return value_get(&making->from_values, field->name);
	return form->repeat ? NULL : value_get(dossier_values(making->dossier, form->name), field->name);
}

static char *
fact_text(struct paper_making *making, const char *name)
{
	const struct value *value = value_get(&making->dossier->fact_values, name);

	for (size_t i = 0; i < making->pack->fact_count; i++)
		if (strcmp(making->pack->facts[i].name, name) == 0 &&
		    blind_hides_fact(making->app, making->dossier, &making->pack->facts[i]))
			making->hidden = label_text(&making->pack->facts[i].label, making->lang);
	if (!value || value->type == VALUE_NONE)
		return NULL;
	if (value->type == VALUE_TEXT)
		return mem_strdup(value->text);
	if (value->type == VALUE_BOOLEAN)
		return mem_strdup(value->boolean ? _("yes") : _("no"));
	return value->type == VALUE_INTEGER ? mem_printf("%lld", (long long)value->integer) : NULL;
}

char *
paper_value(struct paper_making *making, const char *name)
{
	const struct field *field = pack_field(making->pack, name);
	const struct value *value;

	if (!making->dossier)
		return NULL;
	if (!field)
		return fact_text(making, name);
	if (blind_hides_field(making->app, making->dossier, field)) {
		making->hidden = label_text(&field->label, making->lang);
		return NULL;
	}
	value = field_value(making, field);
	return value ? field_value_text(making->pack, field, value, making->lang) : NULL;
}

static char *
division_name(const struct paper_making *making, enum division_level level)
{
	const struct division *division = making->division ? pack_division_now(making->pack, making->division) : NULL;

	while (division && division->level > level)
		division = pack_division(making->pack, division->parent);
	return division && division->level == level ? mem_strdup(division->name) : NULL;
}

/* The number by which other systems know the house, else the first digits of its own. */
static char *
house_number(struct paper_making *making)
{
	const struct form *root = making->pack->root;
	char shortened[9];

	for (size_t i = 0; making->dossier && i < root->field_count; i++) {
		const char *text = field_is_number(&root->fields[i])
					   ? value_get_text(dossier_values(making->dossier, root->name), root->fields[i].name)
					   : NULL;

		if (text && !names_has(&(struct names){ 0 }, text) && strpbrk(text, "0123456789"))
			return mem_strdup(text);
	}
	return making->dossier ? mem_strdup(id_short(&making->dossier->root, shortened)) : NULL;
}

static char *
word_text(struct paper_making *making, enum paper_word word)
{
	switch (word) {
	case WORD_HOUSE:
		return house_number(making);
	case WORD_PLACE:
		return making->dossier ? building_place(making->app, making->dossier) : NULL;
	case WORD_VILLAGE:
		return division_name(making, DIVISION_VILLAGE);
	case WORD_TOWNSHIP:
		return division_name(making, DIVISION_TOWNSHIP);
	case WORD_COUNTY:
		return division_name(making, DIVISION_COUNTY);
	case WORD_TODAY:
		return mem_strdup(making->today);
	case WORD_SERIAL:
		return mem_strdup(making->serial);
	case WORD_PRINTED_BY:
		/* Translators: a person and the role. */
		return mem_printf(_("%s (%s)"), app_person_name(making->app), app_person_role(making->app));
	case WORD_BLANK:
	case PAPER_WORD_COUNT:
		break;
	}
	return NULL;
}

/* Has the house nothing to say there: no answer, or the word for an address that names none? What is sealed for this person may be something. */
static bool
has_nothing(const struct paper_making *making, const char *name)
{
	const struct field *field = making->dossier ? pack_field(making->pack, name) : NULL;
	const struct value *value = field ? field_value(making, field) : NULL;
	const struct flow_slot *slot = field ? flow_slot(&making->dossier->slots, pack_form_of_field(making->pack, name)->name) : NULL;

	if (!field)
		return false;
	if (value && value->type == VALUE_TEXT)
		return !*value->text || (field->lacking && strcmp(value->text, field->lacking) == 0);
	if (value && value->type != VALUE_NONE)
		return false;
	return !field->is_private || !slot || !making->dossier->private_open ||
	       making->dossier->private_open[slot - making->dossier->slots.slots];
}

/* Is there nothing for one of the names of a part? */
static bool
is_empty_part(const struct paper_making *making, const char *part)
{
	char name[PAPER_NAME_SIZE];

	while (*part) {
		paper_text_next(part, name, &part);
		if (*name && has_nothing(making, name))
			return true;
	}
	return false;
}

/* The text without the parts in brackets for which there is nothing, and without the brackets of the others. The caller frees. */
static char *
without_empty_parts(const struct paper_making *making, const char *text)
{
	struct buf out = { 0 };

	for (const char *open, *close; (open = strchr(text, '[')) != NULL && (close = strchr(open, ']')) != NULL; text = close + 1) {
		char *part = mem_strndup(open + 1, (size_t)(close - open - 1));

		buf_add(&out, text, (size_t)(open - text));
		if (!is_empty_part(making, part))
			buf_text_add(&out, part);
		free(part);
	}
	buf_text_add(&out, text);
	return out.len ? buf_detach(&out) : mem_strdup("");
}

char *
paper_fill(struct paper_making *making, const char *with_parts)
{
	struct buf out = { 0 };
	char name[PAPER_NAME_SIZE], *whole = without_empty_parts(making, with_parts);
	const char *text = whole;

	while (*text) {
		const char *after, *from = text;
		size_t before = paper_text_next(text, name, &after);
		enum paper_word word = paper_word_named(name);
		char *value;

		buf_add(&out, from, before);
		text = after;
		if (!*name)
			break;
		value = word == PAPER_WORD_COUNT ? paper_value(making, name) : word_text(making, word);
		buf_text_add(&out, value && *value ? value : BLANK);
		free(value);
	}
	free(whole);
	return out.len ? buf_detach(&out) : mem_strdup("");
}

bool
paper_holds(struct paper_making *making, const struct expr *expr)
{
	struct eval *eval = store_eval(app_store(making->app));
	bool holds;

	if (!expr->sql || !making->dossier)
		return true;
	dossier_load_eval(app_store(making->app), making->dossier, NULL, making->today);
	if (making->from && making->paper->from->repeat)
		eval_load(eval, making->paper->from, &making->dossier->steps[making->from->heads[0]].step->data, false, NULL, 0);
	holds = eval_holds(eval, expr);
	if (making->from && making->paper->from->repeat)
		eval_unload(eval, making->paper->from);
	return holds;
}
