#include "ui/page/kept.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/page_draft.h"
#include "base/i18n.h"

static const char *
proposed(const struct kept_field *field)
{
	return field->proposed ? field->proposed : "";
}

void
kept_open(struct kept_lines *kept, struct ui *ui, char *page_take, const struct kept_field *fields, size_t count)
{
	struct value typed = { 0 };
	bool any = false;

	kept->page = page_take;
	kept->any = page_draft_get(ui->app, kept->page, &typed);
	if (!kept->any)
		return;
	for (size_t i = 0; i < count; i++) {
		const char *text = value_get_text(&typed, fields[i].name);

		if (text)
			line_set(fields[i].line, text);
		any |= text != NULL;
	}
	value_release(&typed);
	if (any)
		ui_say(ui, TOAST_SAID, "%s", _("What you typed here before and did not sign stands here again."));
}

void
kept_put(struct kept_lines *kept, struct ui *ui, const struct kept_field *fields, size_t count)
{
	struct value typed = value_object();

	for (size_t i = 0; i < count; i++)
		if (strcmp(line_text(fields[i].line), proposed(&fields[i])) != 0)
			value_set_text(&typed, fields[i].name, line_text(fields[i].line));
	if (kept->any || typed.object.count) {
		kept->lost = !page_draft_put(ui->app, kept->page, &typed) && typed.object.count;
		kept->any = typed.object.count > 0;
	}
	value_release(&typed);
}

void
kept_release(struct kept_lines *kept)
{
	free(kept->page);
	*kept = (struct kept_lines){ 0 };
}
