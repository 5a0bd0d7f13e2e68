#include "app/sign/sign.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/finding_words.h"
#include "app/house/label.h"
#include "app/house/returned.h"
#include "app/session/act.h"
#include "app/session/known.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/place.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/credential.h"
#include "trust/holders.h"

/* Withdrawing a sign-off of one's own. */

/* The level that a sign-off names, by its own pack; NULL: it has none. */
static const struct level *
signed_level(const struct store *store, const struct step *of)
{
	const struct pack *pack = of->has_pack ? store_found_pack(store, &of->pack) : NULL;
	const char *chain = value_get_text(&of->data, "chain"), *level = value_get_text(&of->data, "level");

	return pack && chain && level ? pack_level(pack, chain, level) : NULL;
}

/* Acts from now on under the right that a sign-off was given under, or another of the same person's that fits its level and its place. */
static bool
act_as_signer(struct app *app, const struct step *of)
{
	const struct store *store = app_store(app);
	const struct credential *own, *author = trust_credential(store_trust(store), &of->author);
	const struct level *level = signed_level(store, of);

	if (!author || act_under(app, &of->author))
		return author != NULL;
	if (level)
		act_in_role(app, &level->by, of->area);
	own = app_credential(app);
	return level && flow_same_person(author, own) && names_has(&level->by, own->role) && credential_covers(own, of->area);
}

/* Reads a sign-off of the unlocked person, who acts from now on under the right that it was given under. */
static enum status
read_own(struct app *app, const char *text, struct id *sign, struct step *out, struct buf *body, struct err *err)
{
	enum status status = act_needs_person(app, err);

	if (!status)
		status = store_find_step(app_store(app), text, sign, err);
	if (!status)
		status = store_get_step(app_store(app), sign, body, NULL, err);
	if (!status)
		status = step_parse(buf_text(body), body->len, out, err);
	if (!status && (step_kind_of(out->kind) != STEP_SIGNOFF || !act_as_signer(app, out)))
		status = err_set(err, STATUS_DENIED, _("only a sign-off can be withdrawn, and only by who signed it"));
	return status;
}

/* How many houses of a sign-off are signed at each level above its own. */
struct falling {
	const struct chain *chain;
	size_t *houses; /* per level of the chain */
};

static enum status
count_above(struct app *app, const struct id *sign, const struct id *building, struct falling *falling, struct err *err)
{
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(app), building, NULL, &dossier, err);

	if (status == STATUS_NOT_FOUND) { /* a house that is not in this file */
		*err = (struct err){ 0 };
		return STATUS_OK;
	}
	if (status)
		return status;
	for (size_t p = 0; p < dossier->state.progress_count; p++) {
		const struct flow_progress *progress = &dossier->state.progresses[p];
		bool above = false;

		for (size_t i = 0; i < progress->chain->level_count; i++) {
			size_t at = progress->effective[i];

			if (above && at != SIZE_MAX) {
				if (!falling->chain) {
					falling->chain = progress->chain;
					falling->houses = mem_array(progress->chain->level_count, sizeof(*falling->houses));
				}
				if (falling->chain == progress->chain)
					falling->houses[i]++;
			}
			above |= at != SIZE_MAX && id_equal(&dossier->steps[dossier->state.signs[at].step].id, sign);
		}
	}
	dossier_free(dossier);
	return STATUS_OK;
}

enum status
app_withdraw_falls(struct app *app, const char *text, char **words, struct err *err)
{
	struct falling falling = { 0 };
	struct buf body = { 0 }, out = { 0 };
	struct step of = { 0 };
	struct id sign, building;
	enum status status = read_own(app, text, &sign, &of, &body, err);
	const struct value *items = status ? NULL : value_get_list(&of.data, "items");
	const char *decision = status ? NULL : value_get_text(&of.data, "decision");

	*words = NULL;
	if (decision && strcmp(decision, "approve") == 0)
		for (size_t i = 0; items && i < items->list.count && !status; i++)
			if (step_data_id(&items->list.items[i], "building", &building))
				status = count_above(app, &sign, &building, &falling, err);
	for (size_t i = 0; !status && falling.chain && i < falling.chain->level_count; i++)
		if (falling.houses[i]) {
			char *level = house_level_words(app_pack(app), &falling.chain->levels[i]);

			buf_printf(&out, n_("%s%s (%zu house)", "%s%s (%zu houses)", falling.houses[i]), out.len ? _("; ") : "", level,
				   falling.houses[i]);
			free(level);
		}
	if (out.len)
		*words = buf_detach(&out);
	free(falling.houses);
	step_release(&of);
	buf_release(&body);
	return status;
}

/* Other sign-offs of the same person that say the same of what a withdrawn one named. */
struct standing_signs {
	const struct step *of;
	const struct credential *person;
	struct id *ids;
	size_t count, cap;
};

