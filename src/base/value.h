#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A tree of values: what a form holds and what a step's `data` holds. It owns everything below it, unless it is lent.
 * Members keep the order they were set in; a name stands once. There is no null: an empty field is absent.
 * A tree that was read into an arena is lent: it may be read and copied while the arena lives, and a change makes the
 * part that is changed its own. */

enum value_type {
	VALUE_NONE = 0, /* zero-initialised: nothing here */
	VALUE_TEXT,
	VALUE_INTEGER,
	VALUE_REAL,
	VALUE_BOOLEAN,
	VALUE_LIST,
	VALUE_OBJECT,
	VALUE_TYPE_COUNT
};

struct member;

struct value {
	enum value_type type;
	bool lent; /* what it points to is in an arena: released there, and copied here before it is changed */
	union {
		char *text; /* UTF-8 */
		int64_t integer;
		double real;
		bool boolean;
		struct {
			struct value *items;
			size_t count, cap;
		} list;
		struct {
			struct member *members;
			size_t count, cap;
		} object;
	};
};

struct member {
	char *name;
	struct value value;
};

struct value value_text(const char *text); /* copies */
struct value value_integer(int64_t integer);
struct value value_real(double real);
struct value value_boolean(bool boolean);
struct value value_list(void);
struct value value_object(void);
struct value value_copy(const struct value *value);
struct value value_lend(const struct value *value);		/* the same without a copy: valid while `value` is, unchanged */
bool value_equal(const struct value *a, const struct value *b); /* members in any order */
void value_release(struct value *value);			/* leaves VALUE_NONE */

void value_append_take(struct value *list, struct value item);
/* Sets or replaces; a VALUE_NONE value removes the member. */
void value_set_take(struct value *object, const char *name, struct value value);
void value_remove(struct value *object, const char *name);
/* Adds a member that the caller knows is not there yet: no search, so that reading a large object stays
 * linear. A VALUE_NONE value is added as it is. */
void value_add_take(struct value *object, const char *name, struct value value);

/* Puts a list of texts into ascending order, each once. Texts only. */
void value_sort_texts(struct value *list);

/* Borrowed; NULL when absent or `object` is no object. */
const struct value *value_get(const struct value *object, const char *name);
/* The same for somebody who asks in about the order in which the members stand: *next is where it is looked for first, from 0, and moves
 * behind what was found. */
const struct value *value_get_next(const struct value *object, const char *name, size_t *next);
struct value *value_get_mut(struct value *object, const char *name);

/* The member's value when it has this type, otherwise NULL / `otherwise`. */
const char *value_get_text(const struct value *object, const char *name);
int64_t value_get_integer(const struct value *object, const char *name, int64_t otherwise);
bool value_get_boolean(const struct value *object, const char *name, bool otherwise);
const struct value *value_get_list(const struct value *object, const char *name);

void value_set_text(struct value *object, const char *name, const char *text); /* NULL removes */
void value_set_integer(struct value *object, const char *name, int64_t integer);

#endif
