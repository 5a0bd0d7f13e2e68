#ifndef TESTS_FLOW_DRAWN_H
#define TESTS_FLOW_DRAWN_H

#include "scene.h"

/* Houses drawn at random for second readings: forms in any state, signatures under any of three packs of the same files, returns, and answers of the pack. */

/* In force, and two of before with lower versions; between drawn_load and drawn_unload. */
extern struct pack *drawn_pack, *drawn_older, *drawn_oldest;
int drawn_load(void **state);
int drawn_unload(void **state);

struct drawn_house {
	struct scene scene;
	bool *asked, *again, *disputed; /* per form: as work; must it be filled again; is it one of two answers that stay? */
	size_t *mends;
	struct flow_added added[4];
	const struct form *marks[3]; /* of the last return, in its order */
	size_t mark_count;
	unsigned salt; /* of the days that expressions answer */
};

/* Draws one and evaluates it; `house` stays where it is. */
void drawn_house_init(struct drawn_house *house);
void drawn_house_release(struct drawn_house *house);
/* What a `due` answers, as flow_facts asks; some have no day. */
bool drawn_day(void *ctx, const struct expr *due, const struct chain *chain, const struct id *root, char out[FLOW_DAY_SIZE]);

/* Of all slots of the form; the slot of one that does not repeat; its step when it stands once. NULL: there is none. */
size_t drawn_heads(const struct scene *scene, const struct form *form);
const struct flow_slot *drawn_slot(const struct scene *scene, const struct form *form);
const struct step *drawn_head(const struct scene *scene, const struct form *form);
const struct chain *drawn_chain_of(const struct form *form); /* NULL: in none */
bool drawn_errors(const struct scene *scene, const struct chain *chain);

#endif
