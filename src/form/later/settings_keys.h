#ifndef FORM_SETTINGS_KEYS_H
#define FORM_SETTINGS_KEYS_H

#include <stdbool.h>
#include <stddef.h>

/* What becomes of each key of a pack's files when a later pack has something else there: data for settings.c. Internal to later/. */

enum setting_treat {
	SETTING_SAID,	   /* told with what stood and what stands there; so is a key that no table has */
	SETTING_LEVEL,	   /* the same of a level of divisions, or what else the program itself has a word for: no name of a pack */
	SETTING_ELSEWHERE, /* reworded, recounted, ruled or fixed tell it */
	SETTING_SHARED,	   /* the same where both packs have the key; where one has it, here */
	SETTING_WORDS,	   /* nothing that counts, is seen or is owed changes by it */
	SETTING_PART,	   /* a map whose keys are those of `items`, about the same thing */
	SETTING_ITEMS,	   /* a list of things of the kind `items` */
	SETTING_NAMES,	   /* a list of names of things of the kind `items`: their order alone */
	SETTING_COLUMNS,   /* a map of columns: of those that both have the types */
};

struct setting_kind;
struct setting_key {
	const char *key;
	enum setting_treat treat;
	const char *says; /* N_() */
	const struct setting_kind *items;
};

struct setting_kind {
	const char *noun;  /* N_(): one of it */
	const char *id;	   /* the key that names one of a list */
	const char *title; /* the key with its words; NULL: its name */
	bool tells_new, tells_gone, tells_order;
	const struct setting_key *keys; /* up to one without a key */
	bool others_elsewhere;		/* keys that the table does not have: of a choice the columns of its list */
};

extern const struct setting_kind setting_pack, setting_form, setting_field, setting_list, setting_report, setting_papers;

/* NULL: no table has it. */
const struct setting_key *setting_key_of(const struct setting_kind *kind, const char *key);

#endif
