#include "ui/place/manifests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/place/manifest.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/listpage.h"
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
	struct list_page page;
	struct app_manifests manifests;
	bool only;     /* those alone whose manifest does not stand */
	size_t *shown; /* indexes into the villages */
	size_t count;
	char at[DIVISION_CODE_LEN + 1]; /* the village that was chosen when the list was forgotten */
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

static enum status
read_manifests(struct list_page *page, struct ui *ui, struct err *err)
{
	struct manifests_state *state = (struct manifests_state *)page;
	enum status status;

	app_manifests_release(&state->manifests);
	status = app_manifests(ui->app, app_person_area(ui->app), false, &state->manifests, err);
	show_rows(state);
	for (size_t i = 0; i < state->count; i++)
		if (strcmp(state->manifests.villages[state->shown[i]].code, state->at) == 0)
			page->list.chosen = i;
	return status;
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
rows_of(const struct list_page *page)
{
	const struct manifests_state *state = (const struct manifests_state *)page;

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
draw_head(const struct list_page *page, const struct ui *ui, struct canvas *canvas)
{
	struct area left = area_inside(ui_body(ui), 1, 1), head;
	char *sum = sum_words((const struct manifests_state *)page);

	canvas_paragraph(canvas, &left, FAINT, _("The manifest of a village says that no house of it was left out."));
	canvas_paragraph(canvas, &left, BOLD, sum);
	free(sum);
	head = area_inside(left, LIST_MARK_COLS, 0);
	canvas_column(canvas, &head, head.cols / 3, FAINT, _("Village"));
	canvas_column(canvas, &head, NUMBER_COLS, FAINT, _("Houses"));
	canvas_column(canvas, &head, NUMBER_COLS, FAINT, _("Missing"));
	canvas_column(canvas, &head, head.cols, FAINT, _("Manifest"));
	return area_below(left, 1);
}

static const char *
none_words(const struct list_page *page, struct look *look)
{
	*look = GOOD;
	return ((const struct manifests_state *)page)->only ? _("Every village has a manifest that stands.")
							    : _("No house is on the list here yet.");
}

static const struct list_page_kind manifests_kind = { .read = read_manifests, .rows = rows_of, .head = draw_head, .none = none_words };

static struct action
manifests_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct manifests_state *state = screen->state;
	const struct list_rows rows = rows_of(&state->page);

	if (list_view_key(&state->page.list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_BACK:
		return BACK;
	case COMMAND_ONLY:
		state->only = !state->only;
		state->page.list.chosen = 0;
		show_rows(state);
		break;
	case COMMAND_OPEN:
		if (state->page.list.chosen < state->count)
			return (struct action){
				ACTION_PUSH, manifest_screen(ui, state->manifests.villages[state->shown[state->page.list.chosen]].code)
			};
		break;
	}
	return STAY;
}

/* The list is read anew, and its village is chosen again wherever it stands then. */
static void
manifests_leave(struct screen *screen, struct ui *ui)
{
	struct manifests_state *state = screen->state;

	if (state->page.list.chosen < state->count)
		strcpy(state->at, state->manifests.villages[state->shown[state->page.list.chosen]].code);
	list_page_forget(screen, ui);
}

static void
manifests_close(struct screen *screen, struct ui *ui)
{
	struct manifests_state *state = screen->state;

	(void)ui;
	app_manifests_release(&state->manifests);
	list_view_release(&state->page.list);
	free(state->shown);
	free(state);
}

static const char *
manifests_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("No house left out");
}

static const struct screen_class manifests_class = {
	.name = "manifests",
	.about = N_("The villages of your area and whether a manifest says of each that no house was left out. Enter opens a village."),
	.bindings = bindings,
	.also = move_bindings,
	.title = manifests_title,
	.note = list_page_note,
	.recalc = list_page_recalc,
	.draw = list_page_draw,
	.key = manifests_key,
	.forget = manifests_leave,
	.leave = manifests_leave,
	.close = manifests_close,
};

struct screen *
manifests_screen(struct ui *ui)
{
	char village[DIVISION_CODE_LEN + 1];
	struct manifests_state *state;

	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return NULL;
	}
	if (app_manifest_own_village(ui->app, village))
		return manifest_screen(ui, village);
	state = mem_alloc(sizeof(*state));
	state->page.kind = &manifests_kind;
	return screen_new(&manifests_class, state);
}
