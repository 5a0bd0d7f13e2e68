#ifndef APP_HOUSE_SLOTS_H
#define APP_HOUSE_SLOTS_H

#include <stddef.h>

/* The filled slots of a form of a house: one, or any number when the form repeats. */

struct dossier;
struct flow_slot;
struct form;

/* The slots that have a head, oldest first. Caller frees the array. */
const struct flow_slot **house_slots(const struct dossier *dossier, const struct form *form, size_t *count);
/* "LABEL 2/3"; caller frees. */
char *house_slot_label(const struct form *form, size_t number, size_t count);

#endif
