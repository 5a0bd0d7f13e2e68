#ifndef TESTS_SUPPORT_LAPTOP_H
#define TESTS_SUPPORT_LAPTOP_H

#include "base/buf.h"
#include "ui/stack.h"

/* louce on a workspace without a terminal: keys in, pages out, in each window that louce is looked at in. */

struct laptop {
	struct ui ui;
	struct stack stack;
};

#define LAPTOP_WINDOWS 3 /* that pages are walked in: Chinese and English at 80 x 24, where little has room; Chinese at 120 x 40 */
#define LAPTOP_WIDE 3	 /* and English there, where no sentence is broken */

void laptop_begin(void); /* the messages; once in a program */
/* Opens the workspace, and unlocks the person with this digit in the list (NULL: nobody), whose passphrase is "demo". */
void laptop_open(struct laptop *laptop, const char *workspace, size_t window, const char *person);
void laptop_close(struct laptop *laptop);
void laptop_press(struct laptop *laptop, const char *keys);
void laptop_go_home(struct laptop *laptop);			/* by Esc; fails when that leads there not */
const char *laptop_page(const struct laptop *laptop);		/* the name of the page */
const char *laptop_title(const struct laptop *laptop);		/* what stands above it */
void laptop_look(const struct laptop *laptop, struct buf *out); /* adds the page as text */
/* Presses a key until the page shows nothing new, and adds all that was seen. */
void laptop_walk(struct laptop *laptop, const char *key, struct buf *seen);
void assert_seen(const struct buf *seen, const char *text);

#endif
