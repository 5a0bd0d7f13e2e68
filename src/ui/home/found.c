#include "ui/home/found.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/county.h"
#include "app/people/officers.h"
#include "app/session/keys.h"
#include "base/division.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/line.h"
#include "base/mem.h"
#include "base/paths.h"
#include "form/pack.h"
#include "ui/home/start.h"
#include "ui/input.h"

/* The county's digits, its title, its officers one after the other, how many of them must agree, and a last question. Then each officer's key is
 * made, the county is founded, and each officer is shown his passphrase on a page of his own. */

enum { COMMAND_NEXT = 1, COMMAND_MORE, COMMAND_FEWER, COMMAND_BACK };

static const struct binding found_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next"), COMMAND_NEXT, true },
	{ UI_KEY_UP, 0, NULL, NULL, COMMAND_MORE, false },
	{ UI_KEY_DOWN, 0, NULL, NULL, COMMAND_FEWER, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static const struct binding secrets_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next"), COMMAND_NEXT, true },
	{ 0 },
};

enum found_stage { FOUND_COUNTY, FOUND_TITLE, FOUND_OFFICERS, FOUND_THRESHOLD, FOUND_ASK };

#define OFFICERS_MOST 9 /* more than a county names; they stand on one page */
#define COUNTY_DIGITS 6
#define LABEL_COLS 24 /* before what is typed */
#define FIELD_COLS 40

struct found_officer {
	char *name, *passphrase; /* passphrase: generated, NULL until the key is made */
	char person[33];
};

/* What is founded; handed from the page of questions to that of the passphrases. */
struct found_county {
	const struct ui_start *start; /* borrowed */
	struct found_officer officers[OFFICERS_MOST];
	size_t count;
	char *path;
};

struct found_state {
	struct found_county *founding;
	enum found_stage stage;
	struct line county, title, name;
	int threshold;
};

static void
officer_forget(struct found_officer *officer)
{
	free(officer->name);
	if (officer->passphrase)
		explicit_bzero(officer->passphrase, strlen(officer->passphrase));
	free(officer->passphrase);
}

static void
founding_free(struct found_county *founding)
{
	if (!founding)
		return;
	for (size_t i = 0; i < founding->count; i++)
		officer_forget(&founding->officers[i]);
	free(founding->path);
	free(founding);
}

/* ---- the passphrases */

struct secrets_state {
	struct found_county *founding;
	size_t at;
	bool shown; /* the passphrase of that officer stands there; else he is called to the screen */
};

static void
secrets_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct secrets_state *state = screen->state;
	const struct found_officer *officer = &state->founding->officers[state->at];
	struct area left = area_below(area_inside(ui_body(ui), 2, 2), 1), row;
	char *text;

	if (!state->shown) {
		text = mem_printf(_("The county is founded. Now %s alone looks at the screen, with paper and a pen."), officer->name);
		canvas_paragraph(canvas, &left, BOLD, text);
		free(text);
		left = area_below(left, 1);
		canvas_paragraph(canvas, &left, PLAIN, _("Enter shows the passphrase. It is shown only once."));
		return;
	}
	text = mem_printf(_("%s: write this passphrase on paper. It is shown only now, and nobody can tell it to you again:"),
			  officer->name);
	canvas_paragraph(canvas, &left, BOLD, text);
	free(text);
	row = area_inside(area_below(left, 1), 2, 0);
	canvas_paragraph(canvas, &row, ACCENT, officer->passphrase);
	row = area_inside(area_below(row, 1), 0, 0);
	canvas_paragraph(canvas, &row, FAINT, _("Enter, when it is written down: it goes from the screen."));
}

static struct action
secrets_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct secrets_state *state = screen->state;

	(void)key;
	if (command != COMMAND_NEXT)
		return STAY;
	ui->asks = true; /* an Enter too many must not take a passphrase away unread */
	if (!state->shown) {
		state->shown = true;
		return STAY;
	}
	state->shown = false;
	if (++state->at < state->founding->count)
		return STAY;
	state->at--;
	return start_open_founded(ui, state->founding->start, state->founding->path);
}

