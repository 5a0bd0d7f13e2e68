#include "app/session/act.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/draft.h"
#include "app/session/session_state.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/tip.h"

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
	/* Receipts taken in since the file was opened may have shown that it is an older copy. */
	if (app->older_copy && !app->new_epoch)
		return err_set(err, STATUS_CONFLICT,
			       _("this file is an older copy, nothing may be signed in it: take the missing steps back, or begin anew"));
	return store_begin(app->store, err);
}

enum status
act_still_judged(struct app *app, unsigned generation, struct err *err)
{
	return generation == store_generation(app->store)
		       ? STATUS_OK
		       : err_set(err, STATUS_CONFLICT,
				 _("another window of louce has just written this file; nothing was signed here: do it again"));
}

void
act_ends_draft(struct app *app, const struct id *root, const char *form)
{
	free(app->ends_form);
	app->ends_form = form ? mem_strdup(form) : NULL;
	app->ends = form != NULL;
	if (form)
		app->ends_root = *root;
}

/* The steps of a rolled-back act are gone, and the notes about them with them. */
static void
take_back(struct app *app)
{
	struct err ignored = { 0 };
	struct head before;

	store_rollback(app->store);
	if (!local_head(app->local, &before, &ignored) && before.seq > 0)
		store_note_own_tip(app->store, &before.id);
}

/* The note of the last signature, after the commit and not part of it: a note that is behind does no harm, one that is ahead would. */
static enum status
note_head(struct app *app, const struct head *head, struct err *err)
{
	struct head before;
	enum status status = local_head(app->local, &before, err);

	/* The step just signed may be the decision that this laptop's own account does not count: the note stays at that account's end
	 * until an epoch begins. */
	if (status || (before.seq > 0 && head->epoch == before.epoch && app_is_on_dropped(app, &before)))
		return status;
	return head->seq > 0 ? local_set_head(app->local, head, err) : STATUS_OK;
}

/* Whatever fails from here on, the act stands. */
static void
after_commit(struct app *app, const struct head *head)
{
	struct err why = { 0 };

	if (note_head(app, head, &why)) {
		app_say(app, _("What was signed stands. Only the note of it beside the file could not be written:"));
		app_say(app, why.text);
	}
	if (app->ends && draft_drop(app, &app->ends_root, app->ends_form, &why)) {
		app_say(app, _("What was signed stands. Only its draft could not be removed yet; that is done at the next start:"));
		app_say(app, why.text);
	}
}

enum status
act_end(struct app *app, enum status status, struct err *err)
{
	struct head head = { 0 };
	struct err ignored = { 0 };

	if (!status && app->has_device)
		status = store_tip(app->store, &app->device, &head.epoch, &head.seq, &head.id, err);
	if (status) {
		take_back(app);
		return status;
	}
	/* Without this note a draft may outlive its step; that is no reason not to sign. */
	if (app->ends && app->has_device && draft_note_end(app, &app->ends_root, app->ends_form, &head.id, &ignored))
		ignored = (struct err){ 0 };
	status = store_commit(app->store, err);
	if (!status && store_warning(app->store))
		app_say(app, store_warning(app->store));
	if (!status && app->has_device)
		after_commit(app, &head);
	if (!status)
		act_ends_draft(app, NULL, NULL);
	return status;
}

const struct signer *
app_signer(const struct app *app)
{
	return &app->signer;
}

void
act_epoch_start(struct app *app)
{
	app->new_epoch = true;
}

void
act_epoch_end(struct app *app, bool begun)
{
	app->new_epoch = false;
	if (begun)
		app->older_copy = app->dropped = false;
}
