#include "app/people/revoke.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/replace.h"
#include "app/people/upto.h"
#include "app/stick/receipt.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/request.h"
#include "store/store.h"
#include "trust/covers.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/receipts.h"
#include "trust/revocations.h"
#include "trust/standing.h"
#include "trust/verdict.h"
#include "trust/waiting.h"

enum status
app_standing_find(const struct app *app, const char *text, bool revoked, struct id *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	size_t len = strlen(text), count = 0, fallen = 0;
	struct id found = { 0 };

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);
		char hex[ID_HEX_LEN + 1];

		id_hex(&credential->id, hex);
		if (credential->reason != TRUST_COUNTS ||
		    (strcmp(credential->name, text) != 0 &&
		     (len < 8 || (strncmp(hex, text, len) != 0 && strncmp(credential->person, text, len) != 0))))
			continue;
		fallen += credential->revoked;
		if (credential->revoked != revoked)
			continue;
		found = credential->id;
		count++;
	}
	if (count > 1)
		return err_set(err, STATUS_CONFLICT,
			       _("\"%s\" fits more than one credential; give the first digits of the right's own number, see louce people"),
			       text);
	if (!count && revoked)
		return err_set(err, STATUS_NOT_FOUND, _("no right that was taken back goes by \"%s\""), text);
	if (!count && fallen)
		return err_set(err, STATUS_CONFLICT,
			       _("the right of \"%s\" was taken back already; another word in its place lets in what came late"), text);
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

/* Who leaves, or had the right by mistake, did nothing wrong: what is here stays, whether a county receipt covers it or not. */
static bool
leaves_what_is_here(const struct app_revoke *ask)
{
	return ask->receipt < 0 && ask->reason && strcmp(ask->reason, "stolen") != 0;
}

/* A credential that the revocation reaches: the one that is named, of a stolen key each on that key (rule C15), and those issued under them, whose
 * right is an act like others (rule C14). */
struct reached {
	const struct credential *credential;
	bool named, falls; /* falls: the right itself, and with it all that was signed under it */
};

struct reaching {
	const struct trust *trust;
	struct idmap index; /* by credential */
	struct reached *items;
	size_t count, cap;
	int64_t receipt; /* what it stands for stays */
	bool all;	 /* what is here stays */
	struct app_reach *out;
};

static bool
stays(const struct reaching *reaching, const struct id *id, const struct step *step)
{
	struct log_key log;

	return log_of_step(step, &log) && reaching->receipt > 0 && trust_covers(reaching->trust, reaching->receipt, &log, step->seq, id);
}

static struct reached *
reached_by(const struct reaching *reaching, const struct id *credential)
{
	size_t at = idmap_get(&reaching->index, credential);

	return at == IDMAP_NONE ? NULL : &reaching->items[at];
}

static void
add_reached(struct reaching *reaching, const struct credential *credential, bool named)
{
	if (reached_by(reaching, &credential->id))
		return;
	MEM_GROW(reaching->items, reaching->count, reaching->cap);
	idmap_put(&reaching->index, &credential->id, reaching->count);
	reaching->items[reaching->count++] = (struct reached){ credential, named, false };
}

static void
find_reached(struct reaching *reaching, const struct app_revoke *ask, const struct id *by)
{
	const struct trust *trust = reaching->trust;
	const struct credential *of = trust_credential(trust, &ask->credential);
	size_t named;

	add_reached(reaching, of, true);
	for (size_t i = 0; !leaves_what_is_here(ask) && i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (at->reason == TRUST_COUNTS && sign_key_equal(&at->sign_key, &of->sign_key) && trust_may_revoke(trust, by, &at->id))
			add_reached(reaching, at, true);
	}
	named = reaching->count;
	for (size_t n = 0; n < named; n++) {
		const struct id above = reaching->items[n].credential->id;

		for (size_t i = 0; i < trust_credential_count(trust); i++) {
			const struct credential *at = trust_credential_at(trust, i);

			if (at->reason == TRUST_COUNTS && trust_issued(trust, &above, &at->id))
				add_reached(reaching, at, false);
		}
	}
}

/* Notes a right that was given after what stays. */
static bool
note_fallen(const struct store_step *stored, void *ctx)
{
	struct reaching *reaching = ctx;
	struct reached *given = reached_by(reaching, &stored->id), *giver;
	struct err ignored = { 0 };
	struct step step = { 0 };

	if (given && !given->named && !step_parse(stored->body, stored->len, &step, &ignored)) {
		giver = reached_by(reaching, &step.author);
		given->falls = giver && giver->named && !stays(reaching, &stored->id, &step);
	}
	step_release(&step);
	return true;
}

/* Whose right came from one that falls has none either. */
static void
pass_down(struct reaching *reaching)
{
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < reaching->count; i++) {
			struct reached *at = &reaching->items[i];
			const struct reached *giver = at->named ? NULL : reached_by(reaching, &at->credential->issuer);

			if (!at->falls && giver && giver->falls)
				more = at->falls = true;
		}
	}
}

static bool
count_step(const struct store_step *stored, void *ctx)
{
	struct reaching *reaching = ctx;
	struct err ignored = { 0 };
	struct step step = { 0 };
	const struct reached *by = NULL;

	if (!step_parse(stored->body, stored->len, &step, &ignored) && step.has_author)
		by = reached_by(reaching, &step.author);
	if (by) {
		bool then = reaching->all || (by->named ? stays(reaching, &stored->id, &step) : !by->falls),
		     now = trust_judge(reaching->trust, &stored->id, &step, NULL) != TRUST_REVOKED;

		reaching->out->steps++;
		reaching->out->kept += then;
		reaching->out->let_in += then && !now;
		reaching->out->felled += !then && now;
	}
	step_release(&step);
	return true;
}

