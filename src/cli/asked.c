#include "cli/asked.h"

#include "base/i18n.h"
#include "cli/cli.h"

/* Questions whose words hang on the file. */

static enum status
ask_and_act(struct app *app, struct cli_asked *asked, struct err *err)
{
	struct act_shown *shown = &asked->shown;

	shown->changed = false;
	if (*shown->words && !asked->agrees(shown->words))
		return err_set(err, STATUS_CONFLICT, _("nothing was done"));
	return act_as_shown(app, shown, err);
}

enum status
cli_act_as_asked(struct app *app, struct cli_asked *asked, struct err *err)
{
	struct act_shown *shown = &asked->shown;
	enum status status;

	if (!asked->yes || asked->tells) {
		shown->words = shown->now(shown->ctx, err);
		if (!shown->words)
			return err->status;
	}
	if (asked->yes) {
		if (asked->tells && *shown->words)
			cli_warn_lines(shown->words);
		act_shown_release(shown);
		return shown->act(shown->ctx, err);
	}
	status = ask_and_act(app, asked, err);
	while (shown->changed) {
		cli_warn("louce: %s\n", err->text);
		*err = (struct err){ 0 };
		status = ask_and_act(app, asked, err);
	}
	act_shown_release(shown);
	return status;
}
