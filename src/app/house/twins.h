#ifndef APP_HOUSE_TWINS_H
#define APP_HOUSE_TWINS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "base/division.h"
#include "base/id.h"
#include "base/value.h"
#include "form/pack.h"

/* Which houses may be one that was listed twice: what two houses have in common, and the only place that says when that is a question. Texts that
 * look alike are the same. Houses that are gone, or counted as another, are asked about no more; nor are two of which it is decided that they
 * are two. What is private is opened once a house and state, by villages, and kept as hashes until the person locks. */

enum twin_clue {
	TWIN_PROPOSED, /* somebody who may not decide it signed that they are one */
	TWIN_NUMBER,   /* a number that another system gave: everywhere in the file */
	TWIN_PHOTO,    /* the bytes of a photo: everywhere in the file */
	TWIN_PICTURE,  /* a photo that looks the same: everywhere in the file */
	TWIN_ADDRESS,  /* hamlet, road and door */
	TWIN_ID,       /* an identity number: unless both have a door in one village */
	TWIN_OWNER,    /* the owner in one hamlet and road: unless both have a door */
	TWIN_DOORS,    /* the same owner, and another door: told in the list of pairs, and asked about as the identity number is typed */
	TWIN_CLUE_COUNT
};

const char *twin_clue_words(enum twin_clue clue); /* "the same number" */

struct twin_pair {
	struct id building, other;
	enum twin_clue clue;		      /* the strongest that they share */
	char area[DIVISION_CODE_LEN + 1];     /* the smallest that holds both, by their listings: for the right to decide */
	char area_now[DIVISION_CODE_LEN + 1]; /* the same as they are counted */
};

/* What was compared, over all of this person's session. */
struct twins_extent {
	size_t houses;	 /* that stand: their numbers are known */
	size_t opened;	 /* of these, as far as the person may read them: addresses, owners, identity numbers too */
	size_t openings; /* houses that were opened so far; one that did not change is opened once */
};

/* The number's name among all numbers: of equal ones the same, and of a few digits so within its village alone. False: the field is no number, or has no
 * value. */
bool twin_number_name(const struct pack *pack, const struct field *field, const struct value *values, struct id *out);
/* Is it a number of so few digits? */
bool twin_number_is_short(const struct field *field, const struct value *values);
/* Have two listings the same address with a door, the same owner or the same phone? */
bool twin_listings_share(const struct pack *pack, const struct value *a, const struct value *b);
/* The same for the address by what the form that starts buildings says; false: nothing tells the house apart from its neighbours. */
bool twin_address_name(const struct pack *pack, const struct value *values, struct id *out);
/* ... and for the place without its door with the phone; false: there is no phone. */
bool twin_phone_name(const struct pack *pack, const struct value *values, struct id *out);
/* The name of a row of a roster: of all texts and persons but numbers. Two rows of one name are about one house, where no number tells them apart. */
void twin_row_name(const struct pack *pack, const struct value *values, struct id *out);

/* Makes addresses, owners and identity numbers of the area's houses known, where the unlocked person may read them. */
MUST_CHECK enum status twins_read(struct app *app, const char *area, struct err *err);
/* The same for the villages of the houses that changed after the step numbered `n`; of more than a few villages nothing, since that may be a county. */
MUST_CHECK enum status twins_read_since(struct app *app, int64_t n, struct err *err);
/* Each pair that may be one house, one of the two at least in the area, the strongest clues first: by numbers and photos, and by what was read of
 * other kinds so far. Of n houses that share something, one with each other one; each pair once. What one person proposed comes first for a few pairs
 * alone, and last for the rest: many proposals hide nothing. Linear but for sorting. */
MUST_CHECK enum status twins_each_pair(struct app *app, const char *area, bool (*visit)(const struct twin_pair *, void *), void *ctx,
				       struct twins_extent *extent, struct err *err);

/* After an act: keeps what was read of a village's houses for the next sitting, beside the file and sealed, where it is worth it. */
void twins_keep(struct app *app);

/* How many houses that stand have a private photo whose bytes in clear have this hash, `except` apart: of those that the unlocked person may read and has read; the
 * village is read for it. `shared`: it stands in a field whose photo may stand at several houses, and those that have it in such a one do not count. *first
 * (unless NULL): one of them. In no file stands anything by which they are compared. */
int64_t twins_paper_elsewhere(struct app *app, const char *village, const struct id *content, const struct id *except, bool shared,
			      struct id *first);

/* A house that is being listed, or a form of a house with an identity number. */
struct twins_ask {
	const char *village;
	const struct value *listing; /* values of the form that starts buildings */
	const struct form *form;     /* another one, NULL: none; with its values */
	const struct value *values;
	const struct id *except; /* the house itself; NULL: a new one */
	struct id *twin;	 /* gets the house that this one may be; NULL: nobody wants it */
};
/* The house that this one may be, in words: which one, and what they share; NULL: none. The village is read for it. The caller frees. */
char *twins_words(struct app *app, const struct twins_ask *ask, enum twin_clue *clue);
/* What the form asks about because many houses answer the same (`asked_from`), in words; NULL: nothing. *first: the first such field. The village is
 * read for it. The caller frees. */
char *twins_shared_words(struct app *app, const struct twins_ask *ask, const struct field **first);
/* The same as twins_words of a house that stands, in *words. */
MUST_CHECK enum status twins_words_of(struct app *app, const struct id *root, char **words, struct err *err);
/* Each pair of houses that stand, of which somebody who may not decide it signed that they are one, and whose right covers both; none that was decided
 * to be two; each pair once. What twins_each_pair tells as TWIN_PROPOSED, with those that share something else as well. */
MUST_CHECK enum status twins_each_proposed(struct app *app, bool (*visit)(const struct twin_pair *, void *), void *ctx, struct err *err);
/* Is this pair among them? */
bool twins_are_proposed(struct app *app, const struct id *building, const struct id *other);
/* May the two be one? */
bool twins_are_alike(struct app *app, const struct id *building, const struct id *other);

#endif
