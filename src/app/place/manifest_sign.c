#include "app/place/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/session/act.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/skeleton.h"
#include "store/store.h"
#include "trust/credential.h"

/* Signing: each house that is not accounted for has a reason, and whoever signs has the right. */

enum status
app_manifest_may_sign(struct app *app, const char *village, struct err *err)
{
	const struct names *roles;
	const struct credential *own;
	char *words;
	enum status status = act_needs_person(app, err);

	if (status)
		return status;
	if (!app_pack(app))
		return err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (strlen(village) != DIVISION_CODE_LEN || division_level(village) != DIVISION_VILLAGE)
		return err_set(err, STATUS_INVALID, _("\"%s\" is no village: a manifest is signed village by village"), village);
	status = app_check_area(app, village, err);
	if (status)
		return status;
	roles = &app_pack(app)->acts_manifest;
	act_in_role(app, roles, village);
	own = app_credential(app);
	if (!own || !names_has(roles, own->role)) {
		words = app_roles_text(app, roles);
		status = err_set(err, STATUS_DENIED, _("by the form pack \"%s\" may not sign a manifest; this is for: %s"),
				 own ? own->name : "", words);
		free(words);
		return status;
	}
	if (!credential_covers(own, village))
		return err_set(err, STATUS_DENIED, _("%s is outside the area of \"%s\""), village, app_person_name(app));
	return STATUS_OK;
}

struct own_villages {
	const struct names *roles;
	char *village; /* of the last one */
	size_t *count; /* different ones; a right over more than a village counts for two */
};

/* Looks at one of the person's credentials; fits none, so that all are looked at. */
static bool
note_village(const struct credential *own, const void *ctx)
{
	const struct own_villages *of = ctx;

	if (!names_has(of->roles, own->role))
		return false;
	for (size_t i = 0; i < own->area_count; i++) {
		if (strlen(own->areas[i]) != DIVISION_CODE_LEN)
			*of->count += 2;
		else if (!*of->count || strcmp(of->village, own->areas[i]) != 0)
			++*of->count;
		snprintf(of->village, DIVISION_CODE_LEN + 1, "%s", own->areas[i]);
	}
	return false;
}

bool
app_manifest_own_village(const struct app *app, char village[DIVISION_CODE_LEN + 1])
{
	size_t count = 0;
	const struct own_villages of = { app_pack(app) ? &app_pack(app)->acts_manifest : NULL, village, &count };

	*village = '\0';
	return of.roles && !act_could_as(app, note_village, &of) && count == 1;
}

static const struct manifest_house *
find_house(const struct manifest_village *village, const struct id *root)
{
	for (size_t i = 0; i < village->houses; i++)
		if (id_equal(&village->items[i].root, root))
			return &village->items[i];
	return NULL;
}

/* The code that a manifest holds for a reason. */
static enum status
reason_code(const struct app *app, const char *reason, const char **out, struct err *err)
{
	const struct list *list = app_pack(app)->manifest.missing;
	const struct choice *choice = list && reason ? list_choice_meant(list, reason) : NULL;
	char *offered;
	enum status status;

	if (!list && reason && !text_is_blank(reason)) {
		*out = reason;
		return STATUS_OK;
	}
	if (choice) {
		*out = choice->name;
		return STATUS_OK;
	}
	if (!list)
		return err_set(err, STATUS_INVALID, _("say in words why a house is missing"));
	offered = manifest_reasons_text(app_pack(app), _("en"));
	status = err_set(err, STATUS_INVALID, _("\"%s\" is no reason why a house is missing; there are: %s"), reason ? reason : "",
			 offered);
	free(offered);
	return status;
}

/* Every reason belongs to a missing house of the village, each once. */
static enum status
check_reasons(struct app *app, const struct manifest_village *village, const struct manifest_reason *reasons, size_t count, struct err *err)
{
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < count; i++) {
		const struct manifest_house *house = find_house(village, &reasons[i].building);
		const char *code;
		enum status status = reason_code(app, reasons[i].reason, &code, err);

		id_hex(&reasons[i].building, hex);
		if (status)
			return status;
		if (!house)
			return err_set(err, STATUS_NOT_FOUND, _("house %.8s is none of %s that counts"), hex, village->name);
		if (!house->missing)
			return err_set(err, STATUS_INVALID, _("house %.8s is accounted for: leave it out"), hex);
		for (size_t k = 0; k < i; k++)
			if (id_equal(&reasons[k].building, &reasons[i].building))
				return err_set(err, STATUS_INVALID, _("house %.8s is named twice"), hex);
	}
	return STATUS_OK;
}

static const struct manifest_reason *
reason_for(const struct manifest_reason *reasons, size_t count, const struct id *root)
{
	for (size_t i = 0; i < count; i++)
		if (id_equal(&reasons[i].building, root))
			return &reasons[i];
	return NULL;
}

/* The missing houses with their reasons, in the order of the village. */
static enum status
list_missing(struct app *app, const struct manifest_village *village, const struct manifest_reason *reasons, size_t count,
	     struct value *out, struct err *err)
{
	size_t unsaid = 0;
	const struct manifest_house *first = NULL;
	char hex[ID_HEX_LEN + 1];
	enum status status = STATUS_OK;

