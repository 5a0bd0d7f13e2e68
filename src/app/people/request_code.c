#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/request.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/request.h"

void
request_group_digits(const char *digits, char *out)
{
	size_t at = 0;

	for (size_t i = 0; digits[i]; i++) {
		if (i && i % 4 == 0)
			out[at++] = ' ';
		out[at++] = digits[i];
	}
	out[at] = '\0';
}

/* The code of a request, compared by voice: the first 16 bytes of its id, 8 groups of 4 digits. */
void
request_code(const struct id *id, char code[REQUEST_CODE_LEN + 1])
{
	char hex[ID_HEX_LEN + 1];

	id_hex(id, hex);
	hex[REQUEST_CODE_DIGITS] = '\0';
	request_group_digits(hex, code);
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

/* ---- the request that is meant */

static bool
starts_as(const struct id *id, const char *digits)
{
	char hex[ID_HEX_LEN + 1];

	id_hex(id, hex);
	return *digits && strncmp(hex, digits, strlen(digits)) == 0;
}

struct finding_request {
	const char *digits;
	struct id id;
	size_t count;
	char *first, *second; /* what is asked for by two that fit */
};

static bool
find_request(const struct credential *asked, void *ctx)
{
	struct finding_request *finding = ctx;

	if (!starts_as(&asked->id, finding->digits))
		return true;
	*(finding->count++ ? &finding->second : &finding->first) = mem_printf(_("\"%s\" (%s, %s)"), asked->name, asked->role,
									      asked->area_count ? asked->areas[0] : "");
	finding->id = asked->id;
	return finding->count < 2;
}

enum status
request_none(const char *code, struct err *err)
{
	return err_set(err, STATUS_NOT_FOUND, _("there is no request with the code \"%s\"; louce key requests lists them"), code);
}

/* Two requests whose codes begin alike are quickly made, so a beginning finds nothing. */
enum status
app_request_find(struct app *app, const char *code, struct id *out, struct err *err)
{
	char *digits = request_digits(code);
	struct finding_request finding = { .digits = digits };
	enum status status = store_each_request(app_store(app), find_request, &finding, err);

	if (!status && !finding.count)
		status = request_none(code, err);
	if (!status && finding.count > 1)
		status = err_set(
			err, STATUS_CONFLICT,
			_("\"%s\" fits more than one request: that of %s and that of %s; give the whole code, 8 groups of 4 digits"), code,
			finding.first, finding.second);
	if (!status && strlen(digits) < REQUEST_CODE_DIGITS)
		status = err_set(err, STATUS_INVALID,
				 _("\"%s\" is not the whole code: 8 groups of 4 digits, as louce key requests lists them"), code);
	if (!status)
		*out = finding.id;
	free(finding.first);
	free(finding.second);
	free(digits);
	return status;
}
