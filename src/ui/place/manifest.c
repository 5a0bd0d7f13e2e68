#include "ui/place/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/place/manifest.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/house/building.h"
#include "ui/page/confirm.h"
#include "ui/page/listview.h"
#include "ui/paper/papers.h"
#include "ui/place/keying.h"
#include "ui/place/manifest_state.h"
#include "ui/place/place_words.h"
#include "ui/screen.h"

/* One village: a line for each part of it, and below it each of its houses that is missing, which takes a reason by a digit. */

enum { COMMAND_NEXT = 1, COMMAND_SIGN, COMMAND_REASON, COMMAND_NO_REASON, COMMAND_HOUSE, COMMAND_PAPERS, COMMAND_KEY, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next, then sign"), COMMAND_NEXT, true },
	{ UI_KEY_CHAR, '1', "1-9", N_("why it is missing"), COMMAND_REASON, true },
	{ UI_KEY_BACKSPACE, 0, N_("Backspace"), N_("take the reason away"), COMMAND_NO_REASON, false },
	{ UI_KEY_CHAR, 'o', "o", N_("the house"), COMMAND_HOUSE, true },
	{ UI_KEY_CHAR, 'd', "d", N_("print"), COMMAND_PAPERS, true },
	{ UI_KEY_CHAR, 'k', "k", N_("key a printed list that came back"), COMMAND_KEY, false },
	{ UI_KEY_CTRL, 'S', "^S", N_("sign"), COMMAND_SIGN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

/* ---- rows */

struct manifest_page {
	const struct manifest_state *state;
	const struct ui *ui;
};

static void
line_text_at(const void *ctx, size_t index, struct buf *out)
{
	const struct manifest_page *page = ctx;
	const struct manifest_line *line = &page->state->lines[index];
	const struct choice *reason = line->of_part ? NULL : page->state->reasons[line->house];

	buf_printf(out, "%s%s%s", line->of_part ? "" : "  ", line->text, reason ? "  " : "");
	if (reason)
		buf_text_add(out, label_text(&reason->label, page->ui->lang));
}

#define WAITS_COLS 16

static void
line_draw_at(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct manifest_page *page = ctx;
	const struct manifest_line *line = &page->state->lines[index];
	const struct choice *reason = line->of_part ? NULL : page->state->reasons[line->house];

	char *waits;

	if (line->of_part) {
		canvas_short(canvas, area.row, area.col, area.cols, chosen ? CHOSEN : BOLD, line->text);
		return;
	}
	area = area_inside(area, 2, 0);
	waits = place_waits_words(page->ui, &manifest_village_of(page->state)->items[line->house]);
	canvas_column(canvas, &area, area.cols / 2, chosen ? CHOSEN : PLAIN, line->text);
	canvas_column(canvas, &area, WAITS_COLS, chosen ? CHOSEN : FAINT, waits);
	free(waits);
	canvas_column(canvas, &area, area.cols,
		      chosen   ? CHOSEN
		      : reason ? GOOD
			       : WARN,
		      reason ? label_text(&reason->label, page->ui->lang) : _("no reason yet"));
}

static struct list_rows
rows_of(const struct manifest_page *page)
{
	return (struct list_rows){ .count = page->state->count, .ctx = page, .text = line_text_at, .draw = line_draw_at };
}

/* ---- the page */

static size_t
unsaid(const struct manifest_state *state)
{
	const struct manifest_village *village = manifest_village_of(state);
	size_t count = 0;

	for (size_t i = 0; village && i < village->houses; i++)
		count += village->items[i].missing && !state->reasons[i];
	return count;
}

static struct area
page_area(const struct ui *ui)
{
	return area_inside(ui_body(ui), 1, 1);
}

/* Draws what stands above the rows; on a canvas of no rows it only measures. */
static struct area
draw_head(const struct manifest_state *state, const struct ui *ui, struct canvas *canvas)
{
	const struct manifest_village *village = manifest_village_of(state);
	struct area left = page_area(ui);
	char *sum = village ? manifest_sum_text(village, NULL) : mem_strdup("");

	canvas_paragraph(canvas, &left, BOLD, sum);
	free(sum);
	for (size_t i = 0; village && i < village->head_count; i++) {
		char *said = manifest_signed_text(&village->heads[i]), *since = manifest_since_text(&village->heads[i]);
		char *line = mem_printf(*since ? _("Manifest %s; %s") : _("Manifest %s"), said, since);

		canvas_paragraph(canvas, &left, *since || village->head_count > 1 ? WARN : GOOD, line);
		free(said);
		free(since);
		free(line);
	}
	if (village && village->head_count > 1)
		canvas_paragraph(canvas, &left, WARN, _("Two stand side by side: signing the one that is right ends that."));
	if (village && !village->head_count)
		canvas_paragraph(canvas, &left, WARN, _("No manifest has been signed here yet."));
	return area_below(left, 1);
}

/* Below the rows: the reasons by their digits, and how many houses still want one. */
static struct area
draw_foot(const struct manifest_state *state, const struct ui *ui, struct canvas *canvas, struct area left)
{
	const struct manifest_village *village = manifest_village_of(state);
	char *reasons = place_reasons_lines(ui, left.cols),
	     *line = mem_printf(n_("%zu missing house has no reason yet.", "%zu missing houses have no reason yet.", unsaid(state)),
				unsaid(state));
	int rows = !village || !village->missing ? 1 : canvas_wrap_rows(reasons, left.cols) + 1;
	struct area foot = area_bottom(left, rows);

	if (!village)
		canvas_line(canvas, &foot, PLAIN, _("No house is on the list here yet."));
	else if (!village->missing)
		canvas_line(canvas, &foot, GOOD,
			    state->may_sign ? _("Every house is accounted for: Enter signs.") : _("Every house is accounted for."));
	else {
		canvas_line(canvas, &foot, unsaid(state) ? WARN : GOOD,
			    unsaid(state)     ? line
			    : state->may_sign ? _("Every missing house has a reason: Enter signs.")
					      : _("Every missing house has a reason."));
		canvas_paragraph(canvas, &foot, PLAIN, reasons);
	}
	free(reasons);
	free(line);
	return area_above(left, rows + 1);
}

static void
manifest_recalc(struct screen *screen, struct ui *ui)
{
	struct manifest_state *state = screen->state;
	const struct manifest_page page = { state, ui };
	struct canvas nowhere = { 0 };
	struct list_rows rows;
	struct err err = { 0 };

	if (!state->read && manifest_read_village(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	rows = rows_of(&page);
	list_view_fit(&state->list, &rows, draw_foot(state, ui, &nowhere, draw_head(state, ui, &nowhere)));
}

static void
manifest_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct manifest_state *state = screen->state;
	const struct manifest_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);

	draw_foot(state, ui, canvas, draw_head(state, ui, canvas));
	list_view_draw(&state->list, &rows, canvas);
}

/* ---- signing */

static enum status
do_sign(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	struct manifest_state *state = ctx;
	const struct manifest_village *village = manifest_village_of(state);
	struct manifest_reason *reasons = mem_array(village->houses, sizeof(*reasons));
	char **codes = mem_array(village->houses, sizeof(*codes)); /* the pack may be read anew before they are looked at */
	size_t count = 0;
	enum status status;

	*result = NULL;
	for (size_t i = 0; i < village->houses; i++)
		if (village->items[i].missing && state->reasons[i]) {
			codes[count] = mem_strdup(state->reasons[i]->name);
			reasons[count] = (struct manifest_reason){ village->items[i].root, codes[count] };
			count++;
		}
	status = app_confirm(ui->app, passphrase, err);
	if (!status)
		status = app_manifest_sign(ui->app, state->village, reasons, count, err);
	state->read = false;
	if (!status) {
		manifest_forget_kept(state, ui);
		ui_say(ui, TOAST_GOOD, _("Signed: the manifest of %s."), village->name);
	}
	for (size_t i = 0; i < count; i++)
		free(codes[i]);
	free(codes);
	free(reasons);
	return status;
}

/* What is about to be signed, in words. */
static char *
confirm_words(const struct manifest_state *state, const struct ui *ui)
{
	const struct manifest_village *village = manifest_village_of(state);
	const struct list *list = app_pack(ui->app)->manifest.missing;
	char *sum = manifest_sum_text(village, NULL);
	struct buf out = { 0 };

	buf_printf(
		&out,
		_("You sign that no house of %s was left out: each is on the list, and each is accounted for but those that are named missing.\n\n%s"),
		village->name, sum);
	for (size_t c = 0; list && c < list->choice_count; c++) {
		size_t count = 0;

		for (size_t i = 0; i < village->houses; i++)
			count += village->items[i].missing && state->reasons[i] == &list->choices[c];
		if (count)
			buf_printf(&out, _("\nmissing, %s: %zu"), label_text(&list->choices[c].label, ui->lang), count);
	}
	free(sum);
	return buf_detach(&out);
}

/* The same, of the village as it stands now. */
static char *
words_now(struct ui *ui, void *ctx, struct err *err)
{
	struct manifest_state *state = ctx;

	if (manifest_read_village(state, ui, err))
		return NULL;
	if (!manifest_village_of(state))
		(void)err_set(err, STATUS_NOT_FOUND, "%s", _("the village could not be read; nothing was signed"));
	else if (unsaid(state))
		(void)err_set(err, STATUS_CONFLICT, "%s",
			      _("a house is missing now that was not when the page asked; nothing was signed: go back and say why"));
	return err->status ? NULL : confirm_words(state, ui);
}

static struct action
push_sign(struct manifest_state *state, struct ui *ui)
{
	const struct manifest_village *village = manifest_village_of(state);
	struct err err = { 0 };

	if (!ui_has_person(ui) || !village)
		return STAY;
	if (app_manifest_may_sign(ui->app, state->village, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	if (unsaid(state)) {
		ui_say(ui, TOAST_BAD, "%s", _("Say first of each missing house why it is missing: a digit."));
		return STAY;
	}
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){ .title = mem_strdup(_("Sign the manifest")),
										   .text = confirm_words(state, ui),
										   .act = do_sign,
										   .words = words_now,
										   .ctx = state,
										   .stay = true }) };
}

/* ---- keys */

/* Goes to the next missing house without a reason, from the chosen row on and round; false: there is none. */
static bool
go_to_unsaid(struct manifest_state *state)
{
	for (size_t i = 0; i < state->count; i++) {
		size_t at = (state->list.chosen + i) % state->count;

		if (!state->lines[at].of_part && !state->reasons[state->lines[at].house]) {
			state->list.chosen = at;
			return true;
		}
	}
	return false;
}

static void
give_reason(struct manifest_state *state, struct ui *ui, const struct ui_key *key)
{
	const struct manifest_line *line = state->count ? &state->lines[state->list.chosen] : NULL;
	const struct list *list = app_pack(ui->app)->manifest.missing;
	size_t index = (size_t)(key->c - '1');

	if (!line || line->of_part) {
		ui_say(ui, TOAST_SAID, "%s", _("The reason is given at a house: arrows, or Enter goes to the next one."));
	} else if (!list || index >= list->choice_count) {
		ui_say(ui, TOAST_BAD, "%s", _("There is no reason with this digit."));
	} else {
		state->reasons[line->house] = &list->choices[index];
		state->given = true;
		(void)go_to_unsaid(state);
	}
}

static struct action
manifest_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct manifest_state *state = screen->state;
	const struct manifest_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	const struct manifest_line *line = state->list.chosen < state->count ? &state->lines[state->list.chosen] : NULL;

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	if (command == COMMAND_BACK)
		return BACK;
	if (!manifest_village_of(state))
		return STAY;
	if (command == COMMAND_PAPERS)
		return action_push(papers_screen(ui, NULL, state->village));
	if (command == COMMAND_KEY)
		return action_push(keying_prints_screen(ui, state->village));
	if (key->kind == UI_KEY_CHAR && key->c >= '1' && key->c <= '9') {
		give_reason(state, ui, key);
		return STAY;
	}
	switch (command) {
	case COMMAND_NEXT:
		return go_to_unsaid(state) ? STAY : push_sign(state, ui);
	case COMMAND_SIGN:
		return push_sign(state, ui);
	case COMMAND_NO_REASON:
		if (line && !line->of_part) {
			state->reasons[line->house] = NULL;
			state->given = true;
		}
		break;
	case COMMAND_HOUSE:
		if (line && !line->of_part)
			return (struct action){ ACTION_PUSH, building_screen(ui, &manifest_village_of(state)->items[line->house].root) };
		ui_say(ui, TOAST_SAID, "%s", _("Choose a missing house to open it."));
		break;
	default:
		return NO_KEY;
	}
	return STAY;
}

