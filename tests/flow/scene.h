#ifndef TESTS_FLOW_SCENE_H
#define TESTS_FLOW_SCENE_H

#include "flow/flow.h"

/* One building for the tests of this floor: its steps are added by hand, signed by persons 1 to 9 in any role, and evaluated. */

#define SCENE_STEPS 80
#define SCENE_VILLAGE "451224204201"
/* For scene_pack: a form about a village, by its secretary. */
#define SCENE_GRID                                                                                                                         \
	"grid", "form: grid\nlabel: {zh: 网格}\nby: [village_secretary]\nabout: village\nfields:\n"                                      \
		"  - {name: grid_words, type: text, label: {zh: 一}}\n"

struct scene {
	struct step steps[SCENE_STEPS];
	struct flow_step flow[SCENE_STEPS];
	struct flow_signoff signoffs[SCENE_STEPS];
	struct credential people[SCENE_STEPS];
	size_t count;
	const struct pack *pack; /* in force */
	struct flow_input input;
	struct flow_slots slots;
	struct flow_state state;
	struct flow_called called[4];
	bool *relevant[4];   /* by pack as in `called` */
	size_t *form_errors; /* of each form of the pack in force */
	struct flow_facts facts;
};

/* The campaign's pack with the survey alone, and with `add` appended to its chains and, when `forms` is not NULL, more forms: pairs of a name and its YAML, ended by
 * NULL. Fails the test when it does not parse. */
struct pack *scene_pack(const char *add, const char *const *forms);
/* An empty scene; packs other than the one in force under which something is signed follow, ended by NULL. */
void scene_start(struct scene *scene, const struct pack *pack, ...);
void scene_release(struct scene *scene);

struct id scene_id(size_t step);
/* A step of `kind` by person number `who` in `role`, replacing step `parent` (SIZE_MAX: none). Its index. */
size_t scene_add(struct scene *scene, const char *kind, int who, const char *role, size_t parent);
/* A later step of the slot of a repeat form that `first` began. */
size_t scene_add_to(struct scene *scene, size_t first, int who, const char *role, size_t parent);
void scene_evaluate(struct scene *scene);
/* Evaluates the steps as those about a division; false: it has no head. */
bool scene_evaluate_division(struct scene *scene, const char *division, struct id *hash);
/* Listed, registered and classified by person 1, checked by person 2. */
void scene_filled(struct scene *scene);

/* A sign-off over what stands now. */
struct scene_sign {
	const char *chain, *level, *decision; /* NULL: survey, approve */
	int who;
	const char *role;
	size_t prior;		 /* SIZE_MAX: none */
	size_t slot;		 /* of a chain over a repeat form, its first step; SIZE_MAX: none */
	const struct pack *pack; /* NULL: the one in force */
};
size_t scene_sign(struct scene *scene, const struct scene_sign *sign);
/* An approval of the survey under the pack in force (`prior` SIZE_MAX: none); the same of any chain and slot; and a return. */
size_t scene_approve(struct scene *scene, int who, const char *role, const char *level, size_t prior);
size_t scene_approve_of(struct scene *scene, const char *chain, int who, const char *role, const char *level, size_t prior, size_t slot);
size_t scene_return_of(struct scene *scene, const char *chain, int who, const char *role, const char *level, size_t slot);
/* The item of a sign-off about this building, to be changed before the next evaluation. */
struct value *scene_item(struct scene *scene, size_t sign);
void scene_append_id(struct value *object, const char *list, const struct id *id);

enum flow_reason scene_reason(const struct scene *scene, size_t step);
const struct flow_progress *scene_survey(const struct scene *scene);

/* A number below `bound`, of the same numbers in each run. */
unsigned scene_draw(unsigned bound);

#endif
