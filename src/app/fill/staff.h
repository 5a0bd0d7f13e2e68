#ifndef APP_FILL_STAFF_H
#define APP_FILL_STAFF_H

#include <stddef.h>

#include "app/fill/sheet.h"

/* Who is offered for a person's field of the staff (`staff`, doc/pack-format): who covers the hamlet of the house by the form that tells it (`covers`), the
 * hamlet's own before those of the whole village, and who holds a right of just this level there. Names, each once. */

/* The first `covering` of the names are of who covers the hamlet. *out: freed by sheet_staff_free. */
void sheet_staff(const struct sheet *sheet, const struct field *field, char ***out, size_t *covering, size_t *count);
void sheet_staff_free(char **names, size_t count);

#endif
