#ifndef APP_FILL_FILLING_H
#define APP_FILL_FILLING_H

#include "app/fill/fill.h"
#include "form/pack.h"
#include "step/step.h"
#include "store/dossier/dossier.h"

/* A form that is being signed. For the files of this folder that do so. */

struct data_key;

struct form_filling {
	struct app *app;
	const struct form *form;
	struct dossier *dossier;      /* NULL for a new building */
	const struct flow_slot *slot; /* whose heads it replaces; NULL: it begins one */
	struct value values;
	struct step step; /* photos gathered here */
	struct buf *photo_bytes;
	struct buf *findings;
	struct value wanted; /* rules for which a reason may be given: texts */
	size_t refusals;
	struct value rest;    /* the values without those cells that are none */
	struct value unread;  /* the questions of these cells, and what follows from them: texts */
	struct value missing; /* the questions without an answer that want one, and what follows from them: texts */
};

/* Frees what it owns; `photo_room`: of photo_bytes. The dossier is the caller's. */
void filling_release(struct form_filling *filling, size_t photo_room);

struct form_check;
struct form_problem;
struct value_problem;

/* A line of what is wrong with the field, in this row (0: of none); the form is not signed. */
void filling_refuse(struct form_filling *filling, const char *field, int row, const char *why);
/* Refuses what is said of a field that an act of its own says (form/pack.h, by_act), unless `before` (NULL: nothing) says the same. */
void filling_refuse_marks(struct form_filling *filling, const struct value *said, const struct value *before);
/* What an act of its own says of a house stays as it was signed: a form that said it would take the house out of every total, or out of its import, and
 * nothing would be weighed. */
void filling_keep_marks(struct form_filling *filling);
/* A line of a problem that the check of the form found. */
void filling_problem(const struct form_problem *problem, struct form_filling *filling);
/* The same of a cell that is no value of its question; takes it out of the rest. ctx: the form that is being signed. */
void filling_refuse_value(const struct value_problem *problem, void *ctx);
/* Takes a cell that is no value out of the rest. */
void filling_note_unread(struct form_filling *filling, const char *place, const struct field *field);
/* Notes a question that wants an answer and has none. */
void filling_note_missing(struct form_filling *filling, const struct field *field);
/* Is it open whether the question is asked, as long as those have no answer? */
bool filling_waits_for_missing(const struct form_filling *filling, const struct field *field);
/* Notes a question whose answer is wrong, which no rule is asked about. */
void filling_note_wrong(struct form_filling *filling, const struct field *field);
/* Does the rule read an answer that is missing or wrong? ctx: the form that is being signed. */
bool filling_rule_waits(const struct rule *rule, void *ctx);
/* Checks the rest, and refuses what is wrong with it whatever the cells that were taken out should say. */
void filling_tell_rest(struct form_filling *filling, const struct form_check *check);
/* Brings the reasons under `_reasons` into the form in which they are signed, and refuses two for one rule, and numbers of people in them. */
void filling_mean_reasons(struct form_filling *filling);
/* Leaves out reasons for what no rule found, and says so. */
void filling_drop_idle_reasons(struct form_filling *filling);
/* Refuses what is among the values `given` and was taken out as not called for, and photos of rows that are not there. */
void filling_refuse_unasked(struct form_filling *filling, const struct value *given);
/* Says which questions the version that is replaced answers and the form asks no more. */
void filling_tell_unasked(struct form_filling *filling);
/* Takes the rows that a report gives (fill_rows.h): what is signed is what it gives now, or what was seen of it. */
MUST_CHECK enum status filling_put_rows(struct form_filling *filling, const struct app_fill *fill, struct err *err);
/* Adds a photo to the step and what is stored of it to `bytes`, which stays empty where a photo is kept as signed. INVALID: the place is none of a
 * photo; else as photo_take. */
MUST_CHECK enum status filling_add_photo(struct form_filling *filling, const struct app_photo *photo, struct buf *bytes, struct err *err);
/* The photos as rules see them. The caller frees. */
struct eval_photo *filling_photos(const struct form_filling *filling);
bool filling_has_private_photo(const struct form_filling *filling);
/* What each photo looks like (house/looks.h), in words or NULL. The caller frees them and the array. */
char **filling_pictures(const struct form_filling *filling);
/* Seals the private photos, and says of each in the step what is stored. */
void filling_note_content(struct form_filling *filling); /* of private photos that are not sealed yet, to be sealed with the values */
void filling_seal_photos(struct form_filling *filling, const struct data_key *key);
/* Seals, signs and puts the form, between act_begin and act_end, under the right acted under. */
MUST_CHECK enum status filling_sign(struct form_filling *filling, struct id *id, struct err *err);

#endif
