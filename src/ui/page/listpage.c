#include "ui/page/listpage.h"

void
list_page_recalc(struct screen *screen, struct ui *ui)
{
	struct list_page *page = screen->state;
	struct canvas nowhere = { 0 };
	struct err err = { 0 };
	struct list_rows rows;

	if (!page->read) {
		page->read = page->kind->read(page, ui, &err) == STATUS_OK;
		if (!page->read) {
			screen_unread(screen, &err);
			return;
		}
	}
	rows = page->kind->rows(page);
	list_view_fit(&page->list, &rows, page->kind->head(page, ui, &nowhere));
}

void
list_page_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct list_page *page = screen->state;
	const struct list_rows rows = page->kind->rows(page);
	struct area left = page->kind->head(page, ui, canvas);
	struct look look = PLAIN;
	const char *none = !rows.count && page->kind->none ? page->kind->none(page, &look) : NULL;

	if (none)
		canvas_paragraph(canvas, &left, look, none);
	list_view_draw(&page->list, &rows, canvas);
}

const char *
list_page_note(const struct screen *screen)
{
	return ((const struct list_page *)screen->state)->list.note;
}

void
list_page_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct list_page *)screen->state)->read = false;
}
