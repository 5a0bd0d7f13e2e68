#include "ui/form/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/complete.h"
#include "app/fill/inbox.h"
#include "app/fill/sheet.h"
#include "app/fill/sheet_again.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_undo.h"
#include "app/fill/sheet_window.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/form/form_state.h"
#include "ui/page/other_window.h"

/* The form: one line per question, the cursor on one of them, problems beside it at once. Typed text goes into the sealed draft when the
 * cursor leaves it. */

/* Keys that move, in a form and in a row of it. */
static const struct binding line_bindings[] = {
	{ UI_KEY_TAB, 0, N_("Tab"), N_("next line"), COMMAND_NEXT, false },
	{ UI_KEY_DOWN, 0, NULL, NULL, COMMAND_NEXT, false },
	{ UI_KEY_UP, 0, N_("Up"), N_("back a line"), COMMAND_PREVIOUS, false },
	{ UI_KEY_BACKTAB, 0, NULL, NULL, COMMAND_PREVIOUS, false },
	{ UI_KEY_PAGE_UP, 0, N_("PgUp"), N_("page up"), COMMAND_PAGE_UP, false },
	{ UI_KEY_PAGE_DOWN, 0, N_("PgDn"), N_("page down"), COMMAND_PAGE_DOWN, false },
	{ 0 },
};

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next"), COMMAND_ENTER, true },
	{ UI_KEY_CTRL, 'Y', "^Y", N_("as the last house"), COMMAND_CARRY, true },
	{ UI_KEY_CTRL, 'P', "^P", N_("photos"), COMMAND_PHOTOS, true },
	{ UI_KEY_CTRL, 'S', "^S", N_("sign"), COMMAND_SIGN, true },
	{ UI_KEY_CTRL, 'T', "^T", N_("private answers"), COMMAND_SHOW, true },
	{ UI_KEY_CTRL, 'D', "^D", N_("today's date"), COMMAND_TODAY, true },
	{ UI_KEY_CTRL, 'Z', "^Z", N_("undo"), COMMAND_UNDO, true },
	{ UI_KEY_CTRL, 'O', "^O", N_("coordinates out of a photo"), COMMAND_POSITION, false },
	{ UI_KEY_CTRL, 'N', "^N", N_("what may stay empty"), COMMAND_MORE, false },
	{ UI_KEY_CTRL, 'X', "^X", N_("throw the draft away"), COMMAND_DISCARD, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, kept"), COMMAND_BACK, true },
	{ 0 },
};

/* Keys of one row of a repeat; keys about the whole form stay with the form. */
static const struct binding row_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next"), COMMAND_ENTER, true },
	{ UI_KEY_CTRL, 'P', "^P", N_("photos"), COMMAND_PHOTOS, true },
	{ UI_KEY_CTRL, 'S', "^S", N_("row complete"), COMMAND_SIGN, true },
	{ UI_KEY_CTRL, 'T', "^T", N_("private answers"), COMMAND_SHOW, true },
	{ UI_KEY_CTRL, 'D', "^D", N_("today's date"), COMMAND_TODAY, false },
	{ UI_KEY_CTRL, 'Z', "^Z", N_("undo"), COMMAND_UNDO, true },
	{ UI_KEY_CTRL, 'N', "^N", N_("what may stay empty"), COMMAND_MORE, false },
	{ UI_KEY_CTRL, 'X', "^X", N_("take the row out"), COMMAND_DISCARD, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back to the rows, kept"), COMMAND_BACK, true },
	{ 0 },
};

const struct form_item *
form_at(const struct form_state *form)
{
	return &form->items[form->focus];
}

/* ---- the cursor */

static enum widget
widget_of(const struct form_state *form, const struct form_item *item)
{
	if (item->kind == ITEM_REASON)
		return sheet_reasons(form->sheet, item->rule->id) ? WIDGET_OPTIONS : WIDGET_TEXT;
	if (item->kind != ITEM_FIELD || sheet_is_fixed(item->field))
		return item->kind == ITEM_WORDS ? WIDGET_TEXT : WIDGET_FIXED;
	if (item->field->people.count)
		return WIDGET_OPTIONS;
	switch (item->field->type) {
	case FIELD_BOOLEAN:
	case FIELD_SELECT_ONE:
	case FIELD_SELECT_MULTIPLE:
	case FIELD_DIVISION:
		return WIDGET_OPTIONS;
	case FIELD_PHOTO:
		return WIDGET_PHOTO;
	case FIELD_REPEAT:
		return WIDGET_REPEAT;
	default:
		return WIDGET_TEXT;
	}
}

