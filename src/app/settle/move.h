#ifndef APP_SETTLE_MOVE_H
#define APP_SETTLE_MOVE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/division.h"
#include "base/id.h"
#include "base/value.h"

/* A house that belongs in another village moves by one act: it is listed anew there, each further form that the unlocked person may sign there is signed as it
 * stands, with its photos, and a decision says that the old house steps aside for the new one. What others have to sign they carry by the same act, done
 * again: of a house that moved it carries what the new one lacks, and what was signed anew at the old one since. Signatures above the forms do not move. */

struct act_tries;

struct app_move {
	const struct id *house;
	const char *village;	     /* twelve digits */
	const char *reason;	     /* public words; not asked of a house that moved before */
	const struct value *listing; /* answers of the listing that are said anew (group, road, door), or NULL */
	bool look;		     /* nothing is signed: what it would be is told */
	struct act_tries
		*asked; /* of who looks first, then asks: what was signed about the house since the look is told. NULL: nobody is asked */
};

struct app_moved {
	struct id house; /* the new one; of a look one that is not */
	bool begins;	 /* it was not listed there before */
	bool proposed;	 /* the person may not decide it: whoever may is asked */
	char **carried;	 /* the forms that are signed, a label each */
	size_t carried_count, carried_cap;
	char **left; /* those that the old house has and the new one lacks: which, who signs it, and why not this person; a sentence each */
	size_t left_count, left_cap;
	char *twin; /* another house that stands, which the new one may be; NULL: none */
	char *falls; /* signatures at the old house, which do not move, or that rest on what is replaced at the new one: the level, who and when of each; NULL:
		       * none, or it is only proposed */
	char *hidden; /* what was found at the old house, or is open there, and not at the new one; NULL: nothing */
};

/* Moves the house, all or nothing. What is wrong with the listing goes to `findings`, a line each. *told is for app_moved_release on success. */
MUST_CHECK enum status app_move(struct app *app, const struct app_move *ask, struct app_moved *told, struct buf *findings, struct err *err);
void app_moved_release(struct app_moved *told);
/* Is the house one that moved from or to another village, and lacks what an old one has of it? *old, *village: from where and to where that is carried. */
bool app_move_goes_on(struct app *app, const struct id *house, struct id *old, char village[DIVISION_CODE_LEN + 1]);

#endif
