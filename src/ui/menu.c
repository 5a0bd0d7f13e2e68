#include "ui/menu.h"

static void
scroll(struct menu *menu, size_t rows)
{
	if (rows == 0)
		rows = 1;
	if (menu->chosen < menu->first)
		menu->first = menu->chosen;
	if (menu->chosen >= menu->first + rows)
		menu->first = menu->chosen + 1 - rows;
	if (menu->first + rows > menu->count)
		menu->first = menu->count > rows ? menu->count - rows : 0;
}

void
menu_choose(struct menu *menu, size_t index, size_t rows)
{
	menu->chosen = menu->count == 0 ? 0 : index < menu->count ? index : menu->count - 1;
	scroll(menu, rows);
}

void
menu_resize(struct menu *menu, size_t count, size_t rows)
{
	menu->count = count;
	menu_choose(menu, menu->chosen, rows);
}

bool
menu_key(struct menu *menu, const struct ui_key *key, size_t rows)
{
	size_t page = rows > 1 ? rows - 1 : 1;

	switch (key->kind) {
	case UI_KEY_UP:
		menu_choose(menu, menu->chosen ? menu->chosen - 1 : 0, rows);
		return true;
	case UI_KEY_DOWN:
		menu_choose(menu, menu->chosen + 1, rows);
		return true;
	case UI_KEY_PAGE_UP:
		menu_choose(menu, menu->chosen > page ? menu->chosen - page : 0, rows);
		return true;
	case UI_KEY_PAGE_DOWN:
		menu_choose(menu, menu->chosen + page, rows);
		return true;
	case UI_KEY_HOME:
		menu_choose(menu, 0, rows);
		return true;
	case UI_KEY_END:
		menu_choose(menu, menu->count ? menu->count - 1 : 0, rows);
		return true;
	default:
		return false;
	}
}
