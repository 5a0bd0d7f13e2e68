#ifndef UI_SETTLE_DECISION_STATE_H
#define UI_SETTLE_DECISION_STATE_H

#include "app/session/tries.h"
#include "base/buf.h"
#include "base/text/line.h"
#include "ui/page/kept.h"
#include "ui/page/listview.h"
#include "ui/settle/decision.h"
#include "ui/settle/pair.h"

/* What the files of the page of one question share. */

struct question_state {
	enum question_kind kind;
	struct app_fork fork;
	struct pair pair;
	char *proposed; /* who proposed it, and why; NULL: nobody */
	bool apart;	/* QUESTION_TWINS: that they are two houses is what is confirmed */
	bool show_private;
	struct act_tries asked; /* what stood of the two houses when the page showed them */
	struct buf said;	/* what was signed about them since, a line each */
	struct line reason;
	struct kept_lines kept;
	struct list_view list; /* branches of a fork; fields of a pair */
};

const char *question_intro(const struct question_state *state);
const char *question_asks(const struct question_state *state); /* for a reason, before it is decided; NULL: it is settled */
/* Which laptop, and whose; the caller frees. */
char *question_laptop_text(const struct app_fork *fork);
/* What is about to be signed; the caller frees. */
char *question_confirm_words(const struct question_state *state);
/* The same, as the file stands now, with what was signed about the houses since the page showed them. */
char *question_words_now(struct ui *ui, void *state, struct err *err);
/* The branch that counts now, and those that do not; the caller frees. */
char *question_fork_outcome(const struct question_state *state);

#endif
