#include "ui/stick/slip.h"

#include <stdlib.h>

#include "app/session/person.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/find.h"
#include "ui/page/textview.h"
#include "ui/paper/papers.h"

/* The page of a hand-over: its words, and its paper. */

enum { COMMAND_PRINT = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, 'p', "p", N_("print the paper that both sides sign"), COMMAND_PRINT, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ UI_KEY_ENTER, 0, NULL, NULL, COMMAND_BACK, false },
	{ 0 },
};

struct slip_state {
	char *title, *file;
	struct text_view view;
};

static void
slip_recalc(struct screen *screen, struct ui *ui)
{
	text_view_fit(&((struct slip_state *)screen->state)->view, ui_body(ui));
}

static void
slip_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	(void)ui;
	text_view_draw(&((const struct slip_state *)screen->state)->view, canvas);
}

static bool
slip_offers(const struct screen *screen, const struct ui *ui, int command)
{
	return command != COMMAND_PRINT || (((const struct slip_state *)screen->state)->file && app_person_name(ui->app));
}

static struct action
slip_print(const struct slip_state *state, struct ui *ui)
{
	struct screen *papers;

	if (!state->file) {
		ui_say(ui, TOAST_SAID, "%s",
		       _("The paper names the file that is handed over: write it first (x, e), or choose it on the stick (x)."));
		return STAY;
	}
	papers = papers_of_file_screen(ui, state->file);
	return papers ? (struct action){ ACTION_PUSH, papers } : STAY;
}

static struct action
slip_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct slip_state *state = screen->state;

	if (text_view_key(&state->view, key))
		return STAY;
	if (command == COMMAND_PRINT)
		return slip_print(state, ui);
	return command == COMMAND_BACK ? BACK : STAY;
}

static void
slip_close(struct screen *screen, struct ui *ui)
{
	struct slip_state *state = screen->state;

	(void)ui;
	text_view_release(&state->view);
	free(state->title);
	free(state->file);
	free(state);
}

static const char *
slip_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct slip_state *)screen->state)->title;
}

static const char *
slip_note(const struct screen *screen)
{
	return ((const struct slip_state *)screen->state)->view.note;
}

static const struct screen_class slip_class = {
	.name = "slip",
	.about = N_(
		"What is handed over, in words that both sides compare. p prints it as the paper that both sign, for the file on the stick."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = slip_offers,
	.title = slip_title,
	.note = slip_note,
	.recalc = slip_recalc,
	.draw = slip_draw,
	.key = slip_key,
	.close = slip_close,
};

struct screen *
slip_screen(char *title_take, char *text_take, const char *file)
{
	struct slip_state *state = mem_alloc(sizeof(*state));

	state->title = title_take;
	state->file = file ? mem_strdup(file) : NULL;
	text_view_add_text(&state->view, text_take);
	free(text_take);
	return screen_new(&slip_class, state);
}
