#ifndef APP_ROSTER_GONE_H
#define APP_ROSTER_GONE_H

#include <stddef.h>

#include "app/session/tries.h"
#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/machine/progress.h"

/* Houses taken out of the roster: their listing is corrected to say that there is no such house, and why. They stand in no list and no total
 * from then on, their history stays, and the same act the other way round brings them back. An import is taken back by one such act: over all
 * houses that it listed and nobody has touched since, and over those that it corrected, of which the listing of before is signed anew. */

/* What a person should know before these houses are taken out: a sentence for each that is signed, or has such a finding, and for each where a case is
 * open. */
struct out_asks {
	char **items;
	size_t count, cap;
	size_t open_cases;     /* houses where a case is open: asked about by themselves */
	struct act_tries read; /* the houses as they stood when it was asked */
	struct buf said;       /* what was signed about one since it was asked first, a line each */
};
/* May be asked again, with what was asked before in `out`. */
MUST_CHECK enum status app_houses_out_asks(struct app *app, const struct id *houses, size_t count, struct out_asks *out, struct err *err);
/* Takes the houses out, in one act; `why` NULL: brings them back. DENIED, CONFLICT or INVALID with the house named, and nothing done. A house whose finding
 * nobody may sign together with others, or where a case is open, goes only by a role that may decide about houses (acts: decision). `asks`: what was asked about it; CONFLICT too where something
 * was signed about a house since. NULL: nothing was. */
MUST_CHECK enum status app_houses_out(struct app *app, const struct id *houses, size_t count, const char *why, struct out_asks *asks,
				      struct err *err);
void out_asks_release(struct out_asks *asks);

/* Why the house is taken out; caller frees. NULL: it is not. */
char *app_house_gone(struct app *app, const struct id *house);

struct roster_batch {
	char *batch;		  /* its day and time */
	int64_t houses, gone;	  /* that it listed, and of these taken out */
	int64_t corrected, stand; /* that stood and it corrected, and of these where nothing was signed over it */
};
/* The imports that listed or corrected houses here, the newest first. */
MUST_CHECK enum status roster_batches(struct app *app, struct roster_batch **out, size_t *count, struct err *err);
void roster_batches_free(struct roster_batch *imports, size_t count);
/* An import in a line: when it came, what is left of it. Caller frees. */
char *roster_batch_words(const struct roster_batch *import);

struct app_undone {
	size_t out, back; /* houses taken out, or that would be; ... where what stood before the import's correction stands again */
	size_t out_before, back_before; /* that are so already: none of them is kept */
	char **gone, **backs;		/* their places; told when it is only looked */
	size_t gone_count, gone_cap, back_count, back_cap;
	char **kept; /* sentences: which stay, and why */
	size_t kept_count, kept_cap;
};
/* Takes an import back. `look`: only says what it would do. */
MUST_CHECK enum status app_import_undo(struct app *app, const char *batch, const char *why, bool look, const struct progress *progress,
				       struct app_undone *out, struct err *err);
void app_undone_release(struct app_undone *undone);

#endif
