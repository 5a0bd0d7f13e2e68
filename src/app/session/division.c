#include "app/session/division.h"

#include <string.h>

#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/division.h"
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
