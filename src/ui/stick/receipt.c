#include "ui/stick/receipt.h"

#include "app/session/unlock.h"
#include "app/stick/receipt.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/confirm.h"

/* The receipt of what came while nobody could sign it: an import takes in without a key, and a laptop locks itself meanwhile. */

static enum status
do_write(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	enum status status = app_confirm(ui->app, passphrase, err);
	int64_t no = 0;

	(void)ctx;
	*result = NULL;
	if (!status)
		status = app_receipt(ui->app, &no, err);
	if (!status && no)
		ui_say(ui, TOAST_GOOD, _("County receipt no. %lld is written. It goes back with what you write for them (x, e)."),
		       (long long)no);
	else if (!status)
		ui_say(ui, TOAST_SAID, "%s", _("No receipt is due any more."));
	return status;
}

struct screen *
receipt_screen(size_t logs)
{
	return confirm_screen((struct confirmation){
		.title = mem_strdup(_("The county's receipt")),
		.text = mem_printf(
			_("From %zu logs of other laptops steps came that no county receipt names yet. The receipt says to them: the county has it.\n\nIt goes back on the sticks of those who handed in."),
			logs),
		.act = do_write,
		.stay = true,
	});
}
