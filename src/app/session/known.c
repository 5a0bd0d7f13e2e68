#include "app/session/known.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"

static bool
is_called(const struct label *label, const char *text)
{
	return (label->zh && strcmp(label->zh, text) == 0) || (label->en && strcmp(label->en, text) == 0);
}

const char *
known_role(const struct app *app, const char *text)
{
	const struct pack *pack = app_pack(app);

	if (!pack || pack_role(pack, text))
		return text;
	for (size_t i = 0; i < pack->role_count; i++)
		if (is_called(&pack->roles[i].label, text))
			return pack->roles[i].name;
	return text;
}

static void
add(struct buf *list, const char *name, const struct label *label)
{
	buf_printf(list, "%s%s (%s)", list->len ? _(", ") : "", name, label_text(label, _("en")));
}

char *
known_roles(const struct app *app)
{
	const struct pack *pack = app_pack(app);
	struct buf list = { 0 };

	for (size_t i = 0; pack && i < pack->role_count; i++)
		add(&list, pack->roles[i].name, &pack->roles[i].label);
	return list.len ? buf_detach(&list) : mem_strdup("");
}

enum status
known_no_role(const struct app *app, const char *role, struct err *err)
{
	char *roles = known_roles(app);
	enum status status = err_set(err, STATUS_INVALID, _("there is no role \"%s\" in the form pack; there are: %s"), role, roles);

	free(roles);
	return status;
}

enum status
known_no_form(const struct app *app, const char *form, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct buf list = { 0 };
	enum status status;

	for (size_t i = 0; pack && i < pack->form_count; i++)
		add(&list, pack->forms[i].name, &pack->forms[i].label);
	status = err_set(err, STATUS_NOT_FOUND, _("there is no form \"%s\" in the form pack; there are: %s"), form, buf_text(&list));
	buf_release(&list);
	return status;
}

enum status
app_form_check(const struct app *app, const char *form, struct err *err)
{
	const struct pack *pack = app_pack(app);

	return pack && pack_form(pack, form) ? STATUS_OK : known_no_form(app, form, err);
}

enum status
known_no_report(const struct app *app, const char *report, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct buf list = { 0 };
	enum status status;

	for (size_t i = 0; pack && i < pack->report_count; i++)
		add(&list, pack->reports[i].name, &pack->reports[i].title);
	status = err_set(err, STATUS_NOT_FOUND, _("there is no report \"%s\" in the form pack; there are: %s"), report, buf_text(&list));
	buf_release(&list);
	return status;
}

enum status
known_no_chain(const struct app *app, const char *chain, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct buf list = { 0 };
	enum status status;

	for (size_t i = 0; pack && i < pack->chain_count; i++)
		add(&list, pack->chains[i].name, &pack->chains[i].label);
	status = err_set(err, STATUS_NOT_FOUND, _("there is no chain \"%s\" in the form pack; there are: %s"), chain, buf_text(&list));
	buf_release(&list);
	return status;
}

enum status
known_no_level(const struct app *app, const char *level, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct buf list = { 0 };
	enum status status;

	for (size_t i = 0; pack && i < pack->chain_count; i++)
		for (size_t k = 0; k < pack->chains[i].level_count; k++)
			add(&list, pack->chains[i].levels[k].name, &pack->chains[i].levels[k].label);
	status = err_set(err, STATUS_NOT_FOUND, _("the chain has no level \"%s\"; there are: %s"), level, buf_text(&list));
	buf_release(&list);
	return status;
}
