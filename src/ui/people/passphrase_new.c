#include <stdlib.h>
#include <string.h>

#include "app/session/keys.h"
#include "app/session/person.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/passphrase.h"
#include "ui/page/text.h"
#include "ui/people/paper.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* Another passphrase for the key of who is at the laptop: the one of now, then the new one, which holds only when it stands on paper. */

enum { COMMAND_NEXT = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next"), COMMAND_NEXT, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, the passphrase of now stays"), COMMAND_BACK, true },
	{ 0 },
};

struct change_state {
	char *person; /* number */
	struct secret old;
	char *old_kept, *fresh; /* NULL while the one of now is typed */
	struct paper paper;
};

static void
wipe(char **text)
{
	if (*text)
		explicit_bzero(*text, strlen(*text));
	free(*text);
	*text = NULL;
}

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static void
change_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct change_state *state = screen->state;
	struct area left = page_area(ui);

	if (state->fresh) {
		paper_draw(&state->paper, canvas, left,
			   _("Write the new passphrase on paper. It is shown only now, and holds when you have typed its first word:"),
			   state->fresh);
		return;
	}
	canvas_paragraph(canvas, &left, BOLD, app_person_name(ui->app));
	left = area_below(left, 1);
	canvas_paragraph(canvas, &left, PLAIN, _("The passphrase of now; the program makes the new one up and shows it on the next page."));
	passphrase_draw(ui, canvas, area_below(left, 1), &state->old);
}

static void
name_copy(const char *path, void *text)
{
	buf_printf(text, "\n    %s", path);
}

/* What opens with the one of before still, as a text to read. */
static char *
said_of_copies(const char *changed)
{
	struct buf text = { 0 }, copies = { 0 };
	struct err err = { 0 };

	buf_text_add(&text, _("The new passphrase holds from now on."));
	if (app_each_key_copy(changed, name_copy, &copies, &err))
		buf_printf(&text, "\n\n%s", err.text);
	if (copies.len)
		buf_printf(&text, _("\n\nThese copies open with the one of before still; delete them and make new ones:%s"),
			   buf_text(&copies));
	buf_text_add(&text, _("\n\nA copy on a stick that is not in now opens with the one of before, too."));
	buf_release(&copies);
	return buf_detach(&text);
}

/* The one of now is right: the new one is made. */
static void
show_new(struct change_state *state, struct ui *ui)
{
	struct err err = { 0 };

	ui_busy(ui, _("Opening the key, a second..."));
	if (app_key_opens(state->person, state->old.text, &err) || app_passphrase_new(&state->fresh, &err)) {
		ui_fail(ui, &err);
	} else {
		state->old_kept = mem_strdup(state->old.text);
		ui->asks = true;
	}
	secret_clear(&state->old);
}

static struct action
change_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct change_state *state = screen->state;
	struct err err = { 0 };
	char *changed = NULL, *said;

	if (command == COMMAND_BACK)
		return BACK;
	if (!state->fresh) {
		if (!secret_key(&state->old, key) && command == COMMAND_NEXT)
			show_new(state, ui);
		return STAY;
	}
	if (!paper_key(&state->paper, ui, key, state->fresh))
		return STAY;
	ui_busy(ui, _("Opening the key, a second..."));
	if (app_key_change(state->person, state->old_kept, state->fresh, &changed, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	said = said_of_copies(changed);
	free(changed);
	return (struct action){ ACTION_REPLACE, text_screen_inside(mem_strdup(_("Another passphrase")), said) };
}

static void
change_close(struct screen *screen, struct ui *ui)
{
	struct change_state *state = screen->state;

	(void)ui;
	secret_clear(&state->old);
	wipe(&state->old_kept);
	wipe(&state->fresh);
	paper_release(&state->paper);
	free(state->person);
	free(state);
}

static const char *
change_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Another passphrase");
}

static const struct screen_class change_class = {
	.name = "passphrase_new",
	.about = N_(
		"Gives your key another passphrase. The one of now is asked for; the new one is made up, and holds when it stands on your paper."),
	.bindings = bindings,
	.title = change_title,
	.draw = change_draw,
	.key = change_key,
	.close = change_close,
	.types = true,
	.holds = true,
	.drops_typeahead = true,
};

struct screen *
passphrase_new_screen(struct ui *ui)
{
	struct change_state *state;

	if (!app_person_name(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("Nobody is at the laptop: P on the first page."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	state->person = mem_strdup(app_person_number(ui->app));
	paper_init(&state->paper);
	return screen_new(&change_class, state);
}
