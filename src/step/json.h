#ifndef STEP_JSON_H
#define STEP_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/value.h"

/* JSON in and out of value trees, strictly: no member twice, no null, UTF-8 and only allowed characters, integers within
 * 2^53, finite numbers, `depth` at most. INVALID says what is wrong, and in which line when it is no JSON. */

#define JSON_INTEGER_MAX (INT64_C(1) << 53)

MUST_CHECK enum status json_parse(const char *text, size_t len, int depth, struct value *out, struct err *err);
/* Parses a step: null may stand as a member of the outermost object, or of an object in its `photos`; it gives VALUE_NONE
 * there. What is read lies in `arena`, also what was read before a refusal. */
MUST_CHECK enum status json_parse_step(const char *text, size_t len, int depth, struct arena *arena, struct value *out, struct err *err);
/* Compact, members in their order, UTF-8 unescaped. */
void json_write(const struct value *value, struct buf *out);

#endif
