#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/state.h"
#include "app/session/unlock.h"
#include "app/stick/exchange.h"
#include "app/stick/receipt.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/map.h"
#include "exchange/receipt.h"
#include "trust/covers.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/receipts.h"
#include "trust/standing.h"
#include "trust/verdict.h"

/* Taking a credential back: of someone who retired, or whose laptop or stick was stolen. */

static enum status
find_standing(const struct trust *trust, const char *text, const struct credential **out, struct err *err)
{
	size_t len = strlen(text), count = 0;

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);
		char hex[ID_HEX_LEN + 1];

		id_hex(&credential->id, hex);
		if (credential->reason != TRUST_COUNTS ||
		    (strcmp(credential->name, text) != 0 && (len < 8 || strncmp(hex, text, len) != 0)))
			continue;
		*out = credential;
		count++;
	}
	if (count > 1)
		return err_set(
			err, STATUS_CONFLICT,
			_("\"%s\" fits more than one credential; give the first digits of its number, see louce key requests --json"),
			text);
	return count ? STATUS_OK : err_set(err, STATUS_NOT_FOUND, _("no standing credential goes by \"%s\""), text);
}

/* An officer, or whoever stands in the chain above; a wish without effect is not written down. */
static enum status
check_right(const struct app *app, const struct credential *of, struct err *err)
{
	const struct trust *trust = store_trust(app->store);
	bool officer = trust_is_officer(trust, &app->signer.credential);
	bool needs_officer = trust_is_officer(trust, &of->id) || of->issue_count > 0;

	if (officer || (!needs_officer && trust_issued(trust, &app->signer.credential, &of->id)))
		return STATUS_OK;
	return err_set(err, STATUS_DENIED, _("only a county officer, or who issued it, can revoke the credential of \"%s\""), of->name);
}

/* ---- what would happen */

struct reach { /* whose acts, and up to where they keep their effect */
	const struct trust *trust;
	struct idmap credentials; /* the one revoked, and all issued under it */
	int64_t receipt;
	const struct value *feeds; /* of the receipt that would be written first; NULL: none is */
	struct app_reach *out;
};

static bool
stays(const struct reach *reach, const struct step *step)
{
	char device[DEVICE_HEX_LEN + 1];

	if (reach->receipt > 0 && trust_covered(reach->trust, &step->device, step->epoch, reach->receipt) >= step->seq)
		return true;
	device_hex(&step->device, device);
	for (size_t i = 0; reach->feeds && i < reach->feeds->list.count; i++) {
		const struct value *feed = &reach->feeds->list.items[i];
		const char *of = value_get_text(feed, "device");

		if (of && strcmp(of, device) == 0 && value_get_integer(feed, "epoch", 0) == step->epoch)
			return value_get_integer(feed, "seq", 0) >= step->seq;
	}
	return false;
}

static bool
count_reach(const struct store_step *stored, void *ctx)
{
	struct reach *reach = ctx;
	struct err ignored = { 0 };
	struct step step = { 0 };

	if (!step_parse(stored->body, stored->len, &step, &ignored) && step.has_author &&
	    idmap_get(&reach->credentials, &step.author) != IDMAP_NONE) {
		reach->out->steps++;
		reach->out->kept += stays(reach, &step);
	}
	step_release(&step);
	return true;
}

static enum status
reach_of(struct app *app, const struct credential *of, int64_t receipt, bool receipt_first, struct app_reach *out, struct err *err)
{
	const struct trust *trust = store_trust(app->store);
	struct reach reach = { .trust = trust, .receipt = receipt, .out = out };
	struct value data = { 0 };
	enum status status = STATUS_OK;
	bool news;

	*out = (struct app_reach){ .receipt = receipt };
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);
		bool under = at->reason == TRUST_COUNTS && trust_issued(trust, &of->id, &at->id);

		out->people += under;
		if (under || id_equal(&at->id, &of->id))
			idmap_put(&reach.credentials, &at->id, i);
	}
	if (receipt_first)
		status = receipt_compose(app->store, &app->device, NULL, 0, &data, &news, err);
	if (!status && receipt_first)
		reach.feeds = value_get_list(&data, "feeds");
	if (!status)
		status = store_each_step(app->store, count_reach, &reach, err);
	value_release(&data);
	idmap_release(&reach.credentials);
	return status;
}

