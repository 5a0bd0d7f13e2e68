#include <stdlib.h>
#include <string.h>

#include "demo/county.h"
#include "demo/course.h"
#include "demo/second.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "table/read/reader.h"

/* The plan of the county: for each township of annex 1 its houses by conclusion, spread over its villages. */

#define MID_TOWNSHIP "451224204000"    /* the village left in mid-work is this township's first */
#define SECOND_TOWNSHIP "451224206000" /* with the largest share of hazards: its houses are looked at again */

static enum status
read_annex(struct demo_county *county, struct err *err)
{
	char *forms = path_of(PATH_FORMS), *path = file_join(forms, "demo-annex1.csv");
	struct table_reader *reader = NULL;
	struct table_row row;
	enum status status = table_reader_open(path, &reader, err);
	bool more = true;

	if (!status)
		status = table_reader_start(reader, 0, err);
	if (!status)
		status = table_reader_next(reader, &row, &more, err); /* the names of the columns */
	while (!status && more && !(status = table_reader_next(reader, &row, &more, err)) && more) {
		bool found = false;

		for (size_t t = 0; t < county->township_count && row.count >= 6; t++) {
			if (strcmp(county->townships[t].division->name, row.cells[1].text) != 0)
				continue;
			for (int c = 0; c < 3; c++)
				county->townships[t].counts[c] = atoi(row.cells[3 + c].text);
			found = true;
		}
		if (!found)
			status = err_set(err, STATUS_INVALID, _("%s: row %zu names no township of the form pack"), path, row.number);
	}
	table_reader_close(reader);
	free(path);
	free(forms);
	return status;
}

static void
find_places(struct demo_county *county)
{
	const struct pack *pack = county->pack;

	county->townships = mem_array(pack->division_count, sizeof(*county->townships));
	county->villages = mem_array(pack->division_count, sizeof(*county->villages));
	for (size_t i = 0; i < pack->division_count; i++)
		if (pack->divisions[i].level == DIVISION_TOWNSHIP) {
			if (strcmp(pack->divisions[i].code, SECOND_TOWNSHIP) == 0)
				county->second_township = county->township_count;
			county->townships[county->township_count++].division = &pack->divisions[i];
		}
	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];

		if (division->level != DIVISION_VILLAGE)
			continue;
		for (size_t t = 0; t < county->township_count; t++)
			if (strcmp(county->townships[t].division->code, division->parent) == 0) {
				if (strcmp(division->parent, MID_TOWNSHIP) == 0 && !county->mid_village)
					county->mid_village = county->village_count;
				county->villages[county->village_count++] = (struct demo_village){ .division = division, .township = t };
			}
	}
}

static void
add_building(struct demo_county *county, size_t village, char conclusion, bool commercial, enum demo_fate fate)
{
	struct demo_village *at = &county->villages[village];

	MEM_GROW(county->buildings, county->building_count, county->building_cap);
	county->buildings[county->building_count] = (struct demo_building){
		.village = village,
		.conclusion = conclusion,
		.commercial = commercial,
		.fate = fate,
		.serial = (uint32_t)county->building_count + 1,
		.round_area = county->building_count % 100 == 20,
	};
	MEM_GROW(at->buildings, at->building_count, at->building_cap);
	at->buildings[at->building_count++] = county->building_count++;
}

/* The fate of a building, drawn so that a share is signed to each level, some are returned and some stale. */
static enum demo_fate
fate_of(struct random_stream *stream)
{
	uint32_t at = random_stream_below(stream, 100);

	if (at < 25)
		return DEMO_CLASSIFIED;
	if (at < 45)
		return DEMO_TEAM;
	if (at < 62)
		return DEMO_VILLAGE;
	if (at < 77)
		return DEMO_LIAISON;
	if (at < 96)
		return DEMO_TOWNSHIP;
	return at < 98 ? DEMO_RETURNED : DEMO_STALE;
}

