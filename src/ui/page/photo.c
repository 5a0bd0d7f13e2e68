#include "ui/page/photo.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/picture.h"

enum { COMMAND_BACK = 1 };

static const struct binding bindings[] = {
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ UI_KEY_ENTER, 0, NULL, NULL, COMMAND_BACK, false },
	{ UI_KEY_CHAR, 'v', NULL, NULL, COMMAND_BACK, false },
	{ 0 },
};

struct photo_state {
	struct buf bytes;
	char caption[200];
	struct picture picture;
};

static void
photo_recalc(struct screen *screen, struct ui *ui)
{
	struct photo_state *state = screen->state;
	struct area area = ui_body_quiet(ui);

	picture_make(&state->picture, ui, "large", state->bytes.data, state->bytes.len, NULL, area.rows, area.cols);
}

static void
photo_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct photo_state *state = screen->state;
	struct area area = ui_body_quiet(ui);

	picture_draw(&state->picture, canvas, area.row, area.col + (area.cols - state->picture.cells.cols) / 2);
}

static struct action
photo_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	(void)screen;
	(void)ui;
	(void)key;
	return command == COMMAND_BACK ? BACK : STAY;
}

static void
photo_close(struct screen *screen, struct ui *ui)
{
	struct photo_state *state = screen->state;

	(void)ui;
	picture_release(&state->picture);
	buf_release(&state->bytes);
	free(state);
}

static const char *
photo_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct photo_state *)screen->state)->caption;
}

static const struct screen_class photo_class = {
	.name = "photo",
	.bindings = bindings,
	.title = photo_title,
	.recalc = photo_recalc,
	.draw = photo_draw,
	.key = photo_key,
	.close = photo_close,
};

struct screen *
photo_screen(const void *bytes, size_t len, const char *caption)
{
	struct photo_state *state = mem_alloc(sizeof(*state));

	buf_add(&state->bytes, bytes, len);
	snprintf(state->caption, sizeof(state->caption), "%s", caption);
	return screen_new(&photo_class, state);
}
