#include "ui/form/burst.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/inbox.h"
#include "app/fill/sheet.h"
#include "app/fill/sheet_photos.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/form/inbox.h"
#include "ui/page/listview.h"
#include "ui/picture.h"

/* Which photo of a burst stands for which question: as they were shot, until somebody says otherwise. A photo is taken once its picture was seen beside
 * its question and Enter said that it is the right one. */

enum { COMMAND_RIGHT = 1, COMMAND_BEFORE, COMMAND_BEHIND, COMMAND_NONE, COMMAND_LARGE, COMMAND_LEAVE };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("right, the next one"), COMMAND_RIGHT, true },
	{ UI_KEY_LEFT, 0, N_("Left, Right"), N_("change the photo"), COMMAND_BEFORE, true },
	{ UI_KEY_RIGHT, 0, NULL, NULL, COMMAND_BEHIND, false },
	{ UI_KEY_BACKSPACE, 0, N_("Backspace"), N_("none here"), COMMAND_NONE, true },
	{ UI_KEY_CHAR, '1', "1-9", N_("the photo of that number"), BINDING_READ, false },
	{ UI_KEY_CHAR, 'v', "v", N_("large"), COMMAND_LARGE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, none taken"), COMMAND_LEAVE, true },
	{ 0 },
};

#define NO_PHOTO SIZE_MAX
#define SLOT_COLS 40 /* of the questions and their photos, on a narrow page half of it */

struct burst_photo {
	char *path, *name;
};

struct burst_slot {
	const struct field *field;
	size_t photo; /* of the burst; NO_PHOTO: none */
	bool right;   /* Enter said so, at the sight of it */
};

struct burst_state {
	struct form_state *form;
	struct burst_photo *photos; /* as they were shot */
	size_t photo_count;
	struct burst_slot *slots;
	size_t slot_count, slot_cap;
	struct list_view list;
	struct picture picture;
	uint64_t came; /* ui->painted when the picture came to where it is */
};

static struct burst_slot *
slot_at(const struct burst_state *state)
{
	return &state->slots[state->list.chosen];
}

static void
slot_text(const void *ctx, size_t index, struct buf *out)
{
	const struct burst_state *state = ctx;
	const struct burst_slot *slot = &state->slots[index];

	buf_printf(out, "[%c] %s  ", slot->right ? 'x' : ' ', label_text(&slot->field->label, _("en")));
	if (slot->photo == NO_PHOTO)
		buf_text_add(out, _("no photo"));
	else
		buf_printf(out, "%zu", slot->photo + 1);
}

static struct list_rows
rows_of(const struct burst_state *state)
{
	return (struct list_rows){ .count = state->slot_count, .ctx = state, .text = slot_text, .wraps = true };
}

/* ---- the page */

struct burst_layout {
	struct area said, list, caption, photo;
};

static const char *
said_words(void)
{
	return _(
		"Does each picture show what its line says? Enter: yes, the next. A digit or an arrow: another photo. All are looked at before they are taken.");
}

static struct burst_layout
layout_of(struct area body)
{
	struct area page = area_inside(body, 1, 1), below;
	int said = canvas_wrap_rows(said_words(), page.cols), cols = page.cols / 2 < SLOT_COLS ? page.cols / 2 : SLOT_COLS;

	below = area_below(area_below(page, 1), said + 1);
	return (struct burst_layout){ .said = area_below(page, 1),
				      .list = area_left(below, cols - 1),
				      .caption = area_top(area_inside(below, cols + 1, 0), 1),
				      .photo = area_below(area_inside(below, cols + 1, 0), 1) };
}

/* Photos of the burst that no question has. Caller frees. */
static char *
left_words(const struct burst_state *state)
{
	struct buf names = { 0 };
	char *words;

	for (size_t p = 0; p < state->photo_count; p++) {
		size_t s = 0;

		while (s < state->slot_count && state->slots[s].photo != p)
			s++;
		if (s == state->slot_count)
			buf_printf(&names, "%s%zu %s", names.len ? _(", ") : "", p + 1, state->photos[p].name);
	}
	words = names.len ? mem_printf(_("Not used: %s"), buf_text(&names)) : mem_strdup("");
	buf_release(&names);
	return words;
}

