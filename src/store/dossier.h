#ifndef STORE_DOSSIER_H
#define STORE_DOSSIER_H

#include "flow/flow.h"
#include "store/store.h"

/* Everything about one building, evaluated from its steps now: what history, signing and the screens read, and what the
 * register is written from. */

struct dossier_finding {
	const struct rule *rule;
	enum finding_kind kind;
	const char *reason; /* what the author wrote under _reasons for a warning; NULL: none. Borrowed */
};

struct dossier {
	struct id root;
	int64_t number;    /* its row here */
	char division[16]; /* of the root; "" when it is not here */
	struct step *parsed;
	struct flow_step *steps; /* in the order they came */
	size_t step_count;
	struct flow_input input;
	struct flow_slots slots;
	struct flow_facts facts;
	struct flow_state state;
	struct value values;      /* object: form name -> its head's values (slots without conflict, no repeats) */
	struct value fact_values; /* object: fact -> value */
	char *shown;
	struct dossier_finding *findings;
	size_t finding_count;
	bool *form_relevant;
	struct id *same; /* what input.same borrows */
	bool *private_open; /* per slot: its private values are among `values`, or it has none */
};

/* Puts the private values of a step into `into` (an object), when they can be opened here; false otherwise. */
struct private_reader {
	bool (*open)(void *ctx, const struct step *step, struct value *into);
	void *ctx;
};

/* `reader` NULL: nothing private. NOT_FOUND when no step has this root. Borrows store's trust and packs: valid until the next commit. */
MUST_CHECK enum status dossier_load(struct store *store, const struct id *root, const struct private_reader *reader,
				    struct dossier **out, struct err *err);
void dossier_free(struct dossier *dossier);

/* The head of a form's slot, or NULL when empty or in conflict. */
const struct flow_step *dossier_head(const struct dossier *dossier, const char *form);
const struct value *dossier_values(const struct dossier *dossier, const char *form);

/* A step's photos as rules see them; `root`: of the building, to count the photo's uses elsewhere (NULL: not counted). */
struct eval_photo *dossier_photos(struct store *store, const struct step *step, const struct id *root);
void dossier_photos_free(struct eval_photo *photos, size_t count);

/* Loads this building's heads into the store's evaluator, one form left out when given (its draft follows by eval_load). */
void dossier_load_eval(struct store *store, const struct dossier *dossier, const char *except_form, const char *today);

#endif
