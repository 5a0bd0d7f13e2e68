#include "ui/place/manifests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/place/manifest.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/listview.h"
#include "ui/place/manifest.h"
#include "ui/screen.h"

/* The villages of the person's area: how many houses, how many are not accounted for, and whether a manifest stands. */

enum { COMMAND_OPEN = 1, COMMAND_ONLY, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_TAB, 0, "Tab", N_("only those without one"), COMMAND_ONLY, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct manifests_state {
	struct app_manifests manifests;
	bool read, failed; /* failed: tried again at the next key */
	bool only;	   /* those alone whose manifest does not stand */
	size_t *shown;	   /* indexes into the villages */
	size_t count;
	char at[DIVISION_CODE_LEN + 1]; /* the village that was chosen when the list was forgotten */
	struct list_view list;
};

static void
show_rows(struct manifests_state *state)
{
	state->shown = mem_resize(state->shown, state->manifests.count + 1, sizeof(*state->shown));
	state->count = 0;
	for (size_t i = 0; i < state->manifests.count; i++)
		if (!state->only || state->manifests.villages[i].standing != MANIFEST_STANDS)
			state->shown[state->count++] = i;
}

static void
read_manifests(struct manifests_state *state, struct ui *ui)
{
	struct err err = { 0 };

	app_manifests_release(&state->manifests);
	state->failed = app_manifests(ui->app, app_person_area(ui->app), false, &state->manifests, &err) != STATUS_OK;
	state->read = !state->failed;
	if (state->failed)
		ui_fail(ui, &err);
	show_rows(state);
	for (size_t i = 0; i < state->count; i++)
		if (strcmp(state->manifests.villages[state->shown[i]].code, state->at) == 0)
			state->list.chosen = i;
}

/* ---- rows */

static char *
standing_words(const struct manifest_village *village)
{
	switch (village->standing) {
	case MANIFEST_NONE:
		return mem_strdup(_("no manifest"));
	case MANIFEST_TWO:
		return mem_strdup(_("two side by side: sign one"));
	case MANIFEST_OUTDATED:
		/* Translators: the day and minute, who. */
		return mem_printf(_("outdated: %s %s"), village->heads[0].at, village->heads[0].by);
	default:
		return mem_printf(_("stands: %s %s"), village->heads[0].at, village->heads[0].by);
	}
}

static void
village_text(const void *ctx, size_t index, struct buf *out)
{
	const struct manifests_state *state = ctx;
	const struct manifest_village *village = &state->manifests.villages[state->shown[index]];
	char *standing = standing_words(village);

	buf_printf(out, "%s %s", village->name, standing);
	free(standing);
}

#define NUMBER_COLS 10

static void
village_draw(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct manifests_state *state = ctx;
	const struct manifest_village *village = &state->manifests.villages[state->shown[index]];
	struct look look = chosen ? CHOSEN : PLAIN;
	char *standing = standing_words(village), number[24];

	canvas_column(canvas, &area, area.cols / 3, look, village->name);
	snprintf(number, sizeof(number), "%zu", village->houses);
	canvas_column(canvas, &area, NUMBER_COLS, look, number);
	snprintf(number, sizeof(number), "%zu", village->missing);
	canvas_column(canvas, &area, NUMBER_COLS, chosen ? CHOSEN : village->missing ? WARN : PLAIN, number);
	canvas_column(canvas, &area, area.cols, chosen ? CHOSEN : village->standing == MANIFEST_STANDS ? GOOD : WARN, standing);
	free(standing);
}

static struct list_rows
rows_of(const struct manifests_state *state)
{
	return (struct list_rows){ .count = state->count, .ctx = state, .text = village_text, .draw = village_draw };
}

/* ---- the page */

static char *
sum_words(const struct manifests_state *state)
{
	const struct app_manifests *all = &state->manifests;

	return mem_printf(_("%zu villages: %zu stand, %zu without a manifest, %zu outdated, %zu with two"), all->count,
			  all->by_standing[MANIFEST_STANDS], all->by_standing[MANIFEST_NONE], all->by_standing[MANIFEST_OUTDATED],
			  all->by_standing[MANIFEST_TWO]);
}

static struct area
page_area(const struct ui *ui)
{
	return area_inside(ui_body(ui), 1, 1);
}

/* Draws what stands above the rows, or only measures it on a canvas of no rows. */
static struct area
draw_head(const struct manifests_state *state, const struct ui *ui, struct canvas *canvas)
{
	struct area left = page_area(ui), head;
	char *sum = sum_words(state);

	canvas_paragraph(canvas, &left, FAINT, _("The manifest of a village says that no house of it was left out."));
	canvas_paragraph(canvas, &left, state->failed ? BAD : BOLD, state->failed ? _("The manifests could not be read.") : sum);
	free(sum);
	head = area_inside(left, LIST_MARK_COLS, 0);
	canvas_column(canvas, &head, head.cols / 3, FAINT, _("Village"));
	canvas_column(canvas, &head, NUMBER_COLS, FAINT, _("Houses"));
	canvas_column(canvas, &head, NUMBER_COLS, FAINT, _("Missing"));
	canvas_column(canvas, &head, head.cols, FAINT, _("Manifest"));
	return area_below(left, 1);
}

static void
manifests_recalc(struct screen *screen, struct ui *ui)
{
	struct manifests_state *state = screen->state;
	struct canvas nowhere = { 0 };
	struct list_rows rows;

	if (!state->read)
		read_manifests(state, ui);
	rows = rows_of(state);
	list_view_fit(&state->list, &rows, draw_head(state, ui, &nowhere));
}

static void
manifests_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct manifests_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area left = draw_head(state, ui, canvas);

