#include "base/i18n.h"
#include "table/pdf_out.h"

/* A louce that was configured with --disable-office makes no PDF, and says so. */

enum status
table_write_pdf(const struct table *table, int64_t at_unix, struct buf *out, struct err *err)
{
	(void)table;
	(void)at_unix;
	(void)out;
	return err_set(err, STATUS_INVALID,
		       _("this louce was built without cairo and pango and makes no PDF; xlsx and html do without them"));
}
