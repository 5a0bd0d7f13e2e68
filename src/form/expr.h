#ifndef FORM_EXPR_H
#define FORM_EXPR_H

#include <stdbool.h>
#include <stddef.h>

/* What every part of a form pack is made of: a place in its files, a label in two languages, an expression, a list of names. */

struct place {
	const char *file; /* borrowed from the pack */
	int line;	  /* from 1 */
	const char *key;  /* "relevant", "expr" ... */
};

struct label {
	char *zh, *en;
};

/* The text for the current language ("zh" unless LANGUAGE says en); never NULL. `lang` is "zh" or "en". */
const char *label_text(const struct label *label, const char *lang);

struct expr {
	char *sql; /* NULL: not given */
	struct place place;
};

bool expr_asks_today(const struct expr *expr);		       /* what it answers depends on the day */
bool expr_differs(const struct expr *a, const struct expr *b); /* another text, however its lines are broken; none is empty */

struct names { /* a list of names, each with its place for errors */
	char **items;
	size_t count;
	struct place place;
};
bool names_has(const struct names *names, const char *name);
void names_sort(struct names *names);

#endif
