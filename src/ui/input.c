#include "ui/input.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/screen.h"

static bool
control_key(struct line *line, uint32_t c)
{
	switch (c) {
	case 'A':
		line_home(line);
		return true;
	case 'E':
		line_end(line);
		return true;
	case 'K':
		line_kill_end(line);
		return true;
	case 'U':
		line_kill_start(line);
		return true;
	case 'W':
		line_backspace_word(line);
		return true;
	default:
		return false;
	}
}

bool
input_edits(const struct ui_key *key)
{
	return key->kind == UI_KEY_CTRL && strchr("AEKUWR", (int)key->c);
}

/* Says what did not go in as it was typed or pasted, and why: nothing is left out silently. */
static void
say_left_out(struct ui *ui, struct line *line, size_t left_out)
{
	struct text_flaw flaw;
	char *why;

	if (line_is_holding(line, &flaw)) {
		why = text_flaw_sentence(&flaw);
		ui_say(ui, TOAST_BAD, _("Not taken: %s. ^R puts it in without such characters."), why);
		free(why);
	} else if (line->limit_chars) {
		line->no_room += left_out; /* of all that was typed here, not only of this key */
		ui_say(ui, TOAST_SAID, _("There is room for %zu characters; %zu were left out."), line->limit_chars, line->no_room);
	}
}

/* Holds what was pasted into one line a line break or a tab, which the line takes for a space? */
static bool
breaks_line(const struct line *line, const char *text, size_t len)
{
	return line->mode == LINE_SINGLE && (memchr(text, '\n', len) || memchr(text, '\r', len) || memchr(text, '\t', len));
}

bool
input_key(struct ui *ui, struct line *line, const struct ui_key *key, int width)
{
	struct text_flaw flaw;
	bool taken = true, holding = line_is_holding(line, &flaw);
	size_t left_out = 0;
	char bytes[4];

	if (holding && !(key->kind == UI_KEY_CTRL && key->c == 'R'))
		line_drop_held(line);
	if (line->preset && (key->kind == UI_KEY_CHAR || key->kind == UI_KEY_PASTE))
		line_clear(line);
	switch (key->kind) {
	case UI_KEY_CHAR:
		left_out = line_insert(line, bytes, text_encode(key->c, bytes));
		break;
	case UI_KEY_PASTE:
		left_out = line_insert(line, key->text, key->len);
		break;
	case UI_KEY_BACKSPACE:
		line_backspace(line);
		break;
	case UI_KEY_DELETE:
		line_delete(line);
		break;
	case UI_KEY_LEFT:
		line_left(line);
		break;
	case UI_KEY_RIGHT:
		line_right(line);
		break;
	case UI_KEY_WORD_LEFT:
		line_word_left(line);
		break;
	case UI_KEY_WORD_RIGHT:
		line_word_right(line);
		break;
	case UI_KEY_HOME:
		line_home(line);
		break;
	case UI_KEY_END:
		line_end(line);
		break;
	case UI_KEY_UP:
		taken = line_up(line, (size_t)width);
		break;
	case UI_KEY_DOWN:
		taken = line_down(line, (size_t)width);
		break;
	case UI_KEY_CTRL:
		if (holding && key->c == 'R')
			left_out = line_insert_held(line);
		else
			taken = control_key(line, key->c);
		break;
	default:
		taken = false;
	}
	if (left_out && ui)
		say_left_out(ui, line, left_out);
	else if (left_out)
		(void)line_insert_held(line);
	else if (ui && key->kind == UI_KEY_PASTE && breaks_line(line, key->text, key->len))
		ui_say(ui, TOAST_SAID, "%s", _("What was pasted had line breaks or tabs; here they are spaces."));
	if (taken) {
		line->preset = false;
		line_scroll(line, width > 0 ? (size_t)width : 1, 1);
	}
	return taken;
}

void
input_draw(struct canvas *canvas, int row, int col, int width, const struct line *line)
{
	struct line_view view;
	struct look look = { INK_PLAIN, LOOK_UNDERLINE };

	if (width < 3)
		return;
	/* The last cell stays free for the mark of more text, and the first too when the text is scrolled. */
	view = line_view(line, (size_t)width - 2);
	for (int i = 0; i < width - 1; i++)
		canvas_text(canvas, row, col + i, 1, look, " ");
	look.flags |= line->preset ? LOOK_REVERSE : 0;
	canvas_textn(canvas, row, col + 1, width - 2, look, line_text(line) + view.first_bytes, view.len_bytes);
	if (view.more_left)
		canvas_text(canvas, row, col, 1, ACCENT, "<");
	if (view.more_right)
		canvas_text(canvas, row, col + width - 1, 1, ACCENT, ">");
	canvas_cursor(canvas, row, col + 1 + (int)view.cursor_cells);
}

/* ---- passphrases */

void
secret_clear(struct secret *secret)
{
	explicit_bzero(secret, sizeof(*secret));
}

static void
add_char(struct secret *secret, uint32_t c)
{
	char bytes[4];
	size_t len = text_encode(c, bytes);

	if (secret->len + len >= SECRET_MAX)
		return;
	memcpy(secret->text + secret->len, bytes, len);
	secret->len += len;
	secret->text[secret->len] = '\0';
	secret->chars++;
}

bool
secret_key(struct secret *secret, const struct ui_key *key)
{
	size_t at = 0, used;
	uint32_t c;

	switch (key->kind) {
	case UI_KEY_CHAR:
		/* With an input method switched on, ASCII may arrive full-width. */
		add_char(secret, ui_key_ascii(key));
		return true;
	case UI_KEY_PASTE:
		for (; at < key->len && (used = text_decode(key->text + at, key->len - at, &c)) > 0; at += used)
			if (c >= 0x20)
				add_char(secret, c);
		return true;
	case UI_KEY_BACKSPACE:
		while (secret->len > 0 && ((unsigned char)secret->text[--secret->len] & 0xc0) == 0x80)
			secret->text[secret->len] = '\0';
		secret->text[secret->len] = '\0';
		secret->chars -= secret->chars > 0;
		return true;
	case UI_KEY_CTRL:
		if (key->c != 'U')
			return false;
		secret_clear(secret);
		return true;
	default:
		return false;
	}
}

void
secret_draw(struct canvas *canvas, int row, int col, int width, const struct secret *secret)
{
	struct look look = { INK_PLAIN, LOOK_UNDERLINE };
	int stars = secret->chars < (size_t)width - 1 ? (int)secret->chars : width - 1;

	for (int i = 0; i < width; i++)
		canvas_text(canvas, row, col + i, 1, look, i < stars ? "*" : " ");
	canvas_cursor(canvas, row, col + stars);
}
