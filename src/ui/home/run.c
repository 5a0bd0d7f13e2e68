#include "ui/home/run.h"

#include "ui/home/date.h"
#include "ui/home/start.h"
#include "ui/house/building.h"
#include "ui/loop.h"
#include "ui/page/help.h"
#include "ui/page/said.h"
#include "ui/settle/decision.h"

static struct screen *
first(struct ui *ui, const void *ctx)
{
	return start_screen(ui, ctx);
}

static struct screen *
pair(struct ui *ui, const struct id *building, const struct id *other)
{
	return question_pair_screen(ui, QUESTION_TWINS, building, other);
}

int
ui_run(const struct ui_start *start)
{
	const struct loop_pages pages = {
		.first = first,
		.help = help_screen,
		.day = date_before_signing_screen,
		.said = said_screen,
		.house = building_screen,
		.pair = pair,
		.ctx = start,
	};

	return loop_run(start->lang, &pages);
}
