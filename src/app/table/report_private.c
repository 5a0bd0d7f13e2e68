#include "app/table/report_private.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "store/houses/building.h"
#include "store/dossier/dossier.h"
#include "store/store.h"

static void
forget(struct opened_house *house)
{
	for (size_t i = 0; i < house->form_count; i++)
		value_release(&house->forms[i].values);
	house->form_count = 0;
	dossier_free(house->dossier);
	house->dossier = NULL;
	house->building = 0;
}

static enum status
deny(struct opened_house *house, const char *division, struct err *err)
{
	char *place = app_place_name(house->app, division);

	err_set(err, STATUS_DENIED,
		_("the report \"%s\" is not made: what is private of a house in %s does not open with your keys; choose an area that is yours"),
		house->report, place);
	free(place);
	return STATUS_DENIED;
}

static int
compare_house(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static bool
note_waiting(const struct building_row *row, void *ctx)
{
	struct waiting_form *waiting = ctx;

	MEM_GROW(waiting->houses, waiting->count, waiting->cap);
	waiting->houses[waiting->count++] = row->number;
	return true;
}

/* The houses where a form is not filled that hides something from the person. */
static enum status
read_waiting(struct opened_house *house, struct err *err)
{
	size_t count;
	const struct form **forms = blind_forms(house->app, &count);
	enum status status = STATUS_OK;

	house->waiting = mem_array(count, sizeof(*house->waiting));
	for (size_t i = 0; i < count && !status; i++) {
		struct waiting_form *waiting = &house->waiting[house->waiting_count++];

		waiting->form = forms[i];
		status = store_each_unfilled(app_store(house->app), "", forms[i], note_waiting, waiting, err);
		if (waiting->count)
			qsort(waiting->houses, waiting->count, sizeof(*waiting->houses), compare_house);
	}
	free(forms);
	return status;
}

static const bool *
tells_of(struct opened_house *house, const struct field *field)
{
	struct asked_field *asked;

	for (size_t i = 0; i < house->field_count; i++)
		if (house->fields[i].field == field)
			return house->fields[i].tells;
	MEM_GROW(house->fields, house->field_count, house->field_cap);
	asked = &house->fields[house->field_count++];
	*asked = (struct asked_field){ field, mem_array(house->waiting_count, sizeof(bool)) };
	for (size_t i = 0; i < house->waiting_count; i++)
		asked->tells[i] = eval_field_tells(store_eval(app_store(house->app)), house->waiting[i].form, field);
	return asked->tells;
}

/* May the field be hidden at this house? Then who filled what decides. */
static bool
may_be_hidden(struct opened_house *house, const struct private_place *place)
{
	const bool *tells = tells_of(house, place->field);

	for (size_t i = 0; i < house->waiting_count; i++)
		if (tells[i] && house->waiting[i].count &&
		    bsearch(&place->building, house->waiting[i].houses, house->waiting[i].count, sizeof(*house->waiting[i].houses),
			    compare_house))
			return true;
	return false;
}

/* Reads what the only step of the form says; that it counts, and is what stands, the register told. */
static enum status
open_sole(struct opened_house *house, const struct buf *body, struct value *out, struct err *err)
{
	struct private_reader reader = vault_reader(house->app);
	struct step step = { 0 };
	enum status status = step_parse(buf_text(body), body->len, &step, err);

	if (!status) {
		*out = value_copy(&step.data);
		if (step.has_private && !reader.open(reader.ctx, &step, out))
			status = deny(house, step.area, err);
	}
	step_release(&step);
	return status;
}

/* Most houses have one step of a form. *out NULL: this one has not. Borrowed until the next is asked for. */
static enum status
read_sole(struct opened_house *house, const struct private_place *place, struct sole_form **out, struct err *err)
{
	struct store *store = app_store(house->app);
	struct buf body = { 0 };
	struct sole_form *form;
	enum status status;
	struct id id;

	for (size_t i = 0; i < house->form_count; i++)
		if (house->forms[i].form == place->form) {
			*out = house->forms[i].sole ? &house->forms[i] : NULL;
			return STATUS_OK;
		}
	MEM_GROW(house->forms, house->form_count, house->form_cap);
	form = &house->forms[house->form_count++];
	*form = (struct sole_form){ .form = place->form };
	status = place->form == app_pack(house->app)->root
			 ? store_sole_root(store, place->building, &body, &form->sole, err)
			 : store_sole_step(store, place->building, place->form->name, &id, &body, &form->sole, err);
	if (!status && form->sole)
		status = open_sole(house, &body, &form->values, err);
	*out = form->sole ? form : NULL;
	buf_release(&body);
	return status;
}

/* The values of a form of the house; NULL: it holds none that may be seen. */
static enum status
values_of(struct opened_house *house, const struct private_place *place, const struct value **values, struct err *err)
{
	struct app *app = house->app;
	struct private_reader reader = vault_reader(app);
	const struct flow_slot *slot;
	struct sole_form *sole = NULL;
	enum status status = STATUS_OK;

	*values = NULL;
	if (!may_be_hidden(house, place)) {
		status = read_sole(house, place, &sole, err);
		if (status || sole) {
			*values = sole ? &sole->values : NULL;
			return status;
		}
	}
	if (!house->dossier)
		status = dossier_load(app_store(app), place->root, &reader, &house->dossier, err);
	if (status)
		return status;
	slot = flow_slot(&house->dossier->slots, place->form->name);
	if (slot && slot->head_count && !house->dossier->private_open[slot - house->dossier->slots.slots])
		return deny(house, house->dossier->division, err);
	if (!blind_hides_field(app, house->dossier, place->field))
		*values = dossier_values(house->dossier, place->form->name);
	return STATUS_OK;
}

static enum status
give(void *ctx, const struct private_place *place, char **out, struct err *err)
{
	struct opened_house *house = ctx;
	const struct value *values, *value;
	enum status status;

	if (house->building != place->building) {
		forget(house);
		house->building = place->building;
	}
	status = values_of(house, place, &values, err);
	value = !status && values ? value_get(values, place->field->name) : NULL;
	if (value && value->type == VALUE_TEXT)
		*out = mem_strdup(value->text);
	else if (value && value->type == VALUE_INTEGER)
		*out = mem_printf("%" PRId64, value->integer);
	return status;
}

enum status
report_private_open(struct app *app, const char *report, struct opened_house *house, struct report_private *out, struct err *err)
{
	if (!app_is_unlocked(app))
		return err_set(err, STATUS_DENIED,
			       _("the report \"%s\" holds personal data: it is made for a person who proves to be one, by passphrase"),
			       report);
	*house = (struct opened_house){ .app = app, .report = report };
	*out = (struct report_private){ give, house };
	return read_waiting(house, err);
}

void
report_private_close(struct opened_house *house)
{
	if (!house->app)
		return;
	forget(house);
	for (size_t i = 0; i < house->field_count; i++)
		free(house->fields[i].tells);
	for (size_t i = 0; i < house->waiting_count; i++)
		free(house->waiting[i].houses);
	free(house->forms);
	free(house->fields);
	free(house->waiting);
}

char *
report_private_notice(struct app *app, const char *day)
{
	/* Translators: a person, the role, and a day. */
	return mem_printf(_("Holds personal data: made for %s (%s) on %s, not to be passed on."), app_person_name(app),
			  app_person_role(app), day);
}
