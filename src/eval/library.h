#ifndef EVAL_LIBRARY_H
#define EVAL_LIBRARY_H

/* For who reports a fault: the version of SQLite that this program runs with. */
const char *db_library_version(void);

#endif
