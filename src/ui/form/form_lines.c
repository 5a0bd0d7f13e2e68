#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet.h"
#include "app/fill/sheet_again.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "base/mem.h"
#include "form/answer/reason.h"
#include "ui/form/form_state.h"

/* The lines of a form, as answers make questions appear and go, and the cursor among them. */

bool
form_has_cursor(const struct form_item *item)
{
	return item->kind != ITEM_HEADING && item->kind != ITEM_NOTE;
}

/* ---- the lines */

static struct form_item *
add_item(struct form_state *form, enum item_kind kind, const struct field *field)
{
	MEM_GROW(form->items, form->item_count, form->item_cap);
	form->items[form->item_count] = (struct form_item){ .kind = kind, .field = field };
	return &form->items[form->item_count++];
}

static bool
wants_words(const struct form_state *form, const struct rule *rule)
{
	return reason_wants_words(sheet_reasons(form->sheet, rule->id), sheet_reason(form->sheet, rule->id));
}

/* Adds the line for a warning's reason, right below the field that the warning is about. */
static void
add_reasons(struct form_state *form, const struct field *field)
{
	for (size_t i = 0; !form->repeat && i < sheet_problem_count(form->sheet); i++) {
		const struct sheet_problem *problem = sheet_problem_at(form->sheet, i);

		if (problem->kind != FORM_WARNING || problem->field != field || (form->begun && field == form->at_field))
			continue;
		add_item(form, ITEM_REASON, field)->rule = problem->rule;
		if (wants_words(form, problem->rule))
			add_item(form, ITEM_WORDS, field)->rule = problem->rule;
	}
}

static bool
is_empty(const struct form_state *form, const struct field *field)
{
	return !sheet_value(form->sheet, field, form->row) && !sheet_photo(form->sheet, field, form->row) &&
	       (field->type != FIELD_REPEAT || !sheet_row_count(form->sheet, field));
}

/* Is the question one of those that wait behind "more"? While these are hidden, one with an answer or a word about it stands in its place, and
 * so does one that is emptied while the cursor is on it. */
static bool
is_more(const struct form_state *form, const struct field *field)
{
	bool idle = is_empty(form, field) && !sheet_problem_of(form->sheet, field, form->row, false) &&
		    !sheet_mark(form->sheet, field, form->row) && field != form->at_field;

	return field->optional && (form->more || idle);
}

/* Adds the questions behind "more", or all others; how many of the former there are. */
static size_t
add_fields(struct form_state *form, const struct field *fields, size_t count, bool more)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];

		if (!sheet_is_relevant(form->sheet, field, form->row))
			continue;
		if (field->type == FIELD_GROUP) {
			if (!more)
				add_item(form, ITEM_HEADING, field);
			found += add_fields(form, field->fields, field->field_count, more);
		} else if (is_more(form, field)) {
			found++;
			if (more && form->more) {
				add_item(form, ITEM_FIELD, field);
				add_reasons(form, field);
			}
		} else if (more) {
			continue;
		} else if (field->type == FIELD_NOTE) {
			add_item(form, ITEM_NOTE, field);
		} else {
			add_item(form, ITEM_FIELD, field);
			add_reasons(form, field);
		}
	}
	return found;
}

static void
add_all(struct form_state *form)
{
	const struct form *of = sheet_form(form->sheet);
	const struct field *fields = form->repeat ? form->repeat->fields : of->fields;
	size_t count = form->repeat ? form->repeat->field_count : of->field_count, at;

	(void)add_fields(form, fields, count, false);
	at = form->item_count;
	add_item(form, ITEM_MORE, NULL);
	form->more_count = add_fields(form, fields, count, true);
	if (!form->more_count)
		form->item_count = at;
}

static bool
same_item(const struct form_item *a, const struct form_item *b)
{
	return a->kind == b->kind && a->field == b->field && a->rule == b->rule;
}

void
form_rebuild(struct form_state *form)
{
	struct form_item at = form->item_count ? form->items[form->focus] : (struct form_item){ .kind = ITEM_HEADING };
	size_t old = form->focus;

	form->at_field = at.field;
	form->item_count = 0;
	add_all(form);
	add_reasons(form, NULL);
	if (!form->repeat && *sheet_unasked(form->sheet))
		add_item(form, ITEM_NOTE, NULL)->words = sheet_unasked(form->sheet);
	add_item(form, ITEM_SIGN, NULL);
	form->focus = old < form->item_count ? old : form->item_count - 1;
	for (size_t i = 0; i < form->item_count; i++)
		if (same_item(&form->items[i], &at))
			form->focus = i;
	while (!form_has_cursor(&form->items[form->focus]))
		form->focus++;
}

/* ---- moving */

