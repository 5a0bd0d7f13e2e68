#include "app/place/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "form/answer/past.h"
#include "store/divisions/area.h"
#include "store/divisions/divisions.h"
#include "store/dossier/dossier.h"
#include "store/divisions/manifest.h"
#include "trust/credential.h"

/* Reading: the manifests that stand, and the houses as they are. */

/* ---- what was signed */

struct head_said { /* a house that a head names as missing */
	struct id root;
	char *reason;
	bool missing; /* it still is */
};

struct head_note {
	char code[DIVISION_CODE_LEN + 1];
	struct manifest_signed said;
	struct head_said *items;
	size_t count;
};

struct manifest_reading {
	struct app *app;
	struct app_manifests *out;
	bool houses;
	const char *just;	 /* the one village by whose digits houses were listed; NULL: all of the area */
	struct head_note *notes; /* by division */
	size_t note_count, note_cap;
	struct id *hidden; /* houses whose state this person must not see before a blind form stands, ascending */
	size_t hidden_count, hidden_cap;
	size_t item_cap; /* of the village that is being read */
	enum status status;
	struct err *err;
};

static bool
note_head(const struct division_head *head, void *ctx)
{
	struct manifest_reading *reading = ctx;
	const struct value *missing = value_get_list(&head->step->data, "missing");
	struct head_note *note;

	if (reading->just && strcmp(reading->just, head->code) != 0)
		return true;
	MEM_GROW(reading->notes, reading->note_count, reading->note_cap);
	note = &reading->notes[reading->note_count++];
	*note = (struct head_note){ .said = { .step = head->id,
					      .by = mem_strdup(head->author ? head->author->name : ""),
					      .houses = value_get_integer(&head->step->data, "buildings", 0),
					      .missing = missing ? missing->list.count : 0 } };
	strcpy(note->code, head->code);
	clock_minute(head->step->at_unix, note->said.at);
	note->items = mem_array(note->said.missing, sizeof(*note->items));
	for (size_t i = 0; i < note->said.missing; i++) {
		const char *building = value_get_text(&missing->list.items[i], "building"),
			   *reason = value_get_text(&missing->list.items[i], "reason");
		struct head_said *item = &note->items[note->count];

		if (!building || !id_from_hex(building, &item->root))
			continue;
		item->reason = mem_strdup(reason ? reason : "");
		note->count++;
	}
	return true;
}

static void
release_notes(struct manifest_reading *reading)
{
	for (size_t n = 0; n < reading->note_count; n++) {
		for (size_t i = 0; i < reading->notes[n].count; i++)
			free(reading->notes[n].items[i].reason);
		free(reading->notes[n].items);
		free(reading->notes[n].said.by); /* NULL: a village has it */
	}
	free(reading->notes);
}

/* ---- the houses */

static bool
is_of_first_chain(const struct pack *pack, const char *form)
{
	const struct form *of = form ? pack_form(pack, form) : NULL;

	return of && pack_chain_of_form(pack, of) == &pack->chains[0];
}

/* Asks the house itself: its first task is another one, and a form may wait behind it. */
static bool
waits_for_form(struct manifest_reading *reading, const struct id *root, const struct form **form)
{
	const struct pack *pack = app_pack(reading->app);
	struct dossier *dossier = NULL;
	bool waits = false;

	if (!reading->status)
		reading->status = dossier_load(app_store(reading->app), root, NULL, &dossier, reading->err);
	for (size_t i = 0; dossier && i < dossier->state.todo_count && !waits; i++) {
		const struct flow_todo *todo = &dossier->state.todos[i];

		waits = todo->task == TASK_FORM && todo->chain == &pack->chains[0] && !blind_hides_task(reading->app, dossier, todo);
		if (waits)
			*form = todo->form;
	}
	dossier_free(dossier);
	return waits;
}

/* Is a form of the first chain called for and not filled? Such forms go before all tasks but a conflict, a return and a form to be filled again. */
static bool
is_missing(struct manifest_reading *reading, const struct building_row *house, const struct form **form)
{
	const struct pack *pack = app_pack(reading->app);

	*form = NULL;
	switch (house->task) {
	case TASK_FORM:
		if (!is_of_first_chain(pack, house->task_name))
			return false;
		*form = pack_form(pack, house->task_name);
		return true;
	case TASK_AGAIN:
		return is_of_first_chain(pack, house->task_name) && waits_for_form(reading, &house->root, form);
	case TASK_CONFLICT:
	case TASK_RETURNED:
		return waits_for_form(reading, &house->root, form);
	default:
		return false;
	}
}

/* What a village is called, whose houses have a list of their own still: it is signed for by the digits under which they were listed. The caller frees. */
static char *
village_name(const struct app *app, const char *code)
{
	const struct division *then = app_pack(app) ? pack_division(app_pack(app), code) : NULL;
	char *now = app_place_name(app, code), *both = then && *then->became ? mem_printf(_("%s (was %s)"), now, then->name) : NULL;

	if (both)
		free(now);
	return both ? both : now;
}

