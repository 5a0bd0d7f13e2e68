#include "app/session/settings.h"

#include <string.h>

#include "app/session/session_state.h"
#include "base/mem.h"

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
