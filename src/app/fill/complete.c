#include "app/fill/complete.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/person.h"
#include "store/store.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/map.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/houses/building.h"

#define SLICE 8 /* buildings read at a time while idle */

struct completion_value {
	const struct field *field;
	char *text;
	size_t uses;
};

struct completions {
	const struct pack *pack; /* whose fields the values are of */
	struct id *roots;
	size_t root_count, root_cap, next;
	struct completion_value *values;
	size_t count, cap;
	struct idmap known; /* hash of field and text -> index into values */
};

static void
completions_free(void *kept)
{
	struct completions *completions = kept;

	for (size_t i = 0; i < completions->count; i++) {
		secret_zero(completions->values[i].text, strlen(completions->values[i].text));
		free(completions->values[i].text);
	}
	free(completions->values);
	idmap_release(&completions->known);
	free(completions->roots);
	free(completions);
}

static bool
visit(const struct building_row *row, void *ctx)
{
	struct completions *all = ctx;

	MEM_GROW(all->roots, all->root_count, all->root_cap);
	all->roots[all->root_count++] = row->root;
	return true;
}

static void
start(struct app *app)
{
	size_t count;
	const char **areas = app_areas_now(app, &count);
	struct err ignored = { 0 };

	struct completions *all = mem_alloc(sizeof(*all));

	all->pack = app_pack(app);
	app_keep_take(app, APP_KEEP_COMPLETIONS, all, completions_free);
	for (size_t i = 0; i < count; i++)
		if (store_each_building(app_store(app), areas[i], visit, all, &ignored))
			break; /* nothing is offered then */
	free(areas);
}

static void
count_value(struct completions *all, const struct field *field, const char *text)
{
	struct buf words = { 0 };
	struct id key;
	size_t at;

	buf_printf(&words, "%s\n%s", field->name, text);
	hash_bytes(words.data, words.len, &key);
	secret_zero(words.data, words.len);
	buf_release(&words);
	at = idmap_get(&all->known, &key);
	if (at != IDMAP_NONE) {
		all->values[at].uses++;
		return;
	}
	idmap_put(&all->known, &key, all->count);
	MEM_GROW(all->values, all->count, all->cap);
	all->values[all->count++] = (struct completion_value){ field, mem_strdup(text), 1 };
}

struct learning {
	struct completions *all;
	const struct value *values;
};

static bool
learn_field(const struct field *field, void *ctx)
{
	struct learning *learning = ctx;
	const char *text = field->complete ? value_get_text(learning->values, field->name) : NULL;

	if (text && *text)
		count_value(learning->all, field, text);
	return true;
}

static void
learn_form(struct completions *all, const struct form *form, const struct value *values)
{
	struct learning learning = { all, values };

	form_each_field(form, learn_field, &learning);
}

static void
learn_one(struct app *app, const struct id *root)
{
	struct private_reader reader = vault_reader(app);
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	const struct pack *pack = app_pack(app);
	const struct value *listing;
	bool gone;

	if (dossier_load(app_store(app), root, &reader, &dossier, &ignored))
		return;
	listing = dossier_values(dossier, pack->root->name);
	gone = listing && pack->root->gone && value_get(listing, pack->root->gone->name);
	for (size_t i = 0; i < pack->form_count && !gone; i++) { /* what a list that was taken out said may be what was wrong with it */
		const struct value *values = dossier_values(dossier, pack->forms[i].name);

		if (values)
			learn_form(app_kept(app, APP_KEEP_COMPLETIONS), &pack->forms[i], values);
	}
	dossier_free(dossier);
}

bool
app_complete_learn(struct app *app)
{
	struct completions *all;

	if (!app_is_unlocked(app) || !app_pack(app))
		return false;
	all = app_kept(app, APP_KEEP_COMPLETIONS);
	if (!all || all->pack != app_pack(app))
		start(app);
	all = app_kept(app, APP_KEEP_COMPLETIONS);
	for (int i = 0; i < SLICE && all->next < all->root_count; i++)
		learn_one(app, &all->roots[all->next++]);
	return all->next < all->root_count;
}

static int
most_used(const void *a, const void *b)
{
	const struct completion_value *left = *(const struct completion_value *const *)a,
				      *right = *(const struct completion_value *const *)b;

	if (left->uses != right->uses)
		return left->uses > right->uses ? -1 : 1;
	return strcmp(left->text, right->text);
}

void
app_complete(struct app *app, const struct field *field, const char *typed, size_t most, char ***out, size_t *count)
{
	const struct completion_value **fits;
	const struct completions *all;
	size_t fit_count = 0;

	*out = NULL;
	*count = 0;
	if (!app_kept(app, APP_KEEP_COMPLETIONS))
		(void)app_complete_learn(app);
	all = app_kept(app, APP_KEEP_COMPLETIONS);
	if (!all)
		return;
	fits = mem_array(all->count + 1, sizeof(*fits));
	for (size_t i = 0; i < all->count; i++) {
		const struct completion_value *value = &all->values[i];

		if (value->field == field && strcmp(value->text, typed) != 0 && text_matches(value->text, typed))
			fits[fit_count++] = value;
	}
	if (fit_count)
		qsort(fits, fit_count, sizeof(*fits), most_used);
	if (fit_count > most)
		fit_count = most;
	*out = mem_array(fit_count + 1, sizeof(**out));
	for (size_t i = 0; i < fit_count; i++)
		(*out)[(*count)++] = mem_strdup(fits[i]->text);
	free(fits);
}

void
app_complete_add(struct app *app, const struct form *form, const struct value *values)
{
	struct completions *all = app_kept(app, APP_KEEP_COMPLETIONS);

	if (all && all->pack == app_pack(app))
		learn_form(all, form, values);
}
