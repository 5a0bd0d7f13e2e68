#ifndef DEMO_COUNTY_H
#define DEMO_COUNTY_H

#include "app/session/act.h"
#include "demo/people.h"
#include "demo/demo.h"
#include "demo/draw.h"
#include "store/dossier/dossier.h"
#include "store/beside/local.h"
#include "store/store.h"

/* The demonstration county while it is made: a plan of its buildings, its people, and the steps they sign. Internal to the
 * demonstration's files. It knows the fields of the campaign's forms, as the people it plays do; nothing else in the program does. */

/* The state in which a building ends. */
enum demo_fate {
	DEMO_ROSTERED,
	DEMO_DRAFT,
	DEMO_CLASSIFIED, /* waits for the team */
	DEMO_TEAM,	 /* signed up to that level */
	DEMO_VILLAGE,
	DEMO_LIAISON,
	DEMO_TOWNSHIP,
	DEMO_RETURNED, /* by the secretary */
	DEMO_STALE,    /* corrected after the team signed */
};

#define DEMO_LEVELS 4
#define DEMO_APPRAISALS 3

struct demo_building {
	size_t village;	 /* index */
	char conclusion; /* '1' '2' '3'; 0: not surveyed */
	bool commercial;
	bool round_area; /* measured again, as the warning asks */
	bool at_home;	 /* the team signs it on the village's own laptop */
	enum demo_fate fate;
	uint32_t serial;

	const struct demo_course *course; /* what follows its hazard; NULL: nothing but the control */
	size_t second;			  /* its number among the houses that are looked at again, from 1; 0: it is none */

	/* values drawn while it is made */
	struct demo_owner owner;
	int floors;
	struct id root, registration, photo_check, classification, reinspection;
	struct id appraisals[DEMO_APPRAISALS];
	size_t appraisal_count;
	struct id approvals[DEMO_LEVELS];
	struct value registered, classified; /* what was filled in, kept where a course or a second look builds on it */
};

struct demo_village {
	const struct division *division;
	size_t township;
	struct signer inspectors[2], secretary, liaison;
	bool has_laptop; /* with a file of its own */
	char names[2][32];
	struct data_key key;
	size_t *buildings; /* indexes into the plan */
	size_t building_count, building_cap;
};

struct demo_township {
	const struct division *division;
	struct signer head, clerk;
	char head_name[64], clerk_name[64];
	bool has_laptop;
	int counts[3]; /* severe, some, none: annex 1 */
};

struct demo_county {
	const struct demo_ask *ask;
	char *home, *file;
	size_t noticed;				     /* houses that were walked and of which some have letters to departments */
	struct random_stream stream, later, letters; /* later: what follows the survey, so that this leaves the survey as it is */
	struct pack *pack;			     /* of the forms folder, to plan with */
	struct store *store;
	struct signer officers[3];
	struct demo_township *townships;
	size_t township_count;
	struct demo_village *villages;
	size_t village_count, mid_village;
	size_t second_township; /* where houses are looked at again */
	bool has_second;
	struct signer second_look; /* who does it: of the township's task force */
	struct signer department;  /* to whom houses are referred */
	struct demo_building *buildings;
	size_t building_count, building_cap;
	size_t made;
};

MUST_CHECK enum status demo_plan(struct demo_county *county, struct err *err);
/* Adds a house to the township of the second look, for a part of the county that would lack one. */
struct demo_building *demo_plan_add_again(struct demo_county *county, char conclusion);
MUST_CHECK enum status demo_found(struct demo_county *county, struct err *err);
/* Gives the key of a village to its readers, and to who is of the office ("": nobody; app/session/vault.h). */
MUST_CHECK enum status demo_share_key(struct demo_county *county, const struct signer *signer, const struct data_key *key,
				      const char *village, const char *office, struct err *err);
