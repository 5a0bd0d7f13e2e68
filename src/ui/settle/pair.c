#include "ui/settle/pair.h"

#include <stdlib.h>

#include "app/house/history.h"
#include "app/house/place.h"
#include "app/house/record.h"
#include "app/session/workspace.h"
#include "app/settle/versions.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/check.h"
#include "ui/screen.h"

const char *
known_or_mark(const char *text)
{
	return text && *text ? text : "?";
}

/* What the form that starts a building says of one of them; NULL: it says nothing, or cannot be read. */
static const struct value *
said_of(const struct app_versions *versions, const struct field *field)
{
	return versions->count ? value_get(&versions->items[0].values, field->name) : NULL;
}

static void
add_head(struct pair *pair, const struct app_versions versions[PAIR_SIDES], const struct app_history histories[PAIR_SIDES])
{
	struct compare_cell *where = compare_add(&pair->head, ""), *who = compare_add(&pair->head, _("listed by")),
			    *how_far = compare_add(&pair->head, _("how far"));

	for (int side = 0; side < PAIR_SIDES; side++) {
		const struct app_version *version = versions[side].count ? &versions[side].items[0] : NULL;
		const struct app_history *history = &histories[side];

		where[side] = (struct compare_cell){ mem_strdup(pair->places[side]), ACCENT, NULL };
		who[side].text = mem_printf("%s %s", version ? known_or_mark(version->by) : "?", version ? version->at : "");
		how_far[side] = (struct compare_cell){ mem_printf(_("%lld times signed; next: %s"), (long long)history->levels_signed,
								  history->next_count ? known_or_mark(history->next[0].label) : "-"),
						       FAINT, NULL };
	}
}

static void
add_fields(struct pair *pair, const struct ui *ui, const struct app_versions versions[PAIR_SIDES])
{
	const struct pack *pack = app_pack(ui->app);

	for (size_t i = 0; i < pack->root->field_count; i++) {
		const struct field *field = &pack->root->fields[i];
		const struct value *values[PAIR_SIDES] = { said_of(&versions[0], field), said_of(&versions[1], field) };
		bool same = values[0] && values[1] && value_equal(values[0], values[1]);
		struct compare_cell *cells;

		if (!field_type_has_value(field->type))
			continue;
		cells = compare_add(&pair->fields, label_text(&field->label, ui->lang));
		for (int side = 0; side < PAIR_SIDES; side++) {
			char *text = field_value_text(pack, field, values[side], ui->lang);

			cells[side] = (struct compare_cell){ mem_strdup(*text ? text : "-"), same ? GOOD : PLAIN, NULL };
			free(text);
		}
	}
}

bool
pair_read(struct ui *ui, const struct id *building, const struct id *other, struct pair *pair)
{
	struct app_versions versions[PAIR_SIDES] = { { 0 } };
	struct app_history histories[PAIR_SIDES] = { { .levels_signed = 0 } };
	struct err err = { 0 };
	bool read = true;

	*pair = (struct pair){ .buildings = { *building, *other }, .head.sides = PAIR_SIDES, .fields.sides = PAIR_SIDES };
	for (int side = 0; side < PAIR_SIDES; side++) {
		pair->places[side] = app_building_place(ui->app, &pair->buildings[side]);
		read = read && !app_versions(ui->app, &pair->buildings[side], app_pack(ui->app)->root->name, NULL, &versions[side], &err) &&
		       !app_history(ui->app, &pair->buildings[side], &histories[side], &err);
	}
	if (read) {
		add_head(pair, versions, histories);
		add_fields(pair, ui, versions);
	} else {
		ui_fail(ui, &err);
	}
	for (int side = 0; side < PAIR_SIDES; side++) {
		app_versions_release(&versions[side]);
		app_history_release(&histories[side]);
	}
	return read;
}

void
pair_release(struct pair *pair)
{
	for (int side = 0; side < PAIR_SIDES; side++)
		free(pair->places[side]);
	compare_release(&pair->head);
	compare_release(&pair->fields);
}
