#include "app/fill/keying.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_window.h"
#include "app/house/slots.h"
#include "app/session/act.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"
#include "store/store.h"

/* What is keyed of a house goes into the drafts of its forms, by the same calls as when a person fills them, and is signed by the same one. */

struct keying_filling {
	struct keying *keying;
	struct keying_row *row;
	const struct paper_keyed *keyed;
	struct buf why;		   /* what stands in the way, a sentence each */
	const struct field *lacks; /* of the form that is filled, the first question in the way */
};

static void say(struct keying_filling *filling, const char *fmt, ...) PRINTF_FMT(2, 3);

/* Adds what stands in the way of the form. */
static void
say(struct keying_filling *filling, const char *fmt, ...)
{
	char text[400];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	buf_printf(&filling->why, _("%s%s: %s"), filling->why.len ? "\n" : "",
		   label_text(&filling->keyed->form->label, filling->keying->lang), text);
}

/* Why it cannot be opened; a sentence that names the form itself stands alone. */
static void
say_refusal(struct keying_filling *filling, const struct err *err)
{
	const char *label = label_text(&filling->keyed->form->label, filling->keying->lang);

	if (strstr(err->text, label))
		buf_printf(&filling->why, "%s%s", filling->why.len ? "\n" : "", err->text);
	else
		say(filling, "%s", err->text);
}

/* Is something keyed for the form? */
static bool
is_keyed(const struct keying_filling *filling)
{
	const struct keying *keying = filling->keying;

	for (size_t c = 0; c < keying->column_count; c++)
		if (keying->columns[c].of == filling->keyed && filling->row->cells[c])
			return true;
	return false;
}

static struct value
meant(const struct keyed_column *column, char digit)
{
	if (column->box)
		return value_text(column->of->ticked->name);
	if (column->field->type == FIELD_BOOLEAN)
		return value_boolean(digit == '1');
	return value_text(column->field->list->choices[digit - '1'].name);
}

/* ---- what must not be written over */

/* An answer that was typed or signed before and says otherwise stays: who filled it decides. */
static bool
differs(struct keying_filling *filling, struct sheet *sheet)
{
	const struct keying *keying = filling->keying;
	const struct value *day = sheet_value(sheet, filling->keyed->day, 0);
	char today[11];
	bool is = false;

	for (size_t c = 0; c < keying->column_count && !is; c++) {
		const struct keyed_column *column = &keying->columns[c];
		const struct value *stands = column->of == filling->keyed && filling->row->cells[c] ? sheet_value(sheet, column->field, 0)
												    : NULL;
		struct value keyed = stands ? meant(column, filling->row->cells[c]) : (struct value){ 0 };

		if (stands && !value_equal(stands, &keyed)) {
			char *text = sheet_text(sheet, column->field, 0, keying->lang);

			say(filling, _("\"%s\" says \"%s\" already, and the paper otherwise; open it"),
			    label_text(&column->field->label, keying->lang), text);
			free(text);
			is = true;
		}
		value_release(&keyed);
	}
	clock_date(clock_now_unix(), today);
	if (!is && day && day->type == VALUE_TEXT && strcmp(day->text, keying->day) != 0 && strcmp(day->text, today) != 0) {
		say(filling, _("it bears the day %s already, and the paper is of %s; open it"), day->text, keying->day);
		is = true;
	}
	return is;
}

/* Of a form that repeats: does one of this day stand? Keyed twice, a page would be signed twice. */
static bool
stands_already(struct keying_filling *filling)
{
	struct store *store = app_store(filling->keying->app);
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	const struct flow_slot **slots;
	size_t count = 0;
	bool stands = false;

	if (!filling->keyed->form->repeat || dossier_load(store, &filling->row->root, NULL, &dossier, &ignored))
		return false;
	slots = house_slots(dossier, filling->keyed->form, &count);
	for (size_t i = 0; i < count; i++) {
		const char *day = value_get_text(&dossier->steps[slots[i]->heads[0]].step->data, filling->keyed->day->name);

		stands |= day && strcmp(day, filling->keying->day) == 0;
	}
	free(slots);
	dossier_free(dossier);
	if (stands)
		say(filling, _("one of %s is signed already"), filling->keying->day);
	return stands;
}

