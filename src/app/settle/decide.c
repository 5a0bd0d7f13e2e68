#include "app/settle/decide.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/aside.h"
#include "app/house/open_case.h"
#include "app/house/twins.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/settle/questions.h"
#include "app/settle/right.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/skeleton.h"
#include "store/journal.h"
#include "store/dossier/dossier.h"
#include "store/store.h"
#include "trust/forks.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/same.h"

struct finding_rival {
	struct id id;
	bool found;
	struct log_key log; /* that forks */
};

static void
note_rival(const struct trust_fork *fork, void *ctx)
{
	struct finding_rival *finding = ctx;

	for (size_t i = 0; i < fork->rival_count; i++)
		if (id_equal(&fork->rivals[i], &finding->id)) {
			finding->found = true;
			finding->log = fork->log;
		}
}

struct ruling {
	const char *area;
	const struct id *about, *with; /* `with` NULL: about a branch */
	const struct id *replaced;
	size_t replaced_count;
	const char *verdict;
	unsigned generation; /* at which it was judged */
};

static enum status
put_decision(struct app *app, const struct ruling *ruling, const char *reason, struct err *err)
{
	struct step step;
	enum status status;

	act_step_start(&step, STEP_DECISION);
	step_set_area(&step, ruling->area);
	step_data_set_id(&step.data, "about", ruling->about);
	if (ruling->with)
		step_data_set_id(&step.data, "with", ruling->with);
	value_set_text(&step.data, "verdict", ruling->verdict);
	value_set_text(&step.data, "reason", reason);
	for (size_t i = 0; i < ruling->replaced_count; i++)
		step_add_parent(&step, &ruling->replaced[i]);
	status = settle_put(app, &step, ruling->generation, err);
	step_release(&step);
	return status;
}

static enum status
may_decide(struct app *app, const char *reason, struct err *err)
{
	enum status status = settle_needs_pack(app, err);

	if (!status && (!reason || text_is_blank(reason)))
		status = err_set(err, STATUS_INVALID, _("say in words why it is decided so"));
	return status ? status : settle_needs_role(app, &store_pack(app_store(app))->acts_decision, err);
}

/* Acts from here on under a right over the area, where the person has one. */
static bool
decides_in(struct app *app, const char *area)
{
	const struct credential *own;

	act_in_role(app, &store_pack(app_store(app))->acts_decision, area);
	own = app_credential(app);
	return credential_covers(own, area) || trust_is_officer(store_trust(app_store(app)), &own->id);
}

static enum status
try_keep(struct app *app, const char *text, const char *reason, struct err *err)
{
	struct finding_rival finding = { .found = false };
	unsigned generation = store_generation(app_store(app));
	enum status status = may_decide(app, reason, err);

	if (!status)
		status = store_find_step(app_store(app), text, &finding.id, err);
	if (status)
		return status;
	trust_each_fork(store_trust(app_store(app)), note_rival, &finding);
	if (!finding.found)
		return err_set(err, STATUS_NOT_FOUND, _("no log splits at step \"%s\"; louce decide lists where they do"), text);
	if (!decides_in(app, finding.log.area))
		return err_set(err, STATUS_DENIED, _("the log is about %s, outside the area of \"%s\""), finding.log.area,
			       app_person_name(app));
	if (app_is_own_log(app, &finding.log))
		return err_set(err, STATUS_DENIED, _("this is your own log: another person decides which account counts"));
	return put_decision(app,
			    &(struct ruling){ .area = finding.log.area, .about = &finding.id, .verdict = "keep", .generation = generation },
			    reason, err);
}

enum status
app_decide_keep(struct app *app, const char *text, const char *reason, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_keep(app, text, reason, err);
	while (act_try_again(app, &tries, &status, err));
	/* The account that does not count from now on may be this laptop's. */
	return status ? status : app_compare_head(app, err);
}

