#include "app/roster/gone_state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/house/rights.h"
#include "app/session/vault.h"
#include "app/roster/listing.h"
#include "app/roster/since.h"
#include "app/roster/standing.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text/counted.h"
#include "base/text/skeleton.h"
#include "step/step.h"
#include "store/houses/building.h"
#include "store/dossier/dossier.h"
#include "store/store.h"

/* Imports of a roster, and one taken back: what it listed goes, what it corrected is again what it was before. Each version of a listing bears the import
 * that signed it, and what a person corrects afterwards keeps that. */

/* ---- imports */

struct imports {
	struct roster_batch *items;
	size_t count, cap;
};

static bool
add_import(const struct store_batch *batch, void *ctx)
{
	struct imports *imports = ctx;

	MEM_GROW(imports->items, imports->count, imports->cap);
	imports->items[imports->count++] = (struct roster_batch){ mem_strdup(batch->name), batch->houses, batch->gone, batch->corrected,
								  batch->stand };
	return true;
}

enum status
roster_batches(struct app *app, struct roster_batch **out, size_t *count, struct err *err)
{
	struct imports imports = { 0 };
	enum status status = store_each_batch(app_store(app), add_import, &imports, err);

	if (status) {
		roster_batches_free(imports.items, imports.count);
		return status;
	}
	*out = imports.items;
	*count = imports.count;
	return STATUS_OK;
}

void
roster_batches_free(struct roster_batch *imports, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(imports[i].batch);
	free(imports);
}

/* Is nothing left that could be taken back: every house that the import listed is out, every correction is signed over? */
static bool
is_over(const struct roster_batch *import)
{
	return import->gone == import->houses && !import->stand;
}

char *
roster_batch_words(const struct roster_batch *import)
{
	int64_t again = import->corrected - import->stand;
	char *words, *over, listed[COUNTED_SIZE], corrected[COUNTED_SIZE];

	if (!import->corrected)
		words = mem_printf(n_("Import of %s: %s listed, of which %" PRId64 " is taken out",
				      "Import of %s: %s listed, of which %" PRId64 " are taken out", import->gone),
				   import->batch, counted(COUNTED_HOUSE, import->houses, listed), import->gone);
	else if (!import->houses)
		words = mem_printf(n_("Import of %s: %s corrected, of which %" PRId64 " was changed again since",
				      "Import of %s: %s corrected, of which %" PRId64 " were changed again since", again),
				   import->batch, counted(COUNTED_HOUSE, import->corrected, corrected), again);
	else
		words = mem_printf(_("Import of %s: %s listed (taken out of these: %" PRId64
				     "); %s corrected (changed again since: %" PRId64 ")"),
				   import->batch, counted(COUNTED_HOUSE, import->houses, listed), import->gone,
				   counted(COUNTED_HOUSE, import->corrected, corrected), again);
	if (!is_over(import))
		return words;
	over = mem_printf(_("%s. Nothing of it stands any more"), words);
	free(words);
	return over;
}

/* ---- what an import said, and what stands */

struct import_house {
	struct id root;
	bool touched; /* something but its listing was signed about it, or its listing has several versions */
};

struct undoing {
	struct app *app;
	const char *batch, *why;
	struct import_house *houses;
	size_t count, cap;
};

static bool
add_house(const struct building_row *row, int64_t steps, void *ctx)
{
	struct undoing *undoing = ctx;

	MEM_GROW(undoing->houses, undoing->count, undoing->cap);
	undoing->houses[undoing->count++] = (struct import_house){ row->root, steps > 1 };
	return true;
}

/* What a version of a listing says, its private values with it; false: they cannot be read here. */
static bool
version_values(struct app *app, const struct step *step, struct value *out)
{
	struct private_reader reader = vault_reader(app);

	*out = value_copy(&step->data);
	step_data_drop_filling(out);
	return !step->has_private || reader.open(reader.ctx, step, out);
}

/* Do two versions differ in what a table says of a house? That it was taken out and brought back is told apart, and who signed which import says nothing. */
static bool
versions_differ(const struct pack *pack, const struct value *a, const struct value *b)
{
	struct value one = value_copy(a), two = value_copy(b);
	bool same;

	value_remove(&one, pack->root->gone->name);
	value_remove(&two, pack->root->gone->name);
	value_remove(&one, pack->root->batch->name);
	value_remove(&two, pack->root->batch->name);
	same = listing_says_nothing_new(pack, &one, &two) && listing_says_nothing_new(pack, &two, &one);
	value_release(&one);
	value_release(&two);
	return !same;
}

