#ifndef BASE_I18N_H
#define BASE_I18N_H

#include "base/err.h"

/* Messages. _() translates now, N_() marks a text in a table that is translated where it is shown, n_() chooses the form of a number.
 *
 * The catalogue is read here, not by gettext of the C library, which is silent where the system has no locale of that language (and since glibc
 * 2.39 under C.UTF-8 as well). Texts that were handed out live as long as the program: a catalogue that was read once stays. */

#define _(text) message_text(text)
#define N_(text) text
#define n_(one, many, n) message_number(one, many, (unsigned long)(n))

/* `languages`: as in LANGUAGE, or the name of a locale: the first that FOLDER/LANGUAGE/LC_MESSAGES/louce.mo is there for, or that is English (what
 * the sources speak). None: English. A catalogue that is damaged is TAMPERED, and messages stay English. */
MUST_CHECK enum status messages_open(const char *folder, const char *languages, struct err *err);

/* The translation, or the text itself. */
const char *message_text(const char *text) __attribute__((format_arg(1)));
const char *message_number(const char *one, const char *many, unsigned long n) __attribute__((format_arg(1), format_arg(2)));

#endif
