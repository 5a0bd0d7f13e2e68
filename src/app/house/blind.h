#ifndef APP_HOUSE_BLIND_H
#define APP_HOUSE_BLIND_H

#include "app/session/workspace.h"
#include "base/value.h"

/* Blind fields: what a person who may still have to fill a form must not see before that form stands and what it found to differ is settled, whatever the way out: pages, commands,
 * reports. Hidden from those whom the form is asked of and who did not write the forms it is distinct from, and from everybody while nobody
 * is unlocked. Whatever shows values of a house asks here. */

struct dossier;
struct flow_todo;

/* Is the blind form still to be answered at this house (dossier_stays_blind), perhaps by this person? Not filled, to be filled again, or found to differ: until
 * that is settled he sees neither what it is blind to nor what another answered to it before. */
bool blind_waits(const struct app *app, const struct dossier *dossier, const struct form *form);
bool blind_wrote(const struct app *app, const struct dossier *dossier, const struct form *form); /* Did he write what stands of a form? */
bool blind_hides_field(const struct app *app, const struct dossier *dossier, const struct field *field);
bool blind_may_hide_field(const struct app *app, const struct field *field); /* of some house; false: of none */
bool blind_hides_photo(const struct app *app, const struct dossier *dossier,
		       const char *place); /* NAME or REPEAT/ROW/NAME; also of no field */
bool blind_hides_form(const struct app *app, const struct dossier *dossier, const struct form *form); /* any field of it */
/* Would what the rule finds, or the fact's answer, tell a hidden value? */
bool blind_hides_rule(const struct app *app, const struct dossier *dossier, const struct rule *rule);
bool blind_hides_fact(const struct app *app, const struct dossier *dossier, const struct fact *fact);
/* Would it tell a hidden value that the form, which does not stand, is called for, that a question is asked, that the house waits for the task? Forms
 * that have their part in an open case are told to everybody: it is danger. */
bool blind_hides_call(const struct app *app, const struct dossier *dossier, const struct form *form);
bool blind_hides_question(const struct app *app, const struct dossier *dossier, const struct field *field);
bool blind_hides_task(const struct app *app, const struct dossier *dossier, const struct flow_todo *todo);
/* Takes the hidden values out of those of a form, in the rows of its repeats too. */
void blind_take_out(const struct app *app, const struct dossier *dossier, struct value *values);

/* ---- of the register: values of many houses at once */

/* The forms that the unlocked person (or nobody) may still have to fill blindly somewhere: where such a form is still to be answered, what it is blind
 * to is hidden. Tells the store who reads: of houses that he registered nothing is hidden, and what others wait for is
 * read without what would tell (store/houses/called.h). Whoever lists tasks asks this first. Caller frees the array; forms are the pack's. */
const struct form **blind_forms(const struct app *app, size_t *count);
/* Would what the rule finds tell something of what the form is blind to? */
bool blind_rule_tells(const struct app *app, const struct form *form, const struct rule *rule);

#endif
