#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_problems.h"
#include "app/house/check.h"
#include "app/house/place.h"
#include "base/i18n.h"
#include "ui/form/form_state.h"

/* "Is it the same house?" and the answer that it is: a house that stands twice goes to the page that says of two houses whether they are one; a new one
 * is not listed at all. */

const struct id *
form_twin(const struct form_state *form)
{
	const struct form_item *item = form_at(form);
	bool asks = (item->kind == ITEM_REASON || item->kind == ITEM_WORDS) && strcmp(item->rule->id, CHECK_TWIN) == 0;

	if (!asks || (form->widget == WIDGET_TEXT && *line_text(&form->line))) /* a sign of the words that are typed */
		return NULL;
	return sheet_twin(form->sheet);
}

/* The other house stands, and this one is in no file yet: what was typed is thrown away, after a second key. */
static struct action
go_to_other(struct form_state *form, struct ui *ui, const struct id *other)
{
	struct id root = *other;
	struct screen *house;
	struct err err = { 0 };
	char *place;

	if (!form->confirm_same) {
		form->confirm_same = true;
		place = app_building_place(ui->app, &root);
		ui_say(ui, TOAST_BAD, _("= once more: what was typed here is thrown away, nothing is listed, and \"%s\" opens."), place);
		free(place);
		return STAY;
	}
	house = ui->house ? ui->house(ui, &root) : NULL;
	if (!house)
		return STAY;
	form->typed = false;
	if (sheet_discard(form->sheet, &err)) {
		screen_free(house, ui);
		ui_fail(ui, &err);
		return STAY;
	}
	ui_say(ui, TOAST_SAID, "%s", _("Nothing was listed anew; this is the house that stands."));
	return (struct action){ ACTION_REPLACE, house };
}

struct action
form_same(struct form_state *form, struct ui *ui)
{
	const struct id *other = form_twin(form);
	struct screen *pair;

	if (id_is_zero(sheet_building(form->sheet)))
		return go_to_other(form, ui, other);
	form_keep(form, ui);
	pair = ui->pair && ui_has_person(ui) ? ui->pair(ui, sheet_building(form->sheet), other) : NULL;
	return pair ? action_push(pair) : STAY;
}
