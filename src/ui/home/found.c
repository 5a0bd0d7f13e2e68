#include "ui/home/found.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/people/county.h"
#include "app/people/officers.h"
#include "app/session/keys.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/line.h"
#include "base/mem.h"
#include "base/paths.h"
#include "ui/home/start.h"
#include "ui/input.h"
#include "ui/people/paper.h"

/* The county's digits, its title, its officers one after the other, how many of them must agree, and a last question. Then each officer is shown
 * his passphrase, and types its first word from his paper. Only after the last one the keys are made and the county is founded: whatever ends the
 * program before leaves nothing. */

enum { COMMAND_NEXT = 1, COMMAND_MORE, COMMAND_FEWER, COMMAND_BACK };

static const struct binding found_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next"), COMMAND_NEXT, true },
	{ UI_KEY_UP, 0, NULL, NULL, COMMAND_MORE, false },
	{ UI_KEY_DOWN, 0, NULL, NULL, COMMAND_FEWER, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

/* FOUND_CALL: the officer is called to the screen, FOUND_PAPER: his passphrase stands there. */
enum found_stage { FOUND_COUNTY, FOUND_TITLE, FOUND_OFFICERS, FOUND_THRESHOLD, FOUND_ASK, FOUND_CALL, FOUND_PAPER };

#define OFFICERS_MOST 9 /* more than a county names; they stand on one page */
#define COUNTY_DIGITS 6
#define LABEL_COLS 24 /* before what is typed */
#define FIELD_COLS 40

struct found_officer {
	char *name, *passphrase; /* passphrase: NULL until it is to be shown */
	bool written;		 /* its owner has it on paper */
};

struct found_state {
	const struct ui_start *start; /* borrowed */
	enum found_stage stage;
	struct line county, title, name;
	char *proposed; /* the title that the form pack has for these digits; NULL: none */
	bool untouched; /* that title, to be taken or typed over */
	struct found_officer officers[OFFICERS_MOST];
	size_t count;
	size_t at; /* the officer who is called */
	struct paper paper;
	int threshold;
	char *path; /* of the county's file */
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

/* ---- the questions */

static void
draw_field(struct canvas *canvas, struct area *left, const char *label, const struct line *line, bool typed)
{
	struct area row = *left;

	canvas_column(canvas, &row, LABEL_COLS, PLAIN, label);
	if (typed)
		input_draw(canvas, row.row, row.col - 1, FIELD_COLS, line);
	else
		canvas_line(canvas, &row, BOLD, line_text(line));
	*left = area_below(*left, 1);
}

static const char *
officers_hint(size_t count)
{
	return count == 0 ? _("Type the name of the first county officer. Officers give others their right and publish the forms.")
	       : count == 1
		       ? _("One officer is enough to begin. Or type the others' names: a county has one officer, or three and more. Officers at another laptop ask there with a key of their own, and are named later: k, o, n.")
	       : count == 2 ? _("A county has one officer, or three and more: type the next name.")
			    : _("Type the next name; Enter on the empty line goes on.");
}

static void
draw_officers(const struct found_state *state, struct canvas *canvas, struct area *left)
{
	for (size_t i = 0; i < state->count; i++) {
		struct area row = *left;
		char label[100];

		snprintf(label, sizeof(label), _("Officer %zu"), i + 1);
		canvas_column(canvas, &row, LABEL_COLS, PLAIN, label);
		canvas_line(canvas, &row, BOLD, state->officers[i].name);
		*left = area_below(*left, 1);
	}
}

static void
draw_threshold(const struct found_state *state, struct canvas *canvas, struct area *left)
{
	char text[200];

	snprintf(text, sizeof(text), _("%zu officers; of these %d must agree"), state->count, state->threshold);
	canvas_line(canvas, left, state->stage == FOUND_THRESHOLD ? CHOSEN : PLAIN, text);
}

/* The officer whose turn it is. */
static void
draw_officer(const struct found_state *state, struct canvas *canvas, struct area left)
{
	const struct found_officer *officer = &state->officers[state->at];
	char *text;

	if (state->stage == FOUND_PAPER) {
		text = mem_printf(_("%s: write this passphrase on paper. It is shown only now, and nobody can tell it to you again:"),
				  officer->name);
		paper_draw(&state->paper, canvas, left, text, officer->passphrase);
		free(text);
		return;
	}
	text = mem_printf(_("Now %s alone looks at the screen, with paper and a pen."), officer->name);
	canvas_paragraph(canvas, &left, BOLD, text);
	free(text);
	left = area_below(left, 1);
	canvas_paragraph(canvas, &left, PLAIN, _("Enter shows the passphrase. It is shown only once."));
}

static void
found_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct found_state *state = screen->state;
	struct area left = area_below(area_inside(ui_body(ui), 2, 2), 1);
	char *text;

	if (state->stage >= FOUND_CALL) {
		draw_officer(state, canvas, left);
		return;
	}
	draw_field(canvas, &left, _("County, 6 digits"), &state->county, state->stage == FOUND_COUNTY);
	if (state->stage >= FOUND_TITLE)
		draw_field(canvas, &left, _("Title of the county"), &state->title, state->stage == FOUND_TITLE);
	if (state->stage >= FOUND_OFFICERS)
		draw_officers(state, canvas, &left);
	if (state->stage == FOUND_OFFICERS) {
		if (state->count < OFFICERS_MOST)
			draw_field(canvas, &left, _("Next officer"), &state->name, true);
		left = area_below(left, 1);
		canvas_paragraph(canvas, &left, FAINT, officers_hint(state->count));
		if (state->count)
			canvas_paragraph(canvas, &left, FAINT, _("Backspace on the empty line takes the last name back."));
	}
	if (state->stage >= FOUND_THRESHOLD)
		draw_threshold(state, canvas, &left);
	left = area_below(left, 1);
	if (state->stage == FOUND_THRESHOLD)
		canvas_paragraph(canvas, &left, FAINT,
				 _("Up, Down: more, fewer. Over half must agree, and not all: one lost key would end the county."));
	if (state->stage == FOUND_TITLE && state->untouched)
		canvas_paragraph(canvas, &left, FAINT, _("Enter takes this title; what you type stands in its place."));
	if (state->stage != FOUND_ASK)
		return;
	text = mem_printf(_("The county's file will be %s. This laptop writes the county's receipts."), state->path);
	canvas_paragraph(canvas, &left, PLAIN, text);
	free(text);
	left = area_below(left, 1);
	canvas_paragraph(
		canvas, &left, PLAIN,
		_("Enter: each officer is shown his passphrase, once, while the others look away, and types its first word from his paper. After the last one the keys are made and the county is founded. Esc goes back and makes nothing."));
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
	else
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
	ask_stage(state, ui, least < most ? FOUND_THRESHOLD : FOUND_ASK);
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

static void
change_threshold(struct found_state *state, int by)
{
	int least, most;

	if (app_threshold_bounds(state->count, &least, &most) && state->threshold + by >= least && state->threshold + by <= most)
		state->threshold += by;
}

/* One step back, with all that was typed; false: there is none. */
static bool
step_back(struct found_state *state, struct ui *ui)
{
	int least, most;

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
		ask_stage(state, ui, app_threshold_bounds(state->count, &least, &most) && least < most ? FOUND_THRESHOLD : FOUND_OFFICERS);
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
		if (command == COMMAND_MORE || command == COMMAND_FEWER)
			change_threshold(state, command == COMMAND_MORE ? 1 : -1);
		break;
	case FOUND_ASK:
	case FOUND_CALL:
	case FOUND_PAPER:
		break;
	}
	return STAY;
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

static const struct screen_class found_class = {
	.name = "found",
	.bindings = found_bindings,
	.title = found_title,
	.draw = found_draw,
	.key = found_key,
	.close = found_close,
	.types = true,
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