static void
secrets_close(struct screen *screen, struct ui *ui)
{
	struct secrets_state *state = screen->state;

	(void)ui;
	founding_free(state->founding);
	free(state);
}

static const char *
found_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Found a county");
}

static const struct screen_class secrets_class = {
	.name = "found-passphrases",
	.bindings = secrets_bindings,
	.title = found_title,
	.draw = secrets_draw,
	.key = secrets_key,
	.close = secrets_close,
	.drops_typeahead = true,
};

static struct screen *
secrets_screen(struct found_county *founding_take)
{
	struct secrets_state *state = mem_alloc(sizeof(*state));

	state->founding = founding_take;
	state->shown = founding_take->count == 1;
	return screen_new(&secrets_class, state);
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
officers_hint(const struct found_county *founding)
{
	return founding->count == 0
		       ? _("Type the name of the first county officer. Officers give others their right and publish the forms.")
	       : founding->count == 1
		       ? _("One officer is enough to begin. Or type the others' names: a county has one officer, or three and more. Officers at another laptop ask there with a key of their own, and are named later: k, o, n.")
	       : founding->count == 2 ? _("A county has one officer, or three and more: type the next name.")
				      : _("Type the next name; Enter on the empty line goes on.");
}

static void
draw_officers(const struct found_state *state, struct canvas *canvas, struct area *left)
{
	for (size_t i = 0; i < state->founding->count; i++) {
		struct area row = *left;
		char label[100];

		snprintf(label, sizeof(label), _("Officer %zu"), i + 1);
		canvas_column(canvas, &row, LABEL_COLS, PLAIN, label);
		canvas_line(canvas, &row, BOLD, state->founding->officers[i].name);
		*left = area_below(*left, 1);
	}
}

static void
draw_threshold(const struct found_state *state, struct canvas *canvas, struct area *left)
{
	char text[200];

	snprintf(text, sizeof(text), _("%zu officers; of these %d must agree"), state->founding->count, state->threshold);
	canvas_line(canvas, left, state->stage == FOUND_THRESHOLD ? CHOSEN : PLAIN, text);
}

static void
found_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct found_state *state = screen->state;
	struct area left = area_below(area_inside(ui_body(ui), 2, 2), 1);
	char *text;

	draw_field(canvas, &left, _("County, 6 digits"), &state->county, state->stage == FOUND_COUNTY);
	if (state->stage >= FOUND_TITLE)
		draw_field(canvas, &left, _("Title of the county"), &state->title, state->stage == FOUND_TITLE);
	if (state->stage >= FOUND_OFFICERS)
		draw_officers(state, canvas, &left);
	if (state->stage == FOUND_OFFICERS) {
		if (state->founding->count < OFFICERS_MOST)
			draw_field(canvas, &left, _("Next officer"), &state->name, true);
		left = area_below(left, 1);
		canvas_paragraph(canvas, &left, FAINT, officers_hint(state->founding));
		if (state->founding->count)
			canvas_paragraph(canvas, &left, FAINT, _("Backspace on the empty line takes the last name back."));
	}
	if (state->stage >= FOUND_THRESHOLD)
		draw_threshold(state, canvas, &left);
	left = area_below(left, 1);
	if (state->stage == FOUND_THRESHOLD)
		canvas_paragraph(canvas, &left, FAINT,
				 _("Up, Down: more, fewer. Over half must agree, and not all: one lost key would end the county."));
	if (state->stage != FOUND_ASK)
		return;
	text = mem_printf(_("The county's file will be %s. This laptop writes the county's receipts."), state->founding->path);
	canvas_paragraph(canvas, &left, PLAIN, text);
	free(text);
	left = area_below(left, 1);
	canvas_paragraph(
		canvas, &left, PLAIN,
		_("Enter makes a key for each officer and founds the county. Then each is shown his passphrase, once, while the others look away. Esc goes back and makes nothing."));
}

/* ---- founding */

static struct app_county
county_of(const struct found_state *state, const char **officers, const char *forms)
{
	const struct found_county *founding = state->founding;

	for (size_t i = 0; i < founding->count; i++)
		officers[i] = founding->officers[i].person;
	return (struct app_county){ .path = founding->path,
				    .county = line_text(&state->county),
				    .name = line_text(&state->title),
				    .officers = officers,
				    .officer_count = founding->count,
				    .threshold = state->threshold,
				    .forms = forms };
}

