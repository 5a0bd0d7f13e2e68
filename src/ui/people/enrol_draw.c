#include <stdlib.h>

#include "app/session/division.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/people/enrol_state.h"

/* How the page of a key of one's own looks. */

/* ---- what there is to choose */

static void
role_text(const void *ctx, size_t index, struct buf *out)
{
	const struct enrol_page *page = ctx;

	buf_text_add(out, label_text(&app_pack(page->ui->app)->roles[index].label, page->ui->lang));
}

static void
area_text(const void *ctx, size_t index, struct buf *out)
{
	const struct enrol_page *page = ctx;
	const struct enrol_state *state = page->state;
	char *place = app_place_name(page->ui->app, state->areas[index]->code);

	if (state->asked_count)
		buf_text_add(out, enrol_asked_at(state, state->areas[index]) < state->asked_count ? "[x] " : "[ ] ");
	buf_text_add(out, place);
	free(place);
}

/* All areas that are asked for, in one text; caller frees. */
static char *
asked_places(const struct enrol_state *state, const struct app *app)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < state->asked_count; i++) {
		char *place = app_place_name(app, state->asked[i]->code);

		buf_printf(&text, "%s%s", i ? _(", ") : "", place);
		free(place);
	}
	return buf_detach(&text);
}

static void
key_text(const void *ctx, size_t index, struct buf *out)
{
	const struct enrol_state *state = ((const struct enrol_page *)ctx)->state;

	if (index < state->key_count)
		buf_printf(out, _("It is me: ask with the key of %s that lies here, number %.8s"), state->keys[index].name,
			   state->keys[index].person);
	else
		buf_text_add(out, _("I am another person of this name: make a key of my own"));
}

static const char *const rights[] = { N_("I sign my own work"), N_("I also give the people of my area the right to sign") };

static void
right_text(const void *ctx, size_t index, struct buf *out)
{
	(void)ctx;
	buf_text_add(out, _(rights[index]));
}

struct list_rows
enrol_rows(const struct enrol_page *page)
{
	switch (page->state->stage) {
	case ENROL_KEY:
		return (struct list_rows){
			.count = page->state->key_count + 1, .ctx = page, .text = key_text, .numbered = true, .wraps = true
		};
	case ENROL_ROLE:
		return (struct list_rows){ .count = app_pack(page->ui->app)->role_count, .ctx = page, .text = role_text, .numbered = true };
	case ENROL_AREA:
		return (struct list_rows){ .count = page->state->area_count, .ctx = page, .text = area_text };
	case ENROL_ISSUES:
		return (struct list_rows){ .count = ARRAY_LEN(rights), .ctx = page, .text = right_text, .numbered = true };
	default:
		return (struct list_rows){ .ctx = page, .text = area_text };
	}
}

/* ---- the page */

#define LABEL_COLS 20 /* before the name */
#define WHERE_COLS 36 /* before the words that choose an area */
/* The page below the name. */
static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 3);
}

static const char *
hint_text(const struct enrol_state *state)
{
	return state->stage == ENROL_ISSUES
		       ? _("The second needs several county officers to agree. A county officer needs it: he gives others their right.")
		       : "";
}

void
enrol_recalc(struct screen *screen, struct ui *ui)
{
	struct enrol_state *state = screen->state;
	const struct enrol_page page = { state, ui };
	const struct list_rows rows = enrol_rows(&page);
	struct area area = area_below(page_area(ui), state->stage == ENROL_AREA ? 2 : 1);
	int hint = canvas_wrap_rows(hint_text(state), area.cols - 2);

	list_view_fit(&state->list, &rows, hint ? area_above(area, hint + 1) : area);
}

