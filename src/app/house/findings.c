#include "app/house/findings.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/check.h"
#include "app/session/division.h"
#include "app/house/photo_beside.h"
#include "app/house/unjudged.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/divisions/area.h"
#include "store/houses/building.h"
#include "store/dossier/dossier.h"
#include "store/houses/joined.h"
#include "store/store.h"

/* ---- what a form is blind to */

/* The houses where a blind form is not filled, by the number of their row, ascending. */
struct unfilled_houses {
	const struct form *form;
	int64_t *numbers;
	size_t count, cap;
	signed char *tells; /* of each rule of the pack, whether it tells something of the form; -1: nobody asked yet */
};

#define UNFILLED_MOST 63 /* blind forms that have a bit each */

struct finding_walk {
	struct app *app;
	struct unfilled_houses *unfilled; /* of each blind form */
	size_t unfilled_count;
	int64_t *gone; /* rows of houses that there are not, ascending */
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

	MEM_GROW(unfilled->numbers, unfilled->count, unfilled->cap);
	unfilled->numbers[unfilled->count++] = row->number;
	return true;
}

static int
house_number_order(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static bool
is_among_numbers(const int64_t *numbers, size_t count, int64_t number)
{
	return count && bsearch(&number, numbers, count, sizeof(number), house_number_order);
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
			qsort(unfilled->numbers, unfilled->count, sizeof(*unfilled->numbers), house_number_order);
		unfilled->tells = mem_array(app_pack(walk->app)->rule_count + 1, sizeof(*unfilled->tells));
		memset(unfilled->tells, -1, app_pack(walk->app)->rule_count + 1);
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
			walk->gone[walk->gone_count++] = joined[i].building;
	qsort(walk->gone, walk->gone_count, sizeof(*walk->gone), house_number_order);
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

/* Would the rule tell something of what the form is blind to? Asked once of each. */
static bool
tells_of(const struct finding_walk *walk, const struct unfilled_houses *unfilled, const struct rule *rule)
{
	signed char *tells = &unfilled->tells[rule - app_pack(walk->app)->rules];

	if (*tells < 0)
		*tells = blind_rule_tells(walk->app, unfilled->form, rule);
	return *tells != 0;
}

static bool
is_hidden(struct finding_walk *walk, int64_t number, const struct id *building, const char *name)
{
	if (is_among_numbers(walk->gone, walk->gone_count, number))
		return true;
	for (size_t i = 0; i < walk->unfilled_count; i++) {
		const struct unfilled_houses *unfilled = &walk->unfilled[i];
		const struct rule *rule;

		if (!is_among_numbers(unfilled->numbers, unfilled->count, number))
			continue;
		/* What is no rule of the pack is that of the limits, which speaks of any field. */
		rule = pack_rule(app_pack(walk->app), name);
		if (!rule || tells_of(walk, unfilled, rule))
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
	int order = row ? strcmp(county->division_now, row->division_now) : -1;

	if (!order)
		order = strcmp(county->division, row->division);
	if (!order)
		order = id_cmp(&county->root, &row->building);
	return (order ? order : strcmp(county->rule->id, row->rule)) < 0;
}

static bool
tell_county(struct finding_walk *walk, const struct finding_row *row)
{
	while (walk->county_next < walk->county.count && is_before(&walk->county.items[walk->county_next], row)) {
		const struct county_finding *county = &walk->county.items[walk->county_next++];

		if (!is_hidden(walk, county->number, &county->root, county->rule->id) &&
		    !walk->visit(&(struct app_finding){ .building = &county->root,
							.number = county->number,
							.division = county->division_now,
							.rule = county->rule->id,
							.level = county->rule->level,
							.kind = county->kind,
							.judged = true,
							.houses = 1,
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
				       .division = row->division_now,
				       .rule = row->rule,
				       .level = row->level,
				       .kind = row->kind,
				       .judged = row->judged,
				       .undecided = row->undecided,
				       .waived = row->waived,
				       .author = row->has_author ? &row->author : NULL,
				       .houses = 1 };
	enum finding_kind kind = FINDING_NOT_JUDGED;
	const struct rule *rule;
	char *beside, *text;
	bool finds;

	walk->stopped = !tell_county(walk, row);
	if (walk->stopped || is_hidden(walk, row->number, &row->building, row->rule))
		return !walk->stopped;
	if (!row->judged && vault_reads(walk->app, row->division)) {
		walk->status = judge_opened(walk, row, &kind, &finds);
		if (walk->status || !finds)
			return !walk->status;
		finding.judged = kind == FINDING_FIRES;
	}
	rule = finding.judged ? pack_rule(app_pack(walk->app), row->rule) : NULL;
	beside = rule ? photo_beside_words(walk->app, row->number, rule) : NULL;
	text = beside ? mem_printf("%s%s", label_text(&rule->message, _("en")), beside) : NULL;
	finding.text = text;
	walk->stopped = !walk->visit(&finding, walk->ctx);
	secret_free(text);
	secret_free(beside);
	return !walk->stopped;
}

/* ---- what nobody judged, together */

struct gathering_unjudged {
	const struct finding_walk *walk;
	struct unjudged_counts counts;
};

/* The blind forms that are not filled at the house, a bit each. */
static uint64_t
unfilled_at(const struct finding_walk *walk, int64_t number)
{
	uint64_t unfilled = 0;

	for (size_t i = 0; i < walk->unfilled_count; i++)
		if (is_among_numbers(walk->unfilled[i].numbers, walk->unfilled[i].count, number))
			unfilled |= UINT64_C(1) << i;
	return unfilled;
}

static bool
gather_unjudged(const struct unjudged_row *row, void *ctx)
{
	struct gathering_unjudged *gathering = ctx;
	const struct finding_walk *walk = gathering->walk;

	if (!is_among_numbers(walk->gone, walk->gone_count, row->number))
		unjudged_add(&gathering->counts, row, unfilled_at(walk, row->number));
	return true;
}

/* As is_hidden, while nobody is at the laptop. */
static bool
is_hidden_by(const struct finding_walk *walk, uint64_t unfilled, const struct rule *rule)
{
	for (size_t i = 0; i < walk->unfilled_count; i++)
		if (unfilled >> i & 1 && tells_of(walk, &walk->unfilled[i], rule))
			return true;
	return false;
}

/* Tells the rules of one count, those that the pack in force has; false: enough. */
static bool
tell_count(const struct finding_walk *walk, const struct unjudged_count *count, const char *rule_id)
{
	const struct id nowhere = { { 0 } };
	char *rules = mem_strdup(count->rules);
	bool more = true;

	for (char *at = rules, *end; more && *at == '[' && (end = strchr(at, ']')); at = end + 1) {
		const struct rule *rule;

		*end = '\0';
		rule = pack_rule(app_pack(walk->app), at + 1);
		if (rule && (!rule_id || strcmp(rule_id, rule->id) == 0) && !is_hidden_by(walk, count->hidden, rule))
			more = walk->visit(&(struct app_finding){ .building = &nowhere,
								  .division = count->division,
								  .rule = rule->id,
								  .level = rule->level,
								  .kind = rule->kind,
								  .undecided = count->undecided,
								  .author = count->has_author ? &count->author : NULL,
								  .houses = count->houses },
					   walk->ctx);
	}
	free(rules);
	return more;
}

static enum status
tell_together(struct finding_walk *walk, const char *area, const char *rule, struct err *err)
{
	struct gathering_unjudged gathering = { .walk = walk };
	enum status status = store_each_unjudged(app_store(walk->app), area, gather_unjudged, &gathering, err);
	bool more = true;

	unjudged_sort(&gathering.counts);
	for (size_t i = 0; i < gathering.counts.count && !status && more; i++)
		more = tell_count(walk, &gathering.counts.items[i], rule);
	unjudged_release(&gathering.counts);
	return status;
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
	for (size_t i = 0; i < walk->unfilled_count; i++) {
		free(walk->unfilled[i].numbers);
		free(walk->unfilled[i].tells);
	}
	free(walk->unfilled);
	free(walk->gone);
}

static enum status
each_finding(struct app *app, const char *area, const char *rule, bool together, bool (*visit)(const struct app_finding *, void *),
	     void *ctx, struct err *err)
{
	struct finding_walk walk = { .app = app, .err = err, .visit = visit, .ctx = ctx };
	enum status status = begin_walk(&walk, area, rule, err);

	together = together && !app_is_unlocked(app) && walk.unfilled_count <= UNFILLED_MOST;
	if (!status && app_pack(app))
		status = county_findings_read(app, area, rule, &walk.county, err);
	if (!status && app_pack(app) && together)
		status = store_each_judged(app_store(app), area, rule, on_finding, &walk, err);
	else if (!status && app_pack(app))
		status = store_each_finding(app_store(app), area, rule, on_finding, &walk, err);
	if (!status)
		status = walk.status;
	if (!status && !walk.stopped)
		walk.stopped = !tell_county(&walk, NULL);
	if (!status && !walk.stopped && app_pack(app) && together)
		status = tell_together(&walk, area, rule, err);
	end_walk(&walk);
	return status;
}

enum status
app_each_finding(struct app *app, const char *area, const char *rule, bool (*visit)(const struct app_finding *, void *), void *ctx,
		 struct err *err)
{
	return each_finding(app, area, rule, false, visit, ctx, err);
}

enum status
app_each_finding_together(struct app *app, const char *area, const char *rule, bool (*visit)(const struct app_finding *, void *), void *ctx,
			  struct err *err)
{
	return each_finding(app, area, rule, true, visit, ctx, err);
}

static bool
on_waived(const struct waived_row *row, void *ctx)
{
	struct finding_walk *walk = ctx;

	return is_hidden(walk, row->number, &row->building, row->rule) ||
	       walk->visit_waived(&(struct app_waived){ .building = &row->building,
							.author = &row->author,
							.number = row->number,
							.division = row->division_now,
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
