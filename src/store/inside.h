#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include "base/map.h"
#include "eval/db.h"
#include "eval/register.h"
#include "store/carrier.h"
#include "store/journal.h"
#include "store/store.h"
#include "store/tip.h"
#include "trust/credential.h"

/* The insides of an open workspace, which the files of the store share. Internal to the floor. */

/* Keys that signatures are checked against: of every credential here, whatever its right. */
struct known_key {
	struct credential credential;
	enum trust_reason last_reason; /* at the last settling, to see what changed */
	struct id last_bound;
	bool settled; /* was there at the last settling */
	bool linked;  /* trust has all of the holder's places */
};

struct loaded_pack {
	struct id id;
	struct pack *pack; /* NULL: cannot be read by this program */
};

/* The evaluators of one thread: one a pack, made when first needed. */
struct evaluators {
	struct evaluator {
		struct eval *eval; /* NULL when its expressions do not prepare */
		bool tried;
	} * items; /* as store->packs */
	size_t count;
};
void store_evaluators_release(struct evaluators *evaluators);

/* Numbers and places looked up while steps are placed, kept for one transaction: between two, another program may write. */
struct placed_log {
	int64_t log;
	int64_t last; /* the highest seq placed */
	bool bounded; /* its author is revoked: the log is among those covered anew */
	struct log_runs {
		struct placed_run {
			int64_t first_n, end_n; /* steps of its ends, by arrival */
			int64_t from, seq;	/* and their seq */
			struct id end, before;	/* before: what the first one names as prev */
			bool has_before;
			bool stored, changed; /* in the file; otherwise than there */
			bool gone;	      /* grown into another one */
			bool listed;	      /* stands in `befores` ... */
			size_t beside;	      /* ... and this is the next one that names the same step; IDMAP_NONE: none */
		} * items;
		size_t count, cap;
		size_t last; /* the one that grew last */
		/* of a log of many runs: by what ends one, and the newest of those that name a step before them */
		bool indexed;
		struct idmap ends, befores;
	} runs;
};

/* Runs of a log that is placed: read, a step more, and written at the end of the transaction. runs.c */
MUST_CHECK enum status runs_load(struct store *store, int64_t log, struct log_runs *out, struct err *err);
void runs_add(struct log_runs *runs, int64_t n, const struct id *id, const struct step *step);
MUST_CHECK enum status runs_write(struct store *store, int64_t log, struct log_runs *runs, struct err *err);
void runs_release(struct log_runs *runs);

struct placing {
	struct placed_log *logs;
	size_t count, cap;
	struct idmap index; /* log_name -> its log */
	int64_t building;   /* the last one; 0: none yet */
	struct id root;
};

void store_placing_release(struct placing *placing);
/* Writes what placing knows and the file does not yet. place.c */
MUST_CHECK enum status store_placing_write(struct store *store, struct err *err);

/* Reads a signature out of a column; false: the column holds none. */
bool store_column_signature(sqlite3_stmt *stmt, int column, struct signature *out);
/* The part of a log, from its beginning, that a step of this transaction may give another effect: a receipt that covers it, or a late step of
 * an author who is revoked. */
struct newly_covered {
	bool has_receipt;
	struct id receipt; /* only the county's matter */
	struct log_key log;
	int64_t to; /* seq */
};

/* Ends of this machine's logs, as they were noted: one for each author, device and area. */
struct own_ends {
	struct noted_end {
		struct own_end end;
		char *lost;    /* end.lost */
		int64_t order; /* a later note has a higher one */
	} * items;
	size_t count, cap;
};
/* At the end of a transaction: keeps what it noted, or drops it. tip.c */
void store_keep_own_ends(struct store *store);
void store_drop_new_ends(struct store *store);
void store_release_own_ends(struct store *store);

