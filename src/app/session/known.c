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

/* Names, each with its label as far as a message has room for all of them, else the names alone. */
struct known_names {
	struct buf labelled, bare;
};

#define ROOM_BYTES 560 /* of a message's 768 */

static void
add(struct known_names *names, const char *name, const struct label *label)
{
	buf_printf(&names->labelled, "%s%s (%s)", names->labelled.len ? _(", ") : "", name, label_text(label, _("en")));
	buf_printf(&names->bare, "%s%s", names->bare.len ? _(", ") : "", name);
}

static const char *
listed(const struct known_names *names)
{
	return buf_text(names->labelled.len <= ROOM_BYTES ? &names->labelled : &names->bare);
}

static void
release_names(struct known_names *names)
{
	buf_release(&names->labelled);
	buf_release(&names->bare);
}

char *
known_roles(const struct app *app)
{
	const struct pack *pack = app_pack(app);
	struct known_names list = { 0 };
	char *text;

	for (size_t i = 0; pack && i < pack->role_count; i++)
		add(&list, pack->roles[i].name, &pack->roles[i].label);
	text = mem_strdup(listed(&list));
	release_names(&list);
	return text;
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
	struct known_names list = { 0 };
	enum status status;

	for (size_t i = 0; pack && i < pack->form_count; i++)
		add(&list, pack->forms[i].name, &pack->forms[i].label);
	status = err_set(err, STATUS_NOT_FOUND, _("there is no form \"%s\" in the form pack; there are: %s"), form, listed(&list));
	release_names(&list);
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
	struct known_names list = { 0 };
	enum status status;

	for (size_t i = 0; pack && i < pack->report_count; i++)
		add(&list, pack->reports[i].name, &pack->reports[i].title);
	status = err_set(err, STATUS_NOT_FOUND, _("there is no report \"%s\" in the form pack; there are: %s"), report, listed(&list));
	release_names(&list);
	return status;
}

enum status
known_no_chain(const struct app *app, const char *chain, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct known_names list = { 0 };
	enum status status;

	for (size_t i = 0; pack && i < pack->chain_count; i++)
		add(&list, pack->chains[i].name, &pack->chains[i].label);
	status = err_set(err, STATUS_NOT_FOUND, _("there is no chain \"%s\" in the form pack; there are: %s"), chain, listed(&list));
	release_names(&list);
	return status;
}

enum status
known_no_level(const struct app *app, const char *level, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct known_names list = { 0 };
	enum status status;

	for (size_t i = 0; pack && i < pack->chain_count; i++)
		for (size_t k = 0; k < pack->chains[i].level_count; k++)
			add(&list, pack->chains[i].levels[k].name, &pack->chains[i].levels[k].label);
	status = err_set(err, STATUS_NOT_FOUND, _("the chain has no level \"%s\"; there are: %s"), level, listed(&list));
	release_names(&list);
	return status;
}
