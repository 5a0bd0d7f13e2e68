#ifndef APP_MACHINE_DOCTOR_H
#define APP_MACHINE_DOCTOR_H

#include <stddef.h>

/* What is wrong with this machine, and how to mend it: the terminal, the locale, fonts, the disk, the clock, keys, sticks and the workspace. It
 * only looks: nothing is written, locked or made, and it needs no workspace. What cannot be looked at is a finding as well. */

enum doctor_state {
	DOCTOR_FINE,
	DOCTOR_NOTE,  /* good to know; louce works */
	DOCTOR_WRONG, /* louce, or what it is used for, fails because of it */
};

struct doctor_finding {
	const char *subject; /* "terminal", "locale", "font", "disk", "clock", "keys", "sticks", "file" */
	enum doctor_state state;
	char *says; /* translated */
	char *mend; /* translated; NULL: nothing is to be done */
};

struct doctor {
	struct doctor_finding *items; /* at least one for each subject but the sticks, in the order of these */
	size_t count, cap;
};

/* `workspace`: NULL for the file that the screens opened last, if any. */
void doctor_look(const char *workspace, struct doctor *out);
void doctor_release(struct doctor *doctor);
size_t doctor_count(const struct doctor *doctor, enum doctor_state state);
/* The subject as people read it, translated. */
const char *doctor_subject(const char *subject);

#endif