	if (!state->count && !state->failed)
		canvas_paragraph(canvas, &left, GOOD,
				 state->only ? _("Every village has a manifest that stands.") : _("No house is on the list here yet."));
	list_view_draw(&state->list, &rows, canvas);
}

static struct action
manifests_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct manifests_state *state = screen->state;
	const struct list_rows rows = rows_of(state);

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_BACK:
		return BACK;
	case COMMAND_ONLY:
		state->only = !state->only;
		state->list.chosen = 0;
		show_rows(state);
		break;
	case COMMAND_OPEN:
		if (state->list.chosen < state->count)
			return (struct action){ ACTION_PUSH,
						manifest_screen(ui, state->manifests.villages[state->shown[state->list.chosen]].code) };
		break;
	}
	return STAY;
}

/* Signed on the page above, or by another window: the list is read anew. */
static void
manifests_leave(struct screen *screen, struct ui *ui)
{
	struct manifests_state *state = screen->state;

	(void)ui;
	if (state->list.chosen < state->count)
		strcpy(state->at, state->manifests.villages[state->shown[state->list.chosen]].code);
	state->read = false;
}

static void
manifests_close(struct screen *screen, struct ui *ui)
{
	struct manifests_state *state = screen->state;

	(void)ui;
	app_manifests_release(&state->manifests);
	list_view_release(&state->list);
	free(state->shown);
	free(state);
}

static const char *
manifests_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("No house left out");
}

static const char *
manifests_note(const struct screen *screen)
{
	return ((const struct manifests_state *)screen->state)->list.note;
}

static const struct screen_class manifests_class = {
	.name = "manifests",
	.about = N_("The villages of your area and whether a manifest says of each that no house was left out. Enter opens a village."),
	.bindings = bindings,
	.also = move_bindings,
	.title = manifests_title,
	.note = manifests_note,
	.recalc = manifests_recalc,
	.draw = manifests_draw,
	.key = manifests_key,
	.forget = manifests_leave,
	.leave = manifests_leave,
	.close = manifests_close,
};

struct screen *
manifests_screen(struct ui *ui)
{
	char village[DIVISION_CODE_LEN + 1];

	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return NULL;
	}
	if (app_manifest_own_village(ui->app, village))
		return manifest_screen(ui, village);
	return screen_new(&manifests_class, mem_alloc(sizeof(struct manifests_state)));
}
