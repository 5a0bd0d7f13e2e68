#include "flow/case_next.h"

static enum case_act
act_at(enum case_at at)
{
	static const enum case_act acts[CASE_AT_COUNT] = {
		[CASE_AT_NONE] = CASE_FILL,   [CASE_AT_CONFLICT] = CASE_MERGE, [CASE_AT_RETURNED] = CASE_CORRECT,
		[CASE_AT_AGAIN] = CASE_AGAIN, [CASE_AT_SIGNING] = CASE_SIGN,   [CASE_AT_SIGNED] = CASE_FILL, /* it goes on */
	};

	return acts[at];
}

void
case_decide(const struct case_is *is, struct case_next *out)
{
	*out = (struct case_next){ .open = (is->opens || is->held) && is->closing != CASE_AT_SIGNED };
	if (!out->open)
		return;
	if (is->fault != CASE_OF_RIGHT) {
		out->stage = CASE_OF;
		out->act = is->fault == CASE_OF_CONFLICT ? CASE_MERGE : CASE_AGAIN;
		return;
	}
	while (out->stage < is->stage_count &&
	       (!is->stages[out->stage].when || (is->stages[out->stage].at == CASE_AT_SIGNED && is->stages[out->stage].done)))
		out->stage++;
	out->act = act_at(out->stage < is->stage_count ? is->stages[out->stage].at : is->closing);
}
