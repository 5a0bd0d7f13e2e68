#ifndef UI_HOME_UNLOCK_H
#define UI_HOME_UNLOCK_H

#include "ui/screen.h"

/* Who is at the laptop: a person of the list, then the passphrase; home follows. */

struct screen *person_screen(struct ui *ui);

#endif
