#ifndef APP_HOUSE_LABEL_H
#define APP_HOUSE_LABEL_H

#include "flow/task.h"
#include "form/pack.h"

struct app;
struct step;

/* What forms and levels are called where people read them. */

/* A kind that houses are counted by, wherever they are counted: "to fill". Translated. */
const char *house_task_words(enum flow_task kind);
/* A level where levels of several chains stand: with its chain's name before it, but for the first chain. */
char *house_level_words(const struct pack *pack, const struct level *level); /* caller frees */
/* Which paper a step says was printed, and its serial; NULL: the step says nothing of that. Caller frees. */
char *house_print_words(const struct pack *pack, const struct step *step);
/* form/added.h: "added question: ...". Caller frees. */
char *house_added_words(const struct pack *pack, const struct field *field);
/* The level that the register names: of the pack in force, else, of a chain that was begun with a level which this pack lacks, of an earlier one. NULL: no pack
 * that counts has it. Borrowed. */
const struct level *house_level(const struct app *app, const char *chain, const char *level);
/* A form, or a level when `level` is not NULL; the bare name when the pack does not know it. Borrowed. */
const char *house_label(const struct pack *pack, const char *form, const char *chain, const char *level);

#endif
