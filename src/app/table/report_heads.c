#include "app/table/report_heads.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/counted.h"
#include "store/divisions/area.h"

/* What is counted, said above a report. */

#define NAMES_MOST 5 /* of villages of which nothing is here; of more the number */

struct places_counting {
	const struct pack *pack;
	char area[DIVISION_CODE_LEN + 1];	 /* as it is now */
	char (*villages)[DIVISION_CODE_LEN + 1]; /* with a house here, by what each became */
	size_t count, cap;
	int64_t houses;
};

static bool
is_here(const struct places_counting *counting, const char *division)
{
	bool is = false;

	for (size_t i = 0; i < counting->count && !is; i++)
		is = strcmp(counting->villages[i], division) == 0;
	return is;
}

static bool
count_village(const char *division, int64_t houses, void *ctx)
{
	struct places_counting *counting = ctx;
	char now[DIVISION_CODE_LEN + 1];

	pack_area_now(counting->pack, division, now);
	if (!division_covers(counting->area, now))
		return true;
	counting->houses += houses;
	if (is_here(counting, now))
		return true;
	MEM_GROW(counting->villages, counting->count, counting->cap);
	strcpy(counting->villages[counting->count++], now);
	return true;
}

/* Villages of the area of which no house is here; *names: the first of them, caller frees; *all: of the area. */
static size_t
missing_villages(const struct app *app, const char *area, const struct places_counting *counting, struct buf *names, size_t *all)
{
	const struct pack *pack = app_pack(app);
	size_t missing = 0;

	*all = 0;
	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];

		if (division->level != DIVISION_VILLAGE || *division->became || !division_covers(area, division->code))
			continue;
		++*all;
		if (is_here(counting, division->code))
			continue;
		if (missing++ < NAMES_MOST) {
			/* Translators: between the names of a list. */
			buf_printf(names, "%s%s", names->len ? _(", ") : "", division->name);
		}
	}
	return missing;
}

/* The name of an area; "" is the county. Caller frees. */
static char *
area_name(const struct app *app, const char *area)
{
	const struct pack *pack = app_pack(app);

	if (*area)
		return app_place_name(app, area);
	for (size_t i = 0; i < pack->division_count; i++)
		if (pack->divisions[i].level == DIVISION_COUNTY)
			return mem_strdup(pack->divisions[i].name);
	return mem_strdup(_("everything"));
}

/* Whoever holds a table in his hands cannot see on which laptop it was made: it says which area and which file were counted, and what is not in it.
 * NOT_FOUND: nothing of the area is here, and a table of zeros would pass for a count. */
enum status
report_add_heads(struct app *app, const struct report_day *day, const char *area, struct table *table, struct err *err)
{
	const char *path = app_workspace(app), *slash = strrchr(path, '/');
	struct places_counting counting = { .pack = app_pack(app) };
	struct buf names = { 0 };
	char *name = area_name(app, area), *head, houses[COUNTED_SIZE], villages[COUNTED_SIZE];
	size_t all, missing;
	enum status status;

	pack_area_now(counting.pack, area, counting.area);
	status = store_each_village(day->store, "", count_village, &counting, err);
	missing = missing_villages(app, counting.area, &counting, &names, &all);
	if (!status && !counting.houses)
		status = err_set(err, STATUS_NOT_FOUND, _("no house of %s is in this file: there is nothing to count"), name);
	if (!status) {
		head = missing ? mem_printf(_("Counted: %s, from the file %s: %s in %zu of %s."), name, slash ? slash + 1 : path,
					    counted(COUNTED_HOUSE, counting.houses, houses), all - missing,
					    counted(COUNTED_VILLAGE, (int64_t)all, villages))
			       : mem_printf(_("Counted: %s, from the file %s: %s, of every village."), name, slash ? slash + 1 : path,
					    counted(COUNTED_HOUSE, counting.houses, houses));
		table_add_head(table, head);
		free(head);
	}
	if (!status && day->receipt) {
		/* Translators: the day asked for, the receipt's number and its day. */
		head = mem_printf(_("As it stood on %s: what county receipt no. %lld of %s covers."), day->date, (long long)day->receipt,
				  day->received);
		table_add_head(table, head);
		free(head);
	}
	if (!status && missing) {
		/* Translators: villages. */
		head = missing > NAMES_MOST
			       ? mem_printf(_("Not here, so not counted: %s, and %zu more."), buf_text(&names), missing - NAMES_MOST)
			       : mem_printf(_("Not here, so not counted: %s."), buf_text(&names));
		table_add_head(table, head);
		free(head);
	}
	buf_release(&names);
	free(counting.villages);
	free(name);
	return status;
}

/* What the person must not know yet counts as not known: the paper says of how many houses. An office's own paper, to be signed and sent, is not made so. */
enum status
report_add_hidden(const struct report_day *day, const struct report *report, const struct app_report *ask, struct table *table,
		  struct err *err)
{
	size_t houses;
	enum status status = report_day_hidden(day, ask->area, &houses, err);
	char *head;

	if (status || !houses)
		return status;
	if (report->official && app_format_is_binary(ask->format))
		return err_set(
			err, STATUS_DENIED,
			n_("of %zu house something is hidden from you, so your totals are not the office's: let somebody print it who fills none of its forms, or unlock as such a person",
			   "of %zu houses something is hidden from you, so your totals are not the office's: let somebody print it who fills none of their forms, or unlock as such a person",
			   houses),
			houses);
	head = mem_printf(n_("Of %zu house something is hidden from you until a form stands; it is counted here as not known.",
			     "Of %zu houses something is hidden from you until a form stands; it is counted here as not known.", houses),
			  houses);
	table_add_head(table, head);
	free(head);
	return STATUS_OK;
}