/* Is the step a version of the listing that counts, or counted, and bears the import? */
static bool
bears_import(const struct undoing *undoing, const struct dossier *dossier, size_t at)
{
	const struct form *root = app_pack(undoing->app)->root;
	const struct step *step = dossier->steps[at].step;
	bool is = dossier->slots.slot_of[at] != SIZE_MAX && strcmp(step->kind, root->name) == 0;
	const char *batch = is ? value_get_text(&step->data, root->batch->name) : NULL;

	return batch && strcmp(batch, undoing->batch) == 0;
}

/* Does a version that this one came from, however far back, bear the import as well? */
static bool
bears_before(const struct undoing *undoing, const struct dossier *dossier, size_t version)
{
	bool *seen = mem_array(dossier->step_count, sizeof(*seen)), bears = false;
	size_t *todo = mem_array(dossier->step_count, sizeof(*todo)), count = 0;

	todo[count++] = version;
	while (count && !bears) {
		const struct step *step = dossier->steps[todo[--count]].step;

		for (size_t p = 0; p < step->parent_count; p++) {
			size_t parent = idmap_get(&dossier->slots.steps, &step->parents[p]);

			if (parent == IDMAP_NONE || seen[parent])
				continue;
			seen[parent] = true;
			bears |= bears_import(undoing, dossier, parent);
			todo[count++] = parent;
		}
	}
	free(seen);
	free(todo);
	return bears;
}

/* The version of the listing that the import signed: the one that bears it and comes from none that does, since what was corrected or put back afterwards
 * bears it as well. In which order the versions came into this file says nothing. SIZE_MAX: none. */
static size_t
version_of_import(const struct undoing *undoing, const struct dossier *dossier)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < dossier->step_count; i++)
		if (bears_import(undoing, dossier, i) && !bears_before(undoing, dossier, i) &&
		    (found == SIZE_MAX || id_cmp(&dossier->steps[i].id, &dossier->steps[found].id) < 0))
			found = i;
	return found;
}

/* Does the listing that stands say something else than the import said? */
static bool
is_corrected(const struct undoing *undoing, const struct dossier *dossier, size_t version)
{
	const struct pack *pack = app_pack(undoing->app);
	const struct value *head = dossier_values(dossier, pack->root->name);
	struct value said = value_object();
	bool differ;

	if (!head)
		return true;
	/* What is closed to both says nothing. */
	(void)version_values(undoing->app, dossier->steps[version].step, &said);
	differ = versions_differ(pack, head, &said);
	value_release(&said);
	return differ;
}

/* What was signed about a house since a version of its listing, that and another system's record of it apart; NULL: nothing. Caller frees. */
static char *
signed_since(const struct undoing *undoing, const struct dossier *dossier, size_t version)
{
	const struct pack *pack = app_pack(undoing->app);
	bool *since = since_version(store_trust(app_store(undoing->app)), dossier, version);
	char *said = NULL;

	for (size_t i = 0; i < dossier->step_count && !said; i++) {
		const struct flow_step *step = &dossier->steps[i];
		const struct form *form = pack_form(pack, step->step->kind);

		if (since[i] && form && form != pack->root && form != pack->record)
			said = mem_printf(_("surveyed since: %s, %s"), label_text(&form->label, _("en")),
					  step->author ? step->author->name : "");
		else if (since[i] && step->sign)
			said = mem_strdup(_("signed since"));
	}
	free(since);
	return said;
}

/* Another system's record of the house that the import did not bring: another person's, or of another act; NULL: there is none. Caller frees. */
static char *
record_beside(const struct undoing *undoing, const struct dossier *dossier, size_t version)
{
	const struct form *record = app_pack(undoing->app)->record;

	for (size_t i = 0; record && i < dossier->step_count; i++) {
		const struct flow_step *step = &dossier->steps[i];
		char minute[17];

		if (dossier->slots.slot_of[i] == SIZE_MAX || strcmp(step->step->kind, record->name) != 0 ||
		    since_in_one_act(dossier, version, i))
			continue;
		clock_minute(step->step->at_unix, minute);
		return mem_printf(_("\"%s\" was put beside it in another act: %s, %s"), label_text(&record->label, _("en")),
				  step->author ? step->author->name : "", minute);
	}
	return NULL;
}

