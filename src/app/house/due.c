#include "app/house/due.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/label.h"
#include "app/house/office.h"
#include "app/house/open_case.h"
#include "app/session/device.h"
#include "app/session/division.h"
#include "app/session/keys.h"
#include "app/session/known.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/divisions/divisions.h"
#include "store/dossier/dossier.h"
#include "store/houses/building.h"
#include "store/houses/joined.h"
#include "store/store.h"
#include "trust/credential.h"
#include "trust/genesis.h"
#include "trust/holders.h"

int64_t
due_days(const char *day)
{
	char today[11];

	if (!day || !*day)
		return DUE_NEVER;
	clock_date(clock_now_unix(), today);
	return clock_days(day) - clock_days(today);
}

bool
due_is_urgent(int64_t days)
{
	return days < 0 && days >= -DUE_LONG;
}

char *
due_words(int64_t days)
{
	if (days == 0)
		return mem_strdup(_("today"));
	if (days < -DUE_LONG)
		return mem_strdup(_("overdue"));
	return days < 0 ? mem_printf(n_("overdue by %" PRId64 " day", "overdue by %" PRId64 " days", -days), -days)
			: mem_printf(n_("in %" PRId64 " day", "in %" PRId64 " days", days), days);
}

const struct names *
due_by(const struct due_row *row)
{
	return row->office ? office_roles(row->form, row->office, row->turn) : row->form ? &row->form->by : &row->level->by;
}

struct due_search {
	struct app *app;
	const char *role, *date;
	struct joined *joined;
	size_t joined_count;
	struct house_ranks ranks;
	struct due_row *rows;
	size_t count, cap;
};

/* The office of a form by its code. */
static const struct choice *
office_named(const struct form *form, const char *code)
{
	return form && form->offices.field ? list_choice(form->offices.field->list, code) : NULL;
}

static bool
owes(const struct building_row *building, const struct due_item *item, void *ctx)
{
	struct due_search *search = ctx;
	const struct pack *pack = app_pack(search->app);
	const struct joined *hidden = joined_find(search->joined, search->joined_count, building->number);
	struct due_row row = { .building = building->root,
			       .form = item->form ? pack_form(pack, item->form) : NULL,
			       .field = item->field ? pack_field(pack, item->field) : NULL,
			       .level = item->level ? house_level(search->app, item->chain, item->level) : NULL,
			       .root = item->root,
			       .of_case = item->of_case ? pack_case(pack, item->of_case) : NULL,
			       .gone = hidden && hidden->gone,
			       .counted_as = hidden ? hidden->counted_as : (struct id){ { 0 } },
			       .rank = house_rank_at(&search->ranks, building->number),
			       .office = item->office && item->form ? office_named(pack_form(pack, item->form), item->office) : NULL,
			       .days = search->date ? clock_days(item->day) - clock_days(search->date) : due_days(item->day) };

	if (row.office)
		row.turn = house_office_turn(search->app, row.form, row.office, building->division, row.days);
	if ((!row.form && !row.level) || (hidden && !row.of_case) || (search->role && !names_has(due_by(&row), search->role)))
		return true;
	strncpy(row.day, item->day, sizeof(row.day) - 1);
	division_area(building->division_now, DIVISION_VILLAGE, row.division);
	MEM_GROW(search->rows, search->count, search->cap);
	search->rows[search->count++] = row;
	return true;
}

/* Leaves out the cases that go on at the house that is counted. */
static enum status
drop_counted(struct due_search *search, struct err *err)
{
	enum status status = STATUS_OK;
	size_t kept = 0;

	for (size_t i = 0; i < search->count && !status; i++) {
		const struct due_row *row = &search->rows[i];
		bool has = false;

		if (!id_is_zero(&row->counted_as))
			status = house_has_case(search->app, &row->counted_as, row->of_case->name, &has, err);
		if (!has)
			search->rows[kept++] = *row;
	}
	search->count = kept;
	return status;
}