void
form_enter(struct form_state *form, struct ui *ui)
{
	const struct form_item *item = form_at(form);

	form->widget = widget_of(form, item);
	form->came = ui->painted;
	form->typed = form->stray = false;
	form->fresh = true;
	form->begun = false;
	form->toggled = '\0';
	sheet_undo_point(form->sheet);
	form->filter[0] = '\0';
	form->option_count = 0;
	form->chosen = 0;
	form->pointed = false;
	form_drop_suggestions(form);
	if (form->widget == WIDGET_TEXT) {
		form_set_line(form, item, ui);
		form_suggest(form, ui);
	} else if (form->widget == WIDGET_OPTIONS || form->widget == WIDGET_PHOTO) {
		if (form->widget == WIDGET_PHOTO)
			form->inbox_read = form->inbox_read && inbox_stamp(ui->inbox) == form->inbox_stamp;
		form_start_options(form, ui);
	}
}

bool
form_is_seen(const struct form_state *form, const struct ui *ui)
{
	return ui->seen > form->came;
}

void
form_keep(struct form_state *form, struct ui *ui)
{
	struct err err = { 0 };

	enum status status;

	form_store(form);
	form->begun = false;
	status = sheet_save(form->sheet, &err);
	form->taken = status == STATUS_CONFLICT;
	if (status)
		ui_fail(ui, &err);
}

/* ---- recalculating */

static void
form_recalc(struct screen *screen, struct ui *ui)
{
	struct form_state *form = screen->state;

	form->body = ui_body(ui);
	form_rebuild(form);
	if (form->widget == WIDGET_NONE || form->widget != widget_of(form, form_at(form)))
		form_enter(form, ui);
	if (form->widget == WIDGET_OPTIONS || form->widget == WIDGET_PHOTO)
		form_options(form, ui);
	form_make_picture(form, ui);
	form_scroll(form);
	form_note(form);
}

/* ---- the screen */

static void
form_leave(struct screen *screen, struct ui *ui)
{
	form_keep(screen->state, ui);
}

/* At every rest: what could not be kept is said by the pause, not at every key. */
static void
form_keep_typed(struct screen *screen, struct ui *ui)
{
	struct form_state *form = screen->state;
	struct err said_later = { 0 };

	(void)ui;
	form_store(form);
	form->taken = sheet_save(form->sheet, &said_later) == STATUS_CONFLICT;
}

static void
form_pause(struct screen *screen, struct ui *ui)
{
	form_leave(screen, ui);
	form_run_rest(screen->state);
}

static bool
form_idle(struct screen *screen, struct ui *ui)
{
	struct form_state *form = screen->state;

	if (app_complete_learn(ui->app))
		return true;
	/* All earlier entries are known now, so the suggestions for a text are made anew. Choices share the cursor and stay. */
	if (form->widget == WIDGET_TEXT && !form->suggesting)
		form_suggest(form, ui);
	return false;
}

/* Where no photo was yet, those that arrive show; where some are, they keep their digits until the field is entered anew. */
static bool
form_watch(struct screen *screen, struct ui *ui)
{
	struct form_state *form = screen->state;

	if (form->widget != WIDGET_PHOTO || form->option_count || inbox_stamp(ui->inbox) == form->inbox_stamp)
		return false;
	form->inbox_read = false;
	return true;
}

static void
form_close(struct screen *screen, struct ui *ui)
{
	struct form_state *form = screen->state;

	(void)ui;
	line_release(&form->line);
	form_drop_suggestions(form);
	form_run_clear(form);
	form_drop_people(form);
	inbox_release(&form->inbox);
	picture_release(&form->picture);
	free(form->texts);
	free(form->options);
	free(form->shown);
	free(form->items);
	if (form->owns_sheet)
		sheet_free(form->sheet);
	free(form);
}

static const char *
form_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct form_state *)screen->state)->title;
}

static const char *
form_note_text(const struct screen *screen)
{
	return ((const struct form_state *)screen->state)->note;
}

static const struct screen_class form_class = {
	.name = "form",
	.about = N_("A form of this house. Fill what has a star, mend what has an exclamation mark; ^S signs when all is filled."),
	.bindings = bindings,
	.also = line_bindings,
	.offers = form_offers,
	.title = form_title,
	.note = form_note_text,
	.recalc = form_recalc,
	.draw = form_draw,
	.key = form_key,
	.leave = form_leave,
	.keep = form_keep_typed,
	.watch = form_watch,
	.idle = form_idle,
	.pause = form_pause,
	.close = form_close,
	.types = true,
};

static const struct screen_class row_class = {
	.name = "row",
	.about = N_("One row of the form. Fill it as the form itself; Enter at its end closes it."),
	.bindings = row_bindings,
	.also = line_bindings,
	.offers = form_offers,
	.title = form_title,
	.note = form_note_text,
	.recalc = form_recalc,
	.draw = form_draw,
	.key = form_key,
	.leave = form_leave,
	.keep = form_keep_typed,
	.watch = form_watch,
	.idle = form_idle,
	.pause = form_pause,
	.close = form_close,
	.types = true,
};

