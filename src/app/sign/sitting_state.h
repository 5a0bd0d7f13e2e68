#ifndef APP_SIGN_SITTING_STATE_H
#define APP_SIGN_SITTING_STATE_H

#include "app/sign/sitting.h"

/* A sitting, as its files share it; no other file includes this. */

/* A house before something was decided, ticked or said of it. */
struct sitting_past {
	size_t index;
	unsigned act; /* houses that were approved together have one */
	bool decided; /* a decision was changed; false: a mark or words of a return */
	enum decision decision;
	bool in_bulk;
	struct return_marks marks;
	char *reason;
};

struct sitting {
	struct app *app;
	const struct level *level;
	struct sitting_house *houses;
	size_t count;
	bool unkept;	    /* the last decision could not be kept, and that was said */
	bool holds;	    /* this window has it; nothing is kept before */
	int64_t since_unix; /* else: how long another one has had it */
	struct sitting_past *past;
	size_t past_count, past_cap;
	unsigned acts;
};

/* ---- sitting_keep.c */

char *sitting_draft_name(const struct sitting *sitting); /* caller frees */
/* Keeps what was decided, and says so the first time that it cannot: the disk is full, or another window has taken the sitting over. */
void sitting_keep(struct sitting *sitting);
/* Takes up the kept decisions; false: none were kept, so a sample is to be drawn. */
bool sitting_restore(struct sitting *sitting);
/* Makes the sitting this window's, where no other one has it or when it is taken. */
MUST_CHECK enum status sitting_hold(struct sitting *sitting, bool take, struct err *err);
void sitting_let_go(struct sitting *sitting);

/* ---- sitting_decide.c */

void sitting_past_release(struct sitting_past *past);

#endif