/* In the order of the chains and of the levels in each; a level that the pack in force lacks is of another pack. */
static int
level_cmp(const struct level *left, const struct level *right)
{
	int order = strcmp(left->chain->name, right->chain->name);
	size_t at = level_index(left), other = level_index(right);

	if (left->chain == right->chain || (!order && at != other))
		return at < other ? -1 : at > other;
	return order ? order : strcmp(left->name, right->name);
}

/* Forms in the pack's order, then levels in that of their chains. */
static int
what_cmp(const struct due_row *left, const struct due_row *right)
{
	if (left->form == right->form && left->field != right->field)
		return !left->field ? -1 : !right->field ? 1 : left->field < right->field ? -1 : 1;
	if (left->form != right->form)
		return !left->form ? 1 : !right->form ? -1 : left->form < right->form ? -1 : 1;
	if (left->level == right->level)
		return 0;
	return !left->level ? -1 : !right->level ? 1 : level_cmp(left->level, right->level);
}

static int
due_cmp(const void *a, const void *b)
{
	const struct due_row *left = a, *right = b;
	int order = work_order_cmp(&(struct work_order){ left->days < 0, left->rank, "" },
				   &(struct work_order){ right->days < 0, right->rank, "" });

	if (order)
		return order;
	if (left->days != right->days)
		return left->days < right->days ? -1 : 1;
	order = what_cmp(left, right);
	if (!order)
		order = strcmp(left->division, right->division);
	if (!order)
		order = id_cmp(&left->building, &right->building);
	return order ? order : id_cmp(&left->root, &right->root);
}

/* ---- forms about divisions */

struct filled_places {
	char (*codes)[DIVISION_CODE_LEN + 1];
	size_t count, cap;
};

static bool
note_filled(const struct division_head *head, void *ctx)
{
	struct filled_places *filled = ctx;

	MEM_GROW(filled->codes, filled->count, filled->cap);
	strcpy(filled->codes[filled->count++], head->code);
	return true;
}

/* The areas of those who work on this laptop: what is filled about other places is signed on other laptops, and need not be in this file. */
struct places_known {
	const struct trust *trust;
	struct device_id device;
	bool has_device;
	const char **areas;
	size_t count, cap;
};

static void
know_area(struct places_known *known, const char *area)
{
	MEM_GROW(known->areas, known->count, known->cap);
	known->areas[known->count++] = area;
}

/* Who has a key here works here, as far as the rights are not another laptop's. */
static bool
know_person(const struct app_key *key, void *ctx)
{
	struct places_known *known = ctx;

	for (size_t i = 0; i < trust_credential_count(known->trust); i++) {
		const struct credential *person = trust_credential_at(known->trust, i);

		if (strcmp(person->person, key->person) != 0 || person->reason != TRUST_COUNTS || person->revoked ||
		    (known->has_device && !credential_fits_device(person, &known->device)))
			continue;
		for (size_t k = 0; k < person->area_count; k++)
			know_area(known, person->areas[k]);
	}
	return true;
}

/* Where the county's files come to it is everything. */
static enum status
read_known(const struct app *app, struct places_known *known, struct err *err)
{
	struct device_id kept[DEVICES_MOST];

	*known = (struct places_known){ .trust = store_trust(app_store(app)), .has_device = app_has_device(app) };
	if (known->has_device)
		known->device = *app_device(app);
	else if (device_recall(app_workspace(app), kept)) { /* a file that is read without its notes is known by the folder of the keys */
		known->has_device = true;
		known->device = kept[0];
	}
	if (known->has_device && trust_is_receiver(known->trust, &known->device))
		know_area(known, "");
	return app_each_key(know_person, known, err);
}

