#include "app/table/roster_plan.h"

#include "app/house/twins.h"
#include "base/i18n.h"
#include "base/mem.h"

/* A row whose number names one house while all else that it says is of another: corrected by that number, a house that stands would become one that stands
 * elsewhere. */

struct sure_search {
	const struct pack *pack;
	const struct value *row, *house;
	bool sure;
};

static bool
find_sure(const struct field *field, void *ctx)
{
	struct sure_search *search = ctx;
	struct id of_row, of_house;

	search->sure = twin_number_name(search->pack, field, search->row, &of_row) && !twin_number_is_short(field, search->row) &&
		       twin_number_name(search->pack, field, search->house, &of_house) && id_equal(&of_row, &of_house);
	return !search->sure;
}

struct number_found {
	const struct pack *pack;
	const struct value *row, *house;
	const char *name;
};

static bool
find_shared(const struct field *field, void *ctx)
{
	struct number_found *found = ctx;
	struct id of_row, of_house;
	bool shared = twin_number_name(found->pack, field, found->row, &of_row) &&
		      twin_number_name(found->pack, field, found->house, &of_house) && id_equal(&of_row, &of_house);

	found->name = shared ? field->name : found->name;
	return !shared;
}

/* Share both a number of many digits, which no list counts up to by itself? */
static bool
has_sure_number(const struct pack *pack, const struct value *row, const struct value *house)
{
	struct sure_search search = { pack, row, house, false };

	form_each_field(pack->root, find_sure, &search);
	return search.sure;
}

/* Another house that stands at the row's address with its owner; NULL: none, or the number's house is there too. */
static const struct standing_house *
other_at_place(const struct roster_plan *plan, const struct roster_line *line, const struct standing_house *house)
{
	const struct standing *standing = &plan->standing;
	const struct standing_house *found = NULL, *at = standing_by_place(standing, &line->place);

	for (; at; at = at->next == SIZE_MAX ? NULL : &standing->houses[at->next]) {
		if (at == house)
			return NULL;
		found = at->state == STANDING_OPEN && !found ? at : found;
	}
	return found;
}

bool
roster_plan_is_another(const struct roster_plan *plan, const struct roster_line *line, const struct standing_house *house)
{
	const struct pack *pack = plan->standing.pack;

	return house->state == STANDING_GONE && !has_sure_number(pack, line->values, &house->values) &&
	       !twin_listings_share(pack, line->values, &house->values);
}

/* The number that both have; the village's field where none is known. */
static const char *
shared_number(const struct pack *pack, const struct value *row, const struct value *house)
{
	struct number_found found = { pack, row, house, pack->root_division->name };

	form_each_field(pack->root, find_shared, &found);
	return found.name;
}

bool
roster_plan_contradicts(struct roster_plan *plan, const struct roster_line *line, const struct standing_house *house)
{
	const struct pack *pack = plan->standing.pack;
	const struct standing_house *other = NULL;
	char one[9], two[9], *why = NULL;

	if ((house->state != STANDING_OPEN && house->state != STANDING_GONE) || house->elsewhere)
		return false;
	other = other_at_place(plan, line, house);
	id_short(&house->root, one);
	if (other)
		why = mem_printf(_("its number belongs to house %s, its address and owner to house %s; one of the two is wrong"), one,
				 id_short(&other->root, two));
	else if (!has_sure_number(pack, line->values, &house->values) && !twin_listings_share(pack, line->values, &house->values))
		why = mem_printf(
			_("house %s has this number, and another address and owner: a number of so few digits counts the rows of one list. Where the row is another house, write its whole number, or none (where the column only counts the rows, say of the column that it means nothing); where it is that house, take the row out and correct the house itself"),
			one);
	if (why)
		roster_plan_wrong(plan, line, shared_number(pack, line->values, &house->values), why);
	return why != NULL;
}
