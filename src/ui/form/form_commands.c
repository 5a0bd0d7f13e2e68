#include <stdio.h>

#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_undo.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "ui/form/form_state.h"
#include "ui/form/inbox.h"
#include "ui/form/repeat.h"
#include "ui/page/photo.h"

/* The commands of a form: keys that are no part of an answer. */

#define PAGE_LINES 8 /* questions that a page key goes on: about a page with what belongs to them */

/* Shows or hides the questions that may stay empty, and goes to the first. */
static void
show_more(struct form_state *form, struct ui *ui)
{
	form_keep(form, ui);
	if (!form->more_count) {
		ui_say(ui, TOAST_SAID, "%s", _("There are no further questions."));
		return;
	}
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].kind == ITEM_MORE)
			form->focus = i;
	form->more = !form->more;
	form_rebuild(form);
	form->focus += form->more;
	form_enter(form, ui);
}

static struct action
next(struct form_state *form, struct ui *ui)
{
	const struct form_item *item = form_at(form);

	if (form->widget == WIDGET_TEXT && form->suggesting && form->chosen < form->suggestion_count) {
		line_set(&form->line, form->suggestions[form->chosen]);
		form->typed = true;
	}
	if (item->kind == ITEM_SIGN)
		return form_sign(form, ui, true);
	if (item->kind == ITEM_MORE) {
		show_more(form, ui);
		return STAY;
	}
	form_next(form, ui);
	return STAY;
}

static bool
has_type(const struct field *fields, size_t count, enum field_type type)
{
	for (size_t i = 0; i < count; i++)
		if (fields[i].type == type || (fields[i].type == FIELD_GROUP && has_type(fields[i].fields, fields[i].field_count, type)))
			return true;
	return false;
}

/* Does the page ever ask for something of the type, whatever was answered so far? */
static bool
may_ask(const struct form_state *form, enum field_type type)
{
	const struct form *of = sheet_form(form->sheet);

	return form->repeat ? has_type(form->repeat->fields, form->repeat->field_count, type) : has_type(of->fields, of->field_count, type);
}

bool
form_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct form_state *form = screen->state;

	(void)ui;
	switch (command) {
	case COMMAND_PHOTOS:
		return form->shown_count || may_ask(form, FIELD_PHOTO);
	case COMMAND_POSITION:
		return may_ask(form, FIELD_GEOPOINT);
	case COMMAND_TODAY:
		return may_ask(form, FIELD_DATE);
	case COMMAND_CARRY:
		return sheet_can_carry(form->sheet);
	case COMMAND_UNDO: /* what was typed into the line is not stored yet */
		return form->typed || sheet_can_undo(form->sheet);
	default:
		return true;
	}
}

/* Says that no question of a type is asked: never in this form, or not with the answers there are. */
static void
say_none(const struct form_state *form, struct ui *ui, enum field_type type, const char *never)
{
	ui_say(ui, TOAST_SAID, "%s",
	       may_ask(form, type) ? _("That is not asked for with the answers so far; answer the questions with a star first.") : never);
}

static void
take_position(struct form_state *form, struct ui *ui)
{
	const struct form_item *item;
	char position[64];

	if (!form_go_to_type(form, ui, FIELD_GEOPOINT)) {
		say_none(form, ui, FIELD_GEOPOINT, _("This form asks for no coordinates."));
		return;
	}
	item = form_at(form);
	if (!sheet_position(form->sheet, position)) {
		ui_say(ui, TOAST_SAID, _("No photo of this house says where it was taken."));
		return;
	}
	sheet_set_text(form->sheet, item->field, form->row, position);
	form_enter(form, ui);
}

static void
carry(struct form_state *form, struct ui *ui)
{
	int count;

	form_keep(form, ui);
	count = sheet_carry(form->sheet);
	form->widget = WIDGET_NONE; /* the line of the text is of before */
	form_keep(form, ui);
	if (count)
		ui_say(ui, TOAST_GOOD,
		       n_("%d answer taken over from the last house; check it.", "%d answers taken over from the last house; check them.",
			  count),
		       count);
	else
		ui_say(ui, TOAST_SAID, "%s",
		       !sheet_has_carried_fields(form->sheet) ? _("The answers of this form are of their own house: nothing is taken over.")
		       : sheet_can_carry(form->sheet)
			       ? _("Everything that can be taken over is filled already.")
			       : _("No form of this kind was filled and signed on this laptop yet: there is nothing to take over."));
	form_rebuild(form);
	/* The cursor goes on to the first question that is still open. */
	for (size_t i = 0; count && i < form->item_count; i++) {
		const struct form_item *item = &form->items[i];

		if (item->kind == ITEM_FIELD && item->field->required && !sheet_is_fixed(item->field) &&
		    sheet_problem_of(form->sheet, item->field, form->row, true)) {
			form->focus = i;
			break;
		}
	}
	form_enter(form, ui);
}

/* Esc at a row that was begun here asks once whether it stays. */
static bool
may_leave_row(struct form_state *form, struct ui *ui)
{
	if (!form->new_row || form->confirm_back)
		return true;
	form_rebuild(form);
	if (form_is_complete(form))
		return true;
	form->confirm_back = true;
	ui_say(ui, TOAST_BAD, "%s", _("This row is new and not complete. Esc once more keeps it as it is, ^X takes it out."));
	return false;
}

static struct action
discard_row(struct form_state *form, struct ui *ui)
{
	form->typed = false;
	sheet_remove_row(form->sheet, form->repeat, form->row);
	ui_say(ui, TOAST_SAID, "%s", _("The row is taken out."));
	return BACK;
}

