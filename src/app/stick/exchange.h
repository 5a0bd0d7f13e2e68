#ifndef APP_STICK_EXCHANGE_H
#define APP_STICK_EXCHANGE_H

#include "app/app.h"

/* Sticks between laptops, and what follows from them: receipts, revocations, new epochs, decisions. */

struct app_export {
	const char *path;   /* several parts are named NAME.1.louce, NAME.2.louce ... */
	const char *to;	    /* role of the pack, or a person by name or number; NULL: nobody in particular, everything */
	const char *area;   /* only what lies there; NULL: the addressee's areas */
	bool all;	    /* also what his receipts say he holds */
	int64_t part_bytes; /* 0: as much as a stick's file system takes */
};
/* What an export would hold, nothing signed or written: {steps, photos, boxes, bytes, parts, people: [names], receipt: the newest of
 * theirs here, by which it leaves out what they have (0: none)}. */
MUST_CHECK enum status app_export_plan(struct app *app, const struct app_export *ask, struct value *out, struct err *err);
/* With nobody unlocked only steps about trust are written (a request must travel before its person can sign); otherwise:
 * signs an export step by the unlocked person, writes the file (or files) and proves them by reading them back. *out: {files: [{path,
 * steps, photos, boxes, bytes}], steps, areas}. Nothing that stood under `path` is lost when it fails. */
MUST_CHECK enum status app_export(struct app *app, const struct app_export *ask, struct value *out, struct err *err);

struct app_import {
	const char *const *paths; /* "-": standard input */
	size_t count;
	bool salvage;								/* take the sound rest of a file with altered parts */
	void (*progress)(void *ctx, const char *path, size_t done, size_t all); /* may be NULL */
	void *ctx;
};
/* Takes in each file by itself; one that is refused never stops the others. *out (always filled): {files: [{path, taken, why, steps, new,
 * known, pending, refused, not_counting, photos, boxes, missing, complete, reasons: [{why, count}], refusals: [text]}], new, refused_files,
 * unread_files, forks, older_copy, receipt}. With somebody unlocked and something new, a receipt is written; its number stands in `receipt`.
 * The status is that of this machine, not of the files. */
MUST_CHECK enum status app_import(struct app *app, const struct app_import *ask, struct value *out, struct err *err);

/* What is on a file, proven like an import of it and then left alone: a line of app_import's `files` without what only taking in shows, and
 * of its export step by, at, no, to. */
MUST_CHECK enum status app_peek(struct app *app, const char *path, struct value *out, struct err *err);
/* Photos of forms in force that are not here: {photos, houses: [{building, photos}] (the first 100), receipt: this device's last one,
 * asked: how much it asked for, sealed values too}. */
MUST_CHECK enum status app_missing(struct app *app, struct value *out, struct err *err);
/* Writes a receipt when there is something new to say since the last one of this device; *no 0: there was nothing. */
MUST_CHECK enum status app_receipt(struct app *app, int64_t *no, struct err *err);
/* The slip of this device's last receipt, two lines that both sides sign. NOT_FOUND: there is none. */
MUST_CHECK enum status app_slip(struct app *app, struct buf *out, struct err *err);

struct app_revoke {
	const char *credential; /* its first digits, or the person's name when one credential of that name stands */
	const char *reason;	/* "retired" or "stolen", or words */
	int64_t receipt;	/* acts covered by county receipts up to this number keep their effect; below 0: up to the newest */
	bool receipt_first;	/* where the county's receipts are written: today's is written before, and is the one meant */
};
/* What would follow for the steps held here, nothing done. */
struct app_reach {
	int64_t receipt, steps, kept; /* by the person and by those issued under the credential */
	int64_t people;		      /* how many those are */
};
MUST_CHECK enum status app_revoke_reach(struct app *app, const struct app_revoke *ask, struct app_reach *out, struct err *err);
/* The county's receipts held here, newest first: list of {no, at, held}. */
MUST_CHECK enum status app_receipts(struct app *app, struct value *out, struct err *err);
/* *endorse: how many more officers must endorse it before it takes effect. */
MUST_CHECK enum status app_revoke(struct app *app, const struct app_revoke *ask, struct id *step, int *endorse, struct err *err);

/* What an older copy lacks of this laptop's own steps, as far as that is known. */
struct app_loss {
	int64_t steps; /* 0: not known how many */
	char last[17]; /* when the newest one here was signed; "": none is */
};
MUST_CHECK enum status app_loss(struct app *app, struct app_loss *out, struct err *err);

/* The file is an older copy, or this laptop's feed splits: unlocks `person` all the same and begins a new epoch of this device. */
MUST_CHECK enum status app_epoch(struct app *app, const char *person, const struct app_ask *ask, const char *reason, struct err *err);

/* Settles: a step keeps its effect where its device's feed splits. */
MUST_CHECK enum status app_decide_keep(struct app *app, const char *step, const char *reason, struct err *err);
/* Two buildings are one house; `same` false undoes the decisions that said so. */
MUST_CHECK enum status app_decide_same(struct app *app, const char *building, const char *other, bool same, const char *reason,
				       struct err *err);
/* What waits for a decision in an area: {forks: [{device, people, own, epoch, seq, settled, rivals: [{step, kind, by, at, steps, keeps}]}],
 * same: [{building, other, why}], joined: [{building, other, step}]}. `compare`: addresses and owners too, as far as the unlocked person may
 * read them; each house is opened for it. */
MUST_CHECK enum status app_questions(struct app *app, const char *area, bool compare, struct value *out, struct err *err);
/* The versions of a form that stand side by side (or its one version): list of {step, by, at, values, photos: {field: id}}; private values when unlocked. A
 * form filled anew (app_fill) names them all and ends the conflict. */
MUST_CHECK enum status app_versions(struct app *app, const char *building, const char *form, struct value *out, struct err *err);

#endif
