#ifndef TESTS_UI_SCREENS_H
#define TESTS_UI_SCREENS_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/stack.h"

/* The golden pages, which other tests open too: in a county made once, each by the keys that lead there. */

struct golden {
	const char *name;
	const char *person; /* digit of the list; NULL: nobody */
	const char *keys;   /* as typed; \r Enter, \x1b Esc, \t Tab */
	bool no_file;	    /* a first start */
	bool no_inbox;
	bool plain;	    /* without colours as well */
	bool stick;	    /* one is in, with a good file on it and one that is none */
	bool table;	    /* a roster of another system lies on the stick */
	bool words;	    /* ... one with another office's words in a column of codes */
	bool wrong;	    /* ... one whose rows must be corrected, with our column of what is wrong from before */
	bool rows;	    /* ... one that can be taken in: a row changes a house, two are new */
	bool anew;	    /* opened anew in each window: its photo keeps the looks of the first, or it stays where it was scrolled to */
	const char *county; /* another one than the first, by what was done in it: see make_others; NULL: the first */
};

struct window {
	int rows, cols;
	unsigned colours;
};

/* A page that is open. */
struct shown {
	const struct golden *golden;
	const char *locale;
	struct ui ui;
	struct stack stack;
};

extern const struct golden golden_cases[];
extern const size_t golden_case_count;

/* Presses the keys of the case until its page is there; the window has this size from the start. */
void shown_open(struct shown *shown, const struct golden *golden, const char *locale, struct window window);
void shown_close(struct shown *shown);
bool is_golden_wanted(const struct golden *golden); /* LOUCE_SCREENS is a part of the wanted names */
/* Does the case show the page of the one before it in another state? Their names begin with one word. */
bool is_golden_further_state(size_t i);

/* ---- unread.c */

void pages__say_what_is_wrong__and_stand_whole_again__where_the_file_cannot_be_read(void **state);
void sitting__decides_nothing__about_a_house_that_could_not_be_read(void **state);

#endif
