#ifndef FORM_PLACE_H
#define FORM_PLACE_H

#include "base/place.h"
#include "form/pack.h"

/* Places of values and photos in the forms of a pack, and as texts. What a place is like: base/place.h. Nobody else writes one. */

/* The field of a place, in any form of the pack, and its row; NULL: there is none. */
const struct field *field_place_find(const struct pack *pack, const char *text, int *row);
/* A place of a row of `repeat` (NULL: of none, and row is nothing). */
struct field_place field_place_of(const char *repeat, int row, const char *name);
bool field_place_in(const struct field_place *place, const char *repeat); /* in a row of this repeat */
char *field_place_text(const struct field_place *place);		  /* caller frees */

/* Many places as texts, in which one is found without reading all: a form may have thousands of rows, each with photos. */
struct place_texts {
	const char **items; /* borrowed; ascending once place_texts_sort was called */
	size_t count;
};

/* Room for so many; the caller fills items and count, then sorts. */
struct place_texts place_texts_for(size_t room);
void place_texts_release(struct place_texts *texts);
void place_texts_sort(struct place_texts *texts);
/* How many times the place stands there. */
size_t place_texts_count(const struct place_texts *texts, const struct field_place *place);

#endif
