#include "app/place/places.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/person.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "store/divisions/divisions.h"
#include "store/dossier/dossier.h"
#include "trust/credential.h"

/* ---- who may fill what */

struct place_right {
	const struct form *form;
	const char *code;
	bool just; /* his area is this division, no wider one */
};

static bool
fits_right(const struct credential *own, const void *ctx)
{
	const struct place_right *right = ctx;

	for (size_t i = 0; names_has(&right->form->by, own->role) && i < own->area_count; i++)
		if (right->just ? strcmp(own->areas[i], right->code) == 0 : division_covers(own->areas[i], right->code))
			return true;
	return false;
}

/* ---- what stands */

struct reading_places {
	struct app *app;
	struct app_places *out;
	const char **areas, **areas_now; /* app_areas, app_areas_now */
	size_t area_count, area_now_count;
};

/* The first value of a form that a person reads as a line: of its first row where that is a repeat. */
static char *
first_words(const struct pack *pack, const struct field *fields, size_t count, const struct value *values)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];
		const struct value *value = value_get(values, field->name);
		bool rows = field->type == FIELD_REPEAT && value && value->type == VALUE_LIST && value->list.count;

		if (rows)
			return first_words(pack, field->fields, field->field_count, &value->list.items[0]);
		if (value && (field->type == FIELD_TEXT || field->type == FIELD_PERSON || field->type == FIELD_SELECT_ONE))
			return field_value_text(pack, field, value, _("en"));
	}
	return mem_strdup("");
}

static struct place_form *
add_place(struct reading_places *reading, const struct form *form, const char *code)
{
	struct app_places *out = reading->out;
	struct place_form *place;

	MEM_GROW(out->items, out->count, out->cap);
	place = &out->items[out->count++];
	*place = (struct place_form){ .name = app_place_name(reading->app, code), .form = form };
	strcpy(place->code, code);
	division_root(code, &place->root);
	place->may_fill = act_could_as(reading->app, fits_right, &(struct place_right){ form, place->code, false });
	return place;
}

/* By the right of before, or as the division is now. */
static bool
is_of_areas(const struct reading_places *reading, const char *code)
{
	char now[DIVISION_CODE_LEN + 1];

	pack_area_now(app_pack(reading->app), code, now);
	return division_covered(reading->areas, reading->area_count, code) ||
	       division_covered(reading->areas_now, reading->area_now_count, now);
}

static bool
note_head(const struct division_head *head, void *ctx)
{
	struct reading_places *reading = ctx;
	struct app_places *out = reading->out;
	const struct pack *pack = app_pack(reading->app);
	const struct form *form = pack_form(pack, head->kind);
	struct place_form *place = out->count ? &out->items[out->count - 1] : NULL;

	if (!form || !is_of_areas(reading, head->code))
		return true;
	if (place && place->form == form && strcmp(place->code, head->code) == 0 && id_equal(&place->slot, &head->slot)) {
		place->heads++;
		return true;
	}
	place = add_place(reading, form, head->code);
	place->slot = head->slot;
	place->heads = 1;
	place->says = first_words(pack, form->fields, form->field_count, &head->step->data);
	place->by = mem_strdup(head->author ? head->author->name : "");
	clock_minute(head->step->at_unix, place->at);
	return true;
}

/* ---- what does not */

static bool
stands(const struct app_places *places, size_t count, const struct form *form, const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (places->items[i].form == form && strcmp(places->items[i].code, code) == 0)
			return true;
	return false;
}

/* The forms that the person may fill there, and that nobody did, or of which there may be another. */
static void
add_empty(struct reading_places *reading, const struct division *division, size_t filled)
{
	const struct pack *pack = app_pack(reading->app);
	char code[DIVISION_CODE_LEN + 1];

	if (*division->became)
		return;
	division_area(division->code, division->level, code);
	for (size_t f = 0; f < pack->form_count; f++) {
		const struct form *form = &pack->forms[f];
		struct place_right right = { form, code, false };
		struct place_form *place;

		if (!form->of_division || form == pack->draw.form || form == pack->tally.form || form->about != division->level ||
		    (!form->repeat && stands(reading->out, filled, form, code)) || !act_could_as(reading->app, fits_right, &right))
			continue;
		place = add_place(reading, form, code);
		place->says = mem_strdup("");
		place->by = mem_strdup("");
		right.just = true;
		place->waits = !form->repeat && act_could_as(reading->app, fits_right, &right);
		place->below = !form->repeat && !place->waits;
		reading->out->waiting += place->waits;
		reading->out->below += place->below;
		if (form->deadline && !form->repeat)
			strcpy(place->day, form->deadline->date);
		if (place->waits && *place->day && (!*reading->out->day || strcmp(place->day, reading->out->day) < 0))
			strcpy(reading->out->day, place->day);
	}
}

static int
place_cmp(const void *a, const void *b)
{
	const struct place_form *left = a, *right = b;
	int order = strcmp(left->code, right->code);

	if (!order)
		order = (left->form > right->form) - (left->form < right->form);
	if (!order)
		order = (left->heads == 0) - (right->heads == 0);
	return order ? order : strcmp(right->at, left->at);
}

enum status
app_places(struct app *app, struct app_places *out, struct err *err)
{
	struct reading_places reading = { .app = app, .out = out };
	const struct pack *pack = app_pack(app);
	enum status status = STATUS_OK;
	size_t filled;

	*out = (struct app_places){ 0 };
	if (!pack || !app_person_name(app))
		return STATUS_OK;
	reading.areas = app_areas(app, &reading.area_count);
	reading.areas_now = app_areas_now(app, &reading.area_now_count);
	for (size_t f = 0; f < pack->form_count && !status; f++)
		if (pack->forms[f].of_division && &pack->forms[f] != pack->draw.form &&
		    &pack->forms[f] != pack->tally.form) /* draws and what was told by telephone have a page of their own */
			status = store_each_division_head(app_store(app), "", pack->forms[f].name, note_head, &reading, err);
	filled = out->count;
	for (size_t i = 0; i < pack->division_count && !status; i++)
		add_empty(&reading, &pack->divisions[i], filled);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), place_cmp);
	free(reading.areas);
	free(reading.areas_now);
	if (status)
		app_places_release(out);
	return status;
}

void
app_places_release(struct app_places *places)
{
	for (size_t i = 0; i < places->count; i++) {
		free(places->items[i].name);
		free(places->items[i].says);
		free(places->items[i].by);
	}
	free(places->items);
	*places = (struct app_places){ 0 };
}
