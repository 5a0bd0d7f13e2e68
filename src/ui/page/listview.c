#include "ui/page/listview.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/pinyin.h"

static size_t
rows_of(const struct list_view *list)
{
	int lines = list->lines > 0 ? list->lines : 1;

	return list->area.rows >= lines ? (size_t)(list->area.rows / lines) : 1;
}

static void
say_place(struct list_view *list)
{
	list->note[0] = '\0';
	if (list->find.typing && list->find.missed)
		snprintf(list->note, sizeof(list->note), _("search: %s_   not found"), line_text(&list->find.words));
	else if (list->find.typing)
		snprintf(list->note, sizeof(list->note), _("search: %s_   %zu/%zu"), line_text(&list->find.words),
			 list->menu.count ? list->menu.chosen + 1 : 0, list->menu.count);
	else if (list->menu.count > rows_of(list))
		snprintf(list->note, sizeof(list->note), "%zu/%zu", list->menu.chosen + 1, list->menu.count);
}

void
list_view_fit(struct list_view *list, const struct list_rows *rows, struct area area)
{
	list->area = area;
	list->lines = rows->lines;
	menu_resize(&list->menu, rows->count, rows_of(list));
	say_place(list);
}

static void
list_view_choose(struct list_view *list, const struct list_rows *rows, size_t index)
{
	list->menu.count = rows->count;
	menu_choose(&list->menu, index, rows_of(list));
	say_place(list);
}

static bool
fits(const void *ctx, size_t index, const char *words)
{
	const struct list_rows *rows = ctx;
	struct buf text = { 0 };
	bool is;

	rows->text(rows->ctx, index, &text);
	is = text_matches(buf_text(&text), words);
	buf_release(&text);
	return is;
}

bool
list_view_key(struct list_view *list, const struct list_rows *rows, const struct ui_key *key)
{
	const struct findable in = { rows->count, rows, fits };
	size_t at = list->menu.chosen;

	if (find_key(&list->find, key, &in, &at))
		list_view_choose(list, rows, at);
	else if (!menu_key(&list->menu, key, rows_of(list)))
		return false;
	say_place(list);
	return true;
}

bool
list_view_digit(const struct list_view *list, const struct list_rows *rows, const struct ui_key *key, size_t *index)
{
	uint32_t c = key->c >= 0xff01 && key->c <= 0xff5e ? key->c - 0xfee0 : key->c; /* full-width, of an input method */

	if (!rows->numbered || key->kind != UI_KEY_CHAR || c < '1' || c > '9')
		return false;
	*index = list->menu.first + (c - '1');
	return *index < rows->count && c - '1' < rows_of(list);
}

static void
draw_row(const struct list_view *list, const struct list_rows *rows, size_t index, struct area area, struct canvas *canvas)
{
	bool chosen = index == list->menu.chosen;
	size_t digit = index - list->menu.first + 1;
	struct look look = chosen ? CHOSEN : rows->look && !rows->draw ? rows->look(rows->ctx, index) : PLAIN;
	struct buf line = { 0 };

	buf_text_add(&line, chosen ? "> " : "  ");
	if (rows->numbered && digit <= 9)
		buf_printf(&line, "%zu ", digit);
	else if (rows->numbered)
		buf_text_add(&line, "  ");
	if (rows->draw) {
		canvas_text(canvas, area.row, area.col, area.cols, chosen ? ACCENT : PLAIN, buf_text(&line));
		rows->draw(rows->ctx, index, chosen, area_inside(area, (int)line.len, 0), canvas);
	} else {
		rows->text(rows->ctx, index, &line);
		canvas_short(canvas, area.row, area.col, area.cols, look, buf_text(&line));
	}
	buf_release(&line);
}

void
list_view_draw(const struct list_view *list, const struct list_rows *rows, struct canvas *canvas)
{
	int lines = list->lines > 0 ? list->lines : 1;

	for (size_t i = list->menu.first; i < rows->count && i - list->menu.first < rows_of(list); i++)
		draw_row(list, rows, i, area_top(area_below(list->area, (int)(i - list->menu.first) * lines), lines), canvas);
	canvas_cursor(canvas, list->area.row + (int)(list->menu.chosen - list->menu.first) * lines, list->area.col);
}

void
list_view_release(struct list_view *list)
{
	find_release(&list->find);
}
