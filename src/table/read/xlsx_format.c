#include "table/read/xlsx_format.h"

#include <string.h>

#include "base/attr.h"

/* What a format of an XLSX file shows, by its code or by its number. */

/* What a format shows: its letters outside quotes, brackets and escapes. */
struct xlsx_format
xlsx_format_of_code(const char *code)
{
	struct xlsx_format format = { 0 };

	if (*code && strspn(code, "0") == strlen(code) && strlen(code) <= 18) {
		format.zeros = strlen(code) > 1 ? strlen(code) : 0;
		return format;
	}
	if (strncmp(code, "General", 7) == 0 || *code == '@')
		return format;
	for (; *code && *code != ';'; code++) {
		const char *close = *code == '"' ? strchr(code + 1, '"') : *code == '[' ? strchr(code, ']') : NULL;

		if (close)
			code = close;
		else if ((*code == '\\' || *code == '_' || *code == '*') && code[1])
			code++;
		else if (strchr("yYeE", *code))
			format.has_year |= *code != 'E'; /* E+ is an exponent */
		else if (*code == 'd' || *code == 'D')
			format.has_day = true;
		else if (strchr("hHsS", *code))
			format.has_time = true;
		else if (*code == 'm' || *code == 'M')
			format.is_date = true;
	}
	format.is_date |= format.has_year || format.has_day || format.has_time;
	return format;
}

struct xlsx_format
xlsx_format_of_number(unsigned long id)
{
	static const struct {
		unsigned long first, last;
		struct xlsx_format format;
	} own[] = {
		{ 14, 15, { true, true, true, false, 0 } },  { 16, 16, { true, false, true, false, 0 } },
		{ 17, 17, { true, true, false, false, 0 } }, { 18, 21, { true, false, false, true, 0 } },
		{ 22, 22, { true, true, true, true, 0 } },   { 27, 27, { true, true, false, false, 0 } },
		{ 28, 29, { true, false, true, false, 0 } }, { 30, 31, { true, true, true, false, 0 } },
		{ 32, 35, { true, false, false, true, 0 } }, { 36, 36, { true, true, false, false, 0 } },
		{ 45, 47, { true, false, false, true, 0 } }, { 50, 50, { true, true, false, false, 0 } },
		{ 51, 51, { true, false, true, false, 0 } }, { 52, 52, { true, true, false, false, 0 } },
		{ 53, 54, { true, false, true, false, 0 } }, { 55, 56, { true, false, false, true, 0 } },
		{ 57, 57, { true, true, false, false, 0 } }, { 58, 58, { true, false, true, false, 0 } },
	};

	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		if (id >= own[i].first && id <= own[i].last)
			return own[i].format;
	return (struct xlsx_format){ 0 };
}
