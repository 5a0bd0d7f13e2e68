#include "app/fill/sheet_problems.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet_again.h"
#include "app/fill/sheet_state.h"
#include "app/fill/sheet_undo.h"
#include "app/fill/sheet_unfit.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/meant.h"
#include "form/answer/reason.h"
#include "form/place.h"
#include "store/houses/photos.h"

static void
clear_problems(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->problem_count; i++)
		free(sheet->problems[i].text);
	sheet->problem_count = 0;
}

static struct sheet_problem *
add_problem(struct sheet *sheet, enum form_problem_kind kind, const struct field *field, int row, const char *text)
{
	struct sheet_problem *problem;

	MEM_GROW(sheet->problems, sheet->problem_count, sheet->problem_cap);
	problem = &sheet->problems[sheet->problem_count++];
	*problem = (struct sheet_problem){ .field = field, .row = row, .kind = kind, .text = mem_strdup(text) };
	return problem;
}

static void
add_wrong(struct sheet *sheet, const struct field *field, int row, const char *text)
{
	(void)add_problem(sheet, FORM_WRONG, field, row, text);
}

static bool
has_raw(const struct sheet *sheet, const struct field *field, int row)
{
	char *path = sheet_path(field, row);
	bool has = value_get_text(&sheet->raw, path) != NULL;

	free(path);
	return has;
}

static void
on_field_problem(struct sheet *sheet, const struct form_problem *problem)
{
	/* A place that holds a text that does not fit is not empty, and what is wrong there is said already; so is that it is asked again. */
	bool is_told = problem->field && (has_raw(sheet, problem->field, problem->row) || sheet_is_asked_again(sheet, problem->field) ||
					  sheet_unfit(sheet, problem->field, problem->row));

	if (problem->field && !(problem->kind == FORM_MISSING && is_told))
		add_problem(sheet, problem->kind, problem->field, problem->row, problem->text);
}

static bool
is_shown(struct sheet *sheet, const struct field *field)
{
	return pack_form_of_field(app_pack(sheet->app), field->name) == sheet->form &&
	       (sheet_repeat_of(field) || sheet_is_relevant(sheet, field, 0));
}

static bool
is_empty(const struct sheet *sheet, const struct field *field)
{
	if (field->type == FIELD_PHOTO)
		return sheet_photo(sheet, field, 0) == NULL;
	return !sheet_repeat_of(field) && !sheet_value(sheet, field, 0);
}

static void
on_rule_problem(struct sheet *sheet, const struct form_problem *found)
{
	const struct rule *rule = found->rule;
	const struct field *at = found->field;
	struct sheet_problem *problem;

	/* A rule's problem stands at the first of the rule's fields that is shown; rather at an empty one, where it will be settled. Where it has several,
	 * place_rules finds out which one it is. */
	for (int pass = 0; pass < 2 && !at; pass++)
		for (size_t i = 0; i < rule->fields.count && !at; i++) {
			const struct field *field = pack_field(app_pack(sheet->app), rule->fields.items[i]);

			if (field && is_shown(sheet, field) && (pass || is_empty(sheet, field)))
				at = sheet_repeat_of(field) ? sheet_repeat_of(field) : field;
		}
	problem = add_problem(sheet, found->kind, at, 0, found->text);
	problem->rule = rule;
	if (!at && rule->fields.count) { /* about answers of another form: say which */
		const struct field *field = pack_field(app_pack(sheet->app), rule->fields.items[0]);
		const struct form *form = field ? pack_form_of_field(app_pack(sheet->app), field->name) : NULL;

		free(problem->text);
		problem->text = mem_printf(_("%s (see \"%s\" in \"%s\")"), found->text, field ? label_text(&field->label, _("en")) : "",
					   form ? label_text(&form->label, _("en")) : "");
	}
}

static void
add_raw_problems(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->raw.object.count; i++) {
		const struct member *member = &sheet->raw.object.members[i];
		int row;
		const struct field *field = field_place_find(app_pack(sheet->app), member->name, &row);
		struct value value = { 0 };
		struct err why = { 0 };

		if (!field || !sheet_is_relevant(sheet, field, row))
			continue;
		if (field_value_from_text(app_pack(sheet->app), field, member->value.text, &value, &why))
			add_problem(sheet, FORM_WRONG, field, row, why.text);
		value_release(&value);
	}
}

