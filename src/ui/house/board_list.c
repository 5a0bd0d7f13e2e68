#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/check.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "app/table/alike.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/form/form.h"
#include "ui/house/board.h"
#include "ui/house/building.h"
#include "ui/house/buildings.h"
#include "ui/page/listpage.h"

/* One row of the quality board: what is found, house by house. From here one goes into the field that mends it, or to the houses that answer the same. */

enum { COMMAND_MEND = 1, COMMAND_HOUSE, COMMAND_ALIKE, COMMAND_KIND, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("mend"), COMMAND_MEND, true },
	{ UI_KEY_CHAR, 'h', "h", N_("the house"), COMMAND_HOUSE, true },
	{ UI_KEY_CHAR, 's', "s", N_("the same elsewhere"), COMMAND_ALIKE, true },
	{ UI_KEY_TAB, 0, "Tab", N_("part of them"), COMMAND_KIND, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

enum board_part { PART_ALL, PART_ERRORS, PART_OPEN, PART_WAIVED, PART_NOTES, PART_COUNT };
static const char *const parts[PART_COUNT] = { [PART_ALL] = N_("all"),
					       [PART_ERRORS] = N_("errors"),
					       [PART_OPEN] = N_("warnings without a reason"),
					       [PART_WAIVED] = N_("signed over with a reason"),
					       [PART_NOTES] = N_("notes") };

struct board_list_state {
	struct list_page page;
	enum board_by by;
	enum board_part part;
	char *code, *name;
	struct board_list list;
	size_t *shown; /* indexes into the list */
	size_t count;
	struct id at; /* the house that was chosen when the list was forgotten; zeros: none */
};

static bool
is_shown(const struct board_list_state *state, const struct board_found *found)
{
	switch (state->part) {
	case PART_ERRORS:
		return found->level == RULE_ERROR && !found->undecided;
	case PART_OPEN:
		return found->level == RULE_WARNING && !found->waived;
	case PART_WAIVED:
		return found->waived;
	case PART_NOTES:
		return found->level == RULE_INFO;
	default:
		return true;
	}
}

static void
show_found(struct board_list_state *state)
{
	state->shown = mem_resize(state->shown, state->list.count + 1, sizeof(*state->shown));
	state->count = 0;
	for (size_t i = 0; i < state->list.count; i++)
		if (is_shown(state, &state->list.items[i]))
			state->shown[state->count++] = i;
}

static const struct board_found *
found_at(const struct board_list_state *state, size_t index)
{
	return &state->list.items[state->shown[index]];
}

static enum status
read_found(struct list_page *page, struct ui *ui, struct err *err)
{
	struct board_list_state *state = (struct board_list_state *)page;
	enum status status;

	board_list_release(&state->list);
	status = app_board_list(ui->app, &(struct board_ask){ .area = app_person_area(ui->app) }, state->by, state->code, &state->list,
				err);
	show_found(state);
	for (size_t i = 0; i < state->count; i++)
		if (id_equal(&found_at(state, i)->building, &state->at)) {
			page->list.chosen = i;
			break;
		}
	return status;
}

/* ---- rows */

static const char *
standing_words(const struct board_found *found)
{
	return !found->judged		      ? _("cannot be judged here")
	       : found->undecided	      ? _("undecided")
	       : found->waived		      ? _("signed over")
	       : found->level == RULE_ERROR   ? _("error")
	       : found->level == RULE_WARNING ? _("warning")
					      : _("note");
}

static const char *
rule_words(const struct board_found *found)
{
	return found->text   ? found->text
	       : found->rule ? label_text(&found->rule->message, _("en"))
			     : _("a value that may not stand there, or one that is missing");
}

static void
found_text(const void *ctx, size_t index, struct buf *out)
{
	const struct board_list_state *state = ctx;
	const struct board_found *found = found_at(state, index);

	buf_printf(out, "%s %s %s %s %s", found->place, found->by, standing_words(found), found->rule_id, rule_words(found));
}

#define STANDING_COLS 12
#define WROTE_COLS 12

static void
found_draw(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct board_list_state *state = ctx;
	const struct board_found *found = found_at(state, index);
	struct look plain = chosen ? CHOSEN : PLAIN;
	char *what = board_rule_words(found->rule_id, rule_words(found));
	bool says = state->by != BOARD_RULE || found->text; /* more than what stands above the list */
	int left = area.cols - STANDING_COLS - WROTE_COLS, place = says ? left / 2 : left;

	canvas_column(canvas, &area, STANDING_COLS,
		      chosen				? CHOSEN
		      : found->undecided		? WARN
		      : found->level == RULE_ERROR	? BAD
		      : found->waived || !found->judged ? FAINT
							: WARN,
		      standing_words(found));
	canvas_end(canvas, area.row, area.col, place - 1, plain, found->place); /* its number stands at the end */
	area = area_inside(area, place, 0);
	canvas_column(canvas, &area, WROTE_COLS, plain, found->by);
	if (says)
		canvas_column(canvas, &area, area.cols, plain, state->by == BOARD_RULE ? found->text : what);
	free(what);
}

static struct list_rows
rows_of(const struct list_page *page)
{
	const struct board_list_state *state = (const struct board_list_state *)page;

	return (struct list_rows){ .count = state->count, .ctx = state, .text = found_text, .draw = found_draw, .numbered = true };
}

/* ---- the page */

static struct area
draw_head(const struct list_page *page, const struct ui *ui, struct canvas *canvas)
{
	const struct board_list_state *state = (const struct board_list_state *)page;
	struct area left = area_inside(ui_body(ui), 1, 1);
	char *sum = mem_printf(n_("%zu finding (%s)", "%zu findings (%s)", (int64_t)state->count), state->count, _(parts[state->part]));

	canvas_paragraph(canvas, &left, BOLD, state->name);
	canvas_paragraph(canvas, &left, FAINT, sum);
	if (page->list.chosen < state->count && found_at(state, page->list.chosen)->text) /* a row has no room for it */
		canvas_paragraph(canvas, &left, WARN, found_at(state, page->list.chosen)->text);
	free(sum);
	return left;
}

static const char *
none_words(const struct list_page *page, struct look *look)
{
	*look = GOOD;
	return ((const struct board_list_state *)page)->part == PART_ALL
		       ? _("Nothing of it stands any more: what was signed over was answered otherwise since.")
		       : _("None of these.");
}

static const struct list_page_kind board_list_kind = { .read = read_found, .rows = rows_of, .head = draw_head, .none = none_words };

static struct action
push(struct screen *screen)
{
	return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
}

/* The form in which it is mended, at the field; where this person may not fill it, the house, and why. */
static struct action
mend(struct ui *ui, const struct board_found *found)
{
	const struct form *form = found->rule ? pack_rule_mends(app_pack(ui->app), found->rule) : NULL;
	const struct field *field = found->rule && found->rule->fields.count ? pack_field(app_pack(ui->app), found->rule->fields.items[0])
									     : NULL;
	struct screen *screen = form && !form->repeat && ui_has_person(ui) ? form_field_screen(ui, &found->building, form->name, field)
									   : NULL;

	return push(screen ? screen : building_screen(ui, &found->building));
}

static struct action
show_alike(struct ui *ui, const struct board_found *found)
{
	struct sift sift = { 0 };
	struct err err = { 0 };

	if (!found->rule) {
		ui_say(ui, TOAST_BAD, "%s",
		       strcmp(found->rule_id, CHECK_PICTURE) == 0
			       ? _("Houses are looked for by what a rule is about: this is about a photo.")
			       : _("Houses are looked for by what a rule is about: this is a limit of one field."));
		return STAY;
	}
	if (alike_filters(ui->app, &found->building, found->rule, &sift, &err)) {
		ui_fail(ui, &err);
		sift_release(&sift);
		return STAY;
	}
	return push(buildings_sifted_screen(ui, &sift));
}

static struct action
board_list_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct board_list_state *state = screen->state;
	const struct list_rows rows = rows_of(&state->page);
	size_t index = state->page.list.chosen;

	if (list_view_key(&state->page.list, &rows, key))
		return STAY;
	if (list_view_digit(&state->page.list, &rows, key, &index)) {
		if (index >= state->count)
			return STAY;
		state->page.list.chosen = index;
		command = COMMAND_MEND;
	}
	if (command == COMMAND_BACK)
		return BACK;
	if (command == COMMAND_KIND) {
		state->part = (enum board_part)((state->part + 1) % PART_COUNT);
		state->page.list.chosen = 0;
		show_found(state);
		return STAY;
	}
	if (!command)
		return NO_KEY;
	if (index >= state->count)
		return STAY;
	return command == COMMAND_HOUSE	  ? push(building_screen(ui, &found_at(state, index)->building))
	       : command == COMMAND_ALIKE ? show_alike(ui, found_at(state, index))
					  : mend(ui, found_at(state, index));
}

