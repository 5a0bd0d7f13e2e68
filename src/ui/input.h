#ifndef UI_INPUT_H
#define UI_INPUT_H

#include "base/text/line.h"
#include "ui/canvas.h"
#include "ui/keys.h"

struct ui;

/* A text being typed: the keys of a line editor, and how it is drawn. */

/* True when the key belonged to the text, whether it changed or not. Up and down are taken in LINE_MULTI only; Enter never. Says what
 * was left out and why; a paste with a character that no step may hold waits for ^R, which puts it in without. With `ui` NULL (words of a search) nothing is said and such characters are left out. A
 * number or a day that stands there (line_preset) is replaced by what is typed first; arrows, Home, End and Backspace change it. */
bool input_key(struct ui *ui, struct line *line, const struct ui_key *key, int width);
/* Is it a control key that input_key knows, whether it finds something to change or not? */
bool input_edits(const struct ui_key *key);
/* Draws one line with its cursor, underlined so that the field is seen, what typing replaces in reverse; < and > at the edges mark hidden text. */
void input_draw(struct canvas *canvas, int row, int col, int width, const struct line *line);

/* A passphrase: kept in one place, zeroed, shown as stars. */
#define SECRET_MAX 256
struct secret {
	char text[SECRET_MAX];
	size_t len, chars;
};
bool secret_key(struct secret *secret, const struct ui_key *key); /* true: the key belonged to the passphrase */
void secret_clear(struct secret *secret);
void secret_draw(struct canvas *canvas, int row, int col, int width, const struct secret *secret);

#endif
