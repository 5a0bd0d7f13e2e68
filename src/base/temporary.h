#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

/* Temporary files that nobody but louce makes: ".louce-PROCESS-N.tmp" in the folder of the file that they become. What a killed louce
 * left is known by that name, and cleared by the next act in the same folder. */

/* A new name in the folder of `path`; caller frees. Nothing is made. */
char *temporary_name(const char *path);
/* Removes what louces that have ended left in the folder of `path`: of another machine's (a stick) only what was not touched for ten
 * minutes. Never another file. */
void temporary_clear(const char *path);

#endif
