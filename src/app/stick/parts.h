#ifndef APP_STICK_PARTS_H
#define APP_STICK_PARTS_H

#include <stddef.h>

/* Files of several parts, NAME.1.louce, NAME.2.louce ...: which of them were not named. */

/* A line for each such NAME among the paths of which other parts lie beside it, or a part below the highest one is nowhere; NULL: none is missing. Caller
 * frees. */
char *parts_missing(const char *const *paths, size_t count);

#endif
