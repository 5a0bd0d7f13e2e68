#ifndef UI_PEOPLE_PAPER_H
#define UI_PEOPLE_PAPER_H

#include "base/text/line.h"
#include "ui/area.h"
#include "ui/canvas.h"
#include "ui/keys.h"

struct ui;

/* A part of a page: a passphrase that is shown once, and the first word of it, typed from the paper. Only that ends the page, so a key too many
 * takes no passphrase away unread. The passphrase is the page's own. */

struct paper {
	struct line typed;
};

void paper_init(struct paper *paper);
void paper_release(struct paper *paper);
/* `said`: whose it is and what to do with it. */
void paper_draw(const struct paper *paper, struct canvas *canvas, struct area left, const char *said, const char *passphrase);
/* True when Enter followed the first word or all of it; else what is missing is said. */
bool paper_key(struct paper *paper, struct ui *ui, const struct ui_key *key, const char *passphrase);

#endif