/* One of two houses that are decided about. */
struct decided_house {
	struct id root;
	char division[DIVISION_CODE_LEN + 1];
	size_t levels, filled; /* how far it is signed, over its chains; how many forms are filled */
	struct dossier *dossier;
};

static enum status
read_house(struct app *app, const struct id *root, struct decided_house *out, struct err *err)
{
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(app), root, NULL, &dossier, err);

	if (status)
		return status;
	*out = (struct decided_house){ .root = *root, .dossier = dossier };
	for (size_t i = 0; i < dossier->slots.slot_count; i++) /* each form of the pack has one, filled or not */
		out->filled += dossier->slots.slots[i].head_count > 0;
	for (size_t i = 0; i < dossier->state.progress_count; i++)
		out->levels += dossier->state.progresses[i].levels_signed;
	division_code(dossier->division, out->division);
	return STATUS_OK;
}

/* The same, where this person may decide about it. */
static enum status
read_decided(struct app *app, const struct id *root, struct decided_house *out, struct err *err)
{
	enum status status = read_house(app, root, out, err);

	if (!status && !decides_in(app, out->division))
		status = err_set(err, STATUS_DENIED, _("the building lies in %s, outside the area of \"%s\""), out->division,
				 app_person_name(app));
	return status;
}

/* The house that is counted of the two: the one with an open case that the other has not, or with the worse finding, so that neither steps out of
 * sight; else the one signed furthest, else the one with the most forms, else that of the smaller root. */
static bool
goes_before(struct app *app, const struct decided_house *a, const struct decided_house *b)
{
	bool one = house_has_case_beyond(a->dossier, b->dossier), other = house_has_case_beyond(b->dossier, a->dossier);

	if (one != other)
		return one;
	one = house_outweighs(app, a->dossier, b->dossier);
	other = house_outweighs(app, b->dossier, a->dossier);
	if (one != other)
		return one;
	if (a->levels != b->levels)
		return a->levels > b->levels;
	if (a->filled != b->filled)
		return a->filled > b->filled;
	return id_cmp(&a->root, &b->root) < 0;
}

/* Did this person list the house? */
static bool
listed_by(const struct decided_house *house, const struct credential *person)
{
	for (size_t i = 0; i < house->dossier->step_count; i++) {
		const struct flow_step *step = &house->dossier->steps[i];

		if (id_equal(&step->id, &house->root))
			return step->author && credential_same_human(step->author, person);
	}
	return false;
}

/* Who moves a house to another village, and may not decide it, lists it there and proposes that the other steps aside: that is what is decided. */
struct seeking_moved {
	const struct decided_house *a, *b;
	size_t a_stays, b_stays; /* proposals that say so */
};

static void
note_moved(const struct trust_said *said, void *ctx)
{
	struct seeking_moved *seeking = ctx;
	const struct decided_house *a = seeking->a, *b = seeking->b;

	if (!said->author || !credential_covers(said->author, a->division) || !credential_covers(said->author, b->division))
		return;
	seeking->a_stays += id_equal(&said->about, &a->root) && id_equal(&said->with, &b->root) && listed_by(a, said->author);
	seeking->b_stays += id_equal(&said->about, &b->root) && id_equal(&said->with, &a->root) && listed_by(b, said->author);
}

/* Is `a` counted once the two are one? */
static bool
stays(struct app *app, const struct decided_house *a, const struct decided_house *b)
{
	struct seeking_moved seeking = { a, b, 0, 0 };

	if (strcmp(a->division, b->division) != 0)
		trust_each_proposal(store_trust(app_store(app)), note_moved, &seeking);
	if (!seeking.a_stays != !seeking.b_stays)
		return seeking.a_stays > 0;
	return goes_before(app, a, b);
}