/* Binds :author, :device, :area and :epoch; reads the four columns from `first` on. place.c */
void bind_log(sqlite3_stmt *stmt, const struct log_key *log);
bool column_log(sqlite3_stmt *stmt, int first, struct log_key *out);
/* Tables of what waits, and how full one carrier's share is; counted anew in each transaction. */
enum room { ROOM_PENDING, ROOM_REQUEST, ROOM_COUNT };
struct room_level {
	bool counted;
	int64_t rows, bytes;
};

struct store {
	struct db *db;
	enum store_mode mode;
	const struct progress *progress; /* borrowed; NULL: nobody waits */
	struct store_pin {		 /* geneses followed, in that order */
		struct id genesis;
		bool by_person;
	} * pins;
	size_t pin_count, pin_cap;
	struct drawn_again { /* draws that were drawn again by this process: a file that is only read keeps nothing */
		struct id head;
		bool same;
	} * drawn;
	size_t drawn_count, drawn_cap;

	struct own_ends own_ends, new_ends; /* new: noted in this transaction */
	int64_t end_order;
	struct own_end ended; /* store_next_place's answer */

	struct trust *trust;
	int64_t data_version;	       /* SQLite's: another one means that another process has written since trust was read */
	unsigned generation;	       /* how often trust was read anew */
	bool stale;		       /* trust holds what was rolled back: it could not be read again yet */
	bool trust_dirty;	       /* something about trust was added since the last settling */
	bool recheck_all;	       /* revocations, decisions, epochs, forks were added */
	struct newly_covered *covered; /* by steps that were added */
	struct id last_genesis;	       /* in force when trust was settled last; zero: none */
	struct id last_packs;	       /* that counted then */
	size_t covered_count, covered_cap;
	bool has_branches; /* some log forks */
	bool unfolding;	   /* a step came after which no receipt may stay folded */
	struct main_ids {  /* of folded receipts, as far as they were asked for */
		int64_t first, last;
		struct id **items;
	} main_ids;
	int64_t fold_written; /* the number of the last that is folded in the file */

	struct known_key *keys;
	size_t key_count, key_cap;
	struct idmap key_index;

	struct loaded_pack *packs;
	size_t pack_count, pack_cap;
	struct idmap pack_index;
	struct parsed_pack { /* while trust is loaded: what was parsed for it, and is not parsed again to read the pack */
		struct id id;
		struct step step;
	} * parsed;
	size_t parsed_count, parsed_cap;
	struct evaluators evaluators;
	bool has_pack;
	char *prepared; /* a note of a pack whose expressions all prepare; NULL: none */
	struct id pack_id;

	store_watch *watch;
	void *watch_ctx;
	struct placing placing;
	struct arrival {
		bool any;	      /* a genesis came: whatever waits may be let in */
		struct id credential; /* else steps by this one */
	} * arrived;
	size_t arrived_count, arrived_cap;
	bool letting_in;
	struct {
		enum carrier_kind kind;
		struct id author;
	} carrier; /* who brings what is put now */
	struct room_level rooms[ROOM_COUNT];
	enum carrier_rooms rooms_are;
	int64_t dropped;   /* rows, since the rooms were set */
	bool pending_none; /* no step waits */

	struct id *whose; /* credentials of who reads: own.h */
	size_t whose_count;
	struct names blind; /* the forms that he may still have to fill blindly */

	struct registrar *registrar; /* of the pack in force; NULL: none, or read-only */
	bool all_dirty;
	int64_t *dirty; /* building numbers, with doubles */
	size_t dirty_count, dirty_cap;
	struct id *
		rejoined; /* houses that a decision about two was placed about, with doubles: what all that are one with them share is judged anew */
	size_t rejoined_count, rejoined_cap;
	size_t derived;
};

/* Sorts ascending, each once; how many are left. */
size_t store_sort_numbers(int64_t *numbers, size_t count);
void store_mark(struct store *store, int64_t building);

