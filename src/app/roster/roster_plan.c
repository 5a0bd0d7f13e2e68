#include "app/roster/roster_plan.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/twins.h"
#include "app/house/place.h"
#include "app/session/division.h"
#include "app/roster/listing.h"
#include "app/roster/roster_record.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "seal/seal.h"
#include "step/json.h"
#include "step/step.h"

/* What the rows of a table mean for the register. */

static char *
house_words(const struct roster_plan *plan, const struct standing_house *house)
{
	char *place = app_building_place(plan->app, &house->root), number[9];
	char *words = mem_printf("%s %s", id_short(&house->root, number), place);

	free(place);
	return words;
}

/* ---- a row and the house that it is */

struct change_search {
	struct roster_plan *plan;
	const struct roster_line *line;
	const char *house;
	struct value merged; /* the house's values with what the row says */
};

static bool
merge_field(const struct field *field, void *ctx)
{
	struct change_search *search = ctx;
	struct roster_plan *plan = search->plan;
	const struct pack *pack = plan->standing.pack;
	const struct value *said = field->parent && field->parent->type == FIELD_REPEAT ? NULL
											: value_get(search->line->values, field->name);
	const struct value *stood = value_get(&search->merged, field->name);
	char *before, *after;

	if (!said || (stood && value_equal(said, stood)))
		return true;
	before = field_value_text(pack, field, stood, _("en"));
	after = field_value_text(pack, field, said, _("en"));
	roster_plan_change(plan, mem_printf(search->line->house->level ? _("row %zu, %s: %s is \"%s\", becomes \"%s\"; its signatures fall")
								       : _("row %zu, %s: %s is \"%s\", becomes \"%s\""),
					    search->line->number, search->house, label_text(&field->label, _("en")), before, after));
	secret_free(before);
	secret_free(after);
	value_set_take(&search->merged, field->name, value_copy(said));
	return true;
}

struct merge_checking {
	struct roster_plan *plan;
	const struct roster_line *line;
};

static void
on_problem(const struct form_problem *problem, void *ctx)
{
	struct merge_checking *checking = ctx;

	if (problem->kind == FORM_WARNING)
		return;
	checking->plan->failed = true;
	checking->plan->problem(checking->line->number, checking->line->values, problem, checking->plan->ctx);
}

/* The register says that there is no such house, and the table that there is one: a person decides. */
static void
come_back(struct roster_plan *plan, const struct roster_line *line, const char *house, struct value *merged)
{
	const struct field *gone = plan->standing.pack->root->gone;

	if (plan->keep) {
		roster_plan_note(plan, line, _("house %s was taken out (%s) and stays out; louce roster back brings it back"), house,
				 value_get_text(merged, gone->name));
		return;
	}
	roster_plan_change(plan, mem_printf(_("row %zu, %s: was taken out (%s), stands on the roster again"), line->number, house,
					    value_get_text(merged, gone->name)));
	value_remove(merged, gone->name);
}

static void
compare(struct roster_plan *plan, struct roster_line *line)
{
	char *house = house_words(plan, line->house);
	struct change_search search = { .plan = plan, .line = line, .house = house, .merged = value_copy(&line->house->values) };
	struct merge_checking checking = { plan, line };
	struct form_check check = { .form = plan->standing.pack->root, .values = &search.merged, .problem = on_problem, .ctx = &checking };

	step_data_drop_filling(&search.merged);
	form_drop_unknown(plan->standing.pack->root, &search.merged);
	if (line->house->state == STANDING_GONE)
		come_back(plan, line, house, &search.merged);
	form_each_field(plan->standing.pack->root, merge_field, &search);
	if (!plan->keep)
		house_check_form(plan->app, &check);
	roster_plan_falls(plan, line, plan->standing.pack->root, &search.merged);
	line->fate = ROSTER_CHANGES;
	value_release(line->values);
	*line->values = search.merged;
	free(house);
}

struct row_words {
	const struct roster_plan *plan;
	const struct value *values;
	struct buf text;
};

