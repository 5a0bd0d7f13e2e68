#ifndef APP_HOUSE_UNREAD_H
#define APP_HOUSE_UNREAD_H

#include "app/house/check.h"
#include "base/value.h"
#include "form/pack.h"

/* Answers that are none, in a form that is checked all the same: nothing is said of questions, facts and rules that read them, since that may be right once
 * they are mended. The names of these questions stand in a list of texts, which the caller owns. */

void unread_add(struct value *unread, const char *name);
/* Does the expression (NULL: none) say one of the names? */
bool unread_is_in(const struct value *unread, const char *sql);
/* Adds what follows from them, until nothing more does: questions that are asked, offered, bounded or worked out by them, and facts. */
void unread_follow(const struct pack *pack, const struct form *form, struct value *unread);
/* Is the problem one whatever the answers to these should say? */
bool unread_leaves(const struct value *unread, const struct form_problem *problem);

#endif
