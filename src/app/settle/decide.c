#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/state.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "app/stick/exchange.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "trust/forks.h"
#include "trust/holders.h"
#include "trust/receipts.h"
#include "trust/same.h"

/* New epochs and decisions: what a person settles that no rule can. */

static enum status
needs_role(struct app *app, const struct names *roles, struct err *err)
{
	const struct credential *own;
	enum status status = act_needs_person(app, err);

	if (status)
		return status;
	act_in_role(app, roles);
	own = trust_credential(store_trust(app->store), &app->signer.credential);
	if (!own || !names_has(roles, own->role))
		return err_set(err, STATUS_DENIED, _("by the form pack \"%s\" may not do this; ask the county office"),
			       own ? own->name : "");
	return STATUS_OK;
}

static enum status
put_one(struct app *app, struct step *step, struct id *id, struct err *err)
{
	enum status status = act_begin(app, err);

	return status ? status : act_end(app, act_put(app->store, &app->signer, step, id, err), err);
}

static enum status
needs_pack(const struct app *app, struct err *err)
{
	return store_pack(app->store) ? STATUS_OK
				      : err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
}

/* ---- epochs */

enum status
app_loss(struct app *app, struct app_loss *out, struct err *err)
{
	int64_t epoch, seq, own_epoch, own_seq;
	struct head head = { 0 };
	struct id tip, own_tip;
	struct buf body = { 0 };
	struct step last = { 0 };
	enum status status = local_head(app->local, &head, err);

	*out = (struct app_loss){ 0 };
	if (!status)
		status = store_tip(app->store, &app->device, &own_epoch, &own_seq, &own_tip, err);
	if (status)
		return status;
	seq = trust_received(store_trust(app->store), &app->device, &epoch, &tip);
	if (head.seq && head.epoch == own_epoch && head.seq > own_seq)
		out->steps = head.seq - own_seq;
	if (seq && epoch == own_epoch && seq - own_seq > out->steps)
		out->steps = seq - own_seq;
	if (own_seq && !store_get_step(app->store, &own_tip, &body, NULL, err) && !step_parse(buf_text(&body), body.len, &last, err))
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
	struct id tip, id;
	struct step step;
	int64_t epoch, seq, received;
	enum status status = local_head(app->local, &head, err);

	if (!status)
		status = store_tip(app->store, &app->device, &epoch, &seq, &tip, err);
	if (status)
		return status;
	act_step_start(&step, STEP_EPOCH);
	trust_received(store_trust(app->store), &app->device, &received, &tip);
	if (head.seq && head.epoch > epoch)
		epoch = head.epoch;
	step.epoch = (received > epoch ? received : epoch) + 1;
	if (head.seq)
		step_data_set_id(&step.data, "head", &head.id);
	value_set_text(&step.data, "reason", reason);
	status = put_one(app, &step, &id, err);
	step_release(&step);
	return status;
}

enum status
app_epoch(struct app *app, const char *person, const struct app_ask *ask, const char *reason, struct err *err)
{
	struct own_fork own = { .device = &app->device };
	enum status status = needs_pack(app, err);

	trust_each_fork(store_trust(app->store), note_own, &own);
	if (!status && (!reason || !*reason))
		status = err_set(err, STATUS_INVALID, _("say with --reason how the newer file was lost"));
	if (!status && !app->older_copy && !own.splits)
		status = err_set(err, STATUS_CONFLICT, _("this file holds all that was signed on this laptop; nothing is to begin anew"));
	if (status)
		return status;
	app->new_epoch = true;
	status = app_unlock(app, person, ask, err);
	if (!status)
		status = needs_role(app, &store_pack(app->store)->acts_epoch, err);
	if (!status)
		status = put_epoch(app, reason, err);
	app->new_epoch = false;
	if (status)
		return status;
	app->older_copy = app->dropped = false;
	return vault_share_on(app, err);
}

/* ---- decisions */

struct finding_rival {
	struct id id;
	bool found;
};

static void
note_rival(const struct trust_fork *fork, void *ctx)
{
	struct finding_rival *finding = ctx;

	for (size_t i = 0; i < fork->rival_count; i++)
		finding->found |= id_equal(&fork->rivals[i], &finding->id);
}

static enum status
put_decision(struct app *app, const struct id *about, const struct id *with, const char *verdict, const char *reason, struct err *err)
{
	struct step step;
	struct id id;
	enum status status;

	act_step_start(&step, STEP_DECISION);
	step_data_set_id(&step.data, "about", about);
	if (with)
		step_data_set_id(&step.data, "with", with);
	value_set_text(&step.data, "verdict", verdict);
	value_set_text(&step.data, "reason", reason);
	status = put_one(app, &step, &id, err);
	step_release(&step);
	return status;
}

