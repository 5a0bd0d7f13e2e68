#ifndef UI_PAPER_PAPERS_H
#define UI_PAPER_PAPERS_H

struct building_list;
struct id;
struct screen;
struct ui;

/* The papers that may be printed of a house (`building`), or of a village (its digits; NULL: of a house): one is chosen, made and said in the history. NULL,
 * with the reason said, when there is none to print. */
struct screen *papers_screen(struct ui *ui, const struct id *building, const char *village);
/* The papers about a file that is handed over. NULL as above. */
struct screen *papers_of_file_screen(struct ui *ui, const char *path);
/* The papers about houses: one is made for every house that shows in the list and that it is for, all in one file. */
struct screen *papers_of_list_screen(struct ui *ui, const struct building_list *list);

#endif
