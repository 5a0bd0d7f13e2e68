#ifndef UI_FORM_FORM_LAYOUT_H
#define UI_FORM_FORM_LAYOUT_H

#include "app/fill/sheet.h"
#include "ui/form/form_state.h"

/* What stands at the lines of a form: their words, what is wrong with them, and the room they take. Drawing asks here, so that what is scrolled is what
 * is drawn. */

#define LABEL_COLS 25
#define OPTION_MARK_COLS 3 /* of a choice's digit and its star */
#define OPTION_INDENT 3
#define CODE_COLS 4
#define BELOW_INDENT 4 /* of what stands below a question */
#define TROUBLE_MAX 300

struct area form_lines_area(const struct form_state *form); /* the part of the page for the lines: without a picture beside them */
/* The sentence below a line, the mark of a return or a problem, written into `room` when it has no text of its own; NULL: none. */
const char *form_trouble(const struct form_state *form, const struct form_item *item, struct look *look, char room[TROUBLE_MAX]);
/* An answer in words, and the lines it takes in so wide a form. The caller frees the words. */
char *form_value_words(const struct form_state *form, const struct form_item *item, bool focused);
int form_value_rows(const struct form_state *form, size_t index, int width);
bool form_options_have_line(const struct form_state *form);
int form_options_columns(const struct form_state *form, int width, int *col_width);
/* What the signer who gave it back marked at a question, or "". The caller frees. */
char *form_mark_words(const struct form_state *form, const struct form_item *item);
char *form_sealed_words(const struct form_state *form);
const char *form_hint(const struct form_item *item);
const char *form_label(const struct form_item *item);
bool form_is_long(const struct form_item *item); /* a label too long for its place is written out while the cursor stands there */
/* How many questions are still open, and how many points must be settled. */
void form_count_open(const struct form_state *form, size_t *missing, size_t *wrong);

#endif
