#ifndef STORE_TABLES_H
#define STORE_TABLES_H

/* The tables of a workspace and of an export, as SQL: what a file is made with, and what it is compared with, object for object (schema.c).
 * Scripts up to NULL. */

extern const char *const tables_of_truth[];  /* their text is the format */
extern const char *const tables_of_export[]; /* all that stands in one */
extern const char *const tables_derived[];   /* that every workspace has; those of a pack come on top */
extern const char *const tables_version[];   /* of these the row by what they were made */

#endif
