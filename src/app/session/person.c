#include "app/session/person.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/session_state.h"
#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/tip.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/reason.h"

bool
credential_has_run_out(const struct credential *credential)
{
	return credential->not_after_unix && clock_now_unix() > credential->not_after_unix;
}

const struct credential *
app_credential(const struct app *app)
{
	return app->unlocked ? trust_credential(store_trust(app->store), &app->signer.credential) : NULL;
}

const char *
app_person_name(const struct app *app)
{
	const struct credential *own = app_credential(app);

	return own ? own->name : NULL;
}

const char *
app_person_number(const struct app *app)
{
	const struct credential *own = app_credential(app);

	return own ? own->person : NULL;
}

const char *
app_role_label(const struct app *app, const char *name)
{
	const struct pack *pack = app_pack(app) ? app_pack(app) : app->installed;
	const struct role *role = pack ? pack_role(pack, name) : NULL;

	return role ? label_text(&role->label, _("en")) : name;
}

char *
app_roles_text(const struct app *app, const struct names *roles)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < roles->count; i++)
		buf_printf(&out, "%s%s", i ? _(", ") : "", app_role_label(app, roles->items[i]));
	return buf_detach(&out);
}

const char *
app_person_role(const struct app *app)
{
	const struct credential *own = app_credential(app);

	return own ? app_role_label(app, own->role) : "";
}

const char *
app_person_area(const struct app *app)
{
	const struct credential *own = app_credential(app);
	char now[DIVISION_CODE_LEN + 1], other[DIVISION_CODE_LEN + 1];

	if (own && own->area_count == 1)
		return own->areas[0];
	for (size_t i = 0; own && i < own->area_count; i++) {
		bool has_all = true;

		pack_area_now(app_pack(app), own->areas[i], now);
		for (size_t k = 0; k < own->area_count && has_all; k++) {
			pack_area_now(app_pack(app), own->areas[k], other);
			has_all = division_covers(now, other);
		}
		if (has_all)
			return own->areas[i];
	}
	return "";
}

const char **
app_areas(const struct app *app, size_t *count)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *own = app_credential(app);
	const char **areas = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; own && i < trust_credential_count(trust); i++) {
		const struct credential *other = trust_credential_at(trust, i);

		if (!sign_key_equal(&other->sign_key, &own->sign_key) || other->reason != TRUST_COUNTS || other->revoked)
			continue;
		for (size_t k = 0; k < other->area_count; k++) {
			if (division_covered(areas, *count, other->areas[k]))
				continue;
			MEM_GROW(areas, *count, cap);
			areas[(*count)++] = other->areas[k];
		}
	}
	if (!own) {
		areas = mem_alloc(sizeof(*areas));
		areas[0] = "";
		*count = 1;
	}
	return areas;
}

/* Drops what another one covers; of two that are one, the later. */
static size_t
drop_covered(const char **areas, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		bool covered = division_covered(areas, kept, areas[i]);

		for (size_t k = i + 1; k < count && !covered; k++)
			covered = strcmp(areas[k], areas[i]) != 0 && division_covers(areas[k], areas[i]);
		if (!covered)
			areas[kept++] = areas[i];
	}
	return kept;
}

const char **
app_areas_now(const struct app *app, size_t *count)
{
	const char **areas = app_areas(app, count), **out = mem_alloc(*count * (sizeof(*out) + DIVISION_CODE_LEN + 1) + 1);
	char(*digits)[DIVISION_CODE_LEN + 1] = (char(*)[DIVISION_CODE_LEN + 1])(out + *count);

	for (size_t i = 0; i < *count; i++) {
		pack_area_now(app_pack(app), areas[i], digits[i]);
		out[i] = digits[i];
	}
	free(areas);
	*count = drop_covered(out, *count);
	return out;
}

bool
app_person_has_role(const struct app *app, const struct names *roles)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *own = app_credential(app);

	for (size_t i = 0; own && i < trust_credential_count(trust); i++) {
		const struct credential *other = trust_credential_at(trust, i);

		if (sign_key_equal(&other->sign_key, &own->sign_key) && other->reason == TRUST_COUNTS && !other->revoked &&
		    names_has(roles, other->role))
			return true;
	}
	return false;
}

/* Is the credential the unlocked keys', on this device, and neither taken back nor over? */
static bool
is_own(const struct app *app, const struct credential *credential)
{
	return sign_key_equal(&credential->sign_key, keys_sign_public(app->signer.keys)) && !credential->revoked &&
	       !credential_has_run_out(credential) && credential_fits_device(credential, &app->device);
}

/* May the unlocked keys sign under the credential here and now? */
static bool
is_usable(const struct app *app, const struct credential *credential)
{
	return credential->reason == TRUST_COUNTS && is_own(app, credential);
}

size_t
app_person_rights(const struct app *app)
{
	const struct trust *trust = store_trust(app->store);
	size_t count = 0;

	for (size_t i = 0; app->unlocked && i < trust_credential_count(trust); i++)
		count += is_usable(app, trust_credential_at(trust, i));
	return count;
}

bool
credential_is_newer(const struct app *app, const struct credential *a, const struct credential *b)
{
	int64_t a_n = 0, b_n = 0, at_unix;
	struct err ignored = { 0 };

	if (store_arrival(app->store, &a->id, &a_n, &at_unix, &ignored) || store_arrival(app->store, &b->id, &b_n, &at_unix, &ignored))
		return false;
	return a_n > b_n;
}

bool
act_under(struct app *app, const struct id *id)
{
	const struct credential *credential = trust_credential(store_trust(app->store), id);

	if (!credential || !is_usable(app, credential))
		return false;
	app->signer.credential = *id;
	return true;
}

void
act_in_role(struct app *app, const struct names *roles, const char *division)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *acted = trust_credential(trust, &app->signer.credential), *best;
	bool covers;

	if (acted && (!names_has(roles, acted->role) || !is_usable(app, acted)))
		acted = NULL;
	covers = acted && (!division || credential_covers(acted, division));
	if (covers)
		return;
	best = acted;
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *other = trust_credential_at(trust, i);
		bool here = !division || credential_covers(other, division);

		if (!names_has(roles, other->role) || !is_usable(app, other) || here < covers)
			continue;
		if (best && here == covers && (best == acted || !credential_is_newer(app, other, best)))
			continue;
		best = other;
		covers = here;
	}
	if (best)
		app->signer.credential = best->id;
}

bool
act_as(struct app *app, bool (*fits)(const struct credential *, const void *), const void *ctx)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *best = trust_credential(trust, &app->signer.credential);

	if (best && is_own(app, best) && fits(best, ctx))
		return true;
	best = NULL;
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *other = trust_credential_at(trust, i);

		if (is_own(app, other) && fits(other, ctx) && (!best || credential_is_newer(app, other, best)))
			best = other;
	}
	if (best)
		app->signer.credential = best->id;
	return best != NULL;
}

bool
act_could_as(const struct app *app, bool (*fits)(const struct credential *, const void *), const void *ctx)
{
	const struct trust *trust = store_trust(app->store);
	bool could = false;

	for (size_t i = 0; app->unlocked && i < trust_credential_count(trust) && !could; i++) {
		const struct credential *own = trust_credential_at(trust, i);

		could = is_own(app, own) && fits(own, ctx);
	}
	return could;
}

static bool
is_officer(const struct credential *credential, const void *app)
{
	return trust_is_officer(store_trust(((const struct app *)app)->store), &credential->id);
}

bool
act_as_officer(struct app *app)
{
	return act_as(app, is_officer, app);
}
