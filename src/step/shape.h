#ifndef STEP_SHAPE_H
#define STEP_SHAPE_H

#include <stdbool.h>

#include "base/value.h"

/* Shapes: which members an object of a body has and what each of them is (doc/file-format, S13 and S14). For src/step alone. */

/* A member of an object. A list of them ends with one without a name. */
struct shape {
	const char *name;
	bool (*fits)(const struct value *value);
	bool may_be_absent;
};

/* The name of a member that is missing, is not what it must be, or that no shape has; NULL: none is wrong. */
const char *shape_misfit(const struct value *object, const struct shape *shape);
bool shape_fits(const struct value *value, const struct shape *shape); /* an object without a misfit */
bool shape_list_of(const struct value *value, bool (*fits)(const struct value *));
/* A list of objects of that shape, no two alike. */
bool shape_list_fits(const struct value *value, const struct shape *shape);
/* Of a list, by the members that the shape names (NULL: of texts): each item comes after the one before it; no two are alike. */
bool shape_is_ascending(const struct value *list, const struct shape *shape);
bool shape_is_distinct(const struct value *list, const struct shape *shape);

bool shape_text(const struct value *value);
bool shape_id(const struct value *value);
bool shape_ids(const struct value *value); /* a list of ids that ascend and differ */

#endif