static bool
add_field(const struct field *field, void *ctx)
{
	struct row_words *words = ctx;
	const struct value *value = field->parent && field->parent->type == FIELD_REPEAT ? NULL : value_get(words->values, field->name);
	char *text;

	if (!value)
		return true;
	text = field_value_text(words->plan->standing.pack, field, value, _("en"));
	buf_printf(&words->text, "%s%s", words->text.len ? " " : "", text);
	secret_free(text);
	return true;
}

/* The row is a new house: all that it says. */
static void
tell_new(struct roster_plan *plan, const struct roster_line *line)
{
	struct row_words words = { .plan = plan, .values = line->values };

	form_each_field(plan->standing.pack->root, add_field, &words);
	MEM_GROW(plan->news, plan->new_count, plan->new_cap);
	plan->news[plan->new_count++] = mem_printf(_("row %zu: %s"), line->number, buf_text(&words.text));
	if (words.text.data)
		secret_zero(words.text.data, words.text.cap);
	buf_release(&words.text);
}

/* The row is this house, by a number (NULL: by another sign): what does it say that the register does not? */
static void
meet(struct roster_plan *plan, struct roster_line *line, struct standing_house *house, const struct field *by)
{
	const struct pack *pack = plan->standing.pack;
	const char *village = value_get_text(line->values, pack->root_division->name);
	bool says_new;
	char *words;

	line->house = house;
	line->fate = ROSTER_SAME;
	says_new = house->state != STANDING_OPEN || house->elsewhere || !listing_says_nothing_new(pack, line->values, &house->values);
	if (house->met && (says_new || house->met_new)) {
		roster_plan_wrong(plan, line, by ? by->name : NULL,
				  _("row %zu is about the same house and says something else; one of the two is wrong"), house->met);
		return;
	}
	house->met = line->number;
	house->met_new = says_new;
	if (!says_new)
		return;
	words = house_words(plan, house);
	if (strcmp(house->division, village) != 0) {
		char *name = app_place_name(plan->app, house->division), digits[9];

		id_short(&house->root, digits);
		roster_plan_wrong(
			plan, line, by ? by->name : pack->root_division->name,
			_("a house with this number stands in %s: %s; correct the number, or, if the house belongs here, move it (m on its page, or louce move %s %s)"),
			name, digits, digits, village);
		free(name);
	} else if (house->state == STANDING_JOINED) {
		char digits[9];

		line->fate = ROSTER_LEFT_OUT;
		roster_plan_note(plan, line, _("house %s is counted as house %s, by a decision that they are one; correct that one"), words,
				 id_short(&house->as, digits));
	} else if (house->state == STANDING_CONFLICT) {
		line->fate = ROSTER_LEFT_OUT;
		roster_plan_note(plan, line, _("of house %s two versions stand, which must be settled first"), words);
	} else if (house->state == STANDING_CLOSED) {
		line->fate = ROSTER_LEFT_OUT;
		roster_plan_note(plan, line, _("house %s cannot be read by you, so it was not compared"), words);
	} else if (house->state == STANDING_OPEN && standing_was(&plan->standing, house, line->values)) {
		roster_plan_note(plan, line, _("house %s was corrected since; what stands is kept"), words);
	} else {
		compare(plan, line);
	}
	free(words);
}

/* A row that no number and no owner led to a house: is there one that it may be? */
static void
tell_neighbour(struct roster_plan *plan, const struct roster_line *line)
{
	const struct standing_house *house = standing_at_address(&plan->standing, line->values);
	const bool there = house != NULL;
	char *words;

	house = there ? house : standing_by_phone(&plan->standing, line->values);
	if (!house || standing_numbers_differ(plan->standing.pack, line->values, &house->values))
		return;
	words = house_words(plan, house);
	if (there)
		roster_plan_note(plan, line, _("house %s stands at this address with another owner; taken for two houses"), words);
	else
		roster_plan_note(
			plan, line,
			_("house %s stands in this place with the same phone and another owner; it may be that house, and is taken for another one. Where it is that house, take the row out and correct the owner at the house, or give the row the house's number"),
			words);
	free(words);
}

