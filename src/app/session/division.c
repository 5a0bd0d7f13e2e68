#include "app/session/division.h"

#include <string.h>

#include "app/session/person.h"
#include "app/session/workspace.h"
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
	division = pack_division(pack, whole);
	if (!division)
		return mem_strdup(code);
	/* The township is left out for a person who works in one alone. */
	above = division_level(code) == DIVISION_VILLAGE && division_level(app_person_area(app)) < DIVISION_TOWNSHIP
			? pack_division(pack, division->parent)
			: NULL;
	return mem_printf("%s%s", above ? above->name : "", division->name);
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

enum status
app_check_area(const struct app *app, const char *area, struct err *err)
{
	const struct pack *pack = app_pack(app);

	if (app_has_area(app, area))
		return STATUS_OK;
	for (size_t i = 0; i < pack->division_count; i++)
		if (strcmp(pack->divisions[i].name, area) == 0)
			return err_set(err, STATUS_NOT_FOUND, _("\"%s\" is no area of this county: give its digits, %.*s"), area,
				       (int)division_digits(pack->divisions[i].level), pack->divisions[i].code);
	return err_set(err, STATUS_NOT_FOUND, _("\"%s\" is no area of this county: give the digits of the county, a township or a village"),
		       area);
}