/* The keys are opened in the officers' order, each once: two may have one name, so the name that is asked about tells nothing. */
struct opening {
	struct ui *ui;
	const struct found_county *founding;
	size_t next;
};

static enum status
next_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	struct opening *opening = ctx;
	char text[120];

	(void)name;
	(void)err;
	snprintf(text, sizeof(text), _("Opening key %zu of %zu..."), opening->next + 1, opening->founding->count);
	ui_busy(opening->ui, text);
	*out = mem_strdup(opening->founding->officers[opening->next++].passphrase);
	return STATUS_OK;
}

static struct action
found(struct found_state *state, struct ui *ui)
{
	struct found_county *founding = state->founding;
	const char *officers[OFFICERS_MOST];
	char *forms = path_of(PATH_FORMS);
	struct app_county county = county_of(state, officers, forms);
	struct opening opening = { ui, founding, 0 };
	struct app_ask ask = { next_passphrase, &opening };
	struct err err = { 0 };
	enum status status;
	char text[120];

	status = app_check_county(&county, &err);
	/* A key that was made before a failure serves the next try. */
	for (size_t i = 0; i < founding->count && !status; i++) {
		if (founding->officers[i].passphrase)
			continue;
		snprintf(text, sizeof(text), _("Making key %zu of %zu, a second each..."), i + 1, founding->count);
		ui_busy(ui, text);
		status = app_key_new(founding->officers[i].name, false, NULL, &founding->officers[i].passphrase,
				     founding->officers[i].person, &err);
	}
	if (!status)
		status = app_init_county(&county, &ask, &err);
	free(forms);
	if (status) {
		ui_fail(ui, &err);
		return STAY;
	}
	state->founding = NULL;
	return (struct action){ ACTION_REPLACE, secrets_screen(founding) };
}

/* ---- one question after the other */

static void
ask_stage(struct found_state *state, enum found_stage stage)
{
	state->stage = stage;
}

/* The title that the form pack's list of divisions has for these digits, to begin with. */
static void
propose_title(struct found_state *state)
{
	char *forms = path_of(PATH_FORMS), code[DIVISION_CODE_LEN + 1];
	struct pack *pack = NULL;
	struct err ignored = { 0 };
	const struct division *division;

	division_code(line_text(&state->county), code);
	if (!*line_text(&state->title) && !pack_load(forms, &pack, NULL, &ignored)) {
		division = pack_division(pack, code);
		if (division)
			line_set(&state->title, division->name);
	}
	pack_free(pack);
	free(forms);
}

static void
county_done(struct found_state *state, struct ui *ui)
{
	char *home = path_of(PATH_HOME), *name;

	if (division_level(line_text(&state->county)) != DIVISION_COUNTY) {
		ui_say(ui, TOAST_BAD, _("\"%s\" is no county: its 6 digits are expected"), line_text(&state->county));
	} else {
		name = mem_printf("%s.louce", line_text(&state->county));
		free(state->founding->path);
		state->founding->path = file_join(home, name);
		free(name);
		propose_title(state);
		ask_stage(state, FOUND_TITLE);
	}
	free(home);
}

static void
officers_done(struct found_state *state, struct ui *ui)
{
	int least, most;

	if (!app_threshold_bounds(state->founding->count, &least, &most)) {
		ui_say(ui, TOAST_SAID, "%s",
		       state->founding->count ? _("A county has one officer, or three and more: type the next name.")
					      : _("Type a name first."));
		return;
	}
	if (state->threshold < least || state->threshold > most)
		state->threshold = least;
	if (least < most) {
		ask_stage(state, FOUND_THRESHOLD);
		return;
	}
	ask_stage(state, FOUND_ASK);
	ui->asks = true;
}

