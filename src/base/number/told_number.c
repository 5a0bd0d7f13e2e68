#include "base/number/told_number.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/attr.h"
#include "base/number/check.h"
#include "base/machine/clock.h"
#include "base/text.h"

#define PAPERS_SINCE "2016"

enum { GROUPS_MOST = 24, DIGITS_MOST = 20, NAME_DIGITS = 7 };

/* Digits that stand together. A chain is of groups between which nothing but separators stands. */
struct digit_group {
	char digits[DIGITS_MOST + 1]; /* one more than any number has at least: a longer run is none */
	size_t len;
	char parted; /* what parts it from the group before: ' ', '-', '.' or ')'; 0: nothing, it is the first */
	bool plus;   /* + stands before it */
};
struct digit_chain {
	struct digit_group groups[GROUPS_MOST];
	size_t count;
	bool in_words;	 /* Chinese digits */
	bool after_word; /* a word for a telephone stands before it */
};

/* ---- what a number of a person looks like */

static bool
is_mobile(const char *digits, size_t len)
{
	return len == 11 && digits[0] == '1' && digits[1] >= '3';
}

/* An area code, of three digits for the largest cities and of four, and seven or eight digits of the line. */
static bool
is_fixed_line(const char *digits, size_t len, size_t area)
{
	size_t code = digits[1] == '1' || digits[1] == '2' ? 3 : 4;

	if (len < 11 || digits[0] != '0' || digits[1] == '0' || (digits[1] == '1' && digits[2] != '0') || (area && area != code))
		return false;
	return digits[code] != '0' && (code == 3 ? len == 11 : len <= 12);
}

static bool
is_identity(const char *digits, size_t len)
{
	static const char provinces[] =
		"11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82";
	const char province[] = { digits[0], digits[1], '\0' };
	char birth[11];

	if ((len != 15 && len != 18) || !strstr(provinces, province) || !check_resident_birth(digits, birth))
		return false;
	if (strcmp(birth, "1900") < 0 || strcmp(birth, "2100") >= 0)
		return false;
	/* One that was mistyped is a person's all the same; with a day of these years it may be the number of a paper: place, day, serial. */
	return len == 15 || check_mod11(digits) == digits[17] || strcmp(birth, PAPERS_SINCE) < 0;
}

/* A fixed line without its area code, which only a word before it tells from any other number. */
static bool
is_local_line(const char *digits, size_t len)
{
	char day[11];

	if ((len != 7 && len != 8) || digits[0] < '2' || digits[len - 1] == 'X')
		return false;
	snprintf(day, sizeof(day), "%.4s-%.2s-%.2s", digits, &digits[4], &digits[6]);
	return len == 7 || strncmp(digits, "20", 2) != 0 || clock_days(day) == INT64_MIN;
}

/* ---- how it may be parted */

static bool
has_sizes(const struct digit_group *groups, size_t count, const char *sizes)
{
	for (size_t i = 0; i < count; i++)
		if (!sizes[i] || groups[i].len != (size_t)(sizes[i] - '0'))
			return false;
	return sizes[count] == '\0';
}

/* Are the groups parted by one and the same sign? */
static bool
is_even(const struct digit_group *groups, size_t count)
{
	for (size_t i = 2; i < count; i++)
		if (groups[i].parted != groups[1].parted)
			return false;
	return true;
}

/* Is it usual to part eleven digits so? `alone`: the chain has no other groups. */
static bool
is_mobile_parted(const struct digit_group *groups, size_t count, bool alone)
{
	static const char *const usual[] = { "344", "38", "74" }, *const with_signs[] = { "443", "434", "56", "65", "335" };
	bool signs = groups[1].parted != ' ' && is_even(groups, count), short_ones = true;

	for (size_t i = 0; i < ARRAY_LEN(usual); i++)
		if (has_sizes(groups, count, usual[i]))
			return true;
	for (size_t i = 0; signs && i < ARRAY_LEN(with_signs); i++)
		if (has_sizes(groups, count, with_signs[i]))
			return true;
	for (size_t i = 0; i < count; i++)
		short_ones = short_ones && groups[i].len <= 2;
	return alone && is_even(groups, count) && count >= 4 && (signs || short_ones);
}

