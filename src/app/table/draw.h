#ifndef APP_TABLE_DRAW_H
#define APP_TABLE_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "app/table/sample.h"
#include "base/id.h"
#include "store/divisions/draws.h"

/* Draws of houses for spot checks, signed: first what is drawn from, then the seed and the houses that follow from it; and how far their checks are.
 * doc/file-format, section W. */

struct draw_ask {
	const char *township; /* its digits or 12-digit code */
	const char *lang;
	int64_t receipt; /* its number; 0: the newest */
	const struct sample_quota *quotas;
	size_t quota_count, spare;
	const char *source, *day; /* the numbered issue of a public lottery, and its day */
};

/* What would be drawn from as of a county receipt, 0: the newest: strata with the houses in each, and the quota that the pack proposes in `wanted`. */
MUST_CHECK enum status app_draw_propose(struct app *app, const char *township, const char *lang, int64_t receipt, struct sample *out,
					struct err *err);
/* What can be said of the wish before anybody counts: would it be signed? The same sentences as from app_draw_tell, and app_draw_seed. */
MUST_CHECK enum status app_draw_check(struct app *app, const struct draw_ask *ask, struct err *err);
MUST_CHECK enum status app_draw_check_seed(struct app *app, const struct id *draw, const char *seed, struct err *err);
/* Signs what is drawn from, and, on the laptop that receives for the county, the county's receipt of it. *id: the draw. */
MUST_CHECK enum status app_draw_tell(struct app *app, const struct draw_ask *ask, struct id *id, struct err *err);
/* Signs the seed and the houses that follow from it, and the county's receipt. CONFLICT: no receipt covers what was told, or houses were drawn already. */
MUST_CHECK enum status app_draw_seed(struct app *app, const struct id *draw, const char *seed, struct err *err);
/* Writes the county's receipt, in which what was told or drawn is received; *number: the receipt's. DENIED: somebody else writes it, or another laptop;
 * CONFLICT: nothing is left to receive. */
MUST_CHECK enum status app_draw_receive(struct app *app, int64_t *number, struct err *err);

enum check_state {
	CHECK_WAITS,
	CHECK_DONE,
	CHECK_UNREACHED, /* nobody could look at it: the next spare house takes its place */
	CHECK_SPARE,	 /* in whose order one is replaced */
};
struct drawn_house {
	struct id root;
	size_t stratum, rank; /* rank: from 1 */
	enum check_state state;
	struct id slot; /* of its check; zeros: none */
	char *words;	/* what was found wrong, or why nobody could look; NULL: nothing */
};
struct drawn_stratum {
	char *value, *label;
	int64_t houses, quota;
};
struct app_draw {
	struct id id, head;
	char township[DIVISION_CODE_LEN + 1];
	char *place, *by, *source, *seed; /* seed NULL: not drawn yet */
	char told[11], day[11];
	int64_t receipt; /* the number of the county receipt that is drawn from; 0: it is not here */
	enum draw_standing standing;
	size_t rivals;
	struct drawn_stratum *strata;
	size_t stratum_count;
	struct drawn_house *houses; /* by stratum and rank */
	size_t house_count;
	size_t wanted, done, wrong, unreached; /* houses */
};
struct app_draws {
	struct app_draw *items;
	size_t count;
};
/* The draws of an area, by township. DENIED: who asks must not know yet what was found at the houses. *out needs app_draws_release. */
MUST_CHECK enum status app_draws(struct app *app, const char *area, const char *lang, struct app_draws *out, struct err *err);
void app_draws_release(struct app_draws *draws);
/* CONFLICT: a draw about the township waits for its lottery. Of several that were told before the numbers were known somebody could choose afterwards. */
MUST_CHECK enum status app_draws_none_waits(struct app *app, const char *township, struct err *err);
/* Would app_draw_receive be asked of the person who is unlocked: is this the laptop that writes county receipts, and has he the right for it? What it says when
 * it is pressed all the same it says there. */
bool app_draw_may_receive(struct app *app);
/* Of the draws that were read: does one about the township wait for its lottery, so that no other is told? */
bool app_draws_wait(const struct app_draws *draws, const char *township);
/* Draws again what nobody drew again in this file yet, and keeps what came of it, so that every list and report says the same. Where it cannot, a draw stays
 * unproven. */
enum draws_again {
	DRAWS_UNPROVEN,
	DRAWS_FAILED, /* also where other houses came out: more of what it is drawn from may be here now */
	DRAWS_ALL     /* also where the same came out */
};
void app_draws_prove(struct app *app, enum draws_again which);
/* Is what a file keeps of its draws what comes out when they are drawn again? What is not goes to `said`, a line each; *wrong: how many. `path`: a
 * workspace that verifies; nothing is written. Where it cannot be read so, that is said. */
void app_draws_verify(const char *path, struct buf *said, size_t *wrong);
/* Draws again by what is signed: *same, are the houses just those? If not, the draw does not stand, and its standing says so. CONFLICT: no seed yet. */
MUST_CHECK enum status app_draw_prove(struct app *app, struct app_draw *draw, bool *same, struct err *err);
/* May a seed be given now? CONFLICT: no receipt covers what was told, it does not stand, the houses are drawn, or the lottery is still to come. */
struct draw_turn {
	enum draw_standing standing;
	const char *day; /* of the lottery */
};
MUST_CHECK enum status app_draw_turn(const struct draw_turn *turn, struct err *err);
/* The draw whose id begins with these digits. NOT_FOUND, or CONFLICT when several do. */
MUST_CHECK enum status app_draw_find(const struct app_draws *draws, const char *digits, struct app_draw **out, struct err *err);
/* How a draw stands, a sentence. Never freed. */
const char *app_draw_words(enum draw_standing standing);

#endif
