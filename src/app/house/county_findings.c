#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/check.h"
#include "app/house/findings.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/report/report.h"

/* Rules that are queries over many houses. They are asked when somebody looks: what one house answers changes what is found at others, and nobody
 * would know which. */

struct county_reading {
	struct county_findings *out;
	const struct rule *rule;
};

static void
add_county_finding(const struct report_row *row, void *ctx)
{
	struct county_reading *reading = ctx;
	struct county_findings *out = reading->out;
	struct county_finding found = { .rule = reading->rule, .kind = reading->rule->kind };

	if (row->count < 3 || !row->texts[0] || !row->texts[1] || !row->texts[2] || !id_from_hex(row->texts[1], &found.root))
		return;
	found.number = strtoll(row->texts[0], NULL, 10);
	strncpy(found.division, row->texts[2], sizeof(found.division) - 1);
	MEM_GROW(out->items, out->count, out->cap);
	out->items[out->count++] = found;
}

static int
county_finding_order(const void *a, const void *b)
{
	const struct county_finding *left = a, *right = b;
	int order = strcmp(left->division, right->division);

	if (!order)
		order = id_cmp(&left->root, &right->root);
	return order ? order : strcmp(left->rule->id, right->rule->id);
}

enum status
county_findings_read(struct app *app, const char *area, const char *rule, struct county_findings *out, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct report_ask ask = { .area = area, .compares = true };
	struct county_findings found = { 0 };
	struct county_reading reading = { .out = &found };
	char today[11];
	const struct form **blind = blind_forms(app, &ask.blind_count);
	enum status status = STATUS_OK;

	clock_date(clock_now_unix(), today);
	ask.date = today;
	ask.blind = blind;
	for (size_t i = 0; i < pack->rule_count && !status; i++) {
		struct expr sql = pack->rules[i].expr;

		if (!pack->rules[i].county || (rule && strcmp(rule, pack->rules[i].id) != 0))
			continue;
		reading.rule = &pack->rules[i];
		sql.sql =
			mem_printf("SELECT DISTINCT b.building AS building, b.root AS root, b.division AS division FROM (%s\n) q JOIN b ON "
				   "b.building = q.building WHERE substr(b.division, 1, length(:area)) = :area",
				   pack->rules[i].expr.sql);
		status = report_run(app_store(app), &sql, &ask, add_county_finding, &reading, err);
		free(sql.sql);
	}
	if (!status && (!rule || strcmp(rule, CHECK_PICTURE) == 0))
		status = photo_findings_add(app, area, &found, err);
	if (found.count)
		qsort(found.items, found.count, sizeof(*found.items), county_finding_order);
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
