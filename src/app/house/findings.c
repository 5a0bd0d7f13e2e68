#include "app/house/findings.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/session/division.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/area.h"
#include "store/building.h"
#include "store/dossier.h"
#include "store/joined.h"
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
	struct dossier *opened; /* of the house that was judged with its private values last; NULL: of none */
	enum status status;	/* of reading it */
	struct err *err;
	bool (*visit)(const struct app_finding *finding, void *ctx);
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

static bool
is_hidden(const struct finding_walk *walk, const struct finding_row *row)
{
	const struct rule *rule = pack_rule(app_pack(walk->app), row->rule);

	if (bsearch(&row->building, walk->gone, walk->gone_count, sizeof(*walk->gone), id_order))
		return true;
	for (size_t i = 0; i < walk->unfilled_count; i++) {
		const struct unfilled_houses *unfilled = &walk->unfilled[i];

		/* What is no rule of the pack is that of the limits, which speaks of any field. */
		if (unfilled->count && bsearch(&row->building, unfilled->roots, unfilled->count, sizeof(*unfilled->roots), id_order) &&
		    (!rule || blind_rule_tells(walk->app, unfilled->form, rule)))
			return true;
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

static bool
on_finding(const struct finding_row *row, void *ctx)
{
	struct finding_walk *walk = ctx;
	struct app_finding finding = { .building = &row->building,
				       .division = row->division,
				       .rule = row->rule,
				       .level = row->level,
				       .kind = row->kind,
				       .judged = row->judged };
	enum finding_kind kind = FINDING_NOT_JUDGED;
	bool finds;

	if (is_hidden(walk, row))
		return true;
	if (!row->judged && vault_reads(walk->app, row->division)) {
		walk->status = judge_opened(walk, row, &kind, &finds);
		if (walk->status || !finds)
			return !walk->status;
		finding.judged = kind == FINDING_FIRES;
	}
	return walk->visit(&finding, walk->ctx);
}

enum status
app_each_finding(struct app *app, const char *area, const char *rule, bool (*visit)(const struct app_finding *, void *), void *ctx,
		 struct err *err)
{
	struct finding_walk walk = { .app = app, .err = err, .visit = visit, .ctx = ctx };
	enum status status = app_check_area(app, area, err);

	if (!status && rule && app_pack(app) && !pack_rule(app_pack(app), rule) && strcmp(rule, RULE_LIMITS) != 0)
		status = err_set(err, STATUS_NOT_FOUND, _("there is no rule \"%s\" in the form pack"), rule);
	if (!status && app_pack(app))
		status = read_unfilled(&walk, area, err);
	if (!status && app_pack(app))
		status = read_gone(&walk, err);
	if (!status && app_pack(app))
		status = store_each_finding(app_store(app), area, rule, on_finding, &walk, err);
	if (!status)
		status = walk.status;
	dossier_free(walk.opened);
	for (size_t i = 0; i < walk.unfilled_count; i++)
		free(walk.unfilled[i].roots);
	free(walk.unfilled);
	free(walk.gone);
	return status;
}

/* ---- counts */

struct finding_counting {
	struct findings_count *out;
	struct id last;	       /* the house that was counted last */
	size_t *last_villages; /* of each rule: the village counted last, from 1 */
};

static struct findings_of_village *
village_of(struct findings_count *out, const char *division)
{
	struct findings_of_village *village = out->village_count ? &out->villages[out->village_count - 1] : NULL;

	if (village && strcmp(village->division, division) == 0)
		return village;
	MEM_GROW(out->villages, out->village_count, out->village_cap);
	village = &out->villages[out->village_count++];
	memset(village, 0, sizeof(*village));
	strncpy(village->division, division, sizeof(village->division) - 1);
	return village;
}

/* Every rule of the pack has its place, and the limits the last one. */
static size_t
place_of_rule(const struct findings_count *out, const char *rule)
{
	size_t i = 0;

	while (i + 1 < out->rule_count && strcmp(out->rules[i].id, rule) != 0)
		i++;
	return i;
}

static bool
count_finding(const struct app_finding *finding, void *ctx)
{
	struct finding_counting *counting = ctx;
	struct findings_count *out = counting->out;
	struct findings_of_village *village = village_of(out, finding->division);
	size_t place = place_of_rule(out, finding->rule);
	struct findings_of_rule *rule = &out->rules[place];

	rule->level = finding->level;
	if (!finding->judged) {
		rule->unjudged++;
		village->unjudged++;
		out->unjudged++;
		return true;
	}
	rule->houses++;
	rule->villages += counting->last_villages[place] != out->village_count;
	counting->last_villages[place] = out->village_count;
	village->by_level[finding->level]++;
	out->found++;
	out->errors += finding->level == RULE_ERROR;
	if (!id_equal(&counting->last, finding->building)) {
		village->houses++;
		out->houses++;
		counting->last = *finding->building;
	}
	return true;
}

/* Rules that find nothing are taken out; errors come first, then warnings, each in the pack's order. */
static void
order_rules(struct findings_count *out)
{
	struct findings_of_rule *ordered = mem_array(out->rule_count, sizeof(*ordered));
	size_t count = 0;

	for (int level = RULE_ERROR; level <= RULE_INFO; level++)
		for (size_t i = 0; i < out->rule_count; i++)
			if ((int)out->rules[i].level == level && out->rules[i].houses + out->rules[i].unjudged)
				ordered[count++] = out->rules[i];
	free(out->rules);
	out->rules = ordered;
	out->rule_count = count;
}

enum status
app_count_findings(struct app *app, const char *area, const char *rule, struct findings_count *out, struct err *err)
{
	const struct pack *pack = app_pack(app);
	size_t rules = pack ? pack->rule_count : 0;
	struct finding_counting counting = { .out = out, .last_villages = mem_array(rules + 1, sizeof(*counting.last_villages)) };
	enum status status;

	*out = (struct findings_count){ .rules = mem_array(rules + 1, sizeof(*out->rules)), .rule_count = rules + 1 };
	for (size_t i = 0; i < rules; i++)
		out->rules[i] = (struct findings_of_rule){ .id = pack->rules[i].id,
							   .message = label_text(&pack->rules[i].message, _("en")) };
	out->rules[rules] = (struct findings_of_rule){ .id = RULE_LIMITS,
						       .message = _("a value that may not stand there, or one that is missing") };
	status = app_each_finding(app, area, rule, count_finding, &counting, err);
	free(counting.last_villages);
	if (status) {
		findings_count_release(out);
		return status;
	}
	order_rules(out);
	for (size_t i = 0; i < out->village_count; i++)
		out->villages[i].name = app_place_name(app, out->villages[i].division);
	return STATUS_OK;
}

void
findings_count_release(struct findings_count *count)
{
	for (size_t i = 0; i < count->village_count; i++)
		free(count->villages[i].name);
	free(count->villages);
	free(count->rules);
	*count = (struct findings_count){ 0 };
}
