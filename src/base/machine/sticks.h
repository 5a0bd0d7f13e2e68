#ifndef BASE_STICKS_H
#define BASE_STICKS_H

#include <stdbool.h>
#include <stddef.h>

/* Where sticks appear on this machine: what is mounted below /media, /run/media and /mnt; below /mnt only what the system says is removable, since other
 * disks are mounted there as well. LOUCE_STICKS names folders, as a pattern, in place of all these; LOUCE_ROOT a folder below
 * which the system's files are looked for. */

struct stick {
	char *folder;
	bool read_only;
};
struct sticks {
	struct stick *items; /* by folder */
	size_t count, cap;
};

/* The sticks that are in. */
void sticks_find(struct sticks *out);
/* Are the same sticks in, to be written or only read as before? */
bool sticks_equal(const struct sticks *a, const struct sticks *b);
void sticks_release(struct sticks *sticks);
/* The folder of the first stick that can be written; caller frees. NULL: none is in, or (*read_only) those that are can only be read. */
char *sticks_first(bool *read_only);

struct stick_files {
	char **items; /* paths */
	size_t count, cap;
};
/* Adds the files of a folder whose names end in one of `endings`, whatever the case of letters, by name. */
void stick_files_add(struct stick_files *files, const char *folder, const char *const *endings, size_t count);
/* Orders the files from index `from` on by when they were written, the newest first; those of one second stay by name. */
void stick_files_newest_first(struct stick_files *files, size_t from);
/* Do both hold the same paths? */
bool stick_files_equal(const struct stick_files *a, const struct stick_files *b);
void stick_files_release(struct stick_files *files);

#endif
