#include "base/mem.h"
#include "cli/json.h"

/* Draws of houses for spot checks, as JSON. */

static const char *const standings[DRAW_STANDING_COUNT] = { "told",	"received", "seeded",	"stands", "too_early",
							    "conflict", "misdated", "unproven", "differs" };
static const char *const states[] = {
	[CHECK_WAITS] = "waits",
	[CHECK_DONE] = "done",
	[CHECK_UNREACHED] = "unreached",
	[CHECK_SPARE] = "spare",
};

static struct value
draw_value(const struct app_draw *draw)
{
	struct value line = value_object(), strata = value_list();
	char hex[ID_HEX_LEN + 1];

	value_set_text(&line, "draw", id_hex(&draw->id, hex));
	value_set_text(&line, "township", draw->township);
	value_set_text(&line, "standing", standings[draw->standing]);
	value_set_text(&line, "told", draw->told);
	value_set_text(&line, "by", draw->by);
	value_set_integer(&line, "receipt", draw->receipt);
	value_set_text(&line, "source", draw->source);
	value_set_text(&line, "day", draw->day);
	if (draw->seed)
		value_set_text(&line, "seed", draw->seed);
	value_set_integer(&line, "rivals", (int64_t)draw->rivals);
	for (size_t i = 0; i < draw->stratum_count; i++) {
		struct value stratum = value_object();

		value_set_text(&stratum, "value", draw->strata[i].value);
		value_set_integer(&stratum, "houses", draw->strata[i].houses);
		value_set_integer(&stratum, "quota", draw->strata[i].quota);
		value_append_take(&strata, stratum);
	}
	value_set_take(&line, "strata", strata);
	value_set_integer(&line, "wanted", (int64_t)draw->wanted);
	value_set_integer(&line, "done", (int64_t)draw->done);
	value_set_integer(&line, "wrong", (int64_t)draw->wrong);
	value_set_integer(&line, "unreached", (int64_t)draw->unreached);
	return line;
}

void
json_print_draw(const struct app_draw *draw, bool same)
{
	struct value line = draw_value(draw), houses = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < draw->house_count; i++) {
		const struct drawn_house *from = &draw->houses[i];
		struct value house = value_object();

		value_set_text(&house, "building", id_hex(&from->root, hex));
		value_set_text(&house, "value", draw->strata[from->stratum].value);
		value_set_integer(&house, "rank", (int64_t)from->rank);
		value_set_text(&house, "state", states[from->state]);
		if (from->words)
			value_set_text(&house, "words", from->words);
		value_append_take(&houses, house);
	}
	value_set_take(&line, "houses", houses);
	value_set_take(&line, "same", value_boolean(same));
	cli_print_json(&line);
	value_release(&line);
}

void
json_print_draws(const struct app_draws *draws)
{
	struct value list = value_list();

	for (size_t i = 0; i < draws->count; i++)
		value_append_take(&list, draw_value(&draws->items[i]));
	cli_print_json(&list);
	value_release(&list);
}