static void
manifest_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct manifest_state *)screen->state)->read = false;
}

static bool
loses_reasons(const struct screen *screen)
{
	return ((const struct manifest_state *)screen->state)->lost;
}

static void
manifest_keep(struct screen *screen, struct ui *ui)
{
	manifest_keep_reasons(screen->state, ui);
}

static void
manifest_leave(struct screen *screen, struct ui *ui)
{
	manifest_keep(screen, ui);
	manifest_forget(screen, ui);
}

static void
manifest_close(struct screen *screen, struct ui *ui)
{
	struct manifest_state *state = screen->state;

	(void)ui;
	manifest_drop_lines(state);
	free(state->lines);
	free(state->reasons);
	app_manifests_release(&state->manifests);
	list_view_release(&state->list);
	free(state);
}

static const char *
manifest_title(const struct screen *screen, const struct ui *ui)
{
	const struct manifest_village *village = manifest_village_of(screen->state);

	(void)ui;
	return village ? village->name : _("No house left out");
}

static const char *
manifest_note(const struct screen *screen)
{
	return ((const struct manifest_state *)screen->state)->list.note;
}

static bool
manifest_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct manifest_state *state = screen->state;
	const struct manifest_line *line = state->list.chosen < state->count ? &state->lines[state->list.chosen] : NULL;
	bool missing = line && !line->of_part;

	(void)ui;
	switch (command) {
	case COMMAND_NEXT:
	case COMMAND_SIGN:
		return state->may_sign;
	case COMMAND_REASON:
	case COMMAND_NO_REASON:
		return state->may_sign && missing;
	case COMMAND_HOUSE:
		return missing;
	default:
		return true;
	}
}

static const struct screen_class manifest_class = {
	.name = "manifest",
	.about = N_(
		"The houses of one village, and those that are missing: a digit says why. When each has a reason, Enter signs that none was left out."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = manifest_offers,
	.title = manifest_title,
	.note = manifest_note,
	.recalc = manifest_recalc,
	.draw = manifest_draw,
	.key = manifest_key,
	.forget = manifest_forget,
	.keep = manifest_keep,
	.leave = manifest_leave,
	.loses = loses_reasons,
	.close = manifest_close,
};

struct screen *
manifest_screen(struct ui *ui, const char *village)
{
	struct manifest_state *state = mem_alloc(sizeof(*state));

	(void)ui;
	snprintf(state->village, sizeof(state->village), "%s", village);
	return screen_new(&manifest_class, state);
}
