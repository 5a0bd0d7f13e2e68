#include "app/session/vault.h"

#include <stdio.h>
#include <string.h>

#include "app/session/private.h"
#include "app/session/session_state.h"
#include "store/blob.h"
#include "store/journal.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "trust/reason.h"
#include "trust/verdict.h"

/* Keys that seal one step alone: of a form that opens to an office (`opens`, doc/pack-format). The share that gives such a key is the step just before
 * the one that it seals, in the same log and of the same author: by that it is told from the key of the village, which the office must never be given,
 * and an officer of the office who comes later is given it, too. */

bool
vault_office_words(const struct form *form, const struct value *values, char office[KEY_OFFICE_MAX])
{
	const char *code = form->opens.to ? value_get_text(values, form->opens.to->name) : NULL;

	return code && snprintf(office, KEY_OFFICE_MAX, "%s %s", form->opens.to->list->name, code) < KEY_OFFICE_MAX;
}

bool
vault_is_of_office(const struct store *store, const struct credential *credential, const char *village, const char *office)
{
	const struct role *role;

	if (!*office || credential->reason != TRUST_COUNTS || credential->revoked || !credential_covers(credential, village) ||
	    !store_pack(store))
		return false;
	role = pack_role(store_pack(store), credential->role);
	return role && role->office_words && strcmp(role->office_words, office) == 0;
}

struct office_reading {
	struct app *app;
	const struct form *form;
};

/* Is the step before this one, in its log, the share by which its author gave the key? */
static bool
is_given_before(struct app *app, const struct step *step, const struct id *key)
{
	struct step before = { 0 };
	struct buf body = { 0 };
	struct err ignored = { 0 };
	struct signature sig;
	struct id shared;
	bool given;

	given = step->has_prev && !store_get_step(app->store, &step->prev, &body, &sig, &ignored) &&
		!step_parse(buf_text(&body), body.len, &before, &ignored) && strcmp(before.kind, step_kind_name(STEP_SHARE)) == 0 &&
		id_equal(&before.author, &step->author) && step_data_id(&before.data, "key", &shared) && id_equal(&shared, key);
	step_release(&before);
	buf_release(&body);
	return given;
}

static bool
visit_sealed(const struct store_step *stored, void *ctx)
{
	const struct office_reading *reading = ctx;
	struct app *app = reading->app;
	struct held_key *held = NULL;
	struct buf box = { 0 };
	struct err ignored = { 0 };
	struct step step = { 0 };
	struct id key;

	if (!step_parse(stored->body, stored->len, &step, &ignored) && step.has_private &&
	    !store_get_blob(app->store, BLOB_BOX, &step.box, &box, &ignored) && private_key_id(box.data, box.len, &key))
		held = vault_find_held(app, &key);
	if (held && !*held->office && strcmp(held->village, step.area) == 0 && is_given_before(app, &step, &key) &&
	    trust_judge(store_trust(app->store), &stored->id, &step, step.area) == TRUST_COUNTS)
		(void)vault_office_words(reading->form, &step.data, held->office);
	step_release(&step);
	buf_release(&box);
	return true;
}

enum status
vault_find_offices(struct app *app, struct err *err)
{
	const struct pack *pack = app->held_count ? store_pack(app->store) : NULL;
	enum status status = STATUS_OK;

	for (size_t i = 0; pack && i < pack->form_count && !status; i++) {
		struct office_reading reading = { app, &pack->forms[i] };

		if (reading.form->opens.to)
			status = store_each_step_of(app->store, reading.form->name, visit_sealed, &reading, err);
	}
	return status;
}
