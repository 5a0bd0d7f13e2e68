#include "base/value.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct value
value_text(const char *text)
{
	return (struct value){ .type = VALUE_TEXT, .text = mem_strdup(text) };
}

struct value
value_integer(int64_t integer)
{
	return (struct value){ .type = VALUE_INTEGER, .integer = integer };
}

struct value
value_real(double real)
{
	return (struct value){ .type = VALUE_REAL, .real = real };
}

struct value
value_boolean(bool boolean)
{
	return (struct value){ .type = VALUE_BOOLEAN, .boolean = boolean };
}

struct value
value_list(void)
{
	return (struct value){ .type = VALUE_LIST };
}

struct value
value_object(void)
{
	return (struct value){ .type = VALUE_OBJECT };
}

struct value
value_copy(const struct value *value)
{
	struct value copy = *value;

	copy.lent = false;
	switch (value->type) {
	case VALUE_TEXT:
		copy.text = mem_strdup(value->text);
		break;
	case VALUE_LIST:
		copy.list.cap = value->list.count;
		copy.list.items = mem_array(value->list.count, sizeof(*copy.list.items));
		for (size_t i = 0; i < value->list.count; i++)
			copy.list.items[i] = value_copy(&value->list.items[i]);
		break;
	case VALUE_OBJECT:
		copy.object.cap = value->object.count;
		copy.object.members = mem_array(value->object.count, sizeof(*copy.object.members));
		for (size_t i = 0; i < value->object.count; i++) {
			copy.object.members[i].name = mem_strdup(value->object.members[i].name);
			copy.object.members[i].value = value_copy(&value->object.members[i].value);
		}
		break;
	default:
		break;
	}
	return copy;
}

struct value
value_lend(const struct value *value)
{
	struct value lent = *value;

	lent.lent = true;
	return lent;
}

static bool
objects_equal(const struct value *a, const struct value *b)
{
	if (a->object.count != b->object.count)
		return false;
	for (size_t i = 0; i < a->object.count; i++) {
		const struct value *other = value_get(b, a->object.members[i].name);

		if (!other || !value_equal(&a->object.members[i].value, other))
			return false;
	}
	return true;
}

bool
value_equal(const struct value *a, const struct value *b)
{
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case VALUE_TEXT:
		return strcmp(a->text, b->text) == 0;
	case VALUE_INTEGER:
		return a->integer == b->integer;
	case VALUE_REAL:
		return a->real == b->real;
	case VALUE_BOOLEAN:
		return a->boolean == b->boolean;
	case VALUE_LIST:
		if (a->list.count != b->list.count)
			return false;
		for (size_t i = 0; i < a->list.count; i++)
			if (!value_equal(&a->list.items[i], &b->list.items[i]))
				return false;
		return true;
	case VALUE_OBJECT:
		return objects_equal(a, b);
	default:
		return true;
	}
}

/* Before a change: what a lent value points to belongs to others. */
static void
own(struct value *value)
{
	if (value->lent)
		*value = value_copy(value);
}

void
value_release(struct value *value)
{
	if (value->lent)
		value->type = VALUE_NONE;
	switch (value->type) {
	case VALUE_TEXT:
		free(value->text);
		break;
	case VALUE_LIST:
		for (size_t i = 0; i < value->list.count; i++)
			value_release(&value->list.items[i]);
		free(value->list.items);
		break;
	case VALUE_OBJECT:
		for (size_t i = 0; i < value->object.count; i++) {
			free(value->object.members[i].name);
			value_release(&value->object.members[i].value);
		}
		free(value->object.members);
		break;
	default:
		break;
	}
	*value = (struct value){ 0 };
}

void
value_append_take(struct value *list, struct value item)
{
	own(list);
	MEM_GROW(list->list.items, list->list.count, list->list.cap);
	list->list.items[list->list.count++] = item;
}

static struct member *
find(const struct value *object, const char *name)
{
	if (!object || object->type != VALUE_OBJECT)
		return NULL;
	for (size_t i = 0; i < object->object.count; i++)
		if (*object->object.members[i].name == *name && strcmp(object->object.members[i].name, name) == 0)
			return &object->object.members[i];
	return NULL;
}

void
value_set_take(struct value *object, const char *name, struct value value)
{
	struct member *member;

	own(object);
	member = find(object, name);
	if (value.type == VALUE_NONE) {
		value_remove(object, name);
		return;
	}
	if (member) {
		value_release(&member->value);
		member->value = value;
		return;
	}
	value_add_take(object, name, value);
}

void
value_add_take(struct value *object, const char *name, struct value value)
{
	own(object);
	MEM_GROW(object->object.members, object->object.count, object->object.cap);
	object->object.members[object->object.count++] = (struct member){ mem_strdup(name), value };
}

void
value_remove(struct value *object, const char *name)
{
	struct member *member;
	size_t index;

	own(object);
	member = find(object, name);
	if (!member)
		return;
	free(member->name);
	value_release(&member->value);
	index = (size_t)(member - object->object.members);
	memmove(member, member + 1, (object->object.count - index - 1) * sizeof(*member));
	object->object.count--;
}

static int
text_order(const void *a, const void *b)
{
	return strcmp(((const struct value *)a)->text, ((const struct value *)b)->text);
}

void
value_sort_texts(struct value *list)
{
	size_t kept = 0;

	if (list->list.count)
		qsort(list->list.items, list->list.count, sizeof(*list->list.items), text_order);
	for (size_t i = 0; i < list->list.count; i++) {
		if (kept && text_order(&list->list.items[kept - 1], &list->list.items[i]) == 0)
			value_release(&list->list.items[i]);
		else
			list->list.items[kept++] = list->list.items[i];
	}
	list->list.count = kept;
}

const struct value *
value_get(const struct value *object, const char *name)
{
	const struct member *member = find(object, name);

	return member ? &member->value : NULL;
}

const struct value *
value_get_next(const struct value *object, const char *name, size_t *next)
{
	const struct member *member;

	if (object && object->type == VALUE_OBJECT && *next < object->object.count && strcmp(object->object.members[*next].name, name) == 0)
		return &object->object.members[(*next)++].value;
	member = find(object, name);
	if (member)
		*next = (size_t)(member - object->object.members) + 1;
	return member ? &member->value : NULL;
}

struct value *
value_get_mut(struct value *object, const char *name)
{
	struct member *member;

	if (object)
		own(object);
	member = find(object, name);
	return member ? &member->value : NULL;
}

const char *
value_get_text(const struct value *object, const char *name)
{
	const struct value *value = value_get(object, name);

	return value && value->type == VALUE_TEXT ? value->text : NULL;
}

int64_t
value_get_integer(const struct value *object, const char *name, int64_t otherwise)
{
	const struct value *value = value_get(object, name);

	return value && value->type == VALUE_INTEGER ? value->integer : otherwise;
}

bool
value_get_boolean(const struct value *object, const char *name, bool otherwise)
{
	const struct value *value = value_get(object, name);

	return value && value->type == VALUE_BOOLEAN ? value->boolean : otherwise;
}

const struct value *
value_get_list(const struct value *object, const char *name)
{
	const struct value *value = value_get(object, name);

	return value && value->type == VALUE_LIST ? value : NULL;
}

void
value_set_text(struct value *object, const char *name, const char *text)
{
	if (text)
		value_set_take(object, name, value_text(text));
	else
		value_remove(object, name);
}

void
value_set_integer(struct value *object, const char *name, int64_t integer)
{
	value_set_take(object, name, value_integer(integer));
}