/* What was mended on the page above is gone from the list. */
static void
board_list_leave(struct screen *screen, struct ui *ui)
{
	struct board_list_state *state = screen->state;

	if (state->page.list.chosen < state->count)
		state->at = found_at(state, state->page.list.chosen)->building;
	list_page_forget(screen, ui);
}

static void
board_list_close(struct screen *screen, struct ui *ui)
{
	struct board_list_state *state = screen->state;

	(void)ui;
	board_list_release(&state->list);
	list_view_release(&state->page.list);
	free(state->shown);
	free(state->code);
	free(state->name);
	free(state);
}

static const char *
board_list_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Quality board: the houses");
}

/* Who may not fill the form in which it is mended opens the house. Houses that answer the same are looked for by a rule of the pack. */
static bool
board_list_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct board_list_state *state = screen->state;
	const struct board_found *found = state->page.list.chosen < state->count ? found_at(state, state->page.list.chosen) : NULL;
	const struct form *form = found && found->rule ? pack_rule_mends(app_pack(ui->app), found->rule) : NULL;

	if (command == COMMAND_ALIKE) /* by what a rule is about: a photo, or a limit of one field, is no rule's */
		return !found || found->rule;
	return command != COMMAND_MEND || (form && !form->repeat && app_person_has_role(ui->app, &form->by));
}

static const struct screen_class board_list_class = {
	.name = "board_list",
	.about = N_(
		"What one row of the quality board counts, house by house. Enter or a digit opens the form at the field that mends it; s shows the houses that answer the same."),
	.bindings = bindings,
	.offers = board_list_offers,
	.also = move_bindings,
	.title = board_list_title,
	.note = list_page_note,
	.recalc = list_page_recalc,
	.draw = list_page_draw,
	.key = board_list_key,
	.forget = board_list_leave,
	.leave = board_list_leave,
	.close = board_list_close,
};

struct screen *
board_list_screen(enum board_by by, const struct board_row *row)
{
	struct board_list_state *state = mem_alloc(sizeof(*state));

	state->page.kind = &board_list_kind;
	state->by = by;
	state->code = mem_strdup(row->code);
	state->name = !*row->code	 ? mem_strdup(_("(nobody's)"))
		      : by == BOARD_RULE ? board_rule_words(row->code, row->name)
					 : mem_strdup(*row->name ? row->name : row->code);
	return screen_new(&board_list_class, state);
}