/* Says at the start why the form was given back, and what speaks against this person filling it. */
static void
say_at_start(const struct sheet *sheet, struct ui *ui)
{
	const char *reason = sheet_return_reason(sheet), *other = sheet_begun_by(sheet);
	char *warning = sheet_warning(sheet), *again = sheet_again_words(sheet);

	if (again) {
		char *both = warning ? mem_printf("%s\n%s", again, warning) : mem_strdup(again);

		free(warning);
		warning = both;
	}
	if (*other)
		ui_say(ui, TOAST_BAD,
		       _("%s began this form and did not sign it. What is typed here is theirs; signed, it bears your name.%s%s"), other,
		       warning || *reason ? "\n" : "", warning ? warning : reason);
	else if (warning && *reason)
		ui_say(ui, TOAST_BAD, _("Given back: %s\n%s"), reason, warning);
	else if (warning)
		ui_say(ui, TOAST_BAD, "%s", warning);
	else if (*reason)
		ui_say(ui, TOAST_BAD, _("Given back: %s"), reason);
	free(warning);
	free(again);
}

/* A form that another window has open. */
struct held_form {
	struct id building, slot;
	char form[64];
};

static struct screen *
take_over(struct ui *ui, void *ctx)
{
	const struct held_form *held = ctx;
	struct err err = { 0 };

	if (!sheet_take_over(ui->app, &held->building, held->form, &held->slot, &err))
		return form_slot_screen(ui, &held->building, held->form, &held->slot);
	ui_fail(ui, &err);
	return NULL;
}

static struct screen *
held_screen(const struct ui *ui, const struct id *building, const char *form, const struct id *slot, int64_t since_unix)
{
	const struct form *known = pack_form(app_pack(ui->app), form);
	struct held_form *held = mem_alloc(sizeof(*held));

	held->building = building ? *building : (struct id){ { 0 } };
	held->slot = slot ? *slot : (struct id){ { 0 } };
	snprintf(held->form, sizeof(held->form), "%s", form);
	return other_window_screen((struct other_window){ .title = mem_strdup(known ? label_text(&known->label, ui->lang) : form),
							  .since_unix = since_unix,
							  .take = take_over,
							  .ctx = held });
}

struct screen *
form_screen(struct ui *ui, const struct id *building, const char *form_name)
{
	return form_slot_screen(ui, building, form_name, NULL);
}

struct screen *
form_slot_screen(struct ui *ui, const struct id *building, const char *form_name, const struct id *slot)
{
	struct form_state *form;
	struct sheet *sheet = NULL;
	struct err err = { 0 };
	int64_t since;
	bool held;

	if (sheet_held(ui->app, building, form_name, slot, &held, &since, &err)) {
		ui_fail(ui, &err);
		return NULL;
	}
	if (held)
		return held_screen(ui, building, form_name, slot, since);

	if (sheet_open(ui->app, building, form_name, slot, &sheet, &err)) {
		ui_fail(ui, &err);
		return NULL;
	}
	form = mem_alloc(sizeof(*form));
	form->sheet = sheet;
	form->owns_sheet = true;
	form->shown_count = sheet_shown_photos(sheet, &form->shown);
	snprintf(form->title, sizeof(form->title), "%s  %s", label_text(&sheet_form(sheet)->label, ui->lang), sheet_place(sheet));
	form_start(form, ui);
	say_at_start(sheet, ui);
	return screen_new(&form_class, form);
}

struct screen *
form_preset_screen(struct ui *ui, const struct id *building, const char *form_name, const struct field *field, const char *text)
{
	struct screen *screen = form_slot_screen(ui, building, form_name, NULL);
	struct form_state *form;

	if (!screen || screen->class != &form_class)
		return screen;
	form = screen->state;
	if (!sheet_value(form->sheet, field, 0))
		sheet_set_text(form->sheet, field, 0, text);
	return screen;
}

struct screen *
form_field_screen(struct ui *ui, const struct id *building, const char *form_name, const struct field *field)
{
	struct screen *screen = form_slot_screen(ui, building, form_name, NULL);

	if (screen && screen->class == &form_class && field)
		form_go_to(screen->state, ui, field, NULL);
	return screen;
}

struct screen *
row_screen(struct ui *ui, struct sheet *sheet, const struct field *repeat, int row)
{
	struct form_state *form = mem_alloc(sizeof(*form));

	form->sheet = sheet;
	form->repeat = repeat;
	form->row = row;
	form->new_row = sheet_row_is_empty(sheet, repeat, row);
	snprintf(form->title, sizeof(form->title), "%s %d  %s", label_text(&repeat->label, ui->lang), row, sheet_place(sheet));
	form_start(form, ui);
	return screen_new(&row_class, form);
}
