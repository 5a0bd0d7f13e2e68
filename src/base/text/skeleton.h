#ifndef BASE_SKELETON_H
#define BASE_SKELETON_H

#include <stdbool.h>

/* Names that look alike. The skeleton of a text is what is compared when a person should be asked whether two names mean the same:
 * compatibility forms folded (NFKC), letters of one case, invisible characters and spaces taken out, the middle dots of names made one.
 * It is never stored and decides nothing; the tables of GLib's Unicode may grow (decision 16). */

/* The copies made here are wiped; those that GLib makes within its own calls it frees unwiped. The caller frees the skeleton, with secret_free where
 * the text is private. */
char *text_skeleton(const char *text);
/* Is nothing seen of a text: is it empty, or of spaces and invisible characters alone? Its skeleton is empty. */
bool text_is_blank(const char *text);

#endif