static enum status
reach_of(struct app *app, const struct app_revoke *ask, int64_t receipt, struct app_reach *out, struct err *err)
{
	struct reaching reaching = {
		.trust = store_trust(app_store(app)), .receipt = receipt, .all = leaves_what_is_here(ask), .out = out
	};
	enum status status = STATUS_OK;

	*out = (struct app_reach){ .receipt = receipt };
	find_reached(&reaching, ask, &app_signer(app)->credential);
	if (!leaves_what_is_here(ask)) {
		status = store_each_step_of(app_store(app), "credential", note_fallen, &reaching, err);
		pass_down(&reaching);
	}
	if (!status)
		status = store_each_step(app_store(app), count_step, &reaching, err);
	for (size_t i = 0; i < reaching.count; i++)
		out->people += reaching.items[i].falls;
	idmap_release(&reaching.index);
	free(reaching.items);
	return status;
}

enum status
app_revoke_reach(struct app *app, const struct app_revoke *ask, struct app_reach *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct revoke_words words = { 0 };
	enum status status = act_needs_person(app, err);

	if (!status)
		status = check_right(app, &ask->credential, err);
	if (!status)
		status = revoke_words_check(app, &ask->credential, ask->reason, ask->again, &words, err);
	if (!status)
		status = reach_of(app, ask, ask->receipt < 0 ? trust_anchor_no(trust) : ask->receipt, out, err);
	out->wants_officers = !status && words.wants_officers;
	revoke_words_release(&words);
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

/* What the revocation leaves of what receipts stand for: of the newest also what stands beside it. `written`: a newer one of this act, behind
 * which all others stand; zeros: none. */
static struct value
upto_of(const struct app *app, int64_t receipt, const struct id *written)
{
	const struct trust *trust = store_trust(app_store(app));
	const struct id *one = id_is_zero(written) ? trust_main_receipt(trust, receipt) : written;
	struct value upto = value_list();
	char hex[ID_HEX_LEN + 1];

	if (one && id_is_zero(written) && receipt == trust_anchor_no(trust))
		upto_add_receipts(app, &upto);
	else if (one)
		value_append_take(&upto, value_text(id_hex(one, hex)));
	return upto;
}

static bool
is_his(const struct id *author, const void *ctx)
{
	return id_equal(author, ctx);
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

struct counting_lack {
	const struct id *step;
	int lack;
	bool holds;
};

static void
note_lack(const struct trust_waiting *waiting, void *ctx)
{
	struct counting_lack *counting = ctx;

	if (!id_equal(&waiting->id, counting->step))
		return;
	counting->lack = (int)(waiting->need - waiting->have);
	counting->holds = waiting->holds;
}

/* How many officers must agree still before the step has its whole effect. */
static int
officers_lacking(const struct app *app, const struct id *step)
{
	struct counting_lack counting = { .step = step };

	trust_each_waiting(store_trust(app_store(app)), note_lack, &counting);
	return counting.lack;
}

bool
app_revocation_holds(const struct app *app, const struct id *step)
{
	struct counting_lack counting = { .step = step };

	trust_each_waiting(store_trust(app_store(app)), note_lack, &counting);
	return counting.holds;
}

static enum status
try_revoke(struct app *app, const struct app_revoke *ask, struct id *id, int *endorse, struct err *err)
{
	unsigned generation = store_generation(app_store(app));
	const struct trust *trust = store_trust(app_store(app));
	int64_t newest = trust_anchor_no(trust), receipt = ask->receipt < 0 ? newest : ask->receipt;
	struct step step;
	struct value upto;
	struct revoke_words words = { 0 };
	struct id written = { 0 };
	struct err why = { 0 };
	enum status status = act_needs_person(app, err);

	if (!status && !is_reason(ask->reason))
		status = err_set(err, STATUS_INVALID, _("say why: retired, stolen or mistake"));
	if (!status && receipt > newest)
		status = err_set(err, STATUS_INVALID, _("there is no county receipt no. %lld yet; the newest is no. %lld"),
				 (long long)receipt, (long long)newest);
	if (!status)
		status = check_right(app, &ask->credential, err);
	if (!status)
		status = revoke_words_check(app, &ask->credential, ask->reason, ask->again, &words, err);
	if (status)
		return status;
	/* The receipt and what it bounds are one act. */
	status = act_begin_judged(app, generation, err);
	if (status) {
		revoke_words_release(&words);
		return status;
	}
	if (ask->receipt_first)
		status = app_receipt_within(app, &written, err);
	if (!status)
		status = check_right(app, &ask->credential, err);
	upto = upto_of(app, receipt, &written);
	if (!status && leaves_what_is_here(ask))
		status = upto_add_ends(app, is_his, &ask->credential, &upto, err);
	value_sort_texts(&upto);
	act_step_start(&step, STEP_REVOCATION);
	step_data_set_id(&step.data, "of", &ask->credential);
	value_set_text(&step.data, "reason", ask->reason);
	value_set_take(&step.data, "upto", upto);
	for (size_t i = 0; i < words.count; i++)
		step_add_parent(&step, &words.parents[i]);
	revoke_words_release(&words);
	if (!status)
		status = act_put(app_store(app), app_signer(app), &step, id, err);
	status = act_end(app, status, err);
	step_release(&step);
	if (status)
		return status;
	if (vault_open(app, &why)) /* nothing more is to be sealed with a key that the revoked one knows */
		app_say(app, why.text);
	*endorse = officers_lacking(app, id);
	return STATUS_OK;
}

enum status
app_revoke(struct app *app, const struct app_revoke *ask, struct id *id, int *endorse, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_revoke(app, ask, id, endorse, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}
