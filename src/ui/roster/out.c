#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/session/unlock.h"
#include "app/roster/gone.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/page/confirm.h"
#include "ui/page/kept.h"
#include "ui/page/textview.h"
#include "ui/roster/roster.h"

/* A house, or all houses of an import that nobody has surveyed, taken out of the roster, and why. */

enum { COMMAND_SIGN = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("sign"), COMMAND_SIGN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct out_state {
	char *batch; /* NULL: one house */
	struct id house;
	bool back; /* the house is out: it comes back */
	bool read;
	size_t going, out;    /* all that is signed; of it, houses that are taken out */
	struct buf gone;      /* each of them, a line each */
	struct buf stays;     /* what of an import stays, and why, a line each */
	struct out_asks asks; /* about the house, as it stood when the page was read */
	struct line why;
	struct kept_lines kept;
	struct text_view text;
};

/* Is a reason asked for? Not for a house that comes back, nor where nothing is to be signed. */
static bool
asks_why(const struct out_state *state)
{
	return !state->back && state->going;
}

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static void
tell(void *ctx, const char *what, int64_t done, int64_t all)
{
	char *text;

	if (done % 1000 != 0 && done != all)
		return;
	text = mem_printf("%s %" PRId64 "/%" PRId64, what, done, all);
	ui_busy(ctx, text);
	free(text);
}

/* The houses that the import corrected: what it replaced stands again. */
static void
add_backs(struct out_state *state, const struct app_undone *undone)
{
	struct buf head = { 0 };

	if (!undone->back)
		return;
	buf_printf(&head,
		   n_("Of %zu house what it corrected is again as it was before:",
		      "Of %zu houses what it corrected is again as it was before:", undone->back),
		   undone->back);
	text_view_add(&state->text, BOLD, 0, buf_text(&head));
	buf_printf(&state->gone, "%s%s\n", state->gone.len ? "\n" : "", buf_text(&head));
	for (size_t i = 0; i < undone->back_count; i++) {
		text_view_add(&state->text, PLAIN, 2, undone->backs[i])->wraps = true;
		buf_printf(&state->gone, "%s\n", undone->backs[i]);
	}
	buf_release(&head);
}

/* What was taken back before. */
static void
add_before(struct out_state *state, const struct app_undone *undone)
{
	if (undone->out_before)
		text_view_addf(&state->text, PLAIN, 0,
			       n_("%zu house of it was taken out before.", "%zu houses of it were taken out before.", undone->out_before),
			       undone->out_before);
	if (undone->back_before)
		text_view_addf(&state->text, PLAIN, 0,
			       n_("Of %zu house what it corrected was put back before.",
				  "Of %zu houses what it corrected was put back before.", undone->back_before),
			       undone->back_before);
}

/* A file that cannot be read says nothing of what would be taken out. */
static bool
is_unreadable(enum status status)
{
	return status == STATUS_IO || status == STATUS_TAMPERED;
}

static enum status
look_at_import(struct out_state *state, struct ui *ui, struct err *err)
{
	struct progress progress = { tell, ui };
	struct app_undone undone = { 0 };
	enum status status = app_import_undo(ui->app, state->batch, "-", true, &progress, &undone, err);

	if (is_unreadable(status)) {
		app_undone_release(&undone);
		return status;
	}
	/* Progress draws the page: no line is added before. */
	state->out = undone.out;
	state->going = undone.out + undone.back;
	text_view_addf(&state->text, BOLD, 0,
		       state->going || status ? _("The import of %s is taken back once you have signed.")
					      : _("The import of %s: nothing of it is left to be taken back."),
		       state->batch);
	if (status)
		text_view_add(&state->text, BAD, 0, err->text);
	if (undone.out)
		text_view_addf(&state->text, PLAIN, 0,
			       n_("%zu house is taken out: it stands in no list and no total, and its history stays.",
				  "%zu houses are taken out: they stand in no list and no total, and their history stays.", undone.out),
			       undone.out);
	add_before(state, &undone);
	if (undone.kept_count)
		text_view_addf(&state->text, WARN, 0, n_("%zu stays:", "%zu stay:", undone.kept_count), undone.kept_count);
	for (size_t i = 0; i < undone.kept_count; i++) {
		text_view_add(&state->text, PLAIN, 2, undone.kept[i])->wraps = true;
		buf_printf(&state->stays, "%s\n", undone.kept[i]);
	}
	if (undone.out)
		text_view_addf(&state->text, BOLD, 0, n_("%zu is taken out:", "%zu are taken out:", undone.out), undone.out);
	for (size_t i = 0; i < undone.gone_count; i++) {
		text_view_add(&state->text, PLAIN, 2, undone.gone[i])->wraps = true;
		buf_printf(&state->gone, "%s\n", undone.gone[i]);
	}
	add_backs(state, &undone);
	app_undone_release(&undone);
	return STATUS_OK;
}

/* The house among what is signed: with what was signed about it while this was asked, and what falls or stays open with it. */
static void
list_house(struct out_state *state, const char *place)
{
	const struct out_asks *asks = &state->asks;

	buf_clear(&state->gone);
	buf_printf(&state->gone, "%s%s\n", buf_text(&asks->said), place);
	for (size_t i = 0; i < asks->count; i++)
		buf_printf(&state->gone, "%s\n", asks->items[i]);
}

static enum status
look_at_house(struct out_state *state, struct ui *ui, struct err *err)
{
	char *place = app_building_place(ui->app, &state->house), *gone = app_house_gone(ui->app, &state->house);
	struct out_asks *asks = &state->asks;
	enum status status;

	out_asks_release(asks);
	status = gone ? STATUS_OK : app_houses_out_asks(ui->app, &state->house, 1, asks, err);
	if (is_unreadable(status))
		goto out;
	state->going = state->out = 1;
	state->back = gone != NULL;
	text_view_add(&state->text, BOLD, 0, place);
	if (gone)
		text_view_addf(&state->text, WARN, 0, _("This house was taken out: %s. Enter brings it back onto the roster."), gone);
	else
		text_view_add(
			&state->text, PLAIN, 0,
			_("There is no such house: it is taken out of every list and total. Signatures on it fall; its history stays, and it can be "
			  "brought back here."));
	if (status)
		text_view_add(&state->text, BAD, 0, err->text);
	for (size_t i = 0; i < asks->count; i++)
		text_view_add(&state->text, WARN, 0, asks->items[i])->wraps = true;
	list_house(state, place);
out:
	free(place);
	free(gone);
	return is_unreadable(status) ? status : STATUS_OK;
}

static void
out_recalc(struct screen *screen, struct ui *ui)
{
	struct out_state *state = screen->state;
	struct err err = { 0 };

	if (!state->read) {
		text_view_clear(&state->text);
		buf_clear(&state->gone);
		buf_clear(&state->stays);
		if (state->batch ? look_at_import(state, ui, &err) : look_at_house(state, ui, &err)) {
			screen_unread(screen, &err);
			return;
		}
		state->read = true;
	}
	text_view_fit(&state->text, area_below(page_area(ui), asks_why(state) ? 3 : 0));
}

static void
out_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct out_state *state = screen->state;
	struct area left = page_area(ui);