static struct action
discard(struct form_state *form, struct ui *ui)
{
	struct err err = { 0 };

	if (form->repeat && (form->confirm_back || form->confirm_discard))
		return discard_row(form, ui);
	if (!form->confirm_discard) {
		form->confirm_discard = true;
		if (form->repeat)
			ui_say(ui, TOAST_BAD, "%s", _("^X once more takes this row out."));
		else
			ui_say(ui, TOAST_BAD, "%s", _("^X once more throws away what was typed in this form since it was last signed."));
		return STAY;
	}
	form->typed = false;
	if (sheet_discard(form->sheet, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	ui_say(ui, TOAST_SAID, "%s", _("Thrown away; what was signed stands."));
	return BACK;
}

/* A page of one row goes back to its form, which has the answers in memory; a form itself would lose them. */
static struct action
back(struct form_state *form, struct ui *ui)
{
	struct err err = { 0 };
	enum status status = sheet_save(form->sheet, &err);

	/* A failure to save is said again when the page is left. CONFLICT: another window has the form, and keeps it. */
	if (!status || status == STATUS_CONFLICT || !form->owns_sheet || form->confirm_back)
		return BACK;
	form->confirm_back = true;
	ui_say(ui, TOAST_BAD, _("Not kept: %s. Esc once more leaves the form, and what was typed last is lost."), err.text);
	return STAY;
}

/* The photos that the answers are about, over the whole page. */
static struct screen *
shown_large(const struct form_state *form, const struct ui *ui)
{
	struct reel_photo *reel = mem_array(form->shown_count, sizeof(*reel));

	for (size_t i = 0; i < form->shown_count; i++) {
		reel[i].id = form->shown[i].id;
		snprintf(reel[i].caption, sizeof(reel[i].caption), "%s  %s", label_text(&form->shown[i].field->label, ui->lang),
			 sheet_place(form->sheet));
	}
	return photos_screen(reel, form->shown_count, 0);
}

struct action
form_undo(struct form_state *form, struct ui *ui)
{
	const struct field *field, *at;
	int row;

	form_store(form); /* a reason is stored when it is left */
	form->typed = false;
	form_run_clear(form);
	if (!sheet_undo(form->sheet, &field, &row)) {
		ui_say(ui, TOAST_SAID, "%s", _("Nothing was changed here since the form was opened."));
		return STAY;
	}
	form->inbox_read = false; /* a photo may be free again, or in use */
	ui_say(ui, TOAST_SAID, _("Taken back: %s."), field ? label_text(&field->label, ui->lang) : _("what was changed last"));
	/* The page of a row that is no longer there. */
	if (form->repeat && form->row > sheet_row_count(form->sheet, form->repeat))
		return BACK;
	form_rebuild(form);
	for (at = field; at && !form->repeat && row; at = at->parent)
		if (at->type == FIELD_REPEAT)
			break;
	form_go_to(form, ui, at, NULL);
	form_keep(form, ui);
	return STAY;
}

struct action
form_do_command(struct form_state *form, struct ui *ui, int command)
{
	const struct form_item *item = form_at(form);
	char today[11];

	switch (command) {
	case COMMAND_ENTER:
		return next(form, ui);
	case COMMAND_NEXT:
		form_move(form, ui, 1);
		break;
	case COMMAND_PREVIOUS:
		form_move(form, ui, -1);
		break;
	case COMMAND_PAGE_UP:
		form_move(form, ui, -PAGE_LINES);
		break;
	case COMMAND_PAGE_DOWN:
		form_move(form, ui, PAGE_LINES);
		break;
	case COMMAND_SIGN:
		return form_sign(form, ui, false);
	case COMMAND_CARRY:
		carry(form, ui);
		break;
	case COMMAND_SHOW:
		form->show_private = !form->show_private;
		break;
	case COMMAND_PHOTOS:
		if (form->shown_count)
			return (struct action){ ACTION_PUSH, shown_large(form, ui) };
		if (item->kind != ITEM_FIELD || item->field->type != FIELD_PHOTO) { /* the first photo still to be taken */
			if (!form_go_to_type(form, ui, FIELD_PHOTO))
				say_none(form, ui, FIELD_PHOTO, _("This form asks for no photo."));
			break;
		}
		form->inbox_read = false; /* photos taken there are in use afterwards */
		return (struct action){ ACTION_PUSH, inbox_screen(ui, form->sheet, item->field, form->row) };
	case COMMAND_POSITION:
		take_position(form, ui);
		break;
	case COMMAND_TODAY:
		if (item->kind == ITEM_FIELD && item->field->type == FIELD_DATE) {
			clock_date(clock_now_unix(), today);
			line_set(&form->line, today);
			form->typed = true;
			form_next(form, ui);
		} else if (!form_go_to_type(form, ui, FIELD_DATE)) {
			say_none(form, ui, FIELD_DATE, _("This form asks for no date."));
		}
		break;
	case COMMAND_MORE:
		show_more(form, ui);
		break;
	case COMMAND_DISCARD:
		return discard(form, ui);
	case COMMAND_BACK:
		form_store(form);
		if (form->repeat && sheet_row_is_empty(form->sheet, form->repeat, form->row))
			sheet_remove_row(form->sheet, form->repeat, form->row);
		else if (form->repeat && !may_leave_row(form, ui))
			return STAY;
		return back(form, ui);
	}
	return STAY;
}
