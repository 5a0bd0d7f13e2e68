#ifndef APP_HOUSE_WORK_ABOUT_H
#define APP_HOUSE_WORK_ABOUT_H

#include "app/house/work.h"
#include "base/division.h"

/* What is true of the work as a whole, not of one row: villages whose private values cannot be read, and the state of the file that the work was
 * read from. */

/* Counts a village of the list, and notes who can pass its key on where the person may read it and cannot. */
void work_look_at_village(struct app *app, struct work *work, const char *village);
struct mine_answer;
struct work_building;
/* Counts a house in the bar of its place. Houses come by division. */
void work_count_bar(struct app *app, struct work *work, size_t *cap, const struct work_building *raw, enum division_level level);
/* The level of the bars' divisions: below a person's area, the last of several. */
enum division_level work_bar_level(const char *area, enum division_level before);
/* Counts a house of which others must fill the form that comes next, and notes who may. */
void work_add_others(struct app *app, struct work_others *others, const struct work_building *building, const struct mine_answer *answer);
/* Counts, of a person who signs a higher level of the first chain, the houses of the first rank that wait for somebody below. */
void work_look_below(struct app *app, struct work *work, const struct work_building *rows, size_t count);
struct joined;
struct pack;
/* Is the task the next act of a case that is open at this house, which is not counted, and not at the one that is? */
bool work_is_of_case(struct app *app, const struct work_building *row, const struct joined *joined);
/* Finds the deadline of the campaign that is told. */
void work_find_due(const struct pack *pack, struct work *work);
/* Moves what was counted; `from` is empty then. */
void work_take_others(struct work_others *to, struct work_others *from);
/* The stamp of work that would be read now. */
struct work_stamp work_stamp_of(struct app *app);

#endif