	text_view_draw(&state->text, canvas);
	if (!asks_why(state))
		return;
	canvas_line(canvas, &left, BOLD, _("Why? In words, without names: whoever gets this file reads them."));
	input_draw(canvas, left.row, left.col, left.cols - 2, &state->why);
}

static const char *
out_note(const struct screen *screen)
{
	return ((const struct out_state *)screen->state)->text.note;
}

static enum status
do_out(struct ui *ui, void *ctx, const char *passphrase, char **said, struct err *err)
{
	struct out_state *state = ctx;
	struct progress progress = { tell, ui };
	struct app_undone undone = { 0 };
	enum status status = app_confirm(ui->app, passphrase, err);

	(void)said;
	if (!status && state->batch)
		status = app_import_undo(ui->app, state->batch, line_text(&state->why), false, &progress, &undone, err);
	else if (!status)
		status = app_houses_out(ui->app, &state->house, 1, state->back ? NULL : line_text(&state->why), &state->asks, err);
	if (!status && state->batch)
		ui_say(ui, TOAST_GOOD,
		       undone.back
			       ? n_("Signed: %zu house is taken out, %zu stay, %zu are again as they were.",
				    "Signed: %zu houses are taken out, %zu stay, %zu are again as they were.", undone.out)
			       : n_("Signed: %zu house is taken out, %zu stay.", "Signed: %zu houses are taken out, %zu stay.", undone.out),
		       undone.out, undone.kept_count, undone.back);
	else if (!status)
		ui_say(ui, TOAST_GOOD, "%s",
		       state->back ? _("Signed: the house stands on the roster again.") : _("Signed: the house is taken out."));
	if (!status)
		line_clear(&state->why);
	app_undone_release(&undone);
	state->read = false;
	return status;
}

static const char *
title_of(const struct out_state *state)
{
	return state->back ? _("Bring the house back") : state->batch ? _("Take an import back") : _("Take out of the roster");
}

