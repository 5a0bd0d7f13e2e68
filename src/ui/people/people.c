#include "ui/people/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/follow.h"
#include "app/people/waiting.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/pinyin.h"
#include "ui/input.h"
#include "ui/page/listview.h"
#include "ui/screen.h"

/* People and keys: who asks for the right to sign, who has it, and what waits for the county's officers. */

enum {
	COMMAND_OPEN = 1,
	COMMAND_FILTER,
	COMMAND_NEW,
	COMMAND_OFFICERS,
	COMMAND_FOUNDINGS,
	COMMAND_PASSPHRASE,
	COMMAND_AWAY,
	COMMAND_SHOW,
	COMMAND_MANY,
	COMMAND_BACK
};

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_CHAR, 'n', "n", N_("a key of my own"), COMMAND_NEW, true },
	{ UI_KEY_CHAR, 'o', "o", N_("county officers"), COMMAND_OFFICERS, true },
	{ UI_KEY_CHAR, 'm', "m", N_("give many at once"), COMMAND_MANY, true },
	{ UI_KEY_CHAR, 'f', "f", N_("by name"), COMMAND_FILTER, true },
	{ UI_KEY_CHAR, 'g', "g", N_("founding"), COMMAND_FOUNDINGS, true },
	{ UI_KEY_CHAR, 'c', "c", N_("another passphrase for my key"), COMMAND_PASSPHRASE, false },
	{ UI_KEY_CHAR, 'd', "d", N_("put a request away, or take it up again"), COMMAND_AWAY, false },
	{ UI_KEY_TAB, 0, "Tab", N_("show others"), COMMAND_SHOW, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

#define SHOW_ALL HOLDER_KIND_COUNT /* instead of one kind of holder */

struct keys_state {
	bool read;    /* what is below was read since another page was on top */
	struct id at; /* the credential that was chosen then */
	struct app_people people;
	size_t *rows; /* indexes of the people that are shown */
	size_t row_count, counts[HOLDER_KIND_COUNT], waiting;
	int show;	  /* enum app_holder_kind, or SHOW_ALL */
	struct line name; /* name, or its first letters, of those that are shown */
	bool typing;	  /* the name is typed now */
	struct list_view list;
};

static const char *
role_words(const struct ui *ui, const char *name)
{
	return name ? app_role_label(ui->app, name) : "";
}

/* The first area, and a mark where there are more; caller frees. */
static char *
area_words(const struct ui *ui, const struct app_texts *areas)
{
	char *area = app_place_name(ui->app, areas->count ? areas->items[0] : ""),
	     *text = mem_printf("%s%s", area, areas->count > 1 ? " .." : "");

	free(area);
	return text;
}

char *
holder_place(const struct ui *ui, const char *name, const struct app_texts *areas)
{
	char *area = area_words(ui, areas), *text = mem_printf("%s  %s", role_words(ui, name), area);

	free(area);
	return text;
}

char *
names_text(const struct ui *ui, const struct app_texts *names, bool as_roles)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < names->count; i++)
		/* Translators: between the names of a list. */
		buf_printf(&text, "%s%s", i ? _(", ") : "", as_roles ? role_words(ui, names->items[i]) : names->items[i]);
	return text.len ? buf_detach(&text) : mem_strdup("-");
}

static void
choose_rows(struct keys_state *state)
{
	state->row_count = 0;
	for (size_t i = 0; i < state->people.count; i++)
		if ((state->show == SHOW_ALL || (int)app_holder_kind(&state->people.items[i]) == state->show) &&
		    text_matches(state->people.items[i].name, line_text(&state->name)))
			state->rows[state->row_count++] = i;
}