enum status
app_decide_stays(struct app *app, const struct id *building, const struct id *other, bool *first, struct err *err)
{
	struct decided_house one = { .dossier = NULL }, two = { .dossier = NULL };
	enum status status = read_house(app, building, &one, err);

	if (!status)
		status = read_house(app, other, &two, err);
	if (!status)
		*first = !stays(app, &two, &one);
	dossier_free(one.dossier);
	dossier_free(two.dossier);
	return status;
}

static bool
is_aside(const struct app *app, const struct decided_house *house, const struct decided_house *of)
{
	size_t count;
	struct id *asides = trust_asides(store_trust(app_store(app)), &house->root, house->division, &count);
	bool is = false;

	for (size_t i = 0; i < count; i++)
		is |= id_equal(&asides[i], &of->root);
	free(asides);
	return is;
}

/* May the one person decide so about both? *area: what holds them. */
static enum status
may_decide_same(struct app *app, const struct decided_house *first, const struct decided_house *second, bool same,
		char area[DIVISION_CODE_LEN + 1], struct err *err)
{
	bool joined;

	division_common(first->division, second->division, area);
	if (!decides_in(app, area)) /* each is under a right of its own */
		return err_set(err, STATUS_DENIED, _("only who has a right over all of %s decides about both, not \"%s\""), area,
			       app_person_name(app));
	joined = is_aside(app, first, second) || is_aside(app, second, first);
	if (same && joined)
		return err_set(err, STATUS_CONFLICT, _("these two are decided to be one house already"));
	if (!same && !joined && trust_are_apart(store_trust(app_store(app)), &first->root, first->division, &second->root))
		return err_set(err, STATUS_CONFLICT, _("these two are decided to be two houses already"));
	/* What nobody asks about is a slip: another number was meant. */
	if (!same && !joined && !twins_are_alike(app, &first->root, &second->root))
		return err_set(err, STATUS_NOT_FOUND,
			       _("no decision says that these two are one house, and they share nothing that asks whether they are"));
	return STATUS_OK;
}

static enum status
try_same(struct app *app, const struct app_decide *ask, bool *first_stays, struct err *err)
{
	struct decided_house first = { .dossier = NULL }, second = { .dossier = NULL };
	char area[DIVISION_CODE_LEN + 1];
	struct ruling ruling = { .area = area,
				 .about = ask->building,
				 .with = ask->other,
				 .verdict = ask->same ? "same" : "apart",
				 .generation = store_generation(app_store(app)) };
	struct id *replaced;
	enum status status = may_decide(app, ask->reason, err);

	if (!status && id_equal(ask->building, ask->other))
		status = err_set(err, STATUS_INVALID, _("that is one building already; name two"));
	if (!status)
		status = read_decided(app, ask->building, &first, err);
	if (!status)
		status = read_decided(app, ask->other, &second, err);
	if (!status)
		status = may_decide_same(app, &first, &second, ask->same, area, err);
	*first_stays = status || !stays(app, &second, &first);
	if (!*first_stays) {
		ruling.about = ask->other;
		ruling.with = ask->building;
	}
	if (!status) {
		replaced = trust_decisions_about(store_trust(app_store(app)), ask->building, first.division, ask->other,
						 &ruling.replaced_count);
		ruling.replaced = replaced;
		status = put_decision(app, &ruling, ask->reason, err);
		free(replaced);
	}
	dossier_free(first.dossier);
	dossier_free(second.dossier);
	return status;
}

enum status
app_decide_same(struct app *app, const struct app_decide *ask, bool *first_stays, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_same(app, ask, first_stays, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}

enum status
app_decide_rests(struct app *app, const struct id *building, const struct id *other, struct act_tries *tries, struct err *err)
{
	const struct id *roots[] = { building, other };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots) && !status; i++) {
		struct dossier *dossier = NULL;

		status = dossier_load(app_store(app), roots[i], NULL, &dossier, err);
		if (!status)
			status = act_rests_on(app, tries, dossier, err);
		dossier_free(dossier);
	}
	return status;
}