/* What is signed, by what the page has read. */
static char *
words_of(const struct out_state *state)
{
	const char *why = line_text(&state->why);
	struct buf text = { 0 };

	if (state->back)
		buf_printf(&text, "%s\n%s", buf_text(&state->gone), _("The house stands on the roster again."));
	else if (state->out)
		buf_printf(&text,
			   n_("%zu house is taken out of every list and total.\n\nWhy: %s",
			      "%zu houses are taken out of every list and total.\n\nWhy: %s", state->out),
			   state->out, why);
	else
		buf_printf(&text, _("Why: %s"), why);
	if (!state->back)
		buf_printf(&text, "\n\n%s", buf_text(&state->gone));
	if (state->stays.len)
		buf_printf(&text, "\n%s", buf_text(&state->stays));
	return buf_detach(&text);
}

/* What is signed, as the file stands now. */
static char *
words_now(struct ui *ui, void *ctx, struct err *err)
{
	struct out_state *state = ctx;

	if (state->batch) {
		text_view_clear(&state->text);
		buf_clear(&state->gone);
		buf_clear(&state->stays);
		if (look_at_import(state, ui, err) || err->status) /* a refusal stands on the page, and nothing is signed over it */
			return NULL;
		if (!state->going) {
			(void)err_set(err, STATUS_CONFLICT, "%s", _("No house of this import can be taken out or put back."));
			return NULL;
		}
	} else if (!state->back) {
		char *place;

		if (app_houses_out_asks(ui->app, &state->house, 1, &state->asks, err))
			return NULL;
		place = app_building_place(ui->app, &state->house);
		list_house(state, place);
		free(place);
	}
	return words_of(state);
}

static struct action
push_confirm(struct out_state *state, struct ui *ui)
{
	if (!state->going) {
		ui_say(ui, TOAST_SAID, "%s", _("No house of this import can be taken out or put back."));
		return STAY;
	}
	if (!state->back && !*line_text(&state->why)) {
		ui_say(ui, TOAST_BAD, "%s",
		       state->batch ? _("Say in words why the import is taken back.") : _("Say in words why there is no such house."));
		return STAY;
	}
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){
						     .title = mem_strdup(title_of(state)),
						     .text = words_of(state),
						     .act = do_out,
						     .words = words_now,
						     .ctx = state,
					     }) };
}

static struct action
out_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct out_state *state = screen->state;

	if (text_view_typed_key(&state->text, key))
		return STAY;
	if (command == COMMAND_BACK)
		return BACK;
	if (command == COMMAND_SIGN)
		return push_confirm(state, ui);
	if (!asks_why(state))
		return NO_KEY;
	input_key(ui, &state->why, key, page_area(ui).cols - 2);
	return STAY;
}

static void
keep_why(struct screen *screen, struct ui *ui)
{
	struct out_state *state = screen->state;

	kept_put(&state->kept, ui, &(struct kept_field){ "why", &state->why, NULL }, 1);
}

static bool
loses_why(const struct screen *screen)
{
	return ((const struct out_state *)screen->state)->kept.lost;
}

static void
out_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct out_state *)screen->state)->read = false;
}

static void
out_close(struct screen *screen, struct ui *ui)
{
	struct out_state *state = screen->state;

	(void)ui;
	out_asks_release(&state->asks);
	line_release(&state->why);
	kept_release(&state->kept);
	text_view_release(&state->text);
	buf_release(&state->gone);
	buf_release(&state->stays);
	free(state->batch);
	free(state);
}

static const char *
out_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return title_of(screen->state);
}

/* Is there something to be signed? */
static bool
out_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct out_state *state = screen->state;

	(void)ui;
	return command != COMMAND_SIGN || !state->read || state->going;
}

static const struct screen_class out_class = {
	.name = "roster-out",
	.about = N_("Takes a house, or what an import listed, out of lists and totals. Say why, then sign; it can be brought back."),
	.bindings = bindings,
	.also = move_text_bindings,
	.offers = out_offers,
	.title = out_title,
	.note = out_note,
	.recalc = out_recalc,
	.draw = out_draw,
	.key = out_key,
	.forget = out_forget,
	.keep = keep_why,
	.leave = keep_why,
	.loses = loses_why,
	.close = out_close,
	.types = true,
};

#define WHY_CHARS 100 /* as the form has them */

static struct screen *
make(struct ui *ui, const char *batch, const struct id *house)
{
	struct out_state *state = mem_alloc(sizeof(*state));
	char hex[ID_HEX_LEN + 1];

	state->batch = batch ? mem_strdup(batch) : NULL;
	if (house)
		state->house = *house;
	line_init(&state->why, LINE_SINGLE, WHY_CHARS);
	kept_open(&state->kept, ui, mem_printf("out:%s", batch ? batch : id_hex(&state->house, hex)),
		  &(struct kept_field){ "why", &state->why, NULL }, 1);
	return screen_new(&out_class, state);
}

struct screen *
roster_undo_screen(struct ui *ui, const char *batch)
{
	return make(ui, batch, NULL);
}

struct screen *
roster_out_screen(struct ui *ui, const struct id *house)
{
	return make(ui, NULL, house);
}
