#include "app/table/report_make.h"

#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/text.h"
#include "table/write/html_out.h"
#include "table/write/pdf_out.h"
#include "table/write/xlsx_out.h"

/* A table in the format that was asked for. */

#define PDF_LINES_MOST 20000 /* on paper nobody turns over so many in one piece */

const char *
app_format_name(enum app_format format)
{
	static const char *const names[] = { [APP_FORMAT_TEXT] = "text",
					     [APP_FORMAT_CSV] = "csv",
					     [APP_FORMAT_XLSX] = "xlsx",
					     [APP_FORMAT_PDF] = "pdf",
					     [APP_FORMAT_HTML] = "html" };

	_Static_assert(ARRAY_LEN(names) == APP_FORMAT_COUNT, "a name for each format");
	return names[format];
}

bool
app_format_is_binary(enum app_format format)
{
	return format == APP_FORMAT_XLSX || format == APP_FORMAT_PDF;
}

bool
app_format_has_parts(enum app_format format)
{
	return format == APP_FORMAT_XLSX || format == APP_FORMAT_PDF;
}

enum status
report_write_parts(const struct table *tables, size_t count, const struct app_report *ask, struct buf *out, struct err *err)
{
	size_t rows = 0;

	for (size_t i = 0; i < count; i++)
		rows += tables[i].row_count;
	if (ask->format == APP_FORMAT_XLSX)
		return table_write_xlsx(tables, count, clock_now_unix(), out, err);
	if (ask->format != APP_FORMAT_PDF)
		return err_set(err, STATUS_INVALID, _("one file of %s holds one table: by division a report is made as XLSX or PDF"),
			       app_format_name(ask->format));
	if (rows > PDF_LINES_MOST)
		return err_set(err, STATUS_CONFLICT,
			       _("the report has %zu lines, too many for one PDF: let it be a file for each township"), rows);
	return table_write_pdf(tables, count, clock_now_unix(), out, err);
}

enum status
report_write(const struct table *table, const struct app_report *ask, struct buf *out, struct err *err)
{
	struct buf text = { 0 };
	struct table_heading heading;
	enum status status = STATUS_OK;

	switch (ask->format) {
	case APP_FORMAT_PDF:
	case APP_FORMAT_XLSX:
		return report_write_parts(table, 1, ask, out, err);
	case APP_FORMAT_HTML:
		table_write_html(table, out);
		return STATUS_OK;
	case APP_FORMAT_CSV:
		table_write_csv(table, ask->encoding != APP_UTF8, &text);
		break;
	default:
		table_write_text(table, &text, &heading);
		if (ask->heading)
			*ask->heading = (struct report_heading){ heading.from, heading.count };
	}
	if (ask->encoding == APP_UTF8_BOM)
		buf_text_add(out, "\xef\xbb\xbf");
	if (ask->encoding == APP_GB18030)
		status = text_to_gb18030(buf_text(&text), text.len, out, err);
	else
		buf_add(out, buf_text(&text), text.len);
	buf_release(&text);
	return status;
}
