#ifndef FORM_PAPERS_KEYED_H
#define FORM_PAPERS_KEYED_H

#include "form/parts/papers.h"
#include "form/yaml/read.h"

/* `keyed` of a table of a paper: which boxes and columns beside each house are written by hand, and keyed into which forms. */

/* Reads the items of the key, none where it is not there. */
void read_keyed(struct reader *reader, const struct node *table, struct paper_block *block);
/* Checks them against the rest of the pack. */
void link_keyed(struct reader *reader, struct paper_block *block);
void free_keyed(struct paper_block *block);

#endif