/* ---- the form */

static void
put_answers(struct keying_filling *filling, struct sheet *sheet)
{
	const struct keying *keying = filling->keying;

	for (size_t c = 0; c < keying->column_count; c++)
		if (keying->columns[c].of == filling->keyed && filling->row->cells[c])
			sheet_set_take(sheet, keying->columns[c].field, 0, meant(&keying->columns[c], filling->row->cells[c]));
	sheet_set_text(sheet, filling->keyed->day, 0, keying->day);
}

/* What keeps the form from being signed, the first of it in words; as a page of the form says it. */
static bool
is_complete(struct keying_filling *filling, struct sheet *sheet)
{
	const struct sheet_problem *first = NULL;
	size_t count = 0;
	char *falls;
	struct shown_photo *shown = NULL;

	for (size_t i = 0; i < sheet_problem_count(sheet); i++) {
		const struct sheet_problem *problem = sheet_problem_at(sheet, i);

		if (!sheet_problem_blocks(sheet, problem))
			continue;
		first = first ? first : problem;
		count++;
	}
	if (first) {
		filling->lacks = first->field;
		/* Translators: a label and what stands there. */
		char *words = first->field ? mem_printf(_("%s: %s"), label_text(&first->field->label, filling->keying->lang), first->text)
					   : mem_strdup(first->text);

		say(filling, n_("%zu point is to be settled. %s", "%zu points are to be settled, first: %s", count), count, words);
		free(words);
		return false;
	}
	if (*sheet_return_reason(sheet)) {
		say(filling, _("it was given back, open it: %s"), sheet_return_reason(sheet));
		return false;
	}
	count = sheet_shown_photos(sheet, &shown);
	free(shown);
	if (count) {
		say(filling, "%s", _("it is answered from a photo: open it and look at that"));
		return false;
	}
	falls = sheet_falling(sheet);
	if (falls)
		say(filling, _("with it signatures fall: %s; open it"), falls);
	free(falls);
	return !falls;
}

/* Nobody else has it open or began it, and nothing says otherwise. */
static bool
may_fill(struct keying_filling *filling, struct sheet *sheet)
{
	const char *other = sheet_begun_by(sheet);

	if (*other)
		say(filling, _("%s began it and did not sign it; open it"), other);
	return !*other && !differs(filling, sheet);
}

static struct sheet *
open_sheet(struct keying_filling *filling)
{
	const struct keying *keying = filling->keying;
	const char *form = filling->keyed->form->name;
	struct sheet *sheet = NULL;
	struct err err = { 0 };
	int64_t since;
	bool held = false;

	if (sheet_held(keying->app, &filling->row->root, form, NULL, &held, &since, &err) ||
	    (!held && sheet_open(keying->app, &filling->row->root, form, NULL, &sheet, &err)))
		say_refusal(filling, &err);
	else if (held)
		say(filling, "%s", _("another window has it open"));
	return sheet;
}

/* One form of a house; true: it is complete, or signed with `sign`. */
static bool
fill_form(struct keying_filling *filling, bool sign)
{
	struct sheet *sheet = stands_already(filling) ? NULL : open_sheet(filling);
	struct buf findings = { 0 };
	struct err err = { 0 };
	bool done = false;
	struct id step;

	if (!sheet)
		return false;
	if (sheet_is_as_signed(sheet)) {
		say(filling, "%s", _("it is signed already; empty the box, or open it"));
	} else if (may_fill(filling, sheet)) {
		put_answers(filling, sheet);
		if (sheet_save(sheet, &err)) {
			say(filling, "%s", err.text);
		} else if (is_complete(filling, sheet)) {
			done = !sign || !sheet_sign(sheet, &step, &findings, &err);
			if (!done)
				say(filling, "%s %s", err.text, buf_text(&findings));
		}
	}
	buf_release(&findings);
	sheet_free(sheet);
	return done;
}

