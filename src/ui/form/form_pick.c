#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/fill/inbox.h"
#include "app/fill/sheet.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/form/form_layout.h"
#include "ui/form/form_state.h"

enum { NO_TO_MOST = 6 }; /* questions that one key answers: as many as stand on a page with their names in one line */

/* Keys in a list of choices: a choice taken by its digit, its letters or the cursor, and photos taken one by one. */

static void
look_anew(struct form_state *form, struct ui *ui, const char *taken)
{
	snprintf(ui->inbox_at, sizeof(ui->inbox_at), "%s", taken);
	form->inbox_read = false; /* the photo is in use now */
}

static void
pick_photo(struct form_state *form, struct ui *ui, size_t index, bool *moved)
{
	const struct form_item *item = form_at(form);
	const struct inbox_photo *photo = form->options[index].photo;
	struct err err = { 0 };
	char *elsewhere;

	if (photo->used) {
		ui_say(ui, TOAST_BAD, _("This photo belongs to %s. ^P, then m on it, moves it here."),
		       *photo->used ? photo->used : _("new house"));
		return;
	}
	if (sheet_set_photo(form->sheet, item->field, form->row, photo->path, &err)) {
		ui_fail(ui, &err);
		return;
	}
	look_anew(form, ui, photo->name);
	elsewhere = sheet_photo_elsewhere(form->sheet, item->field, form->row);
	if (elsewhere)
		ui_say(ui, TOAST_BAD, _("This very photo stands in %s already. Is it of this house? Backspace takes it out here."),
		       elsewhere);
	*moved = !elsewhere;
	free(elsewhere);
}

/* The question that the choices answer; NULL: they are reasons for a warning. */
static const struct field *
field_at(const struct form_state *form)
{
	return form_at(form)->kind == ITEM_FIELD ? form_at(form)->field : NULL;
}

static bool
takes_photos(const struct field *field)
{
	return field && field->type == FIELD_PHOTO;
}

/* True where several may be chosen. */
static bool
is_several(const struct field *field)
{
	return field && (field->type == FIELD_SELECT_MULTIPLE || field->people.count);
}

/* True for a choice that stands alone, after which there is nothing more to choose. */
static bool
closes(const struct field *field, const char *name)
{
	const struct choice *choice = field->list ? list_choice(field->list, name) : NULL;

	return choice && choice->exclusive;
}

static void
pick(struct form_state *form, struct ui *ui, size_t index, bool *moved)
{
	const struct field *field = field_at(form);
	const char *name;

	if (index >= form->option_count)
		return;
	form->stray = false;
	name = form->options[index].name;
	if (!field) {
		sheet_set_reason(form->sheet, form_at(form)->rule->id, name);
		*moved = true;
		return;
	}
	if (takes_photos(field)) {
		pick_photo(form, ui, index, moved);
		return;
	}
	if (field->type == FIELD_BOOLEAN) {
		sheet_set_take(form->sheet, field, form->row, value_boolean(name[0] == '1'));
	} else if (is_several(field)) {
		char *kept = mem_strdup(name); /* the names of people are read anew */

		name = kept;
		if (field->people.count)
			sheet_toggle_person(form->sheet, field, name);
		else
			sheet_toggle(form->sheet, field, form->row, name);
		form->filter[0] = '\0';
		form_options(form, ui); /* all of them again, the cursor where it was */
		for (size_t i = 0; i < form->option_count; i++)
			if (strcmp(form->options[i].name, name) == 0)
				form_choose(form, i);
		*moved = closes(field, name) &&
			 form_answer_holds(sheet_value(form->sheet, field, form->row), name); /* several may be chosen: Enter goes on */
		free(kept);
		return;
	} else {
		sheet_set_take(form->sheet, field, form->row, value_text(name));
	}
	*moved = true;
}

/* 0 at a yes-or-no question: no to it and to those right below it that are asked and open, which is said with their names. False: there is one alone. */
static bool
no_to_all(struct form_state *form, struct ui *ui)
{
	const struct field *fields[NO_TO_MOST];
	struct buf labels = { 0 };
	size_t count = 0;

	for (size_t i = form->focus; i < form->item_count && count < NO_TO_MOST; i++) {
		const struct form_item *item = &form->items[i];

		if (item->kind != ITEM_FIELD || item->field->type != FIELD_BOOLEAN || item->field->parent != form_at(form)->field->parent ||
		    (i != form->focus && (!item->field->required || sheet_value(form->sheet, item->field, form->row))))
			break;
		fields[count++] = item->field;
	}
	if (count < 2)
		return false;
	for (size_t i = 0; i < count; i++) {
		buf_printf(&labels, "%s%s", i ? _("; ") : "", label_text(&fields[i]->label, ui->lang));
		sheet_set_take(form->sheet, fields[i], form->row, value_boolean(false));
	}
	form_go_to(form, ui, fields[count - 1], NULL);
	ui_say(ui, TOAST_GOOD, _("No to all of these: %s"), buf_text(&labels));
	buf_release(&labels);
	return true;
}

