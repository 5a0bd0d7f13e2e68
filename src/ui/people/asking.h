#ifndef UI_PEOPLE_ASKING_H
#define UI_PEOPLE_ASKING_H

#include "app/people/request.h"
#include "form/pack.h"
#include "app/stick/export.h"
#include "ui/people/enrolled.h"
#include "ui/screen.h"

/* The request for a right, and its file. */

struct right_wanted {
	const struct role *role;
	const struct division *const *divisions; /* of the role's level; borrowed */
	size_t division_count;
	bool gives; /* asks for the right to give others theirs */
};

/* The role and all the areas of a right, in words; caller frees. */
char *right_words(const struct right_wanted *right, const struct ui *ui);
/* Makes the requests of the person, whose passphrase `ask` gives, and writes their file: `done` gets the codes, and the file or why there is none.
 * `portable`: they are for any laptop, with a key on its owner's own stick. */
MUST_CHECK enum status asking_make(const struct right_wanted *rights, size_t count, bool portable, struct ui *ui, const char *person,
				   const struct app_ask *ask, struct enrolled *done, struct err *err);
/* Writes the file again, onto the stick that is in by now; fills the same members of `done`. */
void asking_write(const struct ui *ui, const char *person, const struct app_ask *ask, struct enrolled *done);
/* What a file with requests alone leaves here, in sentences a line each; NULL: no request of others. Caller frees. */
char *asking_left(const struct app_export_left *left);
char *asking_words(const struct enrolled *done); /* what is to be done next; caller frees */
/* The folder of a stick that can be written; NULL: there is none, and what to do was said, `none` where none is in at all. Caller frees. */
char *asking_stick(struct ui *ui, const char *none);
/* For `ask`: ctx is the passphrase. */
enum status asking_passphrase(void *ctx, const char *name, char **out, struct err *err);

#endif
