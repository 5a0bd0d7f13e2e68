#ifndef APP_SESSION_JSON_H
#define APP_SESSION_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "base/attr.h"
#include "base/value.h"

/* Values as JSON, for those who write and read them with a program. */

void app_json(const struct value *value, struct buf *out);
/* The same to be read by people: numbers have no exponent. */
void app_value_words(const struct value *value, struct buf *out);
/* Reads a JSON file of a form's values. */
MUST_CHECK enum status app_read_values(const char *path, struct value *out, struct err *err);

#endif