static void
add_officer(struct found_state *state, struct ui *ui)
{
	struct found_county *founding = state->founding;
	const char *name = line_text(&state->name);

	if (founding->count == OFFICERS_MOST) {
		officers_done(state, ui);
		return;
	}
	if (!key_name_fits(name)) {
		ui_say(ui, TOAST_BAD, _("\"%s\" is no name: 1 to 30 characters on one line"), name);
		return;
	}
	for (size_t i = 0; i < founding->count; i++)
		if (strcmp(founding->officers[i].name, name) == 0) {
			ui_say(ui, TOAST_BAD, _("\"%s\" is named twice"), name);
			return;
		}
	founding->officers[founding->count++] = (struct found_officer){ .name = mem_strdup(name) };
	line_clear(&state->name);
}

/* The last name comes back into the line, to be corrected. Its key is made anew, if one was made for it. */
static void
take_back(struct found_state *state)
{
	struct found_officer *officer = &state->founding->officers[--state->founding->count];

	line_set(&state->name, officer->name);
	officer_forget(officer);
}

static void
change_threshold(struct found_state *state, int by)
{
	int least, most;

	if (app_threshold_bounds(state->founding->count, &least, &most) && state->threshold + by >= least && state->threshold + by <= most)
		state->threshold += by;
}

/* One step back, with all that was typed; false: there is none. */
static bool
step_back(struct found_state *state)
{
	int least, most;

	switch (state->stage) {
	case FOUND_COUNTY:
		return false;
	case FOUND_TITLE:
		ask_stage(state, FOUND_COUNTY);
		return true;
	case FOUND_OFFICERS:
		ask_stage(state, FOUND_TITLE);
		return true;
	case FOUND_THRESHOLD:
		ask_stage(state, FOUND_OFFICERS);
		return true;
	case FOUND_ASK:
		ask_stage(state,
			  app_threshold_bounds(state->founding->count, &least, &most) && least < most ? FOUND_THRESHOLD : FOUND_OFFICERS);
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
		county_done(state, ui);
		break;
	case FOUND_TITLE:
		if (*line_text(&state->title))
			ask_stage(state, FOUND_OFFICERS);
		else
			ui_say(ui, TOAST_SAID, "%s", _("Type the title of the county first."));
		break;
	case FOUND_OFFICERS:
		if (*line_text(&state->name))
			add_officer(state, ui);
		else
			officers_done(state, ui);
		break;
	case FOUND_THRESHOLD:
		ask_stage(state, FOUND_ASK);
		ui->asks = true;
		break;
	case FOUND_ASK:
		return found(state, ui);
	}
	return STAY;
}

static struct action
found_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct found_state *state = screen->state;

	if (command == COMMAND_BACK)
		return step_back(state) ? STAY : (struct action){ ACTION_REPLACE, first_screen(state->founding->start) };
	if (command == COMMAND_NEXT)
		return go_on(state, ui);
	switch (state->stage) {
	case FOUND_COUNTY:
		input_key(ui, &state->county, key, FIELD_COLS - 2);
		break;
	case FOUND_TITLE:
		input_key(ui, &state->title, key, FIELD_COLS - 2);
		break;
	case FOUND_OFFICERS:
		if (key->kind == UI_KEY_BACKSPACE && !*line_text(&state->name) && state->founding->count)
			take_back(state);
		else if (state->founding->count < OFFICERS_MOST)
			input_key(ui, &state->name, key, FIELD_COLS - 2);
		break;
	case FOUND_THRESHOLD:
		if (command == COMMAND_MORE || command == COMMAND_FEWER)
			change_threshold(state, command == COMMAND_MORE ? 1 : -1);
		break;
	case FOUND_ASK:
		break;
	}
	return STAY;
}

static void
found_close(struct screen *screen, struct ui *ui)
{
	struct found_state *state = screen->state;

	(void)ui;
	founding_free(state->founding);
	line_release(&state->county);
	line_release(&state->title);
	line_release(&state->name);
	free(state);
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

	state->founding = mem_alloc(sizeof(*state->founding));
	state->founding->start = start;
	line_init(&state->county, LINE_SINGLE, COUNTY_DIGITS);
	line_init(&state->title, LINE_SINGLE, 60);
	line_init(&state->name, LINE_SINGLE, 30);
	return screen_new(&found_class, state);
}