/* Places a parsed step: its row in `place`, its items, and the marks it makes. For new steps, and for all in a rebuild. place.c */
MUST_CHECK enum status journal_place(struct store *store, int64_t n, const struct id *id, const struct step *step, struct err *err);
/* Marks the buildings that steps of this range are about; all buildings, when one of the steps bears on what counts of others. place.c */
MUST_CHECK enum status journal_mark_covered(struct store *store, const struct newly_covered *covered, struct err *err);
/* Adds what trust and signature checks need from a step. */
void journal_learn(struct store *store, const struct id *id, const struct step *step);
/* Settles trust and finds out what that changes. settle.c */
MUST_CHECK enum status store_settle(struct store *store, struct err *err);
/* A workspace follows the county whose founding step it is pinned to. TAMPERED: there are founding steps, and none of them is followed, so
 * that nothing in the file counts. */
MUST_CHECK enum status store_check_pin(struct store *store, struct err *err);
/* Judges all that waits anew. journal.c */
MUST_CHECK enum status journal_let_in(struct store *store, struct err *err);
/* The file follows this genesis from now on: by itself, or because a person said so. journal.c */
MUST_CHECK enum status store_add_pin(struct store *store, const struct id *genesis, bool by_person, struct err *err);
/* The geneses that the file follows, out of its table. store.c */
MUST_CHECK enum status store_read_pins(struct store *store, struct err *err);
/* SQLite's number: another one when another connection has written. store.c */
MUST_CHECK enum status store_read_version(struct store *store, int64_t *out, struct err *err);
/* Loads trust from the journal at open. settle.c */
MUST_CHECK enum status store_load_trust(struct store *store, struct err *err);
void store_begin_trust(struct store *store); /* a new one, with what this file follows */
/* Adds to trust the step of a row (id, body). TAMPERED: it cannot be read. settle.c */
MUST_CHECK enum status store_add_trust(struct store *store, sqlite3_stmt *row, struct err *err);
/* Old county receipts that are not read (trust/fold.h). fold.c: begun before trust is loaded; what they cover of the logs of area "", of an author, of
 * a log; read after all, when a step came that is more than the next; written when trust is settled; a step that every opening reads. */
MUST_CHECK enum status store_load_fold(struct store *store, struct err *err);
MUST_CHECK enum status store_fold_between(struct store *store, struct err *err);
MUST_CHECK enum status store_fold_of_author(struct store *store, const struct id *author, struct err *err);
MUST_CHECK enum status store_fold_of_log(struct store *store, int64_t log, struct err *err);
MUST_CHECK enum status store_unfold(struct store *store, struct err *err);
MUST_CHECK enum status store_write_fold(struct store *store, struct err *err);
MUST_CHECK enum status store_note_apart(struct store *store, int64_t n, struct err *err);
void store_release_main_ids(struct store *store);
/* Has every receipt added to trust, and trust settled. settle.c */
MUST_CHECK enum status store_whole_trust(struct store *store, struct err *err);
/* Derives every marked building. derive.c */
MUST_CHECK enum status store_derive(struct store *store, struct err *err);
struct dossier;
struct dossier_desk;
/* Facts, findings and the state of a building whose steps are judged and in their slots. `eval`: of the pack in force; NULL: its expressions
 * do not prepare. answer.c */
void dossier_answer(const struct dossier_desk *desk, struct eval *eval, struct dossier *dossier);
/* The slots of a form that repeats, with values and photos, as expressions read them and as the register has them: but those that `left_out` (per slot
 * of the dossier; NULL: none) says. One in conflict has no values. `store`: NULL where no photo is asked about elsewhere. heads.c */
struct eval_slot *dossier_form_slots(struct store *store, const struct dossier *dossier, const struct form *form, const bool *left_out,
				     size_t *count);
void dossier_form_slots_free(struct eval_slot *slots, size_t count);
void dossier_load_slots(struct eval *eval, const struct form *form, const struct dossier *dossier, const bool *left_out);
/* Loads all heads but those of a form (NULL: none is left out). `pack`: whose evaluator it is. `store`: asked which other buildings hold a photo; NULL:
 * none is. heads.c */
