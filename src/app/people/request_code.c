#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/request.h"
#include "base/mem.h"

/* The code of a request, compared by voice: the first 16 bytes of its id, 8 groups of 4 digits. */
void
request_code(const struct id *id, char code[REQUEST_CODE_LEN + 1])
{
	char hex[ID_HEX_LEN + 1];
	size_t at = 0;

	id_hex(id, hex);
	for (size_t i = 0; i < REQUEST_CODE_DIGITS; i++) {
		if (i && i % 4 == 0)
			code[at++] = ' ';
		code[at++] = hex[i];
	}
	code[at] = '\0';
}

/* The digits of a code as the program writes them: no spaces, small letters. */
char *
request_digits(const char *code)
{
	char *digits = mem_alloc(strlen(code) + 1), *to = digits;

	for (; *code; code++)
		if (*code != ' ' && *code != '-')
			*to++ = (char)tolower((unsigned char)*code);
	return digits;
}

bool
request_half_is_heard(const char *heard, const char code[REQUEST_CODE_LEN + 1])
{
	char *digits = request_digits(heard), *whole = request_digits(code);
	bool is = strcmp(digits, whole + REQUEST_CODE_DIGITS / 2) == 0;

	free(whole);
	free(digits);
	return is;
}
