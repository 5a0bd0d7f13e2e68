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

static enum case_act
act_of(enum case_of_fault fault)
{
	static const enum case_act acts[CASE_OF_COUNT] = { [CASE_OF_CONFLICT] = CASE_MERGE,
							   [CASE_OF_AGAIN] = CASE_AGAIN,
							   [CASE_OF_RETURNED] = CASE_CORRECT,
							   [CASE_OF_SIGNING] = CASE_SIGN };

	return acts[fault];
}

/* The first stage that is called for and not over; the count of stages: there is none. */
static size_t
first_missing(const struct case_is *is)
{
	size_t stage = 0;

	while (stage < is->stage_count && (!is->stages[stage].when || (is->stages[stage].at == CASE_AT_SIGNED && is->stages[stage].done)))
		stage++;
	return stage;
}

/* What is not signed yet, or was given back, ends nothing, nor does a stage that was skipped, whoever accepted the end of the case over it. */
static bool
is_ended(const struct case_is *is)
{
	return is->closing == CASE_AT_SIGNED && is->fault != CASE_OF_RETURNED && is->fault != CASE_OF_SIGNING &&
	       first_missing(is) == is->stage_count;
}

void
case_decide(const struct case_is *is, struct case_next *out)
{
	*out = (struct case_next){ .open = (is->opens || is->held) && !is_ended(is) };
	if (is->fault != CASE_OF_RIGHT) {
		out->stage = CASE_OF;
		out->act = act_of(is->fault);
		return;
	}
	out->stage = first_missing(is);
	out->act = act_at(out->stage < is->stage_count ? is->stages[out->stage].at : is->closing);
}
