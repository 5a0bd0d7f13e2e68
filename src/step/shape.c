#include "step/shape.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"

const char *
shape_misfit(const struct value *object, const struct shape *shape)
{
	size_t next = 0, found = 0;

	for (const struct shape *member = shape; member->name; member++) {
		const struct value *value = value_get_next(object, member->name, &next);

		if (value ? !member->fits(value) : !member->may_be_absent)
			return member->name;
		found += value != NULL;
	}
	for (size_t i = 0; found < object->object.count && i < object->object.count; i++) {
		const struct shape *member = shape;

		while (member->name && strcmp(member->name, object->object.members[i].name) != 0)
			member++;
		if (!member->name)
			return object->object.members[i].name;
	}
	return NULL;
}

bool
shape_fits(const struct value *value, const struct shape *shape)
{
	return value->type == VALUE_OBJECT && !shape_misfit(value, shape);
}

/* ---- lists without doubles */

static int value_cmp(const struct value *a, const struct value *b, const struct shape *shape);

static int
list_cmp(const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < a->list.count && i < b->list.count; i++) {
		int order = value_cmp(&a->list.items[i], &b->list.items[i], NULL);

		if (order)
			return order;
	}
	return (a->list.count > b->list.count) - (a->list.count < b->list.count);
}

/* Orders two values of one shape (NULL: texts). An absent member comes first. */
static int
value_cmp(const struct value *a, const struct value *b, const struct shape *shape)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	switch (a->type) {
	case VALUE_TEXT:
		return strcmp(a->text, b->text);
	case VALUE_INTEGER:
		return (a->integer > b->integer) - (a->integer < b->integer);
	case VALUE_LIST:
		return list_cmp(a, b);
	case VALUE_OBJECT:
		for (; shape && shape->name; shape++) {
			int order = value_cmp(value_get(a, shape->name), value_get(b, shape->name), NULL);

			if (order)
				return order;
		}
		return 0;
	case VALUE_NONE:
	case VALUE_REAL:
	case VALUE_BOOLEAN:
	case VALUE_TYPE_COUNT:
		break;
	}
	return 0;
}

bool
shape_is_ascending(const struct value *list, const struct shape *shape)
{
	for (size_t i = 1; i < list->list.count; i++)
		if (value_cmp(&list->list.items[i - 1], &list->list.items[i], shape) >= 0)
			return false;
	return true;
}

struct sorted_item {
	const struct value *value;
	const struct shape *shape;
};

static int
sorted_item_cmp(const void *a, const void *b)
{
	const struct sorted_item *left = a, *right = b;

	return value_cmp(left->value, right->value, left->shape);
}

bool
shape_is_distinct(const struct value *list, const struct shape *shape)
{
	size_t count = list->list.count;
	struct sorted_item *sorted;
	bool distinct = true;

	if (shape_is_ascending(list, shape)) /* as programs write most of them */
		return true;
	sorted = mem_array(count, sizeof(*sorted));
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct sorted_item){ &list->list.items[i], shape };
	qsort(sorted, count, sizeof(*sorted), sorted_item_cmp);
	for (size_t i = 1; i < count; i++)
		distinct &= sorted_item_cmp(&sorted[i - 1], &sorted[i]) != 0;
	free(sorted);
	return distinct;
}

bool
shape_list_of(const struct value *value, bool (*fits)(const struct value *))
{
	if (value->type != VALUE_LIST)
		return false;
	for (size_t i = 0; i < value->list.count; i++)
		if (!fits(&value->list.items[i]))
			return false;
	return true;
}

bool
shape_list_fits(const struct value *value, const struct shape *shape)
{
	if (value->type != VALUE_LIST)
		return false;
	for (size_t i = 0; i < value->list.count; i++)
		if (!shape_fits(&value->list.items[i], shape))
			return false;
	return shape_is_distinct(value, shape);
}

bool
shape_text(const struct value *value)
{
	return value->type == VALUE_TEXT;
}

bool
shape_id(const struct value *value)
{
	struct id id;

	return shape_text(value) && id_from_hex(value->text, &id);
}

bool
shape_ids(const struct value *value)
{
	return shape_list_of(value, shape_id) && shape_is_ascending(value, NULL);
}
