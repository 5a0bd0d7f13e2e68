#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/called.h"
#include "app/session/division.h"
#include "app/session/init.h"
#include "app/session/keys.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/machine/sticks.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/page/confirm.h"
#include "ui/people/asking.h"
#include "ui/people/called.h"
#include "ui/people/enrol_state.h"
#include "ui/people/enrolled.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* A key of one's own: who, what, where, and a last question before it is made. */

static const struct binding enrol_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next"), ENROL_COMMAND_NEXT, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("ask for the right"), ENROL_COMMAND_ASK, true }, /* instead, at the end */
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), ENROL_COMMAND_BACK, true },
	{ UI_KEY_CHAR, ' ', N_("Space"), N_("of the places: this one too, or no longer"), BINDING_READ, false },
	{ UI_KEY_CHAR, 'a', "a", N_("on the last page: a further role in the same request"), BINDING_READ, false },
	{ UI_KEY_CHAR, 'p', "p", N_("on the last page: with a key on a stick of my own, or on this laptop alone"), BINDING_READ, false },
	{ 0 },
};

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
	char *stick = state->portable ? asking_stick(ui, _("Put your own stick in first: the key is written on it.")) : NULL;
	bool needs = state->portable && !stick;

	free(stick);
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
			app_request_failed(ui->app, done->person);
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
	const struct list_rows rows = enrol_rows(&page);
	size_t index;

	if (list_view_key(&state->list, &rows, key))
		return false;
	if (!list_view_digit(&state->list, &rows, key, &index)) {
		if (ui_key_ascii(key) >= '0' && ui_key_ascii(key) <= '9')
			ui_say(ui, TOAST_SAID, _("There is no choice %c here."), (char)ui_key_ascii(key));
		return key->kind == UI_KEY_ENTER;
	}
	state->list.chosen = index;
	state->by_digit = true;
	return true;
}

/* One that Enter took alone is chosen, not ticked. */
static void
back_to_areas(struct enrol_state *state)
{
	if (!state->several)
		state->asked_count = 0;
	next_stage(state, ENROL_AREA, state->area);
}

/* Was the chosen role asked for in just these places before, in the same request? */
static bool
is_asked_already(const struct enrol_state *state)
{
	bool is = false;

	for (size_t i = 0; i < state->more_count && !is; i++) {
		const struct right_wanted *right = &state->more[i];

		is = right->role == state->role && right->division_count == state->asked_count;
		for (size_t k = 0; k < right->division_count && is; k++)
			is = enrol_asked_at(state, right->divisions[k]) < state->asked_count;
	}
	return is;
}

/* The places are chosen. */
static void
areas_done(struct enrol_state *state, struct ui *ui)
{
	state->area = state->list.chosen;
	state->several = state->asked_count > 0;
	if (!state->several)
		enrol_tick_area(state, ui);
	if (is_asked_already(state)) {
		if (!state->several)
			state->asked_count = 0;
		ui_say(ui, TOAST_BAD, "%s", _("This right stands in the request already: choose other places, or another role."));
		return;
	}
	if (state->role->scope == DIVISION_VILLAGE) /* nobody stands below a village, so there is nobody to give a right to */
		last_question(state, ui);
	else
		next_stage(state, ENROL_ISSUES, state->role->scope == DIVISION_COUNTY);
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
	enrol_find_areas(state, ui->app);
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
	const char *name = line_text(&state->name);
	struct err err = { 0 };

	free(state->keys);
	state->keys = NULL;
	state->key_count = 0;
	if (app_check_key_name(name, &err) || app_keys_named(name, &state->keys, &state->key_count, &err)) {
		ui_fail(ui, &err);
		return;
	}
	if (!called_is_settled(ui, name, app_name_doubt(ui->app, name), &state->asked_name))
		return;
	if (state->shown_to && strcmp(state->shown_to, name) != 0)
		forget_passphrase(state);
	state->key = state->key_count;
	next_stage(state, state->key_count ? ENROL_KEY : ENROL_ROLE, 0);
}

static struct action
enrol_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct enrol_state *state = screen->state;

	if (command == ENROL_COMMAND_BACK && !state->list.find.typing)
		return step_back(state, ui) ? STAY : BACK;
	if (state->by_digit && key->kind == UI_KEY_ENTER && state->stage != ENROL_ASK) {
		state->by_digit = false;
		ui_say(ui, TOAST_SAID, "%s", _("The digit has answered already: this is the next question."));
		return STAY;
	}
	state->by_digit = false;
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
		enrol_find_areas(state, ui->app);
		next_stage(state, ENROL_AREA, 0);
		break;
	case ENROL_AREA:
		if (enrol_area_key(state, ui, key))
			areas_done(state, ui);
		break;
	case ENROL_ISSUES:
		if (!choice_key(state, ui, key))
			break;
		state->gives = state->list.chosen == 1;
		last_question(state, ui);
		break;
	case ENROL_ASK:
		if (command == ENROL_COMMAND_NEXT)
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

static bool
enrol_loses(const struct screen *screen)
{
	const struct enrol_state *state = screen->state;

	return state->stage == ENROL_NAME && *line_text(&state->name) != '\0';
}

static void
enrol_close(struct screen *screen, struct ui *ui)
{
	struct enrol_state *state = screen->state;

	(void)ui;
	forget_passphrase(state);
	paper_release(&state->paper);
	free(state->asked_name);
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
	(void)screen, (void)ui;
	return _("A key of my own");
}

static const struct screen_class enrol_class = {
	.name = "enrol",
	.about = N_(
		"Makes your key, step by step: your name, your role, your places. Nothing is made before the passphrase is on your paper."),
	.bindings = enrol_bindings,
	.also = MOVE_ONLY_BINDINGS,
	.offers = enrol_offers,
	.title = enrol_title,
	.note = enrol_note,
	.recalc = enrol_recalc,
	.draw = enrol_draw,
	.key = enrol_key,
	.loses = enrol_loses,
	.close = enrol_close,
	.types = true,
	.holds = true,
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
