#include "ui/page/photo.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/house/record.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/picture.h"

enum { COMMAND_BACK = 1, COMMAND_NEXT, COMMAND_PREVIOUS };

static const struct binding bindings[] = {
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ UI_KEY_ENTER, 0, NULL, NULL, COMMAND_BACK, false },
	{ UI_KEY_CHAR, 'v', NULL, NULL, COMMAND_BACK, false },
	{ 0 },
};

static const struct binding reel_bindings[] = {
	{ UI_KEY_RIGHT, 0, N_("Right"), N_("next photo"), COMMAND_NEXT, true },
	{ UI_KEY_DOWN, 0, NULL, NULL, COMMAND_NEXT, false },
	{ UI_KEY_LEFT, 0, N_("Left"), N_("photo before"), COMMAND_PREVIOUS, true },
	{ UI_KEY_UP, 0, NULL, NULL, COMMAND_PREVIOUS, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ UI_KEY_ENTER, 0, NULL, NULL, COMMAND_BACK, false },
	{ UI_KEY_CTRL, 'P', NULL, NULL, COMMAND_BACK, false },
	{ 0 },
};

struct photo_state {
	struct reel_photo *reel; /* NULL: one photo, whose bytes are here */
	size_t count, at;
	bool read; /* the bytes are those of the photo at `at` */
	struct buf bytes;
	char caption[200];
	struct picture picture;
};

static void
read_photo(struct photo_state *state, struct ui *ui)
{
	struct err err = { 0 };
	const struct reel_photo *photo = &state->reel[state->at];

	buf_clear(&state->bytes);
	picture_release(&state->picture);
	if (record_photo_bytes(ui->app, &photo->id, &state->bytes, &err))
		ui_fail(ui, &err);
	snprintf(state->caption, sizeof(state->caption), "%zu/%zu  %s", state->at + 1, state->count, photo->caption);
	state->read = true;
}

static void
photo_recalc(struct screen *screen, struct ui *ui)
{
	struct photo_state *state = screen->state;
	struct area area = ui_body_quiet(ui);

	if (state->reel && !state->read)
		read_photo(state, ui);
	picture_make(&state->picture, ui, "large", state->bytes.len ? state->bytes.data : NULL, state->bytes.len, NULL, area.rows,
		     area.cols);
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
	struct photo_state *state = screen->state;

	(void)ui;
	(void)key;
	if (command == COMMAND_BACK)
		return BACK;
	if (command == COMMAND_NEXT)
		state->at = (state->at + 1) % state->count;
	if (command == COMMAND_PREVIOUS)
		state->at = (state->at + state->count - 1) % state->count;
	state->read = !command && state->read;
	return STAY;
}

static void
photo_close(struct screen *screen, struct ui *ui)
{
	struct photo_state *state = screen->state;

	(void)ui;
	picture_release(&state->picture);
	buf_release(&state->bytes);
	free(state->reel);
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
	.about = N_("One photo over the whole page. Look at it, then go back."),
	.bindings = bindings,
	.title = photo_title,
	.recalc = photo_recalc,
	.draw = photo_draw,
	.key = photo_key,
	.close = photo_close,
};

static const struct screen_class reel_class = {
	.name = "photos",
	.about = N_("The photos of the house, one after the other, over the whole page."),
	.bindings = reel_bindings,
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

struct screen *
photos_screen(struct reel_photo *photos_take, size_t count, size_t at)
{
	struct photo_state *state = mem_alloc(sizeof(*state));

	state->reel = photos_take;
	state->count = count;
	state->at = at;
	return screen_new(&reel_class, state);
}
