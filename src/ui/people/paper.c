#include "ui/people/paper.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "ui/input.h"
#include "ui/screen.h"

#define LABEL_COLS 36 /* before the word */
#define FIELD_COLS 34
#define TYPED_MOST 80 /* characters: more than a passphrase has */

void
paper_init(struct paper *paper)
{
	line_init(&paper->typed, LINE_SINGLE, TYPED_MOST);
}

void
paper_release(struct paper *paper)
{
	line_release(&paper->typed);
}

void
paper_draw(const struct paper *paper, struct canvas *canvas, struct area left, const char *said, const char *passphrase)
{
	struct area row;

	canvas_paragraph(canvas, &left, BOLD, said);
	row = area_inside(area_below(left, 1), 2, 0);
	left = area_below(left, 1 + canvas_wrap_rows(passphrase, row.cols) + 1);
	canvas_paragraph(canvas, &row, ACCENT, passphrase);
	canvas_column(canvas, &left, LABEL_COLS, PLAIN, _("Its first word, from your paper"));
	input_draw(canvas, left.row, left.col, FIELD_COLS, &paper->typed);
	left = area_below(left, 2);
	left.col -= LABEL_COLS;
	left.cols += LABEL_COLS;
	canvas_paragraph(canvas, &left, FAINT, _("Then Enter: the passphrase goes from the screen. Nothing else takes it away."));
}

/* Is the typed text the first word, or all words? In whatever letters, as capitals tell nothing of what stands on the paper. */
static bool
is_written(const char *typed, const char *passphrase)
{
	size_t len;

	typed += strspn(typed, " ");
	len = strlen(typed);
	while (len && typed[len - 1] == ' ')
		len--;
	return len && (len == strcspn(passphrase, "-") || len == strlen(passphrase)) && strncasecmp(typed, passphrase, len) == 0;
}

static bool
has_other_letters(const char *typed)
{
	for (; *typed; typed++)
		if ((unsigned char)*typed >= 0x80)
			return true;
	return false;
}

bool
paper_key(struct paper *paper, struct ui *ui, const struct ui_key *key, const char *passphrase)
{
	const char *typed = line_text(&paper->typed);
	struct ui_key plain = *key;

	if (key->kind == UI_KEY_ENTER) {
		if (is_written(typed, passphrase))
			return true;
		if (!*typed)
			ui_say(ui, TOAST_SAID, "%s",
			       _("Type the first word of the passphrase from your paper, then Enter: only then it goes from the screen."));
		else if (has_other_letters(typed))
			ui_say(ui, TOAST_BAD, "%s",
			       _("A passphrase has only the letters a to z: switch the Chinese input method off, and type the word again."));
		else
			ui_say(ui, TOAST_BAD, "%s",
			       _("The page has another word than you typed: compare your paper with it, letter by letter."));
		return false;
	}
	plain.c = key->kind == UI_KEY_CHAR && ui_key_ascii(key) ? ui_key_ascii(key) : key->c; /* full-width letters are letters */
	input_key(ui, &paper->typed, &plain, FIELD_COLS - 2);
	return false;
}
