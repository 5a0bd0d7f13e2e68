#include "ui/home/restored.h"

#include <inttypes.h>
#include <stdlib.h>

#include "app/session/workspace.h"
#include "app/stick/backup.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/home/home.h"
#include "ui/page/textview.h"

/* A laptop that goes on from a backup: what is there again, what is not, and whose keys come back. */

enum { COMMAND_KEYS = 1, COMMAND_WITHOUT };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("put the keys here, go on"), COMMAND_KEYS, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("go on without the keys"), COMMAND_WITHOUT, true },
	{ 0 },
};

struct restored_state {
	char *path;
	struct app_restored found;
	struct text_view said;
};

static void
say_restored(struct restored_state *state)
{
	const struct app_restored *found = &state->found;
	struct text_view *said = &state->said;
	char hex[ID_HEX_LEN + 1];

	text_view_add(said, BOLD, 0, _("This is a backup, and all that was in it is here again."));
	text_view_add(said, PLAIN, 0, "");
	text_view_addf(said, GOOD, 0,
		       _("%" PRId64 " steps about %" PRId64 " houses, every signature proven; the state of the file is %.8s."),
		       found->steps, found->houses, id_hex(&found->state, hex));
	text_view_add(said, PLAIN, 0, "");
	if (*found->at)
		text_view_addf(
			said, WARN, 0,
			_("It was written on %s by %s. What was signed after that is not in it: take in the newest stick of the office above, and the page says which houses come back."),
			found->at, found->by ? found->by : "?");
	text_view_add(said, PLAIN, 0, "");
	text_view_add(said, PLAIN, 0, _("Keys that lie beside it:"));
	for (size_t i = 0; i < found->key_count; i++)
		text_view_addf(said, PLAIN, 2, "%s  %.8s", found->keys[i].name, found->keys[i].person);
	text_view_add(said, PLAIN, 0, "");
	text_view_add(said, PLAIN, 0, _("The right to sign was for the laptop that is gone: k on the first page asks for a new one."));
}

static void
restored_recalc(struct screen *screen, struct ui *ui)
{
	struct restored_state *state = screen->state;

	text_view_fit(&state->said, area_below(area_inside(ui_body(ui), 2, 2), 1));
}

static void
restored_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	(void)ui;
	text_view_draw(&((const struct restored_state *)screen->state)->said, canvas);
}

static struct action
go_home(struct ui *ui)
{
	return (struct action){ ACTION_REPLACE, home_screen(ui) };
}

static struct action
restored_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct restored_state *state = screen->state;
	struct err err = { 0 };

	if (text_view_key(&state->said, key))
		return STAY;
	if (command == COMMAND_WITHOUT)
		return go_home(ui);
	if (command != COMMAND_KEYS)
		return NO_KEY;
	if (app_restore_keys(ui->app, state->path, &state->found, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	ui_say(ui, TOAST_GOOD, "%s", _("The keys are on this laptop. The stick may be pulled out."));
	return go_home(ui);
}

static void
restored_close(struct screen *screen, struct ui *ui)
{
	struct restored_state *state = screen->state;

	(void)ui;
	app_restored_release(&state->found);
	text_view_release(&state->said);
	free(state->path);
	free(state);
}

static const char *
restored_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Back from a backup");
}

static const char *
restored_note(const struct screen *screen)
{
	return ((const struct restored_state *)screen->state)->said.note;
}

static const struct screen_class restored_class = {
	.name = "restored",
	.about = N_("A laptop that goes on from a backup. Enter puts the keys that lie beside it onto this laptop."),
	.bindings = bindings,
	.also = move_bindings,
	.title = restored_title,
	.note = restored_note,
	.recalc = restored_recalc,
	.draw = restored_draw,
	.key = restored_key,
	.close = restored_close,
};

struct screen *
restored_screen(struct ui *ui, const char *path)
{
	struct restored_state *state = mem_alloc(sizeof(*state));
	struct err err = { 0 };
	bool read = !app_restored(ui->app, path, &state->found, &err);

	if (!read)
		ui_fail(ui, &err);
	if (!read || !state->found.key_count) {
		app_restored_release(&state->found);
		free(state);
		return NULL;
	}
	state->path = mem_strdup(path);
	say_restored(state);
	return screen_new(&restored_class, state);
}
