#include "app/session/act.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/clock.h"
#include "app/session/draft.h"
#include "app/session/ends.h"
#include "app/session/session_state.h"
#include "app/session/settings.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number/told_number.h"
#include "base/text.h"
#include "base/text/text_rule.h"
#include "store/journal.h"
#include "store/tip.h"

void
act_step_start(struct step *step, enum step_kind kind)
{
	*step = (struct step){ .data = value_object() };
	strcpy(step->kind, step_kind_name(kind));
}

/* A founding by new officers waits until the file is told to follow it, within the same act. */
static bool
waits_to_be_followed(const struct step *step, enum fate fate)
{
	return fate == FATE_PENDING && step_kind_of(step->kind) == STEP_GENESIS;
}

/* Writes, signs and puts a step that has its place. */
static enum status
put_placed(struct store *store, const struct signer *signer, const struct step *step, struct id *id, struct err *err)
{
	struct own_end end = { .seq = step->seq, .at_unix = step->at_unix };
	struct buf body = { 0 };
	struct err why = { 0 };
	struct signature sig;
	enum fate fate;
	enum status status = step_write(step, &body, err);

	if (!status)
		status = seal_sign(signer->keys, body.data, body.len, &sig, err);
	if (!status)
		status = store_put_step(store, body.data, body.len, &sig, &fate, id, &why, err);
	if (!status && fate != FATE_STORED && (step->has_author || fate != FATE_REQUEST) && !waits_to_be_followed(step, fate))
		status = err_set(err, fate == FATE_KNOWN ? STATUS_CONFLICT : STATUS_BUG, "%s",
				 fate == FATE_KNOWN ? _("this step stands in the file already")
				 : *why.text	    ? why.text
						    : _("the signer's credential is not in the file"));
	if (!status && log_of_step(step, &end.log)) {
		end.id = *id;
		store_note_own_end(store, &end);
	}
	buf_release(&body);
	return status;
}

/* The first step of a log that is begun in place of another. */
static enum status
begin_anew(struct store *store, const struct signer *signer, const char *area, const struct own_end *ended, struct err *err)
{
	const char *reason = ended->lost ? ended->lost : _("the log before holds what was not signed here");
	struct step step;
	struct id id;
	enum status status;

	act_step_start(&step, STEP_EPOCH);
	step_set_area(&step, area);
	step_data_set_id(&step.data, "head", &ended->id);
	value_set_text(&step.data, "reason", reason);
	status = act_put(store, signer, &step, &id, err);
	step_release(&step);
	return status;
}

/* Do the words of an act (`reason`, `words`, wherever they stand in it) bear a person's number? */
static bool
words_tell_number(const struct value *value, const char *name)
{
	bool tell = false;

	if (value->type == VALUE_TEXT && name && (strcmp(name, "reason") == 0 || strcmp(name, "words") == 0)) {
		char *plain = text_normalise(value->text);

		tell = text_tells_number(plain);
		free(plain);
	}
	for (size_t i = 0; value->type == VALUE_OBJECT && i < value->object.count && !tell; i++)
		tell = words_tell_number(&value->object.members[i].value, value->object.members[i].name);
	for (size_t i = 0; value->type == VALUE_LIST && i < value->list.count && !tell; i++)
		tell = words_tell_number(&value->list.items[i], name);
	return tell;
}

/* May the words of an act stand in a step? */
static enum status
words_check(const struct value *value, const char *name, struct err *err)
{
	enum status status = STATUS_OK;

	if (value->type == VALUE_TEXT && name && (strcmp(name, "reason") == 0 || strcmp(name, "words") == 0))
		status = text_check(value->text, err);
	for (size_t i = 0; value->type == VALUE_OBJECT && i < value->object.count && !status; i++)
		status = words_check(&value->object.members[i].value, value->object.members[i].name, err);
	for (size_t i = 0; value->type == VALUE_LIST && i < value->list.count && !status; i++)
		status = words_check(&value->list.items[i], name, err);
	return status;
}

enum status
act_put(struct store *store, const struct signer *signer, struct step *step, struct id *id, struct err *err)
{
	enum step_kind kind = step_kind_of(step->kind);
	const struct own_end *ended;
	enum status status = words_check(&step->data, NULL, err);

	if (status)
		return status;
	if (words_tell_number(&step->data, NULL))
		return err_set(
			err, STATUS_INVALID,
			_("the reason tells a telephone or identity number, and everybody who gets the file reads it: leave it out"));
	step->device = signer->device;
	step->has_author = !id_is_zero(&signer->credential);
	step->author = signer->credential;
	if (step_kind_has_pack(kind) && store_pack_id(store) && !step->has_pack) { /* a chain is ended under the pack it was begun under */
		step->has_pack = true;
		step->pack = *store_pack_id(store);
	}
	status = store_next_place(store, step, &ended, err);
	if (!status && ended && kind != STEP_EPOCH) {
		status = begin_anew(store, signer, step->area, ended, err);
		if (!status)
			status = store_next_place(store, step, &ended, err);
	}
	return status ? status : put_placed(store, signer, step, id, err);
}

