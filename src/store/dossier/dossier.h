#ifndef STORE_DOSSIER_H
#define STORE_DOSSIER_H

#include "base/arena.h"
#include "base/division.h"
#include "base/map.h"
#include "flow/flow.h"
#include "flow/turn.h"
#include "store/store.h"

/* Everything about one building, evaluated from its steps now: what history, signing and the screens read, and what the
 * register is written from. A division has a dossier, too, of its forms and manifest: without sign-offs, tasks and facts. */

struct dossier_finding {
	const struct rule *rule;
	enum finding_kind kind;
	char *reason;	     /* what the author said under _reasons for a warning, in words; NULL: none */
	char *text;	     /* what is wrong, where the rule itself does not say it; else NULL */
	enum flow_turn turn; /* whose turn it is, of an error that fires */
	bool tells_blind;    /* of the same: it tells of what the form that it is judged at is blind to */
	bool of_slot; /* of a slot that holds what is sealed, by who opens it: it was judged as that was signed, and keeps nothing from being signed now */
};
/* Does the finding keep the chain from being signed? An error does, unless the two whose answers differ both gave theirs again. */
bool dossier_finding_blocks(const struct dossier_finding *finding);
/* What is wrong, as a sentence. Borrowed. */
const char *dossier_finding_text(const struct dossier_finding *finding, const char *lang);

struct dossier {
	struct id root;
	int64_t number;			      /* its row here */
	char division[DIVISION_CODE_LEN + 1]; /* of the root; "" when it is not here */
	bool of_division;		      /* about that division, no building: its digits, and `root` is made of them */
	struct arena own, *arena;	      /* its steps lie in `arena`: its own, or the one it was given */
	struct gathered {		      /* what `steps` borrows and nobody else has */
		int64_t n;
		const char *body; /* NULL: others have it */
		size_t len;
		struct step step;
		struct flow_signoff sign;
	} * gathered;
	struct flow_step *steps; /* in the order they came */
	size_t step_count;
	struct flow_input input;
	struct flow_slots slots;
	struct flow_facts facts;
	struct flow_state state;
	struct value values;	  /* object: form name -> its head's values (slots without conflict, no repeats) */
	struct value fact_values; /* object: fact -> value */
	struct value fact_floors; /* object: facts that would be lower and wait for signatures -> value; VALUE_NONE: none */
	struct dossier_finding *findings;
	size_t finding_count;
	struct flow_added *added; /* questions that were not asked when the forms that stand were filled */
	size_t added_count;
	bool *form_relevant; /* per form of the pack in force, with what waits for signatures */
	size_t *form_errors; /* per form: rules of level error that fire on its head, and limits that its heads break */
	size_t *form_mends;  /* the same, at the form in which each is mended */
	bool *form_disputed; /* per form: it holds one of two answers that differ and both stay */
	struct id *aside;    /* what input.aside borrows */
	bool *private_open;  /* per slot: its private values are among `values`, or it has none */
	struct value *
		opened; /* per slot of a form that repeats: what it says with what is private, where a reader opened that; else VALUE_NONE */
};

/* Reads private values: puts those of a step into `into` (an object); false: they cannot be opened here. */
struct private_reader {
	bool (*open)(void *ctx, const struct step *step, struct value *into);
	void (*photos)(void *ctx, struct step *step); /* notes in the step what is sealed of its private photos, as far as that opens */
	void *ctx;
};

/* A shelf of sign-offs that name many buildings, read once for all of these. Zero-initialise to start; outlives the dossiers gathered with it. */
struct sign_shelf {
	struct shelved {
		struct step step;
		struct flow_signoff sign;
	} * *items;
	size_t count, cap;
	size_t bytes; /* of the bodies read */
	struct idmap index;
};
void sign_shelf_release(struct sign_shelf *shelf);

/* A desk: where one thread judges dossiers. */
struct dossier_desk {
	const struct store *store;
	struct evaluators *evaluators;
	struct store *others; /* asked which other buildings hold a photo; NULL: nobody is, as if none did */
	char today[11];
};

/* The two halves of loading a dossier. The first reads the database; the second does not, unless the desk has `others`, and different threads may judge
 * different dossiers at once. `shelf`: where sign-offs are shared; NULL: none are.
 * `arena`: where its steps lie, empty; NULL: an own one. dossier_free ends both, and clears what it was given. */
MUST_CHECK enum status dossier_gather(struct store *store, int64_t building, const struct id *root, struct sign_shelf *shelf,
				      struct arena *arena, struct dossier **out, struct err *err);
MUST_CHECK enum status dossier_judge(const struct dossier_desk *desk, struct dossier *dossier, const struct private_reader *reader,
				     struct err *err);
/* Do types, choices and calculations of a step break its own pack? */
bool dossier_value_problem(const struct dossier_desk *desk, const struct flow_step *flow);
void dossier_release_gathered(struct dossier *dossier);
enum status dossier_altered(struct err *err); /* says that a stored step was altered */

/* What stands for a building's root where a division is meant, by its digits: so that drafts and pages know both by an id. */
void division_root(const char *division, struct id *out);

/* `reader` NULL: nothing private. NOT_FOUND when no step has this root. Borrows store's trust and packs: valid until the next commit. */
MUST_CHECK enum status dossier_load(struct store *store, const struct id *root, const struct private_reader *reader, struct dossier **out,
				    struct err *err);
/* What a building's steps of one form say, and nothing else of it: steps, slots and values of that form; no state, facts or findings. For many houses
 * of which only a form is asked. */
MUST_CHECK enum status dossier_load_form(struct store *store, const struct id *root, const char *form, const struct private_reader *reader,
					 struct dossier **out, struct err *err);
void dossier_free(struct dossier *dossier);

/* The head of a form's slot, or NULL when empty or in conflict. */
const struct flow_step *dossier_head(const struct dossier *dossier, const char *form);
const struct value *dossier_values(const struct dossier *dossier, const char *form);
/* The houses that decisions join with this one, whichever stays, ascending; the caller frees. One house may be decided to be a thousand others. */
struct id *dossier_joined(const struct store *store, const struct dossier *dossier, size_t *count);
/* Has whoever signs to decide between two answers that both stay? */
bool dossier_is_disputed(const struct dossier *dossier);
/* Is a form that is blind to something still to be answered: called for and not filled, to be filled again, or found to differ from what it is blind to, as long as
 * that is looked into? */
bool dossier_stays_blind(const struct dossier *dossier, const struct form *form);
/* Do two answers differ and both stay, and has nobody signed over them yet? */
bool dossier_is_undecided(const struct dossier *dossier, const struct dossier_finding *finding);
/* The form in which the finding is looked into next. */
const struct form *dossier_finding_form(const struct dossier *dossier, const struct dossier_finding *finding);

/* What a step of the building says of a photo that it has; NULL: none has it. */
const struct step_photo *dossier_photo(const struct dossier *dossier, const struct id *photo);
/* A step's photos as rules see them; `root`: of the building, to count the photo's uses elsewhere in the store (NULL: not counted).
 * The caller frees the array; its texts are the step's. */
struct eval_photo *dossier_photos(struct store *store, const struct step *step, const struct id *root);

/* Loads this building's heads into the store's evaluator, one form left out when given (its draft follows by eval_load). */
void dossier_load_eval(struct store *store, const struct dossier *dossier, const char *except_form, const char *today);
/* Leaves a slot out of what was loaded of its form: it is filled again, and what is being filled is not among those that stand. */
void dossier_leave_slot(struct store *store, const struct dossier *dossier, const struct form *form, const struct id *slot);

#endif
