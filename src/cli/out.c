#include "cli/cli.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "app/table/report.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/machine/clock.h"

/* Tables out of a command: in which format, and into which file or onto the screen. */

bool
cli_read_format(const struct args *args, struct app_report *report)
{
	static const char *const encodings[] = { "utf-8", "utf-8-bom", "gb18030" };
	const char *formats[APP_FORMAT_COUNT];
	int format = 0, encoding = 0;

	for (int i = 0; i < APP_FORMAT_COUNT; i++)
		formats[i] = app_format_name((enum app_format)i);
	if (!arg_choice(args, "format", formats, APP_FORMAT_COUNT, &format) ||
	    !arg_choice(args, "encoding", encodings, ARRAY_LEN(encodings), &encoding))
		return false;
	report->format = (enum app_format)format;
	report->encoding = (enum app_encoding)encoding;
	return true;
}

enum status
cli_day(const struct args *args, const char *option, char out[11], const char **day, struct err *err)
{
	const char *text = arg_value(args, option);
	char today[11];

	clock_date(clock_now_unix(), today);
	if (text && !clock_day_meant(text, today, out))
		return err_set(err, STATUS_INVALID, _("\"%s\" is no date; write it as 2022-09-16"), text);
	*day = text ? out : NULL;
	return STATUS_OK;
}

enum status
cli_write_out(const struct args *args, const struct buf *text, bool is_private, struct err *err)
{
	const char *path = arg_value(args, "out");

	if (path && strcmp(path, "-") != 0)
		return app_report_write(path, text, is_private ? 0600 : 0644, arg_flag(args, "overwrite"), err);
	fwrite(buf_text(text), 1, text->len, stdout);
	return STATUS_OK;
}
