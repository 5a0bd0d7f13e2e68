#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* The time, and dates as the county reads them (UTC+8, no daylight saving, whatever the machine's zone). */

/* Unix seconds, corrected. LOUCE_CLOCK (unix seconds) takes the place of the machine's clock for a recorded run; it is not corrected. */
int64_t clock_now_unix(void);
bool clock_is_given(void); /* by LOUCE_CLOCK */
/* Seconds to add to this machine's clock from now on: one person told this process what day it is. */
void clock_correct(int64_t seconds);
int64_t clock_correction(void);
int64_t clock_monotonic_ms(void); /* since the machine started, its sleep counted; only differences mean something */

/* "YYYY-MM-DD" and its NUL, in China time. */
void clock_date(int64_t at_unix, char out[11]);
/* "YYYY-MM-DD HH:MM" and its NUL, in China time. */
void clock_minute(int64_t at_unix, char out[17]);

/* Days since 1970-01-01 of a strict "YYYY-MM-DD" that exists; INT64_MIN when it does not. */
int64_t clock_days(const char *date);
/* The day that a person means, as "YYYY-MM-DD" and its NUL: year, month and day parted by - / . 。 a space or 年月日 (号), or eight digits. Three or four digits,
 * or two numbers, are a month and a day of `today`'s year. False: no day that exists, or `today` is NULL and no year is named. */
bool clock_day_meant(const char *text, const char *today, char out[11]);

#endif
