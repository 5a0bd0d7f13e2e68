#ifndef APP_FILL_SHEET_STATE_H
#define APP_FILL_SHEET_STATE_H

#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "app/house/returned.h"
#include "store/dossier/dossier.h"

/* A form being filled, as the sheet's files share it; no other file includes this. */

struct data_key;

struct asked {
	const struct field *field;
	int row;
	bool relevant;
};

struct sheet_past { /* before a change */
	struct value typed, raw, unfit, again;
	struct sheet_photo *photos; /* without their bytes */
	size_t photo_count;
	const struct field *field; /* NULL: at several, or at a reason */
	int row;
};

/* A choice that is not offered, as of the last check. */
struct withheld {
	const struct field *field;
	int row;
	const struct choice *choice;
};

struct sheet {
	struct app *app;
	const struct form *form;
	struct dossier *dossier; /* NULL: a new building */
	unsigned generation;	 /* of the store, when the building was loaded */
	struct id root;		 /* zeros for a new one */
	struct id slot;		 /* of a form that repeats: the first step of the one corrected; zeros: none */
	char *draft;		 /* its name among the drafts of the house: FORM or FORM@SLOT */
	char *place;

	struct value typed;	 /* everything ever typed, with what does not apply now; _reasons */
	struct value begun_with; /* the defaults that were put, by field */
	struct value raw;	 /* by path: texts that do not fit their field */
	struct value unfit;	 /* by path: answers that no longer fit, in words: sheet_unfit.h */
	struct value completed;	 /* what would be signed */
	struct sheet_photo *photos;
	size_t photo_count, photo_cap;
	char **pictures; /* of each photo, what it looks like, or NULL; of these photos: */
	size_t picture_count;
	struct id pictured;

	struct sheet_problem *problems;
	size_t problem_count, problem_cap;

	struct asked *asked; /* every field and row, as of the last check */
	size_t asked_count, asked_cap;

	struct withheld *withheld;
	size_t withheld_count, withheld_cap;

	struct id twin; /* the house that this one may be, as of the last check; zeros: none */

	struct return_marks marks; /* of the returns that stand */
	char *unasked;		   /* questions that the version corrected answers and the form asks no more, or NULL */
	char *return_reason;	   /* why, or NULL */
	struct value carried;	   /* of the last house */
	struct value begun;	   /* person and name of who began the draft; nothing: nobody yet, or an earlier louce */
	bool changed;
	bool holds;	 /* this sheet took the form for this window */
	struct id *upon; /* the heads that the answers were typed over */
	size_t upon_count;
	bool told_of_heads;	    /* that they are others now: a second signature means it */
	bool told_of_falling;	    /* the person was asked about the signatures that fall with it, which are: */
	char *falling;		    /* NULL: none */
	struct value again;	    /* by name: fields that are asked again, sheet_again.h */
	struct value changed_below; /* names of the fields that this is because of */
	struct value seen;	    /* the heads of the forms before, as the person saw them: upon.h */
	int64_t keys, seconds, last_key_ms;
	struct sheet_past *past; /* sheet_undo.h */
	size_t past_count, past_cap;
	bool past_typing;	    /* the last of them is before a text that is still typed */
	struct sheet_photo *buried; /* taken out since the form was opened */
	size_t buried_count, buried_cap;
};

/* The place of a field, of its row when it stands in a repeat; caller frees. */
char *sheet_path(const struct field *field, int row);
/* The repeat around a field, or NULL. */
const struct field *sheet_repeat_of(const struct field *field);
void sheet_photo_release(struct sheet_photo *photo);
const char *sheet_division(const struct sheet *sheet); /* of the house, a new one by what was typed; NULL: not said yet. Borrowed */
/* What it corrects: the head of its slot, and the values there (an object, or nothing; caller releases). NULL: nothing, or two versions. */
char *sheet_draft_name(const char *form, const struct id *slot); /* FORM or FORM@SLOT; caller frees */
const struct flow_slot *sheet_slot(const struct sheet *sheet);
const struct flow_step *sheet_head(const struct sheet *sheet);
struct value sheet_head_values(const struct sheet *sheet);
/* Puts the defaults of an empty form beside what is there. */
void sheet_put_defaults(struct sheet *sheet);
/* What stands of the form at the house that moved here, put in the empty form; false: there is none (sheet_moved.c). */
bool sheet_take_moved(struct sheet *sheet);
/* Makes the defaults anew that stand in a draft as they were `put` (an object): what they read may be another now. */
void sheet_renew_defaults(struct sheet *sheet, const struct value *put);
/* The key of the village that the draft is sealed under; made when there is none yet. */
MUST_CHECK enum status sheet_key(struct sheet *sheet, struct data_key *out, struct err *err);
/* What the next house may take over: read when a form is opened, noted when one is signed. What fails is left out. */
void sheet_read_carried(struct sheet *sheet);
void sheet_note_carried(struct sheet *sheet, const struct value *values);
/* Takes the form for this window; CONFLICT: another one has it. */
MUST_CHECK enum status sheet_hold(struct sheet *sheet, struct err *err);
/* The heads that the answers are typed over: those of the building as loaded, or as a draft names them (NULL: it names none). */
void sheet_note_upon(struct sheet *sheet);
void sheet_take_upon(struct sheet *sheet, const struct value *list);
struct value sheet_upon_list(const struct sheet *sheet);
/* The building as it stands in the file now. */
MUST_CHECK enum status sheet_reload(struct sheet *sheet, struct err *err);
/* CONFLICT when another window has taken the form over, or (once) when it was signed anew since. */
MUST_CHECK enum status sheet_check_others(struct sheet *sheet, struct err *err);
/* CONFLICT: others fall with it now than the person was asked about; told once. */
MUST_CHECK enum status sheet_check_falling(struct sheet *sheet, struct err *err);
bool sheet_has_photo_field(const struct sheet *sheet, const char *path); /* is it asked for by the form as it is in force? */
/* The hash of the photo's bytes in clear, as far as it is known; borrowed. */
const struct id *sheet_photo_content(const struct sheet *sheet, const struct sheet_photo *photo);
/* How many other houses have the photo, whose bytes in clear have this hash: of a private one those that the unlocked person may read. */
int64_t sheet_photo_houses(const struct sheet *sheet, const struct sheet_photo *photo, const struct id *content);
void sheet_read_photos(struct sheet *sheet, const struct value *list);

#endif
