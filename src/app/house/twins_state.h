#ifndef APP_HOUSE_TWINS_STATE_H
#define APP_HOUSE_TWINS_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/house/twins.h"
#include "base/division.h"
#include "base/map.h"
#include "step/step.h"
#include "store/houses/photos.h"

/* The houses of app/house/twins.h, as who names their marks, who reads them and who compares them share them. */

/* What a house has that another one may have as well. */
struct twin_mark {
	uint64_t hash;
	enum twin_clue clue;
};

struct twin_house {
	struct id root, state; /* state: the hash of it that the marks are of */
	int64_t number;
	char division[DIVISION_CODE_LEN + 1], division_now[DIVISION_CODE_LEN + 1]; /* store/houses/building.h */
	bool known, stands, opened, has_door;					   /* opened: all that is private of it could be read */
	struct twin_mark *marks;						   /* numbers first */
	size_t count, number_count, cap;
	uint64_t owner;	   /* by the form that starts buildings; 0: it names none */
	uint64_t *answers; /* private ones that are asked about where many houses have them, each with its field */
	size_t answer_count, answer_cap;
	uint64_t *papers; /* what private photos show: twin_paper_name of each */
	size_t paper_count, paper_cap;
};

struct twin_alike {
	size_t a, b; /* indexes of houses with photos that look alike; a pair may stand several times */
};

struct twins {
	struct twin_house *houses;
	size_t count, cap;
	struct idmap by_root;
	int64_t last_step;  /* up to which the houses are known; -1: none is */
	int64_t last_trust; /* up to which decisions and packs are known */
	size_t openings;
	size_t unkept; /* houses of a village that were opened and are not kept beside the file (twins_kept.c) */
	char unkept_village[DIVISION_CODE_LEN + 1];
	struct twin_alike *alike;
	size_t alike_count, alike_cap;
	struct photo_ids several; /* that forms of several houses name, found with `alike` */
	bool alike_known;	  /* at last_step */
	struct idmap villages;	  /* that were read at last_step, by the hash of their code */
};

/* ---- marks: twins_marks.c */

void twin_mark_add(struct twin_house *house, enum twin_clue clue, const struct id *name);
/* Reads NAME, U+001F, number, U+001F and so on. */
void twin_mark_numbers(const char *numbers, struct twin_house *house);
/* Address, owner and the owner where the house stands, by the values of the form that starts buildings. */
void twin_mark_listing(const struct pack *pack, const struct value *values, struct twin_house *house);
/* What was marked of a house. */
void twin_house_release(struct twin_house *house);
/* The identity numbers that a form asks for, and its private answers with `asked_from`. */
void twin_mark_form(const struct form *form, const struct value *values, struct twin_house *house);
/* The private photos of a step, as far as they were opened. */
void twin_mark_papers(const struct pack *pack, const struct step *step, struct twin_house *house);
/* The name of a private photo's bytes in a field whose photo may stand at several houses (`shared`), or in another one. */
uint64_t twin_paper_name(const struct id *content, bool shared);
/* Has the form what twin_mark_form takes? */
bool twin_form_tells(const struct form *form);
bool twin_form_seals_photos(const struct form *form); /* has it a private photo? */
/* The name of an answer that is asked about where many houses have it; 0: there is none. */
uint64_t twin_answer_name(const struct field *field, const struct value *values);
/* What a mark that two houses share says of them: its clue, or TWIN_DOORS where it is no question. */
enum twin_clue twin_clue_between(enum twin_clue shared, const struct twin_house *a, const struct twin_house *b);
/* Do both have the same owner, by the identity number and by name in one place? Two doors of such a one may be one house. */
bool twin_are_of_one(const struct twin_house *a, const struct twin_house *b);
/* The strongest clue that two houses are one; TWIN_CLUE_COUNT: none. Photos apart. */
enum twin_clue twin_clue_of(const struct twin_house *a, const struct twin_house *b);

/* ---- houses: twins_houses.c */

/* What is kept until somebody unlocks or locks: what was read for one person is not another's. */
struct twins *twins_of(struct app *app);
/* The houses that stand now, with their numbers; of a house that did not change what was read of it stays. */
MUST_CHECK enum status twins_list(struct app *app, struct twins *twins, struct err *err);
/* The same, and what is private of the houses of the area, where the unlocked person may read it. */
MUST_CHECK enum status twins_read_area(struct app *app, struct twins *twins, const char *area, struct err *err);

/* ---- what was read in another sitting: twins_kept.c */

/* Takes what was kept of the village's houses that are not read yet, as far as it is of their state now. */
void twins_take_kept(struct app *app, struct twins *twins, const char *village);

/* ---- photos that look alike: twins_looks.c */

MUST_CHECK enum status twins_find_alike(struct app *app, struct twins *twins, struct err *err);
/* The first house that stands and has a photo that looks like one of this house's, and is no other by a decision; NULL: none. By index, whatever else
 * is in the file. */
MUST_CHECK enum status twins_alike_to(struct app *app, const struct twins *twins, const struct twin_house *house,
				      const struct twin_house **out, struct err *err);
/* Have the two photos that look alike? */
MUST_CHECK enum status twins_look_alike(struct app *app, const struct twin_house *a, const struct twin_house *b, bool *alike,
					struct err *err);
/* Is it decided that these are two? twins.c */
bool twin_are_apart(const struct app *app, const struct twin_house *a, const struct twin_house *b);

#endif
