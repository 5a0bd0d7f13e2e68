#ifndef FORM_VIEWS_H
#define FORM_VIEWS_H

#include "form/expr.h"

struct node;
struct pack;
struct reader;

/* Queries that have a name: what several reports have in common is written once in reports.yaml, and put before each query that names it. */

/* Reads `view: NAME` and `sql`. The views above it are known to it. */
void read_view(struct reader *reader, const struct node *item);
/* Puts the views that a query names before it, and those that these name: WITH. A query without one stays as it is. */
void views_add(const struct pack *pack, struct expr *sql);
/* Names that are no view's, or two views' at once. */
void link_views(struct reader *reader);

#endif
