#ifndef STORE_DRAFTS_H
#define STORE_DRAFTS_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "eval/db.h"

/* NAME.louce.drafts beside the workspace: what is being filled, sealed by `app` before it comes here, and which window holds it. Never
 * exported. Keeping a draft waits for no disk: a killed louce loses none, a power cut the last ones at most, and never the file. Drafts go
 * by building and form; a root of zeros is a building not listed yet. */

struct drafts;

/* A damaged file is set aside, and what can be read of it carried over: `said` gets the sentences about it (NULL: nobody asks). */
MUST_CHECK enum status drafts_open(const char *workspace_path, struct drafts **out, struct buf *said, struct err *err);
/* Lets go of everything that this window holds. */
void drafts_close(struct drafts *drafts);
/* Is there a file of drafts? */
bool drafts_exist(const char *workspace_path);

MUST_CHECK enum status drafts_get(struct drafts *drafts, const struct id *root, const char *form, struct buf *out,
				  struct err *err); /* NOT_FOUND: none */
/* Keeps a draft that this window holds (drafts_hold). CONFLICT, with nothing kept, when it does not: another window has taken the draft over, and
 * may have kept its own and left since. The same holds for a draft's bytes, for dropping it, and for noting its end. */
MUST_CHECK enum status drafts_set(struct drafts *drafts, const struct id *root, const char *form, const void *bytes, size_t len,
				  struct err *err);
/* Bytes that belong to a draft, by a name of theirs: photos. They go when the draft goes. */
MUST_CHECK enum status drafts_get_bytes(struct drafts *drafts, const struct id *root, const char *form, const char *name, struct buf *out,
					struct err *err); /* NOT_FOUND: none */
MUST_CHECK enum status drafts_set_bytes(struct drafts *drafts, const struct id *root, const char *form, const char *name, const void *bytes,
					size_t len, struct err *err);
MUST_CHECK enum status drafts_drop(struct drafts *drafts, const struct id *root, const char *form, struct err *err);

/* Keeps what no window holds, and takes it out again: what is carried from form to form, or a draft made where no window is. */
MUST_CHECK enum status drafts_put(struct drafts *drafts, const struct id *root, const char *form, const void *bytes, size_t len,
				  struct err *err);

MUST_CHECK enum status drafts_remove(struct drafts *drafts, const struct id *root, const char *form, struct err *err);

typedef bool drafts_visit(const struct id *root, const char *form, int64_t at_unix, void *ctx); /* false: enough */
MUST_CHECK enum status drafts_each(struct drafts *drafts, drafts_visit *visit, void *ctx, struct err *err);

/* Notes the step that will end the draft, on the disk when the call returns: said before the step is committed. */
MUST_CHECK enum status drafts_note_end(struct drafts *drafts, const struct id *root, const char *form, const struct id *step,
				       struct err *err);
/* After a stop in between: a draft whose ending step `is_here` is dropped, any other one goes on. */
MUST_CHECK enum status drafts_settle_ends(struct drafts *drafts,
					  enum status (*is_here)(const struct id *step, bool *here, void *, struct err *), void *ctx,
					  struct err *err);

/* ---- which window has a form open */

struct drafts_holder {
	bool other;	    /* another window that still runs, or one of another machine */
	bool own;	    /* this window has it already */
	int64_t since_unix; /* it has it open */
};
MUST_CHECK enum status drafts_holder(struct drafts *drafts, const struct id *root, const char *form, struct drafts_holder *out,
				     struct err *err);
/* Takes the form for this window unless another one has it; `take`: also then. */
MUST_CHECK enum status drafts_hold(struct drafts *drafts, const struct id *root, const char *form, bool take, struct drafts_holder *out,
				   struct err *err);
MUST_CHECK enum status drafts_let_go(struct drafts *drafts, const struct id *root, const char *form, struct err *err);

#endif