/* Where the county's receipts are written, the day's is written before somebody leaves: all he did stays. */
static bool
writes_receipts(const struct app *app)
{
	return app->has_device && trust_is_receiver(store_trust(app->store), &app->device);
}

enum status
app_revoke_reach(struct app *app, const struct app_revoke *ask, struct app_reach *out, struct err *err)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *of = NULL;
	enum status status = act_needs_person(app, err);

	if (!status)
		status = find_standing(trust, ask->credential, &of, err);
	if (!status)
		status = check_right(app, of, err);
	return status ? status
		      : reach_of(app, of, ask->receipt < 0 ? trust_anchor_no(trust) : ask->receipt,
				 ask->receipt_first && writes_receipts(app), out, err);
}

/* ---- the county's receipts */

struct listing {
	const struct trust *trust;
	struct value *list;
};

static bool
add_receipt(const struct store_step *stored, void *ctx)
{
	struct listing *listing = ctx;
	struct err ignored = { 0 };
	struct step step = { 0 };

	if (trust_step(listing->trust, &stored->id) == TRUST_COUNTS && !step_parse(stored->body, stored->len, &step, &ignored) &&
	    trust_is_receiver(listing->trust, &step.device)) {
		struct value line = value_object();
		char at[17];

		value_set_integer(&line, "no", value_get_integer(&step.data, "no", 0));
		clock_minute(step.at_unix, at);
		value_set_text(&line, "at", at);
		value_set_integer(&line, "held", value_get_integer(&step.data, "held", 0));
		value_append_take(listing->list, line);
	}
	step_release(&step);
	return true;
}

static int
newest_first(const void *a, const void *b)
{
	int64_t left = value_get_integer(a, "no", 0), right = value_get_integer(b, "no", 0);

	return (left < right) - (left > right);
}

enum status
app_receipts(struct app *app, struct value *out, struct err *err)
{
	struct listing listing = { store_trust(app->store), out };
	enum status status;

	*out = value_list();
	status = store_each_step_of(app->store, "receipt", add_receipt, &listing, err);
	if (!status && out->list.count)
		qsort(out->list.items, out->list.count, sizeof(*out->list.items), newest_first);
	return status;
}

/* ---- doing it */

enum status
app_revoke(struct app *app, const struct app_revoke *ask, struct id *id, int *endorse, struct err *err)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *of = NULL;
	struct id revoked;
	int64_t newest = trust_anchor_no(trust), receipt = ask->receipt < 0 ? newest : ask->receipt;
	struct step step;
	int64_t no = 0;
	enum status status = act_needs_person(app, err);

	if (!status && (!ask->reason || !*ask->reason))
		status = err_set(err, STATUS_INVALID, _("say why: retired or stolen, or in words"));
	if (!status && receipt > newest)
		status = err_set(err, STATUS_INVALID, _("there is no county receipt no. %lld yet; the newest is no. %lld"),
				 (long long)receipt, (long long)newest);
	if (!status)
		status = find_standing(trust, ask->credential, &of, err);
	if (!status)
		status = check_right(app, of, err);
	if (status)
		return status;
	revoked = of->id; /* what is borrowed from trust ends with the next step */
	if (ask->receipt_first && writes_receipts(app)) {
		status = app_receipt(app, &no, err);
		if (status)
			return status;
		receipt = trust_anchor_no(store_trust(app->store));
	}
	act_step_start(&step, STEP_REVOCATION);
	step_data_set_id(&step.data, "of", &revoked);
	value_set_text(&step.data, "reason", ask->reason);
	value_set_integer(&step.data, "receipt", receipt);
	status = act_begin(app, err);
	if (!status)
		status = act_end(app, act_put(app->store, &app->signer, &step, id, err), err);
	step_release(&step);
	if (status)
		return status;
	*endorse = trust_step(store_trust(app->store), id) == TRUST_NOT_ENDORSED
			   ? (int)value_get_integer(trust_genesis_data(store_trust(app->store)), "threshold", 1) - 1
			   : 0;
	return STATUS_OK;
}
