#ifndef UI_HOUSE_TASK_WORDS_H
#define UI_HOUSE_TASK_WORDS_H

#include "app/house/list.h"
#include "ui/screen.h"

/* What a house of the list waits for, in words. */

/* The kinds that the list is filtered by, the first of all houses; `index` below task_kind_count(). */
size_t task_kind_count(void);
enum flow_task task_kind(size_t index);
const char *task_kind_label(size_t index); /* translated */

/* Without the day, but what is past it says so. */
void task_words_alone(const struct ui *ui, const struct listed *row, char *out, size_t size);
/* With the day by which it must be done; true: it is urgent. */
bool task_wait_words(const struct ui *ui, const struct listed *row, char *out, size_t size);

#endif
