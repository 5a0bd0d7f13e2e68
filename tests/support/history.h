#ifndef TESTS_SUPPORT_HISTORY_H
#define TESTS_SUPPORT_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/flow.h"
#include "seal/seal.h"

/* Random histories: laptops that know only part of what there is fill, sign, return, withdraw, receive, revoke, decide, are cloned and begin
 * anew, and meet now and then. Their steps have numbers of their own and no signatures: trust and flow judge what was verified already. */

#define STEPS 96
#define LAPTOPS 4
#define BUILDINGS 3

enum { OFFICER, CLERK, ANNA, BERT, CARL, DORA, PERSONS };

struct laptop {
	bool knows[STEPS];
	struct device_id device;
	struct history_log {
		int64_t epoch, seq;
		struct id tip;
	} logs[PERSONS][2]; /* about no division, about the village */
};

struct history {
	const struct pack *pack;
	struct random_stream stream;
	struct step steps[STEPS];
	struct id ids[STEPS];
	size_t count;
	struct laptop laptops[LAPTOPS]; /* the first is the county's receiver */
	struct id credentials[PERSONS], genesis, pack_step;
	struct id roots[BUILDINGS];
	size_t root_count;
	int64_t receipts;
	struct id last_receipt;
};

/* Of this number, under this pack; the same each time. */
void history_live(struct history *history, const struct pack *pack, size_t number);
void history_release(struct history *history);
/* The numbers of a shuffled set, in place. */
void history_shuffle(struct history *history, size_t *order, size_t count);
size_t history_below(struct history *history, size_t limit); /* at random */

/* What a set of steps says. `pieces`: settled in between, each so many steps, as by several imports; 0: all at once. */
struct view {
	struct trust *trust;
	struct building_view {
		struct flow_step flow[STEPS];
		struct flow_signoff signoffs[STEPS];
		size_t from[STEPS]; /* its index in the history */
		struct flow_input input;
		struct flow_slots slots;
		struct flow_state state;
		struct id aside[STEPS];
		bool there; /* its root is among the steps */
	} buildings[BUILDINGS];
	struct id hash;
};

void view_make(const struct history *history, const size_t *order, size_t count, size_t pieces, struct view *out);
void view_release(struct view *view);

#endif
