#ifndef UI_PEOPLE_PEOPLE_H
#define UI_PEOPLE_PEOPLE_H

#include "ui/screen.h"

/* What the pages about people and keys share. */

#define CODE_HALF 19 /* of a request's code: four groups of four digits and the spaces between; each side reads one half aloud */

/* People and keys: who may sign, who asks. */
struct screen *keys_screen(struct ui *ui);
/* A key of one's own; NULL: it cannot be made here (said). */
struct screen *enrol_screen(struct ui *ui);
/* One person or request, as app_people describes it. */
struct screen *holder_screen(const struct value *person);
/* Taking this person's right back. */
struct screen *revoke_screen(struct ui *ui, const struct value *person);
/* What waits for the county's officers to agree; who they are from now on. */
struct screen *officers_screen(struct ui *ui);
struct screen *new_officers_screen(struct ui *ui);

/* The role and the first area in words; caller frees. */
char *person_place(const struct ui *ui, const struct value *person);
/* A list of texts with commas between; roles (`as_roles`) as people read them. Caller frees. */
char *names_of(const struct ui *ui, const struct value *list, bool as_roles);

#endif
