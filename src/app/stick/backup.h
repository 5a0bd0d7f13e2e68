#ifndef APP_STICK_BACKUP_H
#define APP_STICK_BACKUP_H

#include "app/session/workspace.h"
#include "app/stick/export.h"
#include "base/id.h"

/* A backup: all that a laptop's file holds, on a stick, with the key of who writes it; and coming back from one on a new laptop. */

struct app_backup {
	struct app_exported exported;
	char *key;     /* the copy of the person's key; NULL: it lay there already, or
                    lies on a stick of its own; owned */
	int64_t steps; /* that the file holds */
};
/* Writes everything into the folder, reads it back and proves it, then copies the key beside it, and remembers when. *out needs app_backup_release in any case. */
MUST_CHECK enum status app_backup(struct app *app, const char *folder, struct app_backup *out, struct err *err);
void app_backup_release(struct app_backup *backup);
/* When the last one was written here, to the minute, and how many steps came since; NULL: none was. Caller frees. */
char *app_backup_last(struct app *app, int64_t *since);

/* A file that was just taken over, and what lies beside it. */
struct app_restored {
	char at[17]; /* when it was written, to the minute; "": not known */
	char *by;    /* who wrote it; NULL: not known */
	int64_t houses, steps;
	struct id state; /* its hash */
	struct restored_key {
		char person[33];
		char *name;
	} * keys; /* that are on no other place of this machine yet */
	size_t key_count;
};
/* `path`: of the backup. */
MUST_CHECK enum status app_restored(struct app *app, const char *path, struct app_restored *out, struct err *err);
void app_restored_release(struct app_restored *restored);
/* Puts the keys among those of this machine, and remembers of when the file is.
 */
MUST_CHECK enum status app_restore_keys(struct app *app, const char *path, const struct app_restored *restored, struct err *err);
/* Of when the backup is that this file began with; NULL: it began with none. Caller frees. */
char *app_restored_at(struct app *app);
/* The houses that steps behind this one are about. *out: caller frees. */
MUST_CHECK enum status app_houses_since(struct app *app, int64_t step, struct id **out, size_t *count, struct err *err);

#endif
