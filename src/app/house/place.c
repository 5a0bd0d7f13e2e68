#include "app/house/place.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/session/division.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/houses/building.h"
#include "store/dossier/dossier.h"
#include "store/journal.h"

static void
add_word(struct buf *out, const char *text)
{
	if (!text || !*text)
		return;
	if (out->len)
		buf_char(out, ' ');
	buf_text_add(out, text);
}

/* Where the house stands, by the newest form that opens to this person's office and says it. NULL: none does. */
static const char *
place_of_opened(struct app *app, const struct dossier *dossier, const struct form *form, struct value *opened)
{
	struct private_reader reader = vault_reader(app);
	const char *place = NULL;

	for (size_t i = dossier->slots.slot_count; i-- > 0 && !place;) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		const struct step *step = slot->form == form && slot->head_count == 1 ? dossier->steps[slot->heads[0]].step : NULL;

		value_release(opened);
		*opened = value_object();
		if (step && step->has_private && reader.open(reader.ctx, step, opened))
			place = value_get_text(opened, form->opens.place->name);
	}
	return place;
}

char *
building_place_opened(struct app *app, const struct id *root, const char *division)
{
	const struct pack *pack = app_pack(app);
	char *place = NULL;

	if (!pack || !app_is_unlocked(app) || !vault_reads_single(app, division))
		return NULL;
	for (size_t i = 0; i < pack->form_count && !place; i++) {
		const struct form *form = &pack->forms[i];
		struct dossier *dossier = NULL;
		struct value opened = { 0 };
		struct err ignored = { 0 };

		if (!form->opens.place || blind_may_hide_field(app, form->opens.place) ||
		    dossier_load_form(app_store(app), root, form->name, NULL, &dossier, &ignored))
			continue;
		place = mem_strdup(place_of_opened(app, dossier, form, &opened));
		value_release(&opened);
		dossier_free(dossier);
	}
	return place;
}

char *
building_place(struct app *app, const struct dossier *dossier)
{
	const struct pack *pack = app_pack(app);
	const struct value *values = pack && pack->root ? dossier_values(dossier, pack->root->name) : NULL;
	const struct flow_slot *slot = pack && pack->root ? flow_slot(&dossier->slots, pack->root->name) : NULL;
	struct buf out = { 0 };
	char *village = app_place_name(app, dossier->division), *told;
	size_t words = 0;

	add_word(&out, village);
	if (!values && slot && slot->head_count) /* two versions: what one of them says openly */
		values = &dossier->steps[slot->heads[0]].step->data;
	/* The first texts of the form that starts a building say where it stands and whose it is: short ones, as the pack orders them. */
	for (size_t i = 0; values && i < pack->root->field_count && words < 5; i++) {
		const struct field *field = &pack->root->fields[i];
		bool says = field->calls_house && !blind_hides_field(app, dossier, field);
		const char *text = says ? value_get_text(values, field->name) : NULL;

		if (text && strcmp(text, "无") != 0) {
			add_word(&out, text);
			words++;
		}
	}
	told = slot && dossier->private_open[slot - dossier->slots.slots] ? NULL
									  : building_place_opened(app, &dossier->root, dossier->division);
	add_word(&out, told);
	free(told);
	free(village);
	return buf_detach(&out);
}

/* May what houses are called be hidden? Then each must be judged before its name is said. */
static bool
names_may_be_hidden(const struct app *app)
{
	const struct form *root = app_pack(app)->root;
	bool may = false;

	for (size_t i = 0; i < root->field_count && !may; i++)
		may = root->fields[i].calls_house && blind_may_hide_field(app, &root->fields[i]);
	return may;
}

char *
app_building_place(struct app *app, const struct id *root)
{
	struct private_reader opens = vault_reader(app), *reader = app_is_unlocked(app) ? &opens : NULL;
	const struct pack *pack = app_pack(app);
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	enum status status;
	char *place;

	if (pack && pack->root && !names_may_be_hidden(app))
		status = dossier_load_form(app_store(app), root, pack->root->name, reader, &dossier, &ignored);
	else
		status = dossier_load(app_store(app), root, reader, &dossier, &ignored);
	if (status)
		return mem_strdup("");
	place = building_place(app, dossier);
	dossier_free(dossier);
	return place;
}

