#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/yaml/read.h"

/* What a case refers to: the forms it is about, its stages, its end, and the days that each of them needs. */

static const struct form *
link_repeat(struct reader *reader, const struct place *place, const char *key, const char *name)
{
	const struct form *form = name ? pack_form(reader->pack, name) : NULL;

	if (name && (!form || !form->repeat))
		problem(reader, place->file, place->line, key, _("there is no repeat form \"%s\""), name);
	return form;
}

/* By what a case is told from another about the same house: an open value of a form that it is about; of one that repeats the last slot's. */
static void
link_same(struct reader *reader, const struct pack_case *link)
{
	const struct place *place = &link->same.place;

	for (size_t i = 0; i < link->same.count; i++) {
		const char *name = link->same.items[i];
		const struct field *field = pack_field(reader->pack, name);
		const struct form *of = pack_form_of_field(reader->pack, name);

		if (!field)
			continue;
		if (!names_has(&link->of, of->name))
			problem(reader, place->file, place->line, "same", _("\"%s\" is no field of a form that the case is about"), name);
		else if (field->is_private)
			problem(reader, place->file, place->line, "same", _("the private field \"%s\" cannot be compared"), name);
		else if (!field_type_has_value(field->type) || (field->parent && field->parent->type == FIELD_REPEAT))
			problem(reader, place->file, place->line, "same", _("\"%s\" is no single value or photo"), name);
	}
}

static bool
has_day(const struct expr *due, const struct deadline *deadline)
{
	return due->sql || deadline;
}

/* No open case is without a day: each of its forms and of the levels that sign these has one, and the last deadline stands in for one that is NULL. */
static void
check_days_of_case(struct reader *reader, const struct pack_case *link)
{
	const struct pack *pack = reader->pack;
	const struct place *place = &link->place;

	if (!pack->deadline_count)
		problem(reader, place->file, place->line, "case", _("a case needs a deadline in the pack, as the last day of all"));
	for (size_t i = 0; i < pack->form_count; i++)
		if (case_has_form(link, &pack->forms[i]) && !has_day(&pack->forms[i].due, pack->forms[i].deadline))
			problem(reader, place->file, place->line, "case", _("the form \"%s\" of the case has no day (due)"),
				pack->forms[i].name);
	for (size_t c = 0; c < pack->chain_count; c++)
		for (size_t i = 0; i < pack->chains[c].level_count && case_has_form(link, pack->chains[c].each); i++) {
			const struct level *level = &pack->chains[c].levels[i];

			if (!has_day(&level->due, level->deadline))
				problem(reader, level->place.file, level->place.line, "level",
					_("the level \"%s\" signs a form of the case \"%s\" and has no day (due)"), level->name,
					link->name);
		}
}

static bool
is_signed(const struct pack *pack, const struct form *form)
{
	for (size_t c = 0; c < pack->chain_count; c++)
		if (form && pack->chains[c].each == form)
			return true;
	return false;
}

static void
link_opening(struct reader *reader, struct pack_case *link)
{
	const struct pack *pack = reader->pack;
	const struct place *place = &link->place;

	link_same(reader, link);
	if (!link->opens_name)
		return;
	for (size_t i = 0; i < pack->fact_count && !link->opens; i++)
		if (pack->facts[i].name && strcmp(pack->facts[i].name, link->opens_name) == 0)
			link->opens = &pack->facts[i];
	if (!link->opens)
		problem(reader, place->file, place->line, "opens", _("there is no fact \"%s\" in pack.yaml"), link->opens_name);
	if (link->closing && !is_signed(pack, link->closing))
		problem(reader, place->file, place->line, "closes",
			_("no chain is over each \"%s\": nobody would accept the end of the case"), link->closes);
	check_days_of_case(reader, link);
}

