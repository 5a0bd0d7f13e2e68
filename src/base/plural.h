#ifndef BASE_PLURAL_H
#define BASE_PLURAL_H

#include <stdbool.h>

/* The rule of a catalogue that says which form of a message a number takes ("n != 1", "n%10==1 && n%100!=11 ? 0 : 1"): C's operators over n. */

bool plural_is_right(const char *rule);
/* 0 where the rule is not right, or divides by nothing. */
unsigned long plural_form(const char *rule, unsigned long n);

#endif
