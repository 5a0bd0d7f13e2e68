#ifndef APP_HOUSE_LABEL_H
#define APP_HOUSE_LABEL_H

#include "form/pack.h"

/* What a form or level is called where people read it; the bare name when the pack does not know it. */

const char *house_label(const struct pack *pack, const char *form, const char *level);

#endif
