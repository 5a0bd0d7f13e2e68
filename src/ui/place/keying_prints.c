#include "ui/place/keying.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/workspace.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/listpage.h"
#include "ui/place/keying_state.h"

/* Which printed list of the village is keyed: by its serial, as it stands at the foot of the paper. */

enum { COMMAND_OPEN = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("key this one"), COMMAND_OPEN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct keying_prints_state {
	struct list_page page;
	char village[DIVISION_CODE_LEN + 1];
	struct keying_print *prints;
	size_t count;
};

static enum status
read_prints(struct list_page *page, struct ui *ui, struct err *err)
{
	struct keying_prints_state *state = (struct keying_prints_state *)page;

	ui_busy(ui, _("Looking for what was printed..."));
	keying_prints_free(state->prints, state->count);
	state->prints = NULL;
	state->count = 0;
	return keying_prints(ui->app, state->village, ui->lang, &state->prints, &state->count, err);
}

static void
print_text(const void *ctx, size_t index, struct buf *out)
{
	const struct keying_print *print = &((const struct keying_prints_state *)ctx)->prints[index];

	buf_printf(out, "%s\t%s\t", print->serial, print->title);
	buf_printf(out, n_("%zu house", "%zu houses", print->houses), print->houses);
}

static struct list_rows
prints_of(const struct list_page *page)
{
	const struct keying_prints_state *state = (const struct keying_prints_state *)page;

	return (struct list_rows){ .count = state->count, .ctx = state, .text = print_text, .columns = true };
}

static struct area
prints_head(const struct list_page *page, const struct ui *ui, struct canvas *canvas)
{
	struct area left = area_below(area_inside(ui_body(ui), 1, 1), 1);

	(void)page;
	canvas_paragraph(canvas, &left, PLAIN,
			 _("Which paper? Its number stands at the foot of each page; / and some of its digits look for it."));
	return area_below(left, 1);
}

static const char *
prints_none(const struct list_page *page, struct look *look)
{
	(void)page;
	*look = PLAIN;
	return _("No list of this village that can be keyed was printed yet: d on the village's page prints one.");
}

static const struct list_page_kind prints_kind = {
	.read = read_prints,
	.rows = prints_of,
	.head = prints_head,
	.none = prints_none,
};

static struct action
prints_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct keying_prints_state *state = screen->state;
	const struct list_rows rows = prints_of(&state->page);
	struct keying *keying = NULL;
	struct err err = { 0 };

	if (list_view_key(&state->page.list, &rows, key))
		return STAY;
	if (command == COMMAND_BACK)
		return BACK;
	if (command != COMMAND_OPEN)
		return NO_KEY;
	if (state->page.list.chosen >= state->count || !ui_has_person(ui))
		return STAY;
	ui_busy(ui, _("Looking for what was printed..."));
	if (keying_open(ui->app, &state->prints[state->page.list.chosen], state->village, ui->lang, &keying, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	return action_push(keying_screen(ui, keying));
}

static void
prints_close(struct screen *screen, struct ui *ui)
{
	struct keying_prints_state *state = screen->state;

	(void)ui;
	keying_prints_free(state->prints, state->count);
	list_view_release(&state->page.list);
	free(state);
}

static const char *
prints_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Key a printed list");
}

static const struct screen_class keying_prints_class = {
	.name = "keying-prints",
	.about = N_(
		"The lists of this village that were printed to be filled in by hand. Enter opens one; its houses stand in the order of the paper."),
	.bindings = bindings,
	.also = move_bindings,
	.title = prints_title,
	.note = list_page_note,
	.recalc = list_page_recalc,
	.draw = list_page_draw,
	.key = prints_key,
	.forget = list_page_forget,
	.close = prints_close,
};

struct screen *
keying_prints_screen(struct ui *ui, const char *village)
{
	struct keying_prints_state *state;

	if (!ui_has_person(ui))
		return NULL;
	state = mem_alloc(sizeof(*state));
	state->page.kind = &prints_kind;
	strcpy(state->village, village);
	return screen_new(&keying_prints_class, state);
}