/* What was found of a house: the labels of its choices, "Not needed: not self-built". */
static char *
state_words(const struct pack *pack, const struct manifest_row *row)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < pack->manifest.state_count; i++) {
		char *words = row->states[i] ? list_words(pack->manifest.states[i]->list, row->states[i], _("en")) : NULL;

		if (!words)
			continue;
		if (out.len)
			buf_text_add(&out, _(": "));
		buf_text_add(&out, words);
		free(words);
	}
	return buf_detach(&out);
}

static bool
note_hidden(const struct building_row *row, void *ctx)
{
	struct manifest_reading *reading = ctx;

	MEM_GROW(reading->hidden, reading->hidden_count, reading->hidden_cap);
	reading->hidden[reading->hidden_count++] = row->root;
	return true;
}

static enum status
read_hidden(struct manifest_reading *reading, const char *area)
{
	const struct manifest_words *words = &app_pack(reading->app)->manifest;
	size_t count;
	const struct form **blind = blind_forms(reading->app, &count);
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && !status; i++) {
		bool tells = false;

		for (size_t k = 0; k < words->state_count && !tells; k++)
			tells = eval_field_tells(store_eval(app_store(reading->app)), blind[i], words->states[k]);
		if (tells)
			status = store_each_unfilled(app_store(reading->app), area, blind[i], note_hidden, reading, reading->err);
	}
	if (reading->hidden_count)
		qsort(reading->hidden, reading->hidden_count, sizeof(*reading->hidden), id_order);
	free(blind);
	return status;
}

static bool
is_hidden(const struct manifest_reading *reading, const struct id *root)
{
	return reading->hidden_count && bsearch(root, reading->hidden, reading->hidden_count, sizeof(*reading->hidden), id_order) != NULL;
}

static struct manifest_village *
add_village(struct manifest_reading *reading, const char *code)
{
	struct app_manifests *out = reading->out;
	struct manifest_village *village;

	MEM_GROW(out->villages, out->count, out->cap);
	village = &out->villages[out->count++];
	*village = (struct manifest_village){ .name = village_name(reading->app, code) };
	strncpy(village->code, code, DIVISION_CODE_LEN);
	reading->item_cap = 0;
	return village;
}

/* Notes what each manifest of the village says of a house that is missing; *reason: what one of them says. */
static void
look_up_missing(struct manifest_reading *reading, const char *code, const struct id *root, const struct choice **reason)
{
	const struct list *list = app_pack(reading->app)->manifest.missing;

	for (size_t n = 0; n < reading->note_count; n++) {
		struct head_note *note = &reading->notes[n];
		bool named = false;

		if (strcmp(note->code, code) != 0)
			continue;
		for (size_t i = 0; i < note->count; i++)
			if (id_equal(&note->items[i].root, root)) {
				named = note->items[i].missing = true;
				if (list)
					*reason = list_choice(list, note->items[i].reason);
			}
		note->said.open += !named;
	}
}

static bool
add_house(const struct manifest_row *row, void *ctx)
{
	struct manifest_reading *reading = ctx;
	struct app_manifests *out = reading->out;
	struct manifest_village *village = out->count ? &out->villages[out->count - 1] : NULL;
	const struct building_row *house = row->house;
	const struct choice *reason = NULL;
	const struct form *form;
	struct manifest_house *item;
	bool missing;

	if (reading->just && strcmp(reading->just, house->division) != 0)
		return true;
	missing = is_missing(reading, house, &form);
	if (!village || strcmp(village->code, house->division) != 0)
		village = add_village(reading, house->division);
	if (missing)
		look_up_missing(reading, village->code, &house->root, &reason);
	village->missing += missing;
	if (reading->houses) {
		MEM_GROW(village->items, village->houses, reading->item_cap);
		item = &village->items[village->houses];
		*item = (struct manifest_house){ .root = house->root,
						 .number = house->number,
						 .by = mem_strdup(row->by ? row->by : ""),
						 .state = missing || is_hidden(reading, &house->root)
								  ? mem_strdup("")
								  : state_words(app_pack(reading->app), row),
						 .missing = missing,
						 .form = form,
						 .tries = row->tries,
						 .reason = reason };
		strncpy(item->last_try, row->last_try ? row->last_try : "", sizeof(item->last_try) - 1);
	}
	village->houses++;
	return !reading->status;
}

/* ---- both together */

static int
house_cmp(const void *a, const void *b)
{
	const struct manifest_house *left = a, *right = b;
	int order = strcmp(left->by, right->by);

	return order ? order : (left->number > right->number) - (left->number < right->number);
}

static int
village_cmp(const void *a, const void *b)
{
	return strcmp(((const struct manifest_village *)a)->code, ((const struct manifest_village *)b)->code);
}