/* What the key will be for, before it is made. */
static void
draw_asked(const struct enrol_state *state, const struct ui *ui, struct canvas *canvas, struct area left)
{
	struct area row = left;
	char *place = asked_places(state, ui->app);

	for (size_t i = 0; i < state->more_count; i++) {
		char *words = right_words(&state->more[i], ui);

		canvas_paragraph(canvas, &left, PLAIN, words);
		free(words);
	}
	row = left;
	canvas_column(canvas, &row, LABEL_COLS + 1, PLAIN, _("What you are"));
	canvas_line(canvas, &row, BOLD, label_text(&state->role->label, ui->lang));
	row = area_below(left, 1);
	canvas_column(canvas, &row, LABEL_COLS + 1, PLAIN, _("Where"));
	left = area_below(left, 1 + canvas_wrap_rows(place, row.cols));
	canvas_paragraph(canvas, &row, BOLD, place);
	if (state->gives)
		canvas_line(canvas, &left, PLAIN, _(rights[1]));
	if (state->role->scope != DIVISION_COUNTY)
		canvas_paragraph(
			canvas, &left, PLAIN,
			!state->portable ? _("You sign on this laptop alone. On others' laptops, with a key on a stick of your own: p")
			: state->key < state->key_count
				? _("You sign on any laptop, with your key on a stick of your own. On this laptop alone: p")
				: _("You sign on any laptop: the key is written on the stick that is in, and lies nowhere else. On this laptop alone: p"));
	canvas_line(canvas, &left, PLAIN,
		    state->more_count + 1 < REQUESTS_MOST ? _("A further role in the same request: a")
							  : _("More roles than these: in a request of their own."));
	left = area_below(left, 1);
	canvas_paragraph(
		canvas, &left, PLAIN,
		state->key < state->key_count
			? _("Enter asks for the passphrase of your key, and makes the request.")
			: _("Enter shows the passphrase of the key, once: have paper and a pen ready. You type its first word from the paper; then the key is made. Esc goes back and makes none."));
	free(place);
}

void
enrol_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct enrol_state *state = screen->state;
	const struct enrol_page page = { state, ui };
	const struct list_rows rows = enrol_rows(&page);
	struct area row = area_below(area_inside(ui_body(ui), 2, 2), 1), left = page_area(ui), hint;

	if (state->stage == ENROL_PAPER) {
		paper_draw(&state->paper, canvas, area_below(area_inside(ui_body(ui), 2, 2), 1),
			   _("Write this passphrase on paper. It is shown only now, and nobody can tell it to you again:"),
			   state->passphrase);
		return;
	}
	if (state->stage == ENROL_NAME) {
		canvas_column(canvas, &row, LABEL_COLS, PLAIN, _("Your name"));
		input_draw(canvas, row.row, row.col, FIELD_COLS, &state->name);
		return;
	}
	canvas_column(canvas, &row, LABEL_COLS + 1, PLAIN, _("Your name"));
	row.rows = 2; /* thirty characters of a name are wider than one line has room for */
	canvas_paragraph(canvas, &row, BOLD, line_text(&state->name));
	list_view_draw(&state->list, &rows, canvas);
	switch (state->stage) {
	case ENROL_KEY:
		canvas_line(canvas, &left, PLAIN, _("A key of this name lies here already (digit or arrows)"));
		break;
	case ENROL_ROLE:
		canvas_line(canvas, &left, PLAIN, _("What you are (digit or arrows)"));
		break;
	case ENROL_AREA:
		canvas_column(canvas, &left, WHERE_COLS, PLAIN, _("Where (first letters; Space: more)"));
		input_draw(canvas, left.row, left.col, FIELD_COLS, &state->search);
		break;
	case ENROL_ISSUES:
		canvas_line(canvas, &left, PLAIN, _("What you need (digit or arrows)"));
		hint = area_inside(area_below(state->list.area, (int)rows.count + 1), 2, 0);
		canvas_paragraph(canvas, &hint, FAINT, hint_text(state));
		break;
	case ENROL_ASK:
		draw_asked(state, ui, canvas, left);
		break;
	}
}

bool
enrol_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct enrol_state *state = screen->state;

	(void)ui;
	if (command == ENROL_COMMAND_NEXT)
		return state->stage != ENROL_ASK;
	return command != ENROL_COMMAND_ASK || state->stage == ENROL_ASK;
}
