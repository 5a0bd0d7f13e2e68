#include <stdio.h>
#include <stdlib.h>

#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_state.h"
#include "app/fill/sheet_undo.h"
#include "app/house/pick.h"
#include "app/session/draft.h"
#include "base/mem.h"
#include "seal/seal.h"

/* What is carried over from a form to the same form of the next house. */

struct gathering_carried {
	const struct value *values;
	struct value *carried;
};

/* A date is of its own house and day. */
static bool
may_carry(const struct field *field)
{
	return field->carry && field->type != FIELD_DATE && !sheet_repeat_of(field);
}

/* Of an ID number the region alone is as at the last house. */
static struct value
region_of(const struct value *number)
{
	char region[7];

	snprintf(region, sizeof(region), "%.6s", number->type == VALUE_TEXT ? number->text : "");
	return value_text(region);
}

static bool
gather_carried(const struct field *field, void *ctx)
{
	struct gathering_carried *gathering = ctx;
	const struct value *value = value_get(gathering->values, field->name);

	if (may_carry(field) && value && field->type == FIELD_ID_NUMBER)
		value_set_take(gathering->carried, field->name, region_of(value));
	else if (may_carry(field) && value)
		value_set_take(gathering->carried, field->name, value_copy(value));
	return true;
}

static char *
carry_name(const struct sheet *sheet)
{
	return mem_printf("carry:%s", sheet->form->name);
}

void
sheet_read_carried(struct sheet *sheet)
{
	static const struct id zeros;
	struct err ignored = { 0 };
	char *name = carry_name(sheet);

	if (draft_get(sheet->app, &zeros, name, &sheet->carried, &ignored))
		sheet->carried = value_object();
	free(name);
}

void
sheet_note_carried(struct sheet *sheet, const struct value *values)
{
	static const struct id zeros;
	struct value carried = value_copy(&sheet->carried); /* a house that is gone answers little: the one before it stands beside it */
	struct gathering_carried gathering = { values, &carried };
	struct data_key key = { 0 };
	struct err ignored = { 0 };
	char *name = carry_name(sheet);

	form_each_field(sheet->form, gather_carried, &gathering);
	if (!sheet_key(sheet, &key, &ignored) && draft_put_shared(sheet->app, &key, &zeros, name, &carried, &ignored))
		ignored = (struct err){ 0 };
	secret_zero(&key, sizeof(key));
	value_release(&carried);
	free(name);
}

bool
sheet_can_carry(const struct sheet *sheet)
{
	return sheet->carried.object.count > 0;
}

static bool
find_carried(const struct field *field, void *ctx)
{
	bool *found = ctx;

	*found |= may_carry(field);
	return !*found;
}

bool
sheet_has_carried_fields(const struct sheet *sheet)
{
	bool found = false;

	form_each_field(sheet->form, find_carried, &found);
	return found;
}

struct carrying {
	struct sheet *sheet;
	int count;
};

/* What the field takes over; of people who are picked those alone who can be picked at this house. */
static struct value
taken_over(const struct sheet *sheet, const struct field *field)
{
	const struct value *value = value_get(&sheet->carried, field->name);
	struct value taken = { 0 };
	char *names;

	if (!value || !field->people.count)
		return value ? value_copy(value) : taken;
	names = value->type == VALUE_TEXT ? house_people_still(sheet->app, field, sheet_division(sheet), value->text) : NULL;
	if (names)
		taken = value_text(names);
	free(names);
	return taken;
}

static bool
carry_field(const struct field *field, void *ctx)
{
	struct carrying *carrying = ctx;
	struct value value = { 0 };

	if (may_carry(field) && !value_get(&carrying->sheet->typed, field->name))
		value = taken_over(carrying->sheet, field);
	if (value.type == VALUE_NONE)
		return true;
	value_set_take(&carrying->sheet->typed, field->name, value);
	carrying->sheet->changed = true;
	carrying->count++;
	return true;
}

int
sheet_carry(struct sheet *sheet)
{
	struct carrying carrying = { sheet, 0 };

	sheet_remember(sheet, NULL, 0);
	form_each_field(sheet->form, carry_field, &carrying);
	sheet_check(sheet);
	return carrying.count;
}