static struct manifest_village *
find_village(struct app_manifests *manifests, const char *code)
{
	for (size_t i = 0; i < manifests->count; i++)
		if (strcmp(manifests->villages[i].code, code) == 0)
			return &manifests->villages[i];
	return NULL;
}

static bool
is_outdated(const struct manifest_signed *head)
{
	return head->more || head->reached || head->open;
}

/* Gives each village what was signed for it. */
static void
join_heads(struct manifest_reading *reading)
{
	struct app_manifests *out = reading->out;

	for (size_t n = 0; n < reading->note_count; n++) {
		struct head_note *note = &reading->notes[n];
		struct manifest_village *village = find_village(out, note->code);

		if (!village)
			village = add_village(reading, note->code);
		note->said.more = (int64_t)village->houses - note->said.houses;
		for (size_t i = 0; i < note->count; i++)
			note->said.reached += !note->items[i].missing;
		village->heads = mem_resize(village->heads, village->head_count + 1, sizeof(*village->heads));
		village->heads[village->head_count++] = note->said;
		note->said.by = NULL;
	}
	for (size_t v = 0; v < out->count; v++) {
		struct manifest_village *village = &out->villages[v];

		village->standing = village->head_count > 1	      ? MANIFEST_TWO
				    : !village->head_count	      ? MANIFEST_NONE
				    : is_outdated(&village->heads[0]) ? MANIFEST_OUTDATED
								      : MANIFEST_STANDS;
		out->by_standing[village->standing]++;
		if (village->items)
			qsort(village->items, village->houses, sizeof(*village->items), house_cmp);
	}
	if (out->count)
		qsort(out->villages, out->count, sizeof(*out->villages), village_cmp);
}

static enum status
read_manifests(struct manifest_reading reading, const char *area, struct err *err)
{
	struct app *app = reading.app;
	struct app_manifests *out = reading.out;
	enum status status = app_check_area(app, area, err);

	*out = (struct app_manifests){ 0 };
	if (!status)
		status = store_each_division_head(app_store(app), area, step_kind_name(STEP_MANIFEST), note_head, &reading, err);
	if (!status && reading.houses && app_pack(app))
		status = read_hidden(&reading, area);
	if (!status)
		status = store_each_manifest_row(app_store(app), area, add_house, &reading, err);
	if (!status)
		status = reading.status;
	join_heads(&reading);
	free(reading.hidden);
	release_notes(&reading);
	if (status)
		app_manifests_release(out);
	return status;
}

enum status
app_manifests(struct app *app, const char *area, bool houses, struct app_manifests *out, struct err *err)
{
	return read_manifests((struct manifest_reading){ .app = app, .out = out, .houses = houses, .err = err }, area, err);
}

enum status
app_village_manifest(struct app *app, const char *village, bool houses, struct app_manifests *out, struct err *err)
{
	return read_manifests((struct manifest_reading){ .app = app, .out = out, .houses = houses, .just = village, .err = err }, village,
			      err);
}

void
app_manifests_release(struct app_manifests *manifests)
{
	for (size_t v = 0; v < manifests->count; v++) {
		struct manifest_village *village = &manifests->villages[v];

		for (size_t i = 0; village->items && i < village->houses; i++) {
			free(village->items[i].by);
			free(village->items[i].state);
		}
		for (size_t i = 0; i < village->head_count; i++)
			free(village->heads[i].by);
		free(village->items);
		free(village->heads);
		free(village->name);
	}
	free(manifests->villages);
	*manifests = (struct app_manifests){ 0 };
}

/* ---- how many lack one */

struct lacking_count {
	char (*with)[DIVISION_CODE_LEN + 1];
	size_t with_count, with_cap;
	size_t villages, lacking;
};

static bool
note_with(const struct division_head *head, void *ctx)
{
	struct lacking_count *count = ctx;

	MEM_GROW(count->with, count->with_count, count->with_cap);
	strcpy(count->with[count->with_count++], head->code);
	return true;
}

static bool
count_village(const char *division, int64_t houses, void *ctx)
{
	struct lacking_count *count = ctx;
	bool has = false;

	(void)houses;
	for (size_t i = 0; i < count->with_count && !has; i++)
		has = strcmp(count->with[i], division) == 0;
	count->villages++;
	count->lacking += !has;
	return true;
}

enum status
app_manifests_lacking(struct app *app, const char *area, size_t *villages, size_t *lacking, struct err *err)
{
	struct lacking_count count = { 0 };
	enum status status = store_each_division_head(app_store(app), area, step_kind_name(STEP_MANIFEST), note_with, &count, err);

	if (!status)
		status = store_each_village(app_store(app), area, count_village, &count, err);
	free(count.with);
	*villages = count.villages;
	*lacking = count.lacking;
	return status;
}
