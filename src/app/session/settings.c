#include "app/session/settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/session_state.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"

bool
notes_borrow(struct app *app)
{
	struct buf said = { 0 };
	struct err ignored = { 0 };
	bool opened = !app->local && !app->strange && app_has_notes(app->path) && !local_open(app->path, &app->local, &said, &ignored);

	if (said.len)
		app_say(app, buf_text(&said));
	buf_release(&said);
	return opened;
}

void
notes_give_back(struct app *app, bool borrowed)
{
	if (!borrowed)
		return;
	local_close(app->local);
	app->local = NULL;
}

char *
app_remembered(struct app *app, const char *name)
{
	struct buf text = { 0 };
	struct err ignored = { 0 };
	char *out = NULL;

	if (app->local && !local_setting(app->local, name, &text, &ignored))
		out = mem_strndup(buf_text(&text), text.len);
	buf_release(&text);
	return out;
}

void
app_remember(struct app *app, const char *name, const char *text)
{
	struct err ignored = { 0 };

	/* A setting that is not kept costs a key the next time, no more. */
	if (app->local && local_set_setting(app->local, name, text, strlen(text), &ignored))
		return;
}

enum status
notes_set_aside(const char *path, char **aside, struct err *err)
{
	char *beside = mem_printf("%s.local", path);
	enum status status = file_free_name(beside, ".strange", aside, err);

	if (!status && rename(beside, *aside) != 0) {
		status = err_errno(err, errno, _("\"%s\" cannot be written"), *aside);
		free(*aside);
		*aside = NULL;
	}
	file_sync_folder(path);
	free(beside);
	return status;
}
