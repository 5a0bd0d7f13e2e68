#include "app/house/findings.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/check.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/divisions/area.h"
#include "store/houses/building.h"
#include "store/dossier/dossier.h"
#include "store/houses/joined.h"
#include "store/store.h"

/* ---- what a form is blind to */

/* The houses where a blind form is not filled, ascending. */
struct unfilled_houses {
	const struct form *form;
	struct id *roots;
	size_t count, cap;
};

struct finding_walk {
	struct app *app;
	struct unfilled_houses *unfilled; /* of each blind form */
	size_t unfilled_count;
	struct id *gone; /* roots of houses that there are not, ascending */
	size_t gone_count;
	struct county_findings county;
	size_t county_next;	/* of these, what was not told yet */
	struct dossier *opened; /* of the house that was judged with its private values last; NULL: of none */
	struct dossier *asked;	/* of the house that was asked last what is hidden there; NULL: of none */
	bool stopped;		/* nothing more is asked for */
	enum status status;	/* of reading it */
	struct err *err;
	bool (*visit)(const struct app_finding *finding, void *ctx);
	bool (*visit_waived)(const struct app_waived *waived, void *ctx);
	void *ctx;
};

static bool
add_unfilled(const struct building_row *row, void *ctx)
{
	struct unfilled_houses *unfilled = ctx;

	MEM_GROW(unfilled->roots, unfilled->count, unfilled->cap);
	unfilled->roots[unfilled->count++] = row->root;
	return true;
}

static enum status
read_unfilled(struct finding_walk *walk, const char *area, struct err *err)
{
	size_t count;
	const struct form **blind = blind_forms(walk->app, &count);
	enum status status = STATUS_OK;

	walk->unfilled = mem_array(count ? count : 1, sizeof(*walk->unfilled));
	walk->unfilled_count = count;
	for (size_t i = 0; i < count && !status; i++) {
		struct unfilled_houses *unfilled = &walk->unfilled[i];

		unfilled->form = blind[i];
		status = store_each_unfilled(app_store(walk->app), area, blind[i], add_unfilled, unfilled, err);
		if (!status && unfilled->count)
			qsort(unfilled->roots, unfilled->count, sizeof(*unfilled->roots), id_order);
	}
	free(blind);
	return status;
}

static enum status
read_gone(struct finding_walk *walk, struct err *err)
{
	struct joined *joined = NULL;
	size_t count = 0;
	enum status status = joined_load(app_store(walk->app), &joined, &count, err);

	walk->gone = mem_array(count ? count : 1, sizeof(*walk->gone));
	for (size_t i = 0; i < count; i++)
		if (joined[i].gone)
			walk->gone[walk->gone_count++] = joined[i].root;
	qsort(walk->gone, walk->gone_count, sizeof(*walk->gone), id_order);
	free(joined);
	return status;
}

/* Who wrote what the others are blind to is told all the same. */
static bool
hides_at_house(struct finding_walk *walk, const struct id *building, const struct rule *rule)
{
	struct err ignored = { 0 };

	if (!rule || !app_person_number(walk->app))
		return true;
	if (!walk->asked || !id_equal(&walk->asked->root, building)) {
		dossier_free(walk->asked);
		walk->asked = NULL;
		if (dossier_load(app_store(walk->app), building, NULL, &walk->asked, &ignored))
			return true;
	}
	return blind_hides_rule(walk->app, walk->asked, rule);
}

static bool
is_hidden(struct finding_walk *walk, const struct id *building, const char *name)
{
	if (walk->gone_count && bsearch(building, walk->gone, walk->gone_count, sizeof(*walk->gone), id_order))
		return true;
	for (size_t i = 0; i < walk->unfilled_count; i++) {
		const struct unfilled_houses *unfilled = &walk->unfilled[i];
		const struct rule *rule;

		if (!unfilled->count || !bsearch(building, unfilled->roots, unfilled->count, sizeof(*unfilled->roots), id_order))
			continue;
		/* What is no rule of the pack is that of the limits, which speaks of any field. */
		rule = pack_rule(app_pack(walk->app), name);
		if (!rule || blind_rule_tells(walk->app, unfilled->form, rule))
			return hides_at_house(walk, building, rule);
	}
	return false;
}

/* ---- what hangs on private values */

/* The register judges without them; the unlocked person may be able to open them. *out: what the rule finds then. */
static enum status
judge_opened(struct finding_walk *walk, const struct finding_row *row, enum finding_kind *out, bool *finds)
{
	struct private_reader reader = vault_reader(walk->app);
	enum status status = STATUS_OK;

	if (!walk->opened || !id_equal(&walk->opened->root, &row->building)) {
		dossier_free(walk->opened);
		walk->opened = NULL;
		status = dossier_load(app_store(walk->app), &row->building, &reader, &walk->opened, walk->err);
	}
	*finds = false;
	for (size_t i = 0; !status && i < walk->opened->finding_count && !*finds; i++) {
		*finds = strcmp(walk->opened->findings[i].rule->id, row->rule) == 0;
		*out = walk->opened->findings[i].kind;
	}
	return status;
}