/* First of a question's problems: the answer is looked at before anything else is said of it. */
static void
add_again_problems(struct sheet *sheet)
{
	char *words = sheet_again_words(sheet);

	for (size_t i = 0; words && i < sheet->again.object.count; i++) {
		const struct field *field = pack_field(app_pack(sheet->app), sheet->again.object.members[i].name);

		if (field && sheet_is_relevant(sheet, field, 0))
			add_problem(sheet, FORM_AGAIN, field, 0, words);
	}
	free(words);
}

static struct eval_photo *
rule_photos(const struct sheet *sheet)
{
	struct eval_photo *photos = mem_array(sheet->photo_count, sizeof(*photos));

	for (size_t i = 0; i < sheet->photo_count; i++) {
		const struct sheet_photo *photo = &sheet->photos[i];
		const struct step_photo *as_signed = photo->kept && sheet->dossier ? dossier_photo(sheet->dossier, &photo->id) : NULL;
		const struct id *id = sheet_photo_content(sheet, photo);

		photos[i] = (struct eval_photo){ .field = photo->field,
						 .mime = as_signed ? as_signed->mime : "image/jpeg",
						 .size_bytes = as_signed ? as_signed->size : (int64_t)photo->bytes.len,
						 .has_taken = photo->has_taken,
						 .taken_unix = photo->taken_unix,
						 .is_sealed = as_signed && !photo->has_taken && step_photo_is_shut(as_signed),
						 .elsewhere = sheet_photo_houses(sheet, photo, id) };
		id_hex(id, photos[i].id_hex);
	}
	return photos;
}

struct withholding {
	struct sheet *sheet;
	const struct field *field;
	int row;
};

static void
note_withheld(const char *name, void *ctx)
{
	const struct withholding *at = ctx;
	struct sheet *sheet = at->sheet;

	MEM_GROW(sheet->withheld, sheet->withheld_count, sheet->withheld_cap);
	sheet->withheld[sheet->withheld_count++] = (struct withheld){ at->field, at->row, list_choice(at->field->list, name) };
}

/* Notes which questions are asked, and which choices are not offered: the evaluator serves other buildings as well between two checks. */
static void
note_relevant(struct sheet *sheet, const struct field *fields, size_t count, int row)
{
	struct eval *eval = store_eval(app_store(sheet->app));

	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];

		MEM_GROW(sheet->asked, sheet->asked_count, sheet->asked_cap);
		sheet->asked[sheet->asked_count++] = (struct asked){ field, row, eval_field_relevant(eval, field, row) };
		if (sheet->asked[sheet->asked_count - 1].relevant)
			eval_each_withheld(eval, field, row, note_withheld, &(struct withholding){ sheet, field, row });
		if (field->type == FIELD_GROUP)
			note_relevant(sheet, field->fields, field->field_count, row);
		for (int r = 1; field->type == FIELD_REPEAT && r <= sheet_row_count(sheet, field); r++)
			note_relevant(sheet, field->fields, field->field_count, r);
	}
}

/* ---- at which of a rule's fields its problem stands */

/* Does the rule fall silent when the field has this value? Photos stay as they are. */
static bool
ends_rule(struct sheet *sheet, const struct rule *rule, const struct field *field, struct value value_taken,
	  const struct eval_photo *photos)
{
	struct eval *eval = store_eval(app_store(sheet->app));
	struct value values = value_copy(&sheet->completed);
	bool ends;

	value_set_take(&values, field->name, value_taken);
	eval_complete(eval, sheet->form, &values, true, photos, sheet->photo_count);
	ends = !eval_rule_fires(eval, rule);
	value_release(&values);
	return ends;
}

/* Does some answer to the empty question end it? A few of each kind are tried. */
static bool
is_ended_by_answer(struct sheet *sheet, const struct rule *rule, const struct field *field, const struct eval_photo *photos)
{
	bool ends = false;

	switch (field->type) {
	case FIELD_BOOLEAN:
		return ends_rule(sheet, rule, field, value_boolean(true), photos) ||
		       ends_rule(sheet, rule, field, value_boolean(false), photos);
	case FIELD_SELECT_ONE:
		for (size_t i = 0; i < field->list->choice_count && !ends; i++)
			ends = ends_rule(sheet, rule, field, value_text(field->list->choices[i].name), photos);
		return ends;
	case FIELD_SELECT_MULTIPLE:
		for (size_t i = 0; i < field->list->choice_count && !ends; i++) {
			struct value list = value_list();

			value_append_take(&list, value_text(field->list->choices[i].name));
			ends = ends_rule(sheet, rule, field, list, photos);
		}
		return ends;
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
	case FIELD_YEAR:
		for (size_t i = 0; i < 4 && !ends; i++)
			ends = ends_rule(sheet, rule, field, value_integer((int64_t[]){ 0, 1, 100, 2000 }[i]), photos);
		return ends;
	case FIELD_TEXT:
	case FIELD_PERSON:
		return ends_rule(sheet, rule, field, value_text("x"), photos);
	default:
		return true; /* cannot be tried: it is where it was looked for before */
	}
}