	for (size_t i = 0; i < village->houses && !status; i++) {
		const struct manifest_house *house = &village->items[i];
		const struct manifest_reason *reason = house->missing ? reason_for(reasons, count, &house->root) : NULL;
		struct value line;
		const char *code = "";

		if (!house->missing)
			continue;
		if (!reason) {
			first = first ? first : house;
			unsaid++;
			continue;
		}
		status = reason_code(app, reason->reason, &code, err);
		line = value_object();
		value_set_text(&line, "building", id_hex(&house->root, hex));
		value_set_text(&line, "reason", code);
		value_append_take(out, line);
	}
	if (!status && unsaid) {
		char *place = app_building_place(app, &first->root);

		status = err_set(err, STATUS_INVALID,
				 n_("%zu house is not accounted for and has no reason: %.8s %s. Fill its forms, or say why",
				    "%zu houses are not accounted for and have no reason; the first: %.8s %s. Fill its forms, or say why",
				    unsaid),
				 unsaid, id_hex(&first->root, hex), place);
		free(place);
	}
	return status;
}

static enum status
put_manifest(struct app *app, const struct manifest_village *village, struct value *missing_take, struct err *err)
{
	unsigned generation = store_generation(app_store(app));
	struct step step;
	struct id id;
	enum status status;

	act_step_start(&step, STEP_MANIFEST);
	step_set_area(&step, village->code);
	value_set_text(&step.data, "division", village->code);
	value_set_integer(&step.data, "buildings", (int64_t)village->houses);
	if (missing_take->list.count)
		value_set_take(&step.data, "missing", *missing_take);
	else
		value_release(missing_take);
	for (size_t i = 0; i < village->head_count; i++)
		step_add_parent(&step, &village->heads[i].step);
	status = act_begin(app, err);
	if (!status) {
		status = act_still_judged(app, generation, err);
		if (!status)
			status = act_put(app_store(app), app_signer(app), &step, &id, err);
		status = act_end(app, status, err);
	}
	step_release(&step);
	return status;
}

/* The list that is signed is the one that was read first: so many houses, with these missing. */
static enum status
check_same(const struct manifest_village *village, const struct value *missing, struct value *first, struct err *err)
{
	if (first->type == VALUE_NONE) {
		*first = value_object();
		value_set_integer(first, "buildings", (int64_t)village->houses);
		value_set_take(first, "missing", value_copy(missing));
		return STATUS_OK;
	}
	if (value_get_integer(first, "buildings", -1) == (int64_t)village->houses && value_equal(value_get(first, "missing"), missing))
		return STATUS_OK;
	return err_set(
		err, STATUS_CONFLICT,
		_("the list of %s became another in another window meanwhile; nothing was signed here: look at it, then do it again"),
		village->code);
}

/* The houses of a village may have been listed in those that became it. */
static enum status
nothing_listed(struct app *app, const char *village, struct err *err)
{
	struct app_manifests all = { 0 };
	struct buf codes = { 0 };
	enum status status = app_manifests(app, village, false, &all, err);

	for (size_t i = 0; i < all.count && !status; i++)
		if (all.villages[i].houses)
			buf_printf(&codes, "%s%s", codes.len ? _(", ") : "", all.villages[i].code);
	if (!status && codes.len)
		status = err_set(err, STATUS_NOT_FOUND,
				 _("no house was listed in %s itself: a manifest is signed for each village that is part of it now, %s"),
				 village, buf_text(&codes));
	else if (!status)
		status = err_set(err, STATUS_NOT_FOUND, _("no house of %s is on the list yet: there is nothing to sign"), village);
	app_manifests_release(&all);
	buf_release(&codes);
	return status;
}

static enum status
try_manifest(struct app *app, const char *village, const struct manifest_reason *reasons, size_t count, struct value *first,
	     struct err *err)
{
	struct app_manifests manifests = { 0 };
	struct value missing = value_list();
	enum status status;

	act_reads_begin(app);
	status = app_manifest_may_sign(app, village, err);
	if (!status)
		status = app_village_manifest(app, village, true, &manifests, err);
	if (!status && (!manifests.count || !manifests.villages[0].houses))
		status = nothing_listed(app, village, err);
	if (!status)
		status = check_reasons(app, &manifests.villages[0], reasons, count, err);
	if (!status)
		status = list_missing(app, &manifests.villages[0], reasons, count, &missing, err);
	if (!status)
		status = check_same(&manifests.villages[0], &missing, first, err);
	status = act_reads_end(app, status, err);
	if (status)
		value_release(&missing);
	else
		status = put_manifest(app, &manifests.villages[0], &missing, err);
	app_manifests_release(&manifests);
	return status;
}

enum status
app_manifest_sign(struct app *app, const char *village, const struct manifest_reason *reasons, size_t count, struct err *err)
{
	struct act_tries tries = { 0 };
	struct value first = { 0 };
	enum status status;

	do
		status = try_manifest(app, village, reasons, count, &first, err);
	while (act_try_again(app, &tries, &status, err));
	value_release(&first);
	return status;
}
