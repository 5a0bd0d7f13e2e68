#include "app/settle/epoch.h"

#include "app/session/act.h"
#include "app/session/ends.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/settle/right.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/text/skeleton.h"
#include "store/tip.h"
#include "store/store.h"

enum status
app_loss(struct app *app, struct app_loss *out, struct err *err)
{
	struct app_lost_ends lost;
	struct own_end newest;
	bool found = false;
	enum status status = ends_lost(app, &lost, err);

	*out = (struct app_loss){ 0 };
	if (status)
		return status;
	for (size_t i = 0; i < lost.count && !status; i++) {
		const struct own_end *end = &lost.items[i].end;
		int64_t here = 0;
		struct id id;

		if (lost.items[i].kind == APP_LOSS_FORKED || lost.items[i].kind == APP_LOSS_DROPPED)
			continue;
		status = store_log_end(app_store(app), &end->log, &here, &id, err);
		out->steps += end->seq > here ? end->seq - here : 0;
	}
	ends_lost_release(&lost);
	if (!status)
		status = store_newest_own(app_store(app), app_device(app), &newest, &found, err);
	if (!status && found)
		clock_minute(newest.at_unix, out->last);
	return status;
}

/* Begins the person's own logs anew; those of the laptop's other people begin with their next act. */
static enum status
put_epochs(struct app *app, const struct app_lost_ends *lost, const char *reason, struct err *err)
{
	const struct id *author = &app_signer(app)->credential;
	struct err why = { 0 };
	enum status status = act_begin(app, err);

	if (status)
		return status;
	ends_suppose_lost(app, lost, reason);
	for (size_t i = 0; i < lost->count && !status; i++) {
		const struct own_end *end = &lost->items[i].end;
		struct step step;
		struct id id;

		if (!id_equal(&end->log.author, author))
			continue;
		act_step_start(&step, STEP_EPOCH);
		step_set_area(&step, end->log.area);
		step_data_set_id(&step.data, "head", &end->id);
		value_set_text(&step.data, "reason", reason);
		status = act_put(app_store(app), app_signer(app), &step, &id, err);
		step_release(&step);
	}
	status = act_end(app, status, err);
	if (status) {
		if (ends_note(app, &why)) /* nothing began, and the act can be done again */
			app_say(app, why.text);
		return status;
	}
	if (ends_give_up(app, lost, author, reason, &why)) { /* asked about again at the next opening */
		app_say(app,
			_("The new log has begun. Only what others of this laptop lost could not be noted; do it once more for them:"));
		app_say(app, why.text);
	}
	return STATUS_OK;
}

enum status
app_epoch(struct app *app, const char *person, const struct app_ask *ask, const char *reason, struct err *err)
{
	struct app_lost_ends lost = { 0 };
	enum status status = settle_needs_pack(app, err);

	if (!status && (!reason || text_is_blank(reason)))
		status = err_set(err, STATUS_INVALID, _("say in words how the newer file was lost"));
	if (!status)
		status = ends_lost(app, &lost, err);
	if (!status && !lost.count)
		status = err_set(err, STATUS_CONFLICT, _("this file holds all that was signed on this laptop; nothing is to begin anew"));
	if (status)
		return status;
	act_epoch_start(app);
	status = app_unlock(app, person, ask, err);
	if (!status)
		status = settle_needs_role(app, &store_pack(app_store(app))->acts_epoch, err);
	if (!status)
		status = put_epochs(app, &lost, reason, err);
	act_epoch_end(app, !status);
	ends_lost_release(&lost);
	if (!status)
		app_share(app);
	return status;
}

enum status
app_go_on_without(struct app *app, struct err *err)
{
	enum status status = ends_give_up_claimed(app, err);

	return status ? status : app_compare_head(app, err);
}
