#ifndef APP_SESSION_KEYS_H
#define APP_SESSION_KEYS_H

#include <stdbool.h>

#include "app/session/unlock.h"
#include "base/attr.h"
#include "base/err.h"

/* Key files of this machine, and of sticks in it. */

struct keyfile_head;
struct keys;

struct app_key {
	char person[33];
	const char *name;
	bool portable, demo;
	const char *path;
};
/* Can the name be read and told from others: on one line of a screen, and not blank? */
bool key_name_fits(const char *name);
/* The same for the name of a new key, which has no space around it either; says what is wrong. */
MUST_CHECK enum status app_check_key_name(const char *name, struct err *err);
/* Makes a person's keys; the passphrase is generated and handed out when `passphrase` is NULL (caller: secret_free). */
MUST_CHECK enum status app_key_new(const char *name, bool portable, const char *passphrase, char **generated, char person[33],
				   struct err *err);
/* INVALID: too short, as an empty file gives. */
MUST_CHECK enum status app_check_passphrase(const char *passphrase, struct err *err);
/* A passphrase as app_key_new generates them (caller: secret_free): for who is shown it before the key is made. */
MUST_CHECK enum status app_passphrase_new(char **out, struct err *err);
/* The same in a file that is nobody's key yet; *aside: its path, to be named where a person is, the caller's to free. app_key_keep puts the
 * file in its place among the keys. What is given up before is unlinked; what a killed program left, the next call removes. */
MUST_CHECK enum status app_key_new_aside(const char *name, const char *passphrase, char **aside, struct err *err);
MUST_CHECK enum status app_key_keep(const char *aside, struct err *err);
void app_key_forget(const char person[33]); /* removes a key that was just made on this machine, for an act that failed */
char *key_place(const char *person);	    /* where the key file of a person of this machine lies; caller frees */
/* NOT_FOUND or CONFLICT: no key here, or more than one, goes by this name or number. */
MUST_CHECK enum status app_key_check(const char *person, struct err *err);
/* Is it the passphrase of this person's key? */
MUST_CHECK enum status app_key_opens(const char *person, const char *passphrase, struct err *err);
/* *path: the file that opens with the new one now, the caller's to free. */
MUST_CHECK enum status app_key_change(const char *person, const char *old, const char *new_passphrase, char **path, struct err *err);
/* The other files of the key in this one, here and on the sticks that are in. */
MUST_CHECK enum status app_each_key_copy(const char *of, void (*visit)(const char *path, void *), void *ctx, struct err *err);
/* Copies a person's key file into another folder, and proves the copy by reading it back; *path: the copy, the caller's to free. CONFLICT: it lies
 * there already. */
MUST_CHECK enum status app_key_copy(const char *person, const char *folder, char **path, struct err *err);
/* The other way: a key file of a stick into the keys of this machine, e.g. after the laptop that had it was lost. */
MUST_CHECK enum status app_key_restore(const char *person, char **path, struct err *err);
/* The same into the first stick that does not have it; NOT_FOUND: there is none. */
MUST_CHECK enum status app_key_copy_to_stick(const char *person, char **path, struct err *err);
/* Moves a key that was just made on this machine to the first stick, where its owner keeps it. It stays here when that fails. */
MUST_CHECK enum status app_key_move_to_stick(const char *person, char **path, struct err *err);
bool app_key_is_here(const char *person); /* a key file of just this number, on this machine or on a stick */
/* Visits the key files of this machine, then those on sticks, until the visitor says false; of copies of one key the first. */
MUST_CHECK enum status app_each_key(bool (*visit)(const struct app_key *, void *), void *ctx, struct err *err);

/* The keys here whose name is this one, or looks like it (base/text/skeleton.h). *out: the caller's to free. */
struct app_named_key {
	char person[33];
	char name[96];
};
MUST_CHECK enum status app_keys_named(const char *name, struct app_named_key **out, size_t *count, struct err *err);

/* Opens a person's key file, found by name or number. */
MUST_CHECK enum status key_open(const char *person, const struct app_ask *ask, struct keyfile_head *head, struct keys **out,
				struct err *err);
/* What the file says in clear, without a passphrase. */
MUST_CHECK enum status key_look(const char *person, struct keyfile_head *head, struct err *err);
/* DENIED for a key of the demonstration anywhere else: everybody knows its passphrase. */
MUST_CHECK enum status key_serves(const struct keyfile_head *head, bool demonstration, struct err *err);

#endif
