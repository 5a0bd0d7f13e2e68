#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/init.h"
#include "app/session/keys.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/line.h"
#include "base/mem.h"
#include "base/pinyin.h"
#include "base/sticks.h"
#include "ui/input.h"
#include "ui/page/confirm.h"
#include "ui/page/listview.h"
#include "ui/people/asking.h"
#include "ui/people/enrolled.h"
#include "ui/people/paper.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* A key of one's own: who, what, where, and a last question before it is made. */

enum { COMMAND_NEXT = 1, COMMAND_BACK };

enum { AREAS_MOST = 64 }; /* of one right */

enum { ENROL_NAME, ENROL_KEY, ENROL_ROLE, ENROL_AREA, ENROL_ISSUES, ENROL_ASK, ENROL_PAPER };

static const struct binding enrol_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next"), COMMAND_NEXT, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ UI_KEY_CHAR, ' ', N_("Space"), N_("of the places: this one too, or no longer"), BINDING_READ, false },
	{ UI_KEY_CHAR, 'a', "a", N_("on the last page: a further role in the same request"), BINDING_READ, false },
	{ UI_KEY_CHAR, 'p', "p", N_("on the last page: with a key on a stick of my own, or on this laptop alone"), BINDING_READ, false },
	{ 0 },
};

struct enrol_state {
	int stage;
	struct line name, search;
	struct app_named_key *keys; /* of that name, which lie here already */
	size_t key_count, key;	    /* the one that is asked with; key_count: a new one */
	struct list_view list;	    /* of what is chosen now: role, area, rights */
	const struct role *role;
	const struct division **areas; /* of the role's level, that have the words */
	size_t area_count, area;
	const struct division **asked; /* the areas that are asked for, in the order they were ticked */
	size_t asked_count, asked_cap;
	struct right_wanted more[REQUESTS_MOST]; /* further rights that are asked for, each with its areas */
	size_t more_count;
	bool several;	  /* they were ticked; else Enter took the one that was chosen */
	bool portable;	  /* the key is for its owner's own stick */
	bool gives;	  /* asks for the right to give others theirs */
	char *passphrase; /* of the key that will be made; NULL until it is to be shown */
	char *shown_to;	  /* the name under which it was shown: another person gets another passphrase */
	struct paper paper;
};

/* Two villages may have one name: their townships stand before it. */
static bool
has_words(const struct app *app, const struct division *division, const char *words)
{
	char *place = app_place_name(app, division->code);
	bool has = text_matches(place, words);

	free(place);
	return has;
}

static void
find_areas(struct enrol_state *state, const struct app *app)
{
	const struct pack *pack = app_pack(app);

	free(state->areas);
	state->areas = mem_array(pack->division_count, sizeof(*state->areas));
	state->area_count = 0;
	for (size_t i = 0; i < pack->division_count; i++)
		if (pack->divisions[i].level == state->role->scope && has_words(app, &pack->divisions[i], line_text(&state->search)))
			state->areas[state->area_count++] = &pack->divisions[i];
}

/* ---- what there is to choose */

struct enrol_page {
	const struct enrol_state *state;
	const struct ui *ui;
};

static void
role_text(const void *ctx, size_t index, struct buf *out)
{
	const struct enrol_page *page = ctx;

	buf_text_add(out, label_text(&app_pack(page->ui->app)->roles[index].label, page->ui->lang));
}

/* The place of a division among those that are asked for; asked_count: it is none of them. */
static size_t
asked_at(const struct enrol_state *state, const struct division *division)
{
	size_t at = 0;

	while (at < state->asked_count && state->asked[at] != division)
		at++;
	return at;
}

