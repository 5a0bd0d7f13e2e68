#ifndef EXCHANGE_INTAKE_H
#define EXCHANGE_INTAKE_H

#include "base/division.h"
#include "store/store.h"

/* Taking in one file: read by a locked-down child, verified on all cores, put by one writer in one transaction. Whether a step counts is
 * decided by the floors below; here a file is taken or refused.
 *
 * A file with a step, photo or box that is not what was signed, or that is not just what its signed trailer says, is refused whole and
 * changes nothing: no honest machine wrote the file as it is, or its end was cut off. `salvage` takes the sound rest of such a file. */

struct intake_options {
	bool salvage;
	bool look;	 /* prove the file and say what is new, and take nothing */
	bool workspace;	 /* see READER_WORKSPACE */
	bool own_county; /* a file whose foundings are all of another county than this one follows is refused */
};

struct intake {
	int64_t steps;	/* in the file, requests among them */
	int64_t fresh;	/* stored by it: its own steps, and earlier ones that waited for them */
	int64_t houses; /* of the fresh: buildings listed by them */
	int64_t known, requests, refused;
	int64_t pending; /* of its own, the known among them: those that wait at its end */
	int64_t dropped; /* steps and requests that waited and found no room when it was read, be they its own or earlier ones */
	int64_t idle;	 /* of the fresh: stored, but do not count */
	int64_t proposals,
		withdrawals;   /* of the fresh: that two houses are one, by who may not decide it; such ones taken back. None is idle */
	int64_t photos, boxes; /* that are new here */
	struct id *missing;    /* photos and boxes that steps of the file name and that are not here, ascending; owned */
	size_t missing_count;
	int complete; /* 1: all that its trailer says is there; 0: not; -1: it has no trailer */
	struct intake_reason {
		char *why;
		int64_t count;
	} * reasons; /* why fresh steps do not count; owned */
	size_t reason_count, reason_cap;
	char **refusals; /* a sentence each, at most 20; owned */
	size_t refusal_count, refusal_cap;
	struct intake_trailer { /* at_unix 0: there is none */
		char *by, *to;	/* who signed it, for whom: NULL when not known, for nobody in particular; owned */
		int64_t at_unix;
		char area[DIVISION_CODE_LEN + 1]; /* the first that the signer works in; "": not known */
	} trailer;
};

/* `fd`: a regular file open for reading. INVALID and TAMPERED: refused, nothing changed. *out is filled in both cases, and needs
 * intake_release. Must be called outside a transaction. */
MUST_CHECK enum status intake_file(struct store *store, int fd, const char *name, const struct intake_options *options, struct intake *out,
				   struct err *err);
void intake_release(struct intake *intake);

#endif