static enum status
may_decide(struct app *app, const char *reason, struct err *err)
{
	enum status status = needs_pack(app, err);

	if (!status && (!reason || !*reason))
		status = err_set(err, STATUS_INVALID, _("say with --reason why it is decided so"));
	return status ? status : needs_role(app, &store_pack(app->store)->acts_decision, err);
}

enum status
app_decide_keep(struct app *app, const char *text, const char *reason, struct err *err)
{
	struct finding_rival finding = { .found = false };
	enum status status = may_decide(app, reason, err);

	if (!status)
		status = store_find_step(app->store, text, &finding.id, err);
	if (status)
		return status;
	trust_each_fork(store_trust(app->store), note_rival, &finding);
	if (!finding.found)
		return err_set(err, STATUS_NOT_FOUND, _("no device's feed splits at step \"%s\"; louce decide lists where they do"), text);
	status = put_decision(app, &finding.id, NULL, "keep", reason, err);
	/* It may be this laptop's own account that does not count from now on. */
	return status ? status : app_compare_head(app, err);
}

static enum status
check_area(struct app *app, const struct id *root, struct err *err)
{
	const struct credential *own = trust_credential(store_trust(app->store), &app->signer.credential);
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app->store, root, NULL, &dossier, err);

	if (!status && !credential_covers(own, dossier->division))
		status = err_set(err, STATUS_DENIED, _("the building lies in %s, outside the area of \"%s\""), dossier->division,
				 own->name);
	dossier_free(dossier);
	return status;
}

enum status
app_decide_same(struct app *app, const char *building, const char *other, bool same, const char *reason, struct err *err)
{
	struct id a, b, *decisions = NULL;
	size_t count = 0, cap = 0;
	enum status status = may_decide(app, reason, err);

	if (!status)
		status = store_find_building(app->store, building, &a, err);
	if (!status)
		status = store_find_building(app->store, other, &b, err);
	if (!status && id_equal(&a, &b))
		status = err_set(err, STATUS_INVALID, _("that is one building already; name two"));
	if (!status)
		status = check_area(app, &a, err);
	if (!status)
		status = check_area(app, &b, err);
	if (status)
		return status;
	for (size_t i = 0; i < trust_same_count(store_trust(app->store)); i++) {
		const struct trust_same *at = trust_same_at(store_trust(app->store), i);

		if ((id_equal(&at->a, &a) && id_equal(&at->b, &b)) || (id_equal(&at->a, &b) && id_equal(&at->b, &a))) {
			MEM_GROW(decisions, count, cap);
			decisions[count++] = at->decision;
		}
	}
	if (same && count)
		status = err_set(err, STATUS_CONFLICT, _("these two are decided to be one house already"));
	else if (!same && !count)
		status = err_set(err, STATUS_NOT_FOUND, _("no decision says that these two are one house"));
	else if (same)
		status = put_decision(app, &a, &b, "same", reason, err);
	for (size_t i = 0; i < count && !status; i++)
		status = put_decision(app, &decisions[i], NULL, "apart", reason, err);
	free(decisions);
	return status;
}

/* ---- versions side by side */

static struct value
version_of(const struct dossier *dossier, size_t index, const struct private_reader *reader)
{
	const struct flow_step *flow = &dossier->steps[index];
	struct value line = value_object(), values = value_copy(&flow->step->data), photos = value_object();
	char hex[ID_HEX_LEN + 1], at[17];

	value_set_text(&line, "step", id_hex(&flow->id, hex));
	if (flow->author)
		value_set_text(&line, "by", flow->author->name);
	clock_minute(flow->step->at_unix, at);
	value_set_text(&line, "at", at);
	for (size_t i = 0; i < flow->step->photo_count; i++)
		value_set_text(&photos, flow->step->photos[i].field, id_hex(&flow->step->photos[i].id, hex));
	value_set_take(&line, "photos", photos);
	if (flow->step->has_private)
		value_set_take(&line, "private_open", value_boolean(reader && reader->open(reader->ctx, flow->step, &values)));
	value_set_take(&line, "values", values);
	return line;
}

enum status
app_versions(struct app *app, const char *building, const char *form, struct value *out, struct err *err)
{
	struct private_reader reader = vault_reader(app);
	const struct flow_slot *slot;
	struct dossier *dossier = NULL;
	struct id root;
	enum status status = store_find_building(app->store, building, &root, err);

	if (!status)
		status = dossier_load(app->store, &root, NULL, &dossier, err);
	if (status)
		return status;
	*out = value_list();
	slot = flow_slot(&dossier->slots, form);
	for (size_t i = 0; slot && i < slot->head_count; i++)
		value_append_take(out, version_of(dossier, slot->heads[i], app->unlocked ? &reader : NULL));
	dossier_free(dossier);
	return STATUS_OK;
}
