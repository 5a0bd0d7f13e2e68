#include "app/house/pick.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"
#include "store/store.h"
#include "trust/holders.h"

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
by_name_and_number(const void *a, const void *b)
{
	const struct credential *left = *(const struct credential *const *)a, *right = *(const struct credential *const *)b;
	int order = strcmp(left->name, right->name);

	return order ? order : strcmp(left->person, right->person);
}

/* Takes the first of the names that stand joined; NULL: there is none left. Caller frees. */
static char *
next_name(const char **names)
{
	const char *start = *names, *end = start ? strstr(start, PICK_JOINS) : NULL;

	*names = end ? end + strlen(PICK_JOINS) : NULL;
	return !start ? NULL : end ? mem_strndup(start, (size_t)(end - start)) : mem_strdup(start);
}

static void
add_joined(struct buf *out, const char *names)
{
	if (names && *names)
		buf_printf(out, "%s%s", out->len ? PICK_JOINS : "", names);
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

/* ---- who can be picked */

/* Each person once, by name and number; *out is the caller's. */
static size_t
holders(const struct app *app, const struct field *field, const char *division, const struct credential ***out)
{
	const struct trust *trust = store_trust(app_store(app));
	size_t all = trust_credential_count(trust), held = 0, kept = 0;
	const struct credential **found = mem_array(all + 1, sizeof(*found));

	for (size_t i = 0; i < all && division; i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (credential->reason == TRUST_COUNTS && !credential->revoked && names_has(&field->people, credential->role) &&
		    credential_covers(credential, division))
			found[held++] = credential;
	}
	qsort(found, held, sizeof(*found), by_name_and_number);
	for (size_t i = 0; i < held; i++) {
		bool again = false;

		for (size_t k = kept; k > 0 && strcmp(found[k - 1]->name, found[i]->name) == 0; k--)
			again |= credential_same_human(found[k - 1], found[i]);
		if (!again)
			found[kept++] = found[i];
	}
	*out = found;
	return kept;
}

/* The name under which one of the holders is picked: with the first digits of the number where another has the same name, or where it was signed so. */
static char *
name_to_pick(const struct credential *const *found, size_t count, size_t at, const char *signed_names)
{
	const char *name = found[at]->name;
	char *marked = mem_printf("%s(%.8s)", name, found[at]->person);
	bool shared = (at > 0 && strcmp(found[at - 1]->name, name) == 0) || (at + 1 < count && strcmp(found[at + 1]->name, name) == 0);

	if (shared || house_names_person(signed_names, marked))
		return marked;
	free(marked);
	return mem_strdup(name);
}

void
house_people_to_pick(const struct app *app, const struct field *field, const char *division, const char *signed_names, char ***out,
		     size_t *count)
{
	const struct credential **found;
	size_t held = holders(app, field, division, &found), all = held, kept = 0;
	const char *rest = signed_names;
	char **names, *name;

	for (; rest; all++)
		free(next_name(&rest));
	names = mem_array(all + 1, sizeof(*names));
	for (all = 0; all < held; all++)
		names[all] = name_to_pick(found, held, all, signed_names);
	for (rest = signed_names; (name = next_name(&rest));)
		names[all++] = name;
	qsort(names, all, sizeof(*names), by_name);
	for (size_t i = 0; i < all; i++) {
		if (kept && strcmp(names[kept - 1], names[i]) == 0)
			free(names[i]);
		else
			names[kept++] = names[i];
	}
	free(found);
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
house_people_signed(const struct dossier *dossier, const struct form *form, const struct id *slot, const struct field *field)
{
	const struct flow_slot *at = !dossier || (form->repeat && !slot) ? NULL
				     : form->repeat			 ? flow_slot_of(&dossier->slots, form->name, slot)
									 : flow_slot(&dossier->slots, form->name);
	struct buf names = { 0 };

	for (size_t i = 0; at && i < at->head_count; i++)
		add_joined(&names, value_get_text(at->head_count == 1 && !form->repeat ? dossier_values(dossier, form->name)
										       : &dossier->steps[at->heads[i]].step->data,
						  field->name));
	return names.len ? buf_detach(&names) : NULL;
}

char *
house_people_still(const struct app *app, const struct field *field, const char *division, const char *names)
{
	struct buf still = { 0 };
	char **known;
	size_t count;

	house_people_to_pick(app, field, division, NULL, &known, &count);
	for (size_t i = 0; i < count; i++)
		if (house_names_person(names, known[i]))
			add_joined(&still, known[i]);
	house_people_free(known, count);
	return still.len ? buf_detach(&still) : NULL;
}

/* ---- what stands in the field */

/* What is wrong with a name behind those before it, joined. */
static char *
name_problem(char *const *known, size_t count, const char *before, const char *name)
{
	size_t i = 0;

	while (i < count && strcmp(known[i], name) != 0)
		i++;
	if (i == count)
		return mem_printf(_("\"%s\" is nobody who holds such a right here; pick from the list"), name);
	return house_names_person(before, name) ? mem_printf(_("\"%s\" stands here twice; each person is named once"), name) : NULL;
}

char *
house_people_problem(const struct app *app, const struct field *field, const char *division, const char *signed_names, const char *names)
{
	char **known, *problem = NULL, *name;
	struct buf before = { 0 };
	size_t count;

	if (signed_names && strcmp(signed_names, names) == 0)
		return NULL; /* as it was signed, perhaps typed under an older pack */
	house_people_to_pick(app, field, division, signed_names, &known, &count);
	while (!problem && (name = next_name(&names))) {
		problem = name_problem(known, count, buf_text(&before), name);
		add_joined(&before, name);
		free(name);
	}
	buf_release(&before);
	house_people_free(known, count);
	return problem;
}
