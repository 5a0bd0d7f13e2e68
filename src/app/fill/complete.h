#ifndef APP_FILL_COMPLETE_H
#define APP_FILL_COMPLETE_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "base/text/pinyin.h"
#include "form/pack.h"

/* Earlier entries of a village, offered again: hamlets, roads, names of those who survey. Private ones only from what the unlocked person
 * can open, and only in memory. */

/* Reads a few more buildings of the person's villages; true: there are more. Called while nobody types. */
bool app_complete_learn(struct app *app);
/* Values of a field that fit what was typed (by text or by first letters), the most frequent first. *out: the caller's, `count` texts each
 * freed. At most `most`. Reads what is not learned yet first. */
void app_complete(struct app *app, const struct field *field, const char *typed, size_t most, char ***out, size_t *count);
/* Adds what was just signed in a form, so that it is offered next time without reading the village again. */
void app_complete_add(struct app *app, const struct form *form, const struct value *values);

#endif
