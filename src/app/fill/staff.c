#include "app/fill/staff.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet_state.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"
#include "store/store.h"
#include "trust/holders.h"

/* The division that the form is about, or in which the house stands; NULL: none is answered yet. */
static const char *
division_of(const struct sheet *sheet)
{
	const struct pack *pack = app_pack(sheet->app);

	return sheet->dossier	     ? sheet->dossier->division
	       : pack->root_division ? value_get_text(&sheet->typed, pack->root_division->name)
				     : NULL;
}

struct staff {
	char **names;
	size_t count, cap;
};

static void
add_name(struct staff *staff, const char *name)
{
	for (size_t i = 0; i < staff->count; i++)
		if (strcmp(staff->names[i], name) == 0)
			return;
	MEM_GROW(staff->names, staff->count, staff->cap);
	staff->names[staff->count++] = mem_strdup(name);
}

/* ---- who covers the hamlet */

/* Adds who covers what the row says; `hamlet` and no other. */
static void
add_covering(struct staff *staff, const struct covers_words *covers, const struct value *rows, const char *hamlet)
{
	for (size_t i = 0; rows && hamlet && i < rows->list.count; i++) {
		const char *of = value_get_text(&rows->list.items[i], covers->hamlet->name),
			   *person = value_get_text(&rows->list.items[i], covers->person->name);

		if (of && person && strcmp(of, hamlet) == 0)
			add_name(staff, person);
	}
}

/* Of the house's own hamlet first, then of the whole village. */
static void
add_covering_house(struct staff *staff, const struct sheet *sheet, const char *division)
{
	const struct pack *pack = app_pack(sheet->app);
	const struct covers_words *covers = &pack->covers;
	const struct value *listing, *values;
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	struct id root;

	if (!covers->form || !sheet->dossier || sheet->dossier->of_division)
		return;
	division_root(division, &root);
	if (dossier_load_form(app_store(sheet->app), &root, covers->form->name, NULL, &dossier, &ignored))
		return; /* nobody signed one: nothing is offered */
	values = dossier_values(dossier, covers->form->name);
	listing = dossier_values(sheet->dossier, pack->root->name);
	if (values && listing)
		add_covering(staff, covers, value_get_list(values, covers->rows->name), value_get_text(listing, covers->of->name));
	if (values)
		add_covering(staff, covers, value_get_list(values, covers->rows->name), covers->whole);
	dossier_free(dossier);
}

/* ---- who holds a right there */

static void
add_holders(struct staff *staff, const struct sheet *sheet, const char *division)
{
	const struct trust *trust = store_trust(app_store(sheet->app));
	const struct pack *pack = app_pack(sheet->app);
	char code[DIVISION_CODE_LEN + 1];

	division_area(division, division_level(division), code);
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);
		const struct role *role = credential->reason == TRUST_COUNTS && !credential->revoked && credential_covers(credential, code)
						  ? pack_role(pack, credential->role)
						  : NULL;

		if (role && role->scope == division_level(division))
			add_name(staff, credential->name);
	}
}

void
sheet_staff(const struct sheet *sheet, const struct field *field, char ***out, size_t *covering, size_t *count)
{
	const char *division = field->staff && app_pack(sheet->app) ? division_of(sheet) : NULL;
	struct staff staff = { 0 };

	*covering = 0;
	if (division) {
		add_covering_house(&staff, sheet, division);
		*covering = staff.count;
		add_holders(&staff, sheet, division);
	}
	*out = staff.names;
	*count = staff.count;
}

void
sheet_staff_free(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
}
