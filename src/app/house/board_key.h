#ifndef APP_HOUSE_BOARD_KEY_H
#define APP_HOUSE_BOARD_KEY_H

#include "app/house/board.h"

/* Under what a finding stands on the quality board: its team and person, and which answers proved wrong. Internal to the board. */

struct board_keys {
	struct app *app;
	struct board_team { /* ascending by house */
		int64_t number;
		char *team;
	} * teams;
	size_t team_count, team_cap;
	struct board_wrong { /* ascending by house */
		int64_t number;
		const struct field *field;
	} * wrongs;
	size_t wrong_count, wrong_cap;
	char kind[2]; /* of the code that was asked for last */
};

/* Reads teams, when `by` asks for them, and what proved wrong. */
MUST_CHECK enum status board_keys_read(struct app *app, const struct board_ask *ask, struct board_keys *out, struct err *err);
void board_keys_release(struct board_keys *keys);

struct board_place { /* of a finding, or of what was waived */
	int64_t number, kind;
	const char *division, *rule;
	const struct id *author; /* or NULL */
};
struct board_place board_place_of(const struct app_finding *finding); /* borrows from it */
/* The code of its row; borrowed until the next call. "": nobody's. */
const char *board_code(struct board_keys *keys, enum board_by by, const struct board_place *place);
/* What a row is called. The caller frees. */
char *board_name(const struct board_keys *keys, enum board_by by, const struct board_place *place);
/* Did somebody find an answer wrong that the rule is about? */
bool board_is_wrong(const struct board_keys *keys, int64_t number, const struct rule *rule);
/* A person's name by his credential; "": not here. Borrowed. */
const char *board_person(const struct board_keys *keys, const struct id *author);

#endif
