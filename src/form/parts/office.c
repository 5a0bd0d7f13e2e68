#include "form/parts/office.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/yaml/read.h"

/* ---- what a form's fact says */

/* One word "CODE:DAY"; false: it is none. */
static bool
read_word_of(const struct list *offices, const char *word, size_t len, struct office_owed *out)
{
	const char *colon = memchr(word, ':', len);
	size_t code = colon ? (size_t)(colon - word) : 0;

	*out = (struct office_owed){ 0 };
	for (size_t i = 0; colon && i < offices->choice_count; i++)
		if (strlen(offices->choices[i].name) == code && strncmp(offices->choices[i].name, word, code) == 0)
			out->office = &offices->choices[i];
	if (!out->office || len - code - 1 != sizeof(out->day) - 1)
		return false;
	memcpy(out->day, colon + 1, sizeof(out->day) - 1);
	return clock_days(out->day) != INT64_MIN;
}

bool
office_owed_read(const struct form *form, const char *owed, size_t nth, struct office_owed *out)
{
	size_t len;

	if (!form->offices.field || !owed)
		return false;
	for (const char *at = owed; *at; at += len) {
		at += strspn(at, " ");
		len = strcspn(at, " ");
		if (len && read_word_of(form->offices.field->list, at, len, out) && nth-- == 0)
			return true;
	}
	return false;
}

const struct names *
office_roles(const struct form *form, const struct choice *office, enum office_turn turn)
{
	size_t at = (size_t)(office - form->offices.field->list->choices);

	return &form->offices.roles[at * OFFICE_TURN_COUNT + (size_t)turn];
}

const struct choice *
office_of_role(const struct pack *pack, const char *role)
{
	const struct role *found = pack_role(pack, role);

	return found ? found->office : NULL;
}

bool
office_may_answer(const struct pack *pack, const struct form *form, const char *role, const struct value *data)
{
	const struct choice *office = form->offices.field ? office_of_role(pack, role) : NULL;
	const char *answer = office ? value_get_text(data, form->offices.field->name) : NULL;

	return !office || (answer && strcmp(answer, office->name) == 0);
}

/* ---- linking */

/* `office: LIST CODE` of a role. */
static void
link_role_office(struct reader *reader, struct role *role)
{
	const struct place *place = &role->office_place;
	const char *space = role->office_words ? strchr(role->office_words, ' ') : NULL;
	char *name = role->office_words ? mem_strndup(role->office_words, strcspn(role->office_words, " ")) : NULL;

	if (!role->office_words)
		return;
	role->offices = pack_list(reader->pack, name);
	role->office = role->offices && space ? list_choice(role->offices, space + 1) : NULL;
	if (!role->office)
		problem(reader, place->file, place->line, "office",
			_("\"%s\" is no list of lists.yaml and, behind a space, one of its codes"), role->office_words);
	free(name);
}

/* The form's roles that are of the office (NULL: of none), added to what stands. The words are the form's. */
static void
add_roles_of(const struct pack *pack, const struct form *form, const struct choice *office, struct names *out)
{
	for (size_t i = 0; i < form->by.count; i++) {
		const struct choice *of = office_of_role(pack, form->by.items[i]);

		if (of == office)
			out->items[out->count++] = form->by.items[i];
	}
}

static void
link_roles_of_offices(const struct pack *pack, struct form *form)
{
	const struct list *list = form->offices.field->list;

	form->offices.role_count = list->choice_count * OFFICE_TURN_COUNT;
	form->offices.roles = mem_array(form->offices.role_count + 1, sizeof(*form->offices.roles));
	for (size_t c = 0; c < list->choice_count; c++)
		for (int turn = 0; turn < OFFICE_TURN_COUNT; turn++) {
			struct names *names = &form->offices.roles[c * OFFICE_TURN_COUNT + (size_t)turn];

			names->items = mem_array(form->by.count + 1, sizeof(*names->items));
			if (turn != OFFICE_NOBODY)
				add_roles_of(pack, form, &list->choices[c], names);
			if (turn != OFFICE_THEIRS)
				add_roles_of(pack, form, NULL, names);
		}
}

/* The field at the top of the form of this name, type and kind, or NULL. */
static struct field *
field_at_top(const struct form *form, const char *name, enum field_type type, bool is_private)
{
	for (size_t i = 0; name && i < form->field_count; i++)
		if (strcmp(form->fields[i].name, name) == 0 && form->fields[i].type == type && form->fields[i].is_private == is_private)
			return &form->fields[i];
	return NULL;
}

static void
link_form_offices(struct reader *reader, struct form *form)
{
	struct form_offices *offices = &form->offices;
	const struct fact *owe = NULL;
	const struct field *field = field_at_top(form, offices->field_name, FIELD_SELECT_ONE, false),
			   *keyed = field_at_top(form, offices->keyed_name, FIELD_BOOLEAN, false);

	if (!offices->place.file)
		return;
	for (size_t i = 0; offices->owe_name && i < reader->pack->fact_count; i++)
		if (strcmp(reader->pack->facts[i].name, offices->owe_name) == 0 && reader->pack->facts[i].type == FACT_TEXT)
			owe = &reader->pack->facts[i];
	if (!field || !field->list || (offices->owe_name && (!owe || !form->always))) {
		problem(reader, offices->place.file, offices->place.line, "offices",
			_("the field is a choice of one at the top of the form that is not private; the fact, if there is one, is a text, and the form called for always"));
		return;
	}
	if (offices->keyed_name && (!keyed || keyed->initial.sql)) {
		problem(reader, offices->place.file, offices->place.line, "offices",
			_("\"%s\" is no boolean at the top of the form that is not private and has no default"), offices->keyed_name);
		return;
	}
	offices->field = field;
	offices->owe = owe;
	offices->keyed = keyed;
	link_roles_of_offices(reader->pack, form);
}

static bool
mark_opened(const struct field *constant, void *ctx)
{
	struct field *field = (struct field *)(uintptr_t)constant; /* the pack is ours while it is linked */

	(void)ctx;
	field->opened = field->is_private;
	return true;
}

/* A house is called by the place, as by its listing, for whoever opens the form and not the listing. */
static void
link_form_opens(struct reader *reader, struct form *form)
{
	struct form_opens *opens = &form->opens;
	struct field *to = field_at_top(form, opens->to_name, FIELD_SELECT_ONE, false),
		     *place = field_at_top(form, opens->place_name, FIELD_TEXT, true);

	if (!opens->where.file)
		return;
	if (!to || !to->list || (opens->place_name && !place) || form->of_division || form == reader->pack->root) {
		problem(reader, opens->where.file, opens->where.line, "opens",
			_("the form is one of a house that is listed; \"to\" is a choice of one at its top that is not private, and \"where\" a text that is private"));
		return;
	}
	opens->to = to;
	opens->place = place;
	form_each_field(form, mark_opened, NULL);
	if (place)
		place->calls_house = true;
}

void
link_offices(struct reader *reader)
{
	struct pack *pack = reader->pack;

	for (size_t i = 0; i < pack->role_count; i++)
		link_role_office(reader, &pack->roles[i]);
	for (size_t i = 0; i < pack->form_count; i++) {
		link_form_offices(reader, &pack->forms[i]);
		link_form_opens(reader, &pack->forms[i]);
	}
}
