#include "app/session/shown.h"

#include <string.h>

#include "app/session/session_state.h"
#include "base/i18n.h"
#include "base/mem.h"

enum { ACT_SHOWN_MOST = 12 }; /* each that is lost is another's that was signed */

/* Are the words of now those that were shown? */
static enum status
still_says(struct act_shown *shown, struct err *err)
{
	char *words = shown->now(shown->ctx, err);

	if (!words)
		return err->status;
	if (strcmp(words, shown->words) == 0) {
		secret_free(words);
		return STATUS_OK;
	}
	secret_free(shown->words);
	shown->words = words;
	shown->changed = true;
	return err_set(err, STATUS_CONFLICT,
		       _("what was asked about is another by now, by another window or command; nothing was signed: read it again"));
}

static enum status
try_as_shown(struct app *app, struct act_shown *shown, struct err *err)
{
	enum status status = app_refresh(app, err);
	int64_t version = store_version(app->store);

	if (!status)
		status = still_says(shown, err);
	if (status)
		return status;
	app->shown = true;
	app->shown_at = version;
	status = shown->act(shown->ctx, err);
	app->shown = false;
	return status;
}

enum status
act_as_shown(struct app *app, struct act_shown *shown, struct err *err)
{
	enum status status;

	shown->changed = false;
	for (int tries = 1;; tries++) {
		app->overtaken = false;
		status = try_as_shown(app, shown, err);
		if (!status || !app->overtaken || tries == ACT_SHOWN_MOST)
			break;
		*err = (struct err){ 0 };
	}
	app->overtaken = false;
	return status;
}

void
act_shown_release(struct act_shown *shown)
{
	secret_free(shown->words);
	shown->words = NULL;
}
