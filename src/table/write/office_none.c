#include "base/attr.h"
#include "base/i18n.h"
#include "table/write/office.h"
#include "table/write/pdf_out.h"
#include "table/write/writer_book.h"
#include "table/write/xlsx_out.h"

/* In the place of office, pdf_out, xlsx_out and writer_book where louce was configured with --disable-office: no PDF and no XLSX leaves it, and it says
 * so. A book takes what it is given and is refused when it is closed, before anything is written. */

bool
table_has_office(void)
{
	return false;
}

char *
table_office_version(void)
{
	return NULL;
}

char *
table_han_font(void)
{
	return NULL;
}

enum status
table_write_pdf(const struct table *tables, size_t count, int64_t at_unix, struct buf *out, struct err *err)
{
	(void)tables, (void)count, (void)at_unix, (void)out;
	return err_set(err, STATUS_INVALID, _("this louce was built without PDF; html does without, and a browser prints it"));
}

static enum status
refuse_xlsx(struct err *err)
{
	return err_set(err, STATUS_INVALID, _("this louce was built without XLSX; csv does without, and a spreadsheet opens it"));
}

enum status
table_write_xlsx(const struct table *tables, size_t count, int64_t at_unix, struct buf *out, struct err *err)
{
	(void)tables, (void)count, (void)at_unix, (void)out;
	return refuse_xlsx(err);
}

struct writer_book *
writer_book_new(const char *path)
{
	static char refused; /* something that is not NULL */

	(void)path;
	return (struct writer_book *)(void *)&refused;
}

void
writer_book_sheet(struct writer_book *book, const char *name, bool hidden)
{
	(void)book, (void)name, (void)hidden;
}

void
writer_book_cell(struct writer_book *book, size_t row, size_t column, const char *text, bool strong)
{
	(void)book, (void)row, (void)column, (void)text, (void)strong;
}

void
writer_book_width(struct writer_book *book, size_t column, size_t cells)
{
	(void)book, (void)column, (void)cells;
}

void
writer_book_choices(struct writer_book *book, size_t column, size_t from_row, size_t to_row, const char *sheet, size_t list_column,
		    size_t count)
{
	(void)book, (void)column, (void)from_row, (void)to_row, (void)sheet, (void)list_column, (void)count;
}

enum status
writer_book_close(struct writer_book *book, struct err *err)
{
	(void)book;
	return refuse_xlsx(err);
}

void
writer_book_drop(struct writer_book *book)
{
	(void)book;
}
