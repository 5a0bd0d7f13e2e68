#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "step/check.h"

/* What each system kind holds: doc/file-format, K, K2, K3 and S14. */

enum { AREAS_MAX = 64, ERROR_KIND_MAX = 6, COUNTY_DIGITS = 6 };

/* A member of an object. A list of them ends with one without a name. */
struct shape {
	const char *name;
	bool (*fits)(const struct value *value);
	bool may_be_absent;
};

/* The name of a member that is missing, is not what it must be, or that no shape has; NULL: it is all right. */
static const char *
misfit(const struct value *object, const struct shape *shape)
{
	size_t next = 0, found = 0;

	for (const struct shape *member = shape; member->name; member++) {
		const struct value *value = value_get_next(object, member->name, &next);

		if (value ? !member->fits(value) : !member->may_be_absent)
			return member->name;
		found += value != NULL;
	}
	for (size_t i = 0; found < object->object.count && i < object->object.count; i++) {
		const struct shape *member = shape;

		while (member->name && strcmp(member->name, object->object.members[i].name) != 0)
			member++;
		if (!member->name)
			return object->object.members[i].name;
	}
	return NULL;
}

static bool
fits_shape(const struct value *value, const struct shape *shape)
{
	return value->type == VALUE_OBJECT && !misfit(value, shape);
}

/* ---- lists without doubles */

static int value_cmp(const struct value *a, const struct value *b, const struct shape *shape);

static int
list_cmp(const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < a->list.count && i < b->list.count; i++) {
		int order = value_cmp(&a->list.items[i], &b->list.items[i], NULL);

		if (order)
			return order;
	}
	return (a->list.count > b->list.count) - (a->list.count < b->list.count);
}

/* Orders two values of one shape (NULL: texts). An absent member comes first. */
static int
value_cmp(const struct value *a, const struct value *b, const struct shape *shape)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	switch (a->type) {
	case VALUE_TEXT:
		return strcmp(a->text, b->text);
	case VALUE_INTEGER:
		return (a->integer > b->integer) - (a->integer < b->integer);
	case VALUE_LIST:
		return list_cmp(a, b);
	case VALUE_OBJECT:
		for (; shape && shape->name; shape++) {
			int order = value_cmp(value_get(a, shape->name), value_get(b, shape->name), NULL);

			if (order)
				return order;
		}
		return 0;
	case VALUE_NONE:
	case VALUE_REAL:
	case VALUE_BOOLEAN:
	case VALUE_TYPE_COUNT:
		break;
	}
	return 0;
}

static bool
is_ascending(const struct value *list, const struct shape *shape)
{
	for (size_t i = 1; i < list->list.count; i++)
		if (value_cmp(&list->list.items[i - 1], &list->list.items[i], shape) >= 0)
			return false;
	return true;
}

struct sorted_item {
	const struct value *value;
	const struct shape *shape;
};

static int
sorted_item_cmp(const void *a, const void *b)
{
	const struct sorted_item *left = a, *right = b;

	return value_cmp(left->value, right->value, left->shape);
}

static bool
is_distinct(const struct value *list, const struct shape *shape)
{
	size_t count = list->list.count;
	struct sorted_item *sorted;
	bool distinct = true;

	if (is_ascending(list, shape)) /* as programs write most of them */
		return true;
	sorted = mem_array(count, sizeof(*sorted));
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct sorted_item){ &list->list.items[i], shape };
	qsort(sorted, count, sizeof(*sorted), sorted_item_cmp);
	for (size_t i = 1; i < count; i++)
		distinct &= sorted_item_cmp(&sorted[i - 1], &sorted[i]) != 0;
	free(sorted);
	return distinct;
}

static bool
is_list_of(const struct value *value, bool (*fits)(const struct value *))
{
	if (value->type != VALUE_LIST)
		return false;
	for (size_t i = 0; i < value->list.count; i++)
		if (!fits(&value->list.items[i]))
			return false;
	return true;
}

static bool
is_list_of_shape(const struct value *value, const struct shape *shape)
{
	if (value->type != VALUE_LIST)
		return false;
	for (size_t i = 0; i < value->list.count; i++)
		if (!fits_shape(&value->list.items[i], shape))
			return false;
	return is_distinct(value, shape);
}

/* ---- what a member is */

static bool
is_text(const struct value *value)
{
	return value->type == VALUE_TEXT;
}

static bool
is_integer(const struct value *value)
{
	return value->type == VALUE_INTEGER;
}

static bool
is_positive(const struct value *value)
{
	return is_integer(value) && value->integer >= 1;
}

static bool
is_error_kind(const struct value *value)
{
	return is_positive(value) && value->integer <= ERROR_KIND_MAX;
}

static bool
is_id(const struct value *value)
{
	struct id id;

	return is_text(value) && id_from_hex(value->text, &id);
}

