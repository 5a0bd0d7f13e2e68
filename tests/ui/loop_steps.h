#ifndef TESTS_UI_LOOP_STEPS_H
#define TESTS_UI_LOOP_STEPS_H

#include "../support/drive.h"

/* What the walks from a hazard to its strike-off have in common: forms filled and levels signed, in Chinese, by keys alone, each begun where the first page
 * names it. */

struct walk {
	struct pty *pty;
	const char *house; /* its number in the platform */
	int photos;	   /* of the inbox, that are taken */
};

/* Digits in the list of people. */
#define WALK_INSPECTOR "1"
#define WALK_SECOND "2"
#define WALK_HEAD "5"
#define WALK_CLERK "6"
#define WALK_OFFICER "7"

struct answer {
	const char *label, *keys; /* WALK_PHOTO: the next photo that no house has, shown and then taken */
};

#define WALK_PHOTO "@"
#define WALK_BURST "b" /* those shot at the house, one after the other */

/* Answers one question after the other, up to a row without label; each is where the last answer led. */
void walk_answer(struct walk *walk, const struct answer *answers);
void walk_sign(struct walk *walk, const char *said);
/* Back on the first page, by Esc. */
void walk_home(struct walk *walk);
/* Opens what a line of the first page says of our house: the arrows go through the houses of the line. */
void walk_task(struct walk *walk, const char *line);
/* The page of our house, from any other. */
void walk_house(struct walk *walk);
/* It says what comes next. */
void walk_next_is(struct walk *walk, const char *next);
/* Signs a level of our house: what must be seen of the slot, then the passphrase. */
void walk_sit(struct walk *walk, const char *digit, const char *level, const char *const *seen);
/* The levels of the survey from the first one on that nobody signed. */
void walk_sit_survey(struct walk *walk, size_t from);

/* A report on paper, as the clerk types it. */
struct paper {
	const char *number, *day, *grade; /* keys */
	bool dangerous;			  /* its parts are asked */
	bool again;			  /* the house has one already */
};

/* A finding: its part and defect, the place, then what is measured of it. Afterwards: at the rows. */
void walk_add_finding(struct walk *walk, const char *keys);
void walk_serve_notice(struct walk *walk);
void walk_enter_report(struct walk *walk, const struct paper *paper);
void walk_make_plan(struct walk *walk);
void walk_see_work_done(struct walk *walk);
void walk_control(struct walk *walk);
void walk_lift_control(struct walk *walk);
void walk_strike_off(struct walk *walk, const char *ground);

#endif
