#ifndef APP_HOUSE_RECORD_H
#define APP_HOUSE_RECORD_H

#include "app/house/delivered.h"
#include "app/house/next.h"
#include "app/house/stages.h"
#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"
#include "flow/task.h"

/* One building as a person reads it: every form's values in words, photos, who signed, what comes next, what changed since this person
 * last signed. A blind field is left out for who may still have to fill the blind form. */

struct record_line {
	const struct form *form;
	const struct field *field; /* NULL: the form's heading */
	struct id root;		   /* of the slot, of a form that repeats; else zeros */
	int row;
	char *text;		 /* in words; of a heading the form, and which of several it is */
	char *before;		 /* what stood here when this person last signed; NULL: the same. "" for nothing */
	bool other_photo;	 /* of a photo: it is another than when this person last signed, and `text` says so */
	bool is_covered, closed; /* closed: sealed for others */
	const char *mark;	 /* the kind of error a returner ticked, or NULL; borrowed from the pack */
};

struct record_photo {
	const struct form *form;
	const struct field *field;
	struct id root; /* as of a line */
	int row;
	struct id id;
	bool missing; /* not in this file */
	bool has_taken;
	int64_t taken_unix;
};

struct record_step { /* of the history */
	char id[9];
	char *text; /* "2022-08-03 12:10  房屋信息登记  name" */
	char *said; /* why a house was given back, or what was answered to that; NULL: nothing */
	char *why;  /* NULL: it counts */
};

struct record {
	struct id building;
	char *place;
	struct house_next next;
	char division[16];
	bool severe; /* the pack's rule for signing many at a time does not hold, or two answers differ and both stay */
	char **told; /* facts that the pack shows, in words */
	size_t told_count;
	char *shown;	 /* the summary field's value in words, "" */
	int16_t rank;	 /* of that: app/house/order.h */
	char *concluded; /* that, up to which level it is signed, and the facts that the pack shows, in one line; "": nothing was found yet */
	struct record_line *lines;
	size_t line_count;
	struct record_photo *photos;
	size_t photo_count;
	struct record_stage *stages;
	size_t stage_count;
	bool may_list; /* this person may take the house out of the roster, or bring it back */
	struct record_step *steps;
	size_t step_count;
	char **findings;
	size_t finding_count;
	char **printed; /* of each paper the last print, in words, the newest first */
	size_t printed_count;
	bool signed_before;  /* this person signed an older version */
	size_t changed;	     /* lines with `before`, and those of other photos */
	char *return_reason; /* of the returns that stand, or NULL */
	char **answers;	     /* the returns that were answered, each with its answer, in words */
	size_t answer_count;
	char *own_return; /* this person's last word on the house was to give it back, unanswered: who and why in one line, or NULL */
	char hash[9];
	struct house_delivery delivery; /* by the county receipts held here */
};

MUST_CHECK enum status record_open(struct app *app, const struct id *building, struct record **out, struct err *err);
void record_free(struct record *record);
/* Puts a sentence of the caller's among what is found. */
void record_add_finding(struct record *record, const char *text);
/* Reads a photo's bytes; caller releases. */
MUST_CHECK enum status record_photo_bytes(struct app *app, const struct id *id, struct buf *out, struct err *err);

#endif