/* ---- one house */

/* Is the house taken out already? */
static bool
is_out(const struct undoing *undoing, const struct dossier *dossier)
{
	const struct pack *pack = app_pack(undoing->app);
	const struct value *stands = dossier_values(dossier, pack->root->name);

	return stands && value_get(stands, pack->root->gone->name);
}

/* Why a house that the import listed stays; NULL: nothing of it counts but the other system's record that came with the import, and it goes. Caller frees. */
static char *
why_it_stays(const struct undoing *undoing, const struct dossier *dossier, size_t version)
{
	const struct pack *pack = app_pack(undoing->app);
	char *beside;

	for (size_t i = 0; i < dossier->slots.slot_count; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];

		if (slot->form != pack->root && slot->form != pack->record && slot->head_count)
			return mem_printf(_("surveyed since: %s, %s"), label_text(&slot->form->label, _("en")),
					  slot->author_count ? slot->authors[0]->name : "");
	}
	if (dossier->state.sign_count)
		return mem_strdup(_("signed since"));
	if ((beside = record_beside(undoing, dossier, version)))
		return beside;
	return is_corrected(undoing, dossier, version) ? mem_strdup(_("its roster row was corrected since")) : NULL;
}

/* The version that the import corrected. NULL: it is not here. */
static const struct step *
version_before(const struct dossier *dossier, const struct step *step)
{
	for (size_t i = 0; i < dossier->step_count; i++)
		if (step->parent_count == 1 && id_equal(&dossier->steps[i].id, &step->parents[0]))
			return dossier->steps[i].step;
	return NULL;
}

/* What the import corrected is put back: the values of before. Why not; NULL: it is prepared, or *stands: they stand again already. Caller frees. */
static char *
put_back(const struct undoing *undoing, const struct dossier *dossier, size_t version, struct going *out, bool *stands)
{
	struct app *app = undoing->app;
	const struct pack *pack = app_pack(app);
	const struct step *before = version_before(dossier, dossier->steps[version].step);
	const struct flow_step *head = dossier_head(dossier, pack->root->name);
	struct value said = value_object(), stood = value_object();
	char *why = signed_since(undoing, dossier, version);
	struct err refused = { 0 };
	bool readable = version_values(app, dossier->steps[version].step, &said);

	if (!before)
		why = why ? why : mem_strdup(_("what stood before is not in this file"));
	else
		readable &= version_values(app, before, &stood);
	if (!why && !readable)
		why = mem_strdup(_("what is private of it cannot be read by you, and would be lost"));
	if (!why && (!head || !dossier_values(dossier, pack->root->name)))
		why = mem_strdup(_("two versions of its roster row stand, which must be settled first"));
	*stands = !why && !versions_differ(pack, dossier_values(dossier, pack->root->name), &stood) && versions_differ(pack, &said, &stood);
	if (!why && !*stands && is_corrected(undoing, dossier, version))
		why = mem_strdup(_("its roster row was corrected since"));
	if (!why && !*stands &&
	    (house_fill_right(app, pack->root, dossier, dossier->division, &refused) || listing_as_now(app, dossier, &stood, &refused)))
		why = mem_strdup(refused.text);
	if (!why && !*stands)
		*out = (struct going){ dossier->root, head->id, value_copy(&stood), building_place(app, dossier), true };
	value_release(&said);
	value_release(&stood);
	return why;
}

