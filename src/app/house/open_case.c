#include "app/house/open_case.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/label.h"
#include "app/session/person.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"

char *
house_case_words(struct app *app, const struct dossier *dossier)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < dossier->state.case_count; i++) {
		const struct flow_case *of = &dossier->state.cases[i];
		char *roles = app_roles_text(app, of->by), *level = of->level ? house_level_words(app_pack(app), of->level) : NULL;

		/* Translators: the case, its next form or signature, the roles that owe it, the day. */
		buf_printf(&out, level ? _("%s%s is open, next: signature of %s (%s) by %s") : _("%s%s is open, next: \"%s\" (%s) by %s"),
			   out.len ? _("; ") : "", label_text(&of->of->label, _("en")),
			   level ? level : label_text(&of->form->label, _("en")), roles, of->day);
		free(roles);
		free(level);
	}
	return out.len ? buf_detach(&out) : NULL;
}

static bool
has_case(const struct dossier *house, const char *name)
{
	for (size_t i = 0; i < house->state.case_count; i++)
		if (strcmp(house->state.cases[i].of->name, name) == 0)
			return true;
	return false;
}

enum status
house_has_case(struct app *app, const struct id *house, const char *name, bool *has, struct err *err)
{
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(app), house, NULL, &dossier, err);

	*has = !status && has_case(dossier, name);
	dossier_free(dossier);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

bool
house_has_case_beyond(const struct dossier *house, const struct dossier *other)
{
	for (size_t i = 0; i < house->state.case_count; i++)
		if (!has_case(other, house->state.cases[i].of->name))
			return true;
	return false;
}
