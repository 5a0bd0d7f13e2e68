#ifndef TESTS_SUPPORT_TWIN_REASON_H
#define TESTS_SUPPORT_TWIN_REASON_H

#include "app/house/check.h"
#include "base/value.h"

/* `_reasons` that say why a house that seems to stand is listed all the same: for tests that list one house several times. */
static inline struct value
twin_reason(void)
{
	struct value reasons = value_list(), reason = value_object();

	value_set_text(&reason, "rule", CHECK_TWIN);
	value_set_text(&reason, "reason", "1");
	value_append_take(&reasons, reason);
	return reasons;
}

#endif
