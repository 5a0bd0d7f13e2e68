#include "ui/home/found.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/people/called.h"
#include "app/people/county.h"
#include "app/people/officers.h"
#include "app/session/keys.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "ui/home/found_state.h"
#include "ui/home/start.h"
#include "ui/input.h"
#include "ui/people/called.h"

/* The county's digits, its title, its officers one after the other, how many of them must agree, and a last question. Then each officer is shown
 * his passphrase, and types its first word from his paper. Only after the last one the keys are made and the county is founded: whatever ends the
 * program before leaves nothing. */

enum { COMMAND_NEXT = 1, COMMAND_SHOW, COMMAND_MORE, COMMAND_FEWER, COMMAND_BACK };

static const struct binding found_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next"), COMMAND_NEXT, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("show the passphrase"), COMMAND_SHOW, true }, /* instead, at the end */
	{ UI_KEY_UP, 0, NULL, NULL, COMMAND_MORE, false },
	{ UI_KEY_DOWN, 0, NULL, NULL, COMMAND_FEWER, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static void
officer_forget(struct found_officer *officer)
{
	free(officer->name);
	if (officer->passphrase)
		explicit_bzero(officer->passphrase, strlen(officer->passphrase));
	free(officer->passphrase);
	*officer = (struct found_officer){ 0 };
}

static void
ask_stage(struct found_state *state, struct ui *ui, enum found_stage stage)
{
	state->stage = stage;
	ui->asks |= stage >= FOUND_ASK; /* an Enter too many answers no question that was not seen */
}

/* ---- founding */

static struct app_county
county_of(const struct found_state *state, const char *const *officers, const char *forms)
{
	return (struct app_county){ .path = state->path,
				    .county = line_text(&state->county),
				    .name = line_text(&state->title),
				    .officers = officers,
				    .officer_count = state->count,
				    .threshold = state->threshold,
				    .forms = forms,
				    .keys_aside = true };
}

/* The keys are opened in the officers' order, each once: two may have one name, so the name that is asked about tells nothing. */
struct opening {
	struct ui *ui;
	const struct found_state *state;
	size_t next;
};

static enum status
next_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	struct opening *opening = ctx;
	char text[120];

	(void)name;
	(void)err;
	snprintf(text, sizeof(text), _("Opening key %zu of %zu..."), opening->next + 1, opening->state->count);
	ui_busy(opening->ui, text);
	*out = mem_strdup(opening->state->officers[opening->next++].passphrase);
	return STATUS_OK;
}

/* All passphrases are on paper: the keys, and the county. */
static struct action
found(struct found_state *state, struct ui *ui)
{
	char *keys[OFFICERS_MOST] = { NULL }, *forms = path_of(PATH_FORMS), text[120];
	struct app_county county = county_of(state, (const char *const *)keys, forms);
	struct opening opening = { ui, state, 0 };
	struct app_ask ask = { next_passphrase, &opening };
	struct err err = { 0 };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < state->count && !status; i++) {
		snprintf(text, sizeof(text), _("Making key %zu of %zu, a second each..."), i + 1, state->count);
		ui_busy(ui, text);
		status = app_key_new_aside(state->officers[i].name, state->officers[i].passphrase, &keys[i], &err);
	}
	if (!status)
		status = app_init_county(&county, &ask, &err);
	for (size_t i = 0; i < state->count; i++) {
		if (status && keys[i])
			unlink(keys[i]);
		free(keys[i]);
	}
	free(forms);
	if (status) {
		ui_fail(ui, &err);
		return STAY;
	}
	return start_open_founded(ui, state->start, state->path);
}

/* The next officer who has no passphrase on paper; nobody: the county is founded. */
static struct action
call_next(struct found_state *state, struct ui *ui)
{
	for (size_t i = 0; i < state->count; i++)
		if (!state->officers[i].written) {
			state->at = i;
			line_clear(&state->paper.typed);
			ask_stage(state, ui, state->count == 1 ? FOUND_PAPER : FOUND_CALL);
			return STAY;
		}
	ask_stage(state, ui,
		  FOUND_ASK); /* the last passphrase goes from the screen; after a failure Enter tries again, with what is on the papers */
	return found(state, ui);
}

/* From the last question: what would be refused is refused before anybody writes. */
static struct action
begin_calling(struct found_state *state, struct ui *ui)
{
	const char *nobody[OFFICERS_MOST] = { NULL };
	char *forms = path_of(PATH_FORMS);
	struct app_county county = county_of(state, nobody, forms);
	struct err err = { 0 };
	enum status status = app_check_county(&county, &err);

	for (size_t i = 0; i < state->count && !status; i++)
		if (!state->officers[i].passphrase)
			status = app_passphrase_new(&state->officers[i].passphrase, &err);
	free(forms);
	if (!status)
		return call_next(state, ui);
	ui_fail(ui, &err);
	return STAY;
}

/* ---- one question after the other */

