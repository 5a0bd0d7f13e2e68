#include "app/settle/propose.h"

#include <stdlib.h>

#include "app/house/said.h"
#include "app/house/twins.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/settle/right.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text/counted.h"
#include "base/text/skeleton.h"
#include "store/dossier/dossier.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/holders.h"
#include "trust/same.h"

/* Proposals of who may not decide: two houses are one. */

/* The divisions of two houses, and what holds both. */
struct apart {
	char divisions[2][DIVISION_CODE_LEN + 1], area[DIVISION_CODE_LEN + 1];
};

static enum status
find_divisions(struct app *app, const struct id *building, const struct id *other, struct apart *out, struct err *err)
{
	const struct id *roots[2] = { building, other };
	enum status status = STATUS_OK;

	for (int i = 0; i < 2 && !status; i++) {
		struct dossier *dossier = NULL;

		status = dossier_load(app_store(app), roots[i], NULL, &dossier, err);
		if (!status)
			division_code(dossier->division, out->divisions[i]);
		dossier_free(dossier);
	}
	if (!status)
		division_common(out->divisions[0], out->divisions[1], out->area);
	return status;
}

bool
app_may_decide_same(struct app *app, const struct id *building, const struct id *other)
{
	struct err ignored = { 0 };
	struct apart apart;

	return app_is_unlocked(app) && store_pack(app_store(app)) && !find_divisions(app, building, other, &apart, &ignored) &&
	       settle_decides_in(app, apart.area);
}

/* Acts from here on under a right over both houses; nothing may be decided about them yet. */
static enum status
may_speak(struct app *app, const struct id *building, const struct id *other, const struct apart *apart, struct err *err)
{
	if (!settle_speaks_in(app, apart->area))
		return err_set(err, STATUS_DENIED, _("only who has a right over all of %s signs something about both, not \"%s\""),
			       apart->area, app_person_name(app));
	if (house_pair_is_decided(app, building, apart->divisions[0], other, apart->divisions[1]))
		return err_set(err, STATUS_CONFLICT, "%s", _("it is decided already whether these two are one house"));
	return STATUS_OK;
}

static enum status
may_propose(struct app *app, const struct id *building, const struct id *other, const struct apart *apart, struct err *err)
{
	enum status status;

	if (settle_decides_in(app, apart->area))
		return err_set(err, STATUS_INVALID, "%s", _("you may decide this yourself: louce decide same"));
	status = may_speak(app, building, other, apart, err);
	if (status)
		return status;
	if (twins_are_proposed(app, building, other))
		return err_set(err, STATUS_CONFLICT, "%s", _("it is proposed already; who may decide it has it on the first page"));
	return STATUS_OK;
}

/* Signs what somebody without the role for it says of the two. */
static enum status
put_said(struct app *app, const struct apart *apart, const struct id *building, const struct id *other, unsigned generation,
	 struct step *step, struct err *err)
{
	enum status status;

	step_set_area(step, apart->area);
	step_data_set_id(&step->data, "about", building);
	step_data_set_id(&step->data, "with", other);
	status = settle_put(app, step, generation, err);
	step_release(step);
	return status;
}

static enum status
needs_words(struct app *app, const struct id *building, const struct id *other, const char *reason, const char *ask, struct err *err)
{
	enum status status = settle_needs_pack(app, err);

	if (!status && (!reason || text_is_blank(reason)))
		status = err_set(err, STATUS_INVALID, "%s", ask);
	if (!status && id_equal(building, other))
		status = err_set(err, STATUS_INVALID, _("that is one building already; name two"));
	return status ? status : act_needs_person(app, err);
}

static enum status
try_propose(struct app *app, const struct id *building, const struct id *other, const char *reason, struct err *err)
{
	unsigned generation = store_generation(app_store(app));
	struct apart apart;
	struct step step;
	enum status status = needs_words(app, building, other, reason, _("say in words why they are one house"), err);

	if (!status)
		status = find_divisions(app, building, other, &apart, err);
	if (!status)
		status = may_propose(app, building, other, &apart, err);
	if (status)
		return status;
	act_step_start(&step, STEP_DECISION);
	value_set_text(&step.data, "verdict", "same");
	value_set_text(&step.data, "reason", reason);
	return put_said(app, &apart, building, other, generation, &step, err);
}