/* What cannot be read changes nothing: nobody is said to be missing who only could not be read. */
static enum status
read_people(struct keys_state *state, struct ui *ui, struct err *err)
{
	struct app_people people = { 0 };
	struct app_waiting_list waiting = { 0 };
	enum status status = app_people(ui->app, &people, err);

	status = status ? status : app_waiting(ui->app, &waiting, err);
	if (status) {
		app_people_release(&people);
		return status;
	}
	app_people_release(&state->people);
	free(state->rows);
	memset(state->counts, 0, sizeof(state->counts));
	state->people = people;
	state->rows = mem_array(state->people.count, sizeof(*state->rows));
	for (size_t i = 0; i < state->people.count; i++)
		state->counts[app_holder_kind(&state->people.items[i])]++;
	state->waiting = waiting.count;
	app_waiting_release(&waiting);
	choose_rows(state);
	for (size_t i = 0; i < state->row_count; i++)
		if (id_equal(&state->people.items[state->rows[i]].credential, &state->at))
			state->list.chosen = i;
	state->read = true;
	return STATUS_OK;
}

/* ---- the list */

struct keys_page {
	const struct keys_state *state;
	const struct ui *ui;
};

static const struct app_holder *
holder_at(const struct keys_state *state, size_t index)
{
	return &state->people.items[state->rows[index]];
}

static const char *
standing_words(const struct app_holder *holder)
{
	enum app_holder_kind kind = app_holder_kind(holder);

	return kind == HOLDER_ASKS			 ? _("asks for the right")
	       : holder->stolen				 ? _("asks with a stolen key")
	       : holder->away				 ? _("request put away (d)")
	       : holder->revoked			 ? _("taken back")
	       : kind == HOLDER_SIGNS && holder->officer ? _("may sign, county officer")
	       : kind == HOLDER_SIGNS			 ? _("may sign")
							 : holder->standing;
}

/* The standing; of a request also since when, as one person may have asked with two keys. Caller frees. */
static char *
standing_text(const struct app_holder *holder)
{
	return app_holder_kind(holder) == HOLDER_ASKS ? mem_printf("%s %s", standing_words(holder), holder->at)
						      : mem_strdup(standing_words(holder));
}

static void
holder_text(const void *ctx, size_t index, struct buf *out)
{
	const struct keys_page *page = ctx;
	const struct app_holder *holder = holder_at(page->state, index);
	char *place = holder_place(page->ui, holder->role, &holder->areas), *standing = standing_text(holder);

	buf_printf(out, "%s  %s  %s", holder->name, place, standing);
	free(standing);
	free(place);
}

enum { COLUMN_NAME, COLUMN_ROLE, COLUMN_AREA, COLUMN_STANDING, COLUMNS };

/* The texts of a row; caller frees the area and the standing. */
static void
holder_texts(const struct ui *ui, const struct app_holder *holder, char *texts[COLUMNS])
{
	texts[COLUMN_NAME] = holder->name;
	texts[COLUMN_ROLE] = (char *)(uintptr_t)role_words(ui, holder->role);
	texts[COLUMN_AREA] = area_words(ui, &holder->areas);
	texts[COLUMN_STANDING] = standing_text(holder);
}

/* Side by side; each wraps. */
static void
split_row(struct area row, struct area columns[COLUMNS])
{
	const int cols[COLUMNS] = { row.cols / 6, row.cols / 4, row.cols * 3 / 10, row.cols };

	for (int c = 0; c < COLUMNS; c++) {
		columns[c] = area_inside(area_left(row, cols[c]), 0, c < COLUMN_STANDING);
		row = area_inside(row, cols[c], 0);
	}
}

static int
holder_height(const void *ctx, size_t index, int cols)
{
	const struct keys_page *page = ctx;
	struct area columns[COLUMNS];
	char *texts[COLUMNS];
	int most = 1;

	split_row((struct area){ 0, 0, 1, cols }, columns);
	holder_texts(page->ui, holder_at(page->state, index), texts);
	for (size_t i = 0; i < COLUMNS; i++) {
		int lines = canvas_wrap_rows(texts[i], columns[i].cols);

		most = lines > most ? lines : most;
	}
	free(texts[COLUMN_AREA]);
	free(texts[COLUMN_STANDING]);
	return most;
}

