#include "app/roster/roster_plan.h"

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
	return house->state == STANDING_GONE &&
	       (!twin_listings_share(plan->standing.pack, line->values, &house->values) || other_at_place(plan, line, house));
}

/* The house of the number stands, while another one stands at the row's address with its owner, or nothing but a number of few digits is the same. */
static bool
contradicts_place(struct roster_plan *plan, const struct roster_line *line, const struct standing_numbered *numbered)
{
	const struct pack *pack = plan->standing.pack;
	const struct standing_house *house = numbered->house, *other = NULL;
	char one[9], two[9];

	if (house->state != STANDING_OPEN || house->elsewhere)
		return false;
	other = other_at_place(plan, line, house);
	id_short(&house->root, one);
	if (other)
		roster_plan_wrong(plan, line, numbered->by->name,
				  _("its number belongs to house %s, its address and owner to house %s; one of the two is wrong"), one,
				  id_short(&other->root, two));
	else if (!has_sure_number(pack, line->values, &house->values) && !twin_listings_share(pack, line->values, &house->values))
		roster_plan_wrong(
			plan, line, numbered->by->name,
			_("house %s has this number, and another address and owner: a number of so few digits counts the rows of one list. Where the row is another house, write its whole number, or none (where the column only counts the rows, say of the column that it means nothing); where it is that house, take the row out and correct the house itself"),
			one);
	else
		return false;
	return true;
}

bool
roster_plan_contradicts(struct roster_plan *plan, const struct roster_line *line, const struct standing_numbered *numbered)
{
	char one[9], two[9];

	if (!numbered->other)
		return numbered->house && contradicts_place(plan, line, numbered);
	roster_plan_wrong(plan, line, numbered->by->name,
			  _("its number is that of house %s, and the one under \"%s\" that of house %s; one of the two is wrong"),
			  id_short(&numbered->house->root, one), label_text(&numbered->by_other->label, _("en")),
			  id_short(&numbered->other->root, two));
	return true;
}
