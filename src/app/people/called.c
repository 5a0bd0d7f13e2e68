#include "app/people/called.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "base/text.h"
#include "eval/eval.h"
#include "form/pack.h"

/* What no pack needs to tell. NULL: nothing. */
static const char *
doubt_of_signs(const char *name)
{
	bool is_wide = text_cells(name) > text_chars(name);

	if (strspn(name, "0123456789 .-/") == strlen(name) || strchr(name, '?') || strstr(name, "？"))
		return _("figures and question marks are no person's name");
	for (const char *c = name; is_wide && *c; c++)
		if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z'))
			return _("Latin letters stand among the characters; the input method may have left them");
	return NULL;
}

/* What the rules of the pack say of the name; NULL: nothing. A pack that cannot be evaluated says nothing. */
static char *
doubt_of_pack(const struct pack *pack, const char *name)
{
	struct eval *eval = NULL;
	const struct rule *rule = NULL;
	struct err ignored = { 0 };
	char today[11], *doubt;

	clock_date(clock_now_unix(), today);
	if (!eval_new_trusted(pack, &eval, &ignored))
		rule = eval_name_rule(eval, name, today);
	doubt = rule ? mem_printf(_("\"%s\": %s"), name, label_text(&rule->message, _("en"))) : NULL;
	eval_free(eval);
	return doubt;
}

char *
app_name_doubt(const struct app *app, const char *name)
{
	const struct pack *pack = app ? app_pack(app) : NULL;
	struct pack *installed = NULL;
	const char *signs = doubt_of_signs(name);
	struct err ignored = { 0 };
	char *dir, *doubt;

	if (signs)
		return mem_printf(_("\"%s\": %s"), name, signs);
	if (pack)
		return doubt_of_pack(pack, name);
	dir = path_of(PATH_FORMS);
	doubt = pack_load(dir, &installed, NULL, &ignored) ? NULL : doubt_of_pack(installed, name);
	pack_free(installed);
	free(dir);
	return doubt;
}
