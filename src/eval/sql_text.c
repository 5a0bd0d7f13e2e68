#include "eval/sql_text.h"

void
sql_text_add(struct buf *sql, const char *text)
{
	buf_char(sql, '\'');
	for (; text && *text; text++) {
		buf_char(sql, *text);
		if (*text == '\'')
			buf_char(sql, '\'');
	}
	buf_char(sql, '\'');
}