void
act_reads_begin(struct app *app)
{
	struct err before;

	(void)store_trouble(app->store, &before); /* of what was shown, and no matter of this act */
}

enum status
act_reads_end(struct app *app, enum status status, struct err *err)
{
	/* What failed first explains what was found missing after it. */
	enum status failed = app_trouble(app, err);

	return failed ? failed : status;
}

static enum status
written_between(struct err *err)
{
	return err_set(err, STATUS_CONFLICT, _("another window of louce has just written this file; nothing was signed here: do it again"));
}

enum status
act_begin(struct app *app, struct err *err)
{
	enum status status;

	if (app->older_copy && !app->new_epoch)
		return err_set(err, STATUS_CONFLICT,
			       _("this file is an older copy, nothing may be signed in it: take the missing steps back, or begin anew"));
	status = clock_before_signing(app, err);
	if (!status)
		status = store_begin(app->store, err);
	/* What was said yes to was read before: what another wrote since may be about it. */
	if (!status && app->shown && store_version(app->store) != app->shown_at) {
		store_rollback(app->store);
		app->overtaken = true;
		return written_between(err);
	}
	/* Another window of this laptop may have signed since the notes were read. */
	if (!status && app->has_device) {
		status = ends_note(app, err);
		if (!status && app->claimed)
			status = ends_suppose_claimed(app, err);
		if (status)
			store_rollback(app->store);
	}
	return status;
}

enum status
act_still_judged(struct app *app, unsigned generation, struct err *err)
{
	app->raced = generation != store_generation(app->store);
	return app->raced ? written_between(err) : STATUS_OK;
}

enum status
act_begin_judged(struct app *app, unsigned generation, struct err *err)
{
	enum status status = act_begin(app, err);

	if (status)
		return status;
	status = act_still_judged(app, generation, err);
	if (status)
		store_rollback(app->store);
	return status;
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

/* The ends that an act noted. */
struct new_ends {
	struct own_end *items;
	size_t count, cap;
};

static void
add_end(const struct own_end *end, void *ctx)
{
	struct new_ends *ends = ctx;

	MEM_GROW(ends->items, ends->count, ends->cap);
	ends->items[ends->count++] = *end;
}

/* Whatever fails from here on, the act stands. */
static void
after_commit(struct app *app, const struct new_ends *ends)
{
	char *prepared = store_prepared(app->store);
	struct err why = { 0 };
	enum status status;

	if (prepared)
		app_remember(app, SETTING_PREPARED, prepared);
	free(prepared);
	/* The notes of last signatures come after the commit: one that is behind costs a new log, one that is ahead would forbid signing. */
	if (local_set_ends(app->local, ends->items, ends->count, &why)) {
		app_say(app, _("What was signed stands. Only the note of it beside the file could not be written:"));
		app_say(app, why.text);
	}
	status = app->ends ? draft_drop(app, &app->ends_root, app->ends_form, &why) : STATUS_OK;
	if (status == STATUS_CONFLICT) {
		app_say(app, _("What was signed stands. Another window has taken the form over since: what was typed there is kept."));
	} else if (status) {
		app_say(app, _("What was signed stands. Only its draft could not be removed yet; that is done at the next start:"));
		app_say(app, why.text);
	}
}

enum status
act_end(struct app *app, enum status status, struct err *err)
{
	struct new_ends ends = { 0 };
	struct err ignored = { 0 };

	if (status) {
		store_rollback(app->store);
		vault_act_ended(app, false);
		return status;
	}
	store_each_new_end(app->store, add_end, &ends);
	/* Without this note a draft may outlive its step; that is no reason not to sign. */
	if (app->ends && ends.count && draft_note_end(app, &app->ends_root, app->ends_form, &ends.items[ends.count - 1].id, &ignored))
		ignored = (struct err){ 0 };
	status = store_commit(app->store, err);
	vault_act_ended(app, !status);
	if (!status && store_warning(app->store))
		app_say(app, store_warning(app->store));
	if (!status && app->has_device)
		after_commit(app, &ends);
	/* The log that was begun answers for the one of which receipts claim more; else it is asked again. */
	if (!status && app->claimed && app_compare_head(app, &ignored))
		ignored = (struct err){ 0 };
	if (!status)
		act_ends_draft(app, NULL, NULL);
	free(ends.items);
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
