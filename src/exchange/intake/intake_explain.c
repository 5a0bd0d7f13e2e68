#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/intake/intake_state.h"
#include "flow/flow.h"
#include "trust/same.h"
#include "trust/verdict.h"
#include "store/journal.h"

/* Why some steps of a file that was taken have no effect. */

void
intake_expect_verdicts(struct taking *taking, int64_t count)
{
	taking->verdicts = mem_array((size_t)count, sizeof(*taking->verdicts));
	taking->verdict_count = count;
	for (int64_t i = 0; i < count; i++)
		taking->verdicts[i] = (struct fresh_verdict){ INTAKE_NO_VERDICT, INTAKE_NO_VERDICT };
}

static bool
better(const struct fresh_verdict *had, int flow)
{
	return had->flow == INTAKE_NO_VERDICT || flow == FLOW_COUNTS; /* only a form is replaced, and a form is of one house */
}

void
intake_on_verdict(int64_t n, int flow, int trust, void *ctx)
{
	struct taking *taking = ctx;
	struct fresh_verdict *verdict;

	if (n <= taking->last || n - taking->last > taking->verdict_count)
		return;
	verdict = &taking->verdicts[n - taking->last - 1];
	if (better(verdict, flow))
		*verdict = (struct fresh_verdict){ (int8_t)flow, (int8_t)trust };
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

/* What who may not decide says of two houses has no effect, and no fault: it asks who may. */
static bool
is_proposal(struct taking *taking, const struct id *id)
{
	enum trust_saying saying = trust_saying_of(store_trust(taking->store), id);

	taking->out->proposals += saying == TRUST_SAYS_PROPOSED || saying == TRUST_SAYS_WITHDRAWN;
	taking->out->withdrawals += saying == TRUST_SAYS_WITHDRAWS;
	return saying != TRUST_SAYS_NOTHING;
}

/* A step that no building was derived from. */
static void
explain_alone(struct taking *taking, const struct id *id, const struct step *step)
{
	enum step_kind kind = step_kind_of(step->kind);
	enum trust_reason reason;

	if (kind == STEP_FORM || kind == STEP_SIGNOFF || kind == STEP_WITHDRAWAL) {
		add_reason(taking, store_pack(taking->store) ? _("this program does not know what it is about")
							     : _("no form pack is in force here yet"));
		return;
	}
	reason = kind == STEP_SHARE || kind == STEP_MANIFEST ? trust_judge(store_trust(taking->store), id, step, NULL)
							     : trust_step(store_trust(taking->store), id);
	if (reason == TRUST_WRONG_ROLE && is_proposal(taking, id))
		return;
	if (reason != TRUST_COUNTS && reason != TRUST_SUPERSEDED)
		add_reason(taking, trust_reason_text(reason));
}

static void
explain_unseen(struct taking *taking, int64_t n)
{
	struct buf body = { 0 };
	struct err ignored = { 0 };
	struct signature sig;
	struct step step;
	struct id id;

	if (!store_step_at(taking->store, n, &id, &body, &sig, &ignored) && !step_parse(buf_text(&body), body.len, &step, &ignored)) {
		explain_alone(taking, &id, &step);
		step_release(&step);
	}
	buf_release(&body);
}

void
intake_explain(struct taking *taking)
{
	for (int64_t i = 0; i < taking->verdict_count; i++) {
		const struct fresh_verdict *verdict = &taking->verdicts[i];

		if (verdict->flow == INTAKE_NO_VERDICT)
			explain_unseen(taking, taking->last + 1 + i);
		else if (verdict->flow == FLOW_TRUST)
			add_reason(taking, trust_reason_text((enum trust_reason)verdict->trust));
		else if (verdict->flow != FLOW_COUNTS && verdict->flow != FLOW_SUPERSEDED)
			add_reason(taking, flow_reason_text((enum flow_reason)verdict->flow));
	}
}
