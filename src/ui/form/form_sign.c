#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_problems.h"
#include "base/i18n.h"
#include "ui/form/form_state.h"

/* Signing a form, or going to the first question that stands in the way. */

static const struct sheet_problem *
first_problem(const struct form_state *form)
{
	for (size_t i = 0; i < form->item_count; i++) /* in the order of the lines */
		for (size_t k = 0; k < sheet_problem_count(form->sheet); k++) {
			const struct sheet_problem *problem = sheet_problem_at(form->sheet, k);
			bool at_row = form->repeat ? problem->row == form->row : true;
			const struct field *shown = problem->field;

			if (!sheet_problem_blocks(form->sheet, problem))
				continue;
			/* A problem in a row of a repeat leads to its line of the form. */
			for (const struct field *up = shown; !form->repeat && up; up = up->parent)
				if (up->type == FIELD_REPEAT)
					shown = up;
			if (at_row && form_has_cursor(&form->items[i]) && form->items[i].field == shown &&
			    form->items[i].kind != ITEM_SIGN && form->items[i].kind != ITEM_MORE)
				return problem;
		}
	for (size_t k = 0; k < sheet_problem_count(form->sheet); k++) {
		const struct sheet_problem *problem = sheet_problem_at(form->sheet, k);

		if (!form->repeat && sheet_problem_blocks(form->sheet, problem))
			return problem;
	}
	return NULL;
}

/* Refuses an unchanged form: one's own needs no second signature, another's is taken over only on purpose. But where it differs from another form, who
 * stays with his answer says so by signing it again. */
static bool
may_sign_again(struct form_state *form, struct ui *ui)
{
	const char *author = sheet_author(form->sheet);
	bool differs = sheet_differs(form->sheet);

	if ((*author || differs) && form->confirm_sign)
		return true;
	form->confirm_sign = true;
	if (*author)
		ui_say(ui, TOAST_BAD, _("%s signed it and nothing was changed. ^S once more puts your name under it instead."), author);
	else if (differs)
		ui_say(ui, TOAST_BAD, "%s",
		       _("Another form differs, and nothing was changed here. If you looked again and it is right: ^S once more signs it so."));
	else
		ui_say(ui, TOAST_SAID, "%s", _("It stands signed just like this; nothing was changed, so there is nothing to sign."));
	return false;
}

/* Says once which signatures fall with this one. */
static bool
may_let_fall(struct form_state *form, struct ui *ui)
{
	char *falling = form->confirm_fall ? NULL : sheet_falling(form->sheet);

	if (!falling)
		return true;
	form->confirm_fall = true;
	ui_say(ui, TOAST_BAD, _("With your signature these fall, and the house is signed anew: %s. ^S once more signs."), falling);
	free(falling);
	return false;
}

bool
form_is_complete(const struct form_state *form)
{
	return !first_problem(form);
}

/* An Enter too many, or the end of a text that was typed at the wrong line, is no signature. */
static bool
may_sign_by_enter(struct form_state *form, struct ui *ui)
{
	if (!form_is_seen(form, ui)) {
		ui_say(ui, TOAST_BAD, "%s",
		       _("Not signed: that Enter came before this line was seen. Enter once more, or ^S, signs this form."));
		return false;
	}
	if (!form->stray)
		return true;
	form->stray = false;
	ui_say(ui, TOAST_BAD, "%s",
	       _("Not signed: text was typed before that Enter, and this line takes none. Enter once more, or ^S, signs this form."));
	return false;
}

struct action
form_sign(struct form_state *form, struct ui *ui, bool enter)
{
	const struct sheet_problem *problem;
	struct buf findings = { 0 };
	struct err err = { 0 };
	struct id step;

	form_keep(form, ui);
	if (form->taken) /* by another window, which is said */
		return STAY;
	form_rebuild(form);
	form->show_missing = true;
	problem = first_problem(form);
	if (form->repeat) {
		if (!problem)
			return BACK;
		form_go_to(form, ui, problem->field, NULL);
		ui_say(ui, TOAST_BAD, "%s", problem->text);
		return STAY;
	}
	if (problem) {
		const struct field *at = problem->field;

		for (const struct field *up = at; up; up = up->parent)
			if (up->type == FIELD_REPEAT)
				at = up;
		form_go_to(form, ui, at, problem->kind == FORM_WARNING ? problem->rule : NULL);
		if (problem->field)
			ui_say(ui, TOAST_BAD, _("%s: %s"), label_text(&problem->field->label, ui->lang), problem->text);
		else
			ui_say(ui, TOAST_BAD, "%s", problem->text);
		return STAY;
	}
	if (enter && !may_sign_by_enter(form, ui))
		return STAY;
	if (form->shown_count && !(form->shown_made && ui->painted > form->shown_since)) {
		ui_say(ui, TOAST_BAD, "%s",
		       form->picture.bad
			       ? _("It is answered from the photo, and that is not in this file or cannot be read. Bring the photo first.")
			       : _("It is answered from the photo: look at that first. It stands on the page now."));
		return STAY;
	}
	if (sheet_is_as_signed(form->sheet) && !may_sign_again(form, ui))
		return STAY;
	if (*sheet_return_reason(form->sheet) && sheet_is_unchanged(form->sheet) && !form->confirm_sign) {
		form->confirm_sign = true;
		ui_say(ui, TOAST_BAD, "%s",
		       _("It was given back and nothing in it is changed: only your words go back. ^S once more signs it so."));
		return STAY;
	}
	if (!may_let_fall(form, ui))
		return STAY;
	ui_busy(ui, _("Signing..."));
	if (sheet_sign(form->sheet, &step, &findings, &err)) {
		ui_say(ui, TOAST_BAD, "%s%s%s", err.text, findings.len ? "\n" : "", buf_text(&findings));
		buf_release(&findings);
		return STAY;
	}
	buf_release(&findings);
	/* A new house is named by the step that signed it, and the work goes on there. */
	ui->worked.building = id_is_zero(sheet_building(form->sheet)) ? step : *sheet_building(form->sheet);
	ui->worked.signed_now = true;
	ui_say(ui, TOAST_GOOD, _("Signed: %s. It is safe on this laptop."), label_text(&sheet_form(form->sheet)->label, ui->lang));
	return BACK;
}
