#ifndef TRUST_SAME_H
#define TRUST_SAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"
#include "trust/reason.h"
#include "trust/trust.h"

/* Decisions that two houses are one; valid after trust_settle. A house steps aside for another by decisions alone, whatever else is here, and
 * only by those whose area covers its own division. */

/* The houses for which this one steps aside, ascending; the caller frees. `division`: of its root listing. Any thread may ask. */
struct id *trust_asides(const struct trust *trust, const struct id *root, const char *division, size_t *count);
/* Those, and the houses that step aside for this one, as far as the decisions that hold here say; ascending; the caller frees. */
struct id *trust_joined_with(const struct trust *trust, const struct id *root, const char *division, size_t *count);
/* The decisions about two houses, in either order, that hold at one of them: those that a further one would replace. The caller frees. */
struct id *trust_decisions_about(const struct trust *trust, const struct id *root, const char *division, const struct id *other,
				 size_t *count);
/* Do the decisions that hold at one of two houses say that they are one, or that they are two? False where none does. */
bool trust_are_joined(const struct trust *trust, const struct id *root, const char *division, const struct id *other);
bool trust_are_apart(const struct trust *trust, const struct id *root, const char *division, const struct id *other);
/* What somebody signed of two houses: that they are one, or two. Who may not decide it proposes that they are one, without effect, and asks those
 * who may; such a one's "apart" that names proposals of its author among its parents takes these back. */
enum trust_saying {
	TRUST_SAYS_DECIDED,   /* it counts, or was replaced by a later decision */
	TRUST_SAYS_PROPOSED,  /* and its author did not take it back */
	TRUST_SAYS_WITHDRAWN, /* a proposal that its author took back */
	TRUST_SAYS_WITHDRAWS, /* takes back a proposal */
	TRUST_SAYS_NOTHING    /* without effect, for another reason than that its author may not decide */
};
struct trust_said {
	struct id step, about, with;
	const struct credential *
		author; /* NULL: not here; its right covers the step's area, whether it covers both houses who knows them looks; borrowed */
	enum trust_saying saying;
	enum trust_reason reason;
	bool same;
};
/* Each step about the house and another one, in the order of their ids; `root` NULL: about any two. */
void trust_each_said(const struct trust *trust, const struct id *root, void (*visit)(const struct trust_said *, void *), void *ctx);
/* Those of them that are TRUST_SAYS_PROPOSED. */
void trust_each_proposal(const struct trust *trust, void (*visit)(const struct trust_said *, void *), void *ctx);
/* What the step says of two houses; TRUST_SAYS_NOTHING: it is about no two. */
enum trust_saying trust_saying_of(const struct trust *trust, const struct id *step);
/* Every house that some decision calls the same as another, ascending, once each; the caller frees. */
struct id *trust_joined_houses(const struct trust *trust, size_t *count);

#endif
