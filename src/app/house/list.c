#include "app/house/list.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/place.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "store/store.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/pinyin.h"
#include "base/text.h"
#include "eval/eval.h"
#include "form/check.h"
#include "store/building.h"
#include "store/journal.h"

#define SLICE 200 /* of the work while nobody types: rows passed over, */
#define OPENING 5 /* and what an opened one costs of it */
#define INDEX_SLICE 2000

/* A character of a row's text, made ready to be compared with a key: letters it may be found by in the low 26 bits, the digit + 1 above
 * them; characters of other kinds are found by their code alone. */
struct search_unit {
	uint32_t keys, code;
};

struct list_row {
	struct id root, hash;
	int64_t building;
	char division[DIVISION_CODE_LEN + 1];
	uint8_t task;			/* enum flow_task */
	uint16_t task_name, task_chain; /* indexes into names */
	uint16_t summary;		/* the same: the code of the first chain's summary field */
	bool done;
	int16_t level;
	bool mine;
	uint64_t number;     /* the division's digits, to sort by */
	uint16_t village;    /* index into villages */
	char *words, *owner; /* what the roster says openly; owner NULL: not learned, or there is none */
	struct search_unit *units;
	uint16_t unit_count;
	uint32_t any; /* all letters and digits (as bits) that occur: what cannot fit is passed over at once */
};

struct building_list {
	struct app *app;
	struct list_row *rows;
	size_t count, cap;
	uint32_t *shown;
	size_t shown_count;
	char **names;
	size_t name_count, name_cap;
	char *words; /* the filter that `shown` answers */
	enum flow_task task;
	size_t learned, indexed;
	char area[16];
	struct list_names *owners; /* of the session */
	unsigned generation;	   /* of the store, when it was read, */
	int64_t last_step;	   /* and the newest step then, */
	char person[33];	   /* for whom; "": nobody */
	bool blind;		   /* some form is blind to what is private of the form that starts houses */
	char **villages;	   /* names, in the order of the sorted rows */
	size_t village_count, village_cap;
};

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

/* ---- owners that were read: kept until the person locks */

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

static void
recall(const struct list_names *names, struct list_row *row)
{
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

/* ---- reading */

static uint16_t
name_index(struct building_list *list, const char *name)
{
	for (size_t i = 0; i < list->name_count; i++)
		if (strcmp(list->names[i], name) == 0)
			return (uint16_t)i;
	MEM_GROW(list->names, list->name_count, list->name_cap);
	list->names[list->name_count] = mem_strdup(name);
	return (uint16_t)list->name_count++;
}

static struct search_unit
unit_of(uint32_t c)
{
	struct search_unit unit = { 0, c };

	unit.code = c = text_half_width(c);
	if (c < 0x80 && isalpha((int)c)) {
		unit.code = (uint32_t)tolower((int)c);
		unit.keys = 1u << (unit.code - 'a');
	} else if (c >= '0' && c <= '9') {
		unit.keys = (c - '0' + 1) << 26;
	} else {
		unit.keys = pinyin_initials(c);
	}
	return unit;
}

/* Digits as bits of a second kind would not fit beside 26 letters; one bit for "some digit" is enough to pass over rows without any. */
static uint32_t
any_of(const struct search_unit *unit)
{
	return (unit->keys & 0x3ffffff) | (unit->keys >> 26 ? 1u << 26 : 0);
}

/* What was found at the house in words, as the first chain sums it up; caller frees. */
static char *
summary_words(const struct building_list *list, const struct list_row *row)
{
	const struct pack *pack = app_pack(list->app);
	const struct value code = { .type = VALUE_TEXT, .text = list->names[row->summary] };

	return *code.text && pack ? field_value_text(pack, pack->chains[0].summary, &code, _("en")) : mem_strdup("");
}

static void
index_row(const struct building_list *list, struct list_row *row)
{
	char *summary = summary_words(list, row);
	const char *texts[4] = { list->villages[row->village], row->words, row->owner, summary };
	size_t most = strlen(texts[0]) + strlen(row->words) + (row->owner ? strlen(row->owner) : 0) + strlen(summary) + 1;

	free(row->units);
	row->units = mem_array(most, sizeof(*row->units));
	row->unit_count = 0;
	row->any = 0;
	for (int t = 0; t < 4; t++) {
		const char *text = texts[t] ? texts[t] : "";
		size_t len = strlen(text), used;
		uint32_t c;

		for (; (used = text_decode(text, len, &c)) > 0 && row->unit_count < UINT16_MAX; text += used, len -= used) {
			if (c == ' ')
				continue;
			row->units[row->unit_count] = unit_of(c);
			row->any |= any_of(&row->units[row->unit_count++]);
		}
	}
	row->units = mem_resize(row->units, row->unit_count + 1u, sizeof(*row->units));
	free(summary);
}

static bool
visit(const struct building_row *from, const char *words, void *ctx)
{
	struct building_list *list = ctx;
	struct list_row *row;

	if (!from->division)
		return true;
	MEM_GROW(list->rows, list->count, list->cap);
	row = &list->rows[list->count++];
	*row = (struct list_row){ .root = from->root,
				  .hash = from->hash,
				  .building = from->number,
				  .level = (int16_t)from->level,
				  .task = (uint8_t)from->task,
				  .done = from->done };
	row->task_name = name_index(list, from->task_name ? from->task_name : "");
	row->task_chain = name_index(list, from->task_chain ? from->task_chain : "");
	row->summary = name_index(list, from->summary ? from->summary : "");
	strncpy(row->division, from->division, sizeof(row->division) - 1);
	row->mine = division_covers(list->area, from->division);
	for (const char *at = row->division; *at >= '0' && *at <= '9'; at++)
		row->number = row->number * 10 + (uint64_t)(*at - '0');
	row->words = mem_strdup(words ? words : "");
	recall(list->owners, row);
	return true;
}

/* Rows of the person's own area come first, then by village, then as a person counts: 2 before 10. */
static int
row_cmp(const void *a, const void *b)
{
	const struct list_row *left = a, *right = b;
	int order;

	if (left->mine != right->mine)
		return right->mine - left->mine;
	if (left->number != right->number)
		return left->number < right->number ? -1 : 1;
	order = strverscmp(left->words, right->words);
	return order ? order : id_cmp(&left->root, &right->root);
}

static void
name_villages(struct building_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct list_row *row = &list->rows[i];

		if (i == 0 || row->number != list->rows[i - 1].number) {
			MEM_GROW(list->villages, list->village_count, list->village_cap);
			list->villages[list->village_count++] = app_place_name(list->app, row->division);
		}
		row->village = (uint16_t)(list->village_count - 1);
	}
}