/* The house at the row's door with the row's phone, whose owner the row corrects; NULL: none. */
static struct standing_house *
house_of_other_owner(const struct roster_plan *plan, const struct roster_line *line)
{
	const struct pack *pack = plan->standing.pack;
	struct standing_house *house = standing_at_address(&plan->standing, line->values);
	struct id of_row, of_house;

	if (!house || house->state != STANDING_OPEN || house->met || standing_numbers_differ(pack, line->values, &house->values))
		return NULL;
	return twin_phone_name(pack, line->values, &of_row) && twin_phone_name(pack, &house->values, &of_house) &&
			       id_equal(&of_row, &of_house)
		       ? house
		       : NULL;
}

/* A house that was taken out has what the row has. */
static void
note_gone(struct roster_plan *plan, const struct roster_line *line, const struct standing_house *house)
{
	char *words = house_words(plan, house);

	roster_plan_note_once(plan, ROSTER_ONCE_GONE, line,
			      _("its number was that of house %s, which was taken out (%s); the row is taken for another house"), words,
			      value_get_text(&house->values, plan->standing.pack->root->gone->name));
	free(words);
}

struct place_found {
	struct standing_house *house;
	size_t count;
};

/* The house at the row's address with its owner, of those that stand, or else of those that were taken out. */
static struct place_found
at_place(struct roster_plan *plan, const struct roster_line *line, bool gone)
{
	const struct pack *pack = plan->standing.pack;
	struct standing_house *at = standing_by_place(&plan->standing, &line->place);
	struct place_found found = { 0 };

	for (; at; at = at->next == SIZE_MAX ? NULL : &plan->standing.houses[at->next]) {
		if ((at->state == STANDING_GONE) != gone)
			continue;
		if (standing_numbers_differ(pack, line->values, &at->values)) {
			char *words = gone ? NULL : house_words(plan, at); /* of one that is out, another number is another house */

			if (words)
				roster_plan_note(plan, line,
						 _("house %s has the same address and owner, and another number; taken for two houses"),
						 words);
			free(words);
			continue;
		}
		found.house = !found.house || listing_says_nothing_new(pack, line->values, &at->values) ? at : found.house;
		found.count++;
	}
	return found;
}

static void
plan_line(struct roster_plan *plan, struct roster_line *line)
{
	const struct pack *pack = plan->standing.pack;
	struct standing_numbered numbered;
	struct standing_house *house;
	struct place_found found = { 0 };

	standing_by_number(&plan->standing, line->values, &numbered);
	if (numbered.house && !numbered.other && roster_plan_is_another(plan, line, numbered.house)) {
		if (!twin_number_is_short(numbered.by, line->values))
			note_gone(plan, line, numbered.house);
		numbered = (struct standing_numbered){ 0 };
	}
	if (roster_plan_contradicts(plan, line, &numbered))
		return;
	if (!numbered.house)
		found = at_place(plan, line, false);
	if (!numbered.house && !found.house) {
		found = at_place(plan, line, true);
		found.count = found.count > 0;
	}
	house = numbered.house ? numbered.house : found.house ? found.house : house_of_other_owner(plan, line);
	if (!house) {
		line->fate = ROSTER_NEW;
		tell_neighbour(plan, line);
	} else if (found.count > 1 && !listing_says_nothing_new(pack, line->values, &house->values)) {
		char digits[9];

		roster_plan_wrong(plan, line, NULL,
				  n_("%zu house has this address and owner, which is %s; give the number of the one that is meant",
				     "%zu houses have this address and owner, one is %s; give the number of the one that is meant",
				     found.count),
				  found.count, id_short(&house->root, digits));
	} else {
		meet(plan, line, house, numbered.by);
	}
}

