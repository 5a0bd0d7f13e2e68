#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "step/check.h"
#include "step/shape.h"

/* What each system kind holds: doc/file-format, K, K2, K3 and S14. */

enum { ERROR_KIND_MAX = 6, COUNTY_DIGITS = 6 };

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

/* A device's number, and a person's, which is as long. */
static bool
is_number(const struct value *value)
{
	struct device_id number;

	return shape_text(value) && device_from_hex(value->text, &number);
}

static bool
is_sign_key(const struct value *value)
{
	struct sign_key key;

	return shape_text(value) && sign_key_from_hex(value->text, &key);
}

static bool
is_box_key(const struct value *value)
{
	struct box_key key;

	return shape_text(value) && box_key_from_hex(value->text, &key);
}

static bool
is_sealed_key(const struct value *value)
{
	struct sealed_key key;

	return shape_text(value) && sealed_key_from_hex(value->text, &key);
}

static bool
is_area(const struct value *value)
{
	return shape_text(value) && division_level(value->text) != DIVISION_LEVEL_COUNT;
}

static bool
is_village(const struct value *value)
{
	return shape_text(value) && division_is_code(value->text);
}

static bool
is_county(const struct value *value)
{
	return shape_text(value) && strlen(value->text) == COUNTY_DIGITS && strspn(value->text, "0123456789") == COUNTY_DIGITS;
}

static bool
is_distinct_ids(const struct value *value)
{
	return shape_list_of(value, shape_id) && shape_is_distinct(value, NULL);
}

static bool
is_upto(const struct value *value)
{
	return shape_ids(value) && value->list.count <= STEP_UPTO_MAX;
}

static bool
is_areas(const struct value *value)
{
	return shape_list_of(value, is_area) && shape_is_ascending(value, NULL) && value->list.count <= STEP_AREAS_MAX;
}

static bool
is_roles(const struct value *value)
{
	return shape_list_of(value, shape_text) && shape_is_ascending(value, NULL) && value->list.count <= STEP_AREAS_MAX;
}

static bool
is_reason_of_revocation(const struct value *value)
{
	static const char *const reasons[] = { "retired", "stolen", "mistake", "lifted" };

	for (size_t i = 0; shape_text(value) && i < ARRAY_LEN(reasons); i++)
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
	return is_map(value, shape_text);
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

	return shape_fits(value, summary);
}

/* Of a receipt: two branches of a log may end at one place. */
static bool
is_logs(const struct value *value)
{
	static const struct shape line[] = { { "author", shape_id, false },
					     { "device", is_number, false },
					     { "area", is_area, false },
					     { "epoch", is_integer, false },
					     { "seq", is_integer, false },
					     { "tip", shape_id, false },
					     { 0 } };

	if (value->type != VALUE_LIST)
		return false;
	for (size_t i = 0; i < value->list.count; i++)
		if (!shape_fits(&value->list.items[i], line))
			return false;
	return shape_is_ascending(value, line);
}

static bool
is_approved(const struct value *value)
{
	static const struct shape item[] = { { "building", shape_id, false },	   { "root", shape_id, true },
					     { "covers", is_distinct_ids, false }, { "prior", shape_id, true },
					     { "shown", shape_text, true },	   { 0 } };

	return shape_list_fits(value, item);
}

static bool
is_given_back(const struct value *value)
{
	static const struct shape item[] = {
		{ "building", shape_id, false }, { "root", shape_id, true }, { "covers", is_distinct_ids, true }, { 0 }
	};

	return shape_list_fits(value, item);
}

static bool
is_errors(const struct value *value)
{
	static const struct shape item[] = { { "field", shape_text, false }, { "kind", is_error_kind, false }, { 0 } };

	return shape_list_fits(value, item);
}

static bool
is_missing(const struct value *value)
{
	static const struct shape item[] = { { "building", shape_text, false }, { "reason", shape_text, false }, { 0 } };

	return shape_list_fits(value, item);
}

static bool
is_readers(const struct value *value)
{
	static const struct shape item[] = { { "credential", shape_id, false }, { "sealed", is_sealed_key, false }, { 0 } };

	return shape_list_fits(value, item);
}

/* ---- kinds */

static const struct shape genesis[] = { { "county", is_county, false },
					{ "name", shape_text, false },
					{ "officers", shape_ids, false },
					{ "threshold", is_integer, false },
					{ "receiver", is_number, false },
					{ "upto", is_upto, true },
					{ 0 } };
static const struct shape credential[] = { { "person", is_number, false },
					   { "name", shape_text, false },
					   { "role", shape_text, false },
					   { "areas", is_areas, false },
					   { "issues", is_roles, false },
					   { "sign_key", is_sign_key, false },
					   { "box_key", is_box_key, false },
					   { "device", is_number, true },
					   { "request", shape_id, true },
					   { "not_after", is_integer, true },
					   { 0 } };
static const struct shape endorsement[] = { { "of", shape_id, false }, { 0 } };
static const struct shape revocation[] = {
	{ "of", shape_id, false }, { "reason", is_reason_of_revocation, false }, { "upto", is_upto, false }, { 0 }
};
static const struct shape pack[] = {
	{ "name", shape_text, false }, { "version", is_positive, false }, { "files", is_files, false }, { 0 }
};
static const struct shape receipt[] = { { "prior", shape_ids, false }, { "logs", is_logs, false }, { 0 } };
static const struct shape approval[] = { { "chain", shape_text, false },    { "level", shape_text, false },
					 { "decision", shape_text, false }, { "items", is_approved, false },
					 { "summary", is_summary, false },  { 0 } };
static const struct shape return_of[] = { { "chain", shape_text, false },
					  { "level", shape_text, false },
					  { "decision", shape_text, false },
					  { "items", is_given_back, false },
					  { "reason", shape_text, false },
					  { "errors", is_errors, false },
					  { 0 } };
static const struct shape withdrawal[] = { { "of", shape_id, false }, { "buildings", shape_ids, true }, { 0 } };
static const struct shape manifest[] = {
	{ "division", is_village, false }, { "buildings", is_integer, false }, { "missing", is_missing, true }, { 0 }
};
static const struct shape share[] = { { "key", shape_id, false }, { "village", is_village, false }, { "to", is_readers, false }, { 0 } };
static const struct shape epoch[] = { { "head", shape_id, true }, { "reason", shape_text, false }, { 0 } };
static const struct shape about_branch[] = {
	{ "about", shape_id, false }, { "verdict", shape_text, false }, { "reason", shape_text, false }, { 0 }
};
static const struct shape about_houses[] = {
	{ "about", shape_id, false }, { "with", shape_id, false }, { "verdict", shape_text, false }, { "reason", shape_text, false }, { 0 }
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
	const char *wrong = !shape ? (kind == STEP_SIGNOFF ? "decision" : "verdict") : shape_misfit(data, shape);

	if (wrong)
		return err_set(err, STATUS_INVALID, _("the step's data is not what a step of kind \"%s\" holds: see \"%s\""),
			       step_kind_name(kind), wrong);
	if (!parents_fit(kind, data, parent_count))
		return err_set(err, STATUS_INVALID, _("the step's member \"%s\" is wrong: %s"), "parents",
			       kind == STEP_GENESIS ? _("exactly a later founding has one, and says what stays")
						    : _("only forms, foundings, revocations, manifests and decisions have parents"));
	return STATUS_OK;
}