enum status
app_propose_same(struct app *app, const struct id *building, const struct id *other, const char *reason, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_propose(app, building, other, reason, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}

/* ---- taking it back */

struct seeking_own {
	const struct credential *own;
	const struct id *building, *other;
	struct step *step; /* gets them as parents, ascending as they are visited; NULL: they are only counted */
	size_t count;
};

static void
note_own(const struct trust_said *said, void *ctx)
{
	struct seeking_own *seeking = ctx;

	if (!said->author || !credential_same_human(said->author, seeking->own) ||
	    !((id_equal(&said->about, seeking->building) && id_equal(&said->with, seeking->other)) ||
	      (id_equal(&said->about, seeking->other) && id_equal(&said->with, seeking->building))))
		return;
	seeking->count++;
	if (seeking->step)
		step_add_parent(seeking->step, &said->step);
}

bool
app_proposed_by_own(struct app *app, const struct id *building, const struct id *other)
{
	struct seeking_own seeking = { app_credential(app), building, other, NULL, 0 };

	if (seeking.own)
		trust_each_proposal(store_trust(app_store(app)), note_own, &seeking);
	return seeking.count > 0;
}

static enum status
try_withdraw(struct app *app, const struct id *building, const struct id *other, const char *reason, struct err *err)
{
	unsigned generation = store_generation(app_store(app));
	struct apart apart;
	struct step step;
	struct seeking_own seeking = { .building = building, .other = other, .step = &step };
	enum status status = needs_words(app, building, other, reason, _("say in words why the proposal is taken back"), err);

	if (!status)
		status = find_divisions(app, building, other, &apart, err);
	if (!status && !app_proposed_by_own(app, building, other))
		status = err_set(err, STATUS_NOT_FOUND, _("\"%s\" proposed nothing about these two that stands"), app_person_name(app));
	if (!status && settle_decides_in(app, apart.area))
		status = err_set(err, STATUS_INVALID, "%s", _("you may decide this yourself: louce decide apart"));
	if (!status)
		status = may_speak(app, building, other, &apart, err);
	if (status)
		return status;
	act_step_start(&step, STEP_DECISION);
	value_set_text(&step.data, "verdict", "apart");
	value_set_text(&step.data, "reason", reason);
	seeking.own = app_credential(app);
	trust_each_proposal(store_trust(app_store(app)), note_own, &seeking);
	return put_said(app, &apart, building, other, generation, &step, err);
}

enum status
app_propose_withdraw(struct app *app, const struct id *building, const struct id *other, const char *reason, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_withdraw(app, building, other, reason, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}

/* ---- what was proposed */

struct wording_proposals {
	struct app *app;
	const struct id *building, *other;
	struct buf out;
};

static void
word_proposal(const struct trust_said *proposal, void *ctx)
{
	struct wording_proposals *wording = ctx;
	struct store *store = app_store(wording->app);
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };
	struct apart apart;

	if (!((id_equal(&proposal->about, wording->building) && id_equal(&proposal->with, wording->other)) ||
	      (id_equal(&proposal->about, wording->other) && id_equal(&proposal->with, wording->building))))
		return;
	if (find_divisions(wording->app, wording->building, wording->other, &apart, &ignored) ||
	    !credential_covers(proposal->author, apart.divisions[0]) || !credential_covers(proposal->author, apart.divisions[1]))
		return;
	if (!store_get_step(store, &proposal->step, &body, NULL, &ignored) && !step_parse(buf_text(&body), body.len, &step, &ignored)) {
		const struct credential *author = step.has_author ? trust_credential(store_trust(store), &step.author) : NULL;
		const char *reason = value_get_text(&step.data, "reason");
		char at[17];

		clock_minute(step.at_unix, at);
		buf_printf(&wording->out, _("%s%s proposed it on %.10s: %s"), wording->out.len ? "\n" : "", author ? author->name : "?", at,
			   reason ? reason : "");
	}
	step_release(&step);
	buf_release(&body);
}

char *
app_proposed_words(struct app *app, const struct id *building, const struct id *other)
{
	struct wording_proposals wording = { app, building, other, { 0 } };

	trust_each_proposal(store_trust(app_store(app)), word_proposal, &wording);
	return wording.out.len ? buf_detach(&wording.out) : NULL;
}

struct counting_proposals {
	struct app *app;
	size_t count;
};

static bool
count_proposed(const struct twin_pair *pair, void *ctx)
{
	struct counting_proposals *counting = ctx;
	size_t area_count;
	const char **areas = app_areas(counting->app, &area_count);

	counting->count += division_covered(areas, area_count, pair->area);
	free(areas);
	return true;
}

static bool
count_any(const struct twin_pair *pair, void *ctx)
{
	(void)pair;
	++*(size_t *)ctx;
	return true;
}

struct counting_area {
	const char *area;
	size_t count;
};

static bool
count_in_area(const struct twin_pair *pair, void *ctx)
{
	struct counting_area *counting = ctx;

	counting->count += division_covers(counting->area, pair->area_now);
	return true;
}

size_t
app_proposals_waiting(struct app *app, const char *area, char **roles)
{
	char now[DIVISION_CODE_LEN + 1];
	struct counting_area counting = { .area = now };
	struct err ignored = { 0 }; /* the list of pairs says why they could not be read */

	*roles = NULL;
	pack_area_now(app_pack(app), area, now);
	if (!app_pack(app) || twins_each_proposed(app, count_in_area, &counting, &ignored))
		return 0;
	*roles = app_roles_text(app, &app_pack(app)->acts_decision);
	return counting.count;
}

char *
app_proposals_came_words(struct app *app, int64_t proposals, int64_t withdrawals)
{
	struct err ignored = { 0 }; /* the list of pairs says why they could not be read */
	struct buf words = { 0 };
	char came[COUNTED_SIZE], *roles;
	size_t waiting = 0;

	if (proposals) {
		if (!app_pack(app) || twins_each_proposed(app, count_any, &waiting, &ignored))
			waiting = 0;
		roles = app_pack(app) ? app_roles_text(app, &app_pack(app)->acts_decision) : mem_strdup("?");
		buf_printf(&words,
			   _("%s that two houses are one came. Pairs of houses that wait for a decision in this file: %zu, by: %s."),
			   counted(COUNTED_PROPOSAL, proposals, came), waiting, roles);
		free(roles);
	}
	if (withdrawals)
		buf_printf(&words, _("%s%lld take back such proposals."), words.len ? "\n" : "", (long long)withdrawals);
	return words.len ? buf_detach(&words) : NULL;
}

size_t
app_proposals_to_decide(struct app *app)
{
	struct counting_proposals counting = { .app = app };
	struct err ignored = { 0 }; /* what cannot be read now is asked about on the page itself, which says so */

	if (!app_pack(app) || !app_person_has_role(app, &app_pack(app)->acts_decision) ||
	    twins_each_proposed(app, count_proposed, &counting, &ignored))
		return 0;
	return counting.count;
}