/* The title that was proposed goes with the digits it was proposed for; one that was typed stays. */
static void
propose_title(struct found_state *state, char *name_take)
{
	const char *title = line_text(&state->title);

	if (!*title || (state->proposed && strcmp(title, state->proposed) == 0)) {
		line_set(&state->title, name_take ? name_take : "");
		state->untouched = name_take != NULL;
	}
	free(state->proposed);
	state->proposed = name_take;
}

static struct action
open_standing(const struct found_state *state, struct ui *ui)
{
	struct action action = start_open_founded(ui, state->start, state->path);

	if (ui->app)
		ui_say(ui, TOAST_SAID, "%s", _("This county was founded on this laptop already; it is open now."));
	return action;
}

/* A county that stands where this one would be was founded by a louce that was killed before it noted so: it is opened. */
static struct action
county_done(struct found_state *state, struct ui *ui)
{
	struct action action = STAY;
	char *home = path_of(PATH_HOME), *forms = path_of(PATH_FORMS), *file, *name = NULL;
	struct err err = { 0 };

	if (app_county_title(forms, line_text(&state->county), &name, &err)) {
		ui_fail(ui, &err);
	} else {
		file = mem_printf("%s.louce", line_text(&state->county));
		free(state->path);
		state->path = file_join(home, file);
		free(file);
		propose_title(state, name);
		if (file_exists(state->path))
			action = open_standing(state, ui);
		else
			ask_stage(state, ui, FOUND_TITLE);
	}
	free(forms);
	free(home);
	return action;
}

static void
title_done(struct found_state *state, struct ui *ui)
{
	struct err err = { 0 };

	if (!*line_text(&state->title))
		ui_say(ui, TOAST_SAID, "%s", _("Type the title of the county first."));
	else if (app_check_county_title(line_text(&state->title), &err))
		ui_fail(ui, &err);
	else if (called_is_settled(ui, line_text(&state->title), app_county_title_doubt(line_text(&state->title)), &state->asked))
		ask_stage(state, ui, FOUND_OFFICERS);
}

/* A character typed at the proposed title stands in its place; any other key begins to change it. */
static void
title_key(struct found_state *state, struct ui *ui, const struct ui_key *key)
{
	if (state->untouched && (key->kind == UI_KEY_CHAR || key->kind == UI_KEY_PASTE))
		line_clear(&state->title);
	state->untouched = false;
	input_key(ui, &state->title, key, FIELD_COLS - 2);
}

static void
officers_done(struct found_state *state, struct ui *ui)
{
	int least, most;

	if (!app_threshold_bounds(state->count, &least, &most)) {
		ui_say(ui, TOAST_SAID, "%s",
		       state->count ? _("A county has one officer, or three and more: type the next name.") : _("Type a name first."));
		return;
	}
	if (state->threshold < least || state->threshold > most)
		state->threshold = least;
	ask_stage(state, ui, state->count > 1 ? FOUND_THRESHOLD : FOUND_ASK);
}

static void
add_officer(struct found_state *state, struct ui *ui)
{
	const char *name = line_text(&state->name);
	struct err err = { 0 };

	if (state->count == OFFICERS_MOST) {
		officers_done(state, ui);
		return;
	}
	if (app_check_key_name(name, &err)) {
		ui_fail(ui, &err);
		return;
	}
	for (size_t i = 0; i < state->count; i++)
		if (strcmp(state->officers[i].name, name) == 0) {
			ui_say(ui, TOAST_BAD, _("\"%s\" is named twice"), name);
			return;
		}
	if (!called_is_settled(ui, name, app_name_doubt(NULL, name), &state->asked))
		return;
	state->officers[state->count++] = (struct found_officer){ .name = mem_strdup(name) };
	line_clear(&state->name);
}

/* The last name comes back into the line, to be corrected; its passphrase goes. */
static void
take_back(struct found_state *state)
{
	struct found_officer *officer = &state->officers[--state->count];

	line_set(&state->name, officer->name);
	officer_forget(officer);
}

/* Why so many may not be needed, or nothing where they may. */
static void
set_threshold(struct found_state *state, struct ui *ui, int threshold)
{
	int least, most, count = (int)state->count;

	if (!app_threshold_bounds(state->count, &least, &most))
		return;
	if (threshold > count)
		ui_say(ui, TOAST_BAD, _("There are %d officers: %d cannot agree."), count, threshold);
	else if (threshold < least)
		ui_say(ui, TOAST_BAD, _("%d of %d are not more than half: the others could decide against them."), threshold, count);
	else if (threshold > most)
		ui_say(ui, TOAST_BAD, _("All %d must not be needed: one lost key would end the county."), count);
	else
		state->threshold = threshold;
}

static struct action
threshold_key(struct found_state *state, struct ui *ui, const struct ui_key *key, int command)
{
	uint32_t c = ui_key_ascii(key);

	if (command == COMMAND_MORE || command == COMMAND_FEWER)
		set_threshold(state, ui, state->threshold + (command == COMMAND_MORE ? 1 : -1));
	else if (c >= '0' && c <= '9')
		set_threshold(state, ui, (int)(c - '0'));
	else
		return NO_KEY;
	return STAY;
}

