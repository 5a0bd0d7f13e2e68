#include "app/people/revoke.h"

#include <stdlib.h>
#include <string.h>

#include "app/stick/receipt.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/request.h"
#include "store/runs.h"
#include "store/store.h"
#include "exchange/receipt.h"
#include "trust/covers.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/receipts.h"
#include "trust/revocations.h"
#include "trust/standing.h"
#include "trust/verdict.h"

enum status
app_standing_find(const struct app *app, const char *text, struct id *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	size_t len = strlen(text), count = 0;
	struct id found = { 0 };

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);
		char hex[ID_HEX_LEN + 1];

		id_hex(&credential->id, hex);
		if (credential->reason != TRUST_COUNTS ||
		    (strcmp(credential->name, text) != 0 && (len < 8 || strncmp(hex, text, len) != 0)))
			continue;
		found = credential->id;
		count++;
	}
	if (count > 1)
		return err_set(
			err, STATUS_CONFLICT,
			_("\"%s\" fits more than one credential; give the first digits of its number, see louce key requests --json"),
			text);
	if (!count)
		return err_set(err, STATUS_NOT_FOUND, _("no standing credential goes by \"%s\""), text);
	*out = found;
	return STATUS_OK;
}

/* A credential that has no right, or a request, which has none yet. */
static enum status
no_standing(const struct app *app, const struct id *id, const struct credential *of, struct err *err)
{
	struct credential asked = { 0 };
	char hex[9];
	bool found;
	enum status status = store_request(app_store(app), id, &asked, &found, err);

	if (!status)
		status = err_set(err, STATUS_NOT_FOUND, _("no standing credential goes by \"%s\""),
				 of	 ? of->name
				 : found ? asked.name
					 : id_short(id, hex));
	credential_release(&asked);
	return status;
}

struct revoking {
	const struct trust *trust;
	const struct id *of;
};

static bool
may_revoke(const struct credential *credential, const void *ctx)
{
	const struct revoking *revoking = ctx;

	return trust_may_revoke(revoking->trust, &credential->id, revoking->of);
}

/* Officers may revoke, and issuers above the holder; a revocation that would not count is not written down. Whoever may acts by that right. */
static enum status
check_right(struct app *app, const struct id *id, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	const struct credential *of = trust_credential(trust, id);

	if (!of || of->reason != TRUST_COUNTS)
		return no_standing(app, id, of, err);
	if (trust_is_officer(trust, id))
		return err_set(err, STATUS_DENIED,
			       _("\"%s\" is an officer: only new officers, whom enough of the old agree to, take that back"), of->name);
	if (act_as(app, may_revoke, &(struct revoking){ trust, id }))
		return STATUS_OK;
	return err_set(err, STATUS_DENIED, _("only a county officer, or who issued it, can revoke the credential of \"%s\""), of->name);
}

/* ---- what would happen */

struct reach_counting { /* counts whose steps keep their effect, and up to which receipt */
	const struct trust *trust;
	struct idmap credentials; /* the revoked credential, and all issued under it */
	int64_t receipt;
	const struct county_lines *lines; /* of the receipt that would be written first */
	struct app_reach *out;
};

static bool
stays(const struct reach_counting *reach, const struct step *step)
{
	struct log_key log;

	if (!log_of_step(step, &log))
		return false;
	if (reach->receipt > 0 && trust_covered(reach->trust, &log, reach->receipt) >= step->seq)
		return true;
	for (size_t i = 0; i < reach->lines->count; i++) {
		const struct log_run *line = &reach->lines->lines[i];

		if (log_equal(&line->log, &log) && line->seq >= step->seq)
			return true;
	}
	return false;
}

static bool
count_reach(const struct store_step *stored, void *ctx)
{
	struct reach_counting *reach = ctx;
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
reach_of(struct app *app, const struct id *of, int64_t receipt, bool receipt_first, struct app_reach *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct county_lines lines = { 0 };
	struct reach_counting reach = { .trust = trust, .receipt = receipt, .lines = &lines, .out = out };
	enum status status = STATUS_OK;

	*out = (struct app_reach){ .receipt = receipt };
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);
		bool under = at->reason == TRUST_COUNTS && trust_issued(trust, of, &at->id);

		out->people += under;
		if (under || id_equal(&at->id, of))
			idmap_put(&reach.credentials, &at->id, i);
	}
	if (receipt_first)
		status = county_lines_due(app_store(app), &lines, err);
	if (!status)
		status = store_each_step(app_store(app), count_reach, &reach, err);
	county_lines_release(&lines);
	idmap_release(&reach.credentials);
	return status;
}

/* Does the revocation leave all that is here, without a receipt that says so? */
static bool
leaves_what_is_here(const struct app_revoke *ask, bool has_receipt)
{
	return ask->receipt < 0 && !has_receipt && ask->reason && strcmp(ask->reason, "stolen") != 0;
}

enum status
app_revoke_reach(struct app *app, const struct app_revoke *ask, struct app_reach *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	enum status status = act_needs_person(app, err);

	if (!status)
		status = check_right(app, &ask->credential, err);
	if (!status)
		status = reach_of(app, &ask->credential, ask->receipt < 0 ? trust_anchor_no(trust) : ask->receipt,
				  ask->receipt_first && app_writes_receipts(app), out, err);
	if (!status && leaves_what_is_here(ask, ask->receipt_first && app_writes_receipts(app)))
		out->kept = out->steps;
	return status;
}

/* ---- the county's receipts */

struct receipt_listing {
	const struct trust *trust;
	struct app_county_receipts *list;
	size_t cap;
};

