#ifndef UI_MENU_H
#define UI_MENU_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/keys.h"

/* A list with one row chosen, scrolled as little as needed. Layout only: the owner of the rows draws them. */
struct menu {
	size_t count, chosen, first;
};

void menu_resize(struct menu *menu, size_t count, size_t rows); /* the list has changed */
/* Moves by arrows, page keys, Home and End; false when the key is none of them. */
bool menu_key(struct menu *menu, const struct ui_key *key, size_t rows);
void menu_choose(struct menu *menu, size_t index, size_t rows);

#endif
