#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/pinyin.h"
#include "ui/input.h"
#include "ui/people/enrol_state.h"

/* The places that a right is asked for, found by what is typed. */

/* Two villages may have one name: their townships stand before it. */
static bool
has_words(const struct app *app, const struct division *division, const char *words)
{
	char *place = app_place_name(app, division->code);
	bool has = text_matches(place, words);

	free(place);
	return has;
}

void
enrol_find_areas(struct enrol_state *state, const struct app *app)
{
	const struct pack *pack = app_pack(app);

	free(state->areas);
	state->areas = mem_array(pack->division_count, sizeof(*state->areas));
	state->area_count = 0;
	for (size_t i = 0; i < pack->division_count; i++)
		if (pack->divisions[i].level == state->role->scope && has_words(app, &pack->divisions[i], line_text(&state->search)))
			state->areas[state->area_count++] = &pack->divisions[i];
}

size_t
enrol_asked_at(const struct enrol_state *state, const struct division *division)
{
	size_t at = 0;

	while (at < state->asked_count && state->asked[at] != division)
		at++;
	return at;
}

void
enrol_tick_area(struct enrol_state *state, struct ui *ui)
{
	const struct division *division = state->areas[state->list.chosen];
	size_t at = enrol_asked_at(state, division);

	if (at < state->asked_count) {
		memmove(&state->asked[at], &state->asked[at + 1], (state->asked_count - at - 1) * sizeof(*state->asked));
		state->asked_count--;
		return;
	}
	if (state->asked_count == REQUEST_AREAS_MOST) {
		ui_say(ui, TOAST_BAD,
		       _("One right has at most %d areas: ask for the others with a right of their own (a on the last page)."),
		       REQUEST_AREAS_MOST);
		return;
	}
	MEM_GROW(state->asked, state->asked_count, state->asked_cap);
	state->asked[state->asked_count++] = division;
}

bool
enrol_area_key(struct enrol_state *state, struct ui *ui, const struct ui_key *key)
{
	const struct enrol_page page = { state, ui };
	const struct list_rows rows = enrol_rows(&page);

	if (key->kind == UI_KEY_ENTER) {
		if (!state->area_count)
			ui_say(ui, TOAST_SAID, "%s", _("No place has these letters; Backspace takes them back."));
		return state->area_count > 0;
	}
	if (ui_key_ascii(key) == ' ' && state->area_count) {
		enrol_tick_area(state, ui);
		return false;
	}
	if (!list_view_move(&state->list, &rows, key) && input_key(ui, &state->search, key, FIELD_COLS - 2)) {
		state->list.chosen = 0;
		enrol_find_areas(state, ui->app);
	}
	return false;
}
