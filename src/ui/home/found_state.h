#ifndef UI_HOME_FOUND_STATE_H
#define UI_HOME_FOUND_STATE_H

#include "base/text/line.h"
#include "ui/home/run.h"
#include "ui/people/paper.h"
#include "ui/screen.h"

/* What the files of founding a county share. */

/* FOUND_CALL: the officer is called to the screen, FOUND_PAPER: his passphrase stands there. */
enum found_stage { FOUND_COUNTY, FOUND_TITLE, FOUND_OFFICERS, FOUND_THRESHOLD, FOUND_ASK, FOUND_CALL, FOUND_PAPER };

#define OFFICERS_MOST 9 /* more than a county names; they stand on one page */
#define COUNTY_DIGITS 6
#define FIELD_COLS 40

struct found_officer {
	char *name, *passphrase; /* passphrase: NULL until it is to be shown */
	bool written;		 /* its owner has it on paper */
};

struct found_state {
	const struct ui_start *start; /* borrowed */
	enum found_stage stage;
	struct line county, title, name;
	char *proposed; /* the title that the form pack has for these digits; NULL: none */
	bool untouched; /* that title, to be taken or typed over */
	char *asked;	/* a name or title that was asked about: Enter again takes it */
	struct found_officer officers[OFFICERS_MOST];
	size_t count;
	size_t at; /* the officer who is called */
	struct paper paper;
	int threshold;
	char *path; /* of the county's file */
};

void found_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas);

#endif
