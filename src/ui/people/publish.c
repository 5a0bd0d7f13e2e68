#include "app/people/publish.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/people/officers.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/pack.h"
#include "ui/page/confirm.h"
#include "ui/page/listview.h"
#include "ui/page/text.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* Publishing a form pack: the installed one, or one from a stick; checked whole before the passphrase is asked for. */

enum { COMMAND_PUBLISH = 1, COMMAND_AGAIN, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("check it, then publish"), COMMAND_PUBLISH, true },
	{ UI_KEY_CHAR, '1', "1", N_("look again"), COMMAND_AGAIN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct publish_state {
	struct app_pack_offers offers;
	struct list_view list;
};

/* ---- the list */

static void
offer_text(const void *ctx, size_t index, struct buf *out)
{
	const struct app_pack_offer *offer = &((const struct publish_state *)ctx)->offers.items[index];

	if (offer->label)
		buf_printf(out, _("%s, version %" PRId64 " (%s)"), offer->label, offer->version, offer->dir);
	else
		buf_printf(out, _("%s: cannot be published: %s"), offer->dir, offer->why);
}

static struct list_rows
rows_of(const struct publish_state *state)
{
	return (struct list_rows){ .count = state->offers.count, .ctx = state, .text = offer_text, .wraps = true };
}

/* ---- the page */

static const char *
intro_text(void)
{
	return _(
		"Forms, rules, reports and the list of divisions, for everybody in the county. A pack of one's own lies in a folder on a stick. With several county officers it is in force when enough of them agreed.");
}

static struct area
page_area(const struct ui *ui)
{
	return area_inside(ui_body(ui), 1, 1);
}

static void
publish_recalc(struct screen *screen, struct ui *ui)
{
	struct publish_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area area = page_area(ui);

	list_view_fit(&state->list, &rows, area_below(area, canvas_wrap_rows(intro_text(), area.cols) + 3));
}

static void
publish_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct publish_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area left = page_area(ui);
	const struct pack *pack = app_pack(ui->app);
	char *text = pack ? mem_printf(_("In force now: version %" PRId64 "."), pack->version) : mem_strdup(_("None is in force yet."));

	canvas_paragraph(canvas, &left, FAINT, intro_text());
	canvas_line(canvas, &left, BOLD, text);
	free(text);
	list_view_draw(&state->list, &rows, canvas);
}

static const char *
publish_note(const struct screen *screen)
{
	return ((const struct publish_state *)screen->state)->list.note;
}

/* ---- publishing */

static enum status
do_publish(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	const struct publish_state *state = ctx;
	enum status status = app_confirm(ui->app, passphrase, err);
	bool in_force = false;
	struct id step;

	(void)result;
	if (!status)
		status = app_forms_publish(ui->app, state->offers.items[state->list.chosen].dir, &step, &in_force, err);
	if (!status)
		ui_say(ui, TOAST_GOOD, "%s",
		       in_force ? _("Published: these forms are in force.")
				: _("Signed. The forms are in force as soon as enough county officers agreed (k, o)."));
	return status;
}

/* Puts a part behind the text. */
static void
add_part(char **text, char *part_take)
{
	char *whole = mem_printf("%s\n\n%s", *text, part_take);

	free(part_take);
	free(*text);
	*text = whole;
}

/* What is published, and what it changes of what stands, as the folder and the file are now. */
static char *
words_now(struct ui *ui, void *ctx, struct err *err)
{
	const struct publish_state *state = ctx;
	const struct app_pack_offer *offer = &state->offers.items[state->list.chosen];
	struct app_forms_changes changes;
	char *text;

	if (app_forms_changes(ui->app, offer->dir, &changes, err))
		return NULL;
	text = mem_printf(_("The forms and rules of the county from now on:\n\n%s\nversion %" PRId64
			    "\n\nof the county's officers %d must agree."),
			  offer->label, offer->version, app_threshold(ui->app));
	if (changes.asked)
		add_part(&text, mem_printf(_("Asked anew at houses where the form stands already:\n%s"), changes.asked));
	if (changes.reworded)
		add_part(&text, mem_printf(_("What is different once these forms are in force:\n%s"), changes.reworded));
	app_forms_changes_release(&changes);
	return text;
}

static struct action
push_publish(struct publish_state *state, struct ui *ui)
{
	const struct app_pack_offer *offer = &state->offers.items[state->list.chosen];
	struct buf problems = { 0 };
	struct err err = { 0 };
	char *text;
	enum status status;

	if (!ui_has_person(ui))
		return STAY;
	if (!app_person_is_officer(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("Only the county's officers publish forms."));
		return STAY;
	}
	if (!offer->label) {
		ui_say(ui, TOAST_BAD, "%s", _("These forms could not be read when this page was opened; press 1, it reads them again."));
		return STAY;
	}
	if (app_pack(ui->app) && app_pack(ui->app)->version >= offer->version) {
		ui_say(ui, TOAST_BAD, _("Version %" PRId64 " is in force; only a pack of a higher version can follow it."),
		       app_pack(ui->app)->version);
		return STAY;
	}
	ui_busy(ui, _("Checking the forms..."));
	status = app_forms_check(offer->dir, &problems, &err);
	if (status && problems.len) {
		text = mem_printf(_("These forms cannot be published:\n\n%s"), buf_text(&problems));
		buf_release(&problems);
		return (struct action){ ACTION_PUSH, text_screen(mem_strdup(_("Publish forms")), text) };
	}
	buf_release(&problems);
	if (status) {
		ui_fail(ui, &err);
		return STAY;
	}
	text = words_now(ui, state, &err);
	if (!text) {
		ui_fail(ui, &err);
		return STAY;
	}
	return (struct action){
		ACTION_PUSH,
		confirm_screen((struct confirmation){
			.title = mem_strdup(_("Publish forms")), .text = text, .act = do_publish, .words = words_now, .ctx = state })
	};
}

static struct action
publish_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct publish_state *state = screen->state;
	const struct list_rows rows = rows_of(state);

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_PUBLISH:
		return push_publish(state, ui);
	case COMMAND_AGAIN:
		app_pack_offers_release(&state->offers);
		app_pack_offers(ui->lang, &state->offers);
		break;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
publish_close(struct screen *screen, struct ui *ui)
{
	struct publish_state *state = screen->state;

	(void)ui;
	app_pack_offers_release(&state->offers);
	list_view_release(&state->list);
	free(state);
}

static const char *
publish_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Publish forms");
}

static bool
publish_offers(const struct screen *screen, const struct ui *ui, int command)
{
	(void)screen;
	return command != COMMAND_PUBLISH || app_person_is_officer(ui->app);
}

static const struct screen_class publish_class = {
	.name = "publish",
	.about = N_("Puts forms and rules in force for the county. Choose a pack; enough officers must agree before it holds."),
	.bindings = bindings,
	.offers = publish_offers,
	.also = move_bindings,
	.title = publish_title,
	.note = publish_note,
	.recalc = publish_recalc,
	.draw = publish_draw,
	.key = publish_key,
	.close = publish_close,
};

struct screen *
publish_screen(struct ui *ui)
{
	struct publish_state *state = mem_alloc(sizeof(*state));

	app_pack_offers(ui->lang, &state->offers);
	return screen_new(&publish_class, state);
}
