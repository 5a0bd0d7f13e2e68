#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/mem.h"
#include "seal/keys.h"

/* Passphrases: four words of two pinyin syllables without tones, as people type and spell them by voice; plain ASCII, no
 * input method. 32 x 64 syllables make the 2,048 words, of which no two read the same. */

static const char *const first_syllables[32] = { "ba",	"bei", "chun", "da",   "dong", "feng", "gao",  "guang", "hai",	"hong", "hua",
						 "jin", "kai", "lan",  "li",   "liu",  "mei",  "ming", "nan",	"ning", "ping", "qing",
						 "ren", "san", "shan", "shui", "tian", "wen",  "xin",  "yang",	"yun",	"zhong" };
static const char *const second_syllables[64] = {
	"an",  "bao",  "bin",  "bo",   "chang", "chen", "cheng", "chuan", "cun",   "dao", "de",	 "deng",  "fa",	  "fang", "fu",	   "gang",
	"ge",  "gong", "gu",   "guo",  "han",	"he",	"hu",	 "huan",  "hui",   "ji",  "jia", "jiang", "jing", "jun",  "ke",	   "kou",
	"lai", "lin",  "long", "lou",  "lu",	"ma",	"men",	 "mu",	  "nian",  "pu",  "qi",	 "qiao",  "quan", "rong", "sheng", "shi",
	"shu", "song", "tai",  "tang", "tong",	"wan",	"wei",	 "xi",	  "xiang", "xue", "yan", "yi",	  "yuan", "zhai", "zhen",  "zhou"
};

size_t
passphrase_word(unsigned number, char out[WORD_MAX])
{
	const char *first = first_syllables[number / 64 % 32], *second = second_syllables[number % 64];
	size_t first_len = strlen(first), second_len = strlen(second);

	memcpy(out, first, first_len);
	memcpy(out + first_len, second, second_len + 1);
	return first_len + second_len;
}

char *
passphrase_new(void)
{
	char *text = mem_alloc(4 * WORD_MAX);
	size_t len = 0;

	for (int i = 0; i < 4; i++) {
		if (i)
			text[len++] = '-';
		len += passphrase_word(randombytes_uniform(WORD_COUNT), text + len);
	}
	return text;
}

static bool
is_word(const char *text, size_t len)
{
	char word[WORD_MAX];

	for (unsigned i = 0; i < WORD_COUNT; i++)
		if (passphrase_word(i, word) == len && memcmp(word, text, len) == 0)
			return true;
	return false;
}

bool
passphrase_is_in(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	int joined = 0; /* words that end here */

	while (*text) {
		size_t len = strspn(text, letters);

		joined = len && is_word(text, len) ? joined + 1 : 0;
		if (joined == 3)
			return true;
		text += len;
		if (*text != '-')
			joined = 0;
		if (*text)
			text++;
	}
	return false;
}

void
secret_free(char *text)
{
	if (!text)
		return;
	sodium_memzero(text, strlen(text));
	free(text);
}