/* The field whose change ends the rule: an empty one by an answer, a filled one by being emptied. NULL: none alone does. */
static const struct field *
field_that_ends(struct sheet *sheet, const struct rule *rule, const struct eval_photo *photos)
{
	for (int filled = 0; filled < 2; filled++)
		for (size_t i = 0; i < rule->fields.count; i++) {
			const struct field *field = pack_field(app_pack(sheet->app), rule->fields.items[i]);

			if (!field || sheet_repeat_of(field) || field->type == FIELD_REPEAT || sheet_is_fixed(field) ||
			    !is_shown(sheet, field) || is_empty(sheet, field) == (filled == 1))
				continue;
			if (filled ? ends_rule(sheet, rule, field, (struct value){ 0 }, photos)
				   : is_ended_by_answer(sheet, rule, field, photos))
				return field;
		}
	return NULL;
}

/* The evaluator serves other buildings as well between two checks, so nothing is put back into it. */
static void
place_rules(struct sheet *sheet, const struct eval_photo *photos)
{
	for (size_t i = 0; i < sheet->problem_count; i++) {
		struct sheet_problem *problem = &sheet->problems[i];
		const struct field *at = problem->rule && problem->kind != FORM_FOUND && problem->field && problem->rule->fields.count > 1
						 ? field_that_ends(sheet, problem->rule, photos)
						 : NULL;

		if (at)
			problem->field = at;
	}
}

static void
on_completed(void *ctx)
{
	struct sheet *sheet = ctx;

	sheet->asked_count = sheet->withheld_count = 0;
	note_relevant(sheet, sheet->form->fields, sheet->form->field_count, 0);
	add_again_problems(sheet);
	sheet_add_unfit_problems(sheet, add_wrong);
	add_raw_problems(sheet);
}

static void
on_problem(const struct form_problem *problem, void *ctx)
{
	if (problem->rule)
		on_rule_problem(ctx, problem);
	else
		on_field_problem(ctx, problem);
}

void
sheet_check(struct sheet *sheet)
{
	struct eval_photo *photos = rule_photos(sheet);
	struct form_check check = { .form = sheet->form,
				    .values = &sheet->completed,
				    .dossier = sheet->dossier,
				    .slot = id_is_zero(&sheet->slot) ? NULL : &sheet->slot,
				    .photos = photos,
				    .photo_count = sheet->photo_count,
				    .pictures = sheet_pictures(sheet),
				    .tells_found = true,
				    .asks_twins = true,
				    .twin = &sheet->twin,
				    .completed = on_completed,
				    .problem = on_problem,
				    .ctx = sheet };
	struct err ignored = { 0 };

	/* People may have been read anew since the building was loaded. */
	if (sheet->generation != store_generation(app_store(sheet->app)) && sheet_reload(sheet, &ignored))
		ignored = (struct err){ 0 };
	check.dossier = sheet->dossier;
	clear_problems(sheet);
	sheet->twin = (struct id){ { 0 } };
	value_release(&sheet->completed);
	sheet_set_aside(sheet);
	sheet->completed = value_copy(&sheet->typed);
	house_check_form(sheet->app, &check);
	place_rules(sheet, photos);
	free(photos);
}

const struct id *
sheet_twin(const struct sheet *sheet)
{
	return id_is_zero(&sheet->twin) ? NULL : &sheet->twin;
}

size_t
sheet_problem_count(const struct sheet *sheet)
{
	return sheet->problem_count;
}

const struct sheet_problem *
sheet_problem_at(const struct sheet *sheet, size_t index)
{
	return &sheet->problems[index];
}

const struct sheet_problem *
sheet_problem_of(const struct sheet *sheet, const struct field *field, int row, bool missing_too)
{
	for (size_t i = 0; i < sheet->problem_count; i++) {
		const struct sheet_problem *problem = &sheet->problems[i];

		if (problem->field == field && (problem->row == row || !problem->row) && (missing_too || problem->kind != FORM_MISSING))
			return problem;
	}
	return NULL;
}

/* ---- reasons */

const struct list *
sheet_reasons(const struct sheet *sheet, const char *rule)
{
	return house_check_reasons(app_pack(sheet->app), rule);
}