/* Prepares what is signed of one house of the import, or counts it as done before; else why it stays. Caller frees. */
static char *
prepare_house(const struct undoing *undoing, const struct import_house *house, struct going *out, struct app_undone *undone)
{
	struct private_reader reader = vault_reader(undoing->app);
	struct dossier *dossier = NULL;
	struct err refused = { 0 };
	char *stays = NULL;
	bool gone = false, stands = false;
	size_t version;

	if (house->touched) {
		if (dossier_load(app_store(undoing->app), &house->root, &reader, &dossier, &refused))
			return mem_strdup(refused.text);
		version = version_of_import(undoing, dossier);
		gone = is_out(undoing, dossier);
		if (!gone && version != SIZE_MAX && !id_equal(&dossier->steps[version].id, &dossier->root))
			stays = put_back(undoing, dossier, version, out, &stands);
		else if (!gone && version != SIZE_MAX)
			stays = why_it_stays(undoing, dossier, version);
		dossier_free(dossier);
		undone->out_before += gone;
		undone->back_before += stands;
	}
	if (!stays && !gone && !stands && !out->back && going_prepare(undoing->app, &house->root, undoing->why, NULL, out, &refused))
		stays = mem_strdup(refused.text);
	return stays;
}

static void
tell_going(struct app_undone *out, const struct going *going)
{
	char number[9], *words = mem_printf("%s %s", id_short(&going->house, number), going->place);

	if (going->back) {
		MEM_GROW(out->backs, out->back_count, out->back_cap);
		out->backs[out->back_count++] = words;
	} else {
		MEM_GROW(out->gone, out->gone_count, out->gone_cap);
		out->gone[out->gone_count++] = words;
	}
}

static void
keep(struct app *app, struct app_undone *out, const struct id *root, const char *why)
{
	char *place = app_building_place(app, root), number[9];

	MEM_GROW(out->kept, out->kept_count, out->kept_cap);
	out->kept[out->kept_count++] = mem_printf(_("%s %s stays: %s"), id_short(root, number), place, why);
	free(place);
}

static enum status
try_undo(struct app *app, const char *batch, const char *why, bool look, const struct progress *progress, struct app_undone *out,
	 struct err *err)
{
	struct undoing undoing = { .app = app, .batch = batch, .why = why };
	struct going *going = NULL;
	size_t ready = 0;
	enum status status = going_needs_field(app, err);
	unsigned generation = store_generation(app_store(app));

	*out = (struct app_undone){ 0 };
	if (!status && (!why || text_is_blank(why)))
		status = err_set(err, STATUS_INVALID, _("say why the import is taken back"));
	if (!status)
		status = store_each_of_batch(app_store(app), batch, add_house, &undoing, err);
	if (!status && !undoing.count)
		status = err_set(err, STATUS_NOT_FOUND, _("there is no import \"%s\" here; see louce roster imports"), batch);
	going = mem_array(undoing.count, sizeof(*going));
	for (size_t i = 0; i < undoing.count && !status; i++) {
		char *stays = prepare_house(&undoing, &undoing.houses[i], &going[ready], out);
		bool prepared = !stays && !id_is_zero(&going[ready].house);

		if (stays) {
			keep(app, out, &undoing.houses[i].root, stays);
			value_release(&going[ready].values);
			secret_free(going[ready].place);
			going[ready] = (struct going){ 0 };
		} else if (prepared) {
			out->out += !going[ready].back;
			out->back += going[ready].back;
			if (look)
				tell_going(out, &going[ready]);
			ready++;
		}
		free(stays);
		progress_tell(progress, _("Looking at the houses"), (int64_t)i + 1, (int64_t)undoing.count);
	}
	if (!status && !look && ready)
		status = going_sign(app, going, ready, generation, progress, err);
	going_release(going, ready);
	free(undoing.houses);
	return status;
}

/* What was signed meanwhile makes a house stay, and is told with the others. */
enum status
app_import_undo(struct app *app, const char *batch, const char *why, bool look, const struct progress *progress, struct app_undone *out,
		struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	*out = (struct app_undone){ 0 };
	do {
		app_undone_release(out);
		status = try_undo(app, batch, why, look, progress, out, err);
	} while (act_try_again(app, &tries, &status, err));
	return status;
}

void
app_undone_release(struct app_undone *undone)
{
	for (size_t i = 0; i < undone->kept_count; i++)
		secret_free(undone->kept[i]);
	for (size_t i = 0; i < undone->gone_count; i++)
		secret_free(undone->gone[i]);
	for (size_t i = 0; i < undone->back_count; i++)
		secret_free(undone->backs[i]);
	free(undone->gone);
	free(undone->backs);
	free(undone->kept);
	*undone = (struct app_undone){ 0 };
}
