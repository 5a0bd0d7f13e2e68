#ifndef UI_HOUSE_BUILDING_STATE_H
#define UI_HOUSE_BUILDING_STATE_H

#include "app/house/record.h"
#include "ui/page/listview.h"
#include "ui/page/textview.h"
#include "ui/picture.h"
#include "ui/screen.h"

/* What the files of a house's page share. */

enum page { PAGE_RECORD, PAGE_HISTORY, PAGE_FORMS, PAGE_COUNT };

struct building_state {
	struct id building;
	struct record *record; /* NULL: not read yet, or it could not be */
	bool left;	       /* another page was on top, or another window wrote the file, since the record was read */
	enum page page;
	bool show_private;
	struct text_view text; /* of the record, or the history */
	struct list_view list; /* of the forms and levels */
	size_t photo;
	struct picture picture;
};

/* The parts of the page. History and the list of forms take the whole width. */
struct house_layout {
	struct area head; /* what was concluded of the house; no rows: nothing yet */
	struct area next, stages, caption, photo;
};

/* ---- building_draw.c */

struct house_layout house_layout_of(const struct building_state *state, struct area body);
struct list_rows house_stage_rows(const struct building_state *state);
void building_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas);

#endif
