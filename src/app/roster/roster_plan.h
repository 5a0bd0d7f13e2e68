#ifndef APP_ROSTER_ROSTER_PLAN_H
#define APP_ROSTER_ROSTER_PLAN_H

#include "app/house/check.h"
#include "app/roster/standing.h"
#include "base/attr.h"
#include "base/buf.h"

/* What the rows of a table mean for the register: a house that is new, one that stands already, one whose listing is corrected. Nothing is
 * signed before the whole plan is known, and only what was planned. */

enum roster_fate {
	ROSTER_NEW,
	ROSTER_SAME,	 /* stands already */
	ROSTER_CHANGES,	 /* its listing is corrected */
	ROSTER_LEFT_OUT, /* told in a note */
};

/* What many rows may have, and one note tells of all of them. */
enum roster_once_kind {
	ROSTER_ONCE_AGAIN, /* says the same as a row before */
	ROSTER_ONCE_GONE,  /* has the number of a house that was taken out */
	ROSTER_ONCE_COUNT
};

struct roster_line {
	size_t number;	      /* of the row in its table, as a person counts */
	struct value *values; /* borrowed; of one that changes, what is signed */
	struct value *record; /* borrowed; of another system's record, or without members; where `puts_record`, what is signed */
	struct id place;      /* the name of its address and owner (twin_row_name) */
	bool puts_record;
	enum roster_fate fate;
	bool settled;		      /* by a row before */
	struct standing_house *house; /* NULL: a new one */
};

struct roster_plan {
	struct app *app;
	struct standing standing;
	struct roster_line *lines;
	size_t count;
	size_t fates[ROSTER_LEFT_OUT + 1];
	size_t records, record_changes; /* records of another system that are signed; ... where another one stands */
	char **changes, **notes;	/* sentences: what changes; what else a person should know */
	size_t change_count, change_cap, note_count, note_cap;
	bool tells_new; /* also each row that is a new house, in `news` */
	struct roster_once {
		size_t count, note; /* rows; the note of the first one */
		struct buf rows;    /* the next ones, by number */
	} once[ROSTER_ONCE_COUNT];
	char **news;
	size_t new_count, new_cap;
	struct idmap numbers, places; /* of rows before: the line's index */
	/* of a field (NULL: of the row); faults of one kind are told once */
	void (*wrong)(size_t number, const char *column, const char *kind, const char *why, void *ctx);
	void *ctx;
	/* ... and what the form says of the values; `said`: the row's own */
	void (*problem)(size_t number, const struct value *said, const struct form_problem *problem, void *ctx);
	bool keep;	 /* houses that stand stay as they are: what would change is told, and not checked */
	size_t unread;	 /* houses in the villages of the table that this person cannot read and no number led to */
	char **falls_of; /* sentences: a house that is corrected, and its signatures that fall by it */
	size_t falls, falls_cap;
	bool failed; /* `wrong` or `problem` was told something */
};

/* Plans `lines`, whose numbers and values are set. `wrong` is told what must be corrected in the table first. Release the plan whatever the call
 * gives. */
MUST_CHECK enum status roster_plan_make(struct roster_plan *plan, const struct value *rows, const struct progress *progress,
					struct err *err);
void roster_plan_release(struct roster_plan *plan);
/* A sentence that something changes, taken. */
void roster_plan_change(struct roster_plan *plan, char *sentence_take);
/* A sentence about a row. */
void roster_plan_note(struct roster_plan *plan, const struct roster_line *line, const char *fmt, ...) PRINTF_FMT(3, 4);
/* A sentence about the first row that has this; of the others the number alone stands in it at last. */
void roster_plan_note_once(struct roster_plan *plan, enum roster_once_kind kind, const struct roster_line *line, const char *fmt, ...)
	PRINTF_FMT(4, 5);
/* At the end: adds to those notes which other rows have the same. */
void roster_plan_once_told(struct roster_plan *plan);
/* Is a row before the same house? Then the row is settled: left out, or told to `wrong`. */
bool roster_plan_twin(struct roster_plan *plan, struct roster_line *line);
/* What must be corrected in the table first: of a field by its name, or of the row (NULL). What one sentence says of many rows is told once. */
void roster_plan_wrong(struct roster_plan *plan, const struct roster_line *line, const char *column, const char *fmt, ...) PRINTF_FMT(4, 5);
/* Was the house that a number of the row led to taken out, and shares nothing else with the row, or less than one that stands? Then the row is another house. */
bool roster_plan_is_another(const struct roster_plan *plan, const struct roster_line *line, const struct standing_house *house);
/* Are the houses that the numbers of the row led to others than the row is about? Then that was told to `wrong`. */
bool roster_plan_contradicts(struct roster_plan *plan, const struct roster_line *line, const struct standing_numbered *numbered);
/* Notes the signatures that fall when a form of the row's house is signed with these values. */
void roster_plan_falls(struct roster_plan *plan, const struct roster_line *line, const struct form *form, const struct value *values);
/* They are a question: which fall, and whether they may. */
void roster_plan_falls_text(const struct roster_plan *plan, struct buf *out);
/* A name for all that changes: equal for equal plans. */
void roster_plan_name(const struct roster_plan *plan, struct id *out);
/* Signs the plan, between act_begin and act_end; `batch`: written into what is new. */
MUST_CHECK enum status roster_plan_sign(struct roster_plan *plan, const char *batch, const struct progress *progress, struct err *err);

#endif