static void
burst_recalc(struct screen *screen, struct ui *ui)
{
	struct burst_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	const struct burst_slot *slot = slot_at(state);
	struct area photo = layout_of(ui_body_quiet(ui)).photo;

	list_view_fit(&state->list, &rows, layout_of(ui_body(ui)).list);
	if (slot->photo != NO_PHOTO) {
		const char *path = state->photos[slot->photo].path;

		picture_make(&state->picture, ui, path, NULL, 0, path, photo.rows, photo.cols);
	}
}

static void
burst_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct burst_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	const struct burst_slot *slot = slot_at(state);
	struct burst_layout layout = layout_of(ui_body(ui));
	struct area below = area_below(layout.list, list_view_area(&state->list, &rows, layout.list).rows + 1);
	char *left = left_words(state), *caption;

	canvas_paragraph(canvas, &layout.said, PLAIN, said_words());
	if (slot->photo != NO_PHOTO) {
		caption = mem_printf("%s  %zu %s", label_text(&slot->field->label, ui->lang), slot->photo + 1,
				     state->photos[slot->photo].name);
		picture_draw(&state->picture, canvas, layout.photo.row, layout.photo.col);
	} else {
		caption = mem_printf("%s  %s", label_text(&slot->field->label, ui->lang), _("no photo"));
	}
	canvas_line(canvas, &layout.caption, BOLD, caption);
	free(caption);
	canvas_paragraph(canvas, &below, FAINT, left);
	list_view_draw(&state->list, &rows, canvas);
	free(left);
}

/* ---- which photo */

/* The photo goes to the question at the cursor; the question that had it gets the other one. Both are to be looked at again. */
static void
assign(struct burst_state *state, const struct ui *ui, size_t photo)
{
	struct burst_slot *slot = slot_at(state);

	for (size_t s = 0; s < state->slot_count && photo != NO_PHOTO; s++)
		if (&state->slots[s] != slot && state->slots[s].photo == photo) {
			state->slots[s].photo = slot->photo;
			state->slots[s].right = false;
		}
	slot->photo = photo;
	slot->right = false;
	state->came = ui->painted;
}

/* The one before or behind; behind the last one none, then the first again. */
static size_t
photo_beside(const struct burst_state *state, int by)
{
	size_t all = state->photo_count + 1, at = slot_at(state)->photo;

	at = at == NO_PHOTO ? state->photo_count : at;
	at = (at + all + (size_t)by) % all;
	return at == state->photo_count ? NO_PHOTO : at;
}

/* Takes them all; *false*: one could not be read, and the cursor stands at it. */
static bool
take_all(struct burst_state *state, struct ui *ui)
{
	struct form_state *form = state->form;
	const struct field *last = NULL;
	struct err err = { 0 };
	char *elsewhere = NULL;
	size_t taken = 0;

	for (size_t s = 0; s < state->slot_count; s++) {
		const struct burst_slot *slot = &state->slots[s];
		const struct burst_photo *photo = slot->photo == NO_PHOTO ? NULL : &state->photos[slot->photo];

		if (photo && sheet_set_photo(form->sheet, slot->field, form->row, photo->path, &err)) {
			ui_fail(ui, &err);
			state->list.chosen = s;
			return false;
		}
		if (!photo)
			continue;
		snprintf(ui->inbox_at, sizeof(ui->inbox_at), "%s", photo->name);
		last = slot->field;
		taken++;
		if (!elsewhere)
			elsewhere = sheet_photo_elsewhere(form->sheet, slot->field, form->row);
	}
	form->inbox_read = false; /* the photos are in use now */
	if (last)
		form_go_to(form, ui, last, NULL);
	if (elsewhere)
		ui_say(ui, TOAST_BAD, _("A photo of these stands in %s already. Is it of this house? Backspace takes it out here."),
		       elsewhere);
	else if (taken)
		ui_say(ui, TOAST_GOOD, n_("%zu photo taken.", "%zu photos taken.", taken), taken);
	if (last && !elsewhere)
		form_next(form, ui);
	free(elsewhere);
	return true;
}

static struct action
say_right(struct burst_state *state, struct ui *ui)
{
	size_t next = 0;

	if (ui->seen <= state->came) {
		ui_say(ui, TOAST_BAD, "%s", _("Its picture was not seen yet: look at it, then Enter once more."));
		return STAY;
	}
	slot_at(state)->right = true;
	while (next < state->slot_count && state->slots[next].right)
		next++;
	if (next == state->slot_count)
		return take_all(state, ui) ? BACK : STAY;
	state->list.chosen = next;
	state->came = ui->painted;
	return STAY;
}