static void
owe_place(struct due_search *search, const struct form *form, const struct division *division, const struct filled_places *filled)
{
	struct due_row row = { .form = form,
			       .rank = HOUSE_RANK_NONE,
			       .days = search->date ? clock_days(form->deadline->date) - clock_days(search->date)
						    : due_days(form->deadline->date) };

	division_area(division->code, division->level, row.division);
	for (size_t i = 0; i < filled->count; i++)
		if (strcmp(filled->codes[i], row.division) == 0)
			return;
	division_root(row.division, &row.building);
	strcpy(row.day, form->deadline->date);
	MEM_GROW(search->rows, search->count, search->cap);
	search->rows[search->count++] = row;
}

/* A form about a division, once, that has a day, in the divisions of the area where nobody filled it, as far as this file knows. */
static enum status
owe_places(struct due_search *search, const char *area, struct err *err)
{
	const struct pack *pack = app_pack(search->app);
	struct places_known known;
	char now[DIVISION_CODE_LEN + 1];
	enum status status = read_known(search->app, &known, err);

	pack_area_now(pack, area, now);
	for (size_t f = 0; pack && f < pack->form_count && !status; f++) {
		const struct form *form = &pack->forms[f];
		struct filled_places filled = { 0 };

		if (!form->of_division || !form->deadline || form->repeat || (search->role && !names_has(&form->by, search->role)))
			continue;
		status = store_each_division_head(app_store(search->app), "", form->name, note_filled, &filled, err);
		for (size_t i = 0; i < pack->division_count && !status; i++) {
			char place[DIVISION_CODE_LEN + 1];

			division_area(pack->divisions[i].code, pack->divisions[i].level, place);
			if (pack->divisions[i].level == form->about && !*pack->divisions[i].became &&
			    division_covers(now, pack->divisions[i].code) && division_covered(known.areas, known.count, place))
				owe_place(search, form, &pack->divisions[i], &filled);
		}
		free(filled.codes);
	}
	free(known.areas);
	return status;
}

enum status
due_list(struct app *app, const struct due_ask *ask, struct due_row **rows, size_t *count, struct err *err)
{
	struct due_search search = { .app = app, .role = ask->role, .date = ask->date };
	enum status status = app_check_area(app, ask->area, err);

	if (!status && ask->role && app_pack(app) && !pack_role(app_pack(app), ask->role))
		status = known_no_role(app, ask->role, err);
	if (!status && ask->date && clock_days(ask->date) == INT64_MIN)
		status = err_set(err, STATUS_INVALID, _("\"%s\" is no date; write it as 2022-09-16"), ask->date);
	if (!status)
		status = joined_load(app_store(app), &search.joined, &search.joined_count, err);
	if (!status)
		status = house_ranks_add(app, ask->area, &search.ranks, err);
	house_ranks_sort(&search.ranks);
	if (!status)
		status = store_each_due(app_store(app), ask->area, owes, &search, err);
	if (!status)
		status = owe_places(&search, ask->area, err);
	if (!status)
		status = drop_counted(&search, err);
	free(search.joined);
	house_ranks_release(&search.ranks);
	if (status) {
		free(search.rows);
		return status;
	}
	if (search.count)
		qsort(search.rows, search.count, sizeof(*search.rows), due_cmp);
	*rows = search.rows;
	*count = search.count;
	return STATUS_OK;
}

enum status
due_count_gone(struct app *app, const char *area, int64_t *out, struct err *err)
{
	struct joined *joined = NULL;
	struct due_row *rows = NULL;
	size_t count = 0;
	bool any = false;
	enum status status = app_check_area(app, area, err);

	*out = 0;
	if (!status)
		status = joined_load(app_store(app), &joined, &count, err);
	for (size_t i = 0; i < count && !status; i++)
		any |= joined[i].gone;
	free(joined);
	count = 0;
	if (!status && any)
		status = due_list(app, &(struct due_ask){ .area = area }, &rows, &count, err);
	for (size_t i = 0; i < count && !status; i++)
		*out += rows[i].gone;
	free(rows);
	return status;
}
