#include "base/i18n.h"
#include "paper/printed.h"
#include "paper/qr.h"

/* A louce that was configured with --disable-office prints nothing, and says so. */

enum status
printed_can(struct err *err)
{
	return err_set(err, STATUS_INVALID, _("this louce was built without printing"));
}

enum status
printed_write(const struct printed *papers, size_t count, int64_t at_unix, struct buf *out, struct err *err)
{
	(void)papers;
	(void)count;
	(void)at_unix;
	(void)out;
	return printed_can(err);
}

enum status
qr_text(const char *text, struct buf *out, struct err *err)
{
	(void)text;
	(void)out;
	return printed_can(err);
}