/* The number of who is at the laptop; "": nobody. */
static const char *
person_now(const struct app *app)
{
	return app_is_unlocked(app) ? app_person_number(app) : "";
}

enum status
building_list_open(struct app *app, struct building_list **out, struct err *err)
{
	struct building_list *list = mem_alloc(sizeof(*list));
	enum status status;

	list->app = app;
	list->owners = names_of(app);
	list->generation = store_generation(app_store(app));
	list->last_step = store_last_step(app_store(app));
	snprintf(list->person, sizeof(list->person), "%s", person_now(app));
	list->blind = app_pack(app) && app_pack(app)->root && !form_each_field(app_pack(app)->root, is_seen_by_all, list);
	strncpy(list->area, app_person_area(app), sizeof(list->area) - 1);
	status = store_each_listed(app_store(app), "", visit, list, err);
	if (status) {
		building_list_free(list);
		return status;
	}
	if (list->count)
		qsort(list->rows, list->count, sizeof(*list->rows), row_cmp);
	name_villages(list);
	list->shown = mem_array(list->count + 1, sizeof(*list->shown));
	building_list_filter(list, "", TASK_ANY);
	*out = list;
	return STATUS_OK;
}

bool
building_list_is_current(const struct building_list *list)
{
	struct store *store = app_store(list->app);

	return list->generation == store_generation(store) && list->last_step == store_last_step(store) &&
	       strcmp(list->person, person_now(list->app)) == 0;
}

void
building_list_free(struct building_list *list)
{
	if (!list)
		return;
	for (size_t i = 0; i < list->count; i++) {
		struct list_row *row = &list->rows[i];

		if (row->units)
			secret_zero(row->units, row->unit_count * sizeof(*row->units));
		secret_free(row->owner);
		free(row->units);
		free(row->words);
	}
	for (size_t i = 0; i < list->name_count; i++)
		free(list->names[i]);
	free(list->names);
	free(list->rows);
	free(list->shown);
	free(list->words);
	for (size_t i = 0; i < list->village_count; i++)
		free(list->villages[i]);
	free(list->villages);
	free(list);
}

/* ---- private words */

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
		keep_name(list->owners, row);
		index_row(list, row);
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
			index_row(list, &list->rows[list->indexed]);
	if (list->indexed < list->count)
		return true;
	if (!app_is_unlocked(list->app) || !list->owners || !app_pack(list->app))
		return false;
	areas = app_areas(list->app, &count);
	for (; list->learned < list->count && done < SLICE; list->learned++) {
		struct list_row *row = &list->rows[list->learned];

		/* Without a key of the village no row of the village can be opened. */
		done++;
		if (row->owner || !division_covered(areas, count, row->division) || !vault_reads(list->app, row->division))
			continue;
		learn_row(list, row);
		done += OPENING;
	}
	free(areas);
	return list->learned < list->count;
}

