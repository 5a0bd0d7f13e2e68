#ifndef UI_FORM_BURST_H
#define UI_FORM_BURST_H

#include "ui/form/form_state.h"

/* The photos shot at one house, each looked at beside the question that it answers before any of them is taken. */

/* For the photo at the cursor and the required ones below it that are empty; borrows the form. NULL: there is nothing to take, which was said. */
struct screen *burst_screen(struct form_state *form, struct ui *ui);

#endif
