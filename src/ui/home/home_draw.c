#include <stdio.h>

#include "app/house/work.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/home/home_state.h"

/* How home looks: what there is to do, the next date, and bars of how far each place has come. */

static void
draw_bar(const struct work_bar *bar, struct canvas *canvas, int row, int col, int name_cols, int count_cols, int bar_cols)
{
	char count[40];
	int done = (int)((double)bar->done / (double)bar->total * bar_cols),
	    waiting = (int)((double)(bar->done + bar->waiting) / (double)bar->total * bar_cols),
	    begun = (int)((double)(bar->done + bar->waiting + bar->begun) / (double)bar->total * bar_cols);

	canvas_short(canvas, row, col, name_cols, PLAIN, bar->name);
	snprintf(count, sizeof(count), "%zu/%zu", bar->done, bar->total);
	canvas_text(canvas, row, col + name_cols + 1, count_cols, PLAIN, count);
	for (int c = 0; c < bar_cols; c++)
		canvas_text(canvas, row, col + name_cols + count_cols + 2 + c, 1,
			    c < done	  ? GOOD
			    : c < waiting ? ACCENT
					  : FAINT,
			    c < done	  ? "#"
			    : c < waiting ? "="
			    : c < begun	  ? "-"
					  : ".");
}

/* A line each; two columns of them where a county has more townships than there are lines. */
static void
draw_bars(const struct home_state *home, struct canvas *canvas, int row, int bottom)
{
	const struct work *work = home->work;
	int height = bottom - row - 1, half = (canvas->cols - 2) / 2;

	if (work->bar_count == 0 || height < 1)
		return;
	canvas_text(canvas, row++, 1, canvas->cols - 2, BOLD, _("How far it is: # signed by all, = signing, - begun"));
	if ((int)work->bar_count <= height) {
		for (size_t i = 0; i < work->bar_count; i++)
			draw_bar(&work->bars[i], canvas, row + (int)i, 2, 24, 14, canvas->cols - 46);
		return;
	}
	for (int i = 0; i < 2 * height && i < (int)work->bar_count; i++)
		draw_bar(&work->bars[i], canvas, row + i % height, 2 + i / height * half, 14, 9, half - 28);
}

static int
draw_due(const struct home_state *home, const struct ui *ui, struct canvas *canvas, int row)
{
	char line[300];

	if (!home->work->due)
		return row;
	if (home->work->due_days >= 0)
		snprintf(line, sizeof(line), _("Next date: %s %s, in %lld days"), home->work->due->date,
			 label_text(&home->work->due->label, ui->lang), (long long)home->work->due_days);
	else
		snprintf(line, sizeof(line), _("The last date was %s: %s"), home->work->due->date,
			 label_text(&home->work->due->label, ui->lang));
	canvas_short(canvas, row, 1, canvas->cols - 2, FAINT, line);
	return row + 2;
}

static bool
may_begin(const struct ui *ui)
{
	const struct pack *pack = app_pack(ui->app);

	return pack && pack->root && app_person_has_role(ui->app, &pack->root->by);
}

void
home_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct home_state *home = screen->state;
	int row = BODY_TOP + 1, bottom = BODY_TOP + body_rows(canvas);

	if (!home->work)
		return;
	if (app_is_older_copy(ui->app)) {
		canvas_text(canvas, row, 1, canvas->cols - 2, CHOSEN,
			    app_is_dropped(ui->app) ? _("> Nothing can be signed on this laptop: see what to do (Enter)")
						    : _("> This file is an older copy: see what to do (Enter)"));
		canvas_cursor(canvas, row++, 1);
		row += canvas_wrap(
			       canvas, row, 3, canvas->cols - 4, 3, BAD,
			       app_is_dropped(ui->app)
				       ? _("It was decided that another account of this laptop counts.")
				       : _("What was last signed on this laptop is missing from it. Until that is settled nothing can be signed here.")) +
		       1;
	} else if (!app_person_name(ui->app)) {
		canvas_text(canvas, row, 1, canvas->cols - 2, CHOSEN,
			    !app_has_device(ui->app) ? _("> Set up this laptop and your key (Enter)")
						     : _("> Say who is at the laptop (Enter)"));
		canvas_cursor(canvas, row, 1);
		row += 2;
		if (app_is_demo(ui->app)) {
			static const char *const tour[] = {
				N_("1 Enter, choose an inspector by number, passphrase: demo"),
				N_("2 Enter does the next thing: correct what came back, fill a house, ^S signs"),
				N_("3 P: the other inspector checks the photos and signs for the team"),
				N_("4 P: the village secretary, then the leader in charge, sign (1 approve, 2 give back)"),
				N_("5 P: the township head signs last. Everybody's passphrase is demo; ? helps."),
			};

			canvas_text(canvas, row++, 1, canvas->cols - 2, BOLD, _("A tour of the demonstration"));
			for (size_t i = 0; i < ARRAY_LEN(tour); i++)
				canvas_short(canvas, row++, 3, canvas->cols - 4, PLAIN, _(tour[i]));
			row++;
		}
	} else if (home->count == 0) {
		canvas_text(canvas, row, 1, canvas->cols - 2, GOOD, _("Nothing waits for you."));
		canvas_text(canvas, row + 1, 1, canvas->cols - 2, PLAIN,
			    may_begin(ui) ? _("n begins a house that is not on the list; a shows all of them; P changes the person.")
					  : _("a shows all houses; P changes the person."));
		row += 3;
	}
	for (size_t i = home->menu.first; i < home->count && i - home->menu.first < home_line_rows(ui); i++, row++) {
		bool chosen = i == home->menu.chosen;

		canvas_text(canvas, row, 1, 1, ACCENT, chosen ? ">" : " ");
		canvas_short(canvas, row, 3, canvas->cols - 4, chosen ? CHOSEN : PLAIN, home->lines[i].text);
		if (chosen) {
			canvas_cursor(canvas, row, 1);
			if (*home->first)
				canvas_short(canvas, ++row, 5, canvas->cols - 6, FAINT, home->first);
			if (*home->why)
				canvas_short(canvas, ++row, 5, canvas->cols - 6, BAD, home->why);
		}
	}
	row += home->count > 0;
	row = draw_due(home, ui, canvas, row);
	draw_bars(home, canvas, row, bottom);
}