/* One step back, with all that was typed; false: there is none. */
static bool
step_back(struct found_state *state, struct ui *ui)
{
	switch (state->stage) {
	case FOUND_COUNTY:
		return false;
	case FOUND_TITLE:
		ask_stage(state, ui, FOUND_COUNTY);
		return true;
	case FOUND_OFFICERS:
		ask_stage(state, ui, FOUND_TITLE);
		return true;
	case FOUND_THRESHOLD:
		ask_stage(state, ui, FOUND_OFFICERS);
		return true;
	case FOUND_ASK:
		ask_stage(state, ui, state->count > 1 ? FOUND_THRESHOLD : FOUND_OFFICERS);
		return true;
	case FOUND_CALL:
	case FOUND_PAPER:
		ask_stage(state, ui, FOUND_ASK);
		ui_say(ui, TOAST_SAID, "%s", _("Nothing is made yet. What is on paper holds when you go on: Enter."));
		return true;
	}
	return false;
}

/* What Enter does. */
static struct action
go_on(struct found_state *state, struct ui *ui)
{
	switch (state->stage) {
	case FOUND_COUNTY:
		return county_done(state, ui);
	case FOUND_TITLE:
		title_done(state, ui);
		break;
	case FOUND_OFFICERS:
		if (*line_text(&state->name))
			add_officer(state, ui);
		else
			officers_done(state, ui);
		break;
	case FOUND_THRESHOLD:
		ask_stage(state, ui, FOUND_ASK);
		break;
	case FOUND_ASK:
		return begin_calling(state, ui);
	case FOUND_CALL:
		ask_stage(state, ui, FOUND_PAPER);
		break;
	case FOUND_PAPER:
		break;
	}
	return STAY;
}

static struct action
found_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct found_state *state = screen->state;

	if (command == COMMAND_BACK)
		return step_back(state, ui) ? STAY : (struct action){ ACTION_REPLACE, first_screen(state->start) };
	if (state->stage == FOUND_PAPER) {
		if (!paper_key(&state->paper, ui, key, state->officers[state->at].passphrase))
			return STAY;
		state->officers[state->at].written = true;
		return call_next(state, ui);
	}
	if (command == COMMAND_NEXT)
		return go_on(state, ui);
	switch (state->stage) {
	case FOUND_COUNTY:
		input_key(ui, &state->county, key, FIELD_COLS - 2);
		break;
	case FOUND_TITLE:
		title_key(state, ui, key);
		break;
	case FOUND_OFFICERS:
		if (key->kind == UI_KEY_BACKSPACE && !*line_text(&state->name) && state->count)
			take_back(state);
		else if (state->count < OFFICERS_MOST)
			input_key(ui, &state->name, key, FIELD_COLS - 2);
		break;
	case FOUND_THRESHOLD:
		return threshold_key(state, ui, key, command);
	case FOUND_ASK:
	case FOUND_CALL:
		return NO_KEY;
	case FOUND_PAPER:
		break;
	}
	return STAY;
}

static bool
found_loses(const struct screen *screen)
{
	const struct found_state *state = screen->state;

	return state->stage == FOUND_COUNTY && (*line_text(&state->county) || *line_text(&state->name) || state->count);
}

static void
found_close(struct screen *screen, struct ui *ui)
{
	struct found_state *state = screen->state;

	(void)ui;
	for (size_t i = 0; i < state->count; i++)
		officer_forget(&state->officers[i]);
	paper_release(&state->paper);
	free(state->proposed);
	free(state->asked);
	free(state->path);
	line_release(&state->county);
	line_release(&state->title);
	line_release(&state->name);
	free(state);
}

static const char *
found_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Found a county");
}

static bool
found_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct found_state *state = screen->state;
	bool shows = state->stage == FOUND_CALL || (state->stage == FOUND_ASK && state->count == 1);

	(void)ui;
	return command == COMMAND_NEXT ? !shows : command != COMMAND_SHOW || shows;
}

static const struct screen_class found_class = {
	.name = "found",
	.about = N_("Founds the county: its code and title, its officers, how many must agree. Nothing is made before the last Enter."),
	.bindings = found_bindings,
	.offers = found_offers,
	.title = found_title,
	.draw = found_draw,
	.key = found_key,
	.loses = found_loses,
	.close = found_close,
	.types = true,
	.holds = true,
};

struct screen *
found_screen(const struct ui_start *start)
{
	struct found_state *state = mem_alloc(sizeof(*state));

	state->start = start;
	paper_init(&state->paper);
	line_init(&state->county, LINE_SINGLE, COUNTY_DIGITS);
	line_init(&state->title, LINE_SINGLE, 60);
	line_init(&state->name, LINE_SINGLE, 30);
	return screen_new(&found_class, state);
}
