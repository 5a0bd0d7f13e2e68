#include "app/roster/roster_run.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "form/answer/meant.h"

/* A column that holds a whole address: taken apart into the fields that have endings of their own (suffixes), in the order of the form: hamlet, road, number.
 * What the row says in columns of its own goes before. Where the text says something else as well, nothing is taken of it, and the row is refused. */

/* Where an address is read: what is left of it. */
struct roster_address {
	const struct roster_run *run;
	const struct value *own; /* what the row's own columns say */
	struct value parts;
	const char *rest;
	char *names; /* of the parts that were found, in words */
};

/* Passes over the text when the rest begins with it. */
static bool
pass(struct roster_address *address, const char *text)
{
	size_t len = strlen(text);
	bool is = len && strncmp(address->rest, text, len) == 0;

	address->rest += is ? len : 0;
	return is;
}

/* Passes over the names of what the village lies in, whatever stands before them, and over the village's own. */
static void
pass_divisions(struct roster_address *address, const char *village)
{
	const struct pack *pack = address->run->reading->pack;
	const struct division *own = village ? pack_division(pack, village) : NULL;

	for (size_t i = 0; i < pack->division_count; i++) {
		const char *at = pack->divisions[i].level == DIVISION_COUNTY ? strstr(address->rest, pack->divisions[i].name) : NULL;

		if (at)
			address->rest = at + strlen(pack->divisions[i].name);
	}
	for (size_t i = 0; own && i < pack->division_count; i++)
		if (strcmp(pack->divisions[i].code, own->parent) == 0)
			(void)pass(address, pack->divisions[i].name);
	address->rest += own ? roster_village_begins(own, address->rest) : 0;
}

static void
found(struct roster_address *address, const struct field *field, struct value value)
{
	struct buf names = { 0 };
	char *words = field_value_text(address->run->reading->pack, field, &value, _("en"));

	buf_printf(&names, "%s%s%s %s", address->names ? address->names : "", address->names ? _(", ") : "",
		   label_text(&field->label, _("en")), words);
	free(address->names);
	address->names = buf_detach(&names);
	free(words);
	value_set_take(&address->parts, field->name, value);
}

/* What the row's own column says of the field, with its ending or without, may stand in the address once more. */
static void
pass_own(struct roster_address *address, const struct field *field, const char *own)
{
	if (!pass(address, own))
		return;
	for (size_t i = 0; i < field->suffixes.count; i++)
		if (pass(address, field->suffixes.items[i]))
			return;
}

/* Takes what stands before the first ending of the field; a number may stand without one, at the end. */
static void
take_part(struct roster_address *address, const struct field *field, bool last)
{
	const char *own = value_get_text(address->own, field->name), *end = NULL;
	size_t ending = 0;
	char *text;

	if (own) {
		pass_own(address, field, own);
		return;
	}
	for (size_t i = 0; i < field->whole.count; i++)
		if (pass(address, field->whole.items[i])) {
			found(address, field, value_text(field->whole.items[i]));
			return;
		}
	for (size_t i = 0; i < field->suffixes.count; i++) {
		const char *at = strstr(address->rest, field->suffixes.items[i]);

		if (at > address->rest && (!end || at < end)) {
			end = at;
			ending = strlen(field->suffixes.items[i]);
		}
	}
	if (last && !end)
		end = address->rest + strlen(address->rest);
	if (!end || end == address->rest || (last && !(*address->rest >= '0' && *address->rest <= '9')))
		return;
	text = mem_strndup(address->rest, (size_t)(end - address->rest));
	if (!last || !field_says_none(field, text))
		found(address, field, value_text(text));
	free(text);
	address->rest = end + ending;
}

struct address_fields {
	const struct field *fields[8]; /* those with endings */
	size_t count;
};

static bool
add_part(const struct field *field, void *ctx)
{
	struct address_fields *parts = ctx;

	if (field->suffixes.count && roster_map_takes(field) && parts->count < ARRAY_LEN(parts->fields))
		parts->fields[parts->count++] = field;
	return true;
}

/* Is what is left of the address a word for no answer to the field? */
static bool
says_none(struct roster_address *address, const struct field *field)
{
	bool none = field_says_none(field, address->rest);

	if (none)
		address->rest = "";
	return none;
}

void
roster_take_address(struct roster_run *run, const struct table_row *row, size_t column, struct value *values)
{
	struct roster_reading *reading = run->reading;
	const char *field = reading->pack->root_division->name, *village = value_get_text(values, field);
	char *plain = roster_address_plain(row->cells[column].text), *why = NULL;
	struct roster_address address = { .run = run, .own = values, .parts = value_object(), .rest = plain };
	struct address_fields parts = { 0 };

	if (!village && roster_column_of(reading, field) == SIZE_MAX && roster_village_at(reading->pack, plain)) {
		value_set_text(values, field, roster_village_at(reading->pack, plain)->code);
		village = value_get_text(values, field);
	}
	if (!village && run->before.type == VALUE_OBJECT)
		village = value_get_text(&run->before, field);
	form_each_field(reading->pack->root, add_part, &parts);
	pass_divisions(&address, village);
	for (size_t i = 0; i < parts.count; i++)
		take_part(&address, parts.fields[i], i + 1 == parts.count);
	if (*address.rest && !(parts.count && says_none(&address, parts.fields[parts.count - 1])))
		why = mem_printf(_("\"%s\": it cannot be told apart at \"%s\"; write the parts of the address in columns of their own"),
				 row->cells[column].text, address.rest);
	if (why)
		roster_fault_add(reading, row->number, column, NULL, why);
	for (size_t i = 0; i < parts.count && why; i++)
		unread_add(&run->unread, parts.fields[i]->name);
	for (size_t i = 0; i < parts.count && !why; i++) {
		const struct field *part = parts.fields[i];

		if (part->lacking && !value_get(values, part->name) && !value_get(&address.parts, part->name) &&
		    !roster_is_from_above(run, row, part))
			found(&address, part, value_text(part->lacking));
	}
	for (size_t i = 0; i < parts.count && !why; i++) {
		const struct value *value = value_get(&address.parts, parts.fields[i]->name);

		if (value)
			value_set_take(values, parts.fields[i]->name, value_copy(value));
	}
	if (!why && address.names && run->addresses++ < ROSTER_EXAMPLES)
		buf_printf(&run->addresses_at, _("%srow %zu \"%s\": %s"), run->addresses_at.len ? _("; ") : "", row->number,
			   row->cells[column].text, address.names);
	free(why);
	free(address.names);
	value_release(&address.parts);
	free(plain);
}
