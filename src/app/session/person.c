#include "app/session/person.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/session.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "trust/genesis.h"
#include "trust/holders.h"

/* Who sits at the laptop. */

const struct pack *
app_pack(const struct app *app)
{
	return store_pack(app->store);
}

bool
app_is_demo(const struct app *app)
{
	return is_demo(app->store);
}

bool
app_is_older_copy(const struct app *app)
{
	return app->older_copy;
}

bool
app_is_dropped(const struct app *app)
{
	return app->dropped;
}

bool
app_has_device(const struct app *app)
{
	return app->has_device;
}

const char *
app_workspace(const struct app *app)
{
	return app->path;
}

const char *
app_county_name(const struct app *app)
{
	const char *name = value_get_text(trust_genesis_data(store_trust(app->store)), "name");

	return name ? name : "";
}

static const struct credential *
own_credential(const struct app *app)
{
	return app->unlocked ? trust_credential(store_trust(app->store), &app->signer.credential) : NULL;
}

const char *
app_person_name(const struct app *app)
{
	const struct credential *own = own_credential(app);

	return own ? own->name : NULL;
}

const char *
app_person_number(const struct app *app)
{
	const struct credential *own = own_credential(app);

	return own ? own->person : NULL;
}

static const char *
role_label(const struct app *app, const char *name)
{
	const struct role *role = store_pack(app->store) ? pack_role(store_pack(app->store), name) : NULL;

	return role ? label_text(&role->label, _("en")) : name;
}

char *
roles_text(const struct app *app, const struct names *roles)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < roles->count; i++)
		buf_printf(&out, "%s%s", i ? _(", ") : "", role_label(app, roles->items[i]));
	return buf_detach(&out);
}

const char *
app_person_role(const struct app *app)
{
	const struct credential *own = own_credential(app);

	return own ? role_label(app, own->role) : "";
}

const char *
app_person_area(const struct app *app)
{
	const struct credential *own = own_credential(app);

	return own && own->area_count == 1 ? own->areas[0] : "";
}

const char **
app_areas(const struct app *app, size_t *count)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *own = own_credential(app);
	const char **areas = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; own && i < trust_credential_count(trust); i++) {
		const struct credential *other = trust_credential_at(trust, i);

		if (memcmp(other->sign_key, own->sign_key, SIGN_KEY_BYTES) != 0 || other->reason != TRUST_COUNTS || other->revoked)
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

bool
app_person_has_role(const struct app *app, const struct names *roles)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *own = own_credential(app);

	for (size_t i = 0; own && i < trust_credential_count(trust); i++) {
		const struct credential *other = trust_credential_at(trust, i);

		if (memcmp(other->sign_key, own->sign_key, SIGN_KEY_BYTES) == 0 && other->reason == TRUST_COUNTS && !other->revoked &&
		    names_has(roles, other->role))
			return true;
	}
	return false;
}

/* ---- people of this laptop */

struct gathering {
	struct app *app;
	const char *near;
	struct app_person_row *rows;
	size_t count, cap;
};

static bool
touches(const struct credential *credential, const char *near)
{
	for (size_t i = 0; i < credential->area_count; i++)
		if (division_touches(credential->areas[i], near))
			return true;
	return false;
}

char *
app_place_name(const struct app *app, const char *code)
{
	const struct pack *pack = store_pack(app->store);
	const struct division *division = NULL, *above;
	char whole[DIVISION_CODE_LEN + 1];

	if (!pack || division_level(code) == DIVISION_LEVEL_COUNT)
		return mem_strdup(code);
	division_code(code, whole);
	division = pack_division(pack, whole);
	if (!division)
		return mem_strdup(code);
	/* Who works in one township knows which it is. */
	above = division_level(code) == DIVISION_VILLAGE && division_level(app_person_area(app)) < DIVISION_TOWNSHIP
			? pack_division(pack, division->parent)
			: NULL;
	return mem_printf("%s%s", above ? above->name : "", division->name);
}

/* The credential of a key that stands here and comes first among its roles. */
static const struct credential *
standing(const struct app *app, const char *person, bool *fits)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *found = NULL;

	*fits = false;
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (strcmp(credential->person, person) != 0 || credential->reason != TRUST_COUNTS || credential->revoked)
			continue;
		if (credential_fits_device(credential, &app->device)) {
			*fits = true;
			return credential;
		}
		found = credential;
	}
	return found;
}

