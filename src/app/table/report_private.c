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
#include "store/building.h"
#include "store/dossier.h"
#include "store/store.h"

static void
forget(struct opened_house *house)
{
	value_release(&house->listing);
	house->listing = (struct value){ 0 };
	house->has_listing = false;
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

/* Is some form blind to the field? Then who filled what decides. */
static bool
is_blind(struct app *app, const struct field *field)
{
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; i < pack->form_count; i++)
		if (eval_field_tells(store_eval(app_store(app)), &pack->forms[i], field))
			return true;
	return false;
}

/* Most houses have one listing, which is read without judging the house. *done false: this one has not. */
static enum status
read_listing(struct opened_house *house, int64_t building, bool *done, struct err *err)
{
	struct private_reader reader = vault_reader(house->app);
	struct buf body = { 0 };
	struct step step = { 0 };
	enum status status = store_sole_root(app_store(house->app), building, &body, done, err);

	if (!status && *done)
		status = step_parse(buf_text(&body), body.len, &step, err);
	if (!status && *done) {
		const char *division = value_get_text(&step.data, app_pack(house->app)->root_division->name);

		house->listing = value_copy(&step.data);
		house->has_listing = true;
		if (step.has_private && !reader.open(reader.ctx, &step, &house->listing))
			status = deny(house, division ? division : "", err);
	}
	step_release(&step);
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
	enum status status = STATUS_OK;
	bool sole = false;

	*values = NULL;
	if (place->form == app_pack(app)->root && !house->dossier && !is_blind(app, place->field)) {
		if (!house->has_listing)
			status = read_listing(house, place->building, &sole, err);
		if (status || house->has_listing) {
			*values = &house->listing;
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
	return STATUS_OK;
}

void
report_private_close(struct opened_house *house)
{
	if (house->app)
		forget(house);
}

char *
report_private_notice(struct app *app, const char *day)
{
	/* Translators: a person, the role, and a day. */
	return mem_printf(_("Holds personal data: made for %s (%s) on %s, not to be passed on."), app_person_name(app),
			  app_person_role(app), day);
}
