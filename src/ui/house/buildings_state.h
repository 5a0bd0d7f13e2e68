#ifndef UI_HOUSE_BUILDINGS_STATE_H
#define UI_HOUSE_BUILDINGS_STATE_H

#include "app/house/list.h"
#include "base/text/line.h"
#include "ui/house/sift.h"
#include "ui/page/house_columns.h"
#include "ui/page/listview.h"
#include "ui/screen.h"

/* What the files of the list of houses share. */

#define BUILDINGS_SEARCH_COLS 36 /* of the field that is typed in */

/* What a house is called, what was found there, and what it waits for. */
enum { BUILDINGS_FOUND = HOUSE_COLUMNS, BUILDINGS_TASK, BUILDINGS_COLUMNS };

struct buildings_state {
	const struct ui *ui;	    /* of the program */
	struct building_list *list; /* NULL: not read */
	struct id at;		    /* the house that was chosen when the list was forgotten; zeros: none */
	bool lost;		    /* ... and that the list does not show yet: no key came since */
	struct line line;
	struct list_view view; /* asks for the rows in view and no others */
	bool left;	       /* another page was on top since the list was read */
	bool all;	       /* houses beyond the person's areas show, too */
	bool one_village;      /* of which all houses are that show: the title names it, no row does */
	bool urgent;	       /* in the order of work; else in that of the roster */
	char *title;
	size_t filter;
	size_t learned;				       /* rows whose private words the search on the screen has seen */
	struct sift sift;			       /* what the houses have in common that show; and the columns that are saved */
	struct list_column columns[BUILDINGS_COLUMNS]; /* of the houses in view */
};

/* ---- buildings_draw.c */

struct list_rows buildings_rows(const struct buildings_state *state);
struct area buildings_area(const struct ui *ui); /* of the rows: below the search and the line under it */
/* Shares the width of the page among the columns, by what the houses in view need. */
void buildings_share_columns(struct buildings_state *state, const struct ui *ui);
void buildings_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas);

#endif
