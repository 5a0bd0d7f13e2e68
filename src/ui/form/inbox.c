#include "app/fill/inbox.h"
#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_photos.h"
#include "app/session/workspace.h"
#include "ui/form/inbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/place.h"
#include "ui/page/listview.h"
#include "ui/page/photo.h"
#include "ui/picture.h"
#include "ui/screen.h"

/* The photos of the inbox, newest first and grouped by time, with a preview. */

enum { COMMAND_TAKE = 1, COMMAND_MOVE, COMMAND_LARGE, COMMAND_FREE, COMMAND_BACK };

static const struct binding inbox_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("take this photo"), COMMAND_TAKE, true },
	{ UI_KEY_CHAR, 'm', "m", N_("move it here"), COMMAND_MOVE, true },
	{ UI_KEY_CHAR, 'v', "v", N_("large"), COMMAND_LARGE, true },
	{ UI_KEY_CHAR, 'f', "f", N_("all, or those not in use"), COMMAND_FREE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct inbox_state {
	struct sheet *sheet;
	const struct field *field;
	int row;
	char title[200];
	struct inbox inbox;
	size_t *shown, shown_count; /* indices of photos that the list shows */
	bool only_free;
	bool read;
	uint64_t stamp; /* of the folder, when it was read */
	struct list_view list;
	struct picture picture;
};

static const struct inbox_photo *
shown_at(const struct inbox_state *state, size_t index)
{
	return index < state->shown_count ? &state->inbox.photos[state->shown[index]] : NULL;
}

static const struct inbox_photo *
photo_at(const struct inbox_state *state)
{
	return shown_at(state, state->list.chosen);
}

/* Of a photo in use: the house that has it. */
static const char *
house_of(const struct inbox_photo *photo)
{
	return *photo->used ? photo->used : _("new house");
}

#define TIME_COLS 11 /* "08-20 09:14" */

static void
photo_text(const void *ctx, size_t index, struct buf *out)
{
	const struct inbox_state *state = ctx;
	const struct inbox_photo *photo = shown_at(state, index), *before = index ? shown_at(state, index - 1) : NULL;
	char at[17];

	clock_minute(photo->taken_unix, at);
	buf_printf(out, "%-*s %s", TIME_COLS, !before || photo->group != before->group ? at + 5 : "", photo->name);
	if (photo->used)
		buf_printf(out, " [%s]", house_of(photo));
	if (photo->why)
		buf_printf(out, _(" (%s)"), photo->why);
}

/* The same as far as the line has room: whose a photo is, or why it cannot be read, stands above the list when it is chosen. */
static void
draw_text(const struct inbox_state *state, size_t index, struct buf *out)
{
	const struct inbox_photo *photo = shown_at(state, index), *before = index ? shown_at(state, index - 1) : NULL;
	char at[17];

	clock_minute(photo->taken_unix, at);
	/* Translators: marks before the name of a photo. */
	buf_printf(out, "%-*s %s%s", TIME_COLS, !before || photo->group != before->group ? at + 5 : "",
		   photo->why	 ? _("[no photo] ")
		   : photo->used ? _("[in use] ")
				 : "",
		   photo->name);
}

/* Minutes between a photo and the next one shown, when they are of two bursts; 0: they are not. */
static int64_t
pause_after(const struct inbox_state *state, size_t index)
{
	const struct inbox_photo *photo = shown_at(state, index), *next = shown_at(state, index + 1);

	return next && next->group != photo->group ? (photo->taken_unix - next->taken_unix) / 60 : 0;
}

static int
photo_height(const void *ctx, size_t index, int cols)
{
	(void)cols;
	return pause_after(ctx, index) ? 2 : 1;
}

static void
pause_words(int64_t minutes, char out[48])
{
	if (minutes < 120)
		snprintf(out, 48, n_("-- %d minute --", "-- %d minutes --", minutes), (int)minutes);
	else if (minutes < 2 * 24 * 60)
		snprintf(out, 48, n_("-- %d hour --", "-- %d hours --", (minutes / 60)), (int)(minutes / 60));
	else
		snprintf(out, 48, n_("-- %d day --", "-- %d days --", (minutes / (24 * 60))), (int)(minutes / (24 * 60)));
}

static void
photo_draw(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct inbox_state *state = ctx;
	const struct inbox_photo *photo = shown_at(state, index);
	struct area line = area_top(area, 1), below = area_below(area, 1);
	struct buf text = { 0 };
	char pause[48];

	draw_text(state, index, &text);
	canvas_line(canvas, &line, chosen ? CHOSEN : photo->used || photo->why ? FAINT : PLAIN, buf_text(&text));
	buf_release(&text);
	if (!pause_after(state, index))
		return;
	pause_words(pause_after(state, index), pause);
	canvas_line(canvas, &below, FAINT, pause);
}

static struct list_rows
photos_of(const struct inbox_state *state)
{
	return (struct list_rows){
		.count = state->shown_count, .ctx = state, .text = photo_text, .draw = photo_draw, .height = photo_height
	};
}

/* What stands above the photos: the house that has the chosen one, else the folder. The caller frees. */
static char *
top_words(const struct inbox_state *state, const struct ui *ui, struct look *look)
{
	const struct inbox_photo *photo = photo_at(state);

	*look = photo && (photo->used || photo->why) ? WARN : FAINT;
	return photo && photo->why    ? mem_strdup(photo->why)
	       : photo && photo->used ? mem_printf(_("This photo belongs to %s. m moves it here."), house_of(photo))
				      : mem_strdup(ui->inbox);
}

/* The parts of the page: the line at the top, the photos, and the chosen one beside them. */
struct inbox_layout {
	struct area top, list, photo;
};

static struct inbox_layout
layout_of(const struct inbox_state *state, const struct ui *ui, struct area body)
{
	struct area page = area_inside(body, 1, 1), below;
	struct look look;
	char *words = top_words(state, ui, &look);
	int top = canvas_wrap_rows(words, page.cols);

	free(words);
	below = area_below(page, top);
	return (struct inbox_layout){ .top = area_top(page, top),
				      .list = area_left(below, below.cols / 2 - 1),
				      .photo = area_above(area_inside(below, below.cols / 2, 1), 2) };
}

/* Chooses what the list shows, the cursor at the photo of this name while that is there. */
static void
show_photos(struct inbox_state *state, const char *name)
{
	free(state->shown);
	state->shown = mem_array(state->inbox.count, sizeof(*state->shown));
	state->shown_count = 0;
	for (size_t i = 0; i < state->inbox.count; i++) {
		const struct inbox_photo *photo = &state->inbox.photos[i];

		if (state->only_free && (photo->used || photo->why))
			continue;
		if (name && strcmp(photo->name, name) == 0)
			state->list.chosen = state->shown_count;
		state->shown[state->shown_count++] = i;
	}
}

/* Reads the folder anew; the cursor stays at its photo, and begins where the last one was taken. */
static void
read_photos(struct inbox_state *state, struct ui *ui)
{
	bool first = !photo_at(state);
	char *name = first ? NULL : mem_strdup(photo_at(state)->name);
	struct err err = { 0 };

	state->stamp = inbox_stamp(ui->inbox);
	inbox_release(&state->inbox);
	if (inbox_open(ui->app, ui->inbox, &state->inbox, &err))
		ui_fail(ui, &err);
	if (first && state->inbox.count)
		name = mem_strdup(state->inbox.photos[inbox_next(&state->inbox, ui->inbox_at, sheet_place(state->sheet))].name);
	show_photos(state, name);
	free(name);
	state->read = true;
}

static bool
inbox_watch(struct screen *screen, struct ui *ui)
{
	struct inbox_state *state = screen->state;
	bool changed = state->read && inbox_stamp(ui->inbox) != state->stamp;

	state->read = state->read && !changed;
	return changed;
}

static void
inbox_recalc(struct screen *screen, struct ui *ui)
{
	struct inbox_state *state = screen->state;
	struct list_rows rows;

	if (!state->read)
		read_photos(state, ui);
	rows = photos_of(state);
	list_view_fit(&state->list, &rows, layout_of(state, ui, ui_body(ui)).list);
	if (photo_at(state)) {
		const char *path = photo_at(state)->path;
		struct area room = layout_of(state, ui, ui_body_quiet(ui)).photo;

		picture_make(&state->picture, ui, path, NULL, 0, path, room.rows, room.cols);
	}
}

static void
inbox_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct inbox_state *state = screen->state;
	const struct list_rows rows = photos_of(state);
	struct inbox_layout layout = layout_of(state, ui, ui_body(ui));
	struct area left = area_below(area_inside(ui_body(ui), 2, 2), 2);
	struct look look;
	char *words = top_words(state, ui, &look);

	canvas_paragraph(canvas, &layout.top, look, words);
	free(words);
	if (rows.count == 0) {
		canvas_paragraph(canvas, &left, PLAIN,
				 state->only_free && state->inbox.count
					 ? _("Every photo here is in use or cannot be read. f shows all.")
					 : _("No photo here yet. Copy the camera's photos (JPEG) into this folder; they show up at once."));
		return;
	}
	picture_draw(&state->picture, canvas, layout.photo.row, layout.photo.col);
	list_view_draw(&state->list, &rows, canvas);
}