/* A device's number, and a person's, which is as long. */
static bool
is_number(const struct value *value)
{
	struct device_id number;

	return is_text(value) && device_from_hex(value->text, &number);
}

static bool
is_sign_key(const struct value *value)
{
	struct sign_key key;

	return is_text(value) && sign_key_from_hex(value->text, &key);
}

static bool
is_box_key(const struct value *value)
{
	struct box_key key;

	return is_text(value) && box_key_from_hex(value->text, &key);
}

static bool
is_sealed_key(const struct value *value)
{
	struct sealed_key key;

	return is_text(value) && sealed_key_from_hex(value->text, &key);
}

static bool
is_area(const struct value *value)
{
	return is_text(value) && division_level(value->text) != DIVISION_LEVEL_COUNT;
}

static bool
is_village(const struct value *value)
{
	return is_text(value) && division_is_code(value->text);
}

static bool
is_county(const struct value *value)
{
	return is_text(value) && strlen(value->text) == COUNTY_DIGITS && strspn(value->text, "0123456789") == COUNTY_DIGITS;
}

static bool
is_ids(const struct value *value)
{
	return is_list_of(value, is_id) && is_ascending(value, NULL);
}

static bool
is_distinct_ids(const struct value *value)
{
	return is_list_of(value, is_id) && is_distinct(value, NULL);
}

static bool
is_upto(const struct value *value)
{
	return is_ids(value) && value->list.count <= STEP_UPTO_MAX;
}

static bool
is_areas(const struct value *value)
{
	return is_list_of(value, is_area) && is_ascending(value, NULL) && value->list.count <= AREAS_MAX;
}

static bool
is_roles(const struct value *value)
{
	return is_list_of(value, is_text) && is_ascending(value, NULL) && value->list.count <= AREAS_MAX;
}

static bool
is_reason_of_revocation(const struct value *value)
{
	static const char *const reasons[] = { "retired", "stolen", "mistake", "lifted" };

	for (size_t i = 0; is_text(value) && i < ARRAY_LEN(reasons); i++)
		if (strcmp(value->text, reasons[i]) == 0)
			return true;
	return false;
}

static bool
is_map(const struct value *value, bool (*fits)(const struct value *))
{
	if (value->type != VALUE_OBJECT)
		return false;
	for (size_t i = 0; i < value->object.count; i++)
		if (!fits(&value->object.members[i].value))
			return false;
	return true;
}

static bool
is_files(const struct value *value)
{
	return is_map(value, is_text);
}

static bool
is_counts(const struct value *value)
{
	return is_map(value, is_integer);
}

static bool
is_summary(const struct value *value)
{
	static const struct shape summary[] = { { "n", is_integer, false }, { "by", is_counts, false }, { 0 } };

	return fits_shape(value, summary);
}

/* Of a receipt: two branches of a log may end at one place. */
static bool
is_logs(const struct value *value)
{
	static const struct shape line[] = { { "author", is_id, false },
					     { "device", is_number, false },
					     { "area", is_area, false },
					     { "epoch", is_integer, false },
					     { "seq", is_integer, false },
					     { "tip", is_id, false },
					     { 0 } };

	if (value->type != VALUE_LIST)
		return false;
	for (size_t i = 0; i < value->list.count; i++)
		if (!fits_shape(&value->list.items[i], line))
			return false;
	return is_ascending(value, line);
}

static bool
is_approved(const struct value *value)
{
	static const struct shape item[] = { { "building", is_id, false }, { "root", is_id, true },    { "covers", is_distinct_ids, false },
					     { "prior", is_id, true },	   { "shown", is_text, true }, { 0 } };

	return is_list_of_shape(value, item);
}

static bool
is_given_back(const struct value *value)
{
	static const struct shape item[] = {
		{ "building", is_id, false }, { "root", is_id, true }, { "covers", is_distinct_ids, true }, { 0 }
	};

	return is_list_of_shape(value, item);
}

static bool
is_errors(const struct value *value)
{
	static const struct shape item[] = { { "field", is_text, false }, { "kind", is_error_kind, false }, { 0 } };

	return is_list_of_shape(value, item);
}

static bool
is_missing(const struct value *value)
{
	static const struct shape item[] = { { "building", is_text, false }, { "reason", is_text, false }, { 0 } };

	return is_list_of_shape(value, item);
}

static bool
is_readers(const struct value *value)
{
	static const struct shape item[] = { { "credential", is_id, false }, { "sealed", is_sealed_key, false }, { 0 } };

	return is_list_of_shape(value, item);
}

/* ---- kinds */

static const struct shape genesis[] = { { "county", is_county, false },
					{ "name", is_text, false },
					{ "officers", is_ids, false },
					{ "threshold", is_integer, false },
					{ "receiver", is_number, false },
					{ "upto", is_upto, true },
					{ 0 } };
