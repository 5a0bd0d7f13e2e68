#include <stdlib.h>

#include "app/session/draft.h"
#include "app/session/unlock.h"
#include "app/stick/export_state.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/request.h"
#include "store/store.h"
#include "trust/asked.h"

/* What an export leaves here, counted and told: nobody should believe that the stick has what it has not. */

/* ---- counting */

struct left_keeping {
	const struct trust *trust;
	const struct plan *plan;
	int64_t count;
};

static bool
note_kept(const struct credential *asked, void *ctx)
{
	struct left_keeping *keeping = ctx;

	for (size_t i = 0; i < keeping->plan->request_count; i++)
		if (id_equal(&keeping->plan->requests[i], &asked->id))
			return true;
	keeping->count += !trust_answer(keeping->trust, asked);
	return true;
}

static enum status
count_requests(const struct exporting *exporting, int64_t *count, struct err *err)
{
	struct store *store = app_store(exporting->app);
	struct left_keeping keeping = { .trust = store_trust(store), .plan = &exporting->plan };
	enum status status = store_each_request(store, note_kept, &keeping, err);

	*count = keeping.count;
	return status;
}

enum status
export_left(const struct exporting *exporting, struct app_export_left *out, struct err *err)
{
	struct draft_row *drafts = NULL;
	size_t count = 0;
	enum status status;

	*out = (struct app_export_left){ .elsewhere = exporting->plan.elsewhere,
					 .pending = store_pending_count(app_store(exporting->app)),
					 .missing = exporting->plan.missing };
	status = count_requests(exporting, &out->requests, err);
	if (!status)
		status = app_drafts(exporting->app, &drafts, &count, err);
	free(drafts);
	out->drafts = (int64_t)count;
	return status;
}

enum status
export_left_asking(const struct exporting *exporting, const char *name, struct app_export_left *out, struct err *err)
{
	*out = (struct app_export_left){ .asker = mem_strdup(name), .own = (int64_t)exporting->plan.request_count };
	return count_requests(exporting, &out->requests, err);
}

void
export_left_release(struct app_export_left *left)
{
	free(left->asker);
	*left = (struct app_export_left){ 0 };
}

/* ---- telling */

struct left_telling {
	void (*say)(void *ctx, const char *sentence);
	void *ctx;
};

/* Says the sentence of a number, unless that is 0. */
static void
tell_take(const struct left_telling *telling, int64_t count, char *sentence)
{
	if (count)
		telling->say(telling->ctx, sentence);
	free(sentence);
}

static void
tell_of_asker(const struct left_telling *telling, const struct app_export_left *left)
{
	long long own = left->own, others = left->requests;

	tell_take(
		telling, own,
		mem_printf(
			n_("%s has no right on this laptop yet: the file holds the %lld request of that person alone. All else that is here goes with who has a right.",
			   "%s has no right on this laptop yet: the file holds the %lld requests of that person alone. All else that is here goes with who has a right.",
			   own),
			left->asker, own));
	tell_take(telling, others,
		  mem_printf(n_("%lld request of somebody else stays here: it goes with who asks, or with who has a right.",
				"%lld requests of others stay here: each goes with who asks, or with who has a right.", others),
			     others));
}

void
app_export_left_each(const struct app_export_left *left, void (*say)(void *ctx, const char *sentence), void *ctx)
{
	const struct left_telling telling = { say, ctx };
	long long elsewhere = left->elsewhere, requests = left->requests, pending = left->pending, missing = left->missing,
		  drafts = left->drafts;

	if (left->asker) {
		tell_of_asker(&telling, left);
		return;
	}
	tell_take(&telling, elsewhere,
		  mem_printf(n_("%lld step about another place stays here.", "%lld steps about other places stay here.", elsewhere),
			     elsewhere));
	tell_take(&telling, requests,
		  mem_printf(n_("%lld request for a right stays here: it goes to who may give that right alone.",
				"%lld requests for a right stay here: each goes to who may give that right alone.", requests),
			     requests));
	tell_take(&telling, pending,
		  mem_printf(n_("%lld step stays here until the credential of its signer comes.",
				"%lld steps stay here until the credentials of their signers come.", pending),
			     pending));
	tell_take(&telling, missing,
		  mem_printf(n_("%lld photo or sealed value is not here itself and does not go; the file asks for it.",
				"%lld photos or sealed values are not here themselves and do not go; the file asks for them.", missing),
			     missing));
	tell_take(&telling, drafts,
		  mem_printf(n_("%lld form that was begun and not signed stays here.",
				"%lld forms that were begun and not signed stay here.", drafts),
			     drafts));
}
