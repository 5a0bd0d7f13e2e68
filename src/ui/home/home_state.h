#ifndef UI_HOME_HOME_STATE_H
#define UI_HOME_HOME_STATE_H

#include "app/house/work.h"
#include "app/people/attention.h"
#include "app/place/manifest.h"
#include "app/session/clock.h"
#include "app/stick/late.h"
#include "app/stick/receipt.h"
#include "app/stick/silent.h"
#include "ui/page/listview.h"
#include "ui/screen.h"

/* What the files of home share. */

/* What a line is about: the work on houses, or a page where something waits. */
enum line_about {
	ABOUT_WORK,
	ABOUT_AGREEMENTS,
	ABOUT_REQUESTS,
	ABOUT_FORKS,
	ABOUT_PROPOSALS,
	ABOUT_RIVALS,
	ABOUT_FOUNDING,
	ABOUT_FORMS,
	ABOUT_RECEIPT,
	ABOUT_MANIFEST,
	ABOUT_SEEDS
};

struct work_line { /* one thing to do */
	enum line_about about;
	enum work_kind kind; /* of work */
	enum flow_task task; /* of work: what the houses wait for */
	const struct form *form;
	const struct field *field; /* WORK_ADDED */
	const struct level *level;
	const char *by; /* whose drafts, of WORK_BEGUN_BY_OTHER; borrowed from the work */
	size_t count, overdue;
	size_t worst;	/* of these, of the first rank: what the pack puts before all else was found there */
	size_t decided; /* WORK_SIGN: of these, in a sitting that was left before it was signed */
	char text[200];
};

/* What is said of the house of a row: reading it costs an evaluation, so it is read once. */
struct house_words {
	bool read;
	char *place, *why; /* why: what a returner said of it, or NULL */
};

struct home_state {
	struct work *work; /* NULL: what waits could not be read */
	struct app_late late;
	bool late_unread; /* that could not be counted */
	struct app_silent silent;
	struct app_owed owed;
	struct app_clock clock;
	struct app_attention attention;
	bool failed;			 /* what waits about people and rights could not be read: it is read again at the next key */
	bool no_keys;			 /* nobody is unlocked, and no key lies on this laptop */
	bool restored;			 /* nobody is unlocked, and keys lie here that came back with a backup */
	bool may_sign;			 /* ... and somebody whose key does may sign here */
	bool may_list;			 /* the unlocked person may begin houses that are not on the list */
	bool claimed;			 /* a receipt names steps of this laptop that are not in its file */
	enum manifest_standing manifest; /* of the one village for which this person signs; MANIFEST_STANDS: nothing is wanted */
	char village[DIVISION_CODE_LEN + 1];
	size_t places, places_below; /* forms about his own division that nobody filled, and about those below */
	char places_day[11];	     /* the first day by which one of them must stand; "": none has one */
	size_t villages, lacking;    /* of a wider area: with a house on the list; of these, without any manifest */
	size_t to_check, untold;     /* drawn houses that wait for a check by this person; draws that were told and wait for their seed */
	size_t seeds;		     /* of these draws, those whose lottery's day has come and whose seed this person may give */
	bool left;		     /* another page was on top since it was read */
	const char *worst;	     /* what the first rank is, in words; NULL: the pack has none */
	struct work_line *lines;
	size_t count, cap;
	struct house_words *words; /* of each row of the work, read when one comes to it */
	size_t word_count;
	struct list_view list;
	size_t nth; /* house of the chosen line, counted on with Left and Right */
	/* The person began to fill such forms: signed, the house's next one opens, or that of the next house. NULL: none. */
	const struct form *task;
	bool passes; /* the person chose it though a house of another line, or another of the same, presses more: then he is not led back to that */
	bool opened;	       /* the last key opened a form: begun and not signed, it is the one to go on with */
	bool goes_on;	       /* a form of the task was signed, and the chosen line names what follows */
	char person[33];       /* whose lines these are */
	char day[11];	       /* the day on which they were read */
	char first[300];       /* which house of the chosen line */
	char first_short[300]; /* the same, with less about the keys */
	const char *why;       /* what a returner said of it, or "" */
};

/* ---- home_read.c */

void home_forget_work(struct home_state *home);
void home_recalc(struct screen *screen, struct ui *ui);
bool home_idle(struct screen *screen, struct ui *ui); /* looks at more houses that may wait for this person */

/* ---- home_lines.c */

/* The house of a line, `nth` further than where one is: the house one was at goes on before another is begun. NULL: the line has none. */
const struct work_row *home_row_of(const struct home_state *home, const struct work_line *line, const struct ui *ui, size_t nth);
/* A page where something waits for this person: others cannot go on until it is done. No line for 0. */
void home_add_page_line(struct home_state *home, enum line_about about, size_t count);
void home_add_work(struct home_state *home, const struct work_row *row);
void home_word_line(struct work_line *line, const struct ui *ui); /* of work, when all of it was added */
/* The line one was at stays chosen; after a form was begun and left the one that goes on with it; after one was signed the one that goes on with the
 * same house, else with the next house of the task. */
void home_stay(struct home_state *home, const struct work_line *before, struct ui *ui);

/* The page where that waits which a line is about; NULL: of houses. */
struct screen *home_page_of(const struct home_state *home, struct ui *ui, enum line_about about);

/* The line that comes in place of this one: the first of those above it in which a house presses more, else itself. */
size_t home_pressing_line(const struct home_state *home, const struct ui *ui, size_t line);

struct list_rows home_rows(const struct home_state *home);

/* ---- home_places.c */

void home_read_places(struct home_state *home, struct ui *ui);
/* One line, or none. */
void home_draw_places(const struct home_state *home, struct canvas *canvas, struct area *left);

/* ---- home_draw.c */

/* While nobody is unlocked: is a key the next thing to make, or is the right still to come that was asked for here? */
bool home_starts_with_key(const struct ui *ui);
bool home_compares_first(const struct home_state *home, const struct ui *ui); /* the founding's digits, before the key */
bool home_waits_for_right(const struct home_state *home);

/* No house is on the list in all of the person's areas. */
bool home_lacks_list(const struct home_state *home);
/* Nothing waits for the unlocked person: no line, and no sentence around the lines that names what this person can do. */
bool home_has_nothing(const struct home_state *home);
/* Fits the lines into the page as it is now. */
void home_fit(struct home_state *home, const struct ui *ui);
void home_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas);

#endif
