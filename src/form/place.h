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
/* What holds the value of the place among the values of a form: they themselves, or a row of them; borrowed. NULL: there is no such row. */
struct value *field_place_holder(const struct field_place *place, struct value *values);
/* Takes the value of the place out of the values of a form; a whole repeat where what stands as its row is none. */
void field_place_remove(const struct field_place *place, struct value *values);

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
