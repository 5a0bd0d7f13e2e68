#include "base/machine/clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

#define CHINA_SECONDS (8 * 3600)

/* The machine has one clock, so the process has one correction of it. */
static int64_t correction;

static bool
given(int64_t *out)
{
	const char *text = getenv("LOUCE_CLOCK");
	long long value;
	char *end;

	if (!text || !*text)
		return false;
	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0')
		return false;
	*out = value;
	return true;
}

int64_t
clock_now_unix(void)
{
	int64_t now;

	return given(&now) ? now : (int64_t)time(NULL) + correction;
}

bool
clock_is_given(void)
{
	int64_t now;

	return given(&now);
}

void
clock_correct(int64_t seconds)
{
	correction = seconds;
}

int64_t
clock_correction(void)
{
	return correction;
}

int64_t
clock_monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now); /* the time asleep counts: a sleeping laptop is left alone too */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Civil date of a day number; the algorithm of the proleptic Gregorian calendar with years that start in March. */
static void
civil(int64_t days, int64_t *year, int *month, int *day)
{
	int64_t era, of_era, year_of_era, of_year, shifted;

	days += 719468; /* days from 0000-03-01 to 1970-01-01 */
	era = (days >= 0 ? days : days - 146096) / 146097;
	of_era = days - era * 146097;
	year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	shifted = (5 * of_year + 2) / 153;
	*day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
	*month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
	*year = year_of_era + era * 400 + (*month <= 2);
}

static int64_t
floor_days(int64_t seconds)
{
	return seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
}

void
clock_date(int64_t at_unix, char out[11])
{
	char text[64];
	int64_t year;
	int month, day;

	civil(floor_days(at_unix + CHINA_SECONDS), &year, &month, &day);
	if (year < 0 || year > 9999)
		year = 0;
	snprintf(text, sizeof(text), "%04d-%02d-%02d", (int)year, month, day);
	memcpy(out, text, 10);
	out[10] = '\0';
}

void
clock_minute(int64_t at_unix, char out[17])
{
	int64_t local = at_unix + CHINA_SECONDS;
	int of_day = (int)(local - floor_days(local) * 86400);
	char text[32];

	clock_date(at_unix, out);
	snprintf(text, sizeof(text), " %02d:%02d", of_day / 3600, of_day / 60 % 60);
	memcpy(out + 10, text, 7);
}

int64_t
clock_days(const char *date)
{
	static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t year, era, of_era;
	int month, day, shifted;

	if (strlen(date) != 10 || date[4] != '-' || date[7] != '-')
		return INT64_MIN;
	for (int i = 0; i < 10; i++)
		if (i != 4 && i != 7 && (date[i] < '0' || date[i] > '9'))
			return INT64_MIN;
	year = (date[0] - '0') * 1000 + (date[1] - '0') * 100 + (date[2] - '0') * 10 + (date[3] - '0');
	month = (date[5] - '0') * 10 + (date[6] - '0');
	day = (date[8] - '0') * 10 + (date[9] - '0');
	if (year < 1 || month < 1 || month > 12 || day < 1)
		return INT64_MIN;
	if (day > month_days[month - 1] + (month == 2 && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))))
		return INT64_MIN;
	year -= month <= 2;
	era = (year >= 0 ? year : year - 399) / 400;
	shifted = month > 2 ? month - 3 : month + 9;
	of_era = (year - era * 400) * 365 + (year - era * 400) / 4 - (year - era * 400) / 100 + (153 * shifted + 2) / 5 + day - 1;
	return era * 146097 + of_era - 719468;
}

/* ---- days as people write them */

#define DAY_DIGITS 8 /* of a day without signs between its numbers */

enum day_sign { OF_YEAR = 0x5e74 /* 年 */, OF_MONTH = 0x6708 /* 月 */ };

/* The numbers of a written day, the digits of each, and the sign behind it (0: a space, or nothing). */
struct written_day {
	int numbers[3], digits[3], count;
	uint32_t signs[3];
};

/* True for a sign that stands between two numbers of a day. */
static bool
parts_numbers(uint32_t c)
{
	return c == '-' || c == '/' || c == '.' || c == 0x3002 /* 。 */ || c == OF_YEAR || c == OF_MONTH;
}

/* 年 stands behind the first of three numbers, 月 behind the one before the last. */
static bool
signs_fit(const struct written_day *day)
{
	for (int i = 0; i < day->count; i++)
		if ((day->signs[i] == OF_YEAR && (i != 0 || day->count != 3)) || (day->signs[i] == OF_MONTH && i != day->count - 2))
			return false;
	return true;
}

/* Reads the numbers, at most three with a sign or a space between two of them; 日 or 号 may end the last. */
static bool
read_written(const char *text, struct written_day *out)
{
	size_t len = strlen(text), used;
	bool parted = true, spaced = false, ended = false;
	uint32_t c;

	*out = (struct written_day){ 0 };
	for (; len > 0; text += used, len -= used) {
		used = text_decode(text, len, &c);
		if (used == 0)
			return false;
		c = text_half_width(c);
		if (c == ' ' || c == 0x3000) {
			spaced = true;
			continue;
		}
		if (ended)
			return false;
		if (c >= '0' && c <= '9') {
			if ((parted || spaced) && out->count++ == 3)
				return false;
			parted = spaced = false;
			if (++out->digits[out->count - 1] > DAY_DIGITS)
				return false;
			out->numbers[out->count - 1] = out->numbers[out->count - 1] * 10 + (int)(c - '0');
		} else if (parts_numbers(c) && !parted) {
			out->signs[out->count - 1] = c;
			parted = true;
		} else if ((c == 0x65e5 /* 日 */ || c == 0x53f7 /* 号 */) && !parted && out->count > 1) {
			ended = true;
		} else {
			return false;
		}
	}
	return out->count > 0 && !parted && signs_fit(out);
}

/* One number of eight, four or three digits becomes the numbers it holds. */
static void
part_digits(struct written_day *day)
{
	int whole = day->numbers[0], digits = day->digits[0];

	if (day->count != 1)
		return;
	if (digits == DAY_DIGITS)
		*day = (struct written_day){ { whole / 10000, whole / 100 % 100, whole % 100 }, { 4, 2, 2 }, 3, { 0 } };
	else if (digits == 3 || digits == 4)
		*day = (struct written_day){ { whole / 100, whole % 100 }, { digits - 2, 2 }, 2, { 0 } };
}

bool
clock_day_meant(const char *text, const char *today, char out[11])
{
	struct written_day day;
	char written[64];

	if (!read_written(text, &day))
		return false;
	part_digits(&day);
	if (day.count == 2 && today && day.digits[0] <= 2 && day.digits[1] <= 2)
		snprintf(written, sizeof(written), "%.4s-%02d-%02d", today, day.numbers[0], day.numbers[1]);
	else if (day.count == 3 && day.digits[0] == 4 && day.digits[1] <= 2 && day.digits[2] <= 2)
		snprintf(written, sizeof(written), "%04d-%02d-%02d", day.numbers[0], day.numbers[1], day.numbers[2]);
	else
		return false;
	if (clock_days(written) == INT64_MIN)
		return false;
	memcpy(out, written, 11);
	return true;
}
