#ifndef TESTS_FLOW_CORNERS_H
#define TESTS_FLOW_CORNERS_H

#include "scene.h"

/* In force, and the one of before, which has forms that this one does not. */
extern struct pack *corners_pack, *corners_older;

/* Of sign-offs (corners_signs.c). */
void sign_off__has_no_effect__without_the_listing(void **state);
void withdrawal__is__by_the_same_credential(void **state);
void return__is_not_answered__by_a_form_of_another_chain(void **state);
void sign_off__counts__for_one_of_two_slots(void **state);
void return__asks__for_no_form_where_none_stands(void **state);
void approval__is_stale__of_nothing(void **state);

#endif