void
form_move(struct form_state *form, struct ui *ui, int by)
{
	size_t steps = (size_t)(by < 0 ? -by : by);

	form_keep(form, ui);
	form_rebuild(form);
	while (steps-- > 0) {
		size_t at = form->focus;

		do {
			if ((by < 0 && at == 0) || (by > 0 && at + 1 >= form->item_count)) {
				at = form->focus;
				break;
			}
			at = by < 0 ? at - 1 : at + 1;
			/* Calculated lines are passed over, though they are shown. */
		} while (!form_has_cursor(&form->items[at]) ||
			 (form->items[at].kind == ITEM_FIELD && sheet_is_fixed(form->items[at].field)));
		form->focus = at;
	}
	form_enter(form, ui);
}

/* Does a rule's problem, or a field's, lead to this line? A reason that is given leads on to its words. */
static bool
leads_to(const struct form_state *form, const struct form_item *item, const struct field *field, const struct rule *rule)
{
	if (!form_has_cursor(item) || item->field != field || (rule && item->rule != rule))
		return false;
	return !rule || item->kind != ITEM_REASON || !*sheet_reason(form->sheet, rule->id) || !wants_words(form, rule);
}

void
form_go_to(struct form_state *form, struct ui *ui, const struct field *field, const struct rule *rule)
{
	for (size_t i = 0; i < form->item_count; i++) {
		if (leads_to(form, &form->items[i], field, rule)) {
			form->focus = i;
			break;
		}
	}
	form_enter(form, ui);
}

bool
form_go_to_type(struct form_state *form, struct ui *ui, enum field_type type)
{
	size_t first = SIZE_MAX, open = SIZE_MAX;

	if (form_at(form)->kind == ITEM_FIELD && form_at(form)->field->type == type)
		return true;
	form_keep(form, ui);
	form_rebuild(form);
	for (size_t i = form->item_count; i-- > 0;) {
		const struct form_item *item = &form->items[i];

		if (item->kind != ITEM_FIELD || item->field->type != type)
			continue;
		first = i;
		if (!sheet_value(form->sheet, item->field, form->row) && !sheet_photo(form->sheet, item->field, form->row))
			open = i;
	}
	if (first == SIZE_MAX && form->more_count && !form->more) { /* behind "more", perhaps */
		form->more = true;
		if (form_go_to_type(form, ui, type))
			return true;
		form->more = false;
		form_rebuild(form);
	}
	if (first != SIZE_MAX)
		form->focus = open != SIZE_MAX ? open : first;
	form_enter(form, ui);
	return first != SIZE_MAX;
}

/* True when the question has something left to do; a warning whose reason is given is settled. */
static bool
is_open(const struct form_state *form, const struct field *field)
{
	const struct sheet_problem *problem = sheet_problem_of(form->sheet, field, form->row, true);

	return problem && (problem->kind == FORM_FOUND || sheet_problem_blocks(form->sheet, problem));
}

/* What a signer marked, or the check of another form found, stands before what is empty. */
static bool
is_to_mend(const struct form_state *form, const struct field *field)
{
	const struct sheet_problem *problem = sheet_problem_of(form->sheet, field, form->row, false);

	return sheet_mark(form->sheet, field, form->row) || (problem && problem->kind == FORM_FOUND);
}

/* True for a line where Enter stops: a question without an answer, but for those that wait behind "more" and are not shown, and one with something
 * wrong. */
static bool
wants_answer(const struct form_state *form, const struct form_item *item)
{
	if (item->kind == ITEM_REASON)
		return !*sheet_reason(form->sheet, item->rule->id);
	if (item->kind == ITEM_WORDS)
		return !*sheet_reason_words(form->sheet, item->rule->id);
	if (item->kind != ITEM_FIELD || sheet_is_fixed(item->field))
		return item->kind == ITEM_SIGN;
	return ((!item->field->optional || form->more) && is_empty(form, item->field)) || is_open(form, item->field);
}

void
form_next(struct form_state *form, struct ui *ui)
{
	const struct form_item *item = form_at(form);

	form_store(form);
	if (item->kind == ITEM_FIELD && form_is_seen(form, ui))
		sheet_confirm(form->sheet, item->field, form->row);
	form_keep(form, ui);
	form_rebuild(form);
	for (size_t i = form->focus + 1; i < form->item_count; i++)
		if (wants_answer(form, &form->items[i])) {
			form->focus = i;
			break;
		}
	form_enter(form, ui);
}

void
form_start(struct form_state *form, struct ui *ui)
{
	form_rebuild(form);
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].kind == ITEM_FIELD && is_to_mend(form, form->items[i].field)) {
			form->focus = i;
			form_enter(form, ui);
			return;
		}
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].kind == ITEM_FIELD && !sheet_is_fixed(form->items[i].field) && is_open(form, form->items[i].field)) {
			form->focus = i;
			break;
		}
	form_enter(form, ui);
}
