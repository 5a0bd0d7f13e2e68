#ifndef APP_PEOPLE_ATTENTION_H
#define APP_PEOPLE_ATTENTION_H

#include "app/session/workspace.h"

/* What of people and rights waits for the person at the laptop, in numbers: for the first page. */

struct app_attention {
	size_t requests;   /* that the unlocked person may answer */
	size_t agreements; /* that the unlocked person may give as an officer, or as one who will be an officer */
	size_t for_others; /* that the unlocked person agreed to, and that wait for other officers still */
	bool no_forms; /* no form pack is in force and none waits for agreement, and the unlocked person is an officer: he publishes one */
	size_t rivals; /* foundings that contend for one place, and no person said yet which it is: an alarm for everybody */
	bool uncompared;   /* the file came from elsewhere, and nobody compared the digits of its founding with the office */
	size_t asked;	   /* requests made on this laptop that nobody answered yet */
	char asked_at[17]; /* when the newest of these was signed */
};
MUST_CHECK enum status app_attention(struct app *app, struct app_attention *out, struct err *err);

#endif