static bool
is_line_parted(const struct digit_group *groups, size_t count)
{
	return count == 1 || ((count == 2 || (count == 3 && groups[2].len == 4 && groups[1].len <= 4)) && groups[1].parted != '.');
}

/* ---- a chain */

static size_t
join(const struct digit_group *groups, size_t count, char out[DIGITS_MOST + 1])
{
	size_t len = 0;

	for (size_t i = 0; i < count && len + groups[i].len <= DIGITS_MOST; i++) {
		memcpy(&out[len], groups[i].digits, groups[i].len);
		len += groups[i].len;
	}
	out[len] = '\0';
	return len;
}

/* The country's own prefix in front of digits that are written on behind it. */
static size_t
country_len(const char *digits)
{
	return strncmp(digits, "0086", 4) == 0 ? 4 : strncmp(digits, "86", 2) == 0 ? 2 : 0;
}

/* A fixed line as it is written for abroad: behind + and the country's prefix the area code without its 0, in one run or parted. */
static bool
tells_abroad(const struct digit_group *groups, size_t count, const char *rest, size_t len, size_t country)
{
	char line[DIGITS_MOST + 2] = "0";
	size_t area = groups[0].len > country ? groups[0].len - country : count > 1 ? groups[1].len : 0;
	bool parted = groups[0].len > country ? count > 1 : count > 2;

	if (!len || len > DIGITS_MOST || rest[0] == '0' || groups[0].len < country)
		return false;
	if (!(groups[0].len > country ? is_line_parted(groups, count) : is_line_parted(&groups[1], count - 1)))
		return false;
	memcpy(&line[1], rest, len + 1);
	return is_fixed_line(line, len + 1, parted ? area + 1 : 0);
}

static bool
is_number(const struct digit_group *groups, size_t count, bool alone)
{
	char digits[DIGITS_MOST + 1];
	size_t all = 0, len = join(groups, count, digits), country = country_len(digits);

	for (size_t i = 0; i < count; i++)
		all += groups[i].len;
	if (all != len)
		return false;
	if (is_mobile(digits, len) && (count == 1 || is_mobile_parted(groups, count, alone)))
		return true;
	if (country && groups[0].len > country && is_mobile(&digits[country], len - country))
		return true;
	if (is_line_parted(groups, count) && is_fixed_line(digits, len, count > 1 ? groups[0].len : 0))
		return true;
	if (groups[0].plus && country && tells_abroad(groups, count, &digits[country], len - country, country))
		return true;
	return (len == 18 || count == 1 || has_sizes(groups, count, "663")) && is_identity(digits, len);
}

static bool
chain_tells(const struct digit_chain *chain)
{
	char digits[DIGITS_MOST + 1];

	for (size_t n = 1; chain->after_word && n <= chain->count && n <= 2; n++)
		if ((n == 1 || chain->groups[1].parted != '.') && is_local_line(digits, join(chain->groups, n, digits)))
			return true;
	for (size_t i = 0; i < chain->count; i++)
		for (size_t n = 1; i + n <= chain->count; n++)
			if (is_number(&chain->groups[i], n, n == chain->count))
				return true;
	return false;
}

static bool
chain_is_long(const struct digit_chain *chain)
{
	size_t digits = 0;

	for (size_t i = 0; i < chain->count; i++)
		digits += chain->groups[i].len;
	return !chain->in_words && digits >= NAME_DIGITS;
}

/* ---- reading */

/* The digit that a character is, or 0; X stands at the end of some identity numbers. */
static char
digit_of(uint32_t c, bool *in_words)
{
	static const uint32_t words[] = {
		0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d
	}; /* 〇一二三四五六七八九 */
	static const uint32_t formal[] = {
		0x96f6, 0x58f9, 0x8d30, 0x53c1, 0x8086, 0x4f0d, 0x9646, 0x67d2, 0x634c, 0x7396
	}; /* 零壹贰叁肆伍陆柒捌玖 */

	*in_words = true;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (c == words[i] || c == formal[i] || (i == 1 && c == 0x5e7a)) /* 幺, as 1 is told by telephone */
			return (char)('0' + i);
	*in_words = false;
	return c >= '0' && c <= '9' ? (char)c : 0;
}