static bool
gather(const struct app_key *key, void *ctx)
{
	struct gathering *gathering = ctx;
	struct app_person_row row = { .portable = key->portable };
	const struct pack *pack = store_pack(gathering->app->store);
	const struct credential *credential = standing(gathering->app, key->person, &row.may_sign);
	char *area;

	if (credential && !touches(credential, gathering->near))
		return true;
	memcpy(row.person, key->person, sizeof(row.person));
	strncpy(row.name, key->name, sizeof(row.name) - 1);
	row.sort = 1000;
	if (credential) {
		strncpy(row.role, role_label(gathering->app, credential->role), sizeof(row.role) - 1);
		area = app_place_name(gathering->app, credential->area_count ? credential->areas[0] : "");
		strncpy(row.area, area, sizeof(row.area) - 1);
		free(area);
		for (size_t i = 0; pack && i < pack->role_count; i++)
			if (strcmp(pack->roles[i].name, credential->role) == 0)
				row.sort = (int)i;
	}
	MEM_GROW(gathering->rows, gathering->count, gathering->cap);
	gathering->rows[gathering->count++] = row;
	return true;
}

static int
row_cmp(const void *a, const void *b)
{
	const struct app_person_row *left = a, *right = b;

	if (left->may_sign != right->may_sign)
		return right->may_sign - left->may_sign;
	if (left->sort != right->sort)
		return left->sort - right->sort;
	return strcmp(left->name, right->name);
}

enum status
app_person_list(struct app *app, const char *near, struct app_person_row **rows, size_t *count, struct err *err)
{
	struct gathering gathering = { .app = app, .near = near };
	enum status status = app_each_key(gather, &gathering, err);

	if (status) {
		free(gathering.rows);
		return status;
	}
	if (gathering.count)
		qsort(gathering.rows, gathering.count, sizeof(*gathering.rows), row_cmp);
	*rows = gathering.rows;
	*count = gathering.count;
	return STATUS_OK;
}

/* ---- unlocking */

static char *
hand_over(void *ctx, const char *name)
{
	(void)name;
	return mem_strdup(ctx);
}

enum status
app_unlock_with(struct app *app, const char *person, const char *passphrase, struct err *err)
{
	char *copy = mem_strdup(passphrase);
	struct app_ask ask = { hand_over, copy };
	enum status status;

	app_lock(app);
	status = app_unlock(app, person, &ask, err);
	secret_free(copy);
	return status;
}

enum status
app_confirm(struct app *app, const char *passphrase, struct err *err)
{
	char *copy = mem_strdup(passphrase);
	struct app_ask ask = { hand_over, copy };
	struct keyfile_head head;
	struct keys *keys = NULL;
	enum status status = act_needs_person(app, err);

	if (!status)
		status = key_open(app->key_name, &ask, &head, &keys, err);
	if (!status && memcmp(keys_sign_public(keys), keys_sign_public(app->signer.keys), SIGN_KEY_BYTES) != 0)
		status = err_set(err, STATUS_DENIED, _("this is another person's key file"));
	keys_free(keys);
	secret_free(copy);
	return status;
}

void
app_lock(struct app *app)
{
	keys_free(app->signer.keys);
	app->signer.keys = NULL;
	if (app->held)
		secret_zero(app->held, app->held_cap * sizeof(*app->held));
	free(app->held);
	app->held = NULL;
	app->held_count = app->held_cap = 0;
	completions_free(app->completions);
	app->completions = NULL;
	app->unlocked = false;
}

/* ---- small things this laptop remembers */

char *
app_remembered(struct app *app, const char *name)
{
	struct buf text = { 0 };
	struct err ignored = { 0 };
	char *out = NULL;

	if (app->local && !local_setting(app->local, name, &text, &ignored))
		out = mem_strndup(buf_text(&text), text.len);
	buf_release(&text);
	return out;
}

void
app_remember(struct app *app, const char *name, const char *text)
{
	struct err ignored = { 0 };

	/* A setting that is not kept costs a key the next time, no more. */
	if (app->local && local_set_setting(app->local, name, text, strlen(text), &ignored))
		return;
}
