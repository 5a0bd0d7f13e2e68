#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

#include "base/err.h"

/* Temporary files that nobody but louce makes: ".louce-PROCESS-N.tmp" in the folder of the file that they become. What a killed louce
 * left is known by that name, and cleared by the next act in the same folder. */

/* A new name in the folder of `path`; caller frees. Nothing is made. */
char *temporary_name(const char *path);
/* A new folder in `parent`, for files alone, that nobody else may enter; folders that killed louces of this user left there are removed first. Caller
 * frees; NULL: it cannot be made. */
char *temporary_folder(const char *parent);
/* Removes it with the files in it. One that does not stand is fine. */
void temporary_remove_folder(const char *folder);
/* Fails, with the reason and the name of `path`, where no file can be made in its folder: the disk is read-only, or gone. Nothing stays. */
MUST_CHECK enum status temporary_possible(const char *path, struct err *err);
/* Removes what louces that have ended left in the folder of `path`: of another machine's (a stick) only what was not touched for ten
 * minutes. Never another file, and no folder. */
void temporary_clear(const char *path);

#endif
