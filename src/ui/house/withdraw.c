#include "ui/house/withdraw.h"

#include <stdlib.h>

#include "app/house/stages.h"
#include "app/session/unlock.h"
#include "app/sign/sign.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/confirm.h"
#include "ui/screen.h"

/* Withdrawing a signature: what falls with it, and the passphrase under it. */

struct withdrawing {
	char step[ID_HEX_LEN + 1];
	char *falls; /* with it, as the page says; "": nothing */
};

static void
withdrawing_free(void *ctx)
{
	struct withdrawing *withdrawing = ctx;

	free(withdrawing->falls);
	free(withdrawing);
}

static enum status
do_withdraw(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	const struct withdrawing *withdrawing = ctx;
	enum status status = app_confirm(ui->app, passphrase, err);
	char *leaves = NULL;

	*result = NULL;
	if (!status)
		status = app_withdraw(ui->app, withdrawing->step, withdrawing->falls, err);
	if (status)
		return status;
	if (app_withdraw_leaves(ui->app, withdrawing->step, &leaves, err))
		ui_fail(ui, err);
	else if (leaves)
		ui_say(ui, TOAST_SAID,
		       _("Withdrawn. The same stays signed by other sign-offs of yours (%s): w once more withdraws the next."), leaves);
	else
		ui_say(ui, TOAST_GOOD, "%s", _("Withdrawn. The house waits for this signature again."));
	free(leaves);
	return STATUS_OK;
}

struct screen *
withdraw_screen(struct ui *ui, const struct record_stage *stage)
{
	struct err err = { 0 };
	struct withdrawing *withdrawing;
	char step[ID_HEX_LEN + 1], *falls, *text;

	ui_busy(ui, _("Looking at what falls with it..."));
	if (app_withdraw_falls(ui->app, id_hex(&stage->sign, step), &falls, &err)) {
		ui_fail(ui, &err);
		return NULL;
	}
	text = falls ? mem_printf(
			       _("You withdraw your signature: %s, %s.\n\nWith it falls what was signed above it: %s. They sign anew when the house is "
				 "signed here again.\n\nOf a signature under many houses all are withdrawn."),
			       stage->label, stage->by, falls)
		     : mem_printf(
			       _("You withdraw your signature: %s, %s.\n\nNothing was signed above it.\n\nOf a signature under many houses all are "
				 "withdrawn."),
			       stage->label, stage->by);
	withdrawing = mem_alloc(sizeof(*withdrawing));
	id_hex(&stage->sign, withdrawing->step);
	withdrawing->falls = falls ? falls : mem_strdup("");
	return confirm_screen((struct confirmation){ .title = mem_strdup(_("Withdraw a signature")),
						     .text = text,
						     .act = do_withdraw,
						     .ctx = withdrawing,
						     .drop = withdrawing_free,
						     .stay = true });
}
