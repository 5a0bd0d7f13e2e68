#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/check.h"
#include "app/house/findings.h"
#include "base/division.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/houses/building.h"
#include "store/houses/joined.h"
#include "store/report/report.h"

/* Rules that are queries over many houses. They are asked when somebody looks: what one house answers changes what is found at others, and nobody
 * would know which. */

struct county_reading {
	const struct rule *rule;
	int64_t *numbers; /* of houses, as the query told them */
	size_t count, cap;
};

static void
add_county_finding(const struct report_row *row, void *ctx)
{
	struct county_reading *reading = ctx;

	if (row->count < 1 || !row->texts[0] || !row->numbers[0])
		return;
	MEM_GROW(reading->numbers, reading->count, reading->cap);
	reading->numbers[reading->count++] = strtoll(row->texts[0], NULL, 10);
}

/* The area, and the houses that do not count. */
struct county_places {
	char area[DIVISION_CODE_LEN + 1];
	struct joined *joined;
	size_t joined_count;
};

/* Adds what was told of houses that stand in the area and count. */
static enum status
add_houses(struct app *app, const struct county_places *places, const struct county_reading *reading, struct county_findings *out,
	   struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < reading->count && !status; i++) {
		struct county_finding found = { .rule = reading->rule, .kind = reading->rule->kind, .number = reading->numbers[i] };
		bool stands = false;

		if (joined_find(places->joined, places->joined_count, found.number))
			continue;
		status = store_house_standing(app_store(app), found.number, &found.root, found.division, &stands, err);
		pack_area_now(app_pack(app), found.division, found.division_now);
		if (status || !stands || !division_covers(places->area, found.division_now))
			continue;
		MEM_GROW(out->items, out->count, out->cap);
		out->items[out->count++] = found;
	}
	return status;
}

static int
county_finding_order(const void *a, const void *b)
{
	const struct county_finding *left = a, *right = b;
	int order = strcmp(left->division_now, right->division_now);

	if (!order)
		order = strcmp(left->division, right->division);
	if (!order)
		order = id_cmp(&left->root, &right->root);
	if (!order)
		order = strcmp(left->rule->id, right->rule->id);
	return order || !left->text || !right->text ? order : strcmp(left->text, right->text); /* several photos of one house */
}

/* Which houses the rule finds. They are looked up by their numbers afterwards, which are few: a query that joined all houses once more would cost as much as
 * the rule. */
static enum status
read_rule(struct app *app, const struct rule *rule, const struct report_ask *ask, struct county_reading *reading, struct err *err)
{
	struct expr sql = rule->expr;
	enum status status;

	*reading = (struct county_reading){ .rule = rule };
	sql.sql = mem_printf("SELECT DISTINCT CAST(q.building AS INTEGER) AS building FROM (%s\n) q", rule->expr.sql);
	status = report_run(app_store(app), &sql, ask, add_county_finding, reading, err);
	free(sql.sql);
	return status;
}

enum status
county_findings_read(struct app *app, const char *area, const char *rule, struct county_findings *out, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct report_ask ask = { .area = area, .compares = true };
	struct county_findings found = { 0 };
	struct county_places places = { .joined = NULL };
	char today[11];
	const struct form **blind = blind_forms(app, &ask.blind_count);
	enum status status = joined_load(app_store(app), &places.joined, &places.joined_count, err);

	pack_area_now(pack, area, places.area);
	clock_date(clock_now_unix(), today);
	ask.date = today;
	ask.blind = blind;
	for (size_t i = 0; i < pack->rule_count && !status; i++) {
		struct county_reading reading;

		if (!pack->rules[i].county || (rule && strcmp(rule, pack->rules[i].id) != 0))
			continue;
		status = read_rule(app, &pack->rules[i], &ask, &reading, err);
		if (!status)
			status = add_houses(app, &places, &reading, &found, err);
		free(reading.numbers);
	}
	if (!status && (!rule || strcmp(rule, CHECK_PICTURE) == 0))
		status = photo_findings_add(app, places.area, &found, err);
	if (found.count)
		qsort(found.items, found.count, sizeof(*found.items), county_finding_order);
	free(places.joined);
	free(blind);
	if (status)
		county_findings_release(&found);
	else
		*out = found;
	return status;
}

void
county_findings_release(struct county_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		secret_free(findings->items[i].text);
	free(findings->items);
	*findings = (struct county_findings){ 0 };
}