static bool
add_receipt(const struct store_step *stored, void *ctx)
{
	struct receipt_listing *listing = ctx;
	struct app_county_receipts *list = listing->list;
	struct err ignored = { 0 };
	struct step step = { 0 };

	int64_t number = trust_receipt_no(listing->trust, &stored->id);
	const struct id *main = trust_main_receipt(listing->trust, number);

	if (main && id_equal(main, &stored->id) && !step_parse(stored->body, stored->len, &step, &ignored)) {
		MEM_GROW(list->items, list->count, listing->cap);
		list->items[list->count] = (struct app_county_receipt){ .no = number };
		clock_minute(step.at_unix, list->items[list->count++].at);
	}
	step_release(&step);
	return true;
}

static int
newest_first(const void *a, const void *b)
{
	const struct app_county_receipt *left = a, *right = b;

	return (left->no < right->no) - (left->no > right->no);
}

enum status
app_county_receipts(struct app *app, struct app_county_receipts *out, struct err *err)
{
	struct app_county_receipts list = { 0 };
	struct receipt_listing listing = { .trust = store_trust(app_store(app)), .list = &list };
	enum status status = store_each_step_of(app_store(app), "receipt", add_receipt, &listing, err);

	if (status)
		app_county_receipts_release(&list);
	else if (list.count)
		qsort(list.items, list.count, sizeof(*list.items), newest_first);
	*out = list;
	return status;
}

void
app_county_receipts_release(struct app_county_receipts *receipts)
{
	free(receipts->items);
	*receipts = (struct app_county_receipts){ 0 };
}

/* ---- revoking */

enum { UPTO_RECEIPTS_MAX = 16, UPTO_ENDS_MAX = 1024 };

/* What the revocation leaves: what the county receipt of this number stands for, and with the newest what stands beside it. `written`: a newer
 * one of this act, behind which all others stand; zeros: none. */
static struct value
upto_of(const struct trust *trust, int64_t receipt, const struct id *written)
{
	const struct id *main = trust_main_receipt(trust, receipt);
	struct value upto = value_list();
	char hex[ID_HEX_LEN + 1];
	size_t count = 0;
	const struct id *newest = trust_newest_receipts(trust, &count);

	if (!id_is_zero(written)) {
		value_append_take(&upto, value_text(id_hex(written, hex)));
		return upto;
	}
	if (main && receipt < trust_anchor_no(trust))
		value_append_take(&upto, value_text(id_hex(main, hex)));
	for (size_t i = 0; main && receipt == trust_anchor_no(trust) && i < count && i < UPTO_RECEIPTS_MAX; i++)
		value_append_take(&upto, value_text(id_hex(&newest[i], hex)));
	return upto;
}

struct adding_ends {
	const struct id *author;
	struct value *upto;
	size_t count;
};

static bool
add_end(const struct store_run *run, void *ctx)
{
	struct adding_ends *adding = ctx;
	char hex[ID_HEX_LEN + 1];

	if (id_equal(&run->log.author, adding->author)) {
		value_append_take(adding->upto, value_text(id_hex(&run->end, hex)));
		adding->count++;
	}
	return adding->count < UPTO_ENDS_MAX;
}

/* What of it is here stays, whether a county receipt covers it or not: who leaves did nothing wrong, and not everybody may write a receipt. */
static enum status
add_ends(struct app *app, const struct id *author, struct value *upto, struct err *err)
{
	struct adding_ends adding = { author, upto, 0 };
	enum status status = store_each_run(app_store(app), add_end, &adding, err);

	value_sort_texts(upto);
	return status;
}

/* "lifted" gives back and takes nothing; other words no reader of the format takes. */
static bool
is_reason(const char *reason)
{
	static const char *const reasons[] = { "retired", "stolen", "mistake" };

	for (size_t i = 0; reason && i < sizeof(reasons) / sizeof(*reasons); i++)
		if (strcmp(reasons[i], reason) == 0)
			return true;
	return false;
}

enum status
app_revoke(struct app *app, const struct app_revoke *ask, struct id *id, int *endorse, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	int64_t newest = trust_anchor_no(trust), receipt = ask->receipt < 0 ? newest : ask->receipt;
	struct step step;
	struct value upto;
	struct id written = { 0 };
	enum status status = act_needs_person(app, err);

	if (!status && !is_reason(ask->reason))
		status = err_set(err, STATUS_INVALID, _("say why: retired, stolen or mistake"));
	if (!status && receipt > newest)
		status = err_set(err, STATUS_INVALID, _("there is no county receipt no. %lld yet; the newest is no. %lld"),
				 (long long)receipt, (long long)newest);
	if (!status)
		status = check_right(app, &ask->credential, err);
	if (status)
		return status;
	/* The receipt and what it bounds are one act. */
	status = act_begin(app, err);
	if (status)
		return status;
	if (ask->receipt_first)
		status = app_receipt_within(app, &written, err);
	if (!status)
		status = check_right(app, &ask->credential, err);
	upto = upto_of(store_trust(app_store(app)), receipt, &written);
	if (!status && leaves_what_is_here(ask, !id_is_zero(&written)))
		status = add_ends(app, &ask->credential, &upto, err);
	act_step_start(&step, STEP_REVOCATION);
	step_data_set_id(&step.data, "of", &ask->credential);
	value_set_text(&step.data, "reason", ask->reason);
	value_set_take(&step.data, "upto", upto);
	if (!status)
		status = act_put(app_store(app), app_signer(app), &step, id, err);
	status = act_end(app, status, err);
	step_release(&step);
	if (status)
		return status;
	*endorse = trust_step(store_trust(app_store(app)), id) == TRUST_NOT_ENDORSED ? (int)trust_threshold(store_trust(app_store(app))) - 1
										     : 0;
	return STATUS_OK;
}
