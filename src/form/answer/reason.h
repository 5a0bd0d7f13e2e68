#ifndef FORM_REASON_H
#define FORM_REASON_H

#include "base/value.h"
#include "form/pack.h"

/* Reasons for warnings, as `_reasons` of a form holds them: [{rule, reason, words or absent}]. Where there is a list of reasons (the pack's), `reason` is
 * one of its choices; its column `words` says by 1 that words are wanted beside the choice. `list` NULL: a reason is words. */

/* The item of a rule, or NULL; `reasons` may be NULL. Borrowed. */
const struct value *reason_of(const struct value *reasons, const char *rule);
bool reason_wants_words(const struct list *list, const char *reason);
/* Is the item a whole reason? NULL is none; blanks and fillers, as "unknown", are no words. */
bool reason_stands(const struct list *list, const struct value *item);
/* Is it no reason for its words, which say nothing? */
bool reason_is_empty(const struct list *list, const struct value *item);
/* The item in words, as "Seen again on site", or "Other: a small camera"; NULL for none. The caller frees. */
char *reason_text(const struct list *list, const struct value *item, const char *lang);
/* Puts a choice's name where the item has its label, in any language; texts without the blanks around them, and none for a blank one. */
void reason_meant(const struct list *list, struct value *item);
/* What may be said, for a sentence: `1 (Seen again on site), 99 (Other, with words)`. The caller frees. */
char *reasons_offered(const struct list *list, const char *lang);

/* Does what is said in it tell a person's number (base/number/told_number.h)? */
bool reason_tells_number(const struct value *reason);

#endif
