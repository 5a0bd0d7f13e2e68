#ifndef TESTS_MODEL_STATES_H
#define TESTS_MODEL_STATES_H

#include <stdbool.h>
#include <stddef.h>

#include "form/pack.h"
#include "step/step.h"
#include "trust/trust.h"

/* The state hashes (doc/file-format, H) of a set of steps, by the program's flow: each house's and each area's. Values are not looked at, and every form
 * is called for, as in the model. */

struct state_steps {
	const struct step *steps;
	const struct id *ids;
	const bool *stored;
	size_t count;
	const struct state_pack {
		struct id id;
		const struct pack *pack;
	} * packs;
	size_t pack_count;
};

/* The pack of which these are the files, as JSON: another one at each call, until states_next, which gives all back for the next history. */
const struct pack *states_pack(const char *files);
void states_next(void);
void states_end(void);
/* "house ROOT HASH" and "area AREA HASH" (- is the whole); each line becomes the visitor's. `trust` is settled. */
void states_say(const struct state_steps *set, const struct trust *trust, void (*visit)(char *line, void *ctx), void *ctx);

#endif