static void
draw_holder(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct keys_page *page = ctx;
	const struct app_holder *holder = holder_at(page->state, index);
	enum app_holder_kind kind = app_holder_kind(holder);
	const struct look looks[COLUMNS] = { chosen ? CHOSEN : PLAIN, PLAIN, PLAIN,
					     kind == HOLDER_ASKS    ? WARN
					     : kind == HOLDER_SIGNS ? GOOD
								    : BAD };
	struct area columns[COLUMNS];
	char *texts[COLUMNS];

	split_row(area, columns);
	holder_texts(page->ui, holder, texts);
	for (size_t i = 0; i < COLUMNS; i++)
		canvas_paragraph(canvas, &columns[i], looks[i], texts[i]);
	free(texts[COLUMN_AREA]);
	free(texts[COLUMN_STANDING]);
}

static struct list_rows
rows_of(const struct keys_page *page)
{
	return (struct list_rows){
		.count = page->state->row_count, .ctx = page, .text = holder_text, .draw = draw_holder, .height = holder_height
	};
}

#define HEAD_ROWS                                                                                                                          \
	4 /* above the list: the numbers of people, the founding, what waits for the officers, the name by which they are chosen */
#define NAME_LABEL 27 /* columns before that name */
#define NAME_COLS 30

static void
keys_recalc(struct screen *screen, struct ui *ui)
{
	struct keys_state *state = screen->state;
	const struct keys_page page = { state, ui };
	struct list_rows rows;
	struct err err = { 0 };

	if (!state->read && read_people(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	rows = rows_of(&page);
	list_view_fit(&state->list, &rows, area_below(ui_body(ui), HEAD_ROWS));
}

/* The office reads the digits out; whoever compares them must hear them, so they stand nowhere else. */
static void
draw_founding(const struct ui *ui, struct canvas *canvas, struct area *head)
{
	char code[REQUEST_CODE_LEN + 1], line[200];

	if (!app_founding_code(ui->app, code))
		return;
	if (app_is_office(ui->app))
		snprintf(line, sizeof(line), _("Founding step of this file, to be read out to new laptops: %.19s"), code);
	else if (app_founding_is_compared(ui->app))
		snprintf(line, sizeof(line), "%s", _("The digits of its founding were compared with the county's office on this laptop."));
	else
		snprintf(line, sizeof(line), "%s", _("Is it the right county's file? g compares the digits of its founding."));
	canvas_line(canvas, head, FAINT, line);
}

static void
keys_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	static const char *const shown[] = {
		[SHOW_ALL] = N_("all"),
		[HOLDER_ASKS] = N_("asking"),
		[HOLDER_SIGNS] = N_("may sign"),
		[HOLDER_NEITHER] = N_("no longer, or not yet"),
	};
	const struct keys_state *state = screen->state;
	const struct keys_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	struct area head = area_top(area_inside(ui_body(ui), 1, 1), HEAD_ROWS), none = area_inside(state->list.area, 2, 2),
		    name = area_inside(area_bottom(head, 1), 1, 0);
	char line[300];

	snprintf(line, sizeof(line), _("%zu ask for it, %zu may sign, %zu no longer or not yet. Shown: %s"), state->counts[HOLDER_ASKS],
		 state->counts[HOLDER_SIGNS], state->counts[HOLDER_NEITHER], _(shown[state->show]));
	canvas_line(canvas, &head, FAINT, line);
	draw_founding(ui, canvas, &head);
	if (state->waiting) {
		snprintf(line, sizeof(line), _("For the county's officers to agree to: %zu (o)"), state->waiting);
		canvas_line(canvas, &head, WARN, line);
	}
	if (state->row_count == 0)
		canvas_line(canvas, &none, PLAIN, _("Nobody."));
	list_view_draw(&state->list, &rows, canvas);
	if (!state->typing && !*line_text(&state->name))
		return;
	canvas_column(canvas, &name, NAME_LABEL, BOLD, _("Name or its first letters"));
	if (state->typing) {
		input_draw(canvas, name.row, name.col, NAME_COLS, &state->name);
	} else {
		name = area_inside(name, 1, 0);
		canvas_line(canvas, &name, ACCENT, line_text(&state->name));
	}
}

static const char *
keys_note(const struct screen *screen)
{
	return ((const struct keys_state *)screen->state)->list.note;
}

/* Reads a key while the name is typed; false when it ended the typing and is a key of the page: Enter opens the chosen one. */
static bool
name_key(struct keys_state *state, struct ui *ui, const struct list_rows *rows, const struct ui_key *key)
{
	if (key->kind == UI_KEY_ESC)
		line_set(&state->name, "");
	if (key->kind == UI_KEY_ESC || key->kind == UI_KEY_ENTER || key->kind == UI_KEY_TAB)
		state->typing = false;
	else if (list_view_move(&state->list, rows, key) || !input_key(ui, &state->name, key, NAME_COLS - 2))
		return true;
	else
		state->list.chosen = 0;
	choose_rows(state);
	return key->kind != UI_KEY_ENTER;
}

/* A request that nobody will answer asks nobody any more; it can be taken up again. */
static void
put_away(struct keys_state *state, struct ui *ui)
{
	const struct app_holder *holder = state->row_count ? holder_at(state, state->list.chosen) : NULL;
	bool away;

	if (!holder || !holder->request || holder->stolen) {
		ui_say(ui, TOAST_SAID, "%s", _("Only a request can be put away."));
		return;
	}
	if (!ui_has_person(ui))
		return;
	away = !holder->away;
	state->at = holder->credential;
	app_request_put_away(ui->app, &holder->credential, away);
	ui_say(ui, TOAST_GOOD,
	       away ? _("The request of %s is put away on this laptop; d takes it up again.") : _("The request of %s asks again."),
	       holder->name);
	state->read = false;
}

static struct action
keys_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct keys_state *state = screen->state;
	const struct keys_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);

	if (state->typing ? name_key(state, ui, &rows, key) : list_view_key(&state->list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_FILTER:
		state->typing = true;
		return STAY;
	case COMMAND_OPEN:
		return state->row_count ? action_push(holder_screen(ui, holder_at(state, state->list.chosen))) : STAY;
	case COMMAND_NEW:
		return action_push(enrol_screen(ui));
	case COMMAND_OFFICERS:
		return action_push(waiting_screen(ui));
	case COMMAND_MANY:
		return action_push(grants_screen(ui));
	case COMMAND_FOUNDINGS:
		return action_push(foundings_screen(ui));
	case COMMAND_PASSPHRASE:
		return action_push(passphrase_new_screen(ui));
	case COMMAND_AWAY:
		put_away(state, ui);
		break;
	case COMMAND_SHOW:
		state->show = (state->show + 1) % (SHOW_ALL + 1);
		state->list.chosen = 0;
		choose_rows(state);
		break;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

/* The people are read anew afterwards: the page above, or another window, may change them. */
static void
keys_leave(struct screen *screen, struct ui *ui)
{
	struct keys_state *state = screen->state;

	(void)ui;
	if (state->list.chosen < state->row_count)
		state->at = holder_at(state, state->list.chosen)->credential;
	state->read = false;
}

static void
keys_close(struct screen *screen, struct ui *ui)
{
	struct keys_state *state = screen->state;

	(void)ui;
	app_people_release(&state->people);
	free(state->rows);
	line_release(&state->name);
	list_view_release(&state->list);
	free(state);
}

static const char *
keys_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("People and keys");
}

static bool
keys_offers(const struct screen *screen, const struct ui *ui, int command)
{
	bool any = ((const struct keys_state *)screen->state)->row_count;

	return command == COMMAND_OPEN ? any : command != COMMAND_MANY || app_person_name(ui->app);
}

static const struct screen_class keys_class = {
	.name = "keys",
	.about = N_("People and their rights to sign. n makes your own key; Enter opens a person or a request."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = keys_offers,
	.title = keys_title,
	.note = keys_note,
	.recalc = keys_recalc,
	.draw = keys_draw,
	.key = keys_key,
	.forget = keys_leave,
	.leave = keys_leave,
	.close = keys_close,
};

static struct screen *
people_showing(int show)
{
	struct keys_state *state = mem_alloc(sizeof(*state));

	state->show = show;
	line_init(&state->name, LINE_SINGLE, NAME_COLS);
	return screen_new(&keys_class, state);
}

struct screen *
keys_screen(struct ui *ui)
{
	(void)ui;
	return people_showing(SHOW_ALL);
}

struct screen *
asking_screen(struct ui *ui)
{
	(void)ui;
	return people_showing(HOLDER_ASKS);
}
