#include "ui/home/altered.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/workspace.h"
#include "app/stick/takeover.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/home/home.h"
#include "ui/home/start.h"
#include "ui/page/textview.h"

/* A file of this laptop that is not as louce left it: what was found, and one key that mends it. */

enum { COMMAND_MEND = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("make a clean file and open it"), COMMAND_MEND, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("leave it as it is"), COMMAND_BACK, true },
	{ 0 },
};

struct altered_state {
	const struct ui_start *start; /* borrowed */
	char *path;
	struct text_view said;
};

static void
altered_recalc(struct screen *screen, struct ui *ui)
{
	struct altered_state *state = screen->state;

	text_view_fit(&state->said, area_below(area_inside(ui_body(ui), 2, 2), 1));
}

static void
altered_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	(void)ui;
	text_view_draw(&((const struct altered_state *)screen->state)->said, canvas);
}

/* The clean file takes the place of the altered one only when all of it was proven. */
static struct action
mend(struct altered_state *state, struct ui *ui)
{
	const struct progress progress = { start_tell_busy, ui };
	struct app_rebuilt rebuilt = { 0 };
	const char *slash;
	struct err err = { 0 };

	ui_busy(ui, _("Proving every signed step..."));
	if (app_rebuild(state->path, &progress, &rebuilt, &err) || start_open(ui, state->path, &err)) {
		ui_fail(ui, &err);
		free(rebuilt.kept);
		return STAY;
	}
	slash = rebuilt.kept ? strrchr(rebuilt.kept, '/') : NULL;
	ui_say(ui, TOAST_GOOD,
	       n_("A clean file was made of the signed steps: %zu house. The file as it was is kept as %s.",
		  "A clean file was made of the signed steps: %zu houses. The file as it was is kept as %s.", rebuilt.buildings),
	       rebuilt.buildings,
	       slash	      ? slash + 1
	       : rebuilt.kept ? rebuilt.kept
			      : "-");
	free(rebuilt.kept);
	return (struct action){ ACTION_REPLACE, home_screen(ui) };
}

static struct action
altered_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct altered_state *state = screen->state;

	if (text_view_key(&state->said, key))
		return STAY;
	if (command == COMMAND_MEND)
		return mend(state, ui);
	if (command == COMMAND_BACK)
		return (struct action){ ACTION_REPLACE, first_screen(state->start) };
	return NO_KEY;
}

static void
altered_close(struct screen *screen, struct ui *ui)
{
	struct altered_state *state = screen->state;

	(void)ui;
	text_view_release(&state->said);
	free(state->path);
	free(state);
}

static const char *
altered_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("A file that was altered");
}

static const char *
altered_note(const struct screen *screen)
{
	return ((const struct altered_state *)screen->state)->said.note;
}

static const struct screen_class altered_class = {
	.name = "altered_file",
	.about = N_(
		"The file of the work was altered by something else than louce. Enter makes a clean file of the signed steps in it, in its place."),
	.bindings = bindings,
	.also = move_bindings,
	.title = altered_title,
	.note = altered_note,
	.recalc = altered_recalc,
	.draw = altered_draw,
	.key = altered_key,
	.close = altered_close,
};

struct screen *
altered_screen(const struct ui_start *start, const char *path, const char *why)
{
	struct altered_state *state = mem_alloc(sizeof(*state));
	struct text_view *said = &state->said;

	state->start = start;
	state->path = mem_strdup(path);
	text_view_add(said, BOLD, 0, _("The file of the work on this laptop is not as louce left it."));
	text_view_add(said, PLAIN, 0, "");
	text_view_add(
		said, PLAIN, 0,
		_("Another program wrote into it, or its disk is failing. What was signed is safe as long as its signatures prove it."));
	text_view_add(said, PLAIN, 0, "");
	text_view_add(said, PLAIN, 0, _("What was found:"));
	text_view_add(said, WARN, 2, why);
	text_view_add(said, PLAIN, 0, "");
	text_view_add(
		said, PLAIN, 0,
		_("Enter proves every signed step and photo in it and makes a clean file of them in its place; the file as it is now is kept beside it under another name. Should one not be proven, nothing is changed and the page says so. Begun forms and settings lie beside it and stay."));
	return screen_new(&altered_class, state);
}
