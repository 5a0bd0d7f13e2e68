#include "ui/page/said.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "ui/page/text.h"

struct screen *
said_screen(struct ui *ui)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < UI_SAID && i < ui->said_count; i++) {
		const struct ui_said *said = &ui->said[(ui->said_count - 1 - i) % UI_SAID];
		char at[17];

		clock_minute(said->at_unix, at);
		buf_printf(&text, "%s%s %s%s", i ? "\n" : "", at + 11, said->kind == TOAST_BAD ? "! " : "", said->text);
	}
	if (!text.len)
		buf_printf(&text, "%s", _("Nothing was said yet."));
	return text_screen(mem_strdup(_("What was said")), buf_detach(&text));
}
