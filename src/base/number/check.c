#include "base/number/check.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/machine/clock.h"

/* GB 11643-1999: weights of the 17 digits and the check character by the remainder modulo 11. */
char
check_mod11(const char digits[17])
{
	static const int weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	int sum = 0;

	for (int i = 0; i < 17; i++)
		sum += (digits[i] - '0') * weights[i];
	return "10X98765432"[sum % 11];
}

static bool
all_digits(const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

static bool
birth_of(const char *text, char out[11])
{
	char date[16];

	if (strlen(text) == 15)
		snprintf(date, sizeof(date), "19%.2s-%.2s-%.2s", text + 6, text + 8, text + 10);
	else
		snprintf(date, sizeof(date), "%.4s-%.2s-%.2s", text + 6, text + 10, text + 12);
	if (clock_days(date) == INT64_MIN)
		return false;
	memcpy(out, date, 11);
	return true;
}

enum id_problem
check_resident_id(const char *text, const char *today)
{
	size_t len = strlen(text);
	char birth[11];

	if (len == 15)
		return !all_digits(text, 15) ? ID_DIGITS : birth_of(text, birth) ? ID_OLD_15 : ID_DATE;
	if (len != 18)
		return ID_LENGTH;
	if (!all_digits(text, 17) || !(isdigit((unsigned char)text[17]) || text[17] == 'X' || text[17] == 'x'))
		return ID_DIGITS;
	if (!birth_of(text, birth))
		return ID_DATE;
	if (strcmp(birth, today) > 0)
		return ID_FUTURE;
	return check_mod11(text) == toupper((unsigned char)text[17]) ? ID_FINE : ID_CHECK;
}

bool
check_resident_birth(const char *text, char out[11])
{
	size_t len = strlen(text);

	if (!(len == 15 && all_digits(text, 15)) && !(len == 18 && all_digits(text, 17)))
		return false;
	return birth_of(text, out);
}

/* GB 32100-2015: 31 characters, weights 3^i mod 31. */
bool
check_uscc(const char *text)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	int sum = 0, weight = 1;

	if (strlen(text) != 18 || !all_digits(text + 2, 6))
		return false;
	for (int i = 0; i < 18; i++) {
		const char *at = strchr(alphabet, text[i]);

		if (!at)
			return false;
		if (i == 17)
			return (at - alphabet) == (31 - sum % 31) % 31;
		sum += (int)(at - alphabet) * weight;
		weight = weight * 3 % 31;
	}
	return false;
}

bool
check_phone(const char *text)
{
	char digits[16];
	size_t count = 0;

	for (; *text; text++) {
		if (*text == ' ' || *text == '-')
			continue;
		if (*text < '0' || *text > '9' || count + 1 >= sizeof(digits))
			return false;
		digits[count++] = *text;
	}
	digits[count] = '\0';
	if (count == 11 && digits[0] == '1')
		return digits[1] >= '3';
	return count >= 10 && count <= 12 && digits[0] == '0'; /* area code and number */
}

bool
check_filler(const char *text)
{
	static const char *const fillers[] = { "未知", "不详", "不清楚", "不知道", "无名", "无名氏", "/", "\\", "?",  "？", "-",    "--",
					       "—",    "——",   "*",	 ".",	   "。",   "、",     "x", "X",	"xx", "XX", "待定", "N/A" };

	for (size_t i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++)
		if (strcmp(text, fillers[i]) == 0)
			return true;
	return false;
}

/* Can a sign begin with this byte that the tables below have? Letters, digits and most Han characters cannot, and of these the cells of a table are. */
static bool
may_begin_sign(const char *text)
{
	unsigned char c = (unsigned char)*text;

	return c < 0x80 ? !isalnum(c) : c == 0xc2 || c == 0xe2 || c == 0xe3 || c == 0xef;
}

/* What stands around a ditto and means nothing: blanks, dashes, dots, brackets. */
static size_t
skip_around(const char *text)
{
	static const char *const around[] = { " ", "\t", "　", "-", "－", "—",	"–", "―", "─",	"~",  "～", ".", "。", "…", "·",
					      ":", "：", "(",  ")", "（", "）", "[", "]", "【", "】", "<",  ">", "=",  "_" };

	for (size_t i = 0; may_begin_sign(text) && i < sizeof(around) / sizeof(around[0]); i++)
		if (strncmp(text, around[i], strlen(around[i])) == 0)
			return strlen(around[i]);
	return 0;
}

/* A sign of repetition, or quotation marks that are used as one. */
static size_t
skip_mark(const char *text)
{
	static const char *const marks[] = { "〃", "\"", "＂", "“", "”", "″", "〝", "〞", "〟", "'", "’", "‘", "′", "＇", "々", "〻", "„" };

	for (size_t i = 0; may_begin_sign(text) && i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strncmp(text, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 0;
}

static bool
is_ditto_word(const char *word)
{
	static const char *const words[] = { "同",	 "仝",	     "同上",	   "仝上",	 "上同",     "同前",	    "前同",
					     "同左",	 "同右",     "同下",	   "如上",	 "如前",     "同上行",	    "同上户",
					     "同上栏",	 "同上面",   "同上一行",   "同上一户",	 "同上列",   "同以上",	    "与上同",
					     "与上相同", "与前相同", "和上面一样", "跟上面一样", "同上同上", "ditto",	    "idem",
					     "同户主",	 "同一户",   "上面同",	   "same",	 "asabove",  "sameasabove", "seeabove" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (tolower((unsigned char)*word) == (unsigned char)*words[i] && strcasecmp(word, words[i]) == 0)
			return true;
	return false;
}

bool
check_ditto(const char *text)
{
	char word[32];
	size_t len = 0, marks = 0, used;

	while (*text) {
		if ((used = skip_around(text)) == 0) {
			used = skip_mark(text);
			marks += used > 0;
			if (!used && len + 1 >= sizeof(word))
				return false;
			if (!used)
				word[len++] = *text;
		}
		text += used ? used : 1;
	}
	word[len] = '\0';
	return len ? is_ditto_word(word) : marks > 0;
}

bool
check_ditto_begins(const char *text)
{
	static const char *const words[] = { "同上", "上同", "如上", "同前", "仝上" };

	for (size_t used; (used = skip_around(text)) > 0; text += used)
		;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strncmp(text, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}