/* Does what a rule over the county finds stand before this row? NULL: before the end. */
static bool
is_before(const struct county_finding *county, const struct finding_row *row)
{
	int order = row ? strcmp(county->division, row->division) : -1;

	if (!order)
		order = id_cmp(&county->root, &row->building);
	return (order ? order : strcmp(county->rule->id, row->rule)) < 0;
}

static bool
tell_county(struct finding_walk *walk, const struct finding_row *row)
{
	while (walk->county_next < walk->county.count && is_before(&walk->county.items[walk->county_next], row)) {
		const struct county_finding *county = &walk->county.items[walk->county_next++];

		if (!is_hidden(walk, &county->root, county->rule->id) &&
		    !walk->visit(&(struct app_finding){ .building = &county->root,
							.number = county->number,
							.division = county->division,
							.rule = county->rule->id,
							.level = county->rule->level,
							.kind = county->kind,
							.judged = true,
							.waived = county->waived,
							.text = county->text,
							.author = county->has_author ? &county->author : NULL },
				 walk->ctx))
			return false;
	}
	return true;
}

static bool
on_finding(const struct finding_row *row, void *ctx)
{
	struct finding_walk *walk = ctx;
	struct app_finding finding = { .building = &row->building,
				       .number = row->number,
				       .division = row->division,
				       .rule = row->rule,
				       .level = row->level,
				       .kind = row->kind,
				       .judged = row->judged,
				       .undecided = row->undecided,
				       .waived = row->waived,
				       .author = row->has_author ? &row->author : NULL };
	enum finding_kind kind = FINDING_NOT_JUDGED;
	bool finds;

	walk->stopped = !tell_county(walk, row);
	if (walk->stopped || is_hidden(walk, &row->building, row->rule))
		return !walk->stopped;
	if (!row->judged && vault_reads(walk->app, row->division)) {
		walk->status = judge_opened(walk, row, &kind, &finds);
		if (walk->status || !finds)
			return !walk->status;
		finding.judged = kind == FINDING_FIRES;
	}
	walk->stopped = !walk->visit(&finding, walk->ctx);
	return !walk->stopped;
}

/* Reads what is hidden from this person. */
static enum status
begin_walk(struct finding_walk *walk, const char *area, const char *rule, struct err *err)
{
	enum status status = app_check_area(walk->app, area, err);

	if (!status && rule && app_pack(walk->app) && !pack_rule(app_pack(walk->app), rule) && strcmp(rule, RULE_LIMITS) != 0 &&
	    strcmp(rule, CHECK_PICTURE) != 0)
		status = err_set(err, STATUS_NOT_FOUND, _("there is no rule \"%s\" in the form pack"), rule);
	if (!status && app_pack(walk->app))
		status = read_unfilled(walk, area, err);
	if (!status && app_pack(walk->app))
		status = read_gone(walk, err);
	return status;
}

static void
end_walk(struct finding_walk *walk)
{
	county_findings_release(&walk->county);
	dossier_free(walk->opened);
	dossier_free(walk->asked);
	for (size_t i = 0; i < walk->unfilled_count; i++)
		free(walk->unfilled[i].roots);
	free(walk->unfilled);
	free(walk->gone);
}

enum status
app_each_finding(struct app *app, const char *area, const char *rule, bool (*visit)(const struct app_finding *, void *), void *ctx,
		 struct err *err)
{
	struct finding_walk walk = { .app = app, .err = err, .visit = visit, .ctx = ctx };
	enum status status = begin_walk(&walk, area, rule, err);

	if (!status && app_pack(app))
		status = county_findings_read(app, area, rule, &walk.county, err);
	if (!status && app_pack(app))
		status = store_each_finding(app_store(app), area, rule, on_finding, &walk, err);
	if (!status)
		status = walk.status;
	if (!status && !walk.stopped)
		(void)tell_county(&walk, NULL);
	end_walk(&walk);
	return status;
}

static bool
on_waived(const struct waived_row *row, void *ctx)
{
	struct finding_walk *walk = ctx;

	return is_hidden(walk, &row->building, row->rule) || walk->visit_waived(&(struct app_waived){ .building = &row->building,
												      .author = &row->author,
												      .number = row->number,
												      .division = row->division,
												      .rule = row->rule,
												      .mended = row->mended },
										walk->ctx);
}

enum status
app_each_waived(struct app *app, const char *area, const char *rule, bool (*visit)(const struct app_waived *, void *), void *ctx,
		struct err *err)
{
	struct finding_walk walk = { .app = app, .err = err, .visit_waived = visit, .ctx = ctx };
	enum status status = begin_walk(&walk, area, rule, err);

	if (!status && app_pack(app))
		status = store_each_waived(app_store(app), area, rule, on_waived, &walk, err);
	end_walk(&walk);
	return status;
}
