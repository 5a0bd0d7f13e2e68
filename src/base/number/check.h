#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#include <stdbool.h>

/* Numbers with a check digit. Sources: GB 11643-1999 (resident ID), GB 32100-2015 (unified social credit
 * code). Input is normalised text. */

enum id_problem { ID_FINE = 0, ID_OLD_15, ID_LENGTH, ID_DIGITS, ID_DATE, ID_FUTURE, ID_CHECK };

/* `today` is YYYY-MM-DD. Lower-case x is accepted as X. */
enum id_problem check_resident_id(const char *text, const char *today);
bool check_resident_birth(const char *text, char out[11]); /* YYYY-MM-DD; false when there is none */
bool check_uscc(const char *text);
bool check_phone(const char *text);  /* mobile, or fixed line with area code; spaces and hyphens allowed */
bool check_filler(const char *text); /* 未知 不详 无名 / ? - and the like: stands for nothing */
bool check_ditto(const char *text);  /* 同上 上同 仝 〃 "-〃-" ditto and the like: stands for what is written above it */
/* Does it begin with a word for that: 同上3户, 如上所述? Roads may be called so, persons are not. */
bool check_ditto_begins(const char *text);

/* The last digit of an identifier of 17 digits by ISO 7064 MOD 11-2 (as GB 11643). '0'-'9' or 'X'. */
char check_mod11(const char digits[17]);

#endif