/* Are departments written to: is the county whole, or a part of enough houses? */
bool demo_has_letters(const struct demo_county *county);
MUST_CHECK enum status demo_village_forms(struct demo_county *county, size_t village, struct err *err);
MUST_CHECK enum status demo_village_signs(struct demo_county *county, size_t village, struct err *err);
/* Keeps beside a workspace the day that the demonstration goes on from, where it is not the machine's. */
MUST_CHECK enum status demo_keep_day(struct local *local, struct err *err);
MUST_CHECK enum status demo_mid_village(struct demo_county *county, struct err *err);
void demo_release(struct demo_county *county);
/* Deletes the folder with all in it. */
MUST_CHECK enum status demo_throw_away(const char *dir, struct err *err);

/* A photo of a house to be drawn, and its bytes once it is (empty: it could not be drawn, and signing refuses it). */
#define DEMO_PHOTOS_EACH 6
struct demo_drawn {
	struct photo_drawing drawing;
	const char *field;
	struct buf bytes;
	uint64_t look;
};
struct demo_photos { /* of a house */
	struct demo_drawn drawn[DEMO_PHOTOS_EACH];
	size_t count;
};
/* Noon of a day at the house, which no other house's photos say to the second. */
int64_t demo_noon(const struct demo_building *building, const char *day);
/* The day of the county's plan, by which hazards are dealt with and houses looked at again. */
#define DEMO_PLAN_DAY "2022-09-08"
/* The day on which a house was surveyed. */
void demo_survey_day(const struct demo_building *building, char out[32]);
/* The road and the door of a house, as it is listed; the caller frees the door. */
#define DEMO_ROAD "农村道路"
char *demo_door(const struct demo_building *building);
/* Does the house stand under control since a hazard was found? */
bool demo_is_controlled(const struct demo_building *building);
/* Which photos a house has, at most DEMO_PHOTOS_EACH; their number. */
size_t demo_photos_plan(const struct demo_building *building, struct demo_drawn *out);
void demo_photos_draw(struct demo_photos *photos);
void demo_photos_release(struct demo_photos *photos);
/* Draws the photos of houses a few ahead of those that are signed, on another core. The array stays the caller's, and outlives the painter. */
struct demo_painter;
struct demo_painter *demo_painter_start(struct demo_photos *photos, size_t count);
/* The photos of a house, drawn: to be asked for in order, each house once. */
const struct demo_photos *demo_painter_photos(struct demo_painter *painter, size_t index);
void demo_painter_end(struct demo_painter *painter);

/* Writes into a form's values which heads of the building's other forms it came after, as the form's page does (app/fill/upon.h). */
void demo_set_upon(const struct pack *pack, const struct demo_building *building, const char *form, struct value *values);

/* The part of a sign-off that covers one building; and the order of two indexes into the plan by their buildings' roots, for qsort_r. */
struct value demo_item(const struct demo_building *building, int level);
int demo_root_cmp(const void *a, const void *b, void *ctx);

/* Chooses the townships and villages that get a laptop of their own; the folder of one (caller frees). */
void demo_choose_laptops(struct demo_county *county);
char *demo_laptop(const struct demo_county *county, const char *code);
/* Makes the team signatures left for a village's own laptop, inside a transaction of county->store. */
MUST_CHECK enum status demo_signs_at_home(struct demo_county *county, size_t village, struct err *err);
/* Writes the county's receipt of all that is signed by now. county->store is another one afterwards. */
MUST_CHECK enum status demo_receipt(struct demo_county *county, struct err *err);
/* Makes the other laptops' files and lets sticks go round. Closes county->store. */
MUST_CHECK enum status demo_sticks(struct demo_county *county, struct err *err);

/* A building's values for one form, completed. */
struct value demo_listing(struct demo_county *county, struct demo_building *building);
struct value demo_registration(struct demo_county *county, struct demo_building *building);
struct value demo_photo_check(const struct demo_building *building);
struct value demo_classification(struct demo_county *county, const struct demo_building *building);
/* What keeps people out of a house in which a hazard was found. */
struct value demo_control(struct demo_county *county, const struct demo_building *building);

#endif
