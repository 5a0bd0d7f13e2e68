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

/* Which photo of a burst stands for which question: as they were shot, until somebody says otherwise. Their pictures stand side by side, as many as there
 * is room for, each below its question; Enter says that those are right, and shows the next ones. They are taken when all were seen. */

enum { COMMAND_RIGHT = 1, COMMAND_BEFORE, COMMAND_BEHIND, COMMAND_NONE, COMMAND_LARGE, COMMAND_LEAVE };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("all of these are right"), COMMAND_RIGHT, true },
	{ UI_KEY_LEFT, 0, N_("Left, Right"), N_("change the photo"), COMMAND_BEFORE, true },
	{ UI_KEY_RIGHT, 0, NULL, NULL, COMMAND_BEHIND, false },
	{ UI_KEY_BACKSPACE, 0, N_("Backspace"), N_("none here"), COMMAND_NONE, true },
	{ UI_KEY_CHAR, '1', "1-9", N_("the photo of that number"), BINDING_READ, false },
	{ UI_KEY_CHAR, 'v', "v", N_("large"), COMMAND_LARGE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, none taken"), COMMAND_LEAVE, true },
	{ 0 },
};

#define NO_PHOTO SIZE_MAX
#define SHEET_MAX 8	/* pictures side by side */
#define PICTURE_COLS 18 /* at least, of each */

struct burst_photo {
	char *path, *name;
};

struct burst_slot {
	const struct field *field;
	size_t photo; /* of the burst; NO_PHOTO: none */
	bool right;   /* Enter said so, at the sight of all that stood beside it */
};

struct burst_state {
	struct form_state *form;
	struct burst_photo *photos; /* as they were shot */
	size_t photo_count;
	struct burst_slot *slots;
	size_t slot_count, slot_cap;
	struct list_view list;
	struct picture pictures[SHEET_MAX];
	uint64_t came; /* ui->painted when the last picture came to where it is */
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
	struct area said, list, left, sheet;
	size_t first, count; /* of the questions whose pictures are shown: those with the chosen one among them */
	int cols;	     /* of each, with the gap behind it */
};

static const char *
said_words(void)
{
	return _(
		"Does each picture show what stands above it? Enter: yes, all of them. A digit or an arrow: another photo for the chosen line. v: large.");
}

static struct burst_layout
layout_of(const struct burst_state *state, struct area body)
{
	struct area page = area_inside(body, 1, 1), below;
	int fit = page.cols / PICTURE_COLS, said = canvas_wrap_rows(said_words(), page.cols), lines = (int)state->slot_count;
	struct burst_layout layout;

	fit = fit > SHEET_MAX ? SHEET_MAX : fit < 1 ? 1 : fit;
	if ((size_t)fit > state->slot_count)
		fit = (int)state->slot_count;
	below = area_below(page, 1 + said + 1);
	if (lines > below.rows / 3) /* the pictures have the most room; the list scrolls */
		lines = below.rows / 3;
	layout = (struct burst_layout){ .said = area_below(page, 1),
					.list = area_top(below, lines),
					.left = area_top(area_below(below, lines), 1),
					.sheet = area_below(below, lines + 1) };
	layout.first = state->list.chosen / (size_t)fit * (size_t)fit;
	layout.count = state->slot_count - layout.first < (size_t)fit ? state->slot_count - layout.first : (size_t)fit;
	layout.cols = page.cols / fit;
	return layout;
}

/* The place of a picture on the sheet, its caption on top. */
static struct area
place_on(const struct burst_layout *layout, size_t nth)
{
	return area_left(area_inside(layout->sheet, (int)nth * layout->cols, 0), layout->cols - 1);
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
	struct burst_layout layout = layout_of(state, ui_body(ui)), quiet = layout_of(state, ui_body_quiet(ui));

	list_view_fit(&state->list, &rows, layout.list);
	for (size_t i = 0; i < layout.count; i++) {
		const struct burst_slot *slot = &state->slots[layout.first + i];
		struct area place = area_below(place_on(&quiet, i), 1);

		if (slot->photo != NO_PHOTO) {
			const char *path = state->photos[slot->photo].path;

			picture_make(&state->pictures[i], ui, path, NULL, 0, path, place.rows, place.cols);
		}
	}
}

static void
draw_place(const struct burst_state *state, const struct burst_layout *layout, size_t nth, struct canvas *canvas)
{
	const struct burst_slot *slot = &state->slots[layout->first + nth];
	struct area place = place_on(layout, nth), caption = area_top(place, 1);
	char *words = slot->photo == NO_PHOTO ? mem_printf("%s  %s", label_text(&slot->field->label, _("en")), _("no photo"))
					      : mem_printf("%zu %s", slot->photo + 1, label_text(&slot->field->label, _("en")));

	if (slot->photo != NO_PHOTO)
		picture_draw(&state->pictures[nth], canvas, place.row + 1, place.col);
	canvas_line(canvas, &caption, layout->first + nth == state->list.chosen ? BOLD : PLAIN, words);
	free(words);
}

static void
burst_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct burst_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct burst_layout layout = layout_of(state, ui_body(ui));
	char *left = left_words(state);

	canvas_paragraph(canvas, &layout.said, PLAIN, said_words());
	for (size_t i = 0; i < layout.count; i++)
		draw_place(state, &layout, i, canvas);
	canvas_line(canvas, &layout.left, FAINT, left);
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
	struct burst_layout layout = layout_of(state, ui_body(ui));
	size_t next = 0;

	if (ui->seen <= state->came) {
		ui_say(ui, TOAST_BAD, "%s", _("The pictures were not seen yet: look at them, then Enter once more."));
		return STAY;
	}
	for (size_t i = 0; i < layout.count; i++)
		state->slots[layout.first + i].right = true;
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
	size_t before;

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
	before = layout_of(state, ui_body(ui)).first;
	if (!list_view_move(&state->list, &rows, key))
		return NO_KEY;
	if (layout_of(state, ui_body(ui)).first != before)
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
	for (size_t i = 0; i < SHEET_MAX; i++)
		picture_release(&state->pictures[i]);
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
		"The photos shot at one house side by side, each below the question that it answers. Enter says that all the pictures shown are right; a digit or an arrow brings another for the chosen line, and the two change places. They are taken when all were shown; Esc takes none."),
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
