#ifndef BASE_I18N_H
#define BASE_I18N_H

/* Messages. _() translates now, N_() marks a text in a table that is translated where it is shown. */

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text

#endif
