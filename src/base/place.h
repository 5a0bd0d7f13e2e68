#ifndef BASE_PLACE_H
#define BASE_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/* The grammar of names (doc/file-format, S4, S9, S10): of a form, a field or a list [a-z][a-z0-9_]*; and of the place of a value or photo in a form, NAME or
 * REPEAT/ROW/NAME. Nobody else reads either. */

struct field_place {
	const char *repeat; /* borrowed, not ended: repeat_len bytes; NULL: in no repeat */
	size_t repeat_len;
	int row;	  /* from 1; 0: in no repeat */
	const char *name; /* borrowed */
};

/* Are the bytes a name? `extra`: characters that may stand behind its first as well. */
bool name_is_plain(const char *text, size_t len, const char *extra);
/* Reads a place; *out borrows from the text. A text of another form is false, and its whole is the name. */
bool field_place_read(const char *text, struct field_place *out);
/* The same of what somebody typed, whose name may be none: of REPEAT/ROW/ANYTHING that is the name, of all else the whole. */
void field_place_read_typed(const char *text, struct field_place *out);

#endif