/* ---- what is signed of a row */

/* What is signed is keyed no more. */
static void
empty_cells(struct keying *keying, struct keying_row *row, const struct paper_keyed *keyed)
{
	for (size_t c = 0; c < keying->column_count; c++)
		if (keying->columns[c].of == keyed)
			row->cells[c] = '\0';
}

/* One id that another signed step of the form changes; zeros: none is signed. */
static struct id
heads_of(const struct dossier *dossier, const struct form *form)
{
	size_t count = 0;
	const struct flow_slot **slots = house_slots(dossier, form, &count);
	struct id all = { { 0 } };

	for (size_t i = 0; i < count; i++) {
		const struct id *head = &dossier->steps[slots[i]->heads[0]].id;

		for (size_t b = 0; b < sizeof(all.b); b++)
			all.b[b] ^= head->b[b];
	}
	free(slots);
	return all;
}

static struct dossier *
dossier_of(const struct keying *keying, const struct keying_row *row)
{
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };

	return dossier_load(app_store(keying->app), &row->root, NULL, &dossier, &ignored) ? NULL : dossier;
}

void
keying_remember(struct keying *keying, size_t at)
{
	struct keying_row *row = &keying->rows[at];
	struct dossier *dossier = dossier_of(keying, row);

	free(row->heads);
	row->heads = dossier ? mem_array(keying->block->keyed_count, sizeof(*row->heads)) : NULL;
	for (size_t i = 0; dossier && i < keying->block->keyed_count; i++)
		row->heads[i] = heads_of(dossier, keying->block->keyed[i].form);
	dossier_free(dossier);
}

bool
keying_look(struct keying *keying, size_t at)
{
	struct keying_row *row = &keying->rows[at];
	struct dossier *dossier = row->heads ? dossier_of(keying, row) : NULL;
	bool is_signed = false, left = false;

	for (size_t i = 0; dossier && i < keying->block->keyed_count; i++) {
		struct id now = heads_of(dossier, keying->block->keyed[i].form);

		if (id_equal(&now, &row->heads[i]))
			continue;
		empty_cells(keying, row, &keying->block->keyed[i]);
		is_signed = true;
	}
	dossier_free(dossier);
	if (!is_signed)
		return false;
	keying_remember(keying, at);
	for (size_t c = 0; c < keying->column_count; c++)
		left |= row->cells[c] != '\0';
	free(row->why);
	row->why = NULL;
	row->todo = NULL;
	row->lacks = NULL;
	row->state = left ? KEYING_KEYED : KEYING_SIGNED;
	return true;
}

static size_t
fill_row(struct keying *keying, struct keying_row *row, bool sign)
{
	struct keying_filling filling = { .keying = keying, .row = row };
	size_t done = 0, asked = 0;

	row->todo = NULL;
	row->lacks = NULL;
	for (size_t i = 0; i < keying->block->keyed_count; i++) {
		filling.keyed = &keying->block->keyed[i];
		if (!is_keyed(&filling))
			continue;
		asked++;
		filling.lacks = NULL;
		if (!fill_form(&filling, sign)) {
			if (!row->todo) {
				row->todo = filling.keyed->form;
				row->lacks = filling.lacks;
			}
			continue;
		}
		done++;
		if (sign)
			empty_cells(keying, row, filling.keyed);
	}
	free(row->why);
	row->why = filling.why.len ? buf_detach(&filling.why) : NULL;
	buf_release(&filling.why);
	row->state = done < asked ? KEYING_TODO : sign ? KEYING_SIGNED : KEYING_FILLED;
	return done;
}

size_t
keying_fill(struct keying *keying, bool sign)
{
	size_t done = 0;

	for (size_t i = 0; i < keying->row_count; i++)
		if (keying->rows[i].state != KEYING_NOT && keying->rows[i].state != KEYING_SIGNED)
			done += fill_row(keying, &keying->rows[i], sign);
	return done;
}
