#include "app/settle/move_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/houses/joined.h"
#include "store/store.h"

/* Houses that moved on, or back: one steps aside for the other, and what any of them has is carried to the one that is counted. */

/* Those behind the house that stepped aside as it moved; one that was listed twice in its village is no move. */
static enum status
add_behind(struct moving *moving, const struct id *house, struct err *err)
{
	struct joined_behind *behind;
	size_t count;
	enum status status = joined_behind(app_store(moving->app), house, &behind, &count, err);

	if (!status)
		moving->sources = mem_resize(moving->sources, moving->source_count + count + 1, sizeof(*moving->sources));
	for (size_t i = 0; i < count && !status; i++)
		if (behind[i].moved)
			moving->sources[moving->source_count++] = behind[i].root;
	free(behind);
	return status;
}

enum status
moving_find_moved(struct moving *moving, struct err *err)
{
	struct id end;
	enum status status = joined_end(app_store(moving->app), &moving->from->root, &end, err);
	char shortened[9];

	if (status || id_equal(&end, &moving->from->root))
		return status;
	status = dossier_load(app_store(moving->app), &end, NULL, &moving->to, err);
	if (status == STATUS_NOT_FOUND) /* it is not in this file */
		status = STATUS_OK;
	if (!status && moving->to && strcmp(moving->to->division, moving->ask->village) == 0)
		status = add_behind(moving, &end, err);
	if (status || moving->source_count)
		return status;
	return err_set(err, STATUS_CONFLICT, _("this house stepped aside for house %s: move that one"), id_short(&end, shortened));
}

enum status
moving_find_sources(struct moving *moving, struct err *err)
{
	if (moving->source_count)
		return STATUS_OK;
	moving->sources = mem_array(1, sizeof(*moving->sources));
	moving->sources[moving->source_count++] = moving->from->root;
	return add_behind(moving, &moving->from->root, err);
}

/* ---- a move that goes on */

/* Has the old house a form that the one which is counted lacks, or a newer version of it? */
static bool
has_to_carry(struct moving *moving)
{
	bool has = false;

	for (size_t i = 0; i < moving->pack->form_count && !has; i++) {
		size_t count = 0;

		if (moving_is_carried(moving->pack, &moving->pack->forms[i]))
			free(moving_slots(moving, &moving->pack->forms[i], &count));
		has = count > 0;
	}
	return has;
}

bool
app_move_goes_on(struct app *app, const struct id *house, struct id *old, char village[DIVISION_CODE_LEN + 1])
{
	struct err ignored = { 0 }; /* then it is a house like any other */
	struct moving moving = { .app = app, .pack = app_pack(app) };
	struct id end;
	bool found = false;

	if (!moving.pack || joined_end(app_store(app), house, &end, &ignored) || add_behind(&moving, &end, &ignored) ||
	    !moving.source_count || dossier_load(app_store(app), &end, NULL, &moving.to, &ignored))
		moving.source_count = 0;
	for (size_t i = 0; i < moving.source_count && !found; i++) {
		if (dossier_load(app_store(app), &moving.sources[i], NULL, &moving.from, &ignored))
			continue;
		found = has_to_carry(&moving);
		*old = moving.sources[i];
		dossier_free(moving.from);
		moving.from = NULL;
	}
	if (found)
		division_code(moving.to->division, village);
	dossier_free(moving.to);
	free(moving.sources);
	return found;
}
