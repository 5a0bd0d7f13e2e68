#include "app/fill/inbox.h"
#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_photos.h"
#include "app/session/workspace.h"
#include "ui/form/inbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/place.h"
#include "ui/menu.h"
#include "ui/page/photo.h"
#include "ui/picture.h"
#include "ui/screen.h"

/* The photos of the inbox, newest first and grouped by time, with a preview. */

enum { COMMAND_TAKE = 1, COMMAND_MOVE, COMMAND_LARGE, COMMAND_BACK };

static const struct binding inbox_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("take this photo"), COMMAND_TAKE, true },
	{ UI_KEY_CHAR, 'm', "m", N_("move it here"), COMMAND_MOVE, true },
	{ UI_KEY_CHAR, 'v', "v", N_("large"), COMMAND_LARGE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct inbox_state {
	struct sheet *sheet;
	const struct field *field;
	int row;
	char title[200];
	struct inbox inbox;
	bool read;
	struct menu menu;
	struct picture picture;
};

static void
inbox_recalc(struct screen *screen, struct ui *ui)
{
	struct inbox_state *state = screen->state;
	struct err err = { 0 };

	if (!state->read) {
		inbox_release(&state->inbox);
		if (inbox_open(ui->app, ui->inbox, &state->inbox, &err))
			ui_fail(ui, &err);
		state->read = true;
	}
	menu_resize(&state->menu, state->inbox.count, (size_t)ui->rows - 5);
	if (state->inbox.count) {
		const char *path = state->inbox.photos[state->menu.chosen].path;

		picture_make(&state->picture, ui, path, NULL, 0, path, ui->rows - 6, ui->cols / 2 - 2);
	}
}

static void
inbox_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct inbox_state *state = screen->state;
	int width = canvas->cols / 2 - 1;
	char taken[300];

	if (state->inbox.count && state->inbox.photos[state->menu.chosen].used) { /* the whole name of the house, too long for a row */
		const char *used = state->inbox.photos[state->menu.chosen].used;

		snprintf(taken, sizeof(taken), _("This photo belongs to %s. m moves it here."), *used ? used : _("new house"));
		canvas_short(canvas, BODY_TOP, 1, canvas->cols - 2, WARN, taken);
	} else {
		canvas_short(canvas, BODY_TOP, 1, canvas->cols - 2, FAINT, ui->inbox);
	}
	if (state->inbox.count == 0) {
		canvas_wrap(canvas, BODY_TOP + 2, 2, canvas->cols - 4, 4, PLAIN,
			    _("No photo here yet. Copy the camera's photos (JPEG) into this folder; they show up at once."));
		return;
	}
	for (size_t i = state->menu.first; i < state->inbox.count && (int)(i - state->menu.first) < body_rows(canvas) - 2; i++) {
		const struct inbox_photo *photo = &state->inbox.photos[i];
		bool chosen = i == state->menu.chosen, starts = i == 0 || photo->group != state->inbox.photos[i - 1].group;
		int row = BODY_TOP + 1 + (int)(i - state->menu.first);
		char at[17], line[300];

		clock_minute(photo->taken_unix, at);
		snprintf(line, sizeof(line), "%s%s %s %s%s%s", chosen ? ">" : " ", starts ? at + 5 : "           ", photo->name,
			 photo->used ? "[" : "", photo->used ? (*photo->used ? photo->used : _("new house")) : "", photo->used ? "]" : "");
		canvas_short(canvas, row, 1, width - 1, chosen ? CHOSEN : photo->used ? FAINT : PLAIN, line);
	}
	picture_draw(&state->picture, canvas, BODY_TOP + 1, width + 1);
	canvas_cursor(canvas, BODY_TOP + 1 + (int)(state->menu.chosen - state->menu.first), 1);
}

static struct action
take(struct inbox_state *state, struct ui *ui, bool move)
{
	const struct inbox_photo *photo;
	struct draft_photo *drafts = NULL;
	struct err err = { 0 };
	size_t count = 0;
	enum status status = STATUS_OK;

	if (state->inbox.count == 0)
		return STAY;
	photo = &state->inbox.photos[state->menu.chosen];
	if (photo->used && !move) {
		ui_say(ui, TOAST_BAD, _("This photo belongs to %s. m moves it here."), *photo->used ? photo->used : _("new house"));
		return STAY;
	}
	if (photo->used) {
		/* The photo is taken from the draft that has it; a draft of this very form is this sheet. */
		status = sheet_save(state->sheet, &err);
		if (!status)
			status = app_draft_photos(ui->app, &drafts, &count, &err);
		for (size_t i = 0; i < count && !status; i++) {
			int row;
			const struct field *field = field_place_find(app_pack(ui->app), drafts[i].field, &row);

			if (strcmp(drafts[i].name, photo->name) != 0)
				continue;
			if (id_equal(&drafts[i].building, sheet_building(state->sheet)) &&
			    strcmp(drafts[i].form, sheet_form(state->sheet)->name) == 0) {
				if (field)
					sheet_drop_photo(state->sheet, field, row);
			} else {
				status = app_draft_drop_photo(ui->app, &drafts[i], &err);
			}
		}
		draft_photos_free(drafts, count);
	}
	if (!status)
		status = sheet_set_photo(state->sheet, state->field, state->row, photo->path, &err);
	if (status) {
		ui_fail(ui, &err);
		return STAY;
	}
	return BACK;
}

static struct action
inbox_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct inbox_state *state = screen->state;

	if (menu_key(&state->menu, key, (size_t)ui->rows - 5))
		return STAY;
	switch (command) {
	case COMMAND_TAKE:
		return take(state, ui, false);
	case COMMAND_MOVE:
		return take(state, ui, true);
	case COMMAND_LARGE:
		if (state->inbox.count) {
			struct photo_taken taken = { 0 };
			struct err err = { 0 };
			struct screen *large;

			if (photo_take(state->inbox.photos[state->menu.chosen].path, &taken, &err)) {
				ui_fail(ui, &err);
				break;
			}
			large = photo_screen(taken.bytes.data, taken.bytes.len, state->inbox.photos[state->menu.chosen].name);
			buf_release(&taken.bytes);
			return (struct action){ ACTION_PUSH, large };
		}
		break;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
inbox_close(struct screen *screen, struct ui *ui)
{
	struct inbox_state *state = screen->state;

	(void)ui;
	inbox_release(&state->inbox);
	picture_release(&state->picture);
	free(state);
}

static const char *
inbox_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct inbox_state *)screen->state)->title;
}

static const struct screen_class inbox_class = {
	.name = "inbox",
	.bindings = inbox_bindings,
	.title = inbox_title,
	.recalc = inbox_recalc,
	.draw = inbox_draw,
	.key = inbox_key,
	.close = inbox_close,
};

struct screen *
inbox_screen(struct ui *ui, struct sheet *sheet, const struct field *field, int row)
{
	struct inbox_state *state = mem_alloc(sizeof(*state));

	state->sheet = sheet;
	state->field = field;
	state->row = row;
	snprintf(state->title, sizeof(state->title), "%s  %s", label_text(&field->label, ui->lang), sheet_place(sheet));
	return screen_new(&inbox_class, state);
}