/* The day of a fact that lapses is a fact, too, and what it lapses to is a choice where it has a list. */
static void
link_lapse(struct reader *reader, struct fact *fact)
{
	const struct pack *pack = reader->pack;
	const struct place *place = &fact->place;
	const struct list *list = fact->name ? pack_list(pack, fact->name) : NULL;

	if (!fact->lapse_day_name || !fact->lapse_to)
		return;
	for (size_t i = 0; i < pack->fact_count && !fact->lapse_day; i++)
		if (pack->facts[i].name && strcmp(pack->facts[i].name, fact->lapse_day_name) == 0)
			fact->lapse_day = &pack->facts[i];
	if (!fact->lapse_day)
		problem(reader, place->file, place->line, "lapses", _("there is no fact \"%s\" in pack.yaml"), fact->lapse_day_name);
	else if (fact->type != FACT_TEXT || (fact->lapse_day->type != FACT_TEXT && fact->lapse_day->type != FACT_DATE))
		problem(reader, place->file, place->line, "lapses",
			_("a fact that lapses is a text, and the one that holds its day a date or a text"));
	if (list && !list_choice(list, fact->lapse_to))
		problem(reader, place->file, place->line, "lapses", _("\"%s\" is no choice of \"%s\""), fact->lapse_to, fact->name);
}

/* What waits for signatures stands in forms that somebody signs. */
void
link_fact(struct reader *reader, struct fact *fact)
{
	const struct place *place = &fact->signed_forms.place;

	link_lapse(reader, fact);
	for (size_t i = 0; i < fact->signed_forms.count; i++) {
		const struct form *form = pack_form(reader->pack, fact->signed_forms.items[i]);

		if (!form || !pack_chain_of_form(reader->pack, form))
			problem(reader, place->file, place->line, "signed", _("no chain covers a form \"%s\": nobody would sign it"),
				fact->signed_forms.items[i]);
	}
}

/* What a case rests on is signed as a whole: a chain over one slot says nothing of a house. */
static void
link_needs(struct reader *reader, const struct pack_case *link)
{
	const struct place *place = &link->needs.place;

	for (size_t i = 0; i < link->needs.count; i++) {
		const struct chain *chain = pack_chain(reader->pack, link->needs.items[i]);

		if (!chain || chain->each)
			problem(reader, place->file, place->line, "needs", _("\"%s\" is no chain over a list of forms"),
				link->needs.items[i]);
	}
}

/* A chain over each of a stage's form covers the heads that the case is about, too. */
void
link_case(struct reader *reader, struct pack_case *link)
{
	struct pack *pack = reader->pack;

	for (size_t i = 0; i < link->stage_count; i++) {
		struct case_stage *stage = &link->stages[i];

		stage->form = link_repeat(reader, &stage->place, "stages", stage->form_name);
		if (stage->form_name && names_has(&link->of, stage->form_name))
			problem(reader, link->of.place.file, link->of.place.line, "of", _("\"%s\" is a stage of the case itself"),
				stage->form_name);
	}
	for (size_t i = 0; i < link->before_end_count; i++) {
		struct case_stage *before = &link->before_end[i];

		before->form = link_repeat(reader, &before->place, "before_end", before->form_name);
	}
	link_needs(reader, link);
	link->closing = link_repeat(reader, &link->place, "closes", link->closes);
	if (names_has(&link->of, link->closes))
		problem(reader, link->of.place.file, link->of.place.line, "of", _("\"%s\" ends the case itself"), link->closes);
	for (size_t c = 0; c < pack->chain_count; c++) {
		struct chain *chain = &pack->chains[c];

		if (!chain->each || !case_has_form(link, chain->each))
			continue;
		for (size_t i = 0; i < link->of.count; i++) {
			if (names_has(&chain->of, link->of.items[i]))
				continue;
			chain->of.items = mem_resize(chain->of.items, chain->of.count + 1, sizeof(char *));
			chain->of.items[chain->of.count++] = mem_strdup(link->of.items[i]);
		}
	}
	link_opening(reader, link);
}
