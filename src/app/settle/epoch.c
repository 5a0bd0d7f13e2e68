#include "app/settle/epoch.h"

#include "app/session/act.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "app/settle/right.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "store/journal.h"
#include "store/tip.h"
#include "store/local.h"
#include "store/store.h"
#include "trust/forks.h"
#include "trust/receipts.h"

enum status
app_loss(struct app *app, struct app_loss *out, struct err *err)
{
	int64_t epoch, seq, own_epoch, own_seq;
	struct head head = { 0 };
	struct id tip, own_tip;
	struct buf body = { 0 };
	struct step last = { 0 };
	struct err ignored = { 0 };
	enum status status = local_head(app_local(app), &head, err);

	*out = (struct app_loss){ 0 };
	if (!status)
		status = store_tip(app_store(app), app_device(app), &own_epoch, &own_seq, &own_tip, err);
	if (status)
		return status;
	seq = trust_received(store_trust(app_store(app)), app_device(app), &epoch, &tip);
	if (head.seq && head.epoch == own_epoch && head.seq > own_seq)
		out->steps = head.seq - own_seq;
	if (seq && epoch == own_epoch && seq - own_seq > out->steps)
		out->steps = seq - own_seq;
	if (own_seq && !store_get_step(app_store(app), &own_tip, &body, NULL, &ignored) &&
	    !step_parse(buf_text(&body), body.len, &last, &ignored))
		clock_minute(last.at_unix, out->last);
	step_release(&last);
	buf_release(&body);
	return STATUS_OK;
}

struct own_fork {
	const struct device_id *device;
	bool splits;
};

static void
note_own(const struct trust_fork *fork, void *ctx)
{
	struct own_fork *own = ctx;

	own->splits |= device_equal(&fork->device, own->device);
}

static enum status
put_epoch(struct app *app, const char *reason, struct err *err)
{
	struct head head = { 0 };
	struct id tip;
	struct step step;
	int64_t epoch, seq, received;
	enum status status = local_head(app_local(app), &head, err);

	if (!status)
		status = store_tip(app_store(app), app_device(app), &epoch, &seq, &tip, err);
	if (status)
		return status;
	act_step_start(&step, STEP_EPOCH);
	trust_received(store_trust(app_store(app)), app_device(app), &received, &tip);
	if (head.seq && head.epoch > epoch)
		epoch = head.epoch;
	step.epoch = (received > epoch ? received : epoch) + 1;
	if (head.seq)
		step_data_set_id(&step.data, "head", &head.id);
	value_set_text(&step.data, "reason", reason);
	status = settle_put(app, &step, err);
	step_release(&step);
	return status;
}

enum status
app_epoch(struct app *app, const char *person, const struct app_ask *ask, const char *reason, struct err *err)
{
	struct own_fork own = { .device = app_device(app) };
	struct err why = { 0 };
	enum status status = settle_needs_pack(app, err);

	trust_each_fork(store_trust(app_store(app)), note_own, &own);
	if (!status && (!reason || !*reason))
		status = err_set(err, STATUS_INVALID, _("say with --reason how the newer file was lost"));
	if (!status && !app_is_older_copy(app) && !own.splits)
		status = err_set(err, STATUS_CONFLICT, _("this file holds all that was signed on this laptop; nothing is to begin anew"));
	if (status)
		return status;
	act_epoch_start(app);
	status = app_unlock(app, person, ask, err);
	if (!status)
		status = settle_needs_role(app, &store_pack(app_store(app))->acts_epoch, err);
	if (!status)
		status = put_epoch(app, reason, err);
	act_epoch_end(app, !status);
	if (!status && vault_share_on(app, &why)) { /* the epoch stands, and each unlocking passes on what is still missing */
		app_say(app,
			_("The new epoch has begun. Only the keys of private values could not be passed on yet; that is done at the next signing:"));
		app_say(app, why.text);
	}
	return status;
}
