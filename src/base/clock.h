#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* The time, and dates as the county reads them (UTC+8, no daylight saving, whatever the machine's zone). */

/* Unix seconds; LOUCE_CLOCK (unix seconds) pins it for a wrong clock or a recorded run. */
int64_t clock_now_unix(void);
int64_t clock_monotonic_ms(void); /* since the machine started, its sleep counted; only differences mean something */

/* "YYYY-MM-DD" and its NUL, in China time. */
void clock_date(int64_t at_unix, char out[11]);
/* "YYYY-MM-DD HH:MM" and its NUL, in China time. */
void clock_minute(int64_t at_unix, char out[17]);

/* Days since 1970-01-01 of a strict "YYYY-MM-DD" that exists; INT64_MIN when it does not. */
int64_t clock_days(const char *date);

#endif
