#ifndef APP_STICK_NAME_H
#define APP_STICK_NAME_H

#include "app/session/workspace.h"
#include "trust/credential.h"

/* Names of files that travel: who writes to whom, from where and when, in the language of the pages and in what FAT, exFAT and NTFS take; where the folder takes no such
 * name, in letters and digits of ASCII. A name is for people: what a file is, its content says. */

/* `path` itself, or, when that is a folder, a name in it. `from`: whose file it is; NULL: of a laptop whose people have no right yet. `to`: as in
 * app_export. Caller frees. */
char *export_path(const struct app *app, const char *path, const struct credential *from, const char *to);

/* Whose file it is by its name, as people read it: name and role of the one person here with these digits; NULL: the name tells nobody who is known here. A
 * name may be anybody's: who wrote the file says its look. Caller frees. */
char *app_file_from(const struct app *app, const char *path);

#endif
