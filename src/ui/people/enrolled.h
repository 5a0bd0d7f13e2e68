#ifndef UI_PEOPLE_ENROLLED_H
#define UI_PEOPLE_ENROLLED_H

#include "app/people/request.h"
#include "ui/screen.h"

/* The key that was just made: where its request lies, and the code that the office compares. */

struct enrolled {
	char *passphrase; /* for writing the request again; zeroed when the page is closed */
	char person[33];
	bool on_stick;		  /* the request lies on the stick that is in, else beside the workspace */
	char *file;		  /* with the request; NULL: it could not be written, */
	char *why;		  /* and why not */
	char *left;		  /* what the file leaves here, in sentences; NULL: nothing but what goes with other files anyway */
	char *key_file, *key_why; /* of a key for its owner's own stick: where it lies now, or why it lies on this machine still */
	struct {
		char *right; /* in words */
		char code[REQUEST_CODE_LEN + 1];
	} asked[REQUESTS_MOST];
	size_t asked_count;
};

void enrolled_free(struct enrolled *state);
struct screen *enrolled_screen(struct enrolled *done_take);

#endif