/* ---- searching */

/* A word that is looked for: a part of the characters of the search. */
struct search_word {
	const struct search_unit *units;
	size_t count;
	uint32_t any;
};

struct search_words {
	struct search_unit *units;
	struct search_word *words;
	size_t count;
};

static void
split(const char *text, struct search_words *out)
{
	size_t len = strlen(text), used, at = 0;
	bool inside = false;
	uint32_t c;

	*out = (struct search_words){ .units = mem_array(len + 1, sizeof(*out->units)), .words = mem_array(len + 1, sizeof(*out->words)) };
	for (; (used = text_decode(text, len, &c)) > 0; text += used, len -= used) {
		struct search_word *word;

		if (c == ' ' || c == 0x3000) {
			inside = false;
			continue;
		}
		if (!inside)
			out->words[out->count++].units = &out->units[at];
		inside = true;
		word = &out->words[out->count - 1];
		out->units[at] = unit_of(c);
		if (c >= 0x80) /* a Han character that was typed is itself, not a sound */
			out->units[at].keys = 0;
		word->any |= any_of(&out->units[at++]);
		word->count++;
	}
}

static void
forget_words(struct search_words *words)
{
	free(words->units);
	free(words->words);
}

static bool
unit_fits(const struct search_unit *have, const struct search_unit *key)
{
	if (have->code == key->code)
		return true;
	if (key->keys == 0 || key->keys >> 26)
		return false;
	return have->keys >> 26 == 0 && (have->keys & key->keys) != 0;
}

static bool
word_fits(const struct list_row *row, const struct search_word *word)
{
	if ((word->any & row->any) != word->any)
		return false;
	for (size_t at = 0; at + word->count <= row->unit_count; at++) {
		size_t n = 0;

		while (n < word->count && unit_fits(&row->units[at + n], &word->units[n]))
			n++;
		if (n == word->count)
			return true;
	}
	return false;
}

/* Signed by every level: finished, whatever form outside the chain is open. */
static bool
is_finished(const struct list_row *row)
{
	return row->task == TASK_NONE || row->done;
}

static bool
row_fits(const struct building_list *list, struct list_row *row, const struct search_words *words, enum flow_task task)
{
	if (task == TASK_NONE ? !is_finished(row) : task != TASK_ANY && row->task != task)
		return false;
	if (words->count && !row->units)
		index_row(list, row);
	for (size_t i = 0; i < words->count; i++)
		if (!word_fits(row, &words->words[i]))
			return false;
	return true;
}

void
building_list_filter(struct building_list *list, const char *text, enum flow_task task)
{
	struct search_words words;
	size_t kept = 0;
	bool narrows = list->words && list->task == task && strncmp(text, list->words, strlen(list->words)) == 0;

	split(text, &words);
	if (narrows) {
		for (size_t i = 0; i < list->shown_count; i++)
			if (row_fits(list, &list->rows[list->shown[i]], &words, task))
				list->shown[kept++] = list->shown[i];
	} else {
		for (size_t i = 0; i < list->count; i++)
			if (row_fits(list, &list->rows[i], &words, task))
				list->shown[kept++] = (uint32_t)i;
	}
	forget_words(&words);
	list->shown_count = kept;
	if (text != list->words) {
		free(list->words);
		list->words = mem_strdup(text);
	}
	list->task = task;
}

size_t
building_list_count(const struct building_list *list)
{
	return list->shown_count;
}

bool
building_list_is_learning(const struct building_list *list, size_t *read)
{
	*read = list->learned;
	return app_is_unlocked(list->app) && list->learned < list->count;
}

size_t
building_list_total(const struct building_list *list)
{
	return list->count;
}

void
building_list_at(const struct building_list *list, size_t index, struct listed *out)
{
	const struct list_row *row = &list->rows[list->shown[index]];

	*out = (struct listed){ .root = row->root,
				.village = list->villages[row->village],
				.words = row->words,
				.owner = row->owner ? row->owner : "",
				.level = row->level };
	memcpy(out->division, row->division, sizeof(row->division));
	out->task = (enum flow_task)row->task;
	strncpy(out->task_name, list->names[row->task_name], sizeof(out->task_name) - 1);
	strncpy(out->task_chain, list->names[row->task_chain], sizeof(out->task_chain) - 1);
}
