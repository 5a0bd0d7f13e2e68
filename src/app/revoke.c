#include <stdlib.h>
#include <string.h>

#include "app/exchange.h"
#include "app/session.h"
#include "base/i18n.h"

/* Taking a credential back: of someone who retired, or whose laptop or stick was stolen. */

static enum status
find_standing(const struct trust *trust, const char *text, const struct credential **out, struct err *err)
{
	size_t len = strlen(text), count = 0;

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);
		char hex[ID_HEX_LEN + 1];

		id_hex(&credential->id, hex);
		if (credential->reason != TRUST_COUNTS || (strcmp(credential->name, text) != 0 && (len < 8 || strncmp(hex, text, len) != 0)))
			continue;
		*out = credential;
		count++;
	}
	if (count > 1)
		return err_set(err, STATUS_CONFLICT, _("\"%s\" fits more than one credential; give the first digits of its number, see louce key requests --json"),
			       text);
	return count ? STATUS_OK : err_set(err, STATUS_NOT_FOUND, _("no standing credential goes by \"%s\""), text);
}

/* An officer, or whoever stands in the chain above; a wish without effect is not written down. */
static enum status
check_right(const struct app *app, const struct credential *of, struct err *err)
{
	const struct trust *trust = store_trust(app->store);
	bool officer = trust_is_officer(trust, &app->signer.credential);
	bool needs_officer = trust_is_officer(trust, &of->id) || of->issue_count > 0;

	if (officer || (!needs_officer && trust_issued(trust, &app->signer.credential, &of->id)))
		return STATUS_OK;
	return err_set(err, STATUS_DENIED, _("only a county officer, or who issued it, can revoke the credential of \"%s\""), of->name);
}

enum status
app_revoke(struct app *app, const struct app_revoke *ask, struct id *id, int *endorse, struct err *err)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *of = NULL;
	int64_t newest = trust_anchor_no(trust), receipt = ask->receipt < 0 ? newest : ask->receipt;
	struct step step;
	enum status status = act_needs_person(app, err);

	if (!status && (!ask->reason || !*ask->reason))
		status = err_set(err, STATUS_INVALID, _("say why: retired or stolen, or in words"));
	if (!status && receipt > newest)
		status = err_set(err, STATUS_INVALID, _("there is no county receipt no. %lld yet; the newest is no. %lld"), (long long)receipt,
				 (long long)newest);
	if (!status)
		status = find_standing(trust, ask->credential, &of, err);
	if (!status)
		status = check_right(app, of, err);
	if (status)
		return status;
	step_start(&step, STEP_REVOCATION);
	step_data_set_id(&step.data, "of", &of->id);
	value_set_text(&step.data, "reason", ask->reason);
	value_set_integer(&step.data, "receipt", receipt);
	status = act_begin(app, err);
	if (!status)
		status = act_end(app, act_put(app->store, &app->signer, &step, id, err), err);
	step_release(&step);
	if (status)
		return status;
	*endorse = trust_step(store_trust(app->store), id) == TRUST_NOT_ENDORSED
			   ? (int)value_get_integer(trust_genesis_data(store_trust(app->store)), "threshold", 1) - 1
			   : 0;
	return STATUS_OK;
}
