#include <stdlib.h>
#include <string.h>

#include "app/house/board_key.h"
#include "app/house/check.h"
#include "app/session/division.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/houses/building.h"
#include "store/store.h"

/* What stands in one row of the quality board, house by house. */

struct board_walk {
	struct board_keys keys;
	enum board_by by;
	const char *code;
	struct board_list *out;
};

static bool
add_found(const struct app_finding *finding, void *ctx)
{
	struct board_walk *walk = ctx;
	struct board_list *out = walk->out;
	const struct board_place place = board_place_of(finding);

	if (strcmp(board_code(&walk->keys, walk->by, &place), walk->code) != 0)
		return true;
	MEM_GROW(out->items, out->count, out->cap);
	out->items[out->count++] = (struct board_found){ .building = *finding->building,
							 .number = finding->number,
							 .by = mem_strdup(board_person(&walk->keys, finding->author)),
							 .rule_id = mem_strdup(finding->rule),
							 .text = finding->text ? mem_strdup(finding->text) : NULL,
							 .rule = pack_rule(app_pack(walk->keys.app), finding->rule),
							 .level = finding->level,
							 .judged = finding->judged,
							 .undecided = finding->undecided,
							 .waived = finding->waived };
	return true;
}

/* ---- what the houses are called */

struct board_naming {
	struct app *app;
	struct board_found **by_number; /* ascending */
	size_t count;
	char village[DIVISION_CODE_LEN + 1], *village_name; /* of the house named last */
};

static int
found_order(const void *a, const void *b)
{
	const struct board_found *const *left = a, *const *right = b;

	return ((*left)->number > (*right)->number) - ((*left)->number < (*right)->number);
}

static bool
name_house(const struct building_row *row, const char *words, void *ctx)
{
	struct board_naming *naming = ctx;
	size_t low = 0, high = naming->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (naming->by_number[middle]->number < row->number)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < naming->count && naming->by_number[low]->number == row->number; low++) {
		if (!naming->village_name || strcmp(naming->village, row->division) != 0) {
			free(naming->village_name);
			naming->village_name = app_place_name(naming->app, row->division);
			strncpy(naming->village, row->division, sizeof(naming->village) - 1);
		}
		free(naming->by_number[low]->place);
		naming->by_number[low]->place = mem_printf("%s%s", naming->village_name, words);
	}
	return true;
}

/* As they are called: their numbers are their places in this file. */
static int
called_order(const void *a, const void *b)
{
	const struct board_found *left = a, *right = b;
	int order = strcmp(left->place, right->place);

	order = order ? order : id_cmp(&left->building, &right->building);
	order = order ? order : strcmp(left->rule_id, right->rule_id);
	return order || !left->text || !right->text ? order : strcmp(left->text, right->text);
}

static enum status
name_houses(struct app *app, const char *area, struct board_list *list, struct err *err)
{
	struct board_naming naming = { .app = app, .count = list->count };
	enum status status;

	if (!list->count)
		return STATUS_OK;
	naming.by_number = mem_array(list->count, sizeof(struct board_found *));
	for (size_t i = 0; i < list->count; i++)
		naming.by_number[i] = &list->items[i];
	qsort(naming.by_number, naming.count, sizeof(struct board_found *), found_order);
	status = store_each_listed(app_store(app), area, name_house, &naming, err);
	for (size_t i = 0; i < list->count; i++)
		if (!list->items[i].place) {
			char hex[9];

			list->items[i].place = mem_strdup(id_short(&list->items[i].building, hex));
		}
	qsort(list->items, list->count, sizeof(*list->items), called_order);
	free(naming.by_number);
	free(naming.village_name);
	return status;
}

enum status
app_board_list(struct app *app, const struct board_ask *ask, enum board_by by, const char *code, struct board_list *out, struct err *err)
{
	const struct board_ask of_row = { .area = by == BOARD_VILLAGE ? code : ask->area,
					  .rule = by == BOARD_RULE ? code : ask->rule,
					  .by = 1U << by };
	struct board_list list = { 0 };
	struct board_walk walk = { .by = by, .code = code, .out = &list };
	enum status status = app_pack(app) ? board_keys_read(app, &of_row, &walk.keys, err) : STATUS_OK;

	if (!status &&
	    (by != BOARD_RULE || pack_rule(app_pack(app), code) || strcmp(code, RULE_LIMITS) == 0 || strcmp(code, CHECK_PICTURE) == 0))
		status = app_each_finding(app, of_row.area, of_row.rule, add_found, &walk, err);
	board_keys_release(&walk.keys);
	if (!status)
		status = name_houses(app, of_row.area, &list, err);
	if (status)
		board_list_release(&list);
	else
		*out = list;
	return status;
}

void
board_list_release(struct board_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->items[i].place);
		free(list->items[i].by);
		free(list->items[i].rule_id);
		secret_free(list->items[i].text);
	}
	free(list->items);
	*list = (struct board_list){ 0 };
}