enum status
roster_plan_make(struct roster_plan *plan, const struct value *rows, const struct progress *progress, struct err *err)
{
	enum status status = standing_load(plan->app, rows, plan->count, progress, &plan->standing, err);

	if (!status && plan->standing.pack->record)
		status = roster_records_load(&plan->standing, err);
	/* All rows among themselves first: one that changes says more afterwards than it did. */
	for (size_t i = 0; i < plan->count && !status; i++)
		plan->lines[i].settled = roster_plan_twin(plan, &plan->lines[i]);
	for (size_t i = 0; i < plan->count && !status; i++) {
		struct roster_line *line = &plan->lines[i];

		if (!line->settled) {
			plan_line(plan, line);
			roster_record_plan(plan, line);
		}
		plan->fates[line->fate]++;
		if (plan->tells_new && line->fate == ROSTER_NEW)
			tell_new(plan, line);
		progress_tell(progress, _("Comparing the rows"), (int64_t)i + 1, (int64_t)plan->count);
	}
	roster_plan_once_told(plan);
	for (size_t i = 0; i < plan->standing.count; i++) {
		const struct standing_house *house = &plan->standing.houses[i];

		plan->unread += house->state == STANDING_CLOSED && !house->elsewhere && !house->met;
	}
	return status;
}

void
roster_plan_release(struct roster_plan *plan)
{
	for (size_t i = 0; i < plan->change_count; i++)
		secret_free(plan->changes[i]);
	for (size_t i = 0; i < plan->note_count; i++)
		secret_free(plan->notes[i]);
	for (size_t i = 0; i < plan->new_count; i++)
		secret_free(plan->news[i]);
	for (size_t i = 0; i < plan->falls; i++)
		secret_free(plan->falls_of[i]);
	for (size_t i = 0; i < ROSTER_ONCE_COUNT; i++)
		buf_release(&plan->once[i].rows);
	free(plan->falls_of);
	free(plan->changes);
	free(plan->notes);
	free(plan->news);
	free(plan->lines);
	idmap_release(&plan->numbers);
	idmap_release(&plan->places);
	standing_release(&plan->standing);
}

void
roster_plan_name(const struct roster_plan *plan, struct id *out)
{
	struct buf all = { 0 };

	for (size_t i = 0; i < plan->change_count; i++)
		buf_printf(&all, "%s\n", plan->changes[i]);
	for (size_t i = 0; i < plan->count; i++)
		if (plan->lines[i].fate == ROSTER_NEW) {
			buf_printf(&all, "%zu ", plan->lines[i].number);
			json_write(plan->lines[i].values, &all);
			buf_char(&all, '\n');
		}
	for (size_t i = 0; i < plan->count; i++)
		if (plan->lines[i].puts_record) {
			buf_printf(&all, "%zu ", plan->lines[i].number);
			json_write(plan->lines[i].record, &all);
			buf_char(&all, '\n');
		}
	hash_bytes(buf_text(&all), all.len, out);
	if (all.data)
		secret_zero(all.data, all.cap);
	buf_release(&all);
}

/* ---- signing */

enum status
roster_plan_sign(struct roster_plan *plan, const char *batch, const struct progress *progress, struct err *err)
{
	const struct field *field = plan->standing.pack->root->batch;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < plan->count && !status; i++) {
		struct roster_line *line = &plan->lines[i];
		struct id step, *house = line->house ? &line->house->root : NULL;

		if (field) /* a correction bears the import as well, by which it can be taken back */
			value_set_text(line->values, field->name, batch);
		if (line->fate == ROSTER_NEW || (line->fate == ROSTER_CHANGES && !plan->keep))
			status = listing_put(plan->app, line->values, house, line->house ? &line->house->head : NULL, &step, err);
		if (!status && line->puts_record)
			status = roster_record_sign(plan, line, house ? house : &step, err);
		progress_tell(progress, _("Signing the rows"), (int64_t)i + 1, (int64_t)plan->count);
	}
	return status;
}