static struct action
burst_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct burst_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	const struct burst_slot *slot = slot_at(state);
	uint32_t c = ui_key_ascii(key);

	switch (command) {
	case COMMAND_RIGHT:
		return say_right(state, ui);
	case COMMAND_BEFORE:
	case COMMAND_BEHIND:
		assign(state, ui, photo_beside(state, command == COMMAND_BEHIND ? 1 : -1));
		return STAY;
	case COMMAND_NONE:
		assign(state, ui, NO_PHOTO);
		return STAY;
	case COMMAND_LARGE:
		return slot->photo == NO_PHOTO
			       ? STAY
			       : action_push(inbox_large(ui, state->photos[slot->photo].path, state->photos[slot->photo].name));
	case COMMAND_LEAVE:
		return BACK;
	}
	if (c >= '1' && c <= '9' && c - '1' < state->photo_count) {
		if (slot->photo == c - '1')
			ui_say(ui, TOAST_SAID, "%s", _("This photo stands here already: Enter when it is the right one."));
		else
			assign(state, ui, c - '1');
		return STAY;
	}
	if (!list_view_move(&state->list, &rows, key))
		return NO_KEY;
	state->came = ui->painted;
	return STAY;
}

static void
burst_close(struct screen *screen, struct ui *ui)
{
	struct burst_state *state = screen->state;

	(void)ui;
	for (size_t i = 0; i < state->photo_count; i++) {
		free(state->photos[i].path);
		free(state->photos[i].name);
	}
	free(state->photos);
	free(state->slots);
	list_view_release(&state->list);
	picture_release(&state->picture);
	free(state);
}

static const char *
burst_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Photos of one house");
}

static const char *
burst_note(const struct screen *screen)
{
	return ((const struct burst_state *)screen->state)->list.note;
}

static const struct screen_class burst_class = {
	.name = "burst",
	.about = N_(
		"The photos shot at one house, each beside the question that it answers. Enter says that the picture is the right one; a digit or an arrow brings another, and the two change places. They are taken when all were looked at; Esc takes none."),
	.bindings = bindings,
	.also = MOVE_ONLY_BINDINGS,
	.title = burst_title,
	.note = burst_note,
	.recalc = burst_recalc,
	.draw = burst_draw,
	.key = burst_key,
	.close = burst_close,
};

/* ---- made */

/* The photo at the cursor and the required ones below, as far as they are empty, each with the next photo of the burst. */
static void
find_slots(struct burst_state *state)
{
	const struct form_state *form = state->form;

	for (size_t i = form->focus; i < form->item_count && state->slot_count < state->photo_count; i++) {
		const struct form_item *item = &form->items[i];

		if (item->kind != ITEM_FIELD || item->field->type != FIELD_PHOTO || sheet_photo(form->sheet, item->field, form->row) ||
		    (!item->field->required && i != form->focus))
			continue;
		MEM_GROW(state->slots, state->slot_count, state->slot_cap);
		state->slots[state->slot_count] = (struct burst_slot){ .field = item->field, .photo = state->slot_count };
		state->slot_count++;
	}
}

struct screen *
burst_screen(struct form_state *form, struct ui *ui)
{
	const struct inbox_photo *chosen = form->chosen < form->option_count ? form->options[form->chosen].photo : NULL;
	struct burst_state *state = mem_alloc(sizeof(*state));
	struct screen *screen = screen_new(&burst_class, state);
	size_t *burst = chosen ? inbox_burst(&form->inbox, (size_t)(chosen - form->inbox.photos), &state->photo_count) : NULL;

	state->form = form;
	state->photos = mem_array(state->photo_count + 1, sizeof(*state->photos));
	for (size_t i = 0; i < state->photo_count; i++) {
		const struct inbox_photo *photo = &form->inbox.photos[burst[i]];

		state->photos[i] = (struct burst_photo){ mem_strdup(photo->path), mem_strdup(photo->name) };
	}
	free(burst);
	find_slots(state);
	state->came = ui->painted;
	if (state->slot_count)
		return screen;
	ui_say(ui, TOAST_SAID, "%s", _("No photo of this burst is left, or no photo is asked for below."));
	screen_free(screen, ui);
	return NULL;
}
