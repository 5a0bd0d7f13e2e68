#ifndef APP_HOUSE_BOARD_H
#define APP_HOUSE_BOARD_H

#include <stddef.h>
#include <stdint.h>

#include "app/house/findings.h"
#include "app/session/workspace.h"

/* The quality board: what the rules find in an area and what was signed over, counted by what they have in common. Page and command read this and
 * nothing else. */

enum board_by { BOARD_RULE, BOARD_KIND, BOARD_VILLAGE, BOARD_TEAM, BOARD_PERSON, BOARD_BY_COUNT };
const char *board_by_words(enum board_by by);		  /* "by rule", translated */
bool board_by_find(const char *name, enum board_by *out); /* false: none is called so */

struct board_row {
	char *code;	       /* a rule's id, a kind's digit, a village's digits, a team, a person's number; "": nobody's */
	char *name;	       /* in words */
	enum rule_level level; /* BOARD_RULE: of the rule */
	int64_t houses;	       /* where something is found */
	int64_t by_level[3];   /* findings, by enum rule_level */
	int64_t unjudged;      /* that hang on private values */
	int64_t undecided;     /* two answers differ and both stay; not among the findings */
	int64_t waived; /* warnings that were signed over with a reason, those that are past among them: each form of a house, rule and signer once */
	int64_t proved;	 /* of these, what was warned of turned out to be wrong */
	size_t villages; /* where something is found */
	struct id last;	 /* the house counted last */
	char last_village[DIVISION_CODE_LEN + 1];
};

struct board_table {
	struct board_row *rows; /* the worst first; villages and kinds in their own order, rules by level and as the pack has them */
	size_t count, cap;
};

struct board {
	struct board_table by[BOARD_BY_COUNT]; /* those that were asked for */
	int64_t found, errors, unjudged, houses, waived, proved;
	int64_t undecided; /* differences in which both answers stay, and that nobody signed over yet; not among those found */
};

struct board_ask {
	const char *area, *rule; /* rule NULL: all */
	unsigned int by;	 /* a bit, 1 << BOARD_RULE and so on, for each that is wanted */
};
/* *out needs board_release when this succeeds. */
MUST_CHECK enum status app_board(struct app *app, const struct board_ask *ask, struct board *out, struct err *err);
void board_release(struct board *board);
/* How many differences nobody decided yet, as a sentence. Caller frees. */
char *board_undecided_words(const struct board *board);
/* A rule as people read it: the number that the pack gives it before its words; what the program itself finds has none. Caller frees. */
char *board_rule_words(const char *code, const char *name);

/* What is found in one row of the board, by village, house and rule. */
struct board_list {
	struct board_found {
		struct id building;
		int64_t number;
		char *place, *by;	 /* by: who wrote what is to be mended; "": several, or it is told of no one form */
		char *rule_id, *text;	 /* text: what it says of this house alone; NULL: what its rule says */
		const struct rule *rule; /* borrowed from the pack; NULL: the limits of a field */
		enum rule_level level;
		bool judged, undecided, waived; /* waived: signed over with a reason */
	} * items;
	size_t count, cap;
};
/* What is counted in the row of that code. *out needs board_list_release when this succeeds. */
MUST_CHECK enum status app_board_list(struct app *app, const struct board_ask *ask, enum board_by by, const char *code,
				      struct board_list *out, struct err *err);
void board_list_release(struct board_list *list);

#endif