void dossier_load_heads(struct eval *eval, const struct pack *pack, struct store *store, const struct dossier *dossier,
			const char *except_form);
/* Those of some forms of the pack in force alone, where the others stand loaded. heads.c */
void dossier_load_some(struct eval *eval, const struct names *forms, const struct dossier *dossier);
void dossier_answer_division(struct eval *eval, struct dossier *dossier); /* its forms and rules; no facts, no sign-offs */
/* What is stored about a division itself, to be judged. divisions.c */
MUST_CHECK enum status dossier_gather_division(struct store *store, const char *division, struct dossier **out, struct err *err);
/* The steps of one form of a building, and the one that started it. gather.c */
MUST_CHECK enum status dossier_gather_form(struct store *store, int64_t building, const struct id *root, const char *form,
					   struct dossier **out, struct err *err);

/* Makes the registrar unless it stands: when something is first derived, since a file that is only read never needs one. */
MUST_CHECK enum status store_need_registrar(struct store *store, struct err *err);

/* A pack by its step, read when it is not loaded yet; *out is NULL when it is not here, or is one that this program cannot read. */
MUST_CHECK enum status store_load_pack(struct store *store, const struct id *id, const struct pack **out, struct err *err);
/* Tells trust of the packs that `each` visits: can they be read, and what do they say that a later one may not change? Settles anew what hangs on that.
 * packs.c */
MUST_CHECK enum status packs_tell_trust(struct store *store,
					void (*each)(const struct trust *, void (*)(const struct id *, void *), void *), struct err *err);
/* Takes a pack's parsed step, for who loads trust: it is read from that. What was not read is dropped. packs.c */
void packs_keep_parsed(struct store *store, const struct id *id, struct step *step);
void packs_drop_parsed(struct store *store);
/* Tells the pack in force which choices the others that count offered and it does not: of several in the words of the newest. */
void packs_note_past(struct store *store);
struct id packs_counting(const struct store *store); /* a name of the packs that count: another when they are others */
/* The evaluator of a pack among those loaded, or NULL. */
struct eval *store_pack_eval(const struct store *store, struct evaluators *evaluators, const struct id *id);

/* Drops and makes anew all that is derived, and commits. After a failure the transaction stands open, for the caller to roll back or to
 * close: what was there before may be no version that this program reads. rebuild.c */
MUST_CHECK enum status store_make_anew(struct store *store, struct err *err);
/* Forgets what was read from the journal about trust, packs and what they mark. */
void store_forget_trust(struct store *store);

/* Opens a file to verify it: nothing in the file is believed, and its credentials are learned one by one. */
MUST_CHECK enum status store_open_raw(const char *path, struct store **out, struct err *err);
/* Derives a file's tables anew in a database of their own, to compare with: the file is attached as `file` and only read. */
MUST_CHECK enum status store_open_scratch(const char *path, struct store **out, struct err *err);
void store_learn_credential(struct store *store, const struct id *id, const struct step *step);
const struct credential *store_known_credential(const struct store *store, const struct id *id);

/* Whether a house, of the table `building` as g, is counted in an area (pack_area_now), so that an index serves it: digits, and then less than ':'. And the order
 * of that index, in which the houses of a village that became another stand side by side. */
#define G_IN_AREA "g.division_now >= :area AND g.division_now < :area || ':'"
#define G_ORDER "g.division_now, g.division, g.root"

/* Ids that begin with the same digits: their count, and one of them. */
struct found_ids {
	struct id id;
	size_t count;
};
/* The statement gives ids between :low and :high; a text that is no start of an id gives none. read.c */
MUST_CHECK enum status store_find_in_span(struct store *store, sqlite3_stmt *stmt, const char *text, struct found_ids *found,
					  struct err *err);

#endif
