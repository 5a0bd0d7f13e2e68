#ifndef APP_HOUSE_LABEL_H
#define APP_HOUSE_LABEL_H

#include "form/pack.h"

/* What a form or level is called where people read it; the bare name when the pack does not know it. `level` NULL: a form. */

/* A level where levels of several chains stand: with its chain's name before it, but for the first chain. */
char *house_level_words(const struct pack *pack, const struct level *level); /* caller frees */
const char *house_label(const struct pack *pack, const char *form, const char *chain, const char *level);

#endif
