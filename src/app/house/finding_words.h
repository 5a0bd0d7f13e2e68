#ifndef APP_HOUSE_FINDING_WORDS_H
#define APP_HOUSE_FINDING_WORDS_H

#include "app/session/workspace.h"
#include "base/id.h"
#include "base/value.h"

/* What a rule finds at a house, as people read it: of a rule that compares forms with each value and who wrote it. */

struct dossier;
struct dossier_finding;

/* The sentence of a finding; caller frees. `form` with `values`: as they are typed now, in the place of what stands signed; NULL: none. Values that
 * are private or hidden from this person are left out. */
char *house_finding_words(const struct app *app, const struct dossier *dossier, const struct rule *rule, const char *message,
			  const struct form *form, const struct value *values);
/* The same of what was found at a house as it stands, where else its photo stands, and whose turn it is where two answers differ; NULL: it is hidden from this
 * person. */
char *house_finding_said(struct app *app, const struct dossier *dossier, const struct dossier_finding *finding);
/* Is this person told of the finding no more than that there is a difference, and in which question? */
bool house_finding_is_veiled(const struct app *app, const struct dossier *dossier, const struct dossier_finding *finding);
/* What keeps a house from being signed, by what the rules find and this person may see; "" for nothing. Caller frees. */
char *house_found_words(struct app *app, const struct id *building);

#endif
