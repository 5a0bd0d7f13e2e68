#include "app/house/board.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/board_key.h"
#include "base/i18n.h"
#include "base/mem.h"

static const struct {
	const char *name, *words;
} ways[] = {
	[BOARD_RULE] = { "rule", N_("by rule") },	   [BOARD_KIND] = { "kind", N_("by kind of error") },
	[BOARD_VILLAGE] = { "village", N_("by village") }, [BOARD_TEAM] = { "team", N_("by team") },
	[BOARD_PERSON] = { "person", N_("by person") },
};
_Static_assert(ARRAY_LEN(ways) == BOARD_BY_COUNT, "words for each");

const char *
board_by_words(enum board_by by)
{
	return _(ways[by].words);
}

bool
board_by_find(const char *name, enum board_by *out)
{
	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		if (strcmp(ways[i].name, name) == 0) {
			*out = (enum board_by)i;
			return true;
		}
	return false;
}

/* ---- counting */

struct board_counting {
	struct board *out;
	struct board_keys keys;
	unsigned int by;
	struct id last; /* the house that was counted last */
};

/* The row of a code, which stands ascending while the board is counted. */
static struct board_row *
row_of(struct board_counting *counting, enum board_by by, const struct board_place *place)
{
	struct board_table *table = &counting->out->by[by];
	const char *code = board_code(&counting->keys, by, place);
	size_t low = 0, high = table->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(table->rows[middle].code, code);

		if (!order)
			return &table->rows[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	MEM_GROW(table->rows, table->count, table->cap);
	memmove(&table->rows[low + 1], &table->rows[low], (table->count++ - low) * sizeof(*table->rows));
	table->rows[low] = (struct board_row){ .code = mem_strdup(code), .name = board_name(&counting->keys, by, place) };
	return &table->rows[low];
}

static void
count_in(struct board_row *row, const struct app_finding *finding)
{
	row->level = finding->level;
	if (!finding->judged) {
		row->unjudged += finding->houses;
		return;
	}
	if (finding->undecided) {
		row->undecided++;
		return;
	}
	row->by_level[finding->level]++;
	row->houses += !id_equal(&row->last, finding->building);
	row->last = *finding->building;
	row->villages += strcmp(row->last_village, finding->division) != 0;
	snprintf(row->last_village, sizeof(row->last_village), "%s", finding->division);
}

struct board_place
board_place_of(const struct app_finding *finding)
{
	return (struct board_place){ .number = finding->number,
				     .kind = finding->kind,
				     .division = finding->division,
				     .rule = finding->rule,
				     .author = finding->author };
}

static bool
count_finding(const struct app_finding *finding, void *ctx)
{
	struct board_counting *counting = ctx;
	struct board *out = counting->out;
	const struct board_place place = board_place_of(finding);

	for (int by = 0; by < BOARD_BY_COUNT; by++)
		if (counting->by & 1U << by)
			count_in(row_of(counting, (enum board_by)by, &place), finding);
	if (!finding->judged) {
		out->unjudged += finding->houses;
		return true;
	}
	if (finding->undecided) {
		out->undecided++;
		return true;
	}
	out->found++;
	out->errors += finding->level == RULE_ERROR;
	out->houses += !id_equal(&counting->last, finding->building);
	counting->last = *finding->building;
	return true;
}

static bool
count_waived(const struct app_waived *waived, void *ctx)
{
	struct board_counting *counting = ctx;
	const struct rule *rule = pack_rule(app_pack(counting->keys.app), waived->rule);
	const struct board_place place = { .number = waived->number,
					   .kind = rule ? rule->kind : 0,
					   .division = waived->division,
					   .rule = waived->rule,
					   .author = waived->author };
	bool proved = waived->mended || board_is_wrong(&counting->keys, waived->number, rule);

	for (int by = 0; by < BOARD_BY_COUNT; by++)
		if (counting->by & 1U << by) {
			struct board_row *row = row_of(counting, (enum board_by)by, &place);

			row->level = rule ? rule->level : RULE_WARNING;
			row->waived++;
			row->proved += proved;
		}
	counting->out->waived++;
	counting->out->proved += proved;
	return true;
}

/* ---- order */

static int
descending(int64_t left, int64_t right)
{
	return (left < right) - (left > right);
}

/* The most errors first, then the most of all. */
static int
worst_order(const void *a, const void *b)
{
	const struct board_row *left = a, *right = b;
	int order = descending(left->by_level[RULE_ERROR], right->by_level[RULE_ERROR]);

	order = order ? order : descending(left->by_level[RULE_WARNING], right->by_level[RULE_WARNING]);
	order = order ? order : descending(left->waived, right->waived);
	return order ? order : strcmp(left->code, right->code);
}

/* Errors first, then warnings, each in the pack's order. */
static void
order_rules(const struct pack *pack, struct board_table *table)
{
	struct board_row *ordered = mem_array(table->count ? table->count : 1, sizeof(*ordered));
	size_t count = 0;

	for (int level = RULE_ERROR; level <= RULE_INFO; level++) {
		for (size_t i = 0; i < pack->rule_count; i++)
			for (size_t r = 0; r < table->count; r++)
				if ((int)table->rows[r].level == level && strcmp(table->rows[r].code, pack->rules[i].id) == 0)
					ordered[count++] = table->rows[r];
		for (size_t r = 0; r < table->count; r++)
			if ((int)table->rows[r].level == level && !pack_rule(pack, table->rows[r].code))
				ordered[count++] = table->rows[r];
	}
	free(table->rows);
	table->rows = ordered;
	table->cap = table->count;
}

enum status
app_board(struct app *app, const struct board_ask *ask, struct board *out, struct err *err)
{
	struct board board = { 0 };
	struct board_counting counting = { .out = &board, .by = ask->by };
	enum status status = app_pack(app) ? board_keys_read(app, ask, &counting.keys, err) : STATUS_OK;

	if (!status && ask->by & 1U << BOARD_TEAM) /* which is known by the house */
		status = app_each_finding(app, ask->area, ask->rule, count_finding, &counting, err);
	else if (!status)
		status = app_each_finding_together(app, ask->area, ask->rule, count_finding, &counting, err);
	if (!status)
		status = app_each_waived(app, ask->area, ask->rule, count_waived, &counting, err);
	board_keys_release(&counting.keys);
	if (status) {
		board_release(&board);
		return status;
	}
	if (app_pack(app))
		order_rules(app_pack(app), &board.by[BOARD_RULE]);
	for (int by = BOARD_TEAM; by <= BOARD_PERSON; by++)
		if (board.by[by].count)
			qsort(board.by[by].rows, board.by[by].count, sizeof(*board.by[by].rows), worst_order);
	*out = board;
	return STATUS_OK;
}

char *
board_undecided_words(const struct board *board)
{
	return mem_printf(n_("Besides, two answers differ once, both stay, and nobody signed over them yet: undecided, no error.",
			     "Besides, two answers differ %" PRId64
			     " times, both stay, and nobody signed over them yet: undecided, no errors.",
			     board->undecided),
			  board->undecided);
}

char *
board_rule_words(const char *code, const char *name)
{
	return *code == '_' ? mem_strdup(name) : mem_printf("%s %s", code, name);
}

void
board_release(struct board *board)
{
	for (size_t by = 0; by < BOARD_BY_COUNT; by++) {
		for (size_t i = 0; i < board->by[by].count; i++) {
			free(board->by[by].rows[i].code);
			free(board->by[by].rows[i].name);
		}
		free(board->by[by].rows);
	}
	*board = (struct board){ 0 };
}
