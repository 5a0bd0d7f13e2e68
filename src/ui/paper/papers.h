#ifndef UI_PAPER_PAPERS_H
#define UI_PAPER_PAPERS_H

struct id;
struct screen;
struct ui;

/* The papers that may be printed of a house (`building`), or of a village (its digits; NULL: of a house): one is chosen, made and said in the history. NULL,
 * with the reason said, when there is none to print. */
struct screen *papers_screen(struct ui *ui, const struct id *building, const char *village);

#endif