static void
area_text(const void *ctx, size_t index, struct buf *out)
{
	const struct enrol_page *page = ctx;
	const struct enrol_state *state = page->state;
	char *place = app_place_name(page->ui->app, state->areas[index]->code);

	if (state->asked_count)
		buf_text_add(out, asked_at(state, state->areas[index]) < state->asked_count ? "[x] " : "[ ] ");
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

static struct list_rows
rows_of(const struct enrol_page *page)
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
#define FIELD_COLS 34 /* that are shown of what is typed */

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

static void
enrol_recalc(struct screen *screen, struct ui *ui)
{
	struct enrol_state *state = screen->state;
	const struct enrol_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
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

static void
enrol_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct enrol_state *state = screen->state;
	const struct enrol_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
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

static const char *
enrol_note(const struct screen *screen)
{
	return ((const struct enrol_state *)screen->state)->list.note;
}

/* ---- making the key */

/* Goes on to the next thing to choose. */
static void
next_stage(struct enrol_state *state, int stage, size_t chosen)
{
	state->stage = stage;
	list_view_release(&state->list);
	state->list = (struct list_view){ .chosen = chosen };
}

/* What makes the key is asked in sight: an Enter typed ahead does not answer it. */
static void
last_question(struct enrol_state *state, struct ui *ui)
{
	next_stage(state, ENROL_ASK, 0);
	ui->asks = true;
}

static struct right_wanted
right_of(const struct enrol_state *state)
{
	return (struct right_wanted){
		.role = state->role, .divisions = state->asked, .division_count = state->asked_count, .gives = state->gives
	};
}

/* All that is asked for, the one that is chosen now as the last. */
static size_t
rights_of(const struct enrol_state *state, struct right_wanted wanted[REQUESTS_MOST])
{
	memcpy(wanted, state->more, sizeof(state->more));
	wanted[state->more_count] = right_of(state);
	return state->more_count + 1;
}

static enum status
make_requests(const struct enrol_state *state, struct ui *ui, const char *person, const struct app_ask *ask, struct enrolled *done,
	      struct err *err)
{
	struct right_wanted wanted[REQUESTS_MOST];
	size_t count = rights_of(state, wanted);

	return asking_make(wanted, count, state->portable, ui, person, ask, done, err);
}

/* With a key that lies here already: no key is made, and its passphrase is asked for. */
static enum status
do_ask(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	const struct enrol_state *state = ctx;
	struct enrolled *done = mem_alloc(sizeof(*done));
	char *typed = mem_strdup(passphrase);
	struct app_ask ask = { asking_passphrase, typed };
	enum status status = app_has_device(ui->app) ? STATUS_OK : app_make_device(ui->app, err);

	if (!status)
		status = make_requests(state, ui, state->keys[state->key].person, &ask, done, err);
	if (!status)
		*result = asking_words(done);
	explicit_bzero(typed, strlen(typed));
	free(typed);
	enrolled_free(done);
	return status;
}

static struct action
push_ask(struct enrol_state *state, struct ui *ui)
{
	struct right_wanted wanted[REQUESTS_MOST];
	size_t count = rights_of(state, wanted);
	struct buf text = { 0 };

	buf_printf(&text, _("%s asks for the right:"), state->keys[state->key].name);
	for (size_t i = 0; i < count; i++) {
		char *words = right_words(&wanted[i], ui);

		buf_printf(&text, "\n- %s", words);
		free(words);
	}
	return (struct action){
		ACTION_PUSH,
		confirm_screen((struct confirmation){
			.title = mem_strdup(_("Ask with the key that lies here")), .text = buf_detach(&text), .act = do_ask, .ctx = state })
	};
}

static bool
needs_stick(const struct enrol_state *state, struct ui *ui)
{
	char *stick = state->portable ? sticks_first() : NULL;
	bool needs = state->portable && !stick;

	free(stick);
	if (needs)
		ui_say(ui, TOAST_BAD, "%s", _("Put your own stick in first: the key is written on it."));
	return needs;
}

/* The passphrase is written down before there is a key: a key that nobody opens is never made. */
static struct action
show_passphrase(struct enrol_state *state, struct ui *ui)
{
	struct err err = { 0 };

	if (state->key < state->key_count)
		return push_ask(state, ui);
	if (needs_stick(state, ui))
		return STAY;
	if (!state->passphrase && app_passphrase_new(&state->passphrase, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	free(state->shown_to);
	state->shown_to = mem_strdup(line_text(&state->name));
	line_clear(&state->paper.typed);
	next_stage(state, ENROL_PAPER, 0);
	ui->asks = true;
	return STAY;
}

static struct action
enrol(struct enrol_state *state, struct ui *ui)
{
	struct enrolled *done;
	struct app_ask ask = { asking_passphrase, state->passphrase };
	struct err err = { 0 };
	enum status status = STATUS_OK;
	bool made = false;

	if (needs_stick(state, ui))
		return STAY;
	done = mem_alloc(sizeof(*done));
	done->passphrase = mem_strdup(state->passphrase);
	ui_busy(ui, _("Making your key, a second..."));
	if (!app_has_device(ui->app))
		status = app_make_device(ui->app, &err);
	if (!status)
		status = app_key_new(line_text(&state->name), state->portable, state->passphrase, NULL, done->person, &err);
	made = !status;
	if (!status)
		status = make_requests(state, ui, done->person, &ask, done, &err);
	/* The request is made: a stick that fails is told on the page, and the key stays on this machine. */
	if (!status && state->portable && app_key_move_to_stick(done->person, &done->key_file, &err))
		done->key_why = mem_strdup(err.text);
	if (status) {
		ui_fail(ui, &err);
		if (made)
			app_key_forget(done->person);
		enrolled_free(done);
		return STAY;
	}
	return (struct action){ ACTION_REPLACE, enrolled_screen(done) };
}

/* Reads a key of a list with digits; true when a row was chosen for good. */
static bool
choice_key(struct enrol_state *state, struct ui *ui, const struct ui_key *key)
{
	const struct enrol_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	size_t index;

	if (list_view_key(&state->list, &rows, key))
		return false;
	if (!list_view_digit(&state->list, &rows, key, &index)) {
		if (ui_key_ascii(key) >= '0' && ui_key_ascii(key) <= '9')
			ui_say(ui, TOAST_SAID, _("There is no choice %c here."), (char)ui_key_ascii(key));
		return key->kind == UI_KEY_ENTER;
	}
	state->list.chosen = index;
	return true;
}

/* Asks for the chosen area too, or no longer; then the next one is looked for from the beginning. */
static void
tick_area(struct enrol_state *state, struct ui *ui)
{
	const struct division *division = state->areas[state->list.chosen];
	size_t at = asked_at(state, division);

	if (at < state->asked_count) {
		memmove(&state->asked[at], &state->asked[at + 1], (state->asked_count - at - 1) * sizeof(*state->asked));
		state->asked_count--;
		return;
	}
	if (state->asked_count == AREAS_MOST) {
		ui_say(ui, TOAST_BAD,
		       _("One right has at most %d areas: ask for the others with a right of their own (a on the last page)."), AREAS_MOST);
		return;
	}
	MEM_GROW(state->asked, state->asked_count, state->asked_cap);
	state->asked[state->asked_count++] = division;
}

/* Reads a key of the areas, among which what is typed chooses; true when one was chosen. */
static bool
area_key(struct enrol_state *state, struct ui *ui, const struct ui_key *key)
{
	const struct enrol_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);

	if (key->kind == UI_KEY_ENTER) {
		if (!state->area_count)
			ui_say(ui, TOAST_SAID, "%s", _("No place has these letters; Backspace takes them back."));
		return state->area_count > 0;
	}
	if (ui_key_ascii(key) == ' ' && state->area_count) {
		tick_area(state, ui);
		return false;
	}
	if (!list_view_move(&state->list, &rows, key) && input_key(ui, &state->search, key, FIELD_COLS - 2)) {
		state->list.chosen = 0;
		find_areas(state, ui->app);
	}
	return false;
}

/* One that Enter took alone is chosen, not ticked. */
static void
back_to_areas(struct enrol_state *state)
{
	if (!state->several)
		state->asked_count = 0;
	next_stage(state, ENROL_AREA, state->area);
}

/* Puts the right that is chosen aside, and asks for a further one. */
static void
one_more(struct enrol_state *state, struct ui *ui)
{
	struct right_wanted *right = &state->more[state->more_count];
	const struct division **areas;

	if (state->more_count + 1 == REQUESTS_MOST) {
		ui_say(ui, TOAST_SAID, "%s", _("More roles than these: in a request of their own."));
		return;
	}
	*right = right_of(state);
	areas = mem_array(right->division_count, sizeof(*areas));
	memcpy(areas, right->divisions, right->division_count * sizeof(*areas));
	right->divisions = areas;
	state->more_count++;
	line_clear(&state->search);
	next_stage(state, ENROL_ROLE, 0);
}

/* The right that was put aside last is the chosen one again. */
static void
take_back(struct enrol_state *state, struct ui *ui)
{
	struct right_wanted *right = &state->more[--state->more_count];

	state->role = right->role;
	state->gives = right->gives;
	state->asked_count = 0;
	for (size_t i = 0; i < right->division_count; i++) {
		MEM_GROW(state->asked, state->asked_count, state->asked_cap);
		state->asked[state->asked_count++] = right->divisions[i];
	}
	state->several = true;
	state->area = 0;
	free((void *)(uintptr_t)right->divisions);
	line_clear(&state->search);
	find_areas(state, ui->app);
	last_question(state, ui);
}

/* Goes one step back; what was chosen there stays chosen. False: there is none. */
static bool
step_back(struct enrol_state *state, struct ui *ui)
{
	const struct pack *pack = app_pack(ui->app);

	switch (state->stage) {
	case ENROL_KEY:
		next_stage(state, ENROL_NAME, 0);
		return true;
	case ENROL_ROLE:
		if (state->more_count) {
			take_back(state, ui);
			return true;
		}
		next_stage(state, state->key_count ? ENROL_KEY : ENROL_NAME, state->key);
		return true;
	case ENROL_AREA:
		next_stage(state, ENROL_ROLE, (size_t)(state->role - pack->roles));
		return true;
	case ENROL_ISSUES:
		back_to_areas(state);
		return true;
	case ENROL_ASK:
		if (state->role->scope == DIVISION_VILLAGE)
			back_to_areas(state);
		else
			next_stage(state, ENROL_ISSUES, state->gives);
		return true;
	case ENROL_PAPER:
		last_question(state, ui);
		ui_say(ui, TOAST_SAID, "%s", _("No key is made yet. What is on paper holds when you go on: Enter."));
		return true;
	default:
		return false;
	}
}

static void
forget_passphrase(struct enrol_state *state)
{
	if (state->passphrase)
		explicit_bzero(state->passphrase, strlen(state->passphrase));
	free(state->passphrase);
	free(state->shown_to);
	state->passphrase = state->shown_to = NULL;
}

/* From the name: somebody of this name may have a key here. */
static void
name_done(struct enrol_state *state, struct ui *ui)
{
	struct err err = { 0 };

	free(state->keys);
	state->keys = NULL;
	state->key_count = 0;
	if (app_check_key_name(line_text(&state->name), &err) ||
	    app_keys_named(line_text(&state->name), &state->keys, &state->key_count, &err)) {
		ui_fail(ui, &err);
		return;
	}
	if (state->shown_to && strcmp(state->shown_to, line_text(&state->name)) != 0)
		forget_passphrase(state);
	state->key = state->key_count;
	next_stage(state, state->key_count ? ENROL_KEY : ENROL_ROLE, 0);
}

static struct action
enrol_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct enrol_state *state = screen->state;

	if (command == COMMAND_BACK && !state->list.find.typing)
		return step_back(state, ui) ? STAY : BACK;
	switch (state->stage) {
	case ENROL_NAME:
		if (key->kind == UI_KEY_ENTER && *line_text(&state->name))
			name_done(state, ui);
		else if (key->kind == UI_KEY_ENTER)
			ui_say(ui, TOAST_SAID, "%s", _("Type your name first."));
		else
			input_key(ui, &state->name, key, FIELD_COLS - 2);
		break;
	case ENROL_KEY:
		if (!choice_key(state, ui, key))
			break;
		state->key = state->list.chosen;
		next_stage(state, ENROL_ROLE, 0);
		break;
	case ENROL_ROLE:
		if (!choice_key(state, ui, key))
			break;
		state->role = &app_pack(ui->app)->roles[state->list.chosen];
		state->asked_count = 0;			  /* of another level, maybe */
		state->portable &= state->more_count > 0; /* which not every role may have */
		find_areas(state, ui->app);
		next_stage(state, ENROL_AREA, 0);
		break;
	case ENROL_AREA:
		if (!area_key(state, ui, key))
			break;
		state->area = state->list.chosen;
		state->several = state->asked_count > 0;
		if (!state->several)
			tick_area(state, ui);
		if (state->role->scope == DIVISION_VILLAGE) /* nobody stands below a village, so there is nobody to give a right to */
			last_question(state, ui);
		else
			next_stage(state, ENROL_ISSUES, state->role->scope == DIVISION_COUNTY);
		break;
	case ENROL_ISSUES:
		if (!choice_key(state, ui, key))
			break;
		state->gives = state->list.chosen == 1;
		last_question(state, ui);
		break;
	case ENROL_ASK:
		if (command == COMMAND_NEXT)
			return show_passphrase(state, ui);
		if (ui_key_ascii(key) == 'a')
			one_more(state, ui);
		else if (ui_key_ascii(key) == 'p' && state->role->scope != DIVISION_COUNTY)
			state->portable = !state->portable;
		break;
	case ENROL_PAPER:
		if (paper_key(&state->paper, ui, key, state->passphrase))
			return enrol(state, ui);
		break;
	}
	return STAY;
}

static void
enrol_close(struct screen *screen, struct ui *ui)
{
	struct enrol_state *state = screen->state;

	(void)ui;
	forget_passphrase(state);
	paper_release(&state->paper);
	line_release(&state->name);
	line_release(&state->search);
	list_view_release(&state->list);
	free(state->areas);
	free(state->asked);
	for (size_t i = 0; i < state->more_count; i++)
		free((void *)(uintptr_t)state->more[i].divisions);
	free(state->keys);
	free(state);
}

static const char *
enrol_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("A key of my own");
}

static const struct screen_class enrol_class = {
	.name = "enrol",
	.bindings = enrol_bindings,
	.also = MOVE_ONLY_BINDINGS,
	.title = enrol_title,
	.note = enrol_note,
	.recalc = enrol_recalc,
	.draw = enrol_draw,
	.key = enrol_key,
	.close = enrol_close,
	.types = true,
};

struct screen *
enrol_screen(struct ui *ui)
{
	struct enrol_state *state;

	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	paper_init(&state->paper);
	line_init(&state->name, LINE_SINGLE, 30);
	line_init(&state->search, LINE_SINGLE, 30);
	return screen_new(&enrol_class, state);
}