static size_t
next_village(const struct demo_county *county, size_t township, size_t from)
{
	for (size_t i = 1; i <= county->village_count; i++) {
		size_t at = (from + i) % county->village_count;

		if (county->villages[at].township == township)
			return at;
	}
	return from;
}

/* Counts how many of each conclusion belong to the first `wanted` houses: in proportion, the rest by township order. */
static void
plan_township(struct demo_county *county, size_t township, int64_t wanted, int64_t all)
{
	size_t village = next_village(county, township, county->village_count - 1);

	for (int c = 0; c < 3; c++) {
		int64_t count = county->townships[township].counts[c];

		if (wanted < all)
			count = count * wanted / all;
		for (int64_t i = 0; i < count; i++) {
			add_building(county, village, (char)('1' + c), true, fate_of(&county->stream));
			village = next_village(county, township, village);
		}
	}
}

/* The village in mid-work: 3 returned, 1 severe, 9 waiting for the secretary; its other houses are finished. */
static void
plan_mid_village(struct demo_county *county)
{
	struct demo_village *village = &county->villages[county->mid_village];
	size_t returned = 0, waiting = 0, severe = 0;
	bool part = county->ask->buildings > 0;

	for (size_t i = 0; i < village->building_count; i++) {
		struct demo_building *building = &county->buildings[village->buildings[i]];

		building->fate = DEMO_TOWNSHIP;
		if (building->conclusion == '1')
			building->fate = DEMO_CLASSIFIED, severe++;
		else if (returned < 3)
			building->fate = DEMO_RETURNED, returned++;
		else if (waiting < 9)
			building->fate = DEMO_TEAM, waiting++;
	}
	/* A part of the county still has the whole village, which people try and tests drive. */
	if (part) {
		if (!severe)
			add_building(county, county->mid_village, '1', true, DEMO_CLASSIFIED);
		for (; returned < 3; returned++)
			add_building(county, county->mid_village, returned ? '3' : '2', true, DEMO_RETURNED);
		for (; waiting < 9; waiting++)
			add_building(county, county->mid_village, waiting % 4 ? '3' : '2', true, DEMO_TEAM);
	}
	for (size_t i = 0; i < village->building_count; i++)
		if (county->buildings[village->buildings[i]].fate == DEMO_TEAM) { /* of which a rule asks something */
			county->buildings[village->buildings[i]].round_area = true;
			break;
		}
	for (int i = 0; i < 14; i++)
		add_building(county, county->mid_village, 0, true, i < 12 ? DEMO_ROSTERED : DEMO_DRAFT);
}

struct demo_building *
demo_plan_add_again(struct demo_county *county, char conclusion)
{
	size_t fewest = SIZE_MAX;

	for (size_t v = 0; v < county->village_count; v++)
		if (county->villages[v].township == county->second_township &&
		    (fewest == SIZE_MAX || county->villages[v].building_count < county->villages[fewest].building_count))
			fewest = v;
	add_building(county, fewest, conclusion, true, DEMO_TOWNSHIP);
	return &county->buildings[county->building_count - 1];
}

enum status
demo_plan(struct demo_county *county, struct err *err)
{
	int64_t all = 0, wanted = county->ask->buildings;
	enum status status;

	find_places(county);
	status = read_annex(county, err);
	if (status)
		return status;
	for (size_t t = 0; t < county->township_count; t++)
		for (int c = 0; c < 3; c++)
			all += county->townships[t].counts[c];
	if (wanted <= 0)
		wanted = all;
	for (size_t t = 0; t < county->township_count; t++)
		plan_township(county, t, wanted, all);
	for (int64_t i = all; i < wanted; i++)
		add_building(county, (size_t)(i % (int64_t)county->village_count), '3', false, fate_of(&county->stream));
	plan_mid_village(county);
	demo_courses_plan(county);
	demo_second_plan(county);
	return STATUS_OK;
}