static struct action
take(struct inbox_state *state, struct ui *ui, bool move)
{
	const struct inbox_photo *photo;
	struct draft_photo *drafts = NULL;
	struct err err = { 0 };
	size_t count = 0;
	enum status status = STATUS_OK;
	char *elsewhere;

	photo = photo_at(state);
	if (!photo)
		return STAY;
	if (photo->why) {
		ui_say(ui, TOAST_BAD, "%s", photo->why);
		return STAY;
	}
	if (photo->used && !move) {
		ui_say(ui, TOAST_BAD, _("This photo belongs to %s. m moves it here."), house_of(photo));
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
	snprintf(ui->inbox_at, sizeof(ui->inbox_at), "%s", photo->name);
	elsewhere = sheet_photo_elsewhere(state->sheet, state->field, state->row);
	if (elsewhere)
		ui_say(ui, TOAST_BAD, _("This very photo stands in %s already. Is it of this house? Backspace takes it out here."),
		       elsewhere);
	free(elsewhere);
	return BACK;
}

struct screen *
inbox_large(struct ui *ui, const char *path, const char *name)
{
	struct photo_taken taken = { 0 };
	struct err err = { 0 };
	struct screen *large;

	if (photo_take(path, &taken, &err)) {
		ui_fail(ui, &err);
		return NULL;
	}
	large = photo_screen(taken.bytes.data, taken.bytes.len, name);
	buf_release(&taken.bytes);
	return large;
}

static struct action
inbox_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct inbox_state *state = screen->state;
	const struct list_rows rows = photos_of(state);

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_TAKE:
		return take(state, ui, false);
	case COMMAND_MOVE:
		return take(state, ui, true);
	case COMMAND_FREE: {
		char *name = photo_at(state) ? mem_strdup(photo_at(state)->name) : NULL;

		state->only_free = !state->only_free;
		show_photos(state, name);
		free(name);
		return STAY;
	}
	case COMMAND_LARGE:
		return photo_at(state) ? action_push(inbox_large(ui, photo_at(state)->path, photo_at(state)->name)) : STAY;
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
	free(state->shown);
	list_view_release(&state->list);
	picture_release(&state->picture);
	free(state);
}

static const char *
inbox_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct inbox_state *)screen->state)->title;
}

static const char *
inbox_note(const struct screen *screen)
{
	return ((const struct inbox_state *)screen->state)->list.note;
}

static bool
inbox_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct inbox_state *state = screen->state;
	const struct inbox_photo *photo = photo_at(state);

	(void)ui;
	switch (command) {
	case COMMAND_TAKE:
		return photo && !photo->why && !photo->used;
	case COMMAND_MOVE:
		return photo && !photo->why && photo->used;
	case COMMAND_LARGE:
		return photo && !photo->why;
	case COMMAND_FREE:
		return state->inbox.count;
	default:
		return true;
	}
}

static const struct screen_class inbox_class = {
	.name = "inbox",
	.about = N_("The photos that lie in the folder, the newest first. Look at one, then Enter takes it for this field."),
	.bindings = inbox_bindings,
	.also = move_bindings,
	.offers = inbox_offers,
	.title = inbox_title,
	.note = inbox_note,
	.recalc = inbox_recalc,
	.watch = inbox_watch,
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
