#ifndef UI_UI_H
#define UI_UI_H

/* The screens, from the first key to the last. */

struct ui_start {
	const char *workspace; /* file to open; NULL: the one opened last, or the first start */
	const char *lang;      /* "zh" or "en" */
};

/* An exit code as the commands have them. */
int ui_run(const struct ui_start *start);

#endif
