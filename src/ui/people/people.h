#ifndef UI_PEOPLE_PEOPLE_H
#define UI_PEOPLE_PEOPLE_H

#include "app/people/people.h"
#include "ui/screen.h"

/* What the pages about people and keys share. */

#define CODE_HALF 19 /* of a request's code: four groups of four digits and the spaces between; each side reads one half aloud */

/* People and keys: who may sign, who asks. */
struct screen *keys_screen(struct ui *ui);
/* The same, with those alone who ask. */
struct screen *asking_screen(struct ui *ui);
/* The foundings of the county: comparing the digits of the one that this file follows with its office, and following another one. */
struct screen *foundings_screen(struct ui *ui);
/* A key of one's own; NULL: no key can be made here (said). */
struct screen *enrol_screen(struct ui *ui);
/* Another passphrase for the key of who is at the laptop; NULL: nobody is unlocked (said). */
struct screen *passphrase_new_screen(struct ui *ui);
/* One holder or request; the holder is copied. */
struct screen *holder_screen(const struct ui *ui, const struct app_holder *holder);
/* Giving the right to many who ask, with one passphrase. */
struct screen *grants_screen(struct ui *ui);
/* Taking this holder's right back; NULL: the right is not in force, or nobody is unlocked (said). */
struct screen *revoke_screen(struct ui *ui, const struct app_holder *holder);
/* What waits for the county's officers to agree. */
struct screen *waiting_screen(struct ui *ui);
/* The form packs that can be published, and publishing one. */
struct screen *publish_screen(struct ui *ui);
/* Who the officers are from now on; NULL: nobody is unlocked (said). */
struct screen *officers_screen(struct ui *ui);

/* After an act of officers: the digits that the office reads out from now on, when they are no longer `before`; NULL: they are. Caller frees. */
char *founding_changed_words(const struct ui *ui, const char *before);
/* The role and the first area in words; caller frees. */
char *holder_place(const struct ui *ui, const char *role, const struct app_texts *areas);
/* A list of texts with commas between; roles (`as_roles`) as people read them. Caller frees. */
char *names_text(const struct ui *ui, const struct app_texts *names, bool as_roles);

#endif