static const struct shape credential[] = { { "person", is_number, false },
					   { "name", is_text, false },
					   { "role", is_text, false },
					   { "areas", is_areas, false },
					   { "issues", is_roles, false },
					   { "sign_key", is_sign_key, false },
					   { "box_key", is_box_key, false },
					   { "device", is_number, true },
					   { "request", is_id, true },
					   { "not_after", is_integer, true },
					   { 0 } };
static const struct shape endorsement[] = { { "of", is_id, false }, { 0 } };
static const struct shape revocation[] = {
	{ "of", is_id, false }, { "reason", is_reason_of_revocation, false }, { "upto", is_upto, false }, { 0 }
};
static const struct shape pack[] = { { "name", is_text, false }, { "version", is_positive, false }, { "files", is_files, false }, { 0 } };
static const struct shape receipt[] = { { "prior", is_ids, false }, { "logs", is_logs, false }, { 0 } };
static const struct shape approval[] = { { "chain", is_text, false },	  { "level", is_text, false },	    { "decision", is_text, false },
					 { "items", is_approved, false }, { "summary", is_summary, false }, { 0 } };
static const struct shape return_of[] = { { "chain", is_text, false },
					  { "level", is_text, false },
					  { "decision", is_text, false },
					  { "items", is_given_back, false },
					  { "reason", is_text, false },
					  { "errors", is_errors, false },
					  { 0 } };
static const struct shape withdrawal[] = { { "of", is_id, false }, { "buildings", is_ids, true }, { 0 } };
static const struct shape manifest[] = {
	{ "division", is_village, false }, { "buildings", is_integer, false }, { "missing", is_missing, true }, { 0 }
};
static const struct shape share[] = { { "key", is_id, false }, { "village", is_village, false }, { "to", is_readers, false }, { 0 } };
static const struct shape epoch[] = { { "head", is_id, true }, { "reason", is_text, false }, { 0 } };
static const struct shape about_branch[] = {
	{ "about", is_id, false }, { "verdict", is_text, false }, { "reason", is_text, false }, { 0 }
};
static const struct shape about_houses[] = {
	{ "about", is_id, false }, { "with", is_id, false }, { "verdict", is_text, false }, { "reason", is_text, false }, { 0 }
};

/* The shape of a kind's data. What a member says decides between two of a sign-off and of a decision; NULL: it says neither. */
static const struct shape *
shape_of(enum step_kind kind, const struct value *data)
{
	static const struct shape *const shapes[STEP_SYSTEM_COUNT] = {
		[STEP_GENESIS] = genesis, [STEP_CREDENTIAL] = credential, [STEP_ENDORSEMENT] = endorsement, [STEP_REVOCATION] = revocation,
		[STEP_PACK] = pack,	  [STEP_WITHDRAWAL] = withdrawal, [STEP_MANIFEST] = manifest,	    [STEP_SHARE] = share,
		[STEP_RECEIPT] = receipt, [STEP_EPOCH] = epoch,
	};
	static const struct {
		enum step_kind kind;
		const char *member, *says;
		const struct shape *shape;
	} choices[] = {
		{ STEP_SIGNOFF, "decision", "approve", approval },  { STEP_SIGNOFF, "decision", "return", return_of },
		{ STEP_DECISION, "verdict", "keep", about_branch }, { STEP_DECISION, "verdict", "both", about_branch },
		{ STEP_DECISION, "verdict", "same", about_houses }, { STEP_DECISION, "verdict", "apart", about_houses },
	};

	for (size_t i = 0; i < ARRAY_LEN(choices); i++) {
		const char *says = choices[i].kind == kind ? value_get_text(data, choices[i].member) : NULL;

		if (says && strcmp(says, choices[i].says) == 0)
			return choices[i].shape;
	}
	return shapes[kind];
}

static bool
parents_fit(enum step_kind kind, const struct value *data, size_t count)
{
	switch (kind) {
	case STEP_GENESIS: /* a later one */
		return count == (value_get(data, "upto") ? 1 : 0);
	case STEP_REVOCATION:
	case STEP_MANIFEST:
	case STEP_DECISION:
		return true;
	default:
		return count == 0;
	}
}

enum status
check_system_data(enum step_kind kind, const struct value *data, size_t parent_count, struct err *err)
{
	const struct shape *shape = shape_of(kind, data);
	const char *wrong = !shape ? (kind == STEP_SIGNOFF ? "decision" : "verdict") : misfit(data, shape);

	if (wrong)
		return err_set(err, STATUS_INVALID, _("the step's data is not what a step of kind \"%s\" holds: see \"%s\""),
			       step_kind_name(kind), wrong);
	if (!parents_fit(kind, data, parent_count))
		return err_set(err, STATUS_INVALID, _("the step's member \"%s\" is wrong: %s"), "parents",
			       kind == STEP_GENESIS ? _("exactly a later founding has one, and says what stays")
						    : _("only forms, foundings, revocations, manifests and decisions have parents"));
	return STATUS_OK;
}