/* A digit that answers and leads on begins or continues a run. */
static void
pick_digit(struct form_state *form, struct ui *ui, char digit, bool *moved)
{
	const struct field *field = field_at(form);
	size_t index = form_option_with_digit(form, digit);

	if (digit == '0' && field && field->type == FIELD_BOOLEAN && no_to_all(form, ui)) {
		*moved = true;
		return;
	}
	if (index == form->option_count) {
		if (!form_run_undo(form, ui, (uint32_t)digit))
			ui_say(ui, TOAST_SAID, _("There is no choice %c."), digit);
		return;
	}
	if (is_several(field) && digit == form->toggled && ui->seen <= form->toggled_at) {
		ui_say(ui, TOAST_BAD,
		       _("The second \"%c\" was not taken: it came before the first was seen. Once more takes the choice out."), digit);
		return;
	}
	if (takes_photos(field) && index != form->chosen &&
	    !form->options[index].photo->used) { /* its picture is beside the questions before it is taken */
		form_choose(form, index);
		form->pointed = true;
		form->toggled = digit;
		form->toggled_at = ui->painted;
		ui_say(ui, TOAST_SAID, _("Its picture is shown: %c once more takes it."), digit);
		return;
	}
	if (takes_photos(field) && digit == form->toggled && ui->seen <= form->toggled_at) {
		ui_say(ui, TOAST_BAD, _("Not taken: its picture was not seen yet. %c once more takes it."), digit);
		return;
	}
	form->toggled = digit;
	form->toggled_at = ui->painted;
	if (!takes_photos(field) && !is_several(field))
		form_run_note(form, digit);
	pick(form, ui, index, moved);
}

/* Where yes or no is among the choices, the letters of both languages say it: y and n, s and f (shi, fou). A choice that begins with the letter was found
 * before. */
static bool
says_yes_or_no(const struct form_state *form, char c, size_t *index)
{
	static const char *const yes[] = { "yes", "是" }, *const no[] = { "no", "否" };
	const char *const *words = c == 'y' || c == 's' ? yes : c == 'n' || c == 'f' ? no : NULL;

	for (size_t i = 0; words && i < form->option_count; i++)
		for (size_t w = 0; w < ARRAY_LEN(yes); w++)
			if (strcasecmp(form->options[i].label, words[w]) == 0) {
				*index = i;
				return true;
			}
	return false;
}

/* Letters narrow the list, and the last choice left is taken. A digit narrows too while it continues a name that was begun, as in "m1". */
static void
narrow(struct form_state *form, struct ui *ui, char c, bool *moved)
{
	size_t len = strlen(form->filter);
	size_t before = form->option_count, index;

	if (len + 1 >= sizeof(form->filter))
		return;
	form->filter[len] = (char)tolower((unsigned char)c);
	form->filter[len + 1] = '\0';
	form_options(form, ui);
	if (form->option_count == 0) {
		form->filter[len] = '\0';
		form_options(form, ui);
		if (c >= '1' && c <= '9') /* the number of a choice, as no name continues with the digit */
			pick_digit(form, ui, c, moved);
		else if (!len && says_yes_or_no(form, (char)tolower((unsigned char)c), &index))
			pick(form, ui, index, moved);
		else if (before)
			ui_say(ui, TOAST_SAID, _("No choice begins with \"%s%c\"."), form->filter, c);
		return;
	}
	form_choose(form, 0);
	form->pointed = false;
	if (form->option_count == 1)
		pick(form, ui, 0, moved);
}

/* Written characters narrow the list as its initials do, but none of them takes a choice: an input method sends a word whole, and its rest would stand
 * in the next question. */
