#include "ui/page/passphrase.h"

#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"

#define WORD_COLS 14  /* of the word before the field */
#define FIELD_COLS 40 /* stars that are seen; more may be typed */

/* What the keyboard may have been left at, by what was typed: the passphrases that are made here have small letters alone. */
static const char *
hint_of(const struct secret *secret)
{
	size_t capitals = 0;

	for (size_t i = 0; i < secret->len; i++) {
		if ((unsigned char)secret->text[i] >= 0x80)
			return _("There are other characters than letters in it: is a Chinese input method on? ^U empties the line.");
		if (secret->text[i] >= 'a' && secret->text[i] <= 'z')
			return NULL;
		capitals += secret->text[i] >= 'A' && secret->text[i] <= 'Z';
	}
	return capitals > 1 ? _("There are only capitals in it: is Caps Lock on? ^U empties the line.") : NULL;
}

void
passphrase_draw(const struct ui *ui, struct canvas *canvas, struct area area, const struct secret *secret)
{
	struct area field = area_inside(area, WORD_COLS, 0), hint = area_below(area, 1);

	if (area.rows < 1)
		return;
	canvas_short(canvas, area.row, area.col, WORD_COLS, BOLD, _("Passphrase"));
	secret_draw(canvas, field.row, field.col, field.cols < FIELD_COLS ? field.cols : FIELD_COLS, secret);
	if (hint_of(secret))
		canvas_line(canvas, &hint, WARN, hint_of(secret));
	else if (ui->app && app_person_rights(ui->app) > 1)
		canvas_line(canvas, &hint, FAINT, _("It signs under the one of your rights that is for this role and place."));
	else if (ui->app && app_is_demo(ui->app))
		canvas_line(canvas, &hint, FAINT, _("In the demonstration everybody's passphrase is: demo"));
}
