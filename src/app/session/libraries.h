#ifndef APP_SESSION_LIBRARIES_H
#define APP_SESSION_LIBRARIES_H

/* What the program runs on, for who reports a fault: "SQLite 3.40.1, libsodium 1.0.18, ...". The caller frees. */
char *libraries_in_use(void);
/* What the help of commands says where XLSX and PDF were left out; NULL: they were not. */
const char *libraries_without_office(void);

#endif
