#include "app/settle/decide.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/settle/right.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/dossier.h"
#include "store/store.h"
#include "trust/forks.h"
#include "trust/holders.h"
#include "trust/same.h"

struct finding_rival {
	struct id id;
	bool found;
	char area[DIVISION_CODE_LEN + 1]; /* of the log that forks */
};

static void
note_rival(const struct trust_fork *fork, void *ctx)
{
	struct finding_rival *finding = ctx;

	for (size_t i = 0; i < fork->rival_count; i++)
		if (id_equal(&fork->rivals[i], &finding->id)) {
			finding->found = true;
			memcpy(finding->area, fork->log.area, sizeof(finding->area));
		}
}

static enum status
put_decision(struct app *app, const char *area, const struct id *about, const struct id *with, const char *verdict, const char *reason,
	     struct err *err)
{
	struct step step;
	enum status status;

	act_step_start(&step, STEP_DECISION);
	step_set_area(&step, area);
	step_data_set_id(&step.data, "about", about);
	if (with)
		step_data_set_id(&step.data, "with", with);
	value_set_text(&step.data, "verdict", verdict);
	value_set_text(&step.data, "reason", reason);
	status = settle_put(app, &step, err);
	step_release(&step);
	return status;
}

static enum status
may_decide(struct app *app, const char *reason, struct err *err)
{
	enum status status = settle_needs_pack(app, err);

	if (!status && (!reason || !*reason))
		status = err_set(err, STATUS_INVALID, _("say with --reason why it is decided so"));
	return status ? status : settle_needs_role(app, &store_pack(app_store(app))->acts_decision, err);
}

enum status
app_decide_keep(struct app *app, const char *text, const char *reason, struct err *err)
{
	struct finding_rival finding = { .found = false };
	enum status status = may_decide(app, reason, err);

	if (!status)
		status = store_find_step(app_store(app), text, &finding.id, err);
	if (status)
		return status;
	trust_each_fork(store_trust(app_store(app)), note_rival, &finding);
	if (!finding.found)
		return err_set(err, STATUS_NOT_FOUND, _("no log splits at step \"%s\"; louce decide lists where they do"), text);
	status = put_decision(app, finding.area, &finding.id, NULL, "keep", reason, err);
	/* The account that does not count from now on may be this laptop's. */
	return status ? status : app_compare_head(app, err);
}

static enum status
check_area(struct app *app, const struct id *root, char division[DIVISION_CODE_LEN + 1], struct err *err)
{
	const struct credential *own = app_credential(app);
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(app), root, NULL, &dossier, err);

	if (!status && !credential_covers(own, dossier->division))
		status = err_set(err, STATUS_DENIED, _("the building lies in %s, outside the area of \"%s\""), dossier->division,
				 own->name);
	if (!status)
		division_code(dossier->division, division);
	dossier_free(dossier);
	return status;
}

enum status
app_decide_same(struct app *app, const struct id *building, const struct id *other, bool same, const char *reason, struct err *err)
{
	char here[DIVISION_CODE_LEN + 1], there[DIVISION_CODE_LEN + 1], area[DIVISION_CODE_LEN + 1];
	struct id *decisions = NULL;
	size_t count = 0, cap = 0;
	enum status status = may_decide(app, reason, err);

	if (!status && id_equal(building, other))
		status = err_set(err, STATUS_INVALID, _("that is one building already; name two"));
	if (!status)
		status = check_area(app, building, here, err);
	if (!status)
		status = check_area(app, other, there, err);
	if (status)
		return status;
	division_common(here, there, area);
	for (size_t i = 0; i < trust_same_count(store_trust(app_store(app))); i++) {
		const struct trust_same *at = trust_same_at(store_trust(app_store(app)), i);

		if ((id_equal(&at->a, building) && id_equal(&at->b, other)) || (id_equal(&at->a, other) && id_equal(&at->b, building))) {
			MEM_GROW(decisions, count, cap);
			decisions[count++] = at->decision;
		}
	}
	if (same && count)
		status = err_set(err, STATUS_CONFLICT, _("these two are decided to be one house already"));
	else if (!same && !count)
		status = err_set(err, STATUS_NOT_FOUND, _("no decision says that these two are one house"));
	else if (same)
		status = put_decision(app, area, building, other, "same", reason, err);
	for (size_t i = 0; i < count && !status; i++)
		status = put_decision(app, area, &decisions[i], NULL, "apart", reason, err);
	free(decisions);
	return status;
}
