#include "app/paper/times.h"

#include <stdint.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "flow/flow.h"
#include "form/pack.h"
#include "step/log.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/covers.h"
#include "trust/receipts.h"

/* The time of a signature: its own machine only claims one, county receipts prove between which of them it was given. */

bool
paper_receipt_minute(struct store *store, const struct id *receipt, char out[17])
{
	struct buf body = { 0 };
	struct step step = { 0 };
	struct err ignored = { 0 };
	bool found = receipt && !store_get_step(store, receipt, &body, NULL, &ignored) &&
		     !step_parse(buf_text(&body), body.len, &step, &ignored);

	if (found)
		clock_minute(step.at_unix, out);
	step_release(&step);
	buf_release(&body);
	return found;
}

char *
paper_time(struct store *store, const struct flow_step *flow)
{
	const struct trust *trust = store_trust(store);
	struct log_key log;
	int64_t number = log_of_step(flow->step, &log) ? trust_first_cover(trust, &log, flow->step->seq, &flow->id) : 0;
	char claimed[17], after[17], before[17];
	bool has_after = flow->step->has_anchor && paper_receipt_minute(store, &flow->step->anchor, after);
	bool has_before = number && paper_receipt_minute(store, trust_main_receipt(trust, number), before);

	clock_minute(flow->step->at_unix, claimed);
	if (has_after && has_before)
		return mem_printf(_("%s; proven: after %s, before %s"), claimed, after, before);
	if (has_before)
		return mem_printf(_("%s; proven: before %s"), claimed, before);
	if (has_after)
		return mem_printf(_("%s; proven: after %s; not yet at the county"), claimed, after);
	return mem_printf(_("%s; not yet at the county"), claimed);
}

const char *
paper_role(const struct pack *pack, const char *role, const char *lang)
{
	const struct role *known = pack_role(pack, role);

	return known ? label_text(&known->label, lang) : role;
}