/* What parts digits of one number: a blank, a hyphen or dash, a point, a bracket; 0: it ends the number. */
static char
parting_of(uint32_t c)
{
	if (c == ' ' || c == '\t' || c == 0xa0 || c == 0x3000)
		return ' ';
	if (c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2500)
		return '-';
	if (c == '.' || c == 0xb7 || c == 0x3002)
		return '.';
	return c == '(' || c == ')' ? ')' : 0;
}

/* Does one of the words end at `at`? *len: its bytes. */
static bool
ends_in(const char *begin, const char *at, const char *const *words, size_t count, size_t *len)
{
	for (size_t i = 0; i < count; i++) {
		*len = strlen(words[i]);
		if ((size_t)(at - begin) >= *len && strncasecmp(at - *len, words[i], *len) == 0)
			return true;
	}
	return false;
}

/* Does a word for a telephone stand before this place, with nothing but 号码, 是, a colon and the like behind it? */
static bool
is_after_word(const char *begin, const char *at)
{
	static const char *const between[] = { " ",  "　", "\t", ":",  "：", "=",  "(",	     "（", "号码",
					       "号", "为", "是", "码", "改", "打", "number", "no." };
	static const char *const words[] = { "电话", "座机", "固话", "固定电话", "手机",     "联系方式",
					     "热线", "tel",  "tel.", "phone",	 "telephone" };
	size_t len;

	while (ends_in(begin, at, between, ARRAY_LEN(between), &len))
		at -= len;
	return ends_in(begin, at, words, ARRAY_LEN(words), &len);
}

static void
add_digit(struct digit_chain *chain, char digit, char parted, bool plus)
{
	struct digit_group *group;

	if (!chain->count || parted) {
		if (chain->count == GROUPS_MOST) { /* no number has so many: the older half is done with */
			memmove(chain->groups, &chain->groups[GROUPS_MOST / 2], sizeof(*chain->groups) * (GROUPS_MOST / 2));
			chain->count = GROUPS_MOST / 2;
		}
		chain->groups[chain->count++] = (struct digit_group){ .parted = chain->count ? parted : 0, .plus = plus };
	}
	group = &chain->groups[chain->count - 1];
	if (group->len < DIGITS_MOST)
		group->digits[group->len++] = digit;
}

/* Is the chain full, so that what stands in it is looked at before more comes? */
static bool
is_full(const struct digit_chain *chain)
{
	return chain->count == GROUPS_MOST;
}

/* Do seventeen digits stand at the end of the chain? Behind them X is the last sign of an identity number; behind all others it is a letter. */
static bool
waits_for_x(const struct digit_chain *chain)
{
	size_t digits = 0;

	for (size_t i = chain->count; i > 0 && digits < 17; i--)
		digits += chain->groups[i - 1].len;
	return digits == 17;
}

/* Reads the text once, and asks about each chain of digits in it. */
static bool
any_chain(const char *text, bool (*tells)(const struct digit_chain *))
{
	struct digit_chain chain = { 0 };
	const char *begin = text;
	size_t left = strlen(text), used;
	char parted = 0;
	bool plus = false;

	for (; left; text += used, left -= used) {
		bool in_words = false;
		uint32_t c = 0;
		char digit;

		used = text_decode(text, left, &c);
		if (!used)
			used = 1, c = 0xfffd;
		c = text_half_width(c);
		digit = digit_of(c, &in_words);
		if (!digit && (c == 'X' || c == 'x') && chain.count && !parted && waits_for_x(&chain)) {
			add_digit(&chain, 'X', 0, false);
			if (tells(&chain))
				return true;
			chain.count = 0;
			continue;
		}
		if (digit && chain.count && in_words != chain.in_words) {
			if (tells(&chain))
				return true;
			chain.count = 0;
		}
		if (digit) {
			if (is_full(&chain) && parted && tells(&chain))
				return true;
			if (!chain.count)
				chain.after_word = is_after_word(begin, text);
			add_digit(&chain, digit, parted, plus);
			chain.in_words = in_words;
			parted = 0;
		} else if (chain.count && parting_of(c)) {
			parted = parted && parted != ' ' ? parted : parting_of(c);
		} else {
			if (tells(&chain))
				return true;
			chain.count = 0;
			parted = 0;
		}
		plus = c == '+';
	}
	return tells(&chain);
}

bool
text_tells_number(const char *text)
{
	return any_chain(text, chain_tells);
}

bool
name_tells_number(const char *text)
{
	return any_chain(text, chain_is_long);
}
