#ifndef APP_MACHINE_DOCTOR_STATE_H
#define APP_MACHINE_DOCTOR_STATE_H

#include <stdint.h>

#include "app/machine/doctor.h"

/* What the files of the doctor share. Internal to machine. */

/* Adds a finding; says_take and mend_take (NULL: none) are the doctor's from then on. */
void doctor_add(struct doctor *doctor, const char *subject, enum doctor_state state, char *says_take, char *mend_take);

void doctor_look_at_terminal(struct doctor *doctor);
void doctor_look_at_locale(struct doctor *doctor);
/* The forms and the catalogue, which lie in a folder beside the program. */
void doctor_look_at_data(struct doctor *doctor);
void doctor_look_at_fonts(struct doctor *doctor);
void doctor_look_at_disk(struct doctor *doctor, const char *workspace);
void doctor_look_at_sticks(struct doctor *doctor);
/* `receipt_at`: when the newest county receipt says that it was signed; 0: none is known. */
void doctor_look_at_clock(struct doctor *doctor, int64_t receipt_at);
void doctor_look_at_keys(struct doctor *doctor);
/* *receipt_at: as above. */
void doctor_look_at_file(struct doctor *doctor, const char *workspace, int64_t *receipt_at);

#endif
