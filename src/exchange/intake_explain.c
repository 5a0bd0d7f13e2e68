#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/intake_state.h"
#include "flow/flow.h"
#include "trust/same.h"
#include "trust/verdict.h"
#include "store/journal.h"

/* Why some steps of a file that was taken have no effect. */

static bool
better(const struct taken *had, int flow)
{
	return had->flow == INTAKE_NO_VERDICT || (had->flow != FLOW_COUNTS && (flow == FLOW_COUNTS || flow == FLOW_SUPERSEDED));
}

void
intake_on_verdict(const struct id *step, int flow, int trust, void *ctx)
{
	struct taking *taking = ctx;
	struct taken *taken = intake_find_step(taking, step);

	if (taken && taken->fresh && better(taken, flow)) {
		taken->flow = (int8_t)flow;
		taken->trust = (int8_t)trust;
	}
}

static void
add_reason(struct taking *taking, const char *why)
{
	struct intake *out = taking->out;

	out->idle++;
	for (size_t i = 0; i < out->reason_count; i++)
		if (strcmp(out->reasons[i].why, why) == 0) {
			out->reasons[i].count++;
			return;
		}
	MEM_GROW(out->reasons, out->reason_count, out->reason_cap);
	out->reasons[out->reason_count++] = (struct intake_reason){ mem_strdup(why), 1 };
}

/* What trust says of a step about no building. */
static enum trust_reason
trust_alone(struct taking *taking, const struct id *id)
{
	enum trust_reason reason = TRUST_COUNTS;
	struct err ignored = { 0 };
	struct step step = { 0 };
	bool found = false;

	if (!intake_read_step(taking, id, &step, &found, &ignored) && found)
		reason = trust_judge(store_trust(taking->store), id, &step, NULL);
	step_release(&step);
	return reason;
}

/* What who may not decide says of two houses has no effect, and no fault: it asks who may. */
static bool
is_proposal(struct taking *taking, const struct id *id)
{
	enum trust_saying saying = trust_saying_of(store_trust(taking->store), id);

	taking->out->proposals += saying == TRUST_SAYS_PROPOSED || saying == TRUST_SAYS_WITHDRAWN;
	taking->out->withdrawals += saying == TRUST_SAYS_WITHDRAWS;
	return saying != TRUST_SAYS_NOTHING;
}

static void
explain_one(struct taking *taking, const struct taken *fresh)
{
	enum trust_reason reason;

	if (fresh->request)
		return; /* a request asks for a right, it claims none */
	if (fresh->kind == STEP_FORM || fresh->kind == STEP_SIGNOFF || fresh->kind == STEP_WITHDRAWAL) {
		if (fresh->flow == INTAKE_NO_VERDICT)
			add_reason(taking, store_pack(taking->store) ? _("this program does not know what it is about")
								     : _("no form pack is in force here yet"));
		else if (fresh->flow == FLOW_TRUST)
			add_reason(taking, trust_reason_text((enum trust_reason)fresh->trust));
		else if (fresh->flow != FLOW_COUNTS && fresh->flow != FLOW_SUPERSEDED)
			add_reason(taking, flow_reason_text((enum flow_reason)fresh->flow));
		return;
	}
	reason = fresh->kind == STEP_SHARE || fresh->kind == STEP_MANIFEST ? trust_alone(taking, &fresh->id)
									   : trust_step(store_trust(taking->store), &fresh->id);
	if (reason == TRUST_WRONG_ROLE && is_proposal(taking, &fresh->id))
		return;
	if (reason != TRUST_COUNTS && reason != TRUST_SUPERSEDED)
		add_reason(taking, trust_reason_text(reason));
}

static bool
is_stored(struct store *store, const struct id *id)
{
	struct err ignored = { 0 };
	struct buf body = { 0 };
	bool stored = !store_get_step(store, id, &body, NULL, &ignored);

	buf_release(&body);
	return stored;
}

void
intake_explain(struct taking *taking)
{
	for (size_t i = 0; i < taking->step_count; i++)
		if (taking->steps[i].fresh && (!taking->steps[i].waits || is_stored(taking->store, &taking->steps[i].id)))
			explain_one(taking, &taking->steps[i]);
}
