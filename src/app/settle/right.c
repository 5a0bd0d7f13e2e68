#include "app/settle/right.h"

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/text/text_rule.h"
#include "form/answer/reason.h"
#include "store/store.h"
#include "trust/credential.h"
#include "trust/officers.h"

#define REASON_CHARS 200 /* as many as the pages take */

enum status
settle_needs_pack(const struct app *app, struct err *err)
{
	return store_pack(app_store(app))
		       ? STATUS_OK
		       : err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
}

enum status
settle_needs_role(struct app *app, const struct names *roles, struct err *err)
{
	const struct credential *own;
	enum status status = act_needs_person(app, err);

	if (status)
		return status;
	act_in_role(app, roles, NULL);
	own = app_credential(app);
	if (!own || !names_has(roles, own->role))
		return err_set(err, STATUS_DENIED, _("by the form pack \"%s\" may not do this; ask the county office"),
			       own ? own->name : "");
	return STATUS_OK;
}

bool
settle_decides_in(struct app *app, const char *area)
{
	const struct names *deciders = &store_pack(app_store(app))->acts_decision;
	const struct credential *own;

	if (!app_person_has_role(app, deciders))
		return false;
	act_in_role(app, deciders, area);
	own = app_credential(app);
	return own && names_has(deciders, own->role) &&
	       (credential_covers(own, area) || trust_is_officer(store_trust(app_store(app)), &own->id));
}

static bool
covers(const struct credential *credential, const void *ctx)
{
	return credential_covers(credential, ctx);
}

bool
settle_speaks_in(struct app *app, const char *area)
{
	act_as(app, covers, area);
	return credential_covers(app_credential(app), area);
}

enum status
settle_put(struct app *app, struct step *step, unsigned generation, struct err *err)
{
	enum status status = act_begin_judged(app, generation, err);
	struct id id;

	return status ? status : act_end(app, act_put(app_store(app), app_signer(app), step, &id, err), err);
}

enum status
settle_check_reason(const char *reason, const char *wanted, struct err *err)
{
	struct value item = value_object();
	enum status status = text_check(reason ? reason : "", err);

	value_set_text(&item, "reason", reason);
	if (!status && !reason_stands(NULL, &item))
		status = err_set(err, STATUS_INVALID, "%s", wanted);
	else if (!status && text_chars(reason) > REASON_CHARS)
		status = err_set(err, STATUS_INVALID, _("the reason is longer than %d characters"), REASON_CHARS);
	value_release(&item);
	return status;
}
