#include "ui/settle/pair.h"

#include <stdlib.h>

#include "app/house/aside.h"
#include "app/house/history.h"
#include "app/house/place.h"
#include "app/house/record.h"
#include "app/session/workspace.h"
#include "app/settle/decide.h"
#include "app/settle/versions.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
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

/* What was concluded of a house, in words. */
static char *
conclusion_text(const struct pack *pack, const struct app_history *history, const char *lang)
{
	const struct field *summary = pack->chains[0].summary;
	const struct value *values = summary ? value_get(&history->values, pack_form_of_field(pack, summary->name)->name) : NULL;
	const struct value *value = values ? value_get(values, summary->name) : NULL;
	char *text = value ? field_value_text(pack, summary, value, lang) : mem_strdup("-");

	if (!*text) {
		free(text);
		text = mem_strdup("-");
	}
	return text;
}

static void
add_head(struct pair *pair, const struct pack *pack, const char *lang, const struct app_versions versions[PAIR_SIDES],
	 const struct app_history histories[PAIR_SIDES])
{
	struct compare_cell *where = compare_add(&pair->head, ""), *stays = compare_add(&pair->head, _("as one house")),
			    *found = compare_add(&pair->head, _("concluded")), *who = compare_add(&pair->head, _("listed by")),
			    *how_far = compare_add(&pair->head, _("how far"));

	for (int side = 0; side < PAIR_SIDES; side++) {
		const struct app_version *version = versions[side].count ? &versions[side].items[0] : NULL;
		const struct app_history *history = &histories[side];

		where[side] = (struct compare_cell){ mem_strdup(pair->places[side]), ACCENT, NULL };
		stays[side] = pair->stays == side ? (struct compare_cell){ mem_strdup(_("counted")), GOOD, NULL }
						  : (struct compare_cell){ mem_strdup(_("steps aside")), pair->hides ? BAD : PLAIN, NULL };
		found[side] = (struct compare_cell){ conclusion_text(pack, history, lang), pair->hides && pair->stays != side ? BAD : PLAIN,
						     NULL };
		who[side].text = mem_printf("%s %s", version ? known_or_mark(version->by) : "?", version ? version->at : "");
		how_far[side] = (struct compare_cell){
			mem_printf(n_("%lld time signed; next: %s", "%lld times signed; next: %s", history->levels_signed),
				   (long long)history->levels_signed, history->next_count ? known_or_mark(history->next[0].label) : "-"),
			FAINT, NULL
		};
	}
}

/* What one side says of a field: what was registered, or that it is sealed for others. */
static char *
said_text(const struct ui *ui, const struct app_versions *versions, const struct field *field)
{
	const struct app_version *version = versions->count ? &versions->items[0] : NULL;
	const struct value *value = said_of(versions, field);
	char *text;

	if (!value && version && field->is_private && version->has_private && !version->private_open)
		return mem_strdup(_("(sealed for others)"));
	text = field_value_text(app_pack(ui->app), field, value, ui->lang);
	if (*text)
		return text;
	free(text);
	return mem_strdup("-");
}

/* What is private is covered, and whether both sides say the same stands beside it: that is what who compares needs. */
static char *
covered_text(const struct app_versions versions[PAIR_SIDES], const struct field *field, int side, bool same)
{
	if (!said_of(&versions[side], field) || !field_is_covered(field))
		return NULL;
	return mem_strdup(same ? _("****** (the same)") : said_of(&versions[!side], field) ? _("****** (another)") : "******");
}

static void
add_field(struct pair *pair, const struct ui *ui, const struct app_versions versions[PAIR_SIDES], const struct field *field)
{
	const struct value *values[PAIR_SIDES] = { said_of(&versions[0], field), said_of(&versions[1], field) };
	bool same = values[0] && values[1] && value_equal(values[0], values[1]);
	struct compare_cell *covered = compare_add(&pair->fields, label_text(&field->label, ui->lang)),
			    *open = compare_add(&pair->open, label_text(&field->label, ui->lang));

	for (int side = 0; side < PAIR_SIDES; side++) {
		char *text = covered_text(versions, field, side, same);

		pair->has_covered |= text != NULL;
		open[side] = (struct compare_cell){ said_text(ui, &versions[side], field), same ? GOOD : PLAIN, NULL };
		covered[side] = (struct compare_cell){ text ? text : mem_strdup(open[side].text), same ? GOOD : PLAIN, NULL };
	}
}

static void
add_fields(struct pair *pair, const struct ui *ui, const struct app_versions versions[PAIR_SIDES])
{
	const struct pack *pack = app_pack(ui->app);

	for (size_t i = 0; i < pack->root->field_count; i++)
		if (field_type_has_value(pack->root->fields[i].type))
			add_field(pair, ui, versions, &pack->root->fields[i]);
}

bool
pair_read(struct ui *ui, const struct id *building, const struct id *other, bool decided, struct pair *pair)
{
	struct app_versions versions[PAIR_SIDES] = { { 0 } };
	struct app_history histories[PAIR_SIDES] = { { .levels_signed = 0 } };
	struct err err = { 0 };
	bool read = true, first = true;

	*pair = (struct pair){
		.buildings = { *building, *other }, .head.sides = PAIR_SIDES, .fields.sides = PAIR_SIDES, .open.sides = PAIR_SIDES
	};
	for (int side = 0; side < PAIR_SIDES; side++) {
		pair->places[side] = app_building_place(ui->app, &pair->buildings[side]);
		read = read && !app_versions(ui->app, &pair->buildings[side], app_pack(ui->app)->root->name, NULL, &versions[side], &err) &&
		       !app_history(ui->app, &pair->buildings[side], &histories[side], &err);
	}
	read = read && (decided || !app_decide_stays(ui->app, building, other, &first, &err));
	pair->stays = first ? 0 : 1;
	read = read && !app_aside_words(ui->app, &pair->buildings[pair->stays], &pair->buildings[!pair->stays], &pair->hides, &err);
	if (read) {
		add_head(pair, app_pack(ui->app), ui->lang, versions, histories);
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
	free(pair->hides);
	compare_release(&pair->head);
	compare_release(&pair->fields);
	compare_release(&pair->open);
}
