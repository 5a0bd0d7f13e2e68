#include "app/house/pick.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/store.h"
#include "trust/holders.h"

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool
house_names_person(const char *names, const char *name)
{
	size_t len = strlen(name);

	while (names) {
		const char *end = strstr(names, PICK_JOINS);

		if ((end ? (size_t)(end - names) : strlen(names)) == len && strncmp(names, name, len) == 0)
			return true;
		names = end ? end + strlen(PICK_JOINS) : NULL;
	}
	return false;
}

void
house_people_to_pick(const struct app *app, const struct field *field, const char *division, const char *held, char ***out, size_t *count)
{
	const struct trust *trust = store_trust(app_store(app));
	size_t all = trust_credential_count(trust), kept = 0;
	char **names = mem_array(all + 1, sizeof(*names));

	*count = 0;
	for (size_t i = 0; i < all; i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (credential->reason == TRUST_COUNTS && (!credential->revoked || house_names_person(held, credential->name)) &&
		    names_has(&field->people, credential->role) && division && credential_covers(credential, division))
			names[(*count)++] = mem_strdup(credential->name);
	}
	qsort(names, *count, sizeof(*names), by_name);
	for (size_t i = 0; i < *count; i++) {
		if (kept && strcmp(names[kept - 1], names[i]) == 0)
			free(names[i]);
		else
			names[kept++] = names[i];
	}
	*count = kept;
	*out = names;
}

void
house_people_free(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

char *
house_people_problem(const struct app *app, const struct field *field, const char *division, const char *names)
{
	char **known, *problem = NULL;
	size_t count;

	house_people_to_pick(app, field, division, names, &known, &count);
	while (names && !problem) {
		const char *end = strstr(names, PICK_JOINS);
		char *name = mem_strndup(names, end ? (size_t)(end - names) : strlen(names));
		size_t i = 0;

		while (i < count && strcmp(known[i], name) != 0)
			i++;
		if (i == count)
			problem = mem_printf(_("\"%s\" is nobody who holds such a right here; pick from the list"), name);
		free(name);
		names = end ? end + strlen(PICK_JOINS) : NULL;
	}
	house_people_free(known, count);
	return problem;
}
