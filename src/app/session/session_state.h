#ifndef APP_SESSION_SESSION_STATE_H
#define APP_SESSION_SESSION_STATE_H

#include "seal/seal.h"
#include "app/session/act.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "store/beside/drafts.h"
#include "store/beside/local.h"
#include "store/store.h"

/* An open workspace from inside, for the files of session/; others ask the functions of workspace.h, person.h and act.h. */

struct held_key { /* a key to private values, opened */
	struct data_key key;
	char village[DIVISION_CODE_LEN + 1];
	bool vouched;  /* a share that counts, by a reader of the village or by this person, says so */
	bool leaked;   /* somebody knows it who was revoked since, or who has no right */
	bool outside;  /* somebody knows it who is no reader of the village, and is not this person */
	bool made_now; /* in the act that goes on */
	/* It seals one step alone, for the office of the words that a role's `office` has, beside the readers of the village; "": it seals all else there. */
	char office[KEY_OFFICE_MAX];
};
/* The key of this name among those that are held, or NULL; one more is held from now on. vault.c */
struct held_key *vault_find_held(struct app *app, const struct id *key);
void vault_hold(struct app *app, const struct held_key *key);
/* Finds, of the keys that are held, those that seal one step alone, and for which office. vault_office.c */
MUST_CHECK enum status vault_find_offices(struct app *app, struct err *err);

/* Who only reads has not opened what lies beside the workspace. True: it is open now, to be given back. settings.c */
bool notes_borrow(struct app *app);
void notes_give_back(struct app *app, bool borrowed);

struct app {
	char *path;
	enum app_mode mode;
	struct store *store;
	struct local *local;
	struct pack *
		installed; /* while no pack was in force at opening: the installed one, whose words for roles are better than their names */
	struct drafts *drafts; /* NULL: not asked for yet */
	struct buf said;       /* what nobody was told yet, lines: see app_take_said */
	void (*listen)(const char *sentence);
	bool ends; /* the act that goes on ends a draft: */
	struct id ends_root;
	char *ends_form;
	bool raced;	     /* another window wrote between what was judged and its signing (tries.h) */
	bool shown;	     /* the act was said yes to as the file was at: */
	int64_t shown_at;    /* store_version */
	bool overtaken;	     /* ... and another window wrote since (shown.h) */
	unsigned generation; /* of the store, when the notes below were made */
	bool strange;	     /* another laptop's notes lie beside the file: nobody reads them */
	bool has_device;
	struct device_id device;
	bool older_copy; /* the file is behind what was signed here, by our own note */
	bool claimed;	 /* ... by a county receipt, which only claims: it does not hold an act up */

	bool unlocked;
	char *key_name;	    /* as it was unlocked: person or path of the key file */
	bool dropped;	    /* it was decided that another account of this laptop counts; older_copy is set as well */
	bool endorses_only; /* will be an officer: may agree to that, and nothing else yet */
	bool asks_day;	    /* refuses to sign with a day that is doubted, */
	bool day_wanted;    /* and did so */
	bool new_epoch;	    /* an older copy may be unlocked: to begin a new epoch in it */
	struct signer signer;
	struct held_key *held;
	size_t held_count, held_cap;
	struct kept { /* see app_keep_take */
		void *data;
		void (*release)(void *data);
	} kept[APP_KEEP_COUNT];
};

#endif
