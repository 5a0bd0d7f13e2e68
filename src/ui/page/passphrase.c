#include "ui/page/passphrase.h"

#include "app/session/workspace.h"
#include "base/i18n.h"

#define WORD_COLS 14  /* of the word before the field */
#define FIELD_COLS 40 /* stars that are seen; more may be typed */

void
passphrase_draw(const struct ui *ui, struct canvas *canvas, struct area area, const struct secret *secret)
{
	struct area field = area_inside(area, WORD_COLS, 0), hint = area_below(area, 1);

	if (area.rows < 1)
		return;
	canvas_short(canvas, area.row, area.col, WORD_COLS, BOLD, _("Passphrase"));
	secret_draw(canvas, field.row, field.col, field.cols < FIELD_COLS ? field.cols : FIELD_COLS, secret);
	if (ui->app && app_is_demo(ui->app))
		canvas_line(canvas, &hint, FAINT, _("In the demonstration everybody's passphrase is: demo"));
}
