#include "base/number/phone_tally.h"

#include <string.h>

/* 36 digits: township 3, day 3, ten thousands 2 (a bit a count), each count's last four, head 2, check 2 (ISO 7064, mod 97-10: any one digit, and any two
 * side by side that changed places, are seen). */

#define CHECK_AT (PHONE_TALLY_DIGITS - 2)

bool
phone_tally_fits(const struct phone_tally *tally)
{
	if (tally->township < 0 || tally->township > 999 || tally->day < 1 || tally->day > 366 || tally->head < 0 || tally->head > 99)
		return false;
	for (int i = 0; i < PHONE_TALLY_COUNTS; i++)
		if (tally->counts[i] < 0 || tally->counts[i] > PHONE_TALLY_MOST || tally->counts[i] > tally->counts[0])
			return false;
	return true;
}

static char *
put(char *at, int number, int digits)
{
	for (int i = digits - 1; i >= 0; i--, number /= 10)
		at[i] = (char)('0' + number % 10);
	return at + digits;
}

static int
take(const char **at, int digits)
{
	int number = 0;

	while (digits--)
		number = number * 10 + *(*at)++ - '0';
	return number;
}

static int
remainder_of(const char *digits, size_t count)
{
	int rest = 0;

	for (size_t i = 0; i < count; i++)
		rest = (rest * 10 + digits[i] - '0') % 97;
	return rest;
}

void
phone_tally_write(const struct phone_tally *tally, char out[PHONE_TALLY_LEN + 1])
{
	char digits[PHONE_TALLY_DIGITS], *at = digits;
	int high = 0;

	for (int i = 0; i < PHONE_TALLY_COUNTS; i++)
		high = high * 2 + (tally->counts[i] > 9999);
	at = put(at, tally->township, 3);
	at = put(at, tally->day, 3);
	at = put(at, high, 2);
	for (int i = 0; i < PHONE_TALLY_COUNTS; i++)
		at = put(at, tally->counts[i] % 10000, 4);
	at = put(at, tally->head, 2);
	put(at, 98 - remainder_of(digits, CHECK_AT) * 100 % 97, 2);
	for (size_t i = 0; i < PHONE_TALLY_DIGITS; i++) {
		if (i && i % 4 == 0)
			*out++ = ' ';
		*out++ = digits[i];
	}
	*out = '\0';
}

/* Do the digits pass the check, and are their numbers such as can be written? */
static bool
parse(const char digits[PHONE_TALLY_DIGITS], struct phone_tally *out)
{
	const char *at = digits;
	int high;

	if (remainder_of(digits, PHONE_TALLY_DIGITS) != 1)
		return false;
	out->township = take(&at, 3);
	out->day = take(&at, 3);
	high = take(&at, 2);
	for (int i = 0; i < PHONE_TALLY_COUNTS; i++)
		out->counts[i] = take(&at, 4) + (high >> (PHONE_TALLY_COUNTS - 1 - i) & 1) * 10000;
	out->head = take(&at, 2);
	return high < 1 << PHONE_TALLY_COUNTS && phone_tally_fits(out);
}

static bool
explains(const char digits[PHONE_TALLY_DIGITS], bool (*likely)(const struct phone_tally *, const void *), const void *ctx)
{
	struct phone_tally tally;

	return parse(digits, &tally) && (!likely || likely(&tally, ctx));
}

static unsigned
find_suspects(char digits[PHONE_TALLY_DIGITS], bool (*likely)(const struct phone_tally *, const void *), const void *ctx)
{
	unsigned suspects = 0;

	for (int i = 0; i < PHONE_TALLY_DIGITS; i++) {
		char was = digits[i];

		for (digits[i] = '0'; digits[i] <= '9'; digits[i]++)
			if (digits[i] != was && explains(digits, likely, ctx))
				suspects |= 1u << i / 4;
		digits[i] = was;
		if (i % 4 == 3 || digits[i + 1] == was)
			continue;
		digits[i] = digits[i + 1];
		digits[i + 1] = was;
		if (explains(digits, likely, ctx))
			suspects |= 1u << i / 4;
		digits[i + 1] = digits[i];
		digits[i] = was;
	}
	return suspects;
}

/* The digits of a text; groups are what stands between two signs that are none. */
struct digit_gathering {
	char digits[PHONE_TALLY_DIGITS];
	size_t count;
	int group, in_group, odd; /* odd: the first group that has not four; 0: none yet */
};

static void
end_group(struct digit_gathering *gathering)
{
	if (!gathering->in_group)
		return;
	gathering->group++;
	if (gathering->in_group != 4 && !gathering->odd)
		gathering->odd = gathering->group;
	gathering->in_group = 0;
}

/* The digit at `text`, ASCII or full-width; -1: none. *len: its bytes. */
static int
digit_at(const char *text, size_t *len)
{
	const unsigned char *at = (const unsigned char *)text;

	*len = 1;
	if (*at >= '0' && *at <= '9')
		return *at - '0';
	if (at[0] == 0xef && at[1] == 0xbc && at[2] >= 0x90 && at[2] <= 0x99) {
		*len = 3;
		return at[2] - 0x90;
	}
	return -1;
}

/* What may stand between digits: its bytes; 0: nothing such. */
static size_t
gap_at(const char *text)
{
	static const char *const gaps[] = { " ", "\t", "\r", "\n", "-", ",", "，", "、", "　", "－" };

	for (size_t i = 0; i < sizeof(gaps) / sizeof(*gaps); i++)
		if (strncmp(text, gaps[i], strlen(gaps[i])) == 0)
			return strlen(gaps[i]);
	return 0;
}

void
phone_tally_read(const char *text, bool (*likely)(const struct phone_tally *, const void *), const void *ctx, struct phone_tally_read *out)
{
	struct digit_gathering gathering = { 0 };

	*out = (struct phone_tally_read){ 0 };
	for (const char *at = text; *at;) {
		size_t len;
		int digit = digit_at(at, &len);

		if (digit < 0 && !(len = gap_at(at))) {
			out->fault = PHONE_TALLY_SIGN;
			out->at = (size_t)(at - text);
			return;
		}
		if (digit < 0)
			end_group(&gathering);
		else {
			if (gathering.count < PHONE_TALLY_DIGITS)
				gathering.digits[gathering.count] = (char)('0' + digit);
			gathering.count++;
			gathering.in_group++;
		}
		at += len;
	}
	end_group(&gathering);
	out->digits = gathering.count;
	if (gathering.count != PHONE_TALLY_DIGITS) {
		out->fault = PHONE_TALLY_COUNT;
		out->group = gathering.group > 1 ? gathering.odd : 0;
	} else if (!parse(gathering.digits, &out->tally)) {
		out->fault = PHONE_TALLY_WRONG;
		out->suspects = find_suspects(gathering.digits, likely, ctx);
	}
}
