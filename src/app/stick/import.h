#ifndef APP_STICK_IMPORT_H
#define APP_STICK_IMPORT_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "base/machine/progress.h"

/* Taking in files from sticks, and looking at one without taking it in. */

/* One file of an import, and what was found in it. */
struct app_imported_file {
	char *path;  /* owned */
	bool opened; /* false: there was nothing to read, and the numbers below say nothing */
	bool taken;
	char *by;    /* whose file it is: place and name; NULL: not known; owned */
	char at[17]; /* when its trailer was signed, to the minute; "": it has none */
	char *why;   /* not taken: the sentence; owned */
	int64_t steps;
	int64_t fresh, known, pending, requests, refused;
	int64_t dropped;		/* that waited, from this file or earlier ones, and had no room */
	int64_t houses;			/* of the fresh: buildings listed by them */
	int64_t idle;			/* of the fresh: stored, but without effect */
	int64_t proposals, withdrawals; /* of the fresh: that two houses are one, and such ones taken back; none of them is idle */
	int64_t photos, boxes;
	int64_t missing; /* photos and boxes that its new steps name and nobody here has */
	int complete;	 /* 1: all that its trailer says is there; 0: not */
	struct app_import_reason {
		char *why;
		int64_t count;
	} * reasons; /* why fresh steps have no effect; owned */
	size_t reason_count;
	char **refusals; /* a sentence a refused part, at most 20; owned */
	size_t refusal_count;
};

struct app_import {
	const char *const *paths; /* "-": standard input */
	size_t count;
	bool salvage;			 /* take the sound rest of a file with altered parts */
	const struct progress *progress; /* tells each path before the file is read; NULL: nobody waits */
};
/* What an import did. */
struct app_imported {
	struct app_imported_file *files; /* in the order of the paths */
	size_t file_count;
	/* over all files that were taken in: */
	int64_t steps, fresh, known, pending, requests, idle, houses, photos, boxes, proposals, withdrawals;
	int64_t taken_files, refused_files, unread_files;
	int64_t since;	    /* the newest step that was here before */
	int64_t forks;	    /* forked logs that wait for a decision */
	int64_t receipt;    /* number of the county receipt that was written; 0: none */
	bool receipt_open;  /* it could not be written, and was said to be still to write */
	bool older_copy;    /* this file lacks steps signed on this laptop */
	bool claimed;	    /* a county receipt names steps of this laptop that are not here */
	bool restored;	    /* it lacked such steps before this import, and has them again */
	char *parts;	    /* lines: which parts of files of several were not among these; NULL: none; owned */
	char *follows;	    /* the county that a new workspace follows from now on; NULL: none, or it did before; owned */
	struct id founding; /* of that county: its genesis */
};
/* Takes in each file by itself; one that is refused never stops the others. Where the county's receipts are written, one is written in the end
 * for all files; when that fails the files are taken in all the same, and a warning says so. The status is that of this machine, not of the
 * files; *out needs app_imported_release in any case. */
MUST_CHECK enum status app_import(struct app *app, const struct app_import *ask, struct app_imported *out, struct err *err);
/* Says that the receipt is still to be written, and why. */
void app_import_say_open(struct app *app, struct app_imported *out, const struct err *why);
/* That the county's receipt waits for the officer of that name (app_receipt_waits), NULL: for nobody who could write it. The caller frees. */
char *app_receipt_waits_text(const char *by);
void app_imported_release(struct app_imported *imported);

/* What is on a file, proven like an import of it and then left alone. */
struct app_peek {
	struct app_imported_file file;
	char *by, *to; /* who signed its trailer, and for whom; NULL: not known, nobody in particular; owned */
};
MUST_CHECK enum status app_peek(struct app *app, const char *path, struct app_peek *out, struct err *err);
void app_peek_release(struct app_peek *peek);

#endif
