#include "step/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
write_text(const char *text, struct buf *out)
{
	buf_char(out, '"');
	for (const char *from = text; *from;) {
		size_t plain = strcspn(from, "\"\\\n\t\r\b\f");

		buf_add(out, from, plain);
		from += plain;
		switch (*from) {
		case '\0':
			continue;
		case '\n':
			buf_text_add(out, "\\n");
			break;
		case '\t':
			buf_text_add(out, "\\t");
			break;
		case '"':
		case '\\':
			buf_char(out, '\\');
			buf_char(out, *from);
			break;
		default:
			buf_printf(out, "\\u%04x", (unsigned char)*from);
		}
		from++;
	}
	buf_char(out, '"');
}

/* The shortest digits that read back as the same number, and always as a real. */
static void
write_real(double real, struct buf *out)
{
	char text[40];

	for (int digits = 1; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, real);
		if (strtod(text, NULL) == real)
			break;
	}
	for (char *at = text; *at; at++)
		if (*at == ',')
			*at = '.'; /* the person's locale may write a comma */
	if (!strpbrk(text, ".eE"))
		strcat(text, ".0");
	buf_text_add(out, text);
}

void
json_write(const struct value *value, struct buf *out)
{
	switch (value->type) {
	case VALUE_TEXT:
		write_text(value->text, out);
		break;
	case VALUE_INTEGER:
		buf_printf(out, "%" PRId64, value->integer);
		break;
	case VALUE_REAL:
		write_real(value->real, out);
		break;
	case VALUE_BOOLEAN:
		buf_text_add(out, value->boolean ? "true" : "false");
		break;
	case VALUE_LIST:
		buf_char(out, '[');
		for (size_t i = 0; i < value->list.count; i++) {
			if (i)
				buf_char(out, ',');
			json_write(&value->list.items[i], out);
		}
		buf_char(out, ']');
		break;
	case VALUE_OBJECT:
		buf_char(out, '{');
		for (size_t i = 0; i < value->object.count; i++) {
			if (i)
				buf_char(out, ',');
			write_text(value->object.members[i].name, out);
			buf_char(out, ':');
			json_write(&value->object.members[i].value, out);
		}
		buf_char(out, '}');
		break;
	default:
		buf_text_add(out, "null");
	}
}
