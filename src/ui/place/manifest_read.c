#include "ui/place/manifest_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/page_draft.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/place/place_words.h"

/* One village as its page shows it: a line for each part, and below it one for each missing house. What was chosen there and is not signed is
 * kept beside the workspace. */

const struct manifest_village *
manifest_village_of(const struct manifest_state *state)
{
	return state->manifests.count ? &state->manifests.villages[0] : NULL;
}

/* ---- reading */

void
manifest_drop_lines(struct manifest_state *state)
{
	for (size_t i = 0; i < state->count; i++)
		free(state->lines[i].text);
	state->count = 0;
}

static struct manifest_line *
add_line(struct manifest_state *state, size_t house)
{
	MEM_GROW(state->lines, state->count, state->cap);
	state->lines[state->count] = (struct manifest_line){ .house = house };
	return &state->lines[state->count++];
}

static void
list_lines(struct manifest_state *state, struct ui *ui)
{
	const struct manifest_village *village = manifest_village_of(state);

	manifest_drop_lines(state);
	for (size_t i = 0; village && i < village->houses; i++) {
		if (i == 0 || strcmp(village->items[i - 1].by, village->items[i].by) != 0) {
			struct manifest_line *line = add_line(state, i);
			char *sum = manifest_sum_text(village, village->items[i].by);

			line->of_part = true;
			line->text = mem_printf("%s  %s", *village->items[i].by ? village->items[i].by : "-", sum);
			free(sum);
		}
		if (village->items[i].missing)
			add_line(state, i)->text = place_house_words(ui, state->village, &village->items[i]);
	}
}

/* ---- keeping what was chosen and is not signed */

static char *
kept_name(const struct manifest_state *state)
{
	return mem_printf("manifest:%s", state->village);
}

void
manifest_keep_reasons(struct manifest_state *state, struct ui *ui)
{
	const struct manifest_village *village = manifest_village_of(state);
	struct value chosen = value_object();
	char *name, hex[ID_HEX_LEN + 1];

	for (size_t i = 0; village && state->given && i < village->houses; i++)
		if (state->reasons[i] != village->items[i].reason)
			value_set_text(&chosen, id_hex(&village->items[i].root, hex), state->reasons[i] ? state->reasons[i]->name : "");
	name = kept_name(state);
	if (village && state->given)
		state->lost = !page_draft_put(ui->app, name, &chosen) && chosen.object.count;
	state->given = state->given && state->lost;
	free(name);
	value_release(&chosen);
}

void
manifest_forget_kept(struct manifest_state *state, struct ui *ui)
{
	struct value nothing = value_object();
	char *name = kept_name(state);

	state->lost = !page_draft_put(ui->app, name, &nothing) && state->lost;
	state->given = false;
	free(name);
	value_release(&nothing);
}

/* Takes up what was chosen before and not signed, for houses that are missing still. */
static void
take_up_reasons(struct manifest_state *state, struct ui *ui)
{
	const struct manifest_village *village = manifest_village_of(state);
	const struct list *list = app_pack(ui->app)->manifest.missing;
	struct value chosen = { 0 };
	char *name = kept_name(state), hex[ID_HEX_LEN + 1];
	size_t taken = 0;

	if (!village || !list || !page_draft_get(ui->app, name, &chosen)) {
		free(name);
		return;
	}
	for (size_t i = 0; i < village->houses; i++) {
		const char *reason = village->items[i].missing ? value_get_text(&chosen, id_hex(&village->items[i].root, hex)) : NULL;

		if (reason) {
			state->reasons[i] = *reason ? list_choice(list, reason) : NULL;
			taken++;
		}
	}
	if (taken)
		ui_say(ui, TOAST_SAID, "%s", _("What you chose here before and did not sign stands here again."));
	free(name);
	value_release(&chosen);
}

enum status
manifest_read_village(struct manifest_state *state, struct ui *ui, struct err *err)
{
	struct app_manifests before = state->manifests, fresh = { 0 };
	const struct choice **were = state->reasons;
	const struct manifest_village *old = before.count && state->pack == app_pack(ui->app) ? &before.villages[0] : NULL, *village;
	struct err why = { 0 };
	enum status status;

	if (!before.count) /* what stands on the page may be drawn no more once the file was written */
		ui_busy(ui, _("Looking at the houses..."));
	status = app_village_manifest(ui->app, state->village, true, &fresh, err);
	if (status)
		return status; /* what was chosen stays */
	state->manifests = fresh;
	state->read = true;
	village = manifest_village_of(state);
	state->reasons = mem_array(village ? village->houses + 1 : 1, sizeof(*state->reasons));
	for (size_t i = 0; village && i < village->houses; i++) {
		state->reasons[i] = village->items[i].reason;
		for (size_t k = 0; old && k < old->houses; k++)
			if (were[k] && id_equal(&old->items[k].root, &village->items[i].root))
				state->reasons[i] = were[k];
	}
	state->pack = app_pack(ui->app);
	state->may_sign = !app_manifest_may_sign(ui->app, state->village, &why);
	if (!old)
		take_up_reasons(state, ui);
	free(were);
	app_manifests_release(&before);
	list_lines(state, ui);
	return STATUS_OK;
}
