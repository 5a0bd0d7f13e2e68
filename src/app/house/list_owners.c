/* What is private of the rows, the owners: opened while nobody types, and kept in memory until the person locks. */

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/list_rows.h"
#include "app/house/place.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/map.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "store/store.h"

#define SLICE 200 /* of the work while nobody types: rows passed over, */
#define OPENING 5 /* and what an opened one costs of it */
#define INDEX_SLICE 2000

static bool
is_seen_by_all(const struct field *field, void *ctx)
{
	const struct app *app = ((const struct building_list *)ctx)->app;
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; i < pack->form_count && field->is_private; i++)
		if (eval_field_tells(store_eval(app_store(app)), &pack->forms[i], field))
			return false;
	return true;
}

bool
list_is_blind(const struct building_list *list)
{
	const struct pack *pack = app_pack(list->app);

	return pack && pack->root && !form_each_field(pack->root, is_seen_by_all, (void *)(uintptr_t)list);
}

struct list_names {
	struct list_name {
		struct id hash; /* of the house, when it was read */
		char *owner;
	} * items;
	size_t count, cap;
	struct idmap index;
};

static void
free_names(void *data)
{
	struct list_names *names = data;

	for (size_t i = 0; i < names->count; i++)
		secret_free(names->items[i].owner);
	idmap_release(&names->index);
	free(names->items);
	free(names);
}

/* Asked for each time, as a lock takes them away; NULL: nobody is at the laptop. */
static struct list_names *
names_of(struct app *app)
{
	struct list_names *names = app_kept(app, APP_KEEP_NAMES);

	if (names || !app_is_unlocked(app))
		return names;
	names = mem_alloc(sizeof(*names));
	app_keep_take(app, APP_KEEP_NAMES, names, free_names);
	return names;
}

void
list_recall(const struct building_list *list, struct list_row *row)
{
	const struct list_names *names = app_kept(list->app, APP_KEEP_NAMES);
	size_t at = names ? idmap_get(&names->index, &row->root) : IDMAP_NONE;

	if (at != IDMAP_NONE && id_equal(&names->items[at].hash, &row->hash))
		row->owner = mem_strdup(names->items[at].owner);
}

static void
keep_name(struct list_names *names, const struct list_row *row)
{
	size_t at = idmap_get(&names->index, &row->root);

	if (at == IDMAP_NONE) {
		MEM_GROW(names->items, names->count, names->cap);
		at = names->count++;
		names->items[at] = (struct list_name){ .owner = NULL };
		idmap_put(&names->index, &row->root, at);
	}
	secret_free(names->items[at].owner);
	names->items[at] = (struct list_name){ row->hash, mem_strdup(row->owner) };
}

/* ---- reading owners */

struct owner_words {
	const struct app *app;
	const struct dossier *dossier;
	const struct value *values;
	struct buf words;
};

static bool
gather_field(const struct field *field, void *ctx)
{
	struct owner_words *gathering = ctx;
	const char *text = field->is_private && (field->type == FIELD_TEXT || field->type == FIELD_PERSON)
				   ? value_get_text(gathering->values, field->name)
				   : NULL;

	if (text && *text && strcmp(text, "无") != 0 &&
	    (!gathering->dossier || !blind_hides_field(gathering->app, gathering->dossier, field)))
		buf_printf(&gathering->words, "%s%s", gathering->words.len ? " " : "", text);
	return true;
}

static void
take_owner(struct building_list *list, struct list_row *row, struct owner_words *gathering)
{
	if (gathering->values)
		form_each_field(app_pack(list->app)->root, gather_field, gathering);
	secret_free(row->owner);
	row->owner = gathering->words.len ? buf_detach(&gathering->words) : NULL;
	if (row->owner) {
		keep_name(names_of(list->app), row);
		list_index_row(list, row);
	}
	buf_release(&gathering->words);
}

/* Where a form is blind to the owner, who filled what of the house decides. */
static void
learn_judged(struct building_list *list, struct list_row *row)
{
	struct app *app = list->app;
	struct private_reader reader = vault_reader(app);
	struct owner_words gathering = { .app = app };
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };

	if (dossier_load(app_store(app), &row->root, &reader, &dossier, &ignored))
		return;
	gathering.dossier = dossier;
	gathering.values = dossier_values(dossier, app_pack(app)->root->name);
	take_owner(list, row, &gathering);
	dossier_free(dossier);
}

static void
learn_row(struct building_list *list, struct list_row *row)
{
	struct owner_words gathering = { .app = list->app };
	struct value values = { 0 };
	struct err ignored = { 0 };

	if (list->blind) {
		learn_judged(list, row);
	} else if (!building_listing(list->app, row->building, &row->root, &values, &ignored)) {
		gathering.values = &values;
		take_owner(list, row, &gathering);
	}
	value_release(&values);
	if (!row->owner && vault_reads_single(list->app, row->division)) {
		char *told = building_place_opened(list->app, &row->root, row->division);

		gathering.values = NULL;
		buf_text_add(&gathering.words, told ? told : "");
		take_owner(list, row, &gathering);
		free(told);
	}
}

bool
building_list_learn(struct building_list *list)
{
	size_t count;
	const char **areas;
	int done = 0;

	/* The search's index of every row is made first, so that the first key finds it ready. */
	for (int i = 0; i < INDEX_SLICE && list->indexed < list->count; i++, list->indexed++)
		if (!list->rows[list->indexed].units)
			list_index_row(list, &list->rows[list->indexed]);
	if (list->indexed < list->count)
		return true;
	if (!app_is_unlocked(list->app) || !app_pack(list->app))
		return false;
	areas = app_areas(list->app, &count);
	for (; list->learned < list->count && done < SLICE; list->learned++) {
		struct list_row *row = &list->rows[list->learned];

		/* Without a key of the village no row of the village can be opened. */
		done++;
		if (row->owner || !division_covered(areas, count, row->division) ||
		    !(vault_reads(list->app, row->division) || vault_reads_single(list->app, row->division)))
			continue;
		learn_row(list, row);
		done += OPENING;
	}
	free(areas);
	return list->learned < list->count;
}
