#ifndef UI_PEOPLE_ENROL_STATE_H
#define UI_PEOPLE_ENROL_STATE_H

#include "app/session/keys.h"
#include "base/text/line.h"
#include "ui/page/listview.h"
#include "ui/people/asking.h"
#include "ui/people/paper.h"
#include "ui/screen.h"

/* What the files of a key of one's own share. */

#define FIELD_COLS 34 /* that are shown of what is typed */

enum { ENROL_NAME, ENROL_KEY, ENROL_ROLE, ENROL_AREA, ENROL_ISSUES, ENROL_ASK, ENROL_PAPER };

enum { ENROL_COMMAND_NEXT = 1, ENROL_COMMAND_ASK, ENROL_COMMAND_BACK };

struct enrol_state {
	int stage;
	struct line name, search;
	struct app_named_key *keys; /* of that name, which lie here already */
	size_t key_count, key;	    /* the one that is asked with; key_count: a new one */
	struct list_view list;	    /* of what is chosen now: role, area, rights */
	bool by_digit;		    /* a digit has just answered the question before: an Enter behind it means that answer */
	const struct role *role;
	const struct division **areas; /* of the role's level, that have the words */
	size_t area_count, area;
	const struct division **asked; /* the areas that are asked for, in the order they were ticked */
	size_t asked_count, asked_cap;
	struct right_wanted more[REQUESTS_MOST]; /* further rights that are asked for, each with its areas */
	size_t more_count;
	bool several;	  /* they were ticked; else Enter took the one that was chosen */
	bool portable;	  /* the key is for its owner's own stick */
	bool gives;	  /* asks for the right to give others theirs */
	char *passphrase; /* of the key that will be made; NULL until it is to be shown */
	char *asked_name; /* hardly one, and asked about: Enter again takes it */
	char *shown_to;	  /* the name under which it was shown: another person gets another passphrase */
	struct paper paper;
};

struct enrol_page {
	const struct enrol_state *state;
	const struct ui *ui;
};

/* The rows of the stage: what there is to choose. */
struct list_rows enrol_rows(const struct enrol_page *page);
/* Fills state->areas with those of the role's level that have the words. */
void enrol_find_areas(struct enrol_state *state, const struct app *app);
/* Asks for the chosen area too, or no longer; then the next one is looked for from the beginning. */
void enrol_tick_area(struct enrol_state *state, struct ui *ui);
/* Reads a key of the areas, among which what is typed chooses; true when one was chosen. */
bool enrol_area_key(struct enrol_state *state, struct ui *ui, const struct ui_key *key);
/* The place of a division among those that are asked for; asked_count: it is none of them. */
size_t enrol_asked_at(const struct enrol_state *state, const struct division *division);

void enrol_recalc(struct screen *screen, struct ui *ui);
void enrol_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas);
bool enrol_offers(const struct screen *screen, const struct ui *ui, int command);

#endif
