#include "app/session/act.h"

#include <string.h>

#include "app/session/state.h"
#include "base/i18n.h"

void
act_step_start(struct step *step, enum step_kind kind)
{
	*step = (struct step){ .data = value_object() };
	strcpy(step->kind, step_kind_name(kind));
}

enum status
act_put(struct store *store, const struct signer *signer, struct step *step, struct id *id, struct err *err)
{
	enum step_kind kind = step_kind_of(step->kind);
	struct buf body = { 0 };
	struct err why = { 0 };
	struct signature sig;
	enum fate fate;
	int64_t begins = kind == STEP_EPOCH ? step->epoch : 0;
	enum status status = store_next_place(store, &signer->device, step, err);

	if (status)
		return status;
	if (begins) {
		step->epoch = begins;
		step->seq = 1;
		step->has_prev = false;
	}
	step->has_author = !id_is_zero(&signer->credential);
	step->author = signer->credential;
	if (!step->has_author) { /* a request: outside every feed */
		step->epoch = step->seq = 1;
		step->has_prev = false;
	}
	if ((kind == STEP_FORM || kind == STEP_SIGNOFF || kind == STEP_WITHDRAWAL) && store_pack_id(store)) {
		step->has_pack = true;
		step->pack = *store_pack_id(store);
	}
	status = step_write(step, &body, err);
	if (!status)
		status = seal_sign(signer->keys, body.data, body.len, &sig, err);
	if (!status)
		status = store_put_step(store, body.data, body.len, &sig, &fate, id, &why, err);
	if (!status && fate != FATE_STORED)
		status = err_set(err, fate == FATE_KNOWN ? STATUS_CONFLICT : STATUS_BUG, "%s",
				 fate == FATE_KNOWN ? _("this step stands in the file already")
				 : *why.text	    ? why.text
						    : _("the signer's credential is not in the file"));
	if (!status && step->has_author)
		store_note_own_tip(store, id);
	buf_release(&body);
	return status;
}

enum status
act_begin(struct app *app, struct err *err)
{
	/* Receipts that came in since may have told so of a file that seemed whole. */
	if (app->older_copy && !app->new_epoch)
		return err_set(err, STATUS_CONFLICT,
			       _("this file is an older copy, nothing may be signed in it: take the missing steps back, or begin anew"));
	return store_begin(app->store, err);
}

enum status
act_end(struct app *app, enum status status, struct err *err)
{
	struct head head, before;

	if (status) {
		struct err ignored = { 0 };

		store_rollback(app->store);
		if (!local_head(app->local, &before, &ignored) && before.seq > 0)
			store_note_own_tip(app->store, &before.id); /* what was put is gone again */
		return status;
	}
	status = store_commit(app->store, err);
	if (status || !app->has_device)
		return status;
	/* After the commit, and not part of it: a note that is behind does no harm, one that is ahead would. */
	status = store_tip(app->store, &app->device, &head.epoch, &head.seq, &head.id, err);
	if (!status)
		status = local_head(app->local, &before, err);
	/* What was just signed may be the decision that this laptop's own account does not count: the note stays on it until an epoch begins. */
	if (!status && before.seq > 0 && head.epoch == before.epoch && app_is_on_dropped(app, &before))
		return STATUS_OK;
	if (!status && head.seq > 0)
		status = local_set_head(app->local, &head, err);
	return status;
}

const struct signer *
app_signer(const struct app *app)
{
	return &app->signer;
}
