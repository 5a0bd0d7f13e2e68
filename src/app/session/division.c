#include "app/session/division.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"

char *
app_place_name(const struct app *app, const char *code)
{
	const struct pack *pack = app_pack(app);
	const struct division *division = NULL, *above;
	char whole[DIVISION_CODE_LEN + 1];

	if (!pack || division_level(code) == DIVISION_LEVEL_COUNT)
		return mem_strdup(code);
	division_code(code, whole);
	division = pack_division_now(pack, whole);
	if (!division)
		return mem_strdup(code);
	/* The township is left out for a person who works in one alone. */
	above = division_level(code) == DIVISION_VILLAGE && division_level(app_person_area(app)) < DIVISION_TOWNSHIP
			? pack_division(pack, division->parent)
			: NULL;
	return mem_printf("%s%s", above ? above->name : "", division->name);
}

#define AREAS_NAMED 3

char *
app_areas_named(const struct app *app)
{
	size_t count;
	const char **areas = app_areas_now(app, &count);
	struct buf names = { 0 };
	char *words;

	for (size_t i = 0; i < count && i < AREAS_NAMED; i++) {
		char *name = app_place_name(app, areas[i]);

		buf_printf(&names, "%s%s", i ? _(", ") : "", name);
		free(name);
	}
	if (count > AREAS_NAMED)
		buf_text_add(&names, "…");
	free(areas);
	words = mem_strdup(names.len ? buf_text(&names) : "");
	buf_release(&names);
	return words;
}

bool
app_has_area(const struct app *app, const char *area)
{
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; pack && *area && i < pack->division_count; i++)
		if (strncmp(pack->divisions[i].code, area, strlen(area)) == 0)
			return division_level(area) != DIVISION_LEVEL_COUNT;
	return !pack || !*area;
}

static bool
is_called(const struct pack *pack, const struct division *division, const char *name)
{
	const struct division *above = pack_division(pack, division->parent);
	size_t len = above ? strlen(above->name) : 0;

	if (*division->became)
		return false; /* what it became is called */
	return strcmp(division->name, name) == 0 ||
	       (len && strncmp(name, above->name, len) == 0 && strcmp(name + len, division->name) == 0);
}

char *
app_area_named(const struct app *app, const char *name)
{
	const struct pack *pack = app_pack(app);
	const struct division *found = NULL;

	for (size_t i = 0; pack && *name && i < pack->division_count; i++) {
		if (!is_called(pack, &pack->divisions[i], name))
			continue;
		if (found)
			return NULL;
		found = &pack->divisions[i];
	}
	return found ? mem_strndup(found->code, division_digits(found->level)) : NULL;
}

struct area_parts {
	char (*digits)[DIVISION_CODE_LEN + 1];
	size_t count, cap;
};

static void
add_part(struct area_parts *parts, const char *area)
{
	for (size_t i = 0; i < parts->count; i++)
		if (division_covers(parts->digits[i], area))
			return;
	MEM_GROW(parts->digits, parts->count, parts->cap);
	snprintf(parts->digits[parts->count++], sizeof(*parts->digits), "%s", area);
}

const char **
app_area_parts(const struct app *app, const char *area, size_t *count)
{
	const struct pack *pack = app_pack(app);
	struct area_parts parts = { 0 };
	char now[DIVISION_CODE_LEN + 1], digits[DIVISION_CODE_LEN + 1];
	const char **out;

	pack_area_now(pack, area, now);
	add_part(&parts, area);
	add_part(&parts, now);
	for (size_t i = 0; pack && i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];

		division_area(division->code, division->level, digits);
		if (*division->became && division_covers(now, pack_division_now(pack, division->code)->code))
			add_part(&parts, digits);
	}
	out = mem_alloc(parts.count * (sizeof(*out) + sizeof(*parts.digits)));
	memcpy(out + parts.count, parts.digits, parts.count * sizeof(*parts.digits));
	for (size_t i = 0; i < parts.count; i++)
		out[i] = (const char *)(out + parts.count) + i * sizeof(*parts.digits);
	*count = parts.count;
	free(parts.digits);
	return out;
}

enum status
app_check_area(const struct app *app, const char *area, struct err *err)
{
	const struct pack *pack = app_pack(app);

	if (app_has_area(app, area))
		return STATUS_OK;
	for (size_t i = 0; i < pack->division_count; i++)
		if (is_called(pack, &pack->divisions[i], area))
			return err_set(err, STATUS_NOT_FOUND, _("\"%s\" is the name of several areas: give the digits, as %.*s"), area,
				       (int)division_digits(pack->divisions[i].level), pack->divisions[i].code);
	return err_set(err, STATUS_NOT_FOUND,
		       _("\"%s\" is no area of this county: give the digits or the whole name of the county, a township or a village"),
		       area);
}