char *
app_building_number(struct app *app, const struct id *root)
{
	const struct form *form = app_pack(app) ? app_pack(app)->root : NULL;
	const struct value *values = NULL;
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	const char *number = NULL;
	char shortened[9], *out;

	if (form && !dossier_load_form(app_store(app), root, form->name, NULL, &dossier, &ignored))
		values = dossier_values(dossier, form->name);
	for (size_t i = 0; values && !number && i < form->field_count; i++)
		if (field_is_number(&form->fields[i])) {
			number = value_get_text(values, form->fields[i].name);
			number = number && strpbrk(number, "0123456789") ? number : NULL; /* that there is none is no number */
		}
	out = mem_strdup(number ? number : id_short(root, shortened));
	dossier_free(dossier);
	return out;
}

static enum status
listing_of_dossier(struct app *app, const struct id *root, struct value *out, struct err *err)
{
	struct private_reader reader = vault_reader(app);
	struct dossier *dossier = NULL;
	const char *form = app_pack(app)->root->name;
	enum status status = dossier_load_form(app_store(app), root, form, &reader, &dossier, err);
	const struct value *values = status ? NULL : dossier_values(dossier, form);

	*out = values ? value_copy(values) : value_object();
	dossier_free(dossier);
	return status;
}

enum status
building_listing(struct app *app, int64_t building, const struct id *root, struct value *out, struct err *err)
{
	struct private_reader reader = vault_reader(app);
	struct buf body = { 0 };
	struct step step = { 0 };
	bool sole = false;
	enum status status = store_sole_root(app_store(app), building, &body, &sole, err);

	if (!status && sole)
		status = step_parse(buf_text(&body), body.len, &step, err);
	if (!status && !sole) {
		status = listing_of_dossier(app, root, out, err);
	} else if (!status) {
		*out = value_copy(&step.data);
		if (step.has_private)
			(void)reader.open(reader.ctx, &step, out);
	}
	step_release(&step);
	buf_release(&body);
	return status;
}

enum status
app_step_find(struct app *app, const char *text, struct id *step, struct err *err)
{
	return store_find_step(app_store(app), text, step, err);
}

enum status
app_building_find(struct app *app, const char *text, struct id *root, struct err *err)
{
	return store_find_building(app_store(app), text, root, err);
}

static enum status
division_find(struct app *app, const char *text, struct id *root, struct err *err)
{
	char *named = app_area_named(app, text);
	const char *area = named ? named : text;
	enum status status = *area ? app_check_area(app, area, err)
				   : err_set(err, STATUS_INVALID, _("give the digits of the county, a township or a village"));

	if (!status && division_level(area) == DIVISION_LEVEL_COUNT)
		status = err_set(err, STATUS_NOT_FOUND, _("\"%s\" are not the digits of a division"), area);
	if (!status && division_level(area) < DIVISION_COUNTY) /* what the county lies in is none of its areas */
		status = err_set(
			err, STATUS_NOT_FOUND,
			_("\"%s\" is no area of this county: give the digits or the whole name of the county, a township or a village"),
			area);
	if (!status)
		division_root(area, root);
	free(named);
	return status;
}

enum status
app_subject_find(struct app *app, const char *text, const char *form, struct id *root, struct err *err)
{
	const struct form *of = form && app_pack(app) ? pack_form(app_pack(app), form) : NULL;
	struct err ignored = { 0 };
	enum status status;

	if (of && of->of_division)
		return division_find(app, text, root, err);
	status = store_find_building(app_store(app), text, root, err);
	return status == STATUS_NOT_FOUND && !form && !division_find(app, text, root, &ignored) ? STATUS_OK : status;
}
