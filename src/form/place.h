#ifndef FORM_PLACE_H
#define FORM_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "form/pack.h"

/* The place of a value or photo in a form, as a text: NAME, or REPEAT/ROW/NAME in a row of a repeat. Nobody else reads or writes one. */

struct field_place {
	const char *repeat; /* borrowed, not ended: repeat_len bytes; NULL: in no repeat */
	size_t repeat_len;
	int row;	  /* from 1; 0: in no repeat */
	const char *name; /* borrowed */
};

/* Reads a place; *out borrows from the text. A text of another form is false, and its whole is the name. */
bool field_place_read(const char *text, struct field_place *out);
/* The field of a place, in any form of the pack, and its row; NULL: there is none. */
const struct field *field_place_find(const struct pack *pack, const char *text, int *row);
/* A place of a row of `repeat` (NULL: of none, and row is nothing). */
struct field_place field_place_of(const char *repeat, int row, const char *name);
bool field_place_equal(const struct field_place *a, const struct field_place *b);
bool field_place_in(const struct field_place *place, const char *repeat); /* in a row of this repeat */
char *field_place_text(const struct field_place *place);		  /* caller frees */

#endif
