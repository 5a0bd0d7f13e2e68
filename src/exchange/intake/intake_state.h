#ifndef EXCHANGE_INTAKE_STATE_H
#define EXCHANGE_INTAKE_STATE_H

#include "base/machine/pool.h"
#include "exchange/intake/intake.h"
#include "exchange/reader/reader.h"
#include "exchange/trailer.h"
#include "store/store.h"

/* A file while it is taken in: what the intake's files share. Internal to the floor. */

#define INTAKE_NO_VERDICT (-1)

/* A step of the file that was here already, perhaps only as one that waits, or was pending when it was put. */
struct taken {
	struct id id;
	bool unread; /* what it names is not noted */
};

/* Of a step that was stored anew, in the order of their numbers: there may be half a million, and nothing else is kept of each. */
struct fresh_verdict {
	int8_t flow, trust; /* the best verdict of its buildings; INTAKE_NO_VERDICT: not told */
};

struct id_set {
	struct id *ids;
	size_t count, cap;
	bool sorted; /* ascending, each once */
};
void id_set_add(struct id_set *set, const struct id *id);

struct taking {
	struct store *store;
	struct intake *out;
	struct pool *pool;
	struct taken *steps;
	size_t step_count, step_cap;
	struct id_set ids; /* of all steps of the file, until its end is checked */
	struct id *asking; /* requests of the file: until a founding behind them names their authors */
	size_t asking_count, asking_cap;
	int64_t last; /* number of the newest step before it */
	struct fresh_verdict *verdicts;
	int64_t verdict_count;
	size_t geneses;		   /* in the file */
	bool own_genesis;	   /* one of them is of the county that is followed here */
	char *county;		   /* the name in another one; owned */
	enum carrier_kind carrier; /* of a workspace: who brought what was put last */
	struct id carried_by;
	bool workspace;		/* its truth goes into a new file */
	bool looked;		/* the unread steps were asked what they name */
	struct id_set named[2]; /* by enum blob_kind: photos and boxes that stored steps of this file name */
	struct id_set offered;	/* photos and boxes that the file says it has */
	int64_t offers;		/* rows of them */
	struct file_end {
		bool stands;  /* it can be read */
		bool damaged; /* it is there, and cannot be read */
		struct trailer trailer;
		struct arena arena;	   /* of `read` */
		struct read_step read;	   /* its bytes */
		bool in_file;		   /* its author's credential or request is in this file ... */
		struct trailer_key author; /* ... and says this */
	} end;
};

/* Counts a part of the file that is not what was signed, and keeps its sentence. */
void intake_refuse(struct taking *taking, const char *subject, const char *why);

/* ---- intake_steps.c */

/* Every step of the file, put into the store's transaction. */
MUST_CHECK enum status intake_steps(struct taking *taking, struct file_reader *reader, struct err *err);

/* ---- intake_blobs.c */

void intake_name_blobs(struct taking *taking, const struct step *step);
/* Photos and boxes of the file, after its steps: only those that a step of the file names and that are not here. */
MUST_CHECK enum status intake_blobs(struct taking *taking, struct file_reader *reader, struct err *err);
/* Lists in taking->out what is named and not here. Inside the transaction: each question would otherwise lock the file by itself. */
MUST_CHECK enum status intake_list_missing(struct taking *taking, struct err *err);

/* ---- intake_own.c: what a workspace has beside steps and photos, into a new file */

/* Whom it follows, before its steps. */
MUST_CHECK enum status intake_pins(struct taking *taking, struct file_reader *reader, struct err *err);
/* Who brought what is put next. */
void intake_carry(struct taking *taking, const struct read_step *read);
/* The trailers that it took in, after its steps; and follows the new file what the old one did? */
MUST_CHECK enum status intake_own_end(struct taking *taking, struct file_reader *reader, const char *name, struct err *err);

/* ---- intake_end.c */

/* Reads the trailer, and says to the store who carried the file. `salvage`: one that is not right makes him a stranger. */
MUST_CHECK enum status intake_read_end(struct taking *taking, struct file_reader *reader, const char *name, bool salvage, struct err *err);
/* Notes the key of the trailer's author when this is his credential. */
void intake_note_author(struct taking *taking, const struct id *id, const struct step *step);
/* After all else was read: is the trailer signed by its author, and the file just what the trailer says? Keeps the trailer of somebody known.
 * `salvage`: a file that is not is taken all the same. */
MUST_CHECK enum status intake_check_end(struct taking *taking, const char *name, bool salvage, struct err *err);
void intake_release_end(struct taking *taking);

/* ---- intake_explain.c */

/* Before the commit: makes room for what is said of so many steps, the first of which follows taking->last. */
void intake_expect_verdicts(struct taking *taking, int64_t count);
/* For store_set_watch: what deriving says of a step. */
void intake_on_verdict(int64_t n, int flow, int trust, void *ctx);
/* Counts in taking->out the fresh steps without effect, by reason. After the commit: a step that cannot be read is not counted. */
void intake_explain(struct taking *taking);

#endif