static const struct value *
given(const struct sheet *sheet, const char *rule)
{
	return reason_of(value_get_list(&sheet->typed, "_reasons"), rule);
}

static const char *
said(const struct sheet *sheet, const char *rule, const char *member)
{
	const struct value *item = given(sheet, rule);
	const char *text = item ? value_get_text(item, member) : NULL;

	return text ? text : "";
}

/* A reason in words, of before there was a list, is none of its choices; it stands beside the one that is chosen. */
const char *
sheet_reason(const struct sheet *sheet, const char *rule)
{
	const struct list *list = sheet_reasons(sheet, rule);
	const char *reason = said(sheet, rule, "reason");

	return list && !list_choice(list, reason) ? "" : reason;
}

const char *
sheet_reason_words(const struct sheet *sheet, const char *rule)
{
	return *sheet_reason(sheet, rule) ? said(sheet, rule, "words") : said(sheet, rule, "reason");
}

bool
sheet_problem_blocks(const struct sheet *sheet, const struct sheet_problem *problem)
{
	return problem->kind != FORM_FOUND &&
	       !(problem->kind == FORM_WARNING && reason_stands(sheet_reasons(sheet, problem->rule->id), given(sheet, problem->rule->id)));
}

static bool
is_of_rule(const struct value *item, const char *rule)
{
	const char *named = value_get_text(item, "rule");

	return named && strcmp(named, rule) == 0;
}

/* Puts a reason at the place of the one before; an empty one takes that out. */
static void
put_reason(struct sheet *sheet, const char *rule, const char *reason, const char *words)
{
	const struct value *reasons = value_get_list(&sheet->typed, "_reasons");
	struct value next = value_list(), item = value_object();
	bool put = !*reason;

	value_set_text(&item, "rule", rule);
	value_set_text(&item, "reason", reason);
	if (*words && reason_wants_words(sheet_reasons(sheet, rule), reason))
		value_set_text(&item, "words", words);
	sheet_remember_typing(sheet, NULL, 0);
	for (size_t i = 0; reasons && i < reasons->list.count; i++) {
		if (!is_of_rule(&reasons->list.items[i], rule))
			value_append_take(&next, value_copy(&reasons->list.items[i]));
		else if (!put)
			value_append_take(&next, value_copy(&item));
		put |= is_of_rule(&reasons->list.items[i], rule);
	}
	if (!put)
		value_append_take(&next, value_copy(&item));
	value_release(&item);
	if (next.list.count) {
		value_set_take(&sheet->typed, "_reasons", next);
	} else {
		value_release(&next);
		value_remove(&sheet->typed, "_reasons");
	}
	sheet->changed = true;
	sheet_check(sheet);
}

void
sheet_set_reason(struct sheet *sheet, const char *rule, const char *reason)
{
	put_reason(sheet, rule, reason, sheet_reason_words(sheet, rule));
}

void
sheet_set_reason_words(struct sheet *sheet, const char *rule, const char *words)
{
	put_reason(sheet, rule, sheet_reason(sheet, rule), words);
}

/* ---- what is offered */

bool
sheet_offers(const struct sheet *sheet, const struct field *field, int row, const struct choice *choice)
{
	for (size_t i = 0; i < sheet->withheld_count; i++)
		if (sheet->withheld[i].field == field && sheet->withheld[i].row == row && sheet->withheld[i].choice == choice)
			return false;
	return true;
}

/* The evaluator serves others between two checks, so all that the constraint reads is loaded for each. */
bool *
sheet_admitted(const struct sheet *sheet, const struct field *field, int row)
{
	const struct pack *pack = app_pack(sheet->app);
	struct eval *eval = store_eval(app_store(sheet->app));
	struct value values = value_copy(&sheet->completed);
	struct value *list = row ? value_get_mut(&values, sheet_repeat_of(field)->name) : NULL;
	struct value *holder = !row ? &values : list && (size_t)row <= list->list.count ? &list->list.items[row - 1] : NULL;
	bool *may = mem_array(pack->division_count, sizeof(*may));

	if (sheet->dossier)
		eval_set_division(eval, sheet->dossier->division);
	for (size_t i = 0; i < pack->division_count && holder; i++) {
		if (*pack->divisions[i].became)
			continue;
		value_set_text(holder, field->name, pack->divisions[i].code);
		eval_load(eval, sheet->form, &values, true, NULL, 0);
		may[i] = eval_field_admits(eval, field, row);
	}
	value_release(&values);
	return may;
}
