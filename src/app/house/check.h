#ifndef APP_HOUSE_CHECK_H
#define APP_HOUSE_CHECK_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "base/value.h"

/* The check of a form before it is signed: its values, calculations and constraints, and the rules. A form on a screen, one by a command
 * and a roster's row are all checked here. */

struct dossier;
struct eval_photo;

enum form_problem_kind {
	FORM_MISSING, /* required and empty */
	FORM_WRONG,   /* does not fit, or a constraint */
	FORM_UNASKED, /* holds what is not asked for with the other answers */
	FORM_RULE,    /* an error of the rules: blocks */
	FORM_WARNING, /* of the rules: wants a reason */
	FORM_AGAIN,   /* an answer that is asked again: of a sheet, not of the check */
	FORM_FOUND,   /* the check of another form finds it, and it is mended here: leads, blocks nothing */
};

struct form_problem { /* borrowed for the call */
	enum form_problem_kind kind;
	const struct field *field; /* NULL: of a rule of the pack, or a name that the form does not know */
	const char *name;	   /* the field's name, or what stands for one; NULL: of a rule */
	int row;		   /* of the repeat the field stands in, from 1; 0: none */
	const struct rule *rule;   /* NULL: of a field */
	const char *text;
};

struct form_check {
	const struct form *form;
	struct value *values;		 /* completed in place: calculations are set, what is not asked is taken out */
	const struct dossier *dossier;	 /* NULL: a new building */
	const struct id *slot;		 /* of a repeat form, the one that is corrected; NULL: none */
	const struct eval_photo *photos; /* NULL: none */
	size_t photo_count;
	char *const *pictures; /* of each photo, what it is or looks like (house/looks.h), in words or NULL; NULL: nobody looked */
	bool tells_found;      /* also what the checks of other forms find, where it is mended in this one */
	bool asks_twins;       /* also whether another house may be the same one (house/twins.h): reads the village */
	struct id *twin;       /* gets that other house, when one is asked about; NULL: nobody wants it */
	bool rules_last;       /* where something else is wrong a rule that `waits` is not told, and twins are not asked about */
	bool (*waits)(const struct rule *rule, void *ctx); /* a rule that reads what is missing or wrong; NULL: each does */
	void (*completed)(void *ctx); /* called when the evaluator holds the completed values, before they are judged; or NULL */
	void (*problem)(const struct form_problem *problem, void *ctx);
	void (*not_judged)(const struct rule *rule, void *ctx); /* a rule that reads what cannot be read here; or NULL */
	void *ctx;
};
/* The name under which `_reasons` says what was done about a return that the form answers: asked for like the reason for a warning. */
#define CHECK_ANSWER "_answer"
/* The list that the reason for a warning of this rule is chosen from; NULL: it is said in words. */
const struct list *house_check_reasons(const struct pack *pack, const char *rule);
/* The name under which `_reasons` says why a house is another than the one that seems to stand already. */
#define CHECK_TWIN "_twin"
/* The name under which `_reasons` says why a photo that is or looks like another one is the right one. */
#define CHECK_PICTURE "_picture"
/* The name under which `_reasons` says why an answer that other houses have is right. */
#define CHECK_ELSEWHERE "_elsewhere"
/* What stands in the fields of an empty form by their `default`, put beside what is there; `dossier` NULL: of a new building. */
void house_form_defaults(struct app *app, const struct form *form, const struct dossier *dossier, struct value *values);
/* Where the house stands, a new one (`dossier` NULL) by its values; NULL: not said yet. Borrowed. */
const char *house_division(const struct app *app, const struct dossier *dossier, const struct value *values);
/* Checks the values and tells each problem. The caller sees to it that a form pack is in force. */
void house_check_form(struct app *app, const struct form_check *check);

#endif