static void
narrow_written(struct form_state *form, struct ui *ui, uint32_t c)
{
	size_t len = strlen(form->filter);
	char sign[5] = "";

	sign[text_encode(c, sign)] = '\0';
	if (len + strlen(sign) < sizeof(form->filter)) {
		memcpy(form->filter + len, sign, strlen(sign) + 1);
		form_options(form, ui);
		form_choose(form, 0);
		form->pointed = false;
		if (form->option_count == 1)
			ui_say(ui, TOAST_SAID, _("Enter takes \"%s\"."), form->options[0].label);
		if (form->option_count)
			return;
	}
	ui_say(ui, TOAST_SAID,
	       _("No choice begins with \"%.*s%s\". One is taken here by its digit, its first letters, or an arrow and Space."), (int)len,
	       form->filter, sign);
	form->filter[0] = '\0';
	form_options(form, ui);
	form_choose(form, 0);
	form_run_refuse(form);
	form->stray = true;
}

/* The choice that Enter takes: the one the cursor was moved to, else the only one that fits the letters. SIZE_MAX: none is meant. */
static size_t
meant(const struct form_state *form)
{
	return form->pointed || form->option_count == 1 ? form->chosen : SIZE_MAX;
}

static void
enter(struct form_state *form, struct ui *ui, bool *moved)
{
	const struct field *field = field_at(form);
	size_t index = meant(form);

	/* Enter goes on, and writes only what was narrowed down to by letters; of several choices it takes that one, and once more goes on. */
	*moved = !*form->filter;
	if (!*form->filter)
		return;
	if (index == SIZE_MAX) {
		ui_say(ui, TOAST_SAID, _("%zu choices fit \"%s\": their digit takes one, or an arrow and Enter. Esc drops the letters."),
		       form->option_count, form->filter);
		return;
	}
	*moved = !is_several(field);
	pick(form, ui, index, moved);
}

/* The first choice of the page beside, as the line below the choices says; among those of one page, of letters or of photos the one beside. */
static void
arrow(struct form_state *form, bool on)
{
	size_t first = form_option_first(form), next = first + form_options_shown(form);
	bool turns = form_options_have_line(form) && form->widget != WIDGET_PHOTO && !*form->filter;

	form->pointed = true;
	if (!turns) {
		form_choose(form, on ? form->chosen + 1 : form->chosen ? form->chosen - 1 : 0);
	} else if (on ? next < form->option_count : first > 0) {
		form_choose(form, on ? next : first - 1);
		form_choose(form, form_option_first(form));
	}
}

static void
drop_letter(struct form_state *form)
{
	size_t len = strlen(form->filter);

	while (len > 0 && ((unsigned char)form->filter[--len] & 0xc0) == 0x80)
		;
	form->filter[len] = '\0';
}

bool
form_option_key(struct form_state *form, struct ui *ui, const struct ui_key *key, bool *moved)
{
	uint32_t c = ui_key_ascii(key);
	const struct field *field = field_at(form);

	switch (key->kind) {
	case UI_KEY_CHAR:
		if (c == ' ' && form_run_undo(form, ui, c)) {
			return true;
		} else if (c == ' ' && *form->filter && meant(form) == SIZE_MAX) {
			enter(form, ui, moved);
		} else if (c == ' ') {
			pick(form, ui, form->chosen, moved);
		} else if (c >= '0' && c <= '9' && !*form->filter) { /* '0' stands at no choice */
			pick_digit(form, ui, (char)c, moved);
		} else if (c > ' ' && c < 0x7f && !isalnum((int)c) && form_run_undo(form, ui, c)) {
			return true;
		} else if (c > ' ' && c < 0x7f && !takes_photos(field)) {
			narrow(form, ui, (char)c, moved);
		} else if (c > 0x7f && !takes_photos(field)) {
			narrow_written(form, ui, c);
		} else {
			return false;
		}
		return true;
	case UI_KEY_LEFT:
	case UI_KEY_RIGHT:
		arrow(form, key->kind == UI_KEY_RIGHT);
		return true;
	case UI_KEY_BACKSPACE:
	case UI_KEY_DELETE:
		if (*form->filter) {
			drop_letter(form);
			form_options(form, ui);
		} else if (!field) {
			sheet_set_reason(form->sheet, form_at(form)->rule->id, "");
		} else if (takes_photos(field)) {
			sheet_drop_photo(form->sheet, field, form->row);
			form_keep(form, ui);
			form->inbox_read = false; /* free again */
		} else {
			sheet_set_take(form->sheet, field, form->row, (struct value){ 0 });
		}
		return true;
	case UI_KEY_ESC: /* clears the letters first, then leaves the form */
		if (!*form->filter)
			return false;
		form->filter[0] = '\0';
		form_options(form, ui);
		form_choose(form, 0);
		return true;
	case UI_KEY_ENTER:
		enter(form, ui, moved);
		return true;
	default:
		return false;
	}
}
