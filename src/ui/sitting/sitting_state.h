#ifndef UI_SITTING_SITTING_STATE_H
#define UI_SITTING_SITTING_STATE_H

#include "app/house/record.h"
#include "app/sign/sitting.h"
#include "ui/page/textview.h"
#include "ui/picture.h"
#include "ui/screen.h"

/* State shared by the pages of a sitting: the houses one by one, giving one back, and the summary that is signed. */

struct sitting_state {
	struct sitting *sitting;
	size_t at, loaded; /* index of the house shown; of the house in the record (SIZE_MAX: none) */
	struct record *record;
	struct text_view text;			     /* the record, */
	bool listed, listed_changed, listed_private; /* its lines are made, and how */
	size_t photo;
	bool only_changed, show_private, confirm_back;
	bool signed_now; /* what was decided is signed: the sitting is over */
	struct picture picture;
	char title[200];
};

/* ---- sitting_draw.c */
const char *decision_word(enum decision decision);
struct look decision_look(enum decision decision);
/* The parts of the page: the house, what is decided of it and how far the sitting is, the record, and beside it the photo. */
struct sitting_layout {
	struct area place, decided, counts, record, caption, photo;
};
struct sitting_layout sitting_layout_of(const struct sitting_state *state, struct area body);
void sitting_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas);

struct action push_return(struct sitting_state *state, const struct ui *ui); /* the page that gives the house shown back */
struct action push_sign(struct sitting_state *state, struct ui *ui);	     /* the summary and the passphrase */
/* Goes on to the next undecided house: severe and some first, then the sample. False: none is left. */
bool sitting_go_on(struct sitting_state *state);

#endif
