#ifndef APP_FILL_UPON_H
#define APP_FILL_UPON_H

#include "base/value.h"
#include "form/pack.h"

/* `_upon`: the heads of the forms that a form comes after, whose fields it depends on, or that its case is about (doc/file-format, S and A10). */

struct dossier;

/* Calls `each` for every one of these forms; one that is named twice comes twice. */
void upon_each_form(const struct pack *pack, const struct form *form, void (*each)(const char *name, void *ctx), void *ctx);
/* These heads as they are now: hex texts, ascending, each once. `dossier` NULL: of a new house, none. */
struct value upon_heads(const struct pack *pack, const struct form *form, const struct dossier *dossier);
/* The form of the first step in which the two lists differ; NULL: they do not. */
const struct form *upon_changed(const struct pack *pack, const struct dossier *dossier, const struct value *seen, const struct value *now);

#endif