static void
note_standing(const struct dossier *dossier, const struct id *root, struct standing_signs *standing)
{
	const char *chain = value_get_text(&standing->of->data, "chain"), *level = value_get_text(&standing->of->data, "level");
	const char *decision = value_get_text(&standing->of->data, "decision");
	bool approve = decision && strcmp(decision, "approve") == 0;

	for (size_t i = 0; chain && level && i < dossier->state.sign_count; i++) {
		const struct flow_sign *sign = &dossier->state.signs[i];
		const struct id *id = &dossier->steps[sign->step].id;
		const struct credential *author = dossier->input.steps[sign->step].author;
		bool known = false;

		for (size_t k = 0; k < standing->count; k++)
			known |= id_equal(&standing->ids[k], id);
		if (known || !sign->effective || sign->approve != approve || !sign->level || strcmp(sign->level->name, level) != 0 ||
		    strcmp(sign->level->chain->name, chain) != 0 || !id_equal(&sign->root, root) ||
		    !flow_same_person(author, standing->person))
			continue;
		MEM_GROW(standing->ids, standing->count, standing->cap);
		standing->ids[standing->count++] = *id;
	}
}

/* Looks for them in every house that the sign-off names. */
static enum status
find_standing(struct app *app, struct standing_signs *standing, struct err *err)
{
	const struct value *items = value_get_list(&standing->of->data, "items");
	enum status status = STATUS_OK;

	for (size_t i = 0; items && i < items->list.count && !status; i++) {
		struct id building, root = { { 0 } };
		struct dossier *dossier = NULL;

		if (!step_data_id(&items->list.items[i], "building", &building))
			continue;
		(void)step_data_id(&items->list.items[i], "root", &root);
		status = dossier_load(app_store(app), &building, NULL, &dossier, err);
		if (status == STATUS_NOT_FOUND) { /* a house that is not in this file */
			*err = (struct err){ 0 };
			status = STATUS_OK;
			continue;
		}
		if (!status)
			note_standing(dossier, &root, standing);
		dossier_free(dossier);
	}
	return status;
}

enum status
app_withdraw_leaves(struct app *app, const char *text, char **words, struct err *err)
{
	struct standing_signs standing = { 0 };
	struct buf body = { 0 }, out = { 0 };
	struct step of = { 0 };
	struct id sign;
	char shortened[9];
	enum status status = read_own(app, text, &sign, &of, &body, err);

	*words = NULL;
	if (!status) {
		standing.of = &of;
		standing.person = trust_credential(store_trust(app_store(app)), &of.author);
		status = find_standing(app, &standing, err);
	}
	for (size_t i = 0; i < standing.count && !status; i++)
		buf_printf(&out, "%s%s", out.len ? ", " : "", id_short(&standing.ids[i], shortened));
	if (out.len)
		*words = buf_detach(&out);
	free(standing.ids);
	buf_release(&out);
	step_release(&of);
	buf_release(&body);
	return status;
}

/* What falls is judged by reading; who was asked about it agreed to that, and to nothing that was signed above it since. */
static enum status
falls_as_agreed(struct app *app, const char *text, const char *agreed, struct err *err)
{
	char *falls = NULL;
	enum status status = app_withdraw_falls(app, text, &falls, err);

	if (!status && strcmp(falls ? falls : "", agreed) != 0)
		status = err_set(
			err, STATUS_CONFLICT,
			_("meanwhile other signatures would fall with it than you were told: %s. Nothing was withdrawn: go back, look, then do it again"),
			falls ? falls : _("none"));
	free(falls);
	return status;
}

static enum status
try_withdraw(struct app *app, const char *text, const char *agreed, struct err *err)
{
	unsigned generation = store_generation(app_store(app));
	struct buf body = { 0 };
	struct step step = { 0 }, of = { 0 };
	struct id sign, id;
	enum status status = agreed ? falls_as_agreed(app, text, agreed, err) : STATUS_OK;

	if (!status)
		status = read_own(app, text, &sign, &of, &body, err);
	if (status)
		goto out;
	act_step_start(&step, STEP_WITHDRAWAL);
	step_set_area(&step, of.area);
	step_data_set_id(&step.data, "of", &sign);
	status = act_begin(app, err);
	if (!status) {
		if (agreed)
			status = act_still_judged(app, generation, err);
		if (!status)
			status = act_put(app_store(app), app_signer(app), &step, &id, err);
		status = act_end(app, status, err);
	}
out:
	step_release(&of);
	step_release(&step);
	buf_release(&body);
	return status;
}

enum status
app_withdraw(struct app *app, const char *text, const char *agreed, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_withdraw(app, text, agreed, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}
