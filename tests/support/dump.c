#include "dump.h"

#include <string.h>

#include "ui/stack.h"

static char
mark_of(const struct cell *cell)
{
	static const char inks[INK_COUNT] = { ' ', 'h', 'a', 'g', 'w', 'b', '.' };

	if (cell->fg >= 0 || cell->bg >= 0)
		return '#';
	if (cell->look.flags & LOOK_REVERSE)
		return 'R';
	return cell->look.ink == INK_PLAIN && cell->look.flags ? 'B' : inks[cell->look.ink];
}

static void
dump_looks(const struct canvas *canvas, int row, struct buf *out)
{
	int last = -1;

	for (int c = 0; c < canvas->cols; c++)
		if (mark_of(&canvas->cell[row * canvas->cols + c]) != ' ')
			last = c;
	if (last < 0)
		return;
	buf_char(out, '|');
	for (int c = 0; c <= last; c++)
		buf_char(out, mark_of(&canvas->cell[row * canvas->cols + c]));
	buf_char(out, '\n');
}

void
canvas_dump(const struct canvas *canvas, bool looks, struct buf *out)
{
	for (int r = 0; r < canvas->rows; r++) {
		size_t kept = out->len;

		for (int c = 0; c < canvas->cols; c++) {
			const struct cell *cell = &canvas->cell[r * canvas->cols + c];

			buf_text_add(out, cell->text);
			if (strcmp(cell->text, " ") != 0 && cell->cells)
				kept = out->len;
		}
		if (out->data) {
			out->len = kept;
			out->data[kept] = '\0';
		}
		buf_char(out, '\n');
		if (looks)
			dump_looks(canvas, r, out);
	}
	if (looks && canvas->has_cursor)
		buf_printf(out, "cursor %d,%d\n", canvas->cursor_row, canvas->cursor_col);
}

void
busy_draw(struct ui *ui, const char *what)
{
	struct canvas canvas = { .fine_lines = true, .colours = ui->colours };
	const struct screen *top = stack_top(ui->terminal);

	(void)what;
	if (!top)
		return;
	canvas_init(&canvas, ui->rows, ui->cols);
	screen_draw(top, ui, &canvas);
	canvas_release(&canvas);
}
