#include "ui/unread.h"

#include "base/i18n.h"

enum { COMMAND_AGAIN = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("read it again"), COMMAND_AGAIN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static const char *
unread_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("This page could not be read");
}

static void
unread_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	struct area area = area_below(area_inside(ui_body(ui), 2, 2), 1);

	canvas_paragraph(canvas, &area, BAD, screen->unread);
	area = area_below(area, 1);
	canvas_paragraph(canvas, &area, PLAIN,
			 _("Nothing is lost by this: what was typed here is kept or still stands on the page. Enter reads it again."));
	canvas_cursor(canvas, ui_body(ui).row, 0);
}

static struct action
unread_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	(void)screen;
	(void)ui;
	(void)key;
	return command == COMMAND_BACK ? BACK : command == COMMAND_AGAIN ? STAY : NO_KEY; /* recalc follows */
}

const struct screen_class unread_class = {
	.name = "unread",
	.about = N_(
		"The page could not be read: the file was damaged, or the stick or disk it lies on is gone. Put that back, or use another copy of the file; Enter reads the page again, Esc goes back."),
	.bindings = bindings,
	.title = unread_title,
	.draw = unread_draw,
	.key = unread_key,
};
